//! Numbers that are compared with each other many times.

use num_integer::Integer as _;

use super::Number;

impl Number {
    /// All as whole multiples of one fraction, in their order; `None` where one is missing or they are too long for it.
    pub(crate) fn multiples<'a>(numbers: impl Iterator<Item = Option<&'a Self>> + Clone) -> Option<Vec<i128>> {
        let mut shared = 1_i128;
        for number in numbers.clone() {
            let (_, den) = number?.small()?;
            if shared % den != 0 {
                shared = (shared / shared.gcd(&den)).checked_mul(den)?;
            }
        }
        let multiple = |number: Option<&Self>| {
            let (num, den) = number?.small()?;
            num.checked_mul(shared / den)
        };
        numbers.map(multiple).collect()
    }
}
