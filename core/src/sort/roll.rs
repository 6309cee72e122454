//! Lists of what has a name, in which a name is found without looking at all of them.

use std::ops::Deref;

/// What has a name.
pub(crate) trait Named {
    fn name(&self) -> &str;
}

impl Named for String {
    fn name(&self) -> &str {
        self
    }
}

impl<T> Named for (String, T) {
    fn name(&self) -> &str {
        &self.0
    }
}

/// A list in its own order.
#[derive(Clone, Debug)]
pub(crate) struct Roll<T> {
    list: Vec<T>,
    /// The positions in the order of the names, where the list is long.
    order: Vec<usize>,
}

impl<T> Default for Roll<T> {
    fn default() -> Self {
        Self { list: Vec::new(), order: Vec::new() }
    }
}

impl<T: Named> Roll<T> {
    /// Few are looked at one after another.
    const SHORT: usize = 16;

    /// The position of the first that has a name.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        if self.order.is_empty() {
            return self.list.iter().position(|one| one.name() == name);
        }
        place(&self.order, &|at| self.list[at].name(), name)
    }
}

/// The place of the first that has a name, among those in the order of their names.
fn place<'r>(order: &[usize], name_of: &dyn Fn(usize) -> &'r str, name: &str) -> Option<usize> {
    let at = order.partition_point(|at| name_of(*at) < name);
    order.get(at).copied().filter(|at| name_of(*at) == name)
}

impl<T: Named> From<Vec<T>> for Roll<T> {
    fn from(list: Vec<T>) -> Self {
        let count = if list.len() > Self::SHORT { list.len() } else { 0 };
        let mut order: Vec<usize> = (0..count).collect();
        super::sort_positions(&mut order, &mut |a, b| list[a].name().cmp(list[b].name()));
        Self { list, order }
    }
}

impl<T: Named> FromIterator<T> for Roll<T> {
    fn from_iter<I: IntoIterator<Item = T>>(list: I) -> Self {
        Self::from(list.into_iter().collect::<Vec<_>>())
    }
}

impl<T> Deref for Roll<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.list
    }
}

impl<'r, T> IntoIterator for &'r Roll<T> {
    type Item = &'r T;
    type IntoIter = std::slice::Iter<'r, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_of_a_name_is_found(names in proptest::collection::vec("[a-e]{0,2}", 0..60), name in "[a-e]{0,2}") {
            let roll = Roll::from(names.clone());
            prop_assert_eq!(roll.find(&name), names.iter().position(|known| *known == name));
            prop_assert_eq!(&*roll, names.as_slice());
        }
    }
}
