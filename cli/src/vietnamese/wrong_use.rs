//! The sentences of wrong use.

use std::error::Error as _;

use chamdiem::Language;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::failure::Failure;
use crate::render::words::Word;
use crate::values::WrongValue;

/// What is wrong with a command line.
pub(crate) fn wrong_use(error: &clap::Error) -> Failure {
    let context = |kind: ContextKind| error.get(kind).map(listed).filter(|text| !text.is_empty());
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue);
    let message = match (error.kind(), value) {
        (ErrorKind::InvalidValue, None) => format!("`{argument}` cần có giá trị"),
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Some(value)) => {
            format!("giá trị `{value}` không hợp lệ cho `{argument}`")
        }
        (ErrorKind::TooManyValues, Some(value)) => format!("`{argument}` không nhận giá trị `{value}`"),
        (ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals, _) => {
            format!("số giá trị của `{argument}` không đúng")
        }
        (ErrorKind::UnknownArgument, _) => format!("không có đối số `{argument}`"),
        (ErrorKind::InvalidSubcommand, _) => {
            format!("không có lệnh `{}`", context(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        (ErrorKind::MissingRequiredArgument, _) => format!("còn thiếu {argument}"),
        (ErrorKind::MissingSubcommand, _) => "còn thiếu lệnh".to_owned(),
        (ErrorKind::ArgumentConflict, _) => match context(ContextKind::PriorArg).filter(|prior| *prior != argument) {
            Some(prior) => format!("không dùng `{argument}` cùng với `{prior}`"),
            None => format!("chỉ được ghi `{argument}` một lần"),
        },
        (ErrorKind::InvalidUtf8, _) => "có đối số không phải UTF-8".to_owned(),
        // No other kind comes from parsing.
        _ => error.to_string(),
    };
    let suggested = [ContextKind::SuggestedValue, ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand];
    let found = error.source().and_then(|source| source.downcast_ref::<WrongValue>());
    let help = if let Some(wrong) = found {
        wrong.text(Language::Vi)
    } else if let Some(near) = suggested.into_iter().find_map(context) {
        format!("có phải `{near}`?")
    } else if let Some(known) = context(ContextKind::ValidValue) {
        format!("các giá trị: {known}")
    } else if let Some(known) = context(ContextKind::ValidSubcommand) {
        format!("các lệnh: {known}")
    } else if let Some(usage) = context(ContextKind::Usage) {
        usage.replacen("Usage:", "cách dùng:", 1)
    } else {
        Word::HelpUse.text(Language::Vi).to_owned()
    };
    Failure::told(message, help)
}

fn listed(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
