//! One unit at one stage: its facts, and the names its formulas know.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use serde_json::{Value, json};

use super::admission::Admitted;
use super::criteria::{Criteria, Kind, list, text};
use super::datum::{Absence, Datum, Known};
use super::formula::{self, Expression, Names, Rows};
use super::head::{Head, Workdays};
use super::number::{self, Exact, Figure, Rounding, whole};
use super::record::Record;
use super::relative::Round;
use super::scale::{self, Feed};
use super::standing::Standing;
use super::tree::Summary;

/// Which of its three readings a bare figure has in a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    Onward,
    Published,
    Exact,
}

pub(crate) struct Sheet<'a> {
    pub(crate) criteria: &'a Criteria,
    pub(crate) record: &'a Record,
    pub(crate) stage: usize,
    group: Option<&'a str>,
    head: &'a Head<'a>,
    tables: RefCell<BTreeMap<String, Rows>>,
    whole: Weak<Round<'a>>,
    facts: RefCell<BTreeMap<String, Known>>,
    pub(crate) standings: RefCell<BTreeMap<usize, Rc<Standing>>>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(
        criteria: &'a Criteria,
        record: &'a Record,
        (unit, stage): (&'a Value, usize),
        head: &'a Head<'a>,
        whole: Weak<Round<'a>>,
    ) -> Self {
        Self {
            criteria,
            record,
            stage,
            group: unit["group"].as_str(),
            head,
            tables: RefCell::default(),
            whole,
            facts: RefCell::default(),
            standings: RefCell::default(),
        }
    }

    pub(crate) fn group(&self) -> Option<&'a str> {
        self.group
    }

    fn fact(&self, id: &str) -> Known {
        if let Some(known) = self.facts.borrow().get(id) {
            return known.clone();
        }
        let declared = list(&self.criteria.json["facts"]).iter().find(|fact| fact["id"] == json!(id));
        let declared = declared.unwrap_or_else(|| panic!("no fact {id}"));
        let known = self.find_fact(declared);
        self.facts.borrow_mut().insert(id.into(), known.clone());
        known
    }

    fn find_fact(&self, declared: &Value) -> Known {
        let given = self.record.fact(text(&declared["id"]));
        let Some(formula) = declared["formula"].as_str() else {
            let kind = declared["type"].as_str().unwrap_or("number");
            return given.map_or(Err(Absence::Missing), |value| Datum::read(value, kind));
        };
        let computed = formula::evaluate(formula, self);
        let computed = if declared["scale"].is_null() { computed } else { self.scaled_fact(declared, computed) };
        if let Some(pinned) = given {
            return match (pinned, &computed) {
                (_, Ok(Datum::Text(_))) => Datum::read(pinned, "text"),
                (_, Ok(Datum::Date(_))) => Datum::read(pinned, "date"),
                _ if declared["type"] == "datetime" => Datum::read(pinned, "datetime"),
                (_, Ok(Datum::Truth(_))) | (Value::Bool(_), _) => Datum::read(pinned, "boolean"),
                _ => Datum::read(pinned, "number"),
            };
        }
        let rounding = Rounding::read(&declared["rounding"]).or_else(|| self.criteria.rounding("facts"));
        Ok(match computed? {
            Datum::Number(number) => Datum::Number(Figure::rounded(number, rounding.as_ref()).onward),
            other => other,
        })
    }

    /// The points that a scale makes of a fact's formula.
    fn scaled_fact(&self, declared: &Value, computed: Known) -> Known {
        let max = &declared["max"];
        let max = if max.is_object() { &max[self.group.expect("a group")] } else { max };
        let maximum = number::read(max).unwrap_or_else(|| whole(0));
        let formula = text(&declared["formula"]);
        let points = scale::points(&declared["scale"], &maximum, &Feed::Measured(computed?), &|everyone| {
            self.ask(everyone, &format!("fact {}", declared["id"]), &|other| {
                formula::evaluate(formula, other).ok().map(Datum::number)
            })
        });
        points.map(Datum::Number)
    }

    fn whole_round(&self) -> Rc<Round<'a>> {
        self.whole.upgrade().expect("the round")
    }

    /// A name for a figure of the units that this one is compared with.
    pub(crate) fn among(&self, everyone: bool, what: &str) -> String {
        let group = if everyone { "everyone".into() } else { format!("{:?}", self.group) };
        format!("{} {group} {what}", self.stage)
    }

    pub(crate) fn ask(&self, everyone: bool, what: &str, ask: &dyn Fn(&Sheet<'_>) -> Option<Exact>) -> Rc<Vec<Exact>> {
        self.whole_round().ask(self, everyone, what, ask)
    }

    /// A table function over the rated units.
    fn over_units(&self, everyone: bool, function: &str, arguments: &[Expression], reading: Reading) -> Known {
        let whole = self.whole_round();
        let key = self.among(everyone, &format!("{function} {reading:?} {arguments:?}"));
        if let Some(known) = whole.figures.borrow().get(&key) {
            return known.clone();
        }
        let rows = whole.rated(self, everyone).map(|sheet| Onlooker { sheet, reading, class: None, asked: false });
        let rows: Vec<Onlooker<'_>> = rows.collect();
        let known = formula::fold(function, rows.iter().map(|row| row as &dyn Names), arguments);
        whole.figures.borrow_mut().insert(key, known.clone());
        known
    }

    /// Total and index, unless they are only what is known so far.
    fn whole(&self) -> Result<Summary, Absence> {
        if self.is_open() { Err(Absence::Missing) } else { Ok(self.summary()) }
    }

    fn figure(&self, name: &str, id: Option<&str>, reading: Reading) -> Known {
        let figure = match (name, id) {
            ("total", None) => self.whole()?.total,
            ("index", None) => self.whole()?.index.ok_or(Absence::Empty)?,
            ("maximum", None) => self.summary().maximum,
            ("max_points", Some(id)) => {
                let standing = self.standing(self.criteria.place(id));
                standing.maximum.clone().ok_or_else(|| standing.absence().expect("a reason"))?
            }
            (_, Some(id)) => {
                let standing = self.standing(self.criteria.place(id));
                let figure = if name == "points" { &standing.points } else { &standing.index };
                match (standing.absence(), &standing.points) {
                    (Some(absence), None) | (Some(absence @ Absence::Missing), _) => return Err(absence),
                    _ => figure.clone().ok_or(Absence::Empty)?,
                }
            }
            _ => panic!("no name {name}"),
        };
        Ok(Datum::Number(match reading {
            Reading::Onward => figure.onward,
            Reading::Published => figure.published,
            Reading::Exact => figure.exact,
        }))
    }
}

impl Names for Sheet<'_> {
    fn name(&self, name: &str) -> Known {
        match name {
            "group" => self.group.map_or(Err(Absence::Missing), |group| Ok(Datum::Text(group.into()))),
            head if Head::knows(head) => self.head.name(head),
            "total" | "index" | "maximum" => self.figure(name, None, Reading::Onward),
            _ => self.fact(name),
        }
    }

    fn of_id(&self, function: &str, id: &str) -> Known {
        if function == "submitted" {
            return Ok(Datum::Truth(self.record.submitted.contains(id)));
        }
        self.figure(function, Some(id), Reading::Onward)
    }

    fn table(&self, name: &str) -> Option<Rows> {
        let declared = list(&self.criteria.json["tables"]).iter().find(|table| table["id"] == name)?;
        if let Some(rows) = self.tables.borrow().get(name) {
            return Some(rows.clone());
        }
        let rows = self.record.rows(name).map(|rows| Rc::new(Admitted::of(declared, rows, self.head)));
        self.tables.borrow_mut().insert(name.into(), rows.clone());
        Some(rows)
    }

    fn of_units(&self, everyone: bool, function: &str, arguments: &[Expression]) -> Known {
        self.over_units(everyone, function, arguments, Reading::Onward)
    }

    /// What counts and applies in the tree, each with its depth.
    fn nodes(&self) -> Vec<(String, i64)> {
        let places = &self.criteria.places;
        let mut rows = Vec::new();
        for (at, place) in places.iter().enumerate() {
            let mut path = vec![place];
            while let Some(parent) = path[path.len() - 1].parent {
                path.push(&places[parent]);
            }
            let counts = path.iter().all(|place| place.kind != Kind::Section && place.json["counts"] != json!(false));
            if counts && self.standing(at).state != "not_applicable" {
                rows.push((place.id.clone(), i64::try_from(path.len()).expect("a depth")));
            }
        }
        rows
    }

    fn workdays(&self) -> &Workdays {
        self.head.workdays()
    }
}

/// The names of formulas that stand after the index: classes, rankings, outputs, checks.
pub(crate) struct Onlooker<'a> {
    pub(crate) sheet: &'a Sheet<'a>,
    pub(crate) reading: Reading,
    pub(crate) class: Option<&'a str>,
    /// Whether it is the unit itself that is asked, not another for it: of others the class is not known here.
    pub(crate) asked: bool,
}

impl Names for Onlooker<'_> {
    fn name(&self, name: &str) -> Known {
        match name {
            "class" if !self.asked => panic!("a class of another unit"),
            "class" => self.class.map_or(Err(Absence::Missing), |class| Ok(Datum::Text(class.into()))),
            "total" | "index" | "maximum" => self.sheet.figure(name, None, self.reading),
            _ => self.sheet.name(name),
        }
    }

    fn of_id(&self, function: &str, id: &str) -> Known {
        if function == "submitted" {
            return self.sheet.of_id(function, id);
        }
        self.sheet.figure(function, Some(id), self.reading)
    }

    fn table(&self, name: &str) -> Option<Rows> {
        self.sheet.table(name)
    }

    fn of_units(&self, everyone: bool, function: &str, arguments: &[Expression]) -> Known {
        self.sheet.over_units(everyone, function, arguments, self.reading)
    }

    fn nodes(&self) -> Vec<(String, i64)> {
        self.sheet.nodes()
    }

    fn workdays(&self) -> &Workdays {
        self.sheet.workdays()
    }
}
