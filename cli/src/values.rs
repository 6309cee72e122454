//! Values of options: how they are read, and what is wrong with one, in both languages.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;

use chamdiem::criteria::Fraction;
use chamdiem::{Diagnostics, Language, Limit, json};
use chrono::{Datelike as _, NaiveDate};
use clap::builder::{PathBufValueParser, TypedValueParser};

/// Why a value cannot be what an option takes.
#[derive(Debug)]
pub(crate) enum WrongValue {
    /// No limit with its number.
    Pair,
    /// No limit has this name.
    Limit(Diagnostics),
    /// No whole number.
    Whole(String),
    /// No number.
    Number(Diagnostics),
    /// A number below 0.
    Negative(Fraction),
    /// No day.
    Day,
    /// Standard output, which is no file.
    StandardOutput,
}

impl WrongValue {
    pub(crate) fn text(&self, language: Language) -> String {
        let first = |problems: &Diagnostics| {
            problems.as_slice().first().map_or_else(String::new, |problem| problem.message(language))
        };
        let known = || Limit::ALL.iter().map(|limit| limit.as_str()).collect::<Vec<_>>().join(", ");
        let most = u64::MAX;
        match (self, language) {
            (Self::Pair, Language::En) => "write `LIMIT=NUMBER`".to_owned(),
            (Self::Pair, Language::Vi) => "viết `GIỚI_HẠN=SỐ`".to_owned(),
            (Self::Limit(problems), _) => format!("{} ({})", first(problems), known()),
            (Self::Whole(text), Language::En) => format!("`{text}` is not a whole number from 0 to {most}"),
            (Self::Whole(text), Language::Vi) => format!("`{text}` không phải số nguyên từ 0 đến {most}"),
            (Self::Number(problems), _) => first(problems),
            (Self::Negative(number), _) => format!("{number} < 0"),
            (Self::Day, Language::En) => "a day is written YYYY-MM-DD, as 2026-12-31".to_owned(),
            (Self::Day, Language::Vi) => "ngày viết theo dạng YYYY-MM-DD, như 2026-12-31".to_owned(),
            (Self::StandardOutput, Language::En) => {
                "leave the option out to write to standard output; a file of this name is `./-`".to_owned()
            }
            (Self::StandardOutput, Language::Vi) => {
                "bỏ tùy chọn này để ghi ra đầu ra chuẩn; tệp có tên này là `./-`".to_owned()
            }
        }
    }
}

impl fmt::Display for WrongValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::En))
    }
}

impl Error for WrongValue {}

/// A limit by its name, and what it is set to.
pub(crate) fn limit(text: &str) -> Result<(Limit, u64), WrongValue> {
    let (name, number) = text.split_once('=').ok_or(WrongValue::Pair)?;
    let limit = name.parse::<Limit>().map_err(WrongValue::Limit)?;
    Ok((limit, number.parse::<u64>().map_err(|_| WrongValue::Whole(number.to_owned()))?))
}

/// A number that is not negative.
pub(crate) fn distance(text: &str) -> Result<Fraction, WrongValue> {
    match text.parse::<Fraction>() {
        Ok(number) if text.trim_start().starts_with('-') => Err(WrongValue::Negative(number)),
        Ok(number) => Ok(number),
        Err(problems) => Err(WrongValue::Number(problems)),
    }
}

/// A day as documents write it, of the years 1 to 9999.
pub(crate) fn day(text: &str) -> Result<NaiveDate, WrongValue> {
    json::day(text).filter(|day| day.year() > 0).ok_or(WrongValue::Day)
}

/// The file that is written.
pub(crate) fn output() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new()
        .try_map(|path| if path.as_os_str() == "-" { Err(WrongValue::StandardOutput) } else { Ok(path) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_as_documents_write_them_are_days() {
        for text in [
            "2026-1-1",
            "0000-01-01",
            "-0001-01-01",
            "+2025-01-01",
            "12026-01-01",
            "2026-02-29",
            "2026-13-01",
            "2026-01-01 ",
            "2026-01-01T00:00",
            "20260101",
            "２０２６-01-01",
            "",
        ] {
            assert!(day(text).is_err(), "{text:?}");
        }
        for text in ["0001-01-01", "2024-02-29", "9999-12-31"] {
            assert_eq!(day(text).unwrap().to_string(), text);
        }
    }
}
