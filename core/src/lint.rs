//! What is legal but suspicious: a look at a whole regulation for what its authors will not have meant.
//!
//! Nothing here changes a score. Each finding names a witness, a value or a figure that shows it, and rests on what is
//! certain: of given numbers nothing is known, so what could be meant is not reported.

mod bands;
mod caps;
mod interval;
mod names;
mod points;
mod quotas;
mod reach;
mod tree;
mod verdict;
mod whole;

use crate::column::Value;
use crate::compile::{Arena, Node};
use crate::criteria::{Amount, Base, CriteriaSet, Indicator, PerGroup, Scale, Table};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::number::Number;
use crate::plan::{Frozen, IndicatorPlan, Plan};
use crate::scale::name;
use crate::sort::{Map, Set, sort};
use crate::step::Reg;

use reach::{Reach, View};

/// The most registers that are followed, of all groups together: each keeps how far it can go.
const LOOKED_AT: usize = 5_000_000;

impl Plan {
    /// What is legal but suspicious in the regulation itself: gaps, bands and classes that nobody reaches, points above
    /// a maximum, caps and gates without effect, numbers left out, what nothing reads.
    ///
    /// All of it are warnings whose codes begin with `lint.`; none of it is repeated when a round is scored. What
    /// compiling found stands in [`Plan::warnings`].
    ///
    /// ```
    /// let set = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}}, "tree": [
    ///     {"id": "5.3", "max": 2, "scale": "yes_no"}, {"id": "5.5", "max": 2, "scale": "yes_no"}]}"#;
    /// let found = chamdiem::Plan::compile(set)?.lint();
    /// assert_eq!(found.as_slice()[0].code().as_str(), "lint.id.gap");
    /// assert_eq!(found.as_slice()[0].path(), "/tree/1/id");
    /// # Ok::<(), chamdiem::Diagnostics>(())
    /// ```
    pub fn lint(&self) -> Diagnostics {
        let looked_at = self.program.len().saturating_mul(self.criteria().groups.len().max(1));
        if looked_at > LOOKED_AT {
            return Diagnostic::new(Code::LintTooLarge, &Path::Root).with("found", looked_at).into();
        }
        let mut lint = Lint::new(self);
        lint.head();
        lint.tree();
        lint.scales();
        lint.points();
        lint.caps();
        lint.verdict();
        lint.quotas();
        lint.names();
        lint.found
    }
}

/// The set, its plan, and what has been found.
struct Lint<'p> {
    plan: &'p Frozen,
    set: &'p CriteriaSet,
    arena: Arena<'p>,
    indicators: Map<&'p str, &'p IndicatorPlan>,
    /// The places of facts, and the columns of tables.
    facts: Map<&'p str, usize>,
    tables: Map<&'p str, usize>,
    columns: Vec<Set<&'p str>>,
    /// For each group, or one for all.
    views: Vec<View>,
    found: Diagnostics,
}

/// A scale that turns a value or an answer into points.
struct Fed<'p> {
    scale: &'p Scale,
    path: String,
    /// The place of the formula that feeds it.
    feed: String,
    /// Whether its points are those of the leaf: not the amount of a line.
    whole: bool,
}

impl<'p> Lint<'p> {
    fn new(plan: &'p Frozen) -> Self {
        let set = &plan.set;
        // The same tree was laid out without a problem when the set was compiled.
        let arena = Arena::new(set, &plan.limits, &mut Diagnostics::default());
        let views = (0..set.groups.len().max(1)).map(|group| View::new(plan, &arena, group)).collect();
        let indicators = plan.indicators.iter().map(|indicator| (indicator.id.as_str(), indicator)).collect();
        let facts = set.facts.iter().enumerate().map(|(at, fact)| (fact.id.as_str(), at)).collect();
        let columns = |table: &'p Table| table.columns.iter().map(|column| column.id.as_str()).collect();
        let tables = set.tables.iter().enumerate().map(|(at, table)| (table.id.as_str(), at)).collect();
        let columns = set.tables.iter().map(columns).collect();
        Self { plan, set, arena, indicators, facts, tables, columns, views, found: Diagnostics::default() }
    }

    fn report(&mut self, problem: Diagnostic) {
        self.found.push(problem);
    }

    fn suspect(&mut self, code: Code, path: impl Into<String>, words: &[(&'static str, String)]) {
        let problem = Diagnostic::at(code, path.into());
        self.report(words.iter().fold(problem, |problem, (name, word)| problem.with(name, word)));
    }

    /// The leaves by position in the arena, with their plans.
    fn leaves(&self) -> Vec<(usize, &'p IndicatorPlan)> {
        let leaves = self.arena.nodes.iter().enumerate().filter(|(_, node)| node.written.scale.is_some());
        let planned = leaves.filter_map(|(at, node)| Some((at, self.indicator(node.written.id.as_str())?)));
        planned.collect()
    }

    fn indicator(&self, id: &str) -> Option<&'p IndicatorPlan> {
        self.indicators.get(id).copied()
    }

    /// How far a register can go for any unit.
    fn reach(&self, register: Reg) -> Reach {
        let views = self.views.iter().filter_map(|view| view.of(register));
        views.reduce(interval::Interval::hull)
    }

    /// How far the value of a formula can go, and whether there is such a formula.
    fn formula_reach(&self, place: &str) -> Option<Reach> {
        self.plan.ledger.formulas.get(place).map(|formula| self.reach(formula.value.register))
    }

    /// Whether an indicator exists for any unit of a group.
    fn exists(&self, at: usize, view: &View) -> bool {
        let node = &self.arena.nodes[at];
        if node.written.scale.is_none() {
            return node.children.iter().any(|child| self.exists(*child, view));
        }
        let leaf = self.indicator(node.written.id.as_str()).and_then(|indicator| indicator.leaf.as_ref());
        let applies = leaf.and_then(|leaf| leaf.applies);
        applies.is_none_or(|applies| view.of(applies).is_some_and(|holds| holds.can_be_true()))
    }

    /// The maxima of an indicator in the groups for which it exists, each once.
    fn maxima(&self, at: usize) -> Vec<Number> {
        let mut maxima: Vec<Number> =
            self.views.iter().filter(|view| self.exists(at, view)).filter_map(|view| self.maximum(at, view)).collect();
        sort(&mut maxima);
        maxima.dedup();
        maxima
    }

    /// The maximum that is written for a group.
    fn maximum(&self, at: usize, view: &View) -> Option<Number> {
        maximum(self.set, self.arena.nodes[at].written, view.group)
    }

    /// The scales of a leaf: its own, or those in its tally.
    fn scales_of(&self, at: usize) -> Vec<Fed<'p>> {
        let Node { written, place, .. } = &self.arena.nodes[at];
        let Some(scale) = &written.scale else { return Vec::new() };
        let feed = format!("{place}/measure");
        let path = scale_path(scale, &format!("{place}/scale"));
        let Scale::Tally(tally) = scale else { return vec![Fed { scale, path, feed, whole: true }] };
        let mut scales = Vec::new();
        if let Base::Scale(base) = &tally.base {
            scales.push(Fed { scale: base, path: scale_path(base, &format!("{path}/base")), feed, whole: true });
        }
        for (at, line) in tally.lines.iter().enumerate() {
            if let Some(Amount::Scale(amount)) = &line.amount {
                let line = format!("{path}/lines/{at}");
                let path = scale_path(amount, &format!("{line}/amount"));
                scales.push(Fed { scale: amount, path, feed: format!("{line}/of"), whole: false });
            }
        }
        scales
    }
}

fn scale_path(scale: &Scale, place: &str) -> String {
    if *scale == Scale::YesNo { place.to_owned() } else { Path::At(place).key(name(scale)).to_string() }
}

/// The maximum that is written for a group.
fn maximum(set: &CriteriaSet, written: &Indicator, group: usize) -> Option<Number> {
    match written.max.as_ref()? {
        PerGroup::All(max) => Some(number(*max)),
        PerGroup::Each(each) => each.get(set.groups.get(group)?.id.as_str()).map(|max| number(*max)),
    }
}

/// A number as a document writes it.
fn number(written: rust_decimal::Decimal) -> Number {
    Number::from_decimal(written)
}

/// The constant of a register, where it has one for all units.
fn always(reach: &Reach) -> Option<Value> {
    reach.as_ref()?.single().cloned().map(Value::present)
}
