//! What rows were gathered for: only what was gathered for the same may be put together, or scored.

use crate::calendar::Workdays;
use crate::criteria::CriteriaSet;
use crate::diagnostic::{Code, Diagnostic, Path, Phrase};
use crate::round::Head;

/// What rows were gathered for. What is absent is an empty text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The id and version of the criteria set, and its digest.
    pub(super) set: String,
    /// The id of the table.
    pub(super) table: String,
    pub(super) period: String,
    pub(super) as_of: String,
    /// The id of the calendar and the digest of its days.
    pub(super) calendar: String,
}

impl Origin {
    pub(super) fn of(set: &CriteriaSet, table: &str, head: &Head) -> Self {
        let date = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "–".to_owned(), |day| day.to_string());
        let kind = head.kind.as_deref().unwrap_or("–");
        Self {
            set: named(set),
            table: table.to_owned(),
            period: format!("{} … {}, {kind}", date(head.from), date(head.until)),
            as_of: head.as_of.map_or_else(String::new, |day| day.to_string()),
            calendar: head.calendar.as_deref().map_or_else(String::new, calendar),
        }
    }

    /// What differs between what was expected and this, if anything does.
    pub(super) fn other_than(&self, expected: &Self) -> Option<Diagnostic> {
        let what =
            [Phrase::CriteriaSet, Phrase::TableName, Phrase::Period, Phrase::AsOf, Phrase::CalendarName].into_iter();
        let parts = what.zip(expected.parts().into_iter().zip(self.parts()));
        let (what, (expected, found)) = parts.into_iter().find(|(_, (expected, found))| expected != found)?;
        let shown = |text: &str| if text.is_empty() { "–".to_owned() } else { format!("`{text}`") };
        let problem = Diagnostic::new(Code::PartialOther, &Path::Root).with("what", what);
        Some(problem.with("table", &self.table).with("found", shown(found)).with("expected", shown(expected)))
    }

    /// With the head of another.
    pub(super) fn surround(&mut self, other: &Self) {
        self.period.clone_from(&other.period);
        self.as_of.clone_from(&other.as_of);
        self.calendar.clone_from(&other.calendar);
    }

    pub(super) fn parts(&self) -> [&str; 5] {
        [&self.set, &self.table, &self.period, &self.as_of, &self.calendar]
    }

    pub(super) fn from_parts([set, table, period, as_of, calendar]: [String; 5]) -> Self {
        Self { set, table, period, as_of, calendar }
    }
}

/// A criteria set by its id and version, and the digest of all that it says.
pub(crate) fn named(set: &CriteriaSet) -> String {
    format!("{} {} #{}", set.id, set.version, digest(set.to_line().as_bytes()))
}

fn calendar(days: &Workdays) -> String {
    let mut text = Vec::new();
    for word in [&days.from.to_string(), &days.until.to_string()] {
        text.extend_from_slice(word.as_bytes());
    }
    days.counts().iter().for_each(|count| text.extend_from_slice(&count.to_le_bytes()));
    format!("{} #{}", days.id, digest(&text))
}

/// A digest that is the same everywhere and always (FNV-1a of 128 bits); it tells documents apart, and proves nothing.
pub(super) fn digest(bytes: &[u8]) -> String {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let hash = bytes.iter().fold(OFFSET, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME));
    format!("{hash:032x}")
}
