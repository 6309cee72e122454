//! The tally: a base, and lines that add or take points.

use std::cell::OnceCell;

use num_traits::{Signed, Zero};
use serde_json::{Value, json};

use super::criteria::{Place, list, text};
use super::datum::{Absence, Datum, Known, truth};
use super::formula::{self, Expression, Names, Rows};
use super::head::Workdays;
use super::number::{self, Exact, whole};
use super::scale::{self, Feed};
use super::sheet::Sheet;

pub(crate) struct Tally<'a> {
    sheet: &'a Sheet<'a>,
    place: &'a Place,
    maximum: &'a Exact,
    measured: Option<Known>,
    base: OnceCell<Result<Exact, Absence>>,
}

impl Names for Tally<'_> {
    fn name(&self, name: &str) -> Known {
        match name {
            "value" => match &self.measured {
                Some(measured) => measured.clone(),
                None => match self.answer("base") {
                    Some(answer) => Ok(Datum::Number(number::read(answer).expect("a number"))),
                    None => Err(Absence::Missing),
                },
            },
            "base" => self.base().map(Datum::Number),
            "plus" => self.side(false).map(Datum::Number),
            "minus" => self.side(true).map(Datum::Number),
            _ => self.sheet.name(name),
        }
    }

    fn of_id(&self, function: &str, id: &str) -> Known {
        self.sheet.of_id(function, id)
    }

    fn table(&self, name: &str) -> Option<Rows> {
        self.sheet.table(name)
    }

    fn of_units(&self, everyone: bool, function: &str, arguments: &[Expression]) -> Known {
        self.sheet.of_units(everyone, function, arguments)
    }

    fn nodes(&self) -> Vec<(String, i64)> {
        self.sheet.nodes()
    }

    fn workdays(&self) -> &Workdays {
        self.sheet.workdays()
    }
}

fn limit(value: &Value) -> Option<Exact> {
    number::read(value)
}

/// Lines without formula (and amounts without `of`) are given by the answer.
fn is_given(line: &Value) -> bool {
    match &line["amount"] {
        Value::Null => line["count"].is_null(),
        Value::Object(_) => line["of"].is_null() && line["amount"]["matrix"]["rows"]["of"].is_null(),
        _ => false,
    }
}

/// A formula, or a constant written bare.
fn written(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), String::from)
}

impl<'a> Tally<'a> {
    pub(crate) fn new(sheet: &'a Sheet<'a>, place: &'a Place, maximum: &'a Exact, measured: Option<Known>) -> Self {
        Self { sheet, place, maximum, measured, base: OnceCell::new() }
    }

    fn body(&self) -> &'a Value {
        &self.place.json["scale"]["tally"]
    }

    fn answer(&self, key: &str) -> Option<&'a Value> {
        self.sheet.record.answer(&format!("{}/{key}", self.place.id))
    }

    pub(crate) fn points(&self) -> Result<Exact, Absence> {
        let body = self.body();
        let (base, plus, minus) = (self.base(), self.side(false), self.side(true));
        let worst = [&base, &plus, &minus].into_iter().filter_map(|part| part.as_ref().err()).max();
        if let Some(absence) = worst {
            return Err(*absence);
        }
        let net = clamp(plus? + minus?, limit(&body["net"]["from"]), limit(&body["net"]["to"]));
        Ok(clamp(base? + net, limit(&body["floor"]), limit(&body["ceiling"])))
    }

    fn base(&self) -> Result<Exact, Absence> {
        self.base.get_or_init(|| self.find_base()).clone()
    }

    fn find_base(&self) -> Result<Exact, Absence> {
        let declared = &self.body()["base"];
        if declared.is_null() {
            return Ok(whole(0));
        }
        if let Some(constant) = limit(declared) {
            return Ok(constant);
        }
        let feed = match &self.measured {
            None if declared["matrix"]["rows"]["of"].is_string() => Feed::pair(declared, self)?,
            Some(measured) => Feed::Measured(measured.clone()?),
            None => Feed::Answered(self.answer("base").ok_or(Absence::Missing)?.clone()),
        };
        let key = format!("{}/base", self.place.id);
        scale::points(declared, self.maximum, &feed, &|everyone| {
            self.sheet.ask(everyone, &key, &|other| other.asked(self.place, &key))
        })
    }

    /// The sum of the minus lines or of the plus lines, capped.
    fn side(&self, minus: bool) -> Result<Exact, Absence> {
        let mut sum = whole(0);
        let mut worst = None;
        for line in list(&self.body()["lines"]) {
            let fixed = limit(&line["points"]);
            if fixed.is_some_and(|points| points.is_negative() != minus) {
                continue;
            }
            match self.line(line) {
                Ok(points) if points.is_negative() == minus => sum += points,
                Ok(_) => {}
                Err(absence) => worst = worst.max(Some(absence)),
            }
        }
        if let Some(absence) = worst {
            return Err(absence);
        }
        Ok(if minus {
            limit(&self.body()["minus_cap"]).map_or(sum.clone(), |cap| sum.max(-cap))
        } else {
            limit(&self.body()["plus_cap"]).map_or(sum.clone(), |cap| sum.min(cap))
        })
    }

    fn line(&self, line: &Value) -> Result<Exact, Absence> {
        if !self.is_on(line)? {
            return Ok(whole(0));
        }
        for rival in list(&self.body()["lines"]) {
            if rival == line {
                break;
            }
            if line["one_of"] != Value::Null
                && rival["one_of"] == line["one_of"]
                && self.is_on(rival)?
                && self.count(rival)?.is_positive()
            {
                return Ok(whole(0));
            }
        }
        if is_given(line) && !self.sheet.record.is_tallied(&self.place.id) {
            return Err(Absence::Missing);
        }
        let points = match &line["amount"] {
            Value::Null => self.count(line)? * limit(&line["points"]).expect("points"),
            Value::Object(_) => match self.amount(&line["amount"], &line["of"], text(&line["id"]))? {
                Some(points) => points,
                None => whole(0),
            },
            formula => formula::evaluate(&written(formula), self)?.number(),
        };
        Ok(match limit(&line["cap"]) {
            Some(cap) => points.max(-cap.clone()).min(cap),
            None => points,
        })
    }

    fn is_on(&self, line: &Value) -> Result<bool, Absence> {
        match &line["when"] {
            Value::Null => Ok(true),
            formula => Ok(formula::evaluate(&written(formula), self)?.truth()),
        }
    }

    /// An amount by scale; an unnamed given one is nothing.
    fn amount(&self, amount: &Value, of: &Value, id: &str) -> Result<Option<Exact>, Absence> {
        let feed = match of {
            Value::Null if amount["matrix"]["rows"]["of"].is_string() => Feed::pair(amount, self)?,
            Value::Null => match self.answer(id) {
                Some(given) => Feed::Answered(given.clone()),
                None => return Ok(None),
            },
            formula => Feed::Measured(formula::evaluate(&written(formula), self)?),
        };
        let points = scale::points(amount, self.maximum, &feed, &|everyone| {
            let key = format!("{}/{id}", self.place.id);
            self.sheet.ask(everyone, &key, &|other| self.asked(other, of, &key))
        });
        points.map(Some)
    }

    /// The number that a line's amount is made of at another unit.
    fn asked(&self, other: &Sheet<'_>, of: &Value, key: &str) -> Option<Exact> {
        if !other.takes_part(self.place) {
            return None;
        }
        if of.is_null() {
            return other.record.answer(key).map(|value| limit(value).expect("a number"));
        }
        let tally = Tally::new(other, self.place, self.maximum, other.measured(self.place));
        formula::evaluate(&written(of), &tally).ok().map(Datum::number)
    }

    /// The count less what is excused.
    fn count(&self, line: &Value) -> Result<Exact, Absence> {
        let given = self.answer(text(&line["id"])).cloned().unwrap_or(json!(0));
        let (value, answered) = match &given {
            Value::Object(full) => (full["value"].clone(), full["excused"].clone()),
            bare => (bare.clone(), Value::Null),
        };
        let count = match &line["count"] {
            Value::Null => counted(&value),
            formula => formula::evaluate(&written(formula), self)?.number(),
        };
        let excused = match &line["excused"] {
            Value::String(formula) => formula::evaluate(formula, self)?.number(),
            _ => limit(&answered).unwrap_or_else(|| whole(0)),
        };
        let rest = count - excused;
        assert!(!rest.is_negative(), "more excused than counted");
        Ok(rest)
    }
}

fn counted(value: &Value) -> Exact {
    limit(value).unwrap_or_else(|| if truth(value) { whole(1) } else { Exact::zero() })
}

fn clamp(number: Exact, low: Option<Exact>, high: Option<Exact>) -> Exact {
    let raised = low.map_or(number.clone(), |low| number.max(low));
    high.map_or(raised.clone(), |high| raised.min(high))
}
