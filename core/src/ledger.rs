//! Writing ledgers: a view of the registers of the run that scored the unit. It reads figures, takes differences of
//! neighbouring ones, and computes no score.

mod formula;
mod leaf;
mod reads;
mod rows;
mod scale;
mod tally;
mod ways;
mod whole;
mod wording;

use crate::column::{Column, State as LaneState, Value};
use crate::criteria::{Combine, Indicator, Rounding as WrittenRounding};
use crate::diagnostic::Language;
use crate::number::{Number, Rounding};
use crate::plan::{Cause, Figure, IndicatorPlan, LeafPlan, Part, Parts, Plan, Texts, Trail};
use crate::program::{Population, Verdict};
use crate::results::{EntryKind, Exact, IndicatorState, Ledger, LedgerEntry, LedgerLine, LineKind, UnitResult};
use crate::round::Unit;
use crate::sort::{Map, sort_by};
use crate::step::Reg;
use wording::{Tongue, Word, joined, mode_of};

/// What a ledger is written from.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a, 't> {
    pub(crate) plan: &'a Plan,
    pub(crate) columns: &'a [Column],
    pub(crate) lane: usize,
    pub(crate) unit: &'a Unit<'t>,
    pub(crate) texts: &'a Texts,
    pub(crate) language: Language,
    pub(crate) period: &'a str,
    pub(crate) stage: usize,
    /// How many rows each table has, where it is given.
    pub(crate) rows: &'a [Option<usize>],
    /// For each key that is set: the setting, and its stage.
    pub(crate) current: &'a Map<usize, (usize, usize)>,
    /// The result so far, with this stage and the changes up to it.
    pub(crate) result: &'a UnitResult,
    /// What each quota decides, where the unit has its class, and about whom.
    pub(crate) quotas: &'a [Option<(Verdict, &'a Population)>],
}

/// Writes the ledger of a unit at the stage that was published last.
pub(crate) fn write(scene: &Scene<'_, '_>) -> Ledger {
    let set = scene.plan.criteria();
    let writer = Writer { scene, tongue: Tongue(scene.language), places: Places::of(set) };
    Ledger {
        format: 1,
        criteria_set: set.id.to_string(),
        version: set.version.clone(),
        period: scene.period.to_owned(),
        unit: scene.result.id.clone(),
        name: scene.result.name.clone(),
        group: scene.result.group.clone(),
        stage: scene.plan.stages[scene.stage].id.clone(),
        language: if scene.language == Language::Vi { "vi" } else { "en" }.to_owned(),
        state: scene.result.state,
        entries: writer.entries(),
    }
}

/// An indicator as written, with its place and the one above it.
struct Written<'a> {
    indicator: Option<&'a Indicator>,
    place: String,
    parent: Option<&'a str>,
}

/// Indicators and sections by id.
struct Places<'a>(Map<&'a str, Written<'a>>);

impl<'a> Places<'a> {
    fn of(set: &'a crate::criteria::CriteriaSet) -> Self {
        let mut places = Self(Map::new());
        places.walk(&set.tree, "/tree", None);
        for (id, section) in [("bonus", &set.bonus), ("penalty", &set.penalty)] {
            let Some(section) = section else { continue };
            places.0.insert(id, Written { indicator: None, place: format!("/{id}"), parent: None });
            places.walk(&section.items, &format!("/{id}/items"), Some(id));
        }
        places
    }

    fn walk(&mut self, list: &'a [Indicator], path: &str, parent: Option<&'a str>) {
        for (at, indicator) in list.iter().enumerate() {
            let place = format!("{path}/{at}");
            self.walk(&indicator.children, &format!("{place}/children"), Some(indicator.id.as_str()));
            self.0.insert(indicator.id.as_str(), Written { indicator: Some(indicator), place, parent });
        }
    }
}

struct Writer<'a, 't> {
    scene: &'a Scene<'a, 't>,
    tongue: Tongue,
    places: Places<'a>,
}

/// What was set under a key.
struct Given<'a> {
    value: String,
    stage: Option<&'a str>,
    by: Option<&'a str>,
    at: Option<&'a str>,
    reason: Option<&'a str>,
}

/// A line without anything in it.
fn line(kind: LineKind, title: impl Into<Option<String>>, text: impl Into<String>) -> LedgerLine {
    LedgerLine {
        kind,
        id: None,
        title: title.into(),
        amount: None,
        about: None,
        value: None,
        from: None,
        to: None,
        rounding: None,
        formula: None,
        numbers: None,
        stage: None,
        by: None,
        at: None,
        reason: None,
        place: None,
        rows: None,
        text: text.into(),
    }
}

impl LedgerLine {
    fn with_amount(mut self, amount: Option<Number>) -> Self {
        self.amount = amount.map(Exact::from);
        self.about = self.amount.as_ref().and_then(|amount| amount.about());
        self
    }

    fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    fn of(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    fn set(mut self, given: &Given<'_>) -> Self {
        let own = |text: Option<&str>| text.map(ToOwned::to_owned);
        (self.stage, self.by) = (own(given.stage), own(given.by));
        (self.at, self.reason) = (own(given.at), own(given.reason));
        self
    }
}

/// A difference that fits into the limits of numbers.
fn difference(after: Option<&Number>, before: Option<&Number>) -> Option<Number> {
    let zero = Number::ZERO;
    after.unwrap_or(&zero).sub(before.unwrap_or(&zero)).ok()
}

impl Writer<'_, '_> {
    fn say(&self, word: Word) -> String {
        self.tongue.say(word).to_owned()
    }

    fn value(&self, register: Reg) -> Value {
        self.scene.columns[register.index()].value(self.scene.lane)
    }

    /// The number of a figure that is there; of a node, also the points so far.
    fn counted(&self, register: Reg, so_far: bool) -> Option<Number> {
        let value = self.value(register);
        match value.state {
            LaneState::Present => Some(value.number),
            LaneState::Missing | LaneState::Pending if so_far => Some(value.number),
            _ => None,
        }
    }

    /// A value of a formula as people read it.
    fn state(&self, state: LaneState) -> &'static str {
        self.tongue.say(match state {
            LaneState::Present => Word::Yes,
            LaneState::NotApplicable => Word::StateGone,
            LaneState::Empty => Word::StateEmpty,
            LaneState::Missing => Word::StateMissing,
            LaneState::Pending => Word::StatePending,
        })
    }

    fn stage_title(&self, id: &str) -> String {
        let stages = &self.scene.plan.criteria().stages;
        let stage = stages.iter().find(|stage| stage.id.as_str() == id);
        stage.and_then(|stage| self.tongue.title(stage.title.as_ref())).unwrap_or_else(|| id.to_owned())
    }

    fn title_of(&self, id: &str) -> Option<String> {
        match (id, self.places.0.get(id)?.indicator) {
            (_, Some(indicator)) => self.tongue.title(indicator.title.as_ref()),
            ("bonus", None) => Some(self.say(Word::Bonus)),
            (_, None) => Some(self.say(Word::Penalty)),
        }
    }

    fn entries(&self) -> Vec<LedgerEntry> {
        let mut entries: Vec<_> = self.scene.plan.indicators.iter().map(|plan| self.indicator(plan)).collect();
        entries.extend(self.whole());
        entries
    }

    fn indicator(&self, plan: &IndicatorPlan) -> LedgerEntry {
        let Some(written) = self.places.0.get(plan.id.as_str()) else {
            return self.entry(EntryKind::Node, &plan.id, plan.points, true);
        };
        let so_far = plan.leaf.is_none();
        let kind = match (so_far, written.indicator) {
            (false, _) => EntryKind::Leaf,
            (true, Some(_)) => EntryKind::Node,
            (true, None) => EntryKind::Section,
        };
        let mut entry = self.entry(kind, &plan.id, plan.points, so_far);
        entry.title = self.title_of(&plan.id);
        entry.parent = written.parent.map(ToOwned::to_owned);
        entry.state = self.stated(&plan.id);
        let maximum = plan.maximum.and_then(|maximum| self.counted(maximum.onward, so_far));
        entry.maximum = maximum.clone().map(Exact::from);
        match (&plan.leaf, written.indicator) {
            (Some(leaf), Some(indicator)) => self.leaf(&mut entry, leaf, indicator, &written.place, maximum.as_ref()),
            _ => {
                if let Some(trail) = self.scene.plan.ledger.trails.get(&written.place) {
                    self.parts(trail, &mut entry.lines);
                    self.links(trail, &written.place, None, &mut entry.lines);
                }
            }
        }
        self.close(entry)
    }

    /// The state in the results.
    fn stated(&self, id: &str) -> Option<IndicatorState> {
        let stage = self.scene.result.stages.last()?;
        stage.indicator(id).map(|indicator| indicator.state)
    }

    fn entry(&self, kind: EntryKind, id: &str, figure: Figure, so_far: bool) -> LedgerEntry {
        let points = self.counted(figure.onward, so_far);
        let printed = self.counted(figure.printed, so_far).filter(|printed| Some(printed) != points.as_ref());
        LedgerEntry {
            kind,
            id: id.to_owned(),
            title: None,
            parent: None,
            state: None,
            points: points.map(Exact::from),
            printed: printed.and_then(|printed| printed.to_decimal()),
            maximum: None,
            value: None,
            lines: Vec::new(),
            lost: None,
            ways: Vec::new(),
        }
    }

    /// Lines of an entry without a figure have no amounts; a figure that is printed otherwise says so.
    fn close(&self, mut entry: LedgerEntry) -> LedgerEntry {
        let Some(points) = &entry.points else {
            for line in &mut entry.lines {
                (line.amount, line.about) = (None, None);
            }
            return entry;
        };
        if let Some(printed) = entry.printed {
            let text = format!("{} → {}", self.tongue.number(points.number()), self.tongue.decimal(printed));
            let text = joined([text.as_str(), self.tongue.say(Word::PrintedOnly)]);
            let mut line = line(LineKind::Rounding, self.say(Word::Rounding), text);
            (line.from, line.to) = (Some(points.clone()), Some(Exact::from(Number::from_decimal(printed))));
            entry.lines.push(line);
        }
        entry
    }

    /// What a node, a section or the total starts from.
    fn parts(&self, trail: &Trail, lines: &mut Vec<LedgerLine>) {
        let start = self.counted(trail.start, true);
        match &trail.parts {
            Parts::Sum(parts) => {
                let mut sum = Some(Number::ZERO);
                for part in parts {
                    let value = self.counted(part.register, true);
                    let amount = value.as_ref().and_then(|value| value.mul(&part.weight).ok());
                    sum = sum.zip(amount.clone().or(Some(Number::ZERO))).and_then(|(sum, own)| sum.add(&own).ok());
                    lines.push(self.child(part, part.weight != Number::ONE, amount));
                }
                let share = difference(start.as_ref(), sum.as_ref()).filter(|share| !share.is_zero());
                if let (Some(share), Some(start)) = (share, &start) {
                    let sum = sum.unwrap_or(Number::ZERO);
                    lines.push(self.step(LineKind::Share, Word::Share, &sum, start).with_amount(Some(share)));
                }
            }
            Parts::Mean(parts) => {
                let child = |part: &Part| self.child(part, true, self.counted(part.register, true));
                lines.extend(parts.iter().map(child));
            }
            Parts::Fractions(combine, parts) => {
                let text = self.combined(*combine, parts);
                lines.extend(parts.iter().map(|part| self.child(part, false, None)));
                lines.push(line(LineKind::Combined, self.say(Word::Combined), text).with_amount(start));
            }
            Parts::Value | Parts::Percent(..) => {
                lines.push(line(LineKind::Step, self.say(Word::Points), "").with_amount(start));
            }
        }
    }

    /// How children are taken together, and which of them decide.
    fn combined(&self, combine: Combine, parts: &[Part]) -> String {
        let mut fractions: Vec<_> =
            parts.iter().filter_map(|part| Some((part.id.as_str(), self.counted(part.register, false)?))).collect();
        let (word, taken) = match combine {
            Combine::Min => (Word::LeastFraction, usize::MAX),
            Combine::Max => (Word::GreatestFraction, usize::MAX),
            Combine::Best(count) => (Word::BestFractions, usize::try_from(count).unwrap_or(usize::MAX)),
            Combine::Geometric => (Word::GeometricMean, 0),
            Combine::Harmonic => (Word::HarmonicMean, 0),
            Combine::Sum | Combine::Mean => return String::new(),
        };
        let count = taken.min(fractions.len()).to_string();
        let text = self.tongue.fill(word, &[("n", &count)]);
        sort_by(&mut fractions, |(_, a), (_, b)| if combine == Combine::Min { a.cmp(b) } else { b.cmp(a) });
        let edge = fractions.first().map(|(_, fraction)| fraction.clone());
        let all = matches!(combine, Combine::Best(_));
        let deciding = fractions.iter().take(taken).filter(|(_, fraction)| all || Some(fraction) == edge.as_ref());
        let ids: Vec<_> = deciding.map(|(id, _)| *id).collect();
        let decides = if all { Word::AreTaken } else { Word::Decides };
        let ids = if ids.is_empty() { String::new() } else { self.tongue.fill(decides, &[("ids", &ids.join(", "))]) };
        joined([text.as_str(), &ids])
    }

    /// A child in its parent: its points, its maximum, its weight.
    fn child(&self, part: &Part, weighed: bool, amount: Option<Number>) -> LedgerLine {
        let plan = self.scene.plan.indicators.iter().find(|plan| plan.id == part.id);
        let so_far = !self.is_leaf(&part.id);
        let number = |figure: Figure| self.counted(figure.onward, so_far).map(|number| self.tongue.number(&number));
        let points = plan.and_then(|plan| number(plan.points));
        let maximum = plan.and_then(|plan| number(plan.maximum?));
        let text = match (&points, maximum) {
            (Some(points), Some(maximum)) => format!("{points} / {maximum}"),
            (Some(points), None) => points.clone(),
            (None, _) => plan.map_or("", |plan| self.state(self.value(plan.points.onward).state)).to_owned(),
        };
        let weight = self.tongue.number(&part.weight);
        let weight = if weighed { self.tongue.fill(Word::Weight, &[("weight", &weight)]) } else { String::new() };
        let missing =
            plan.filter(|plan| self.value(plan.points.onward).state >= LaneState::Missing && points.is_some());
        let missing = missing.map_or("", |_| self.tongue.say(Word::StateMissing));
        // A leaf without points adds nothing, rather than 0.
        let nothing = self.value(part.register).state != LaneState::Present && !so_far;
        let amount = amount.filter(|amount| !(nothing && amount.is_zero()));
        let text = joined([text.as_str(), &weight, missing]);
        line(LineKind::Child, self.title_of(&part.id), text).of(&*part.id).with_amount(amount)
    }

    fn is_leaf(&self, id: &str) -> bool {
        self.places.0.get(id).and_then(|written| written.indicator).is_some_and(|written| written.children.is_empty())
    }

    /// A step from one figure to another.
    fn step(&self, kind: LineKind, title: Word, from: &Number, to: &Number) -> LedgerLine {
        let text = format!("{} → {}", self.tongue.number(from), self.tongue.number(to));
        let mut line = line(kind, self.say(title), text);
        (line.from, line.to) = (Some(Exact::from(from.clone())), Some(Exact::from(to.clone())));
        line
    }

    /// The steps of a figure after its start.
    fn links(&self, trail: &Trail, place: &str, leaf: Option<&LeafPlan>, lines: &mut Vec<LedgerLine>) {
        let so_far = leaf.is_none();
        let state = |register| self.value(register).state;
        let mut before = trail.start;
        for link in &trail.links {
            let (old, new) = (self.counted(before, so_far), self.counted(link.to, so_far));
            let states = (state(before), state(link.to));
            before = link.to;
            if old == new && states.0 == states.1 {
                continue;
            }
            let amount = difference(new.as_ref(), old.as_ref());
            let (old, new) = (old.unwrap_or(Number::ZERO), new.unwrap_or(Number::ZERO));
            let line = match &link.cause {
                Cause::Rounding { rounding, place } => self.rounding(*rounding, place, &old, &new),
                Cause::Limit(key) => self.limit(key, place, &old, &new),
                Cause::When => self.step(LineKind::When, Word::When, &old, &new).at(format!("{place}/when")),
                Cause::OneOf => self.step(LineKind::OneOf, Word::OneOf, &old, &new).at(format!("{place}/one_of")),
                Cause::Gate(at) => self.gate_line(*at, self.step(LineKind::Gate, Word::Gate, &old, &new)),
                Cause::IfEmpty | Cause::Override | Cause::Declared | Cause::Policy => {
                    self.absence(&link.cause, place, leaf, states, &new)
                }
                Cause::Times => {
                    let place = format!("{place}/times");
                    let mut line = self.step(LineKind::Times, Word::Times, &old, &new);
                    if let Some(plan) = self.scene.plan.ledger.formulas.get(&place) {
                        line.text = joined([line.text.as_str(), &self.formula(plan).text()]);
                    }
                    line.at(place)
                }
                Cause::Step => self.step(LineKind::Step, Word::Step, &old, &new),
            };
            lines.push(line.with_amount(amount));
        }
    }

    fn limit(&self, key: &str, place: &str, old: &Number, new: &Number) -> LedgerLine {
        let lowered = new < old;
        let word = match key {
            "minus_cap" => Word::MinusCap,
            "plus_cap" => Word::PlusCap,
            "net" => Word::Net,
            "bounds" => Word::Bounds,
            "zero_below" => Word::ZeroBelow,
            "outside" => Word::Outside,
            _ if lowered || key == "cap" => Word::Cap,
            _ => Word::Floor,
        };
        let key = match (key, lowered) {
            ("floor, cap", true) => "cap",
            ("floor, ceiling", true) => "ceiling",
            ("floor, cap" | "floor, ceiling", false) => "floor",
            (key, _) => key,
        };
        // The total is the document's own figure.
        let place = if key == "bounds" { "/bounds".to_owned() } else { format!("{place}/{key}") };
        self.step(LineKind::Limit, word, old, new).at(place)
    }

    fn rounding(&self, rounding: Rounding, place: &str, old: &Number, new: &Number) -> LedgerLine {
        let mut line = self.step(LineKind::Rounding, Word::Rounding, old, new).at(place);
        line.text = joined([line.text.as_str(), &self.tongue.rounding(rounding), place]);
        let mode = Some(mode_of(rounding.mode));
        line.rounding = Some(WrittenRounding { digits: rounding.digits, mode, shown: None });
        line
    }
}
