//! A base, and lines that add to it or take from it.
//!
//! Lines may ask for `minus` and `plus`, the capped sides: a line of one side is lowered when the other asks for it,
//! and asking for one's own side is a circle.

mod check;
mod group;

use super::choice::unique;
use super::entered::number;
use super::range::line as line_range;
use super::{Place, Scaled, Site, lower};
use crate::column::{StateSet, Value};
use crate::criteria::{Amount, Base, Tally, TallyCount, TallyLine};
use crate::diagnostic::{Code, Diagnostic};
use crate::formula::{Type, Typed, names_in};
use crate::number::{Number, Rounding};
use crate::plan::{AnswerPlan, Cause, Key, Parts, Refusal, Role, ShownValue, Slot, Trail, Working};
use crate::sort::{Set, sort_by_key};
use crate::step::{Reg, Relation, Step};

use check::{check_line, guarded, is_fed, refuse_nested, refuse_no_count};
use group::before_in_group;

/// Lowers a tally.
pub(super) fn tally(site: &mut dyn Site, tally: &Tally, place: &Place<'_>) -> Option<Scaled> {
    let path = place.path.key("lines");
    let mut seen = Set::new();
    let mut sound = true;
    for (at, line) in tally.lines.iter().enumerate() {
        let path = path.index(at);
        unique(site, line.id.as_str(), &mut seen, &path);
        sound &= check_line(site, line, &path);
    }
    for (key, cap) in [("minus_cap", tally.minus_cap), ("plus_cap", tally.plus_cap)] {
        if cap.is_some_and(|cap| cap.is_sign_negative() && !cap.is_zero()) {
            site.report(Diagnostic::new(Code::TallyCap, &place.path.key(key)));
        }
    }
    if !sound {
        return None;
    }
    let base = base(site, tally, place)?;
    let given = |line: &TallyLine| {
        let amount = matches!(&line.amount, Some(Amount::Scale(scale)) if line.of.is_none() && !is_fed(scale));
        (line.points.is_some() && line.count.is_none()) || amount
    };
    let needs_answer = base.key.is_some() || tally.lines.iter().any(given);
    let answered = needs_answer.then(|| {
        let input = site.builder().input();
        let slot = Slot::Answered { input };
        (input, site.add_key(Key { cited: place.cited.to_owned(), role: Role::Answered, slot }))
    });
    let mut lowering = Lowering {
        tally,
        place,
        answered,
        locals: base.locals.clone(),
        lines: tally.lines.iter().map(|_| Progress::Waiting).collect(),
        minus: None,
        plus: None,
        before: before_in_group(tally),
        taken: vec![None; tally.lines.len()],
        keys: Vec::new(),
    };
    let minus = lowering.side(site, Side::Minus)?;
    let plus = lowering.side(site, Side::Plus)?;
    let mut keys = std::mem::take(&mut lowering.keys);
    sort_by_key(&mut keys, |(at, ..)| *at);
    let builder = site.builder();
    let both = builder.add(plus, minus);
    let (from, to) = tally.net.as_ref().map_or((None, None), |net| (net.from, net.to));
    let net = builder.between(both, from.map(number), to.map(number));
    let mut trail = Trail::new(both, Parts::Value);
    trail.then(net, Cause::Limit("net"));
    let sum = builder.add(base.points, net);
    let points = builder.between(sum, tally.floor.map(number), tally.ceiling.map(number));
    site.note_trail(&place.path.key("net"), trail);
    let mut trail = Trail::new(sum, Parts::Value);
    trail.then(points, Cause::Limit("floor, ceiling"));
    site.note_trail(place.path, trail);
    site.note(&place.path.key("base"), Working::Value(base.points));
    let value = match (place.measure, base.value) {
        (Some(measure), ShownValue::Nothing) => ShownValue::Number(measure.register, Rounding::SHOWN),
        (_, value) => value,
    };
    let answer = match answered {
        None => AnswerPlan::Measured,
        Some((_, answered)) => {
            let lines = keys.into_iter().map(|(_, id, key)| (id, key)).collect();
            AnswerPlan::Lines { answered, base: base.key, lines }
        }
    };
    Some(Scaled { points, answer, value, fed: place.measure })
}

/// Where the points start.
struct Start {
    points: Reg,
    key: Option<usize>,
    value: ShownValue,
    locals: Vec<(&'static str, Typed)>,
}

fn base(site: &mut dyn Site, tally: &Tally, place: &Place<'_>) -> Option<Start> {
    let typed = |register| Typed { register, kind: Type::NUMBER };
    let mut start = match &tally.base {
        Base::Points(points) => {
            let points = site.builder().number(number(*points));
            Start { points, key: None, value: ShownValue::Nothing, locals: Vec::new() }
        }
        Base::Scale(scale) => {
            let path = place.path.key("base");
            refuse_nested(site, scale, &path)?;
            let cited = format!("{}/base", place.cited);
            let scaled = lower(site, scale, &Place { path: &path.key(super::name(scale)), cited: &cited, ..*place })?;
            let key = match scaled.answer {
                AnswerPlan::One(key) => Some(key),
                AnswerPlan::Measured | AnswerPlan::Lines { .. } => None,
            };
            let locals = scaled.fed.map(|fed| ("value", fed)).into_iter().collect();
            Start { points: scaled.points, key, value: scaled.value, locals }
        }
    };
    if let Some(measure) = place.measure {
        start.locals = vec![("value", measure)];
    }
    start.locals.push(("base", typed(start.points)));
    Some(start)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Minus,
    Plus,
}

/// How far a line has come.
#[derive(Clone, Copy)]
enum Progress {
    Waiting,
    Visiting,
    Failed,
    /// Whether it holds, its points, and whether its count is given by the answer.
    Done {
        holds: Reg,
        points: Reg,
        given: bool,
    },
}

struct Lowering<'a> {
    tally: &'a Tally,
    place: &'a Place<'a>,
    /// The input that says that the tally is answered, and its key.
    answered: Option<(Reg, usize)>,
    locals: Vec<(&'static str, Typed)>,
    lines: Vec<Progress>,
    minus: Option<Reg>,
    plus: Option<Reg>,
    /// Of a line that shares a group with earlier ones the last of these.
    before: Vec<Option<usize>>,
    /// Of a line that was lowered whether any before it in its group holds, and any that an answer gave.
    taken: Vec<Option<(Option<Reg>, Option<Reg>)>>,
    /// Position, id and key of the lines that answers set.
    keys: Vec<(usize, String, usize)>,
}

impl Lowering<'_> {
    /// Whether a line can stand on a side.
    fn stands(&self, at: usize, side: Side) -> bool {
        let line = &self.tally.lines[at];
        // The sign of a scale's points does not depend on the maximum.
        let (low, high) = line_range(line, &Number::ONE);
        match side {
            Side::Minus => low.is_none_or(|low| low.is_negative()),
            Side::Plus => {
                let above = high.is_none_or(|high| !high.is_negative() && !high.is_zero());
                above || !self.stands(at, Side::Minus)
            }
        }
    }

    /// The capped sum of a side: `minus` is at most 0.
    fn side(&mut self, site: &mut dyn Site, side: Side) -> Option<Reg> {
        let known = match side {
            Side::Minus => self.minus,
            Side::Plus => self.plus,
        };
        if known.is_some() {
            return known;
        }
        let mut terms = Vec::new();
        let mut complete = true;
        for at in 0..self.lines.len() {
            if !self.stands(at, side) {
                continue;
            }
            let other = if side == Side::Minus { Side::Plus } else { Side::Minus };
            let both = self.stands(at, other);
            match self.line(site, at) {
                Some((_, points)) => {
                    let zero = Some(Number::ZERO);
                    let builder = site.builder();
                    let own = match (both, side) {
                        (false, _) => points,
                        (true, Side::Minus) => builder.between(points, None, zero),
                        (true, Side::Plus) => builder.between(points, zero, None),
                    };
                    terms.push((own, Number::ONE));
                }
                None => complete = false,
            }
        }
        if !complete {
            return None;
        }
        let builder = site.builder();
        let sum = if terms.is_empty() { builder.number(Number::ZERO) } else { builder.sum(terms, StateSet::NONE) };
        let (key, capped) = match side {
            Side::Minus => ("minus_cap", builder.between(sum, self.tally.minus_cap.map(|cap| number(cap).neg()), None)),
            Side::Plus => ("plus_cap", builder.between(sum, None, self.tally.plus_cap.map(number))),
        };
        let mut trail = Trail::new(sum, Parts::Value);
        trail.then(capped, Cause::Limit(key));
        site.note_trail(&self.place.path.key(key), trail);
        match side {
            Side::Minus => self.minus = Some(capped),
            Side::Plus => self.plus = Some(capped),
        }
        Some(capped)
    }

    /// Whether a line holds, and its points.
    fn line(&mut self, site: &mut dyn Site, at: usize) -> Option<(Reg, Reg)> {
        match self.lines[at] {
            Progress::Done { holds, points, .. } => return Some((holds, points)),
            Progress::Failed => return None,
            Progress::Visiting => {
                let line = &self.tally.lines[at];
                let cycle = format!("`{}` → `minus`/`plus` → `{}`", line.id, line.id);
                let path = self.place.path.key("lines");
                site.report(Diagnostic::new(Code::FactCycle, &path.index(at)).with("cycle", cycle));
                return None;
            }
            Progress::Waiting => {}
        }
        self.lines[at] = Progress::Visiting;
        let done = self.lower_line(site, at);
        self.lines[at] = match done {
            Some((holds, points, given)) => Progress::Done { holds, points, given },
            None => Progress::Failed,
        };
        done.map(|(holds, points, _)| (holds, points))
    }

    fn lower_line(&mut self, site: &mut dyn Site, at: usize) -> Option<(Reg, Reg, bool)> {
        let line = &self.tally.lines[at];
        let count = match &line.count {
            Some(TallyCount::Formula(text)) => Some(text),
            _ => None,
        };
        let amount = match &line.amount {
            Some(Amount::Formula(text)) => Some(text),
            _ => None,
        };
        let texts = [line.when.as_ref(), count, line.excused.as_ref(), amount, line.of.as_ref()];
        let mut locals = self.locals.clone();
        let names: Set<String> = texts.iter().flatten().flat_map(|text| names_in(text)).collect();
        for (name, side) in [("minus", Side::Minus), ("plus", Side::Plus)] {
            if names.contains(name) {
                let register = self.side(site, side)?;
                locals.push((name, Typed { register, kind: Type::NUMBER }));
            }
        }
        let path = self.place.path.key("lines");
        let path = path.index(at);
        let when = line.when.as_ref().map(|text| site.formula(text, &path.key("when"), Type::BOOLEAN, &locals));
        let (mut holds, mut points, given) = match (&line.points, &line.amount) {
            (Some(points), _) => {
                let asked = when.flatten().map(|typed| typed.register);
                self.counted(site, at, number(*points), asked, &locals)?
            }
            (None, Some(amount)) => self.amount(site, at, amount, &locals)?,
            (None, None) => return None,
        };
        let mut trail = Trail::new(points, Parts::Value);
        if let Some(cap) = line.cap.map(number) {
            points = site.builder().between(points, Some(cap.neg()), Some(cap));
        }
        trail.then(points, Cause::Limit("cap"));
        if let Some(when) = when {
            let when = when?.register;
            let builder = site.builder();
            let zero = builder.number(Number::ZERO);
            points = builder.select(when, points, zero);
            holds = builder.select(when, holds, zero);
        }
        trail.then(points, Cause::When);
        if let Some(group) = &line.one_of {
            Diagnostic::of_decomposed(group, &path.key("one_of")).into_iter().for_each(|problem| site.report(problem));
            points = self.first_of_group(site, at, group, holds, points, given)?;
        }
        trail.then(points, Cause::OneOf);
        site.note_trail(&path, trail);
        Some((holds, points, given))
    }

    /// Points × count.
    fn counted(
        &mut self,
        site: &mut dyn Site,
        at: usize,
        points: Number,
        asked: Option<Reg>,
        locals: &[(&'static str, Typed)],
    ) -> Option<(Reg, Reg, bool)> {
        let line = &self.tally.lines[at];
        let path = self.place.path.key("lines");
        let path = path.index(at);
        let cited = format!("{}/{}", self.place.cited, line.id);
        let mut key = None;
        let (count, given_excuse) = match &line.count {
            Some(TallyCount::Times(times)) => (site.builder().number(Number::integer(i64::from(*times))), None),
            Some(TallyCount::Formula(text)) => {
                (site.formula(text, &path.key("count"), Type::NUMBER, locals)?.register, None)
            }
            None => {
                let (answered, answered_key) = self.answered?;
                let builder = site.builder();
                let (input, excused) = (builder.input(), builder.input());
                let slot = Slot::Count { input, excused, once: line.once == Some(true) };
                let own = site.add_key(Key { cited: cited.clone(), role: Role::Line { answered: answered_key }, slot });
                self.keys.push((at, line.id.to_string(), own));
                key = Some(own);
                let builder = site.builder();
                let zero = builder.number(Number::ZERO);
                let excused = builder.replace(excused, StateSet::MISSING, zero);
                // A line that is not named is 0, once the tally is answered at all.
                (builder.replace(input, StateSet::MISSING, answered), Some(excused))
            }
        };
        let excused = match &line.excused {
            Some(text) => Some(site.formula(text, &path.key("excused"), Type::NUMBER, locals)?.register),
            None => given_excuse,
        };
        if let Some(TallyCount::Formula(_)) = &line.count {
            refuse_no_count(site, &cited, asked, count);
        }
        if let (Some(_), Some(excused)) = (&line.excused, excused) {
            refuse_no_count(site, &cited, asked, excused);
        }
        site.note(&path, Working::Count { count, excused });
        let mut counted = count;
        if let Some(excused) = excused {
            let when = site.builder().compare(Relation::Greater, excused, count);
            let when = guarded(site.builder(), asked, when);
            site.refuse(Refusal { when, code: Code::TallyExcused, key, words: Vec::new(), found: None });
            counted = site.builder().step(Step::Subtract(count, excused));
        }
        if line.once == Some(true) && line.count.is_some() {
            let one = site.builder().number(Number::ONE);
            let when = site.builder().compare(Relation::Greater, counted, one);
            let when = guarded(site.builder(), asked, when);
            let words = vec![("id", line.id.to_string())];
            site.refuse(Refusal { when, code: Code::TallyOnce, key: None, words, found: Some(counted) });
        }
        let builder = site.builder();
        let zero = builder.number(Number::ZERO);
        let holds = builder.compare(Relation::Greater, counted, zero);
        let points = builder.number(points);
        Some((holds, builder.multiply(points, counted), key.is_some()))
    }

    /// Points as a formula, or by a scale.
    fn amount(
        &mut self,
        site: &mut dyn Site,
        at: usize,
        amount: &Amount,
        locals: &[(&'static str, Typed)],
    ) -> Option<(Reg, Reg, bool)> {
        let line = &self.tally.lines[at];
        let path = self.place.path.key("lines");
        let path = path.index(at);
        let one = site.builder().value(Value::present(Number::ONE));
        let scale = match amount {
            Amount::Formula(text) => {
                let points = site.formula(text, &path.key("amount"), Type::NUMBER, locals)?.register;
                return Some((one, points, false));
            }
            Amount::Scale(scale) => scale,
        };
        let measure = match &line.of {
            Some(text) => Some(site.formula(text, &path.key("of"), Type::Any, locals)?),
            None => None,
        };
        let feed = path.key("of");
        let path = path.key("amount");
        refuse_nested(site, scale, &path)?;
        let cited = format!("{}/{}", self.place.cited, line.id);
        let path = path.key(super::name(scale));
        // Beside a formula an answer only stands in; alone it is 0 where it is not named.
        let stands_in = measure.is_some() || is_fed(scale);
        let answered = self.answered.filter(|_| !stands_in);
        let line_of = answered.map(|(_, key)| key);
        let place = Place { path: &path, feed: &feed, cited: &cited, measure, line_of, ..*self.place };
        let scaled = lower(site, scale, &place)?;
        let AnswerPlan::One(key) = scaled.answer else { return Some((one, scaled.points, false)) };
        self.keys.push((at, line.id.to_string(), key));
        let Some((answered, _)) = answered else { return Some((one, scaled.points, !stands_in)) };
        let mut points = answered;
        for input in site.inputs_of(key) {
            points = site.builder().choose(input, StateSet::MISSING, points, scaled.points);
        }
        Some((one, points, true))
    }
}
