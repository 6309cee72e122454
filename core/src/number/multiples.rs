//! Numbers that are compared with each other many times.

use num_integer::Integer as _;

use super::{Form, Number};

impl Number {
    /// All as whole multiples of one fraction, in their order; `None` where one is missing or they are too long for it.
    pub(crate) fn multiples<'a>(numbers: impl Iterator<Item = Option<&'a Self>> + Clone) -> Option<Vec<i128>> {
        let mut shared = 1_i128;
        for number in numbers.clone() {
            let Form::Small(_, den) = number?.0 else { return None };
            if shared % den != 0 {
                shared = (shared / shared.gcd(&den)).checked_mul(den)?;
            }
        }
        let multiple = |number: Option<&Self>| match number?.0 {
            Form::Small(num, den) => num.checked_mul(shared / den),
            Form::Big(_) => None,
        };
        numbers.map(multiple).collect()
    }
}
