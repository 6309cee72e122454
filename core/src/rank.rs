//! Order of units: keys, ties, the five ways to number them.

use std::cmp::Ordering;

use crate::criteria::{Order, Ties};
use crate::number::Number;
use crate::sort::{sort_by_key, sort_positions};

/// How many of those in a tie are named: all of a large tie would name each unit for each.
const LISTED_TIES: usize = 20;

/// A unit that takes part in a ranking.
#[derive(Clone, Debug)]
pub(crate) struct Entrant<'a> {
    pub(crate) id: &'a str,
    pub(crate) keys: Vec<Number>,
}

/// The place of an entrant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rank {
    pub(crate) place: Number,
    /// How many others have the same keys.
    pub(crate) others: usize,
    /// Positions of the first of them, by id.
    pub(crate) tied: Vec<usize>,
    /// The keys after the first that set it apart from entrants equal in every key before.
    pub(crate) broken_by: Vec<usize>,
}

/// Ranks entrants that are compared with each other; the ranks stand in the order of the entrants.
pub(crate) fn rank(entrants: &[Entrant<'_>], orders: &[Order], ties: Ties) -> Vec<Rank> {
    let mut order: Vec<usize> = (0..entrants.len()).collect();
    sort_positions(&mut order, &mut |a, b| {
        compare(&entrants[a].keys, &entrants[b].keys, orders).then_with(|| entrants[a].id.cmp(entrants[b].id))
    });
    let mut ranks =
        vec![Rank { place: Number::ZERO, others: 0, tied: Vec::new(), broken_by: Vec::new() }; entrants.len()];
    let mut place = 0;
    let mut groups = 0;
    while place < order.len() {
        let first = &entrants[order[place]].keys;
        let same = order[place..].iter().take_while(|at| compare(first, &entrants[**at].keys, orders).is_eq()).count();
        groups += 1;
        for step in 0..same {
            let at = order[place + step];
            ranks[at].place = number(ties, place, same, step, groups);
            ranks[at].others = same - 1;
            let others = order[place..place + same].iter().copied().filter(|other| *other != at);
            ranks[at].tied = others.take(LISTED_TIES).collect();
        }
        place += same;
    }
    note_broken_ties(&order, entrants, orders.len(), &mut ranks);
    ranks
}

/// Notes with every entrant which keys broke a tie that it was in. `order` stands best first.
fn note_broken_ties(order: &[usize], entrants: &[Entrant<'_>], keys: usize, ranks: &mut [Rank]) {
    // Entrants that are equal in the keys before this one.
    let mut together = vec![(order, 0)];
    while let Some((equal, key)) = together.pop() {
        if equal.len() < 2 || key == keys {
            continue;
        }
        let runs: Vec<_> = equal.chunk_by(|a, b| entrants[*a].keys[key] == entrants[*b].keys[key]).collect();
        if key > 0 && runs.len() > 1 {
            equal.iter().for_each(|at| ranks[*at].broken_by.push(key));
        }
        together.extend(runs.into_iter().map(|run| (run, key + 1)));
    }
}

/// The number of a place: `before` entrants stand before the tie, `same` in it, `step` before this one within it.
fn number(ties: Ties, before: usize, same: usize, step: usize, groups: usize) -> Number {
    let whole = |count: usize| Number::integer(i64::try_from(count).unwrap_or(i64::MAX));
    match ties {
        Ties::Competition => whole(before + 1),
        Ties::Dense => whole(groups),
        Ties::Modified => whole(before + same),
        Ties::Ordinal => whole(before + step + 1),
        Ties::Average => {
            let doubled = whole(2 * before + same + 1);
            doubled.div(&whole(2)).and_then(Result::ok).unwrap_or(doubled)
        }
    }
}

/// For each entrant the first others, by id, whose first key lies no further away than the greater of both margins.
pub(crate) fn within_margin(entrants: &[Entrant<'_>], margins: &[&Number]) -> Vec<Vec<usize>> {
    let first = |at: usize| entrants[at].keys.first().unwrap_or(&Number::ZERO);
    let mut order: Vec<usize> = (0..entrants.len()).collect();
    sort_positions(&mut order, &mut |a, b| first(a).cmp(first(b)));
    let widest = margins.iter().copied().max().unwrap_or(&Number::ZERO);
    let lies = |a: usize, b: usize, margin: &Number| first(a).sub(first(b)).is_ok_and(|gap| gap.abs() <= *margin);
    let mut near = vec![Vec::new(); entrants.len()];
    for (place, own) in order.iter().enumerate() {
        // Beyond the widest margin nobody is near, on either side.
        let below = order[..place].iter().rev().take_while(|other| lies(*own, **other, widest));
        let above = order[place + 1..].iter().take_while(|other| lies(*own, **other, widest));
        let mut all: Vec<usize> = below
            .chain(above)
            .copied()
            .filter(|other| lies(*own, *other, margins[*own].max(margins[*other])))
            .collect();
        sort_by_key(&mut all, |other| entrants[*other].id);
        all.truncate(LISTED_TIES);
        near[*own] = all;
    }
    near
}

/// How two entrants stand by their keys, the better first.
pub(crate) fn compare(a: &[Number], b: &[Number], orders: &[Order]) -> Ordering {
    for ((a, b), order) in a.iter().zip(b).zip(orders) {
        let ordering = match order {
            Order::Asc => a.cmp(b),
            Order::Desc => b.cmp(a),
        };
        if ordering.is_ne() {
            return ordering;
        }
    }
    Ordering::Equal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(ties: Ties) -> Vec<String> {
        let entrants: Vec<_> = [("a", 90), ("c", 85), ("b", 85), ("d", 70)]
            .map(|(id, points)| Entrant { id, keys: vec![Number::integer(points)] })
            .into();
        rank(&entrants, &[Order::Desc], ties).iter().map(|rank| rank.place.to_string()).collect()
    }

    #[test]
    fn broken_ties_name_every_key_that_broke_them() {
        let entrants: Vec<_> =
            [("a", [9, 2, 5]), ("b", [9, 2, 4]), ("c", [9, 1, 4]), ("d", [8, 2, 4]), ("e", [9, 2, 4])]
                .map(|(id, keys)| Entrant { id, keys: keys.map(Number::integer).into() })
                .into();
        let ranks = rank(&entrants, &[Order::Desc; 3], Ties::Competition);
        let broken: Vec<_> = ranks.iter().map(|rank| rank.broken_by.as_slice()).collect();
        assert_eq!(broken, [&[1, 2][..], &[1, 2], &[1], &[], &[1, 2]]);
    }

    #[test]
    fn the_wider_of_two_margins_decides() {
        let entrants: Vec<_> = [("a", 90), ("c", 85), ("b", 83), ("d", 70)]
            .map(|(id, points)| Entrant { id, keys: vec![Number::integer(points)] })
            .into();
        let near = |margins: [i64; 4]| within_margin(&entrants, &margins.map(Number::integer).each_ref());
        assert_eq!(near([0, 2, 0, 0]), [vec![], vec![2], vec![1], vec![]]);
        assert_eq!(near([7, 0, 0, 1]), [vec![2, 1], vec![0], vec![0], vec![]]);
        assert_eq!(near([0; 4]), vec![Vec::<usize>::new(); 4]);
    }

    #[test]
    fn ties_are_numbered_five_ways() {
        assert_eq!(ranks(Ties::Competition), ["1", "2", "2", "4"]);
        assert_eq!(ranks(Ties::Dense), ["1", "2", "2", "3"]);
        assert_eq!(ranks(Ties::Modified), ["1", "3", "3", "4"]);
        assert_eq!(ranks(Ties::Ordinal), ["1", "3", "2", "4"]);
        assert_eq!(ranks(Ties::Average), ["1", "2.5", "2.5", "4"]);
    }
}
