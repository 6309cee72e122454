//! How many of a population may keep a class, and which of them: the decision of a quota by itself.

use std::cmp::Ordering;

use crate::criteria::Order;
use crate::number::Number;

/// What candidates stand in order by; a key that is not known stands last.
pub(crate) type Keys = Vec<Option<Number>>;

/// A unit that has the limited class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) keys: Keys,
    /// Whether it is in the base while it keeps the class.
    pub(super) counts: bool,
    /// Whether it is in the base when it has to leave the class.
    pub(super) counts_below: bool,
}

/// What a quota decides about a population.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cut {
    /// The base when so many keep the class.
    pub(crate) base: usize,
    /// The largest number that may keep it.
    pub(crate) allowed: usize,
    /// How many surely do: those before the tie at the cut, if there is one.
    pub(crate) kept: usize,
    /// How many stand equal at the cut, so that nobody can say which of them keep it.
    pub(crate) tied: usize,
}

/// What a quota decides about a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Kept,
    Tied,
    Beyond,
}

impl Candidate {
    /// How two candidates stand, the better first; equal ones in an order that the round has no part in.
    pub(super) fn stand(&self, other: &Self, orders: &[Order]) -> Ordering {
        let counts = |of: &Self| (of.counts, of.counts_below);
        compare(&self.keys, &other.keys, orders).then_with(|| counts(self).cmp(&counts(other)))
    }
}

impl Cut {
    /// The cut of a population: `others` are in the base whatever is decided, `candidates` stand best first.
    ///
    /// The base moves with the decision: who has to leave the class is counted where it goes.
    pub(super) fn of(share: &Number, others: usize, candidates: &[Candidate]) -> Self {
        let mut base = others + candidates.iter().filter(|candidate| candidate.counts).count();
        let mut allowed = candidates.len();
        while !within(allowed, share, base) {
            let Some(next) = allowed.checked_sub(1) else { break };
            allowed = next;
            base -= usize::from(candidates[allowed].counts);
            base += usize::from(candidates[allowed].counts_below);
        }
        let at_cut = allowed.checked_sub(1).zip(candidates.get(allowed));
        let tie = at_cut.map(|(last, next)| (&candidates[last].keys, &next.keys)).filter(|(last, next)| last == next);
        let Some((keys, _)) = tie else { return Self { base, allowed, kept: allowed, tied: 0 } };
        let kept = candidates[..allowed].iter().take_while(|candidate| candidate.keys != *keys).count();
        let tied = candidates[kept..].iter().take_while(|candidate| candidate.keys == *keys).count();
        Self { base, allowed, kept, tied }
    }

    /// What is decided about a candidate that `before` others stand before.
    pub(super) const fn fate(&self, before: usize) -> Fate {
        if before < self.kept {
            Fate::Kept
        } else if before < self.kept + self.tied {
            Fate::Tied
        } else {
            Fate::Beyond
        }
    }
}

/// Whether so many are at most the share of the base.
fn within(count: usize, share: &Number, base: usize) -> bool {
    let whole = |count: usize| Number::integer(i64::try_from(count).unwrap_or(i64::MAX));
    share.mul(&whole(base)).is_ok_and(|most| whole(count) <= most)
}

/// How two candidates stand, the better first.
pub(super) fn compare(a: &[Option<Number>], b: &[Option<Number>], orders: &[Order]) -> Ordering {
    let keys = a.iter().zip(b).zip(orders).map(|((a, b), order)| match (a, b, order) {
        (Some(a), Some(b), Order::Asc) => a.cmp(b),
        (Some(a), Some(b), Order::Desc) => b.cmp(a),
        (a, b, _) => b.is_some().cmp(&a.is_some()),
    });
    keys.fold(Ordering::Equal, Ordering::then)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Candidates by their points, who are counted as the base says: with the class, and below it.
    fn candidates(points: &[i64], counts: bool, counts_below: bool) -> Vec<Candidate> {
        let of = |points: &i64| Candidate { keys: vec![Some(Number::integer(*points))], counts, counts_below };
        points.iter().map(of).collect()
    }

    fn share(num: i128, den: i128) -> Number {
        Number::ratio(num, den, 0).unwrap()
    }

    fn cut(share: &Number, others: usize, candidates: &[Candidate]) -> (usize, usize, usize, usize) {
        let Cut { base, allowed, kept, tied } = Cut::of(share, others, candidates);
        (base, allowed, kept, tied)
    }

    /// The twelve of a synthetic office, ten of whom have reached the best class; the others are in the last.
    const OFFICE: [i64; 10] = [9900, 9850, 9850, 9800, 9800, 9705, 9600, 9400, 9120, 7412];

    #[test]
    fn the_four_bases_of_an_office_of_twelve() {
        let fifth = share(1, 5);
        // 20 % of those in the next class: each who leaves the class makes room for the others.
        assert_eq!(cut(&fifth, 0, &candidates(&OFFICE, false, true)), (9, 1, 1, 0));
        // Of both classes, and of all: two may keep it, and the second and third are equal.
        assert_eq!(cut(&fifth, 0, &candidates(&OFFICE, true, true)), (10, 2, 1, 2));
        assert_eq!(cut(&fifth, 2, &candidates(&OFFICE, true, true)), (12, 2, 1, 2));
        assert_eq!(cut(&share(3, 10), 2, &candidates(&OFFICE, true, true)), (12, 3, 3, 0));
    }

    #[test]
    fn a_share_of_nobody_and_of_all() {
        assert_eq!(cut(&Number::ZERO, 5, &candidates(&OFFICE, true, true)), (15, 0, 0, 0));
        assert_eq!(cut(&Number::ONE, 0, &candidates(&OFFICE, true, true)), (10, 10, 10, 0));
        assert_eq!(cut(&share(1, 5), 7, &[]), (7, 0, 0, 0));
        // The share of a class in itself leaves nobody.
        assert_eq!(cut(&share(1, 2), 0, &candidates(&OFFICE, true, false)), (0, 0, 0, 0));
    }

    #[test]
    fn a_key_that_is_not_known_stands_last() {
        let some = |of: i64| Some(Number::integer(of));
        for order in [Order::Asc, Order::Desc] {
            assert_eq!(compare(&[some(1)], &[None], &[order]), Ordering::Less);
            assert_eq!(compare(&[None], &[some(1)], &[order]), Ordering::Greater);
        }
        assert_eq!(compare(&[None, some(2)], &[None, some(3)], &[Order::Desc, Order::Asc]), Ordering::Less);
    }

    fn population() -> impl Strategy<Value = (Number, usize, Vec<Candidate>)> {
        let keys = prop::collection::vec(prop::option::of(0i64..3), 2);
        let candidate = (keys, any::<bool>(), any::<bool>()).prop_map(|(keys, counts, counts_below)| Candidate {
            keys: keys.into_iter().map(|key| key.map(Number::integer)).collect(),
            counts,
            counts_below,
        });
        let share = (0i128..=12).prop_map(|num| share(num, 12));
        (share, 0usize..12, prop::collection::vec(candidate, 0..12))
    }

    const ORDERS: [Order; 2] = [Order::Desc, Order::Asc];

    fn sorted(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
        candidates.sort_by(|a, b| a.stand(b, &ORDERS));
        candidates
    }

    proptest! {
        /// By trying: so many fit with the distribution that they leave, and no greater number does.
        #[test]
        fn the_largest_number_that_its_own_distribution_satisfies((share, others, candidates) in population()) {
            let candidates = sorted(candidates);
            let base = |kept: usize| {
                let stay = candidates[..kept].iter().filter(|candidate| candidate.counts).count();
                others + stay + candidates[kept..].iter().filter(|candidate| candidate.counts_below).count()
            };
            let fits = |kept: &usize| within(*kept, &share, base(*kept));
            let cut = Cut::of(&share, others, &candidates);
            prop_assert_eq!(Some(cut.allowed), (0..=candidates.len()).rev().find(fits));
            prop_assert_eq!(cut.base, base(cut.allowed));
        }

        /// Nobody outside stands before one who keeps the class, and who is equal shares one fate.
        #[test]
        fn nobody_outside_is_better_and_equals_share_one_fate((share, others, candidates) in population()) {
            let candidates = sorted(candidates);
            let cut = Cut::of(&share, others, &candidates);
            let before = |own: &Candidate| {
                candidates.iter().filter(|other| compare(&other.keys, &own.keys, &ORDERS).is_lt()).count()
            };
            let fates: Vec<_> = candidates.iter().map(|own| cut.fate(before(own))).collect();
            let place = |fate: &Fate| [Fate::Kept, Fate::Tied, Fate::Beyond].iter().position(|known| known == fate);
            prop_assert!(fates.is_sorted_by_key(place));
            prop_assert_eq!(fates.iter().filter(|fate| **fate == Fate::Kept).count(), cut.kept);
            prop_assert_eq!(fates.iter().filter(|fate| **fate == Fate::Tied).count(), cut.tied);
            prop_assert!(cut.kept <= cut.allowed && (cut.tied == 0 || cut.allowed < cut.kept + cut.tied));
        }

        /// The order of the units in the round changes nothing.
        #[test]
        fn the_order_of_units_changes_nothing((share, others, candidates) in population()) {
            let turned: Vec<_> = candidates.iter().rev().cloned().collect();
            let (one, other) = (sorted(candidates), sorted(turned));
            prop_assert_eq!(Cut::of(&share, others, &one), Cut::of(&share, others, &other));
        }
    }
}
