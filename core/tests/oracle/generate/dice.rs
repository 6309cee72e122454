//! Chance from a seed (splitmix64), the same on every machine; or from bytes that somebody else chose.

#[derive(Clone, Debug)]
pub(crate) struct Dice {
    state: u64,
    /// What is thrown before chance decides; the next is the last.
    thrown: Vec<u8>,
}

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed, thrown: Vec::new() }
    }

    /// Each byte decides one throw, so that another byte is another document nearby. The first eight are also the seed
    /// of what comes after the last.
    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        let seed = bytes.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte));
        Self { state: seed, thrown: bytes.iter().rev().copied().collect() }
    }

    fn next(&mut self) -> u64 {
        if let Some(byte) = self.thrown.pop() {
            return byte.into();
        }
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number in `0..end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below a usize")
    }

    /// A number in `from..=to`.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to - from).expect("from before to") + 1;
        from + i64::try_from(self.next() % span).expect("within the span")
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}
