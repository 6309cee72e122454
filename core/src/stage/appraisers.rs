//! Appraisers: the values of several parties become one, or wait.

use std::borrow::Cow;

use super::parties::{party, resolve};
use crate::column::Cell;
use crate::criteria::{Kind, Reconcile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::number::{Number, NumberError};
use crate::plan::{AppraisersPlan, Plan, Slot};
use crate::round::{Setting, Unit};
use crate::sort::{Map, Set, sort, sort_by};
use crate::step::Reg;

/// What several parties come to.
enum Outcome {
    /// It is not decided.
    Pending,
    /// A number for an input.
    Number(Reg, Number),
    /// What one setting says, and all others.
    Agreed(usize),
}

/// The setting that the parties of a key come to; each of them stands with its latest.
pub(super) fn decide(
    unit: &mut Unit<'_>,
    plan: &Plan,
    (stage, rule): (usize, &AppraisersPlan),
    mut parties: Vec<usize>,
    problems: &mut Diagnostics,
) -> usize {
    // Names and reasons stand in the order of the names, whatever came first.
    sort_by(&mut parties, |a, b| party(unit, *a).by.cmp(&party(unit, *b).by));
    let heads = |at: &usize| rule.head.is_some() && party(unit, *at).role.as_deref() == rule.head.as_deref();
    let decided = parties.iter().any(heads);
    if decided {
        parties.retain(heads);
    }
    let outcome = if !decided && parties.len() < rule.at_least {
        Outcome::Pending
    } else if let [one] = parties.as_slice() {
        return *one;
    } else if let (Some(combine), Some(numbers), false) = (rule.combine, numbers(unit, plan, &parties), decided) {
        combined(unit, rule, combine, &numbers).unwrap_or_else(|_| {
            let units = Path::Root.key("units");
            let problem = Diagnostic::new(Code::FigureOverflow, &units.index(unit.at));
            let cited = plan.keys[unit.settings[parties[0]].key].cited.as_str();
            problems.push(problem.with("what", cited).with("unit", unit.id.as_ref()));
            Outcome::Pending
        })
    } else {
        let agreed = |before, at| resolve(unit, plan, stage, (before, at), problems);
        parties.iter().copied().reduce(agreed).map_or(Outcome::Pending, Outcome::Agreed)
    };
    together(unit, plan, &parties, &outcome)
}

/// A number that a party gave to an input.
struct Given {
    party: usize,
    input: Reg,
    number: Number,
}

/// The numbers of all parties, where all of them are numbers.
fn numbers(unit: &Unit<'_>, plan: &Plan, parties: &[usize]) -> Option<Vec<Given>> {
    let given = parties.iter().map(|party| {
        let setting = &unit.settings[*party];
        let (Slot::Number { input: Some(input), .. }
        | Slot::Points { input, .. }
        | Slot::Fact { input, kind: Kind::Number }) = &plan.keys[setting.key].slot
        else {
            return None;
        };
        let (_, cell) = unit.cells(setting).iter().find(|(register, _)| register == input)?;
        let value = cell.value();
        value.is_present().then_some(Given { party: *party, input: *input, number: value.number })
    });
    given.collect()
}

/// One number of several, unless they lie too far apart.
fn combined(
    unit: &Unit<'_>,
    rule: &AppraisersPlan,
    combine: Reconcile,
    numbers: &[Given],
) -> Result<Outcome, NumberError> {
    let mut sorted: Vec<&Number> = numbers.iter().map(|given| &given.number).collect();
    sort(&mut sorted);
    if let (Some(spread), [least, .., greatest]) = (&rule.spread, sorted.as_slice())
        && greatest.sub(least)? > *spread
    {
        return Ok(Outcome::Pending);
    }
    let middle = sorted.len() / 2;
    let number = match combine {
        Reconcile::Mean => mean(&sorted)?,
        Reconcile::Median if sorted.len() % 2 == 1 => sorted[middle].clone(),
        Reconcile::Median => mean(&sorted[middle - 1..=middle])?,
        Reconcile::Trimmed if sorted.len() < 3 => mean(&sorted)?,
        Reconcile::Trimmed => mean(&sorted[1..sorted.len() - 1])?,
        Reconcile::ByRole => {
            let mut roles: Map<&str, Vec<&Number>> = Map::new();
            for given in numbers {
                // A party without a role has been reported.
                let role = party(unit, given.party).role.as_deref().unwrap_or_default();
                roles.entry(role).or_default().push(&given.number);
            }
            weighted(rule, &roles)?
        }
    };
    Ok(numbers.first().map_or(Outcome::Pending, |given| Outcome::Number(given.input, number)))
}

fn mean(numbers: &[&Number]) -> Result<Number, NumberError> {
    let mut sum = Number::ZERO;
    for number in numbers {
        sum = sum.add(number)?;
    }
    quotient(&sum, &Number::integer(i64::try_from(numbers.len()).unwrap_or(i64::MAX)))
}

/// The weighted mean of the means of the roles.
fn weighted(rule: &AppraisersPlan, roles: &Map<&str, Vec<&Number>>) -> Result<Number, NumberError> {
    let (mut sum, mut weights) = (Number::ZERO, Number::ZERO);
    for (role, numbers) in roles {
        let weight = rule.roles.find(role).map_or(Number::ONE, |at| rule.roles[at].1.clone());
        sum = sum.add(&mean(numbers)?.mul(&weight)?)?;
        weights = weights.add(&weight)?;
    }
    quotient(&sum, &weights)
}

fn quotient(sum: &Number, by: &Number) -> Result<Number, NumberError> {
    sum.div(by).unwrap_or(Err(NumberError::Overflow))
}

/// A setting of several parties: it stands where the latest of them stands.
fn together(unit: &mut Unit<'_>, plan: &Plan, parties: &[usize], outcome: &Outcome) -> usize {
    let names: Vec<&str> = parties.iter().map(|at| party(unit, *at).by.as_ref()).collect();
    let names = names.join(", ");
    let reasons = each_once(parties.iter().filter_map(|at| unit.settings[*at].reason.as_deref()));
    let reason = (!reasons.is_empty()).then(|| Cow::Owned(reasons.join("; ")));
    let latest = parties.iter().copied().max_by_key(|at| party(unit, *at).time()).unwrap_or(0);
    let Setting { submission, section, key, .. } = unit.settings[latest];
    let mut cells = Vec::new();
    let mut clears = false;
    match outcome {
        Outcome::Pending => plan.keys[key].slot.inputs(|input| cells.push((input, Cell::PENDING))),
        Outcome::Number(input, number) => {
            let own = unit.cells(&unit.settings[latest]).iter();
            let own = own.map(|(register, cell)| {
                (*register, if register == input { Cell::number(number.clone()) } else { cell.clone() })
            });
            cells.extend(own);
        }
        Outcome::Agreed(at) => {
            clears = unit.settings[*at].clears;
            cells.extend_from_slice(unit.cells(&unit.settings[*at]));
        }
    }
    let from = unit.cells.len();
    unit.cells.append(&mut cells);
    let at = unit.settings.len();
    unit.settings.push(Setting { submission, section, key, cells: (from, unit.cells.len()), clears, reason });
    unit.together.insert(at, names);
    at
}

/// Reasons, each of them once, as they come.
pub(super) fn each_once<'r>(reasons: impl Iterator<Item = &'r str>) -> Vec<&'r str> {
    let mut met = Set::new();
    reasons.filter(|reason| !reason.trim().is_empty() && met.insert(*reason)).collect()
}
