//! The criteria set with its tree laid out as a list, parents before children.

use serde_json::{Value, json};

use super::number::Rounding;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Node,
    Leaf,
    /// `bonus` or `penalty`
    Section,
}

/// A node, a leaf or a section, with the policies that hold there.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) json: Value,
    pub(crate) parent: Option<usize>,
    pub(crate) children: Vec<usize>,
    pub(crate) not_applicable: String,
    pub(crate) missing: Value,
}

#[derive(Debug)]
pub(crate) struct Criteria {
    pub(crate) json: Value,
    pub(crate) places: Vec<Place>,
    pub(crate) stages: Vec<String>,
    pub(crate) last: usize,
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

impl Place {
    /// Outside the maximum: by declaration, or in a section.
    pub(crate) fn is_beside(&self, criteria: &Criteria) -> bool {
        let in_section = self.parent.is_some_and(|parent| criteria.places[parent].kind == Kind::Section);
        self.kind == Kind::Section || in_section || self.json["in_maximum"] == json!(false)
    }
}

impl Criteria {
    pub(crate) fn read(json: &Value) -> Self {
        let declared = list(&json["stages"]);
        let mut stages: Vec<String> = declared.iter().map(|stage| text(&stage["id"]).into()).collect();
        if stages.is_empty() {
            stages.push("self".into());
        }
        let last = declared.iter().position(|stage| stage["final"] == json!(true)).unwrap_or(stages.len() - 1);
        let mut criteria = Self { json: json.clone(), places: Vec::new(), stages, last };
        let not_applicable = json["not_applicable"].as_str().unwrap_or("rebase");
        for node in list(&json["tree"]) {
            criteria.lay_out(node, None, not_applicable, &json["missing"]);
        }
        for section in ["bonus", "penalty"] {
            if json[section].is_object() {
                let mut node = json[section].clone();
                node["id"] = json!(section);
                let items = node["items"].take();
                node["children"] = items;
                let at = criteria.lay_out(&node, None, not_applicable, &json["missing"]);
                criteria.places[at].kind = Kind::Section;
            }
        }
        criteria
    }

    fn lay_out(&mut self, node: &Value, parent: Option<usize>, not_applicable: &str, missing: &Value) -> usize {
        let at = self.places.len();
        let not_applicable = node["not_applicable"].as_str().unwrap_or(not_applicable).to_string();
        let missing = if node["missing"].is_null() { missing } else { &node["missing"] }.clone();
        let inner = node["children"].is_array();
        self.places.push(Place {
            id: text(&node["id"]).into(),
            kind: if inner { Kind::Node } else { Kind::Leaf },
            json: node.clone(),
            parent,
            children: Vec::new(),
            not_applicable: not_applicable.clone(),
            missing: missing.clone(),
        });
        for child in list(&node["children"]) {
            let child = self.lay_out(child, Some(at), &not_applicable, &missing);
            self.places[at].children.push(child);
        }
        at
    }

    pub(crate) fn place(&self, id: &str) -> usize {
        self.places.iter().position(|place| place.id == id).unwrap_or_else(|| panic!("no place {id}"))
    }

    pub(crate) fn top(&self) -> impl Iterator<Item = usize> {
        (0..self.places.len()).filter(|at| self.places[*at].parent.is_none() && self.places[*at].kind != Kind::Section)
    }

    pub(crate) fn sections(&self) -> impl Iterator<Item = usize> {
        (0..self.places.len()).filter(|at| self.places[*at].kind == Kind::Section)
    }

    pub(crate) fn is_tally(&self, leaf: &str) -> bool {
        self.places[self.place(leaf)].json["scale"]["tally"].is_object()
    }

    pub(crate) fn rounding(&self, what: &str) -> Option<Rounding> {
        Rounding::read(&self.json["rounding"][what])
    }
}
