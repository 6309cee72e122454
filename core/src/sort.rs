//! Sorting through one sort of positions. A sort of its own for every type of item would be a tenth of the code.

mod index;
mod map;
mod roll;

use std::cmp::Ordering;

pub(crate) use index::Index;
pub(crate) use map::{Map, Set};
pub(crate) use roll::{Named, Roll};

/// Sorts by a comparison, and keeps the order of what is equal.
pub(crate) fn sort_by<T>(list: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    if list.len() < 2 {
        return;
    }
    let mut order: Vec<usize> = (0..list.len()).collect();
    sort_positions(&mut order, &mut |a, b| compare(&list[a], &list[b]));
    // Each cycle of places is walked once, and every item swapped to where it belongs.
    for first in 0..list.len() {
        let mut at = first;
        loop {
            let from = std::mem::replace(&mut order[at], at);
            if from == first {
                break;
            }
            list.swap(at, from);
            at = from;
        }
    }
}

/// Sorts, and keeps the order of what is equal.
pub(crate) fn sort<T: Ord>(list: &mut [T]) {
    sort_by(list, T::cmp);
}

/// Sorts by a key, and keeps the order of what is equal.
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, |a, b| key(a).cmp(&key(b)));
}

/// Sorts positions by a comparison of what stands there, and keeps the order of what is equal.
pub(crate) fn sort_positions(order: &mut [usize], compare: &mut dyn FnMut(usize, usize) -> Ordering) {
    order.sort_by(|a, b| compare(*a, *b));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_the_stable_sort_of_the_standard_library(list in proptest::collection::vec((0..5_u8, any::<u8>()), 0..40)) {
            let (mut own, mut known) = (list.clone(), list);
            sort_by_key(&mut own, |(key, _)| *key);
            known.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(own, known);
        }
    }
}
