//! Python objects as JSON text: exact numbers stay exact, and what JSON cannot say is refused with its place.

use std::fmt::Write as _;

use chamdiem::Diagnostics;
use chamdiem::criteria::Fraction;
use chamdiem::json::decode;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDate, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple, PyType};

use crate::floats::{long, shortest};
use crate::options::language_of;
use crate::refusal::refused;

/// The text of a document.
#[derive(Debug)]
pub(crate) enum Text {
    Str(PyBackedStr),
    Bytes(PyBackedBytes),
}

impl Text {
    /// The text, if it is UTF-8.
    pub(crate) fn read(&self) -> Result<&str, Diagnostics> {
        match self {
            Self::Str(text) => Ok(text),
            Self::Bytes(bytes) => decode(bytes),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Text {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = object.cast::<PyString>() {
            return Ok(match text.extract() {
                Ok(text) => Self::Str(text),
                // Half of a surrogate pair: bytes that are no UTF-8, and refused as such.
                Err(_) => Self::Bytes(text.call_method1("encode", ("utf-8", "surrogatepass"))?.extract()?),
            });
        }
        if let Ok(bytes) = object.cast::<PyBytes>() {
            return Ok(Self::Bytes(bytes.extract()?));
        }
        Err(PyTypeError::new_err(format!("a document's text is str or bytes, not {}", kind_of(&object))))
    }
}

/// A text as it can be shown: what nobody sees, or a terminal would obey, stands there by its number.
#[pyfunction]
pub(crate) fn visible(text: &Bound<'_, PyString>) -> String {
    chamdiem::visible(&text.to_string_lossy()).into_owned()
}

/// The JSON text of an object: of dicts, lists, tuples, texts, numbers, dates. `place` is where it stands in its document.
#[pyfunction]
#[pyo3(signature = (object, lang, place=Vec::new()))]
pub(crate) fn write(
    py: Python<'_>,
    object: &Bound<'_, PyAny>,
    lang: Option<&str>,
    place: Vec<String>,
) -> PyResult<String> {
    let path = place.iter().map(|step| escaped(step)).collect();
    let mut writer = Writer { path, ..Writer::default() };
    writer.value(object)?;
    if writer.problems.is_empty() {
        return Ok(writer.text);
    }
    let language = lang.map(language_of).transpose()?.unwrap_or_default();
    let reports = writer.problems.iter().map(|(path, found)| {
        let list = found.parse::<Fraction>().err().map(|problems| problems.to_json(language));
        let list = list.and_then(|list| serde_json::from_str::<Vec<serde_json::Value>>(&list).ok()).unwrap_or_default();
        list.into_iter().map(|mut report| {
            report["path"] = path.as_str().into();
            report
        })
    });
    let list = serde_json::Value::from(reports.flatten().collect::<Vec<_>>());
    Err(refused(py, &list.to_string(), 0))
}

/// The JSON text of one value of a row; of a number that JSON does not have, its name.
pub(crate) fn to_json(value: &Bound<'_, PyAny>, place: &dyn Fn() -> String) -> PyResult<String> {
    let mut writer = Writer { root: Some(place), ..Writer::default() };
    writer.value(value)?;
    Ok(match writer.problems.pop() {
        Some((_, found)) => found,
        None => writer.text,
    })
}

/// A value of an array as one of Python's own, which numpy's are not; nothing of what stands for no value of a document.
pub(crate) fn item_of<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    if !value.hasattr("dtype")? || !value.getattr("ndim").is_ok_and(|ndim| ndim.eq(0).unwrap_or(false)) {
        return Ok(None);
    }
    let of = value.getattr("dtype")?.str()?;
    let of = of.to_cow()?;
    let item = match &*of {
        // Python counts no nanoseconds.
        moment if moment.starts_with("datetime64[") => {
            let item = value.call_method0("item")?;
            let is_moment = item.is_none() || item.is_instance_of::<PyDate>();
            if is_moment { item } else { value.call_method1("astype", ("datetime64[us]",))?.call_method0("item")? }
        }
        "float32" => PyFloat::new(value.py(), long(value.call_method0("item")?.extract()?)).into_any(),
        duration if duration.starts_with("timedelta64") => return Ok(None),
        _ => value.call_method0("item")?,
    };
    Ok((!item.is_none() && !item.hasattr("dtype")?).then_some(item))
}

/// How deep objects are followed; documents are refused long before.
const DEPTH: usize = 200;

/// So many digits every binary float keeps: a longer exact number is written as a text.
const DIGITS: usize = 15;

#[derive(Default)]
struct Writer<'r> {
    /// What the object is called, where it is no document.
    root: Option<&'r dyn Fn() -> String>,
    text: String,
    path: Vec<String>,
    /// Numbers that JSON does not have, with their places.
    problems: Vec<(String, String)>,
    /// Whether it went deeper than objects are followed.
    is_too_deep: bool,
}

impl Writer<'_> {
    fn value(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        // What stands there decides nothing any more: the library refuses so many levels.
        self.is_too_deep |= self.path.len() > DEPTH;
        if self.is_too_deep || value.is_none() {
            self.text.push_str("null");
        } else if let Ok(text) = value.cast::<PyString>() {
            self.string(text)?;
        } else if let Ok(truth) = value.cast::<PyBool>() {
            self.text.push_str(if truth.is_true() { "true" } else { "false" });
        } else if let Ok(number) = value.cast::<PyFloat>() {
            self.float(number.value());
        } else if let Ok(number) = value.cast::<PyInt>() {
            // Classes derived from it may say what they like of themselves.
            let number = value.py().get_type::<PyInt>().call_method1("__index__", (number,))?;
            match number.str() {
                Ok(digits) => self.exact(&digits.to_cow()?),
                // Python writes no number of thousands of digits, but as one of base 16; the library refuses it.
                Err(error) if error.is_instance_of::<PyValueError>(value.py()) => {
                    self.string(&number.call_method1("__format__", ("#x",))?.str()?)?;
                }
                Err(error) => return Err(error),
            }
        } else if let Ok(members) = value.cast::<PyDict>() {
            // A copy: what a member is asked may change the dict, and so may another thread meanwhile.
            self.object(members.copy()?.iter().map(Ok))?;
        } else if let Ok(items) = value.cast::<PyList>() {
            self.list(items.iter())?;
        } else if let Ok(items) = value.cast::<PyTuple>() {
            self.list(items.iter())?;
        } else {
            self.other(value)?;
        }
        Ok(())
    }

    fn other(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let decimal = decimal(value.py())?;
        if value.is_instance(decimal)? {
            if !decimal.call_method1("is_finite", (value,))?.is_truthy()? {
                self.refuse(&decimal.call_method1("__str__", (value,))?.str()?.to_cow()?);
            } else if decimal.call_method1("adjusted", (value,))?.extract::<i64>()?.abs() > LONGEST {
                // Written out it would be endless; the library says how long a number may be.
                self.string(&decimal.call_method1("__str__", (value,))?.str()?)?;
            } else {
                self.exact(&decimal.call_method1("__format__", (value, "f"))?.str()?.to_cow()?);
            }
        } else if value.is_instance_of::<PyDate>() {
            let written = value.call_method0("isoformat")?.str()?.to_cow()?.into_owned();
            // What pandas has for no day calls itself a day.
            if written == "NaT" {
                return Err(self.refused_type(value));
            }
            // A midnight may be meant as a day, and a day stands for its midnight where a moment is asked for.
            let midnight = written.strip_suffix("+07:00").unwrap_or(&written).strip_suffix("T00:00:00");
            self.string(&PyString::new(value.py(), midnight.unwrap_or(&written)))?;
        } else if let Ok(mapping) = value.cast::<PyMapping>() {
            let items = mapping.items()?;
            self.object(items.iter().map(|item| item.extract()))?;
        } else if let Some(item) = item_of(value)? {
            self.value(&item)?;
        } else if value.hasattr("__chamdiem_object__")? {
            self.value(&value.call_method0("__chamdiem_object__")?)?;
        } else {
            return Err(self.refused_type(value));
        }
        Ok(())
    }

    /// A number that is exact, as plain digits.
    fn exact(&mut self, digits: &str) {
        let significant = digits.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
        let _ = if significant > DIGITS { write!(self.text, "\"{digits}\"") } else { write!(self.text, "{digits}") };
    }

    fn float(&mut self, number: f64) {
        let shortest = shortest(number);
        if number.is_finite() { self.text.push_str(&shortest) } else { self.refuse(&shortest) }
    }

    fn refuse(&mut self, found: &str) {
        self.text.push_str("null");
        self.problems.push((self.place(), found.to_owned()));
    }

    fn string(&mut self, text: &Bound<'_, PyString>) -> PyResult<()> {
        if let Ok(text) = text.to_cow() {
            // A text is always written.
            self.text.push_str(&serde_json::to_string(&text).unwrap_or_default());
        } else {
            // Half of a surrogate pair, as JSON escapes it: the library refuses it with its place in the text.
            let dumps = text.py().import("json")?.getattr("dumps")?;
            self.text.push_str(&dumps.call1((text,))?.extract::<String>()?);
        }
        Ok(())
    }

    fn object<'py>(
        &mut self,
        members: impl Iterator<Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>>,
    ) -> PyResult<()> {
        self.text.push('{');
        for (at, member) in members.enumerate() {
            let (key, member) = member?;
            let Ok(key) = key.cast::<PyString>() else {
                let place = self.place();
                return Err(PyTypeError::new_err(format!("{place}: keys are str, not {}", kind_of(&key))));
            };
            if at > 0 {
                self.text.push(',');
            }
            self.string(key)?;
            self.text.push(':');
            self.path.push(escaped(&key.to_string_lossy()));
            self.value(&member)?;
            self.path.pop();
        }
        self.text.push('}');
        Ok(())
    }

    fn list<'py>(&mut self, items: impl Iterator<Item = Bound<'py, PyAny>>) -> PyResult<()> {
        self.text.push('[');
        for (at, item) in items.enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            self.path.push(at.to_string());
            self.value(&item)?;
            self.path.pop();
        }
        self.text.push(']');
        Ok(())
    }

    fn place(&self) -> String {
        self.path.iter().fold(String::new(), |place, step| format!("{place}/{step}"))
    }

    fn refused_type(&self, value: &Bound<'_, PyAny>) -> PyErr {
        let place = match self.root {
            Some(root) => root(),
            None if self.path.is_empty() => "the document".to_owned(),
            None => self.place(),
        };
        PyTypeError::new_err(format!(
            "{place}: {} cannot be written as JSON; accepted are None, bool, int, float, Decimal, str, date, datetime, \
             list, tuple and mappings with str keys",
            kind_of(value)
        ))
    }
}

/// A key as a step of a path.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Beyond so many digits a decimal is not written out.
const LONGEST: i64 = 1_000;

/// The class `decimal.Decimal`.
fn decimal(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    DECIMAL.import(py, "decimal", "Decimal")
}

/// What an object is called.
pub(crate) fn kind_of(object: &Bound<'_, PyAny>) -> String {
    object.get_type().fully_qualified_name().map_or_else(|_| "that".to_owned(), |name| name.to_string())
}
