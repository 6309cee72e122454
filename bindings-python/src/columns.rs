//! Columns of Arrow data as the library reads them, for whole columns at once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType};
use arrow_schema::{DataType, Field, TimeUnit};
use chamdiem::frame::{FrameColumn, Validity, Values};
use pyo3::IntoPyObjectExt as _;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::floats::{long, scaled, shortest};

/// The milliseconds of a day.
const DAY: i64 = 86_400_000;

/// A column from its chunks; the error says which type it has.
pub(crate) fn column(field: &Field, chunks: &[ArrayRef]) -> Result<FrameColumn<'static>, String> {
    let of = field.data_type();
    let valid = chunks.iter().map(is_valid).collect::<Vec<_>>().concat();
    let values = match field.extension_type_name() {
        None => values(of, chunks, &valid).ok_or_else(|| of.to_string()),
        Some("arrow.bool8") if *of == DataType::Int8 => {
            Ok(Values::Booleans(mapped::<Int8Type, _>(chunks, |truth| truth != 0).into()))
        }
        Some("arrow.json" | "arrow.opaque") if is_text(of) => values(of, chunks, &valid).ok_or_else(|| of.to_string()),
        // What it is kept as says nothing of what it means: a month of pandas is kept as a number.
        Some(extension) => Err(extension.to_owned()),
    };
    let column = FrameColumn::new(field.name().clone(), values?);
    // A column of nothing says so itself.
    let has_nulls = valid.contains(&false) && *of != DataType::Null;
    Ok(if has_nulls { column.with_valid(valid.into()) } else { column })
}

fn values(of: &DataType, chunks: &[ArrayRef], valid: &[bool]) -> Option<Values<'static>> {
    let integers = |numbers: Vec<i64>| Some(Values::Integers(numbers.into()));
    match of {
        DataType::Null => Some(Values::Nothing),
        DataType::Boolean => {
            let values = chunks.iter().flat_map(|chunk| chunk.as_boolean().values().iter());
            Some(Values::Booleans(values.collect()))
        }
        DataType::Int8 => integers(all::<Int8Type, _>(chunks)),
        DataType::Int16 => integers(all::<Int16Type, _>(chunks)),
        DataType::Int32 => integers(all::<Int32Type, _>(chunks)),
        DataType::Int64 => integers(all::<Int64Type, _>(chunks)),
        DataType::UInt8 => integers(all::<UInt8Type, _>(chunks)),
        DataType::UInt16 => integers(all::<UInt16Type, _>(chunks)),
        DataType::UInt32 => integers(all::<UInt32Type, _>(chunks)),
        DataType::UInt64 => whole::<UInt64Type>(chunks, 0),
        DataType::Float32 => Some(floats(&mapped::<Float32Type, _>(chunks, long), valid)),
        DataType::Float64 => Some(floats(&all::<Float64Type, f64>(chunks), valid)),
        DataType::Decimal32(_, scale) => whole::<Decimal32Type>(chunks, *scale),
        DataType::Decimal64(_, scale) => whole::<Decimal64Type>(chunks, *scale),
        DataType::Decimal128(_, scale) => whole::<Decimal128Type>(chunks, *scale),
        DataType::Decimal256(_, scale) => {
            let numbers = mapped::<Decimal256Type, _>(chunks, <Decimal256Type as ArrowPrimitiveType>::Native::to_i128);
            let numbers = numbers.into_iter().zip(valid);
            let numbers = numbers.map(|(number, valid)| if *valid { number } else { Some(0) });
            scaled_up(numbers.collect::<Option<_>>()?, *scale)
        }
        DataType::Date32 => Some(Values::Days(all::<Date32Type, i32>(chunks).into())),
        DataType::Date64 => {
            let days =
                mapped::<Date64Type, _>(chunks, |value| i32::try_from(value.div_euclid(DAY)).unwrap_or(i32::MAX));
            Some(Values::Days(days.into()))
        }
        DataType::Timestamp(unit, zone) => {
            // What lies beyond all days stays there.
            let micros = match unit {
                TimeUnit::Second => mapped::<TimestampSecondType, _>(chunks, |value| value.saturating_mul(1_000_000)),
                TimeUnit::Millisecond => {
                    mapped::<TimestampMillisecondType, _>(chunks, |value| value.saturating_mul(1_000))
                }
                TimeUnit::Microsecond => all::<TimestampMicrosecondType, _>(chunks),
                TimeUnit::Nanosecond => mapped::<TimestampNanosecondType, _>(chunks, |value| value.div_euclid(1_000)),
            };
            Some(Values::Moments { micros: micros.into(), utc: zone.is_some() })
        }
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            let mut words = Words::default();
            let codes = chunks.iter().map(|chunk| words.codes(chunk)).collect::<Option<Vec<_>>>()?;
            Some(words.values(codes.concat()))
        }
        DataType::Dictionary(_, value) if is_text(value) => {
            let mut words = Words::default();
            let codes = chunks.iter().map(|chunk| words.keys(chunk)).collect::<Option<Vec<_>>>()?;
            Some(words.values(codes.concat()))
        }
        // Categories that are no texts.
        DataType::Dictionary(_, of) => {
            let held: Vec<ArrayRef> =
                chunks.iter().map(|chunk| Arc::clone(chunk.as_any_dictionary().values())).collect();
            let there: Vec<bool> = held.iter().flat_map(is_valid).collect();
            let (mut places, mut before) = (Vec::with_capacity(valid.len()), 0);
            for (chunk, held) in chunks.iter().zip(&held) {
                let place = |key: Option<usize>| key.map(|key| before + key);
                places.extend(keys(chunk)?.into_iter().map(place));
                before += held.len();
            }
            Some(picked(&values(of, &held, &there)?, &places))
        }
        _ => None,
    }
}

/// Which values of an array are not null; in a dictionary words may be.
fn is_valid(array: &ArrayRef) -> Vec<bool> {
    array.logical_nulls().map_or_else(|| vec![true; array.len()], |nulls| nulls.iter().collect())
}

/// Whether a column is the index of a frame of pandas that nobody has named.
pub(crate) fn is_index(name: &str) -> bool {
    let level = name.strip_prefix("__index_level_").and_then(|rest| rest.strip_suffix("__"));
    level.is_some_and(|level| level.parse::<usize>().is_ok())
}

/// What is said of a column of another type.
pub(crate) fn told_type(name: &str, of: &str) -> String {
    format!("column {name}: accepted are numbers, decimals, texts, booleans, dates and timestamps, not {of}")
}

fn is_text(of: &DataType) -> bool {
    matches!(of, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// The texts of an array by their places; of what is null an empty one.
fn text_at<'a>(texts: &'a ArrayRef) -> Option<Box<dyn Fn(usize) -> &'a str + 'a>> {
    let of = |at: usize, text: &dyn Fn(usize) -> &'a str| if texts.is_null(at) { "" } else { text(at) };
    Some(match texts.data_type() {
        DataType::Utf8 => Box::new(move |at| of(at, &|at| texts.as_string::<i32>().value(at))),
        DataType::LargeUtf8 => Box::new(move |at| of(at, &|at| texts.as_string::<i64>().value(at))),
        DataType::Utf8View => Box::new(move |at| of(at, &|at| texts.as_string_view().value(at))),
        _ => return None,
    })
}

/// The values of all chunks as another type that holds each of them.
fn all<T: ArrowPrimitiveType, V: From<T::Native>>(chunks: &[ArrayRef]) -> Vec<V> {
    mapped::<T, V>(chunks, V::from)
}

fn mapped<T: ArrowPrimitiveType, V>(chunks: &[ArrayRef], mut of: impl FnMut(T::Native) -> V) -> Vec<V> {
    let mut values = Vec::with_capacity(chunks.iter().map(Array::len).sum());
    for chunk in chunks {
        values.extend(chunk.as_primitive::<T>().values().iter().map(|value| of(*value)));
    }
    values
}

/// Whole numbers at a scale, as short ones where they fit: nearly all do, so they are tried first.
fn whole<T: ArrowPrimitiveType<Native: Into<i128>>>(chunks: &[ArrayRef], scale: i8) -> Option<Values<'static>> {
    let Some(numbers) = short::<T>(chunks) else { return scaled_up(mapped::<T, _>(chunks, Into::into), scale) };
    match u32::try_from(scale) {
        Ok(scale) => Some(Values::Scaled { numbers: numbers.into(), scale }),
        Err(_) => scaled_up(numbers.into_iter().map(i128::from).collect(), scale),
    }
}

fn short<T: ArrowPrimitiveType<Native: Into<i128>>>(chunks: &[ArrayRef]) -> Option<Vec<i64>> {
    // Without a way out in the middle a value costs half.
    let mut lost = 0;
    let numbers = mapped::<T, _>(chunks, |number| {
        let long: i128 = number.into();
        #[expect(clippy::cast_possible_truncation, reason = "what is lost is seen")]
        let short = long as i64;
        lost |= long ^ i128::from(short);
        short
    });
    (lost == 0).then_some(numbers)
}

/// Long numbers, and those of a scale below 0, which means tens.
fn scaled_up(mut numbers: Vec<i128>, scale: i8) -> Option<Values<'static>> {
    if scale < 0 {
        let tens = 10_i128.checked_pow(u32::from(scale.unsigned_abs()))?;
        numbers = numbers.into_iter().map(|number| number.checked_mul(tens)).collect::<Option<_>>()?;
    }
    let scale = u32::try_from(scale).unwrap_or(0);
    let short: Option<Vec<i64>> = numbers.iter().map(|number| i64::try_from(*number).ok()).collect();
    Some(match short {
        Some(numbers) => Values::Scaled { numbers: numbers.into(), scale },
        None => Values::Wide { numbers: numbers.into(), scale },
    })
}

/// Floats as the decimals that they stand for; where one stands for none, as texts that the library judges.
fn floats(values: &[f64], valid: &[bool]) -> Values<'static> {
    if let Some((numbers, scale)) = scaled(values, |row| valid[row]) {
        return Values::Scaled { numbers: numbers.into(), scale };
    }
    let mut words = Words::default();
    let codes = values
        .iter()
        .zip(valid)
        .map(|(value, valid)| words.code(if *valid { shortest(*value) } else { String::new() }));
    let codes = codes.collect::<Vec<_>>();
    Values::Numbers { codes: codes.into(), words: words.list }
}

/// The values at places; what stands at none is null.
fn picked(values: &Values<'_>, places: &[Option<usize>]) -> Values<'static> {
    fn each<T: Copy + Default>(values: &[T], places: &[Option<usize>]) -> Cow<'static, [T]> {
        let value = |place: &Option<usize>| place.and_then(|place| values.get(place).copied()).unwrap_or_default();
        places.iter().map(value).collect()
    }
    match values {
        Values::Integers(numbers) => Values::Integers(each(numbers, places)),
        Values::Scaled { numbers, scale } => Values::Scaled { numbers: each(numbers, places), scale: *scale },
        Values::Wide { numbers, scale } => Values::Wide { numbers: each(numbers, places), scale: *scale },
        Values::Booleans(truths) => Values::Booleans(each(truths, places)),
        Values::Numbers { codes, words } => {
            let words = words.iter().map(|word| Cow::Owned(word.to_string())).collect();
            Values::Numbers { codes: each(codes, places), words }
        }
        Values::Days(days) => Values::Days(each(days, places)),
        Values::Moments { micros, utc } => Values::Moments { micros: each(micros, places), utc: *utc },
        _ => Values::Nothing,
    }
}

/// For each row of an array with categories the place of its own.
fn keys(array: &ArrayRef) -> Option<Vec<Option<usize>>> {
    fn of<K: ArrowDictionaryKeyType>(array: &ArrayRef) -> Vec<Option<usize>> {
        array.as_dictionary::<K>().keys_iter().collect()
    }
    let DataType::Dictionary(key, _) = array.data_type() else { return None };
    Some(match **key {
        DataType::Int8 => of::<Int8Type>(array),
        DataType::Int16 => of::<Int16Type>(array),
        DataType::Int32 => of::<Int32Type>(array),
        DataType::Int64 => of::<Int64Type>(array),
        DataType::UInt8 => of::<UInt8Type>(array),
        DataType::UInt16 => of::<UInt16Type>(array),
        DataType::UInt32 => of::<UInt32Type>(array),
        DataType::UInt64 => of::<UInt64Type>(array),
        _ => return None,
    })
}

/// Texts, each held once.
#[derive(Default)]
struct Words {
    list: Vec<Cow<'static, str>>,
    known: HashMap<String, u32>,
}

impl Words {
    fn code(&mut self, text: impl AsRef<str> + Into<String>) -> u32 {
        if let Some(code) = self.known.get(text.as_ref()) {
            return *code;
        }
        // Arrow counts rows of a batch by less.
        let code = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let text = text.into();
        self.list.push(Cow::Owned(text.clone()));
        self.known.insert(text, code);
        code
    }

    /// The codes of an array of texts.
    fn codes(&mut self, texts: &ArrayRef) -> Option<Vec<u32>> {
        let code = |text: Option<&str>| self.code(text.unwrap_or_default());
        Some(match texts.data_type() {
            DataType::Utf8 => texts.as_string::<i32>().iter().map(code).collect(),
            DataType::LargeUtf8 => texts.as_string::<i64>().iter().map(code).collect(),
            DataType::Utf8View => texts.as_string_view().iter().map(code).collect(),
            _ => return None,
        })
    }

    /// The codes of an array that has its texts beside it, of which a part of a frame has few.
    fn keys(&mut self, array: &ArrayRef) -> Option<Vec<u32>> {
        let held = array.as_any_dictionary().values();
        let text = text_at(held)?;
        let mut codes: Vec<Option<u32>> = vec![None; held.len()];
        let nothing = self.code("");
        let code = |key: Option<usize>| {
            let code = key.and_then(|key| Some((codes.get_mut(key)?, text(key))));
            code.map_or(nothing, |(code, text)| *code.get_or_insert_with(|| self.code(text)))
        };
        Some(keys(array)?.into_iter().map(code).collect())
    }

    fn values(self, codes: Vec<u32>) -> Values<'static> {
        Values::Texts { codes: codes.into(), words: self.list }
    }
}

/// A column as plain values: its name, its kind with the values, and which of them are not null.
pub(crate) fn travelling<'py>(py: Python<'py>, column: &FrameColumn<'_>) -> PyResult<Bound<'py, PyAny>> {
    let words = |codes: &[u32], words: &[Cow<'_, str>]| (codes, words).into_bound_py_any(py);
    let (kind, values) = match column.values() {
        Values::Integers(numbers) => ("integers", (&**numbers).into_bound_py_any(py)?),
        Values::Scaled { numbers, scale } => ("scaled", (&**numbers, scale).into_bound_py_any(py)?),
        Values::Wide { numbers, scale } => ("wide", (&**numbers, scale).into_bound_py_any(py)?),
        Values::Booleans(truths) => ("booleans", (&**truths).into_bound_py_any(py)?),
        Values::Texts { codes, words: list } => ("texts", words(codes, list)?),
        Values::Numbers { codes, words: list } => ("numbers", words(codes, list)?),
        Values::Days(days) => ("days", (&**days).into_bound_py_any(py)?),
        Values::Moments { micros, utc } => ("moments", (&**micros, utc).into_bound_py_any(py)?),
        _ => ("nothing", py.None().into_bound(py)),
    };
    let valid = match column.validity() {
        Validity::Each(valid) => Some(&**valid),
        _ => None,
    };
    (column.name(), kind, values, valid).into_bound_py_any(py)
}

/// The column of such values. What does not fit together, the library refuses.
pub(crate) fn arrived(column: &Bound<'_, PyAny>) -> PyResult<FrameColumn<'static>> {
    let (name, kind, values, valid): (String, String, Bound<'_, PyAny>, Option<Vec<bool>>) = column.extract()?;
    let words = |values: &Bound<'_, PyAny>| -> PyResult<(Vec<u32>, Vec<Cow<'static, str>>)> {
        let (codes, words): (Vec<u32>, Vec<String>) = values.extract()?;
        Ok((codes, words.into_iter().map(Cow::Owned).collect()))
    };
    let values = match kind.as_str() {
        "integers" => Values::Integers(values.extract::<Vec<i64>>()?.into()),
        "scaled" => {
            let (numbers, scale): (Vec<i64>, u32) = values.extract()?;
            Values::Scaled { numbers: numbers.into(), scale }
        }
        "wide" => {
            let (numbers, scale): (Vec<i128>, u32) = values.extract()?;
            Values::Wide { numbers: numbers.into(), scale }
        }
        "booleans" => Values::Booleans(values.extract::<Vec<bool>>()?.into()),
        "texts" => words(&values).map(|(codes, words)| Values::Texts { codes: codes.into(), words })?,
        "numbers" => words(&values).map(|(codes, words)| Values::Numbers { codes: codes.into(), words })?,
        "days" => Values::Days(values.extract::<Vec<i32>>()?.into()),
        "moments" => {
            let (micros, utc): (Vec<i64>, bool) = values.extract()?;
            Values::Moments { micros: micros.into(), utc }
        }
        "nothing" => Values::Nothing,
        _ => return Err(PyValueError::new_err(format!("{name}: no column is of '{kind}'"))),
    };
    let column = FrameColumn::new(name, values);
    Ok(match valid {
        Some(valid) => column.with_valid(valid.into()),
        None => column,
    })
}
