//! Rankings: partitions, order, ties.

use std::cmp::Ordering;

use num_traits::One;
use serde_json::{Value, json};

use super::calendar;
use super::criteria::list;
use super::datum::{Datum, Known};
use super::formula::{self, Names};
use super::number::{Exact, canonical, whole};
use super::sheet::{Onlooker, Reading, Sheet};

/// A rated unit as a ranking sees it.
pub(crate) struct Candidate<'a> {
    pub(crate) unit: usize,
    pub(crate) id: &'a str,
    pub(crate) sheet: &'a Sheet<'a>,
    pub(crate) class: Option<&'a str>,
}

struct Ranked<'a> {
    unit: usize,
    id: &'a str,
    partition: Option<String>,
    keys: Vec<Datum>,
    margin: Exact,
}

pub(crate) fn reading(declared: &Value) -> Reading {
    if declared["figure"] == "exact" { Reading::Exact } else { Reading::Published }
}

/// The ranks of one ranking, each with the number of its unit.
pub(crate) fn ranks(ranking: &Value, candidates: &[Candidate<'_>]) -> Vec<(usize, Value)> {
    let directions: Vec<bool> = keys(ranking).map(|(_, ascending)| ascending).collect();
    let all: Vec<Ranked<'_>> = candidates.iter().filter_map(|candidate| ranked(ranking, candidate)).collect();
    let compare = |one: &Ranked<'_>, other: &Ranked<'_>| {
        let pairs = one.keys.iter().zip(&other.keys).zip(&directions);
        pairs.fold(Ordering::Equal, |order, ((one, other), ascending)| {
            let here = one.partial_cmp(other).expect("keys of one type");
            order.then(if *ascending { here } else { here.reverse() })
        })
    };
    all.iter()
        .map(|own| {
            let peers: Vec<&Ranked<'_>> = all.iter().filter(|other| other.partition == own.partition).collect();
            let ahead: Vec<&&Ranked<'_>> = peers.iter().filter(|other| compare(other, own) == Ordering::Less).collect();
            let tied: Vec<&str> =
                peers.iter().filter(|other| compare(other, own) == Ordering::Equal).map(|other| other.id).collect();
            let (better, equal) = (count(ahead.len()), count(tied.len()));
            let rank = match ranking["ties"].as_str().unwrap_or("competition") {
                "competition" => better + Exact::one(),
                "modified" => better + equal,
                "average" => better + (equal + Exact::one()) / whole(2),
                "ordinal" => better + count(tied.iter().filter(|id| **id <= own.id).count()),
                "dense" => {
                    let steps = ahead.iter().enumerate().filter(|(at, one)| {
                        ahead[..*at].iter().all(|earlier| compare(earlier, one) != Ordering::Equal)
                    });
                    count(steps.count()) + Exact::one()
                }
                other => panic!("ties {other}"),
            };
            let mut tied: Vec<&str> = tied.into_iter().filter(|id| *id != own.id).collect();
            tied.sort_unstable();
            let others = if tied.is_empty() { Value::Null } else { json!(tied.len()) };
            let listed: Vec<&str> = tied.into_iter().take(20).collect();
            let id = ranking["id"].as_str().unwrap_or("rank");
            let broken = keys(ranking).enumerate().skip(1).filter(|(at, _)| {
                let parted =
                    |peer: &&Ranked<'_>| peer.keys[..*at] == own.keys[..*at] && peer.keys[*at] != own.keys[*at];
                peers.iter().any(parted)
            });
            let broken: Vec<&str> = broken.map(|(_, (by, _))| by).collect();
            let (rank, of) = (canonical(&rank), peers.len());
            let near = if ranking["margin"].is_string() { near(own, &peers) } else { Vec::new() };
            let line = json!({
                "ranking": id, "rank": rank, "of": of, "tied": others, "tied_with": listed, "broken_by": broken,
                "within_margin": near,
            });
            (own.unit, line)
        })
        .collect()
}

/// The others whose first key is no further away than the greater margin.
fn near<'a>(own: &Ranked<'_>, peers: &[&Ranked<'a>]) -> Vec<&'a str> {
    let first = |of: &Ranked<'_>| match &of.keys[0] {
        Datum::Number(number) => number.clone(),
        Datum::Date(day) => whole(*day),
        Datum::Moment(second) => whole(*second) / whole(calendar::DAY),
        other => panic!("no margin of {other:?}"),
    };
    let lies = |other: &&&Ranked<'_>| {
        let apart = first(own) - first(other);
        other.id != own.id && apart.clone().max(-apart) <= own.margin.clone().max(other.margin.clone())
    };
    let mut near: Vec<&str> = peers.iter().filter(lies).map(|other| other.id).collect();
    near.sort_unstable();
    near.truncate(20);
    near
}

fn count(number: usize) -> Exact {
    whole(i64::try_from(number).expect("few units"))
}

/// The formulas to order by, and whether the least is first.
fn keys(ranking: &Value) -> impl Iterator<Item = (&str, bool)> {
    [ranking]
        .into_iter()
        .chain(list(&ranking["tie_break"]))
        .map(|key| (key["by"].as_str().unwrap_or("index"), key["order"] == "asc"))
}

fn ranked<'a>(ranking: &Value, candidate: &Candidate<'a>) -> Option<Ranked<'a>> {
    let names = Onlooker { sheet: candidate.sheet, reading: reading(ranking), class: candidate.class, asked: true };
    let onward = Onlooker { reading: Reading::Onward, ..names };
    if let Some(condition) = ranking["where"].as_str()
        && !formula::evaluate(condition, &onward).is_ok_and(|datum| datum.truth())
    {
        return None;
    }
    let partition = match ranking["within"].as_str() {
        Some(within) => Some(text_of(names.name(within))?),
        None => None,
    };
    let keys: Result<Vec<Datum>, _> = keys(ranking).map(|(by, _)| formula::evaluate(by, &names)).collect();
    let margin = ranking["margin"].as_str().and_then(|margin| formula::evaluate(margin, &names).ok());
    let margin = margin.map_or_else(|| whole(0), Datum::number);
    Some(Ranked { unit: candidate.unit, id: candidate.id, partition, keys: keys.ok()?, margin })
}

fn text_of(known: Known) -> Option<String> {
    known.ok().map(|datum| datum.text().to_string())
}

pub(crate) fn declared(criteria: &Value) -> Vec<Value> {
    match &criteria["ranking"] {
        Value::Null => Vec::new(),
        Value::Array(several) => several.clone(),
        one => vec![one.clone()],
    }
}
