//! What fractions become together.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero, pow};
use serde_json::Value;

use super::irrational::root;
use super::number::{Exact, whole};

/// One fraction of all, each with its weight; nothing where there is none.
pub(crate) fn fraction(combine: &Value, all: &[(Exact, Exact)]) -> Option<Exact> {
    let mut sorted: Vec<&Exact> = all.iter().map(|(fraction, _)| fraction).collect();
    sorted.sort();
    let weights: Exact = all.iter().map(|(_, weight)| weight).sum();
    if let Some(best) = combine["best"].as_u64() {
        let best: Vec<&Exact> = sorted.into_iter().rev().take(usize::try_from(best).expect("a few")).collect();
        let count = whole(i64::try_from(best.len()).expect("a few"));
        return Some(best.into_iter().sum::<Exact>() / count);
    }
    match combine.as_str().expect("a word") {
        "min" => Some(sorted[0].clone()),
        "max" => Some(sorted[sorted.len() - 1].clone()),
        "mean" => Some(all.iter().map(|(fraction, weight)| fraction * weight).sum::<Exact>() / weights),
        _ if sorted[0].is_negative() => None,
        _ if sorted[0].is_zero() => Some(whole(0)),
        "harmonic" => Some(&weights / all.iter().map(|(fraction, weight)| weight / fraction).sum::<Exact>()),
        "geometric" => Some(geometric(all)),
        other => panic!("combine {other}"),
    }
}

/// With whole weights the product is exact, and one root is left.
fn geometric(all: &[(Exact, Exact)]) -> Exact {
    let common = all.iter().fold(BigInt::one(), |common, (_, weight)| common.lcm(weight.denom()));
    let wholes = all.iter().map(|(fraction, weight)| {
        let times = (weight * Exact::from_integer(common.clone())).to_integer();
        (fraction, u32::try_from(times).expect("a small weight"))
    });
    let wholes: Vec<(&Exact, u32)> = wholes.collect();
    let product = wholes.iter().map(|(fraction, times)| pow((*fraction).clone(), *times as usize)).product();
    root(&product, wholes.iter().map(|(_, times)| times).sum())
}
