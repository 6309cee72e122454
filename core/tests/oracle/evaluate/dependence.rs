//! Whether a formula reads figures of other units, in whatever way.

use std::collections::BTreeSet;

use serde_json::Value;

use super::criteria::{Criteria, Place, list};
use super::formula::{Expression, parse};

pub(crate) fn compares(criteria: &Criteria, formula: &str) -> bool {
    Search { criteria, seen: BTreeSet::new() }.formula(formula)
}

/// Whether something below a node, or anything in the tree, reads figures of other units.
pub(crate) fn compares_below(criteria: &Criteria, at: Option<usize>) -> bool {
    let children = at.map_or_else(|| criteria.top().collect(), |at| criteria.places[at].children.clone());
    Search { criteria, seen: BTreeSet::new() }.counted(children)
}

struct Search<'a> {
    criteria: &'a Criteria,
    seen: BTreeSet<String>,
}

impl Search<'_> {
    fn formula(&mut self, text: &str) -> bool {
        self.expression(&parse(text))
    }

    fn expression(&mut self, expression: &Expression) -> bool {
        match expression {
            Expression::Number(_) | Expression::Text(_) | Expression::Truth(_) | Expression::None => false,
            Expression::Name(name) => self.name(name),
            Expression::Negative(one) | Expression::Not(one) => self.expression(one),
            Expression::Two(_, left, right) => self.expression(left) || self.expression(right),
            Expression::In(left, _) => self.expression(left),
            Expression::Call(name, arguments) => {
                if let ("points" | "max_points" | "index", Some(Expression::Text(id))) =
                    (name.as_str(), arguments.first())
                {
                    return self.place(self.criteria.place(id));
                }
                if matches!(arguments.first(), Some(Expression::Name(table)) if table == "nodes") {
                    // Inside, some names are columns, of what has been looked at with the tree.
                    const COLUMNS: [&str; 3] = ["points", "maximum", "index"];
                    let hidden = COLUMNS.iter().filter(|name| self.seen.insert(format!("name {name}")));
                    let hidden: Vec<&&str> = hidden.collect();
                    let found = arguments.iter().any(|argument| self.expression(argument));
                    hidden.into_iter().for_each(|name| _ = self.seen.remove(&format!("name {name}")));
                    return found;
                }
                arguments.iter().any(|argument| self.expression(argument))
            }
        }
    }

    fn name(&mut self, name: &str) -> bool {
        if !self.seen.insert(format!("name {name}")) {
            return false;
        }
        match name {
            "peers" | "everyone" => true,
            "nodes" | "maximum" => self.tree(),
            "total" | "index" => {
                let gates = list(&self.criteria.json["gates"]).iter();
                let limits = gates.filter(|gate| !gate["effect"]["score_at_most"].is_null());
                let conditions: Vec<String> =
                    limits.filter_map(|gate| gate["when"].as_str().map(String::from)).collect();
                self.tree()
                    || self.criteria.sections().any(|at| self.place(at))
                    || conditions.iter().any(|condition| self.formula(condition))
            }
            _ => {
                let fact = list(&self.criteria.json["facts"]).iter().find(|fact| fact["id"] == name);
                fact.cloned().is_some_and(|fact| self.formulas(&fact))
            }
        }
    }

    /// Everything in the tree that counts.
    fn tree(&mut self) -> bool {
        self.counted(self.criteria.top().collect())
    }

    fn counted(&mut self, places: Vec<usize>) -> bool {
        let counts = |at: &usize| self.criteria.places[*at].json["counts"] != Value::Bool(false);
        let counted: Vec<usize> = places.into_iter().filter(counts).collect();
        counted.into_iter().any(|at| self.place(at))
    }

    fn place(&mut self, at: usize) -> bool {
        let place: &Place = &self.criteria.places[at];
        if !self.seen.insert(format!("place {}", place.id)) {
            return false;
        }
        let mut own = place.json.clone();
        own["children"] = Value::Null;
        let ancestors = std::iter::successors(place.parent, |at| self.criteria.places[*at].parent);
        let above = ancestors.filter_map(|at| self.criteria.places[at].json["applies_to"].as_str().map(String::from));
        let above: Vec<String> = above.collect();
        self.formulas(&own)
            || above.iter().any(|condition| self.formula(condition))
            || self.counted(place.children.clone())
    }

    /// The formulas inside a fact, a leaf or a node, and its scales.
    fn formulas(&mut self, json: &Value) -> bool {
        const KEYS: [&str; 9] =
            ["formula", "measure", "times", "applies_to", "of", "count", "amount", "excused", "when"];
        match json {
            Value::Object(members) => members.iter().any(|(key, member)| match member {
                _ if key == "relative" => true,
                Value::String(text) if KEYS.contains(&key.as_str()) => self.formula(text),
                other => self.formulas(other),
            }),
            Value::Array(items) => items.iter().any(|item| self.formulas(item)),
            _ => false,
        }
    }
}
