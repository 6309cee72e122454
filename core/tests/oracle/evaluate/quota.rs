//! Quotas: of each population so many may have a class, the others are named or moved down.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::class::bands;
use super::criteria::{list, text};
use super::datum::{Absence, Datum};
use super::formula::{self, Names};
use super::number::{self, Exact, whole};
use super::rank::reading;
use super::sheet::{Onlooker, Reading, Sheet};

/// A rated unit with a class, which quotas may change.
pub(crate) struct Rated<'a> {
    pub(crate) id: &'a str,
    pub(crate) sheet: &'a Sheet<'a>,
    pub(crate) class: String,
    /// What every quota told of it.
    pub(crate) told: Vec<Value>,
}

impl Rated<'_> {
    fn lower(&self) -> String {
        let bands = bands(self.sheet.criteria, self.sheet.group());
        let at = bands.iter().position(|band| band["id"] == json!(self.class)).expect("a class of the group");
        text(&bands[(at + 1).min(bands.len() - 1)]["id"]).into()
    }

    fn names(&self, reading: Reading) -> Onlooker<'_> {
        Onlooker { sheet: self.sheet, reading, class: Some(&self.class), asked: true }
    }

    /// What it has in common with its population; empty where it is missing.
    fn scope(&self, quota: &Value) -> Vec<String> {
        let within = list(&quota["within"]).iter();
        within.map(|name| self.sheet.name(text(name)).map_or_else(|_| String::new(), |of| of.text().into())).collect()
    }
}

/// Takes the quotas one after another, and gives what each has to tell of its populations.
pub(crate) fn take(set: &Value, units: &mut [Rated<'_>]) -> Vec<Value> {
    let mut told = Vec::new();
    for quota in list(&set["quotas"]) {
        let mut scopes: Vec<Vec<String>> = Vec::new();
        for scope in units.iter().map(|unit| unit.scope(quota)) {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        for scope in scopes {
            told.push(of_population(set, quota, &scope, units));
        }
    }
    told
}

fn of_population(set: &Value, quota: &Value, scope: &[String], units: &mut [Rated<'_>]) -> Value {
    let members: Vec<usize> = (0..units.len()).filter(|at| units[*at].scope(quota) == scope).collect();
    let share = share(quota, &members, units);
    let mut candidates: Vec<(usize, Vec<Result<Datum, Absence>>)> = members
        .iter()
        .filter(|at| units[**at].class == text(&quota["class"]))
        .map(|at| (*at, keys(set, quota, &units[*at])))
        .collect();
    candidates.sort_by(|one, other| compare(quota, &one.1, &other.1).then(units[one.0].id.cmp(units[other.0].id)));
    let base = |kept: usize| -> usize {
        let moved: Vec<usize> = candidates[kept..].iter().map(|(at, _)| *at).collect();
        let moves = quota["counted"] != "before";
        let class =
            |at: &usize| if moves && moved.contains(at) { units[*at].lower() } else { units[*at].class.clone() };
        let counts = |class: String| quota["of"].is_null() || list(&quota["of"]).contains(&json!(class));
        members.iter().filter(|at| counts(class(at))).count()
    };
    let count = |number: usize| whole(i64::try_from(number).expect("few units"));
    let fits = |kept: &usize| count(*kept) <= &share * count(base(*kept));
    let allowed = (0..=candidates.len()).rev().find(fits).expect("nobody always fits");
    let counted = base(allowed);
    // The keys of the last that is allowed, where the next has the same.
    let cut = allowed.checked_sub(1).map(|last| &candidates[last].1);
    let cut = cut.filter(|cut| candidates.get(allowed).is_some_and(|next| compare(quota, cut, &next.1).is_eq()));
    let is_tied = |keys: &Vec<_>| cut.is_some_and(|cut| compare(quota, cut, keys).is_eq());
    let demotes = quota["mode"] == "demote";
    let mut decided = Vec::new();
    for (place, (at, keys)) in candidates.iter().enumerate() {
        let better = candidates.iter().filter(|(_, other)| compare(quota, other, keys).is_lt()).count();
        let lower = units[*at].lower();
        let decision = match (is_tied(keys), place < allowed) {
            (true, _) => "tied",
            (false, true) => "kept",
            (false, false) if demotes && lower != units[*at].class => "demoted",
            _ => "over",
        };
        let line = json!({
            "quota": quota["id"], "place": better + 1, "of": candidates.len(), "allowed": allowed, "decision": decision,
        });
        decided.push((*at, decision, better, lower, line));
    }
    let named = |which: &dyn Fn(&str, usize) -> bool| {
        let ids = decided.iter().filter(|(_, decision, better, ..)| which(decision, *better));
        ids.map(|(at, ..)| units[*at].id).take(20).collect::<Vec<_>>()
    };
    let next = decided.iter().filter(|(_, decision, ..)| ["over", "demoted"].contains(decision)).map(|one| one.2).min();
    let told = json!({
        "id": quota["id"],
        "within": scope,
        "rated": members.len(),
        "base": counted,
        "share": fraction(&share),
        "candidates": candidates.len(),
        "allowed": allowed,
        "kept": decided.iter().filter(|(_, decision, ..)| *decision == "kept").count(),
        "tied": named(&|decision, _| decision == "tied"),
        "just_outside": named(&|decision, better| decision != "kept" && decision != "tied" && Some(better) == next),
    });
    for (at, decision, _, lower, line) in decided {
        units[at].told.push(line);
        if demotes && decision != "kept" {
            units[at].class = lower;
        }
    }
    told
}

fn share(quota: &Value, members: &[usize], units: &[Rated<'_>]) -> Exact {
    let holds = |raised: &&Value| {
        let when = text(&raised["when"]);
        members.iter().all(|at| {
            let held = formula::evaluate(when, &units[*at].names(Reading::Onward));
            held.is_ok_and(|datum| datum.truth())
        })
    };
    let raised = list(&quota["raised"]).iter().find(holds);
    number::read(&raised.unwrap_or(quota)["share"]).expect("a share")
}

/// What a candidate stands by: the declared keys, or the figure of the classes.
fn keys(set: &Value, quota: &Value, unit: &Rated<'_>) -> Vec<Result<Datum, Absence>> {
    let names = unit.names(reading(&set["classes"]));
    let own = [json!({"by": set["classes"]["of"].as_str().unwrap_or("index")})];
    let order = if quota["order"].is_null() { &own } else { list(&quota["order"]) };
    order.iter().map(|key| formula::evaluate(text(&key["by"]), &names)).collect()
}

/// The better first; a key that is not known stands last.
fn compare(quota: &Value, one: &[Result<Datum, Absence>], other: &[Result<Datum, Absence>]) -> Ordering {
    let keys = one.iter().zip(other).enumerate().map(|(at, pair)| match pair {
        (Ok(one), Ok(other)) => {
            let order = one.partial_cmp(other).expect("keys of one type");
            if quota["order"][at]["order"] == "asc" { order } else { order.reverse() }
        }
        (one, other) => other.is_ok().cmp(&one.is_ok()),
    });
    keys.fold(Ordering::Equal, Ordering::then)
}

/// A decimal where it ends, else a fraction.
fn fraction(share: &Exact) -> String {
    let mut rest = share.denom().clone();
    for prime in [2, 5] {
        while &rest % prime == 0.into() {
            rest /= prime;
        }
    }
    if rest == 1.into() { number::canonical(share) } else { format!("{}/{}", share.numer(), share.denom()) }
}
