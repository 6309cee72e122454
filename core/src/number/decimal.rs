//! Numbers as decimals: those whose digits end.

use rust_decimal::Decimal;

use super::{Number, pow10};
use crate::limits::NUMBER_DIGITS;

impl Number {
    /// `num / 10^scale`.
    pub(crate) fn decimal(num: i64, scale: u32) -> Self {
        let tens = pow10(scale).and_then(|tens| i64::try_from(tens).ok());
        let Some(mut den) = tens.filter(|_| num != 0) else {
            return Self::ratio(i128::from(num), 1, scale).unwrap_or(Self::ZERO);
        };
        // Nothing else than 2 and 5 divides both.
        let twos = num.trailing_zeros().min(scale);
        let mut num = num >> twos;
        den >>= twos;
        while den % 5 == 0 && num % 5 == 0 {
            (num, den) = (num / 5, den / 5);
        }
        Self::short(num.into(), den.into())
    }

    /// The mantissa and scale of a terminating number, when the mantissa fits in 128 bits and the scale in 38.
    pub(crate) fn mantissa(&self) -> Option<(i128, u32)> {
        let (num, den) = self.small()?;
        // Digits end where the denominator has no other factors than 2 and 5.
        let twos = den.trailing_zeros();
        let (mut rest, mut fives) = (den >> twos, 0);
        // Most are short, and divided faster so.
        if let Ok(mut short) = i64::try_from(rest) {
            while short % 5 == 0 {
                (short, fives) = (short / 5, fives + 1);
            }
            rest = i128::from(short);
        }
        while rest % 5 == 0 {
            (rest, fives) = (rest / 5, fives + 1);
        }
        if rest != 1 {
            return None;
        }
        let scale = twos.max(fives);
        let tens = pow10(scale)?;
        let times = match (i64::try_from(tens), i64::try_from(den)) {
            (Ok(tens), Ok(den)) => i128::from(tens / den),
            _ => tens / den,
        };
        num.checked_mul(times).map(|mantissa| (mantissa, scale))
    }

    /// The decimal, when it is one and fits in 28 digits.
    pub(crate) fn to_decimal(&self) -> Option<Decimal> {
        let (mantissa, scale) = self.mantissa()?;
        // The type holds some of 29 digits, which documents do not.
        let limit = pow10(u32::try_from(NUMBER_DIGITS).ok()?)?;
        if mantissa.unsigned_abs() >= limit.unsigned_abs() {
            return None;
        }
        Decimal::try_from_i128_with_scale(mantissa, scale).ok()
    }

    pub(crate) fn from_decimal(value: Decimal) -> Self {
        Self::ratio(value.mantissa(), 1, value.scale()).unwrap_or(Self::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn decimals_are_reduced(num in any::<i64>(), zeros in 0..19_u32, scale in 0..45_u32) {
            for num in [num, num / 10_i64.pow(zeros), num >> zeros, 0, i64::MIN] {
                let expected = Number::ratio(num.into(), 1, scale).unwrap();
                prop_assert_eq!(Number::decimal(num, scale), expected);
            }
        }
    }

    #[test]
    fn decimals_have_as_many_digits_as_are_read() {
        for (number, is_decimal) in [
            ("9999999999999999999999999999", true),
            ("-0.9999999999999999999999999999", true),
            ("10000000000000000000000000000", false),
            ("-17858578643762690495119.831128", false),
            ("0.00000000000000000000000000001", false),
        ] {
            let decimal = Number::parse_exact(number).unwrap().to_decimal();
            assert_eq!(decimal.map(|decimal| decimal.to_string()).as_deref(), Some(number).filter(|_| is_decimal));
        }
    }

    #[test]
    fn digits_are_those_of_a_long_division() {
        // Factors of ten and others, short and long, at the edges of what is done in 64 bits.
        let parts = [1, 2, 3, 5, 7, 8, 10, 25, 64, 125, 1_000, 999_999, 1 << 40, i128::from(i64::MAX), 1 << 70];
        let tens = [1, 10, 1_000_000, 10_i128.pow(17), 10_i128.pow(18), 10_i128.pow(19), 10_i128.pow(30)];
        for (num, den) in parts.iter().flat_map(|num| parts.iter().chain(&tens).map(move |den| (*num, *den))) {
            for sign in [1, -1] {
                let number = Number::ratio(sign * num, den, 0).unwrap();
                let (num, den) = number.small().unwrap();
                let scale = (0..=38).find(|scale| pow10(*scale).unwrap() % den == 0);
                let mantissa = scale.and_then(|scale| Some((num.checked_mul(pow10(scale)? / den)?, scale)));
                assert_eq!(number.mantissa(), mantissa, "{num}/{den}");
                let Some((mantissa, scale)) = mantissa else { continue };
                let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = scale as usize + 1);
                let (whole, part) = digits.split_at(digits.len() - scale as usize);
                let expected = format!("{}{whole}.{part}", if num < 0 { "-" } else { "" });
                assert_eq!(number.to_string(), expected.trim_end_matches('0').trim_end_matches('.'), "{num}/{den}");
            }
        }
        assert_eq!(Number::ZERO.to_string(), "0");
    }
}
