//! Frames: a round as columns, the way data frames and query results hold it, without a value per cell.

mod answers;
mod block;
mod columns;
mod parts;
mod place;
mod read;
mod rows;
mod units;
mod value;
mod written;

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::NaiveDate;
use foldhash::fast::RandomState;

use crate::calendar::Calendar;
use crate::round::Period;

pub(crate) use read::FrameReader;

/// A round as columns.
///
/// A row is what one party says of one unit at one stage (wide form), or one value of it (long form,
/// [`Form::Long`]). Columns named `unit`, `stage`, `by`, `at`, `role`, `home`, `name`, `group` and `reason` say whose
/// row it is; every other column bears the name of what it sets: the id of a fact or of a leaf, `leaf/line`,
/// `points/LEAF`, `not_applicable/LEAF`, `class`. The chapter "Frames" of the description of the format has them all.
///
/// What is null is not set: it is missing, or stands as an earlier stage left it. It is never 0. An empty text is null.
///
/// ```
/// use chamdiem::frame::{Frame, FrameColumn, FrameOptions, Values};
/// use chamdiem::{Options, Period, Plan};
///
/// let plan = Plan::compile(r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
///     "facts": [{"id": "done"}], "tree": [{"id": "1", "max": 2, "scale": "yes_no"},
///     {"id": "2", "max": 8, "measure": "done", "scale": {"value": {"from": 0, "to": 8, "outside": "clamp"}}}]}"#)?;
/// let frame = Frame::new(3)
///     .with(FrameColumn::texts("unit", [Some("a"), Some("b"), Some("c")]))
///     .with(FrameColumn::new("1", Values::Booleans(vec![true, false, true].into())))
///     .with(FrameColumn::new("done", Values::Scaled { numbers: vec![725, 800, 0].into(), scale: 2 })
///         .with_valid(vec![true, true, false].into()));
/// let period = Period { id: "2026".to_owned(), kind: None, from: None, until: None };
/// let results = plan.score_frame(&frame, &FrameOptions::default().with_period(period), &Options::default())?;
/// let total = |id| results.unit(id).unwrap().stages[0].total.unwrap().to_string();
/// assert_eq!((total("a"), total("b")), ("9.25".to_owned(), "8".to_owned()));
/// // What is null is missing.
/// assert_eq!(results.unit("c").unwrap().state.as_str(), "incomplete");
/// # Ok::<(), chamdiem::Diagnostics>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Frame<'a> {
    rows: usize,
    columns: Vec<FrameColumn<'a>>,
}

impl<'a> Frame<'a> {
    /// A frame of so many rows, without columns.
    pub const fn new(rows: usize) -> Self {
        Self { rows, columns: Vec::new() }
    }

    /// With one more column.
    #[must_use]
    pub fn with(mut self, column: FrameColumn<'a>) -> Self {
        self.columns.push(column);
        self
    }

    /// How many rows there are.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The columns in their order.
    pub fn columns(&self) -> &[FrameColumn<'a>] {
        &self.columns
    }
}

/// A column of a [`Frame`]: its name, its values, and which of them are null.
#[derive(Clone, Debug)]
pub struct FrameColumn<'a> {
    name: Cow<'a, str>,
    values: Values<'a>,
    valid: Validity<'a>,
}

impl<'a> FrameColumn<'a> {
    /// A column without nulls.
    pub fn new(name: impl Into<Cow<'a, str>>, values: Values<'a>) -> Self {
        Self { name: name.into(), values, valid: Validity::All }
    }

    /// A column of texts; what is equal is held once.
    pub fn texts(name: impl Into<Cow<'a, str>>, texts: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let (mut codes, mut words) = (Vec::new(), vec![Cow::Borrowed("")]);
        let mut known: HashMap<_, _, RandomState> = HashMap::default();
        for text in texts {
            codes.push(*known.entry(text.unwrap_or_default()).or_insert_with_key(|text| {
                if text.is_empty() {
                    return 0;
                }
                words.push(Cow::Borrowed(*text));
                u32::try_from(words.len() - 1).unwrap_or(u32::MAX)
            }));
        }
        Self::new(name, Values::Texts { codes: Cow::Owned(codes), words })
    }

    /// With which of its values are not null.
    #[must_use]
    pub fn with_valid(mut self, valid: Validity<'a>) -> Self {
        self.valid = valid;
        self
    }

    /// What the column is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which of its values are not null.
    pub const fn validity(&self) -> &Validity<'a> {
        &self.valid
    }

    /// What stands in it.
    pub const fn values(&self) -> &Values<'a> {
        &self.values
    }
}

/// What stands in a column, one value for each row; those of nulls are not looked at.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Values<'a> {
    /// Nothing but nulls.
    Nothing,
    /// Whole numbers.
    Integers(Cow<'a, [i64]>),
    /// Decimals: each number divided by `10^scale`.
    Scaled {
        /// The numbers before they are divided.
        numbers: Cow<'a, [i64]>,
        /// How many digits stand after the point.
        scale: u32,
    },
    /// Decimals whose numbers need more room; of at most 28 digits.
    Wide {
        /// The numbers before they are divided.
        numbers: Cow<'a, [i128]>,
        /// How many digits stand after the point.
        scale: u32,
    },
    /// `true` or `false`.
    Booleans(Cow<'a, [bool]>),
    /// Texts: for each row the position of its word. A word may stand more than once.
    Texts {
        /// Positions in `words`.
        codes: Cow<'a, [u32]>,
        /// The words.
        words: Vec<Cow<'a, str>>,
    },
    /// Numbers as JSON writes them, each judged by its text: for each row the position of its word.
    Numbers {
        /// Positions in `words`.
        codes: Cow<'a, [u32]>,
        /// The words.
        words: Vec<Cow<'a, str>>,
    },
    /// Days, counted from 1970-01-01.
    Days(Cow<'a, [i32]>),
    /// Moments, in microseconds from 1970-01-01T00:00. Parts of a second decide nothing.
    Moments {
        /// The microseconds.
        micros: Cow<'a, [i64]>,
        /// Whether they are counted in UTC; else in Vietnamese time, like a time without an offset.
        utc: bool,
    },
}

/// Which values of a column are not null.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum Validity<'a> {
    /// All.
    #[default]
    All,
    /// Those with `true`.
    Each(Cow<'a, [bool]>),
    /// Those whose bit is set, the lowest of a byte first.
    Bits {
        /// The bytes.
        bytes: Cow<'a, [u8]>,
        /// The bit of the first row.
        offset: usize,
    },
}

impl<'a> From<&'a [bool]> for Validity<'a> {
    fn from(each: &'a [bool]) -> Self {
        Self::Each(Cow::Borrowed(each))
    }
}

impl From<Vec<bool>> for Validity<'_> {
    fn from(each: Vec<bool>) -> Self {
        Self::Each(Cow::Owned(each))
    }
}

/// How the rows of a frame stand for a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A row for each unit and stage, a column for everything that is set (the default).
    #[default]
    Wide,
    /// A row for each value, in the columns `key` and `value`.
    Long,
}

/// What is known of a round beside its [`Frame`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct FrameOptions {
    /// How rows stand for a round.
    pub form: Form,
    /// For columns with names of their own: the name in the frame, and what it stands for.
    pub map: Vec<(String, String)>,
    /// Columns that are not looked at, by their names in the frame, which has each.
    pub ignore: Vec<String>,
    /// The period; every round has one.
    pub period: Option<Period>,
    /// The day on which things are looked at.
    pub as_of: Option<NaiveDate>,
    /// Which days are worked.
    pub calendar: Option<Calendar>,
    /// The stage of rows that name none; without it the first one.
    pub stage: Option<String>,
}

impl FrameOptions {
    /// With how rows stand for a round.
    #[must_use]
    pub const fn with_form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    /// With what a column of the frame stands for.
    #[must_use]
    pub fn with_map(mut self, column: impl Into<String>, name: impl Into<String>) -> Self {
        self.map.push((column.into(), name.into()));
        self
    }

    /// With a column that is not looked at.
    #[must_use]
    pub fn with_ignored(mut self, column: impl Into<String>) -> Self {
        self.ignore.push(column.into());
        self
    }

    /// With the period.
    #[must_use]
    pub fn with_period(mut self, period: Period) -> Self {
        self.period = Some(period);
        self
    }

    /// With the day on which things are looked at.
    #[must_use]
    pub const fn with_as_of(mut self, day: NaiveDate) -> Self {
        self.as_of = Some(day);
        self
    }

    /// With the calendar of working days.
    #[must_use]
    pub fn with_calendar(mut self, calendar: Calendar) -> Self {
        self.calendar = Some(calendar);
        self
    }

    /// With the stage of rows that name none.
    #[must_use]
    pub fn with_stage(mut self, id: impl Into<String>) -> Self {
        self.stage = Some(id.into());
        self
    }
}
