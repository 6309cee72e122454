//! The Vietnamese alphabet: a ă â b c d đ e ê …, and tones only where nothing else differs.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

/// Compares names as a Vietnamese list has them, whatever the language of the page.
pub(crate) struct Alphabet(Option<CollatorBorrowed<'static>>);

impl Alphabet {
    pub(crate) fn new() -> Self {
        let mut preferences = CollatorPreferences::from(locale!("vi"));
        // Quận 2 stands before Quận 10.
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        // Its data are part of the program.
        Self(Collator::try_new(preferences, CollatorOptions::default()).ok())
    }

    pub(crate) fn compare(&self, one: &str, other: &str) -> Ordering {
        self.0.as_ref().map_or(Ordering::Equal, |collator| collator.compare(one, other)).then_with(|| one.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether names stand in this order, whichever way they are turned.
    #[track_caller]
    fn ordered(names: &[&str]) {
        let alphabet = Alphabet::new();
        let mut sorted: Vec<_> = names.iter().rev().copied().collect();
        sorted.sort_by(|one, other| alphabet.compare(one, other));
        assert_eq!(sorted, names);
    }

    #[test]
    fn provinces_stand_as_in_official_lists() {
        ordered(&[
            "An Giang",
            "Bà Rịa - Vũng Tàu",
            "Bạc Liêu",
            "Bắc Giang",
            "Bắc Kạn",
            "Bắc Ninh",
            "Bến Tre",
            "Bình Dương",
            "Bình Định",
            "Bình Phước",
            "Bình Thuận",
            "Cà Mau",
            "Cao Bằng",
            "Cần Thơ",
            "Đà Nẵng",
            "Đắk Lắk",
            "Đắk Nông",
            "Điện Biên",
            "Đồng Nai",
            "Đồng Tháp",
            "Gia Lai",
            "Hà Nội",
            "Hải Dương",
            "Nghệ An",
            "Ninh Bình",
            "Quảng Nam",
            "Quảng Ngãi",
            "Quảng Ninh",
            "Thái Bình",
            "Thanh Hóa",
            "Thừa Thiên Huế",
            "Tiền Giang",
            "Trà Vinh",
            "Yên Bái",
        ]);
    }

    #[test]
    fn letters_of_the_alphabet_are_letters_and_tones_come_second() {
        ordered(&["Ad", "Ăb", "Âb", "Da", "Đa", "Ed", "Êb", "Od", "Ôb", "Ơb", "Ud", "Ưb"]);
        ordered(&["ma", "mà", "mả", "mã", "má", "mạ", "mã hóa", "mac"]);
    }

    #[test]
    fn numbers_stand_by_their_value() {
        ordered(&["Quận 1", "Quận 2", "Quận 10", "Quận Tân Bình"]);
    }

    #[test]
    fn composed_and_decomposed_names_are_the_same() {
        let decomposed = "\u{110}a\u{300} Na\u{306}\u{303}ng";
        ordered(&["Cần Thơ", decomposed, "Đà Nẵng 2", "Đắk Lắk"]);
        let collator = Alphabet::new().0.expect("its data are compiled in");
        assert_eq!(collator.compare("Đà Nẵng", decomposed), Ordering::Equal);
    }
}
