//! Numbers that look random and are the same in every run.

/// `SplitMix64`, in whole numbers only.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A whole number between two, both included.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        let width = to.abs_diff(from) + 1;
        // The remainder is below the width, so it fits.
        from.saturating_add_unsigned(self.next() % width)
    }

    /// True so many times in a thousand.
    pub(crate) fn permille(&mut self, chance: i64) -> bool {
        self.between(0, 999) < chance
    }

    /// Bell-shaped about a mean: twelve even throws have a spread of one.
    pub(crate) fn bell(&mut self, mean: i64, spread: i64) -> i64 {
        let sum: i64 = (0..12).map(|_| self.between(0, 1_000)).sum();
        mean + (sum - 6_000) * spread / 1_000
    }

    /// How often a chance in a thousand comes true before it fails for the first time.
    pub(crate) fn streak(&mut self, chance: i64, most: i64) -> i64 {
        let mut length = 0;
        while length < most && self.permille(chance) {
            length += 1;
        }
        length
    }

    /// Quality in thousandths, Beta(6, 2): the second largest of seven even throws.
    pub(crate) fn quality(&mut self) -> i64 {
        let mut throws = [0; 7].map(|_: i64| self.between(0, 1_000));
        throws.sort_unstable();
        throws[5]
    }
}
