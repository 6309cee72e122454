//! The units that a unit shares its rank with, or that lie near it.

use std::fmt;
use std::sync::Arc;

use crate::diagnostic::{Diagnostics, Path, Phrase};
use crate::document::{Document, Json, JsonWriter, Member, Schemas};

/// The ids of other units, in their order.
///
/// In a round of a million units a tie is large, and each unit names those that it is tied with, or that lie within a
/// margin of it: the names are kept once for all of them.
///
/// ```
/// use chamdiem::results::Others;
///
/// let others = Others::from(vec!["d2".to_owned(), "d7".to_owned()]);
/// assert_eq!(others.iter().collect::<Vec<_>>(), ["d2", "d7"]);
/// assert_eq!(others.len(), 2);
/// ```
#[derive(Clone, Default)]
pub struct Others {
    /// One more than is told, so that enough are left without the unit itself.
    together: Arc<[String]>,
    /// Where the unit itself stands.
    own: Option<usize>,
}

impl Others {
    /// How many are told: all of a large tie would name each unit for each.
    pub(crate) const TOLD: usize = 20;

    /// Those of `together` that are not the one at `own`.
    pub(crate) fn of(together: &Arc<[String]>, own: usize) -> Self {
        Self { together: Arc::clone(together), own: Some(own) }
    }

    fn ids(&self) -> impl Iterator<Item = &String> {
        let others = self.together.iter().enumerate().filter(|(at, _)| Some(*at) != self.own).map(|(_, id)| id);
        others.take(if self.own.is_some() { Self::TOLD } else { usize::MAX })
    }

    /// The ids.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.ids().map(String::as_str)
    }

    /// How many ids there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids().count()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids().next().is_none()
    }
}

impl From<Vec<String>> for Others {
    fn from(ids: Vec<String>) -> Self {
        Self { together: ids.into(), own: None }
    }
}

impl PartialEq for Others {
    fn eq(&self, other: &Self) -> bool {
        self.ids().eq(other.ids())
    }
}

impl Eq for Others {}

impl fmt::Debug for Others {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.ids()).finish()
    }
}

impl Document for Others {
    const EXPECTED: Phrase = Phrase::List;
    const OPTIONAL: bool = true;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        Vec::read(json, path, problems).map(|ids: Vec<String>| ids.into())
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        json.list(&mut self.ids().map(|id| id as &dyn Member));
    }

    fn blank() -> Self {
        Self::default()
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        Vec::<String>::schema(schemas)
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_a_large_tie_is_told_the_first_twenty_others() {
        let ids: Vec<String> = (10..31).map(|at| format!("u{at}")).collect();
        let together: Arc<[String]> = ids.clone().into();
        let told = |own| Others::of(&together, own).iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(told(0), ids[1..]);
        assert_eq!(told(20), ids[..20]);
        assert_eq!(told(40), ids[..20]);
        assert_eq!(Others::from(ids[..20].to_vec()), Others::of(&together, 20));
        assert_ne!(Others::from(ids.clone()), Others::of(&together, 20));
    }
}
