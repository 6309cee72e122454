//! What was read: facts with who set them, formulas with their numbers, and what later stages changed.

use super::formula::Printer;
use super::wording::{Word, joined};
use super::{Given, Writer, line};
use crate::column::Value;
use crate::criteria::{Kind, Scale};
use crate::formula::{Expression, Rows, Type};
use crate::plan::{Cause, FormulaPlan, TermOf, kind_of};
use crate::results::{Adjustment, LedgerLine, LineKind};
use crate::round::{cells_text, fact_text};
use crate::scale::name;
use crate::sort::Set;

/// The lines of an entry: the facts that were read, each once, and what was made of them.
#[derive(Default)]
pub(super) struct Reads {
    facts: Vec<LedgerLine>,
    pub(super) lines: Vec<LedgerLine>,
    seen: Set<String>,
}

impl Reads {
    pub(super) fn finish(mut self) -> Vec<LedgerLine> {
        self.facts.append(&mut self.lines);
        self.facts
    }
}

/// A formula in words.
pub(super) struct Shown {
    /// Whether it holds or not, rather than having a figure.
    pub(super) is_condition: bool,
    pub(super) formula: String,
    pub(super) numbers: String,
    pub(super) value: String,
}

impl Shown {
    /// `a / b = 1 / 2 = 0.5`; what would be said twice is said once.
    pub(super) fn text(&self) -> String {
        if self.is_condition {
            let numbers = if self.numbers == self.value { "" } else { &*self.numbers };
            let parts = [self.formula.as_str(), numbers].into_iter().filter(|part| !part.is_empty());
            return format!("{} → {}", parts.collect::<Vec<_>>().join(": "), self.value);
        }
        let equals = |text: &str| if text.starts_with('≈') { format!(" {text}") } else { format!(" = {text}") };
        let mut text = self.formula.clone();
        if self.numbers != self.formula && self.numbers != self.value.trim_start_matches("≈ ") {
            text.push_str(&equals(&self.numbers));
        }
        if self.value != self.formula {
            text.push_str(&equals(&self.value));
        }
        text
    }
}

impl<'a> Writer<'a, '_> {
    /// What was set under a key, if that counts.
    pub(super) fn given(&self, key: usize) -> Option<Given<'a>> {
        let unit = self.scene.unit;
        let own = || unit.settings.iter().rposition(|setting| setting.submission.is_none() && setting.key == key);
        let (at, stage) = match self.scene.current.get(&key) {
            Some((at, stage)) => (*at, Some(*stage)),
            None => (own()?, None),
        };
        let setting = &unit.settings[at];
        let party = setting.submission.map(|at| &unit.submissions[at]);
        Some(Given {
            value: cells_text(&self.scene.plan.keys[key].slot, unit.cells(setting), self.scene.texts),
            stage: stage.map(|stage| self.scene.plan.stages[stage].id.as_str()),
            by: unit.by(at),
            at: party.and_then(|party| Some(party.at.as_ref()?.text.as_str())),
            reason: setting.reason.as_deref(),
        })
    }

    /// Says of a line who set what it counts.
    pub(super) fn sign(&self, line: &mut LedgerLine, cited: &str, given: &Given<'_>, says_value: bool) {
        let value = if says_value { self.answered(&given.value) } else { String::new() };
        line.text = joined([value.as_str(), &line.text, &self.unsaid_source(cited, given)]);
        *line = line.clone().set(given);
        line.value = Some(given.value.clone());
    }

    /// Who set a value, unless the line of the change says it.
    pub(super) fn unsaid_source(&self, cited: &str, given: &Given<'_>) -> String {
        let says = |change: &Adjustment| {
            let of = change.indicator.as_deref().or(change.fact.as_deref());
            let who = (Some(change.stage.as_str()), Some(change.by.as_str()));
            of == Some(cited) && who == (given.stage, given.by) && change.to == given.value
        };
        if self.scene.result.adjustments.iter().any(says) { String::new() } else { self.source(given) }
    }

    /// Who set a value, at which stage and when, and why.
    pub(super) fn source(&self, given: &Given<'_>) -> String {
        let stage = given.stage.filter(|_| self.scene.plan.stages.len() > 1);
        let stage = stage.map(|stage| self.stage_title(stage)).unwrap_or_default();
        let at = given.at.map(|at| self.tongue.date(at)).unwrap_or_default();
        joined([given.by.unwrap_or_default(), &stage, &at, given.reason.unwrap_or_default()])
    }

    /// A value of a kind as people read it.
    pub(super) fn shown(&self, value: &Value, kind: Option<Kind>) -> String {
        if !value.is_present() {
            return self.state(value.state).to_owned();
        }
        match kind {
            None | Some(Kind::Number) => self.tongue.number(&value.number),
            Some(Kind::Boolean) => self.tongue.say(if value.holds() { Word::Yes } else { Word::No }).to_owned(),
            Some(Kind::Text) => format!("'{}'", fact_text(Kind::Text, &value.number, self.scene.texts)),
            Some(kind) => self.tongue.date(&fact_text(kind, &value.number, self.scene.texts)),
        }
    }

    /// A formula with its names, with its numbers, and its value.
    pub(super) fn formula(&self, plan: &FormulaPlan) -> Shown {
        let tables = &self.scene.plan.tables;
        let is_table = |name: &str| tables.iter().any(|table| table.id == name) || Rows::built_in(name).is_some();
        let of = |known: &dyn Fn(&Expression) -> Option<String>| {
            Printer { tongue: self.tongue, is_table: &is_table, known }.write(&plan.expression)
        };
        let numbers = of(&|part| {
            let term = plan.terms.iter().find(|term| match (&term.what, part) {
                (TermOf::Name(name), Expression::Name(own)) => **name == **own,
                (TermOf::Named(name, id), Expression::Call { name: own, arguments }) => {
                    **name == **own && matches!(&**arguments, [Expression::Text(own)] if **own == **id)
                }
                (TermOf::Fold { rows, reduction, of, filter }, Expression::Call { name, arguments }) => {
                    let table = match rows {
                        Rows::Table(table) => Some(tables[*table].id.as_str()),
                        other => other.built_in_name(),
                    };
                    let named = matches!(arguments.first(), Some(Expression::Name(name)) if table == Some(&**name));
                    let rest: Vec<_> = of.iter().chain(filter).collect();
                    named && **name == *reduction.as_str() && arguments.iter().skip(1).eq(rest)
                }
                _ => false,
            })?;
            let text = self.shown(&self.value(term.value.register), kind_of(term.value));
            Some(text.trim_start_matches("≈ ").to_owned())
        });
        let value = self.shown(&self.value(plan.value.register), kind_of(plan.value));
        let is_condition = plan.value.kind == Type::BOOLEAN;
        Shown { is_condition, formula: of(&|_| None), numbers, value }
    }

    /// The formula at a place with what it reads before it, and its rounding after it.
    pub(super) fn read_formula(&self, place: &str, written: &str, title: Word, reads: &mut Reads) {
        let Some(plan) = self.scene.plan.ledger.formulas.get(place) else { return };
        self.read_terms(plan, reads);
        let shown = self.formula(plan);
        let mut line = line(LineKind::Formula, self.say(title), shown.text()).at(place);
        line.value = Some(self.exact(&self.value(plan.value.register), kind_of(plan.value)));
        (line.formula, line.numbers) = (Some(written.to_owned()), Some(shown.numbers));
        reads.lines.push(line);
        self.read_rows(plan, &mut reads.lines);
        self.read_rounding(place, &mut reads.lines);
        self.row_changes(plan, &mut reads.seen, &mut reads.lines);
    }

    /// A value as documents write it.
    fn exact(&self, value: &Value, kind: Option<Kind>) -> String {
        match (value.is_present(), kind) {
            (false, _) => "none".to_owned(),
            (true, None) => value.number.to_string(),
            (true, Some(kind)) => fact_text(kind, &value.number, self.scene.texts),
        }
    }

    /// The rounding of a value at the place of its formula.
    fn read_rounding(&self, place: &str, lines: &mut Vec<LedgerLine>) {
        let Some(trail) = self.scene.plan.ledger.trails.get(place) else { return };
        for link in &trail.links {
            let (before, after) = (self.value(trail.start), self.value(link.to));
            if let (Cause::Rounding { rounding, place }, true) = (&link.cause, before.is_present() && before != after) {
                lines.push(self.rounding(*rounding, place, &before.number, &after.number));
            }
        }
    }

    /// The facts that a formula reads.
    pub(super) fn read_terms(&self, plan: &FormulaPlan, reads: &mut Reads) {
        for term in &plan.terms {
            if let TermOf::Name(name) = &term.what
                && self.scene.plan.facts.contains_key(name)
            {
                self.read_fact(name, &self.value(term.value.register), reads);
            }
        }
    }

    fn read_fact(&self, id: &str, value: &Value, reads: &mut Reads) {
        if !reads.seen.insert(id.to_owned()) {
            return;
        }
        let set = self.scene.plan.criteria();
        let Some(at) = set.facts.iter().position(|fact| fact.id.as_str() == id) else { return };
        let Some(plan) = self.scene.plan.facts.get(id) else { return };
        let fact = &set.facts[at];
        let given = self.given(plan.key);
        let unit =
            fact.unit.as_ref().filter(|_| value.is_present()).map_or_else(String::new, |unit| format!(" {unit}"));
        let amount = format!("{}{unit}", self.shown(value, Some(plan.kind)));
        let title = self.tongue.title(fact.title.as_ref());
        let place = format!("/facts/{at}");
        let formula_place = format!("{place}/formula");
        let formula = self.scene.plan.ledger.formulas.get(&formula_place);
        let mut own = match (formula, &given) {
            // What a stage sets stands in the place of the formula.
            (Some(plan), None) => {
                self.read_terms(plan, reads);
                let shown = self.formula(plan);
                let text = match &fact.scale {
                    // The formula feeds the scale, and the fact is what that gives.
                    Some(scale) => joined([shown.text().as_str(), &format!("{} → {amount}", name(scale))]),
                    None => format!("{}{unit}", shown.text()),
                };
                let mut own = line(LineKind::Derived, title, text);
                (own.formula, own.numbers) = (fact.formula.clone(), Some(shown.numbers));
                own
            }
            (_, Some(given)) => {
                let text = joined([amount.as_str(), &self.unsaid_source(id, given)]);
                line(LineKind::Fact, title, text).set(given)
            }
            (None, None) => line(LineKind::Fact, title, amount),
        };
        own.value = Some(self.exact(value, Some(plan.kind)));
        let derived = own.kind == LineKind::Derived;
        reads.facts.push(own.of(id).at(place));
        if let (Some(plan), true) = (formula, derived) {
            self.read_rows(plan, &mut reads.facts);
            self.read_rounding(&formula_place, &mut reads.facts);
            self.row_changes(plan, &mut reads.seen, &mut reads.facts);
        }
        self.changes(None, |change| change.fact.as_deref() == Some(id), &mut reads.facts);
    }

    /// What later stages changed of something.
    pub(super) fn changes(&self, scale: Option<&Scale>, of: impl Fn(&Adjustment) -> bool, lines: &mut Vec<LedgerLine>) {
        for change in self.scene.result.adjustments.iter().filter(|change| of(change)) {
            let given = given_by(change);
            let (from, to) = (self.chosen(scale, &change.from), self.chosen(scale, &change.to));
            let text = joined([format!("{from} → {to}").as_str(), &self.source(&given)]);
            let mut own = line(LineKind::Change, self.say(Word::Change), text).set(&given);
            own.id = change.indicator.clone().or_else(|| change.fact.clone());
            own.value = Some(change.to.clone());
            lines.push(own);
        }
    }

    /// What later stages changed of the rows that a formula reads, once for each table.
    fn row_changes(&self, plan: &FormulaPlan, seen: &mut Set<String>, lines: &mut Vec<LedgerLine>) {
        for table in tables(plan) {
            let table = &self.scene.plan.tables[table];
            let prefix = format!("{}/", table.id);
            if !seen.insert(prefix.clone()) {
                continue;
            }
            for change in &self.scene.result.adjustments {
                let Some(row) = change.row.as_deref().filter(|row| row.starts_with(&prefix)) else { continue };
                let column = table.columns.iter().find(|column| Some(&column.id) == change.column.as_ref());
                let value = |text: &str| match column.map(|column| column.kind) {
                    Some(Kind::Date | Kind::Datetime) if text != "none" => self.tongue.date(text),
                    Some(Kind::Text) if text != "none" => format!("'{text}'"),
                    Some(_) => self.answered(text),
                    // A whole row.
                    None => self.answered(text.trim_matches(['{', '}'])),
                };
                let place = column.map_or_else(|| row.to_owned(), |column| format!("{row}/{}", column.id));
                let given = given_by(change);
                let text = format!("{place}: {} → {}", value(&change.from), value(&change.to));
                let text = joined([text.as_str(), &self.source(&given)]);
                let mut own = line(LineKind::Change, self.say(Word::Change), text).set(&given).of(&place);
                own.value = Some(change.to.clone());
                lines.push(own);
            }
        }
    }

    /// An answer with the title of the option that it names.
    fn chosen(&self, scale: Option<&Scale>, text: &str) -> String {
        let title = match scale {
            Some(Scale::Options(options)) => {
                let option = options.as_slice().iter().find(|option| option.id.as_str() == text);
                option.and_then(|option| self.tongue.title(option.title.as_ref()))
            }
            _ => None,
        };
        title.unwrap_or_else(|| self.answered(text))
    }

    /// An answer as results write it, for people.
    pub(super) fn answered(&self, text: &str) -> String {
        let word = match text {
            "yes" => Word::Yes,
            "no" => Word::No,
            "none" => Word::Nothing,
            "not_applicable" => Word::NotApplicable,
            _ => {
                let number = crate::number::Number::parse(text);
                return number.map_or_else(|_| text.to_owned(), |number| self.tongue.number(&number));
            }
        };
        self.say(word)
    }
}

/// Who made an adjustment.
fn given_by(change: &Adjustment) -> Given<'_> {
    Given {
        value: change.to.clone(),
        stage: Some(&change.stage),
        by: Some(&change.by),
        at: change.at.as_deref(),
        reason: change.reason.as_deref(),
    }
}

/// The tables that a formula reads, each once.
pub(super) fn tables(plan: &FormulaPlan) -> Vec<usize> {
    let mut tables: Vec<usize> = Vec::new();
    for term in &plan.terms {
        if let TermOf::Fold { rows: Rows::Table(table), .. } = &term.what
            && !tables.contains(table)
        {
            tables.push(*table);
        }
    }
    tables
}
