//! Order of units: keys, ties, the five ways to number them.

use std::cmp::Ordering;
use std::ops::Range;

use crate::criteria::{Order, Ties};
use crate::number::Number;
use crate::sort::{Set, sort, sort_positions};

/// A unit that takes part in a ranking.
#[derive(Clone, Debug)]
pub(crate) struct Entrant<'a> {
    pub(crate) id: &'a str,
    pub(crate) keys: &'a [Number],
}

/// The ids of all entrants, to be compared often.
struct Ids<'a> {
    entrants: &'a [Entrant<'a>],
    /// The first bytes of each as a number: most ids differ there, and need not be fetched.
    heads: Vec<u64>,
}

impl<'a> Ids<'a> {
    fn of(entrants: &'a [Entrant<'a>]) -> Self {
        let head = |entrant: &Entrant<'_>| {
            let mut bytes = [0; 8];
            bytes.iter_mut().zip(entrant.id.bytes()).for_each(|(place, byte)| *place = byte);
            u64::from_be_bytes(bytes)
        };
        Self { entrants, heads: entrants.iter().map(head).collect() }
    }

    fn compare(&self, a: usize, b: usize) -> Ordering {
        self.heads[a].cmp(&self.heads[b]).then_with(|| self.entrants[a].id.cmp(self.entrants[b].id))
    }
}

/// The keys of all entrants, to be compared often.
struct Keys<'a> {
    entrants: &'a [Entrant<'a>],
    orders: &'a [Order],
    /// Each key as whole multiples of one fraction, where all of it are.
    whole: Vec<Option<Vec<i128>>>,
}

impl<'a> Keys<'a> {
    fn of(entrants: &'a [Entrant<'a>], orders: &'a [Order]) -> Self {
        let whole = |key: usize| Number::multiples(entrants.iter().map(|entrant| entrant.keys.get(key)));
        Self { entrants, orders, whole: (0..orders.len()).map(whole).collect() }
    }

    /// How two entrants stand, the better first.
    fn compare(&self, a: usize, b: usize) -> Ordering {
        let mut compared = self.orders.iter().enumerate().map(|(key, order)| directed(self.by(key, a, b), *order));
        compared.find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// How two entrants stand by one key, the smaller first.
    fn by(&self, key: usize, a: usize, b: usize) -> Ordering {
        match &self.whole[key] {
            Some(whole) => whole[a].cmp(&whole[b]),
            None => self.entrants[a].keys[key].cmp(&self.entrants[b].keys[key]),
        }
    }
}

/// In which of some lists an entrant stands, and where in it.
pub(crate) type Listed = Option<(usize, usize)>;

/// The place of an entrant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rank {
    pub(crate) place: Number,
    /// How many others have the same keys.
    pub(crate) others: usize,
    /// Which of the ties it is in.
    pub(crate) tie: Listed,
    /// The keys after the first that set it apart from entrants equal in every key before.
    pub(crate) broken_by: Vec<usize>,
}

/// Ranks entrants that are compared with each other. The ranks stand in the order of the entrants; beside them stand the
/// positions of those in each tie, by id.
pub(crate) fn rank(entrants: &[Entrant<'_>], orders: &[Order], ties: Ties) -> (Vec<Rank>, Vec<Vec<usize>>) {
    let (keys, ids) = (Keys::of(entrants, orders), Ids::of(entrants));
    let mut order: Vec<usize> = (0..entrants.len()).collect();
    sort_positions(&mut order, &mut |a, b| keys.compare(a, b).then_with(|| ids.compare(a, b)));
    let mut ranks = vec![Rank { place: Number::ZERO, others: 0, tie: None, broken_by: Vec::new() }; entrants.len()];
    let mut place = 0;
    let mut groups = 0;
    let mut together = Vec::new();
    while place < order.len() {
        let same = order[place..].iter().take_while(|at| keys.compare(order[place], **at).is_eq()).count();
        groups += 1;
        for step in 0..same {
            let at = order[place + step];
            ranks[at].place = number(ties, place, same, step, groups);
            ranks[at].others = same - 1;
            ranks[at].tie = (same > 1).then_some((together.len(), step));
        }
        if same > 1 {
            together.push(order[place..place + same].to_vec());
        }
        place += same;
    }
    note_broken_ties(&order, &keys, &mut ranks);
    (ranks, together)
}

/// Notes with every entrant which keys broke a tie that it was in. `order` stands best first.
fn note_broken_ties(order: &[usize], keys: &Keys<'_>, ranks: &mut [Rank]) {
    // Entrants that are equal in the keys before this one.
    let mut together = vec![(order, 0)];
    while let Some((equal, key)) = together.pop() {
        if equal.len() < 2 || key == keys.orders.len() {
            continue;
        }
        let runs: Vec<_> = equal.chunk_by(|a, b| keys.by(key, *a, *b).is_eq()).collect();
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

/// Those whose first key lies no further away than the greater of both margins: lists of positions by id, of which the
/// first `listed` others count, and for each entrant that has any its list, and where it stands there itself.
pub(crate) fn within_margin(
    entrants: &[Entrant<'_>],
    margins: &[&Number],
    listed: usize,
) -> (Vec<Listed>, Vec<Vec<usize>>) {
    let first = |at: usize| entrants[at].keys.first().unwrap_or(&Number::ZERO);
    let count = entrants.len();
    // Keys and margins as whole multiples of one fraction, where all are.
    let keys = entrants.iter().map(|entrant| entrant.keys.first());
    let whole = Number::multiples(keys.chain(margins.iter().map(|margin| Some(*margin))));
    let mut order: Vec<usize> = (0..count).collect();
    let mut ids = order.clone();
    sort_positions(&mut order, &mut |a, b| match &whole {
        Some(whole) => whole[a].cmp(&whole[b]),
        None => first(a).cmp(first(b)),
    });
    let compared = Ids::of(entrants);
    sort_positions(&mut ids, &mut |a, b| compared.compare(a, b));
    let mut rank = vec![0; count];
    ids.iter().enumerate().for_each(|(place, at)| rank[*at] = place);
    // From where to where, in the order of the keys, the margin of each reaches.
    let reach = |(place, own): (usize, &usize)| {
        let lies = |other: &usize| match &whole {
            // A gap of more bits than they have is wider than any margin.
            Some(whole) => whole[*own]
                .checked_sub(whole[*other])
                .and_then(i128::checked_abs)
                .is_some_and(|gap| gap <= whole[count + *own]),
            None => first(*own).sub(first(*other)).is_ok_and(|gap| gap.abs() <= *margins[*own]),
        };
        let above = &order[place + 1..];
        order[..place].partition_point(|other| !lies(other))..place + 1 + above.partition_point(lies)
    };
    let reach: Vec<Range<usize>> = order.iter().enumerate().map(reach).collect();
    let (mut begins, mut ends): (Vec<usize>, Vec<usize>) = ((0..count).collect(), (0..count).collect());
    sort_positions(&mut begins, &mut |a, b| reach[a].start.cmp(&reach[b].start));
    sort_positions(&mut ends, &mut |a, b| reach[a].end.cmp(&reach[b].end));
    let (mut begins, mut ends) = (begins.into_iter().peekable(), ends.into_iter().peekable());
    // Under one margin for all, whom it reaches reaches back.
    let is_one = margins.windows(2).all(|pair| pair[0] == pair[1]);
    let least = (!is_one).then(|| Least::of(order.iter().map(|at| rank[*at]).collect()));
    let mut reaching: Set<usize> = Set::new();
    let (mut near, mut lists) = (vec![None; count], Vec::<Vec<usize>>::new());
    for (place, own) in order.iter().enumerate() {
        while let Some(other) = begins.next_if(|other| reach[*other].start <= place) {
            reaching.insert(rank[order[other]]);
        }
        while let Some(other) = ends.next_if(|other| reach[*other].end <= place) {
            reaching.remove(&rank[order[other]]);
        }
        let mut all = Vec::with_capacity(2 * (listed + 1));
        all.extend(reaching.iter().copied().take(listed + 1));
        if let Some(least) = &least {
            all.extend(least.first(reach[place].clone(), listed + 1));
            sort(&mut all);
            all.dedup();
            all.truncate(listed + 1);
        }
        if all == [rank[*own]] {
            continue;
        }
        let at = all.iter().position(|other| *other == rank[*own]).unwrap_or(all.len());
        // Neighbours often have the same ones near.
        if lists.last() != Some(&all) {
            lists.push(all);
        }
        near[*own] = Some((lists.len() - 1, at));
    }
    lists.iter_mut().flatten().for_each(|other| *other = ids[*other]);
    (near, lists)
}

/// Numbers, each of them once, of which the least of any range are found.
struct Least {
    /// A tree in one list: above two numbers stands the smaller, the numbers stand at the end.
    tree: Vec<usize>,
}

impl Least {
    fn of(numbers: Vec<usize>) -> Self {
        let count = numbers.len();
        let mut tree = vec![usize::MAX; count];
        tree.extend(numbers);
        for at in (1..count).rev() {
            tree[at] = tree[2 * at].min(tree[2 * at + 1]);
        }
        Self { tree }
    }

    /// The least number of a range, with its place.
    fn least(&self, range: Range<usize>) -> Option<(usize, usize)> {
        let count = self.tree.len() / 2;
        let (mut from, mut until) = (range.start + count, range.end + count);
        let mut found: Option<usize> = None;
        let mut see = |at: usize| {
            if found.is_none_or(|found| self.tree[at] < self.tree[found]) {
                found = Some(at);
            }
        };
        while from < until {
            if from % 2 == 1 {
                see(from);
                from += 1;
            }
            if until % 2 == 1 {
                until -= 1;
                see(until);
            }
            (from, until) = (from / 2, until / 2);
        }
        // Down to where the number itself stands.
        let mut at = found?;
        while at < count {
            at = if self.tree[2 * at] == self.tree[at] { 2 * at } else { 2 * at + 1 };
        }
        Some((self.tree[at], at - count))
    }

    /// The first numbers of a range, ascending.
    fn first(&self, range: Range<usize>, count: usize) -> Vec<usize> {
        let mut first = Vec::with_capacity(count);
        let part = |range: Range<usize>| self.least(range.clone()).map(|(number, place)| (number, place, range));
        let mut parts = Vec::with_capacity(count + 1);
        parts.extend(part(range));
        while let Some(at) = (0..parts.len()).min_by_key(|at| parts[*at].0).filter(|_| first.len() < count) {
            let (number, place, range) = parts.swap_remove(at);
            first.push(number);
            parts.extend(part(range.start..place));
            parts.extend(part(place + 1..range.end));
        }
        first
    }
}

/// How two entrants stand by their keys, the better first.
pub(crate) fn compare(a: &[Number], b: &[Number], orders: &[Order]) -> Ordering {
    for ((a, b), order) in a.iter().zip(b).zip(orders) {
        let ordering = a.cmp(b);
        if ordering.is_ne() {
            return directed(ordering, *order);
        }
    }
    Ordering::Equal
}

fn directed(ordering: Ordering, order: Order) -> Ordering {
    match order {
        Order::Asc => ordering,
        Order::Desc => ordering.reverse(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whoever_lies_within_a_margin_is_near(
            units in proptest::collection::vec((0..40_i64, 0..9_i64), 0..60),
            is_long in any::<bool>(),
        ) {
            let ids: Vec<_> = (0..units.len()).map(|at| format!("{:02}", at * 37 % 61)).collect();
            // Multiples of a fraction of more than 128 bits are whole multiples of none.
            let third = Number::integer(1).div(&Number::integer(3)).unwrap().unwrap();
            let part = (0..if is_long { 90 } else { 0 }).fold(Number::ONE, |part, _| part.mul(&third).unwrap());
            let keys: Vec<_> = units.iter().map(|(key, _)| [Number::integer(*key).mul(&part).unwrap()]).collect();
            let entrants: Vec<_> = ids.iter().zip(&keys).map(|(id, keys)| Entrant { id, keys }).collect();
            let margins: Vec<_> = units.iter().map(|(_, margin)| Number::integer(*margin).mul(&part).unwrap()).collect();
            let is_whole = Number::multiples(keys.iter().map(|[key]| Some(key))).is_some();
            prop_assert!(!(is_long && is_whole && units.iter().any(|(key, _)| *key > 0)));
            let near = near(&entrants, &margins.iter().collect::<Vec<_>>(), 20);
            for (own, (key, margin)) in units.iter().enumerate() {
                let lies = |at: &usize| *at != own && (key - units[*at].0).abs() <= *margin.max(&units[*at].1);
                let mut all: Vec<_> = (0..units.len()).filter(lies).collect();
                all.sort_by_key(|at| &ids[*at]);
                all.truncate(20);
                prop_assert_eq!(&near[own], &all);
            }
        }
    }

    /// For each entrant the first others within the margins.
    fn near(entrants: &[Entrant<'_>], margins: &[&Number], listed: usize) -> Vec<Vec<usize>> {
        let (near, lists) = within_margin(entrants, margins, listed);
        let others = |(list, own): (usize, usize)| {
            let others = lists[list].iter().enumerate().filter(|(at, _)| *at != own).map(|(_, other)| *other);
            others.take(listed).collect()
        };
        near.into_iter().map(|near| near.map(others).unwrap_or_default()).collect()
    }

    fn entrants<'a, const N: usize>(ids: &[&'a str], keys: &'a [[Number; N]]) -> Vec<Entrant<'a>> {
        ids.iter().zip(keys).map(|(id, keys)| Entrant { id, keys }).collect()
    }

    fn whole<const N: usize>(points: [i64; N]) -> [Number; N] {
        points.map(Number::integer)
    }

    fn ranks(ties: Ties) -> Vec<String> {
        let points = [90, 85, 85, 70].map(|points| whole([points]));
        let four = entrants(&["a", "c", "b", "d"], &points);
        rank(&four, &[Order::Desc], ties).0.iter().map(|rank| rank.place.to_string()).collect()
    }

    #[test]
    fn broken_ties_name_every_key_that_broke_them() {
        let keys = [[9, 2, 5], [9, 2, 4], [9, 1, 4], [8, 2, 4], [9, 2, 4]].map(whole);
        let (ranks, _) = rank(&entrants(&["a", "b", "c", "d", "e"], &keys), &[Order::Desc; 3], Ties::Competition);
        let broken: Vec<_> = ranks.iter().map(|rank| rank.broken_by.as_slice()).collect();
        assert_eq!(broken, [&[1, 2][..], &[1, 2], &[1], &[], &[1, 2]]);
    }

    #[test]
    fn what_breaks_the_tie_of_two_is_noted_and_nothing_else() {
        let broken = |keys: [[i64; 3]; 2]| {
            let keys = keys.map(whole);
            let (ranks, _) = rank(&entrants(&["a", "b"], &keys), &[Order::Desc; 3], Ties::Competition);
            ranks.into_iter().map(|rank| rank.broken_by).collect::<Vec<_>>()
        };
        assert_eq!(broken([[9, 5, 1], [9, 5, 2]]), [[2], [2]]);
        assert_eq!(broken([[9, 4, 1], [9, 5, 1]]), [[1], [1]]);
        assert_eq!(broken([[9, 5, 1], [9, 5, 1]]), [[0; 0]; 2]);
        assert_eq!(broken([[8, 5, 1], [9, 5, 1]]), [[0; 0]; 2]);
    }

    #[test]
    fn whoever_ties_is_listed_by_id() {
        let keys = [70, 85, 70, 90, 85, 70].map(|points| whole([points]));
        let (ranks, together) =
            rank(&entrants(&["f", "e", "d", "c", "b", "a"], &keys), &[Order::Desc], Ties::Competition);
        let ties: Vec<_> = ranks.iter().map(|rank| (rank.others, rank.tie)).collect();
        let expected =
            [(2, Some((1, 2))), (1, Some((0, 1))), (2, Some((1, 1))), (0, None), (1, Some((0, 0))), (2, Some((1, 0)))];
        assert_eq!(ties, expected);
        assert_eq!(together, [vec![4, 1], vec![5, 2, 0]]);
    }

    #[test]
    fn keys_without_a_common_fraction_are_compared_one_by_one() {
        let inverse = |prime: i64| Number::integer(1).div(&Number::integer(prime)).unwrap().unwrap();
        // Their least common multiple has more than 128 bits.
        let primes = [1_000_003, 1_000_033, 1_000_037, 1_000_039, 1_000_081, 1_000_099, 1_000_117];
        let keys: Vec<_> = primes.map(|prime| [inverse(prime)]).into();
        assert!(Number::multiples(keys.iter().map(|[key]| Some(key))).is_none());
        let ids = ["a", "b", "c", "d", "e", "f", "g"];
        let places: Vec<_> = rank(&entrants(&ids, &keys), &[Order::Asc], Ties::Ordinal)
            .0
            .iter()
            .map(|rank| rank.place.to_string())
            .collect();
        assert_eq!(places, ["7", "6", "5", "4", "3", "2", "1"]);
    }

    #[test]
    fn the_wider_of_two_margins_decides() {
        let points = [90, 85, 83, 70].map(|points| whole([points]));
        let four = entrants(&["a", "c", "b", "d"], &points);
        let near = |margins: [i64; 4]| near(&four, &whole(margins).each_ref(), 20);
        assert_eq!(near([0, 2, 0, 0]), [vec![], vec![2], vec![1], vec![]]);
        assert_eq!(near([7, 0, 0, 1]), [vec![2, 1], vec![0], vec![0], vec![]]);
        assert_eq!(near([0; 4]), vec![Vec::<usize>::new(); 4]);
    }

    #[test]
    fn of_many_that_are_near_the_first_others_are_listed() {
        let points = [90, 91, 89, 90].map(|points| whole([points]));
        let four = entrants(&["b", "a", "d", "c"], &points);
        // Under one margin for all, and under several.
        for margins in [[2, 2, 2, 2], [2, 3, 4, 5]] {
            let near = |listed: usize| near(&four, &whole(margins).each_ref(), listed);
            assert_eq!(near(2), [[1, 3], [0, 3], [1, 0], [1, 0]]);
            assert_eq!(near(1), [[1], [0], [1], [1]]);
        }
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
