//! Points by comparison with the rated units.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use num_traits::Zero;
use serde_json::Value;

use super::criteria::{Criteria, list};
use super::datum::{Absence, Known};
use super::dependence;
use super::irrational::root;
use super::number::{self, Exact, whole};
use super::sheet::Sheet;
use super::tree::holds;

/// All sheets of a round, and what has been found out about many of them.
pub(crate) struct Round<'a> {
    /// By unit, then by stage.
    pub(crate) sheets: Vec<Vec<Sheet<'a>>>,
    /// The `not_rated` gates that read no figure of other units.
    unrating: Vec<String>,
    /// The nodes that may skip too much, for a reason that reads no figure of other units; the root is none of them.
    skipping: Vec<Option<usize>>,
    rated: RefCell<BTreeMap<(usize, usize), bool>>,
    pub(crate) figures: RefCell<BTreeMap<String, Known>>,
    asked: RefCell<BTreeMap<String, Rc<Vec<Exact>>>>,
}

impl<'a> Round<'a> {
    pub(crate) fn new(criteria: &Criteria, sheets: Vec<Vec<Sheet<'a>>>) -> Self {
        let gates = list(&criteria.json["gates"]).iter().filter(|gate| gate["effect"] == "not_rated");
        let conditions = gates.map(|gate| gate["when"].as_str().expect("a condition"));
        let unrating = conditions.filter(|condition| !dependence::compares(criteria, condition)).map(String::from);
        Self {
            sheets,
            unrating: unrating.collect(),
            skipping: std::iter::once(None)
                .chain((0..criteria.places.len()).map(Some))
                .filter(|at| !dependence::compares_below(criteria, *at))
                .collect(),
            rated: RefCell::default(),
            figures: RefCell::default(),
            asked: RefCell::default(),
        }
    }

    fn is_rated(&self, unit: usize, stage: usize) -> bool {
        if let Some(rated) = self.rated.borrow().get(&(unit, stage)) {
            return *rated;
        }
        let sheet = &self.sheets[unit][stage];
        let shut = self.unrating.iter().any(|condition| holds(&Value::String(condition.clone()), sheet));
        let rated = !shut && !self.skipping.iter().any(|at| sheet.skips_too_many(*at));
        self.rated.borrow_mut().insert((unit, stage), rated);
        rated
    }

    /// The rated units that a unit is compared with, itself included, at its stage.
    pub(crate) fn rated(&self, sheet: &Sheet<'_>, everyone: bool) -> impl Iterator<Item = &Sheet<'a>> {
        let units = 0..self.sheets.len();
        let (stage, group) = (sheet.stage, sheet.group().map(String::from));
        units
            .filter(move |unit| everyone || self.sheets[*unit][stage].group() == group.as_deref())
            .filter(move |unit| self.is_rated(*unit, stage))
            .map(move |unit| &self.sheets[unit][stage])
    }

    /// The values that the rated units answer with; `what` names the question.
    pub(crate) fn ask(
        &self,
        sheet: &Sheet<'_>,
        everyone: bool,
        what: &str,
        ask: &dyn Fn(&Sheet<'_>) -> Option<Exact>,
    ) -> Rc<Vec<Exact>> {
        let key = sheet.among(everyone, what);
        if let Some(values) = self.asked.borrow().get(&key) {
            return Rc::clone(values);
        }
        let values = Rc::new(self.rated(sheet, everyone).filter_map(ask).collect());
        self.asked.borrow_mut().insert(key, Rc::clone(&values));
        values
    }
}

/// The word and the keys of a method.
fn method(relative: &Value) -> (&str, &Value) {
    match relative {
        Value::String(word) => (word, &Value::Null),
        other => {
            let (word, keys) = other.as_object().expect("a method").iter().next().expect("one method");
            (word, keys)
        }
    }
}

pub(crate) fn is_for_everyone(relative: &Value) -> bool {
    method(relative).1["within"] == "everyone"
}

pub(crate) fn points(relative: &Value, maximum: &Exact, x: &Exact, all: &[Exact]) -> Result<Exact, Absence> {
    let (word, keys) = method(relative);
    let low = keys["better"] == "low";
    let (Some(least), Some(greatest)) = (all.iter().min(), all.iter().max()) else { return Err(Absence::Empty) };
    let count = |found: usize| whole(i64::try_from(found).expect("so many units"));
    let n = count(all.len());
    let smaller = count(all.iter().filter(|other| *other < x).count());
    let larger = count(all.iter().filter(|other| *other > x).count());
    let (worse, better) = if low { (larger, smaller) } else { (smaller, larger) };
    match word {
        "min_max" => {
            let end = |at: usize| number::read(&keys["to"][at]);
            let (from, to) = (end(0).unwrap_or_else(|| whole(0)), end(1).unwrap_or_else(|| maximum.clone()));
            let part = quotient(if low { greatest - x } else { x - least }, greatest - least)?;
            Ok(&from + part * (to - &from))
        }
        "share_of_best" if low => Ok(quotient(least.clone(), x.clone())? * maximum),
        "share_of_best" => Ok(quotient(x.clone(), greatest.clone())? * maximum),
        "z_score" => {
            let mean = all.iter().sum::<Exact>() / &n;
            let variance = all.iter().map(|other| (other - &mean) * (other - &mean)).sum::<Exact>() / &n;
            let apart = quotient(x - &mean, root(&variance, 2))?;
            let center = number::read(&keys["center"]).unwrap_or_else(|| whole(0));
            let spread = number::read(&keys["spread"]).unwrap_or_else(|| whole(1));
            Ok(if low { center - spread * apart } else { center + spread * apart })
        }
        "percentile" => Ok(quotient(worse, n - whole(1))? * maximum),
        "rank" => Ok((&n - better) / &n * maximum),
        other => panic!("method {other}"),
    }
}

fn quotient(above: Exact, below: Exact) -> Result<Exact, Absence> {
    if below.is_zero() { Err(Absence::Empty) } else { Ok(above / below) }
}
