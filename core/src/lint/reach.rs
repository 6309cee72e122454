//! How far every register can go for the units of one group.
//!
//! Nothing is known of given numbers; what is counted, ticked, chosen or limited is. An unknown is unbounded, so that
//! whatever is said here of a figure holds for every unit that could be given.

use super::interval::{End, Interval};
use super::maximum;
use crate::column::{StateSet, Value};
use crate::compile::Arena;
use crate::criteria::{IfEmpty, Kind};
use crate::number::Number;
use crate::plan::{Frozen, Role, Slot, TablePlan};
use crate::program::{CensusFigure, Definition, Program, Reduction, RowPass};
use crate::sort::{Index, Map};
use crate::step::{Across, Cut, Reduce, Reg, Relation, Step, Table};

/// The reach of a register; none where it never has a value.
pub(super) type Reach = Option<Interval>;

/// The reach of all registers for one group, or for all units where there are no groups.
#[derive(Debug)]
pub(super) struct View {
    /// The position of the group.
    pub(super) group: usize,
    registers: Reaches,
}

impl View {
    pub(super) fn new(plan: &Frozen, arena: &Arena<'_>, group: usize) -> Self {
        let (inputs, limits) = (inputs(plan, group), limits(plan, arena, group));
        Self { group, registers: run(&plan.program, &plan.tables, &inputs, &limits) }
    }

    pub(super) fn of(&self, register: Reg) -> Reach {
        self.registers.of(register).map_or(Some(Interval::ALL), Option::clone)
    }
}

/// The reach of each register. Few differ among very many, and each is held once.
#[derive(Debug, Default)]
struct Reaches {
    all: Vec<Reach>,
    places: Index,
    /// For each register its place among them all.
    registers: Vec<u32>,
}

impl Reaches {
    fn of(&self, register: Reg) -> Option<&Reach> {
        self.registers.get(register.index()).map(|at| &self.all[*at as usize])
    }

    /// The interval of a register before.
    fn interval(&self, register: Reg) -> Option<&Interval> {
        self.of(register)?.as_ref()
    }

    /// Adds the reach of the next register.
    fn push(&mut self, reach: Reach) {
        let at = self.places.find(&&reach, |at| &self.all[at]).unwrap_or_else(|room| {
            self.places.put(&room, self.all.len());
            self.all.push(reach);
            self.all.len() - 1
        });
        self.registers.push(u32::try_from(at).unwrap_or(u32::MAX));
    }
}

/// What is certain of the inputs.
fn inputs(plan: &Frozen, group: usize) -> Map<Reg, Reach> {
    let mut known = Map::new();
    let position = |count: usize| Interval::new(Number::ZERO, whole(count.saturating_sub(1)));
    for key in &plan.keys {
        match &key.slot {
            // Who sets a derived fact is taken to set what its formula could give.
            Slot::Fact { input, .. } if matches!(key.role, Role::Pin { .. }) => _ = known.insert(*input, None),
            Slot::Fact { input, kind: Kind::Boolean } => _ = known.insert(*input, Some(Interval::truth())),
            Slot::Fact { .. } | Slot::Points { .. } => {}
            Slot::Choice { input, ids, .. } => _ = known.insert(*input, Some(position(ids.len()))),
            Slot::Number { input, limits, band } => {
                if let Some(input) = input {
                    known.insert(*input, Some(Interval::within(limits.low.as_ref(), limits.high.as_ref())));
                }
                if let Some(band) = band {
                    known.insert(band.input, Some(Interval::NOT_NEGATIVE));
                }
            }
            Slot::Cell { row, column } => {
                known.insert(row.input, Some(Interval::NOT_NEGATIVE));
                known.insert(column.input, Some(Interval::NOT_NEGATIVE));
            }
            Slot::Ticks { answered, items } => {
                known.insert(*answered, Some(Interval::exactly(&Number::ZERO)));
                known.extend(items.iter().map(|(_, input)| (*input, Some(Interval::truth()))));
            }
            Slot::Count { input, excused, once } => {
                let counted = if *once { Interval::truth() } else { Interval::NOT_NEGATIVE };
                known.insert(*input, Some(counted));
                known.insert(*excused, Some(Interval::NOT_NEGATIVE));
            }
            // What a class is by its own rule is asked, not what a party may make of it.
            Slot::NotApplicable { input, .. } | Slot::Class { input, .. } => _ = known.insert(*input, None),
            Slot::Answered { input } => _ = known.insert(*input, Some(Interval::exactly(&Number::ZERO))),
        }
    }
    for leaf in plan.indicators.iter().filter_map(|indicator| indicator.leaf.as_ref()) {
        let Slot::Points { input, .. } = &plan.keys[leaf.points_key].slot else { continue };
        if let Some(range) = leaf.ranges.get(group).or(leaf.ranges.first()) {
            known.insert(*input, Some(range.clone().into()));
        }
    }
    if let Some(input) = plan.surroundings.group_position {
        known.insert(input, Some(Interval::exactly(&whole(group))));
    }
    if let (Some(input), Some(own)) = (plan.surroundings.group, plan.set.groups.get(group)) {
        // A text that no formula names equals none of those that are named.
        let text = plan.texts.find(own.id.as_str()).unwrap_or(-1);
        known.insert(input, Some(Interval::exactly(&Number::integer(text))));
    }
    known
}

/// The points of leaves keep to their scales, which steps alone do not show: no more is excused than was counted.
fn limits(plan: &Frozen, arena: &Arena<'_>, group: usize) -> Map<Reg, Interval> {
    let mut limits = Map::new();
    for node in &arena.nodes {
        let Some(at) = plan.leaves.get(node.written.id.as_str()) else { continue };
        let Some(leaf) = &plan.indicators[*at].leaf else { continue };
        let Role::Points { under, .. } = plan.keys[leaf.points_key].role else { continue };
        let Some(range) = leaf.ranges.get(group).or(leaf.ranges.first()) else { continue };
        let mut limit = Interval::from(range.clone());
        let empty = match node.written.if_empty {
            Some(IfEmpty::Full) => maximum(&plan.set, node.written, group),
            Some(IfEmpty::Zero) => Some(Number::ZERO),
            Some(IfEmpty::NotApplicable | IfEmpty::Missing) | None => None,
        };
        if let Some(empty) = empty {
            limit = limit.hull(Interval::exactly(&empty));
        }
        limits.insert(under, limit);
    }
    limits
}

fn whole(count: usize) -> Number {
    Number::integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn run(program: &Program, tables: &[TablePlan], inputs: &Map<Reg, Reach>, limits: &Map<Reg, Interval>) -> Reaches {
    let definitions = program.definitions();
    let mut known = Reaches { registers: Vec::with_capacity(definitions.len()), ..Reaches::default() };
    for (at, definition) in definitions.iter().enumerate() {
        let register = Reg(u32::try_from(at).unwrap_or(u32::MAX));
        let mut reach = match definition {
            Definition::Input => inputs.get(&register).cloned().unwrap_or(Some(Interval::ALL)),
            Definition::Constant(value) => of_value(value),
            Definition::Step(step) => of_step(step, |register| known.interval(register)),
            Definition::Census(census) => Some(of_census(census.figure)),
            Definition::Fold(pass, fold) => {
                let pass = &program.passes()[*pass];
                of_fold(pass, *fold, tables, |register| known.interval(register).cloned())
            }
            // Of a quota: the position of a class.
            Definition::RowCount(..) | Definition::Quota(_) => Some(Interval::NOT_NEGATIVE),
            // Days and counts of days, of which the calendar is not known here.
            Definition::Workday(_) => Some(Interval::ALL),
        };
        if let Some(limit) = limits.get(&register) {
            reach = reach.and_then(|reach| reach.meet(limit));
        }
        known.push(reach);
    }
    known
}

fn of_value(value: &Value) -> Reach {
    value.is_present().then(|| Interval::exactly(&value.number))
}

fn of_step<'k>(step: &Step, read: impl Fn(Reg) -> Option<&'k Interval>) -> Reach {
    let either = |a: Reg, b: Reg| match (read(a), read(b)) {
        (Some(a), Some(b)) => Some(a.clone().hull(b.clone())),
        (a, b) => a.or(b).cloned(),
    };
    match step {
        Step::Add(a, b) => Some(read(*a)?.add(read(*b)?)),
        Step::Subtract(a, b) => Some(read(*a)?.add(&read(*b)?.negative())),
        Step::Multiply(a, b) => Some(read(*a)?.multiply(read(*b)?)),
        Step::Divide(a, b) => read(*a)?.divide(read(*b)?),
        Step::Absolute(a) => Some(read(*a)?.absolute()),
        Step::Round(a, rounding) => Some(read(*a)?.round(*rounding)),
        Step::Power(..) | Step::Logarithm(_) => Some(Interval::ALL),
        Step::Exponential(_) => Some(Interval::NOT_NEGATIVE),
        Step::Compare(relation, a, b) => Some(compare(*relation, read(*a)?, read(*b)?)),
        Step::And(a, b) => both(read(*a), read(*b), false),
        Step::Or(a, b) => both(read(*a), read(*b), true),
        Step::Not(a) => Some(truth(read(*a)?.can_be_false(), read(*a)?.can_be_true())?),
        Step::Select { when, then, otherwise } => {
            let when = read(*when)?;
            match (when.can_be_true(), when.can_be_false()) {
                (true, false) => read(*then).cloned(),
                (false, _) => read(*otherwise).cloned(),
                (true, true) => either(*then, *otherwise),
            }
        }
        Step::Choose { then, otherwise, .. } => either(*then, *otherwise),
        Step::Is(..) => Some(Interval::truth()),
        Step::Segment { of, cuts } => {
            let of = read(*of)?;
            Some(Interval::new(passed(&of.low, cuts), passed(&of.high, cuts)))
        }
        Step::Lookup { at, table } => entries(read(*at)?, table),
        Step::Across(across) => of_across(across, read),
    }
}

/// The outcome of a condition from what it can be.
fn truth(can_be_true: bool, can_be_false: bool) -> Reach {
    match (can_be_true, can_be_false) {
        (true, true) => Some(Interval::truth()),
        (true, false) => Some(Interval::exactly(&Number::ONE)),
        (false, true) => Some(Interval::exactly(&Number::ZERO)),
        (false, false) => None,
    }
}

/// `and`, or `or` when `decides` is true: one operand that is `decides` is enough for it.
fn both(a: Option<&Interval>, b: Option<&Interval>, decides: bool) -> Reach {
    let can = |of: Option<&Interval>, value: bool| {
        of.is_some_and(|of| if value { of.can_be_true() } else { of.can_be_false() })
    };
    let deciding = can(a, decides) || can(b, decides);
    let other = can(a, !decides) && can(b, !decides);
    if decides { truth(deciding, other) } else { truth(other, deciding) }
}

fn compare(relation: Relation, a: &Interval, b: &Interval) -> Interval {
    let (less, greater) = (a.low < b.high, a.high > b.low);
    let equal = a.low <= b.high && b.low <= a.high;
    let orders =
        [(std::cmp::Ordering::Less, less), (std::cmp::Ordering::Equal, equal), (std::cmp::Ordering::Greater, greater)];
    let can = |holds: bool| orders.iter().any(|(order, possible)| *possible && relation.holds(*order) == holds);
    truth(can(true), can(false)).unwrap_or_else(Interval::truth)
}

fn passed(end: &End, cuts: &[Cut]) -> Number {
    whole(match end {
        End::Below => 0,
        End::At(number) => cuts.iter().take_while(|cut| cut.passed(number)).count(),
        End::Above => cuts.len(),
    })
}

fn entries(at: &Interval, table: &Table) -> Reach {
    let all = table.entries();
    // Every group asks for its own entry: they are not looked at one after another.
    let place = |beyond: &dyn Fn(&End) -> bool| {
        let (mut from, mut until) = (0, all.len());
        while from < until {
            let middle = from.midpoint(until);
            (from, until) = if beyond(&End::At(whole(middle))) { (from, middle) } else { (middle + 1, until) };
        }
        from
    };
    let (from, until) = (place(&|position| *position >= at.low), place(&|position| *position > at.high));
    let possible = all.get(from..until).unwrap_or_default();
    possible.iter().filter_map(of_value).reduce(Interval::hull)
}

fn of_across<'k>(across: &Across, read: impl Fn(Reg) -> Option<&'k Interval>) -> Reach {
    let may_leave = across.skip != StateSet::NONE;
    let mut result: Reach = None;
    for (term, weight) in across.terms.iter() {
        let Some(own) = read(term) else {
            if may_leave {
                continue;
            }
            return None;
        };
        let is_as_it_is = across.reduce.is_mean() || *weight == Number::ONE;
        let own = if is_as_it_is { own.clone() } else { own.multiply(&Interval::exactly(weight)) };
        result = Some(match (across.reduce, result) {
            (Reduce::Sum, before) => {
                // A term that leaves adds nothing.
                let own = if may_leave { own.hull(Interval::exactly(&Number::ZERO)) } else { own };
                before.map_or(own.clone(), |sum| sum.add(&own))
            }
            (_, None) => own,
            (_, Some(before)) if may_leave => before.hull(own),
            // A mean lies among what it is of.
            (Reduce::Best(_) | Reduce::Harmonic | Reduce::Geometric, Some(before)) => before.hull(own),
            (Reduce::Least, Some(before)) => before.least(own),
            (Reduce::Greatest, Some(before)) => before.greatest(own),
        });
    }
    result
}

/// Figures of other units, who may be of any group.
fn of_census(figure: CensusFigure) -> Interval {
    match figure {
        CensusFigure::Greater | CensusFigure::Smaller | CensusFigure::Reduced(Reduction::Count) => {
            Interval::NOT_NEGATIVE
        }
        CensusFigure::Reduced(Reduction::Share | Reduction::Any | Reduction::All) => Interval::truth(),
        CensusFigure::Reduced(Reduction::Percent) => Interval::new(Number::ZERO, Number::HUNDRED),
        CensusFigure::Reduced(_) => Interval::ALL,
    }
}

fn of_fold(pass: &RowPass, fold: usize, tables: &[TablePlan], read: impl Fn(Reg) -> Reach) -> Reach {
    let fold = &pass.folds[fold];
    match fold.reduction {
        Reduction::Count | Reduction::Distinct => return Some(Interval::NOT_NEGATIVE),
        Reduction::Share | Reduction::Any | Reduction::All => return Some(Interval::truth()),
        Reduction::Percent => return Some(Interval::new(Number::ZERO, Number::HUNDRED)),
        Reduction::Sum | Reduction::Mean | Reduction::Min | Reduction::Max | Reduction::First | Reduction::Last => {}
    }
    let kind =
        |column: usize| tables.get(pass.table).and_then(|table| table.columns.get(column)).map(|column| column.kind);
    let columns = pass.columns.iter().filter(|(_, column)| kind(*column) == Some(Kind::Boolean));
    let mut inputs: Map<Reg, Reach> = columns.map(|(input, _)| (*input, Some(Interval::truth()))).collect();
    inputs.extend(pass.outer.iter().map(|(input, of)| (*input, read(*of))));
    let rows = run(&pass.program, tables, &inputs, &Map::new());
    let of = fold.of.and_then(|of| rows.of(of).cloned()).unwrap_or(Some(Interval::ALL))?;
    if fold.reduction != Reduction::Sum {
        return Some(of);
    }
    let zero = Interval::exactly(&Number::ZERO);
    Some(of.hull(zero).multiply(&Interval::NOT_NEGATIVE))
}
