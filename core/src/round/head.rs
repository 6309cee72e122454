//! The outermost level of a round: its head, its units, and the form with a unit a line.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize as _;
use serde::de::{DeserializeSeed as _, Error as _, IgnoredAny, MapAccess, SeqAccess};
use serde_json::Deserializer;
use serde_json::value::RawValue;

use super::given::unknown_key;
use super::seed::{Items, List, Members, Object};
use super::written::{Period, SetReference};
use super::{Head, Receive, Unit};
use crate::calendar::{Calendar, Workdays};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase, Word};
use crate::document::{Document as _, Json, check_text, syntax_error_in};
use crate::limits::Limit;
use crate::plan::Plan;
use crate::program::HeadName;
use crate::versions::Version;

/// Reads a round, hands on the texts of its units, and gives what was found on the way.
///
/// `given` is what is known of the head before the text is read.
pub(crate) fn read<'t, R: Receive<'t>>(text: &'t str, plan: &Plan, given: Head, receive: &mut R) -> Diagnostics {
    let checked = check_text(text).err();
    if let Some(problems) = checked.or_else(|| Some(given.limits.check(Limit::Bytes, text.len(), &Path::Root)?.into()))
    {
        return problems;
    }
    let mut root = Root::new(plan, given, receive);
    let read = root.read(text);
    root.receive.catch_up(&mut root.problems);
    if !root.receive.goes_on() {
        // Who wants no more has said why.
    } else if let Err((error, from)) = read {
        // What was read before the text broke off may be its echo.
        root.problems = Diagnostics::default();
        root.problems.push(syntax_error_in(text, from, &error));
    } else if root.is_set {
        root.problems = Diagnostics::default();
        root.problems.push(exchanged(Phrase::CriteriaSet, Phrase::Round));
    } else if plan.asks_calendar() && root.head.calendar.is_none() {
        root.problems.push(Diagnostic::new(Code::CalendarMissing, &Path::Root));
    } else if root.count == 0 && root.passed_over == 0 && root.listed {
        root.problems.push(Diagnostic::new(Code::RoundEmpty, &Path::Root.key("units")));
    }
    root.problems
}

/// Reads only the head of a round; the units may be missing.
///
/// # Errors
///
/// Every problem of the head.
pub(crate) fn read_head(text: &str, plan: &Plan, given: Head) -> Result<Head, Diagnostics> {
    check_text(text)?;
    let mut nobody = Nobody;
    let mut root = Root::new(plan, given, &mut nobody);
    root.skips = true;
    let mut deserializer = Deserializer::from_str(text);
    if let Err(error) = Object(&mut root).deserialize(&mut deserializer) {
        root.problems = Diagnostics::default();
        root.problems.push(syntax_error_in(text, 0, &error));
    } else {
        root.check();
        if root.problems.is_empty() && plan.asks_calendar() && root.head.calendar.is_none() {
            root.problems.push(Diagnostic::new(Code::CalendarMissing, &Path::Root));
        }
    }
    let head = root.head;
    root.problems.unless_errors(|_| head)
}

/// Who asks for no units.
struct Nobody;

impl Receive<'_> for Nobody {
    fn head(&mut self, _: &Head) {}

    fn unit(&mut self, _: Unit<'_>, _: &mut Diagnostics) {}

    fn unread(&mut self, _: &str, _: &mut Diagnostics) {}
}

struct Root<'p, 't, R> {
    plan: &'p Plan,
    problems: Diagnostics,
    seen: Vec<&'static str>,
    head: Head,
    /// Units that stand before the head.
    early: Option<&'t RawValue>,
    /// Whether units are passed over.
    skips: bool,
    /// Whether there is a list of units.
    listed: bool,
    /// Whether it has the tree of a criteria set.
    is_set: bool,
    /// How many units there are beyond those that there may be.
    passed_over: usize,
    count: usize,
    receive: &'p mut R,
}

const KEYS: &[&str] = &["format", "criteria_set", "period", "as_of", "calendar", "units"];

impl<'p, 't, R: Receive<'t>> Root<'p, 't, R> {
    fn new(plan: &'p Plan, head: Head, receive: &'p mut R) -> Self {
        Self {
            plan,
            problems: Diagnostics::default(),
            seen: Vec::new(),
            early: None,
            skips: false,
            listed: false,
            is_set: false,
            passed_over: 0,
            count: 0,
            head,
            receive,
        }
    }

    /// Reports what is missing before the units.
    fn check(&mut self) {
        for (key, expected) in
            [("format", Phrase::Number), ("criteria_set", Phrase::Object), ("period", Phrase::Object)]
        {
            if !self.seen.contains(&key) {
                self.missing(key, expected);
            }
        }
    }

    /// Reads all of the text; an error comes with where the text that it counts lines of begins.
    fn read(&mut self, text: &'t str) -> Result<(), (serde_json::Error, usize)> {
        let mut deserializer = Deserializer::from_str(text);
        let of_head = |error| (error, 0);
        Object(self).deserialize(&mut deserializer).map_err(of_head)?;
        self.check();
        if let Some(early) = self.early.take() {
            List(self).deserialize(early).map_err(of_head)?;
        }
        if self.seen.contains(&"units") {
            return deserializer.end().map_err(of_head);
        }
        // A unit a line may follow a head without units. Each is read by itself: to ask one deserializer whether the
        // text ends makes it count the lines of all that was read.
        let mut from = deserializer.into_iter::<IgnoredAny>().byte_offset();
        loop {
            let rest = text[from..].trim_start_matches([' ', '\t', '\n', '\r']);
            if rest.is_empty() {
                break;
            }
            from = text.len() - rest.len();
            let mut deserializer = Deserializer::from_str(rest);
            let raw = <&'t RawValue>::deserialize(&mut deserializer).map_err(|error| (error, from))?;
            if self.is_full() {
                break;
            }
            self.take_unit(raw.get());
            if !self.receive.goes_on() {
                break;
            }
            from += deserializer.into_iter::<IgnoredAny>().byte_offset();
        }
        if self.count == 0 {
            self.missing("units", Phrase::List);
        }
        Ok(())
    }

    fn missing(&mut self, key: &'static str, expected: Phrase) {
        let problem = Diagnostic::new(Code::KeyMissing, &Path::Root);
        self.problems.push(problem.with("key", key).with("expected", expected));
    }

    fn tree(&mut self, raw: &RawValue, key: &str) -> Option<Json> {
        let read = Json::parse(raw.get());
        if let Err(problems) = &read {
            for problem in problems.as_slice() {
                self.problems.push(problem.clone().under(&Path::Root.key(key)));
            }
        }
        read.ok()
    }

    fn read_format(&mut self, raw: &RawValue) {
        if raw.get() != "1" {
            let problem = Diagnostic::new(Code::FormatVersion, &Path::Root.key("format"));
            self.problems.push(problem.with("found", raw.get()));
        }
    }

    fn read_set(&mut self, raw: &RawValue) {
        let path = Path::Root.key("criteria_set");
        let Some(json) = self.tree(raw, "criteria_set") else { return };
        let Some(set) = SetReference::read(&json, &path, &mut self.problems) else { return };
        let expected = self.plan.criteria();
        let differs = [("id", set.id != expected.id.as_str()), ("version", set.version != expected.version)];
        if let Some((key, _)) = differs.into_iter().find(|(_, differs)| *differs) {
            let problem = Diagnostic::new(Code::CriteriaSetMismatch, &path.key(key));
            self.problems.push(
                problem
                    .with("found", format!("{} {}", set.id, set.version))
                    .with("expected", format!("{} {}", expected.id, expected.version)),
            );
        }
    }

    fn read_period(&mut self, raw: &RawValue) {
        let path = Path::Root.key("period");
        let Some(json) = self.tree(raw, "period") else { return };
        let Some(period) = Period::read(&json, &path, &mut self.problems) else { return };
        check_period(&period, self.plan, &path, &mut self.problems);
        let Period { id, kind, from, until } = period;
        self.head = Head { period: id, kind, from, until, ..self.head.clone() };
        self.receive.head(&self.head);
    }

    fn read_as_of(&mut self, raw: &RawValue) {
        let path = Path::Root.key("as_of");
        let Some(json) = self.tree(raw, "as_of") else { return };
        let read = Option::<chrono::NaiveDate>::read(&json, &path, &mut self.problems).flatten();
        // A day that was given beside the round wins.
        self.head.as_of = self.head.as_of.or(read);
        self.receive.head(&self.head);
    }

    fn read_calendar(&mut self, raw: &RawValue) {
        let Some(json) = self.tree(raw, "calendar") else { return };
        let read = Calendar::read_at(&json, &Path::Root.key("calendar"), &mut self.problems);
        // A calendar that was given beside the round wins.
        if let (Some(calendar), None) = (read, &self.head.calendar) {
            self.head.calendar = Some(Arc::new(Workdays::new(&calendar)));
            self.receive.head(&self.head);
        }
    }

    /// Whether there may be no more units; the first that is one too many is reported, and all are passed over.
    fn is_full(&mut self) -> bool {
        let Some(limit) = self.head.crowded(self.count + 1) else { return false };
        if self.passed_over == 0 {
            // It stands behind the problems of all units that are taken.
            self.receive.catch_up(&mut self.problems);
            self.problems.push(self.head.limits.refuse(limit, &Path::Root.key("units")));
        }
        self.passed_over += 1;
        true
    }

    fn take_unit(&mut self, text: &'t str) {
        self.count += 1;
        self.receive.unread(text, &mut self.problems);
    }
}

impl<'t, R: Receive<'t>> Members<'t> for Root<'_, 't, R> {
    fn member<A: MapAccess<'t>>(&mut self, key: Cow<'t, str>, map: &mut A) -> Result<(), A::Error> {
        let path = Path::Root.key(&key);
        let Some(known) = KEYS.iter().find(|known| **known == key) else {
            self.is_set |= key == "tree";
            map.next_value::<IgnoredAny>()?;
            self.problems.push(unknown_key(&key, KEYS, &path));
            return Ok(());
        };
        if self.seen.contains(known) {
            self.problems.push(Diagnostic::new(Code::KeyDuplicate, &path).with("key", *known));
            map.next_value::<IgnoredAny>()?;
            return Ok(());
        }
        let has = |key| self.seen.contains(&key);
        let dated = (!self.plan.reads_head(HeadName::AsOf) || has("as_of"))
            && (!self.plan.asks_calendar() || self.head.calendar.is_some() || has("calendar"));
        let headed = has("period") && has("criteria_set") && dated;
        self.seen.push(known);
        match *known {
            "units" if self.skips => {
                map.next_value::<IgnoredAny>()?;
            }
            "units" if headed => {
                map.next_value_seed(List(self))?;
                self.receive.catch_up(&mut self.problems);
            }
            "units" => self.early = Some(map.next_value()?),
            "format" => self.read_format(map.next_value()?),
            "criteria_set" => self.read_set(map.next_value()?),
            "as_of" => self.read_as_of(map.next_value()?),
            "calendar" => self.read_calendar(map.next_value()?),
            _ => self.read_period(map.next_value()?),
        }
        Ok(())
    }

    fn refuse(&mut self, found: Phrase) {
        let problem = Diagnostic::new(Code::DocumentType, &Path::Root);
        self.problems.push(problem.with("found", found).with("expected", Phrase::Object));
        // What is no object lacks no keys.
        self.seen = KEYS.to_vec();
    }
}

impl<'t, R: Receive<'t>> Items<'t> for Root<'_, 't, R> {
    fn item<A: SeqAccess<'t>>(&mut self, _: usize, list: &mut A) -> Result<bool, A::Error> {
        self.listed = true;
        let Some(raw) = list.next_element::<&'t RawValue>()? else { return Ok(false) };
        if self.is_full() {
            return Ok(true);
        }
        self.take_unit(raw.get());
        if self.receive.goes_on() { Ok(true) } else { Err(A::Error::custom("nobody wants more units")) }
    }

    fn refuse(&mut self, found: Phrase) {
        let problem = Diagnostic::new(Code::DocumentType, &Path::Root.key("units"));
        self.problems.push(problem.with("found", found).with("expected", Phrase::List));
    }
}

/// Refuses a period that ends before it begins or is named by marks apart, and warns of one in which the set is not in
/// force.
pub(crate) fn check_period(period: &Period, plan: &Plan, path: &Path<'_>, problems: &mut Diagnostics) {
    problems.check_composed(&period.id, &path.key("id"));
    problems.check_composed(period.kind.as_deref().unwrap_or_default(), &path.key("kind"));
    if let (Some(from), Some(until)) = (period.from, period.until)
        && until < from
    {
        let problem = Diagnostic::new(Code::PeriodOrder, path);
        problems.push(problem.with("from", from.to_string()).with("until", until.to_string()));
    }
    let version = Version::of(plan.criteria());
    if !version.covers_period(period.from, period.until) {
        let end = |day: Option<chrono::NaiveDate>, none| match day {
            None => Word::from(none),
            Some(day) => Word::from(day.to_string()),
        };
        let problem = Diagnostic::new(Code::SetNotInForce, path).with("version", version.version.as_str());
        let problem = problem
            .with("from", end(period.from, Phrase::NoLowest))
            .with("until", end(period.until, Phrase::NoGreatest));
        problems.push(
            problem
                .with("first", end(version.from, Phrase::NoLowest))
                .with("last", end(version.until, Phrase::NoGreatest)),
        );
    }
}

/// One document where the other was expected.
fn exchanged(found: Phrase, expected: Phrase) -> Diagnostic {
    Diagnostic::new(Code::DocumentType, &Path::Root).with("found", found).with("expected", expected)
}
