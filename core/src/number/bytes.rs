//! Numbers as bytes.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed as _;

use super::Number;
use crate::limits::NUMBER_BITS;

impl Number {
    /// Numerator and denominator, the lowest byte first.
    pub(crate) fn to_bytes(&self) -> (Vec<u8>, Vec<u8>) {
        let number = self.to_big();
        (number.numer().to_signed_bytes_le(), number.denom().to_signed_bytes_le())
    }

    /// A fraction with a positive denominator, within the limit.
    pub(crate) fn from_bytes(above: &[u8], below: &[u8]) -> Option<Self> {
        let (above, below) = (BigInt::from_signed_bytes_le(above), BigInt::from_signed_bytes_le(below));
        let fits = above.bits() <= NUMBER_BITS && below.bits() <= NUMBER_BITS;
        fits.then(|| Self::fraction(above, below)).flatten()
    }

    /// A fraction with a positive denominator that is within the limit once it is reduced.
    pub(super) fn fraction(above: BigInt, below: BigInt) -> Option<Self> {
        let number = below.is_positive().then(|| BigRational::new(above, below))?;
        Self::checked_big(number).ok()
    }
}
