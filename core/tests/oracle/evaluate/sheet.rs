//! One unit at one stage: its facts, and the names its formulas know.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Value, json};

use super::calendar;
use super::criteria::{Criteria, list, text};
use super::datum::{Absence, Datum, Known};
use super::formula::{self, Names};
use super::number::{Figure, Rounding};
use super::record::Record;
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
    group: Option<&'a str>,
    period: &'a Value,
    facts: RefCell<BTreeMap<String, Known>>,
    pub(crate) standings: RefCell<BTreeMap<usize, Rc<Standing>>>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(criteria: &'a Criteria, record: &'a Record, unit: &'a Value, period: &'a Value) -> Self {
        Self {
            criteria,
            record,
            group: unit["group"].as_str(),
            period,
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
        if let Some(pinned) = given {
            return match (pinned, &computed) {
                (_, Ok(Datum::Text(_))) => Datum::read(pinned, "text"),
                (_, Ok(Datum::Date(_))) => Datum::read(pinned, "date"),
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
            "period.from" => Ok(Datum::Date(calendar::day(text(&self.period["from"])))),
            "period.until" => Ok(Datum::Date(calendar::day(text(&self.period["until"])))),
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

    fn table(&self, name: &str) -> Option<(Option<&[Value]>, &Value)> {
        let declared = list(&self.criteria.json["tables"]).iter().find(|table| table["id"] == name)?;
        Some((self.record.rows(name), &declared["columns"]))
    }
}

/// The names of formulas that stand after the index: classes, rankings, outputs, checks.
pub(crate) struct Onlooker<'a> {
    pub(crate) sheet: &'a Sheet<'a>,
    pub(crate) reading: Reading,
    pub(crate) class: Option<&'a str>,
}

impl Names for Onlooker<'_> {
    fn name(&self, name: &str) -> Known {
        match name {
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

    fn table(&self, name: &str) -> Option<(Option<&[Value]>, &Value)> {
        self.sheet.table(name)
    }
}
