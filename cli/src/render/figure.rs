//! Figures as they are printed for people: declared digits, and the decimal sign of the language.

use std::fmt::Display;

use chamdiem::Language;
use chamdiem::criteria::Rounding;

/// A figure with at least the digits that its rounding declares.
pub(crate) fn figure(number: impl Display, rounding: Option<&Rounding>, language: Language) -> String {
    let mut text = number.to_string();
    let digits = rounding.map_or(0, |rounding| rounding.digits as usize);
    let written = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    if written < digits {
        if written == 0 {
            text.push('.');
        }
        text.extend(std::iter::repeat_n('0', digits - written));
    }
    if language == Language::Vi { text.replace('.', ",") } else { text }
}

/// Whether a text is a plain decimal, as results write them.
pub(crate) fn is_decimal(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}

/// A date or a time as it is written in the language; other texts stay as they are.
pub(crate) fn date(text: &str, language: Language) -> String {
    let parts = text.split_at_checked(10).and_then(|(day, time)| {
        let [year, month, day] = day.split('-').collect::<Vec<_>>().try_into().ok()?;
        let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
            return None;
        }
        Some((format!("{day}/{month}/{year}"), time))
    });
    match parts {
        Some((day, time)) if language == Language::Vi => format!("{day}{}", time.replacen('T', " ", 1)),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_added_and_never_taken() {
        let rounding = Rounding { digits: 2, mode: None, shown: None };
        assert_eq!(figure("30", Some(&rounding), Language::En), "30.00");
        assert_eq!(figure("-0.5", Some(&rounding), Language::Vi), "-0,50");
        assert_eq!(figure("78.388", Some(&rounding), Language::En), "78.388");
        assert_eq!(figure("5", None, Language::Vi), "5");
    }

    #[test]
    fn dates_are_written_as_people_write_them() {
        assert_eq!(date("2022-12-09", Language::Vi), "09/12/2022");
        assert_eq!(date("2022-12-09T08:30+07:00", Language::Vi), "09/12/2022 08:30+07:00");
        assert_eq!(date("2022-12-09", Language::En), "2022-12-09");
        for text in ["", "on-time-10", "2022-12-0x", "12-12-2022"] {
            assert_eq!(date(text, Language::Vi), text);
        }
    }

    #[test]
    fn decimals_are_told_from_texts() {
        assert!(["0", "-2.50", "12345678901234567890.1"].into_iter().all(is_decimal));
        assert!(["", "-", "1.", ".5", "=1", "1,5", "+1", "--1", "1-2"].into_iter().all(|text| !is_decimal(text)));
    }
}
