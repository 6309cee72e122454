//! What the parts of one random criteria set must know of each other.

use serde_json::{Value, json};

use super::answer::Answer;
use super::dice::Dice;
use super::vocabulary::Vocabulary;

/// Which kinds of absence a criteria set plays with; together they would be ambiguous.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Play {
    /// Leaves and nodes that do not apply leave the base.
    Rebase,
    /// Every policy, restated at nodes and leaves.
    Policies,
    /// Missing leaves are skipped, and everything applies.
    Skip,
}

/// A leaf as the round has to know it.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) id: String,
    /// It stands beside the tree.
    pub(crate) beside: bool,
    pub(crate) answer: Option<Answer>,
    /// The round may declare it not applicable.
    pub(crate) may_not_apply: bool,
    /// Whole points that are within its range whatever the answer.
    pub(crate) overrides: Vec<i64>,
}

#[derive(Debug)]
pub(crate) struct Outline {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) play: Play,
    /// Every figure terminates, so that no rounding needs to be declared.
    pub(crate) plain: bool,
    pub(crate) groups: Vec<String>,
    pub(crate) value_digits: usize,
    /// Points have whole maxima where they may be rounded to whole numbers.
    pub(crate) whole_maxima: bool,
    pub(crate) leaves: Vec<Leaf>,
    /// Nodes and leaves that always apply and always stand in the results.
    pub(crate) steady: Vec<String>,
}

impl Outline {
    /// A maximum in hundredths.
    pub(crate) fn maximum(&self, dice: &mut Dice) -> i64 {
        let maximum = dice.between(1, 10) * 100;
        if !self.whole_maxima && dice.chance(25) { maximum + 50 } else { maximum }
    }

    pub(crate) fn some_groups(&self, dice: &mut Dice) -> Value {
        json!(self.groups.iter().filter(|_| dice.chance(60)).collect::<Vec<_>>())
    }
}
