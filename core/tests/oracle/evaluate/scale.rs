//! Every scale but the tally: a value or an answer to points.

use std::rc::Rc;

use serde_json::Value;

use super::criteria::{list, text};
use super::datum::{Absence, Datum, all_known, truth};
use super::formula::{self, Names};
use super::interval::band;
use super::number::{self, Exact, whole};
use super::relative;

/// What a scale is fed with.
#[derive(Clone, Debug)]
pub(crate) enum Feed {
    Measured(Datum),
    Answered(Value),
    /// Both coordinates of a matrix.
    Pair(Exact, Exact),
}

impl Feed {
    pub(crate) fn number(&self) -> Exact {
        match self {
            Self::Measured(datum) => datum.clone().number(),
            Self::Answered(value) => number::read(value).expect("a number"),
            Self::Pair(..) => panic!("one number, not two"),
        }
    }

    /// Both coordinates of a computed matrix.
    pub(crate) fn pair(scale: &Value, names: &dyn Names) -> Result<Self, Absence> {
        let coordinate = |side: &str| formula::evaluate(text(&scale["matrix"][side]["of"]), names);
        let both = all_known(vec![coordinate("rows"), coordinate("columns")])?;
        Ok(Self::Pair(both[0].clone().number(), both[1].clone().number()))
    }

    fn answer(&self) -> &Value {
        match self {
            Self::Answered(value) => value,
            other => panic!("{other:?} is no answer"),
        }
    }
}

fn given(limit: &Value) -> Option<Exact> {
    number::read(limit)
}

fn worth(step: &Value, maximum: &Exact) -> Exact {
    given(&step["points"]).unwrap_or_else(|| given(&step["of_max"]).expect("points or of_max") * maximum)
}

fn by_id<'a>(steps: &'a [Value], id: &Value) -> &'a Value {
    steps.iter().find(|step| step["id"] == *id).unwrap_or_else(|| panic!("no {id}"))
}

/// `others` gives the numbers of the rated units of the group, or of everyone.
pub(crate) fn points(
    scale: &Value,
    maximum: &Exact,
    feed: &Feed,
    others: &dyn Fn(bool) -> Rc<Vec<Exact>>,
) -> Result<Exact, Absence> {
    if scale == "yes_no" {
        let yes = match feed {
            Feed::Measured(datum) => datum.truth(),
            other => truth(other.answer()),
        };
        return Ok(if yes { maximum.clone() } else { whole(0) });
    }
    let (kind, body) = scale.as_object().expect("a scale").iter().find(|(key, _)| *key != "of").expect("a kind");
    let steps = if body["list"].is_array() { list(&body["list"]) } else { list(body) };
    Ok(match kind.as_str() {
        "options" => worth(by_id(steps, feed.answer()), maximum),
        "checklist" => {
            list(feed.answer()).iter().map(|tick| worth(ticked(body, tick).expect("an item"), maximum)).sum()
        }
        "entered" => feed.number(),
        "value" => clamp(feed.number(), body),
        "bands" => match feed {
            Feed::Answered(Value::Object(answer)) => worth(by_id(steps, &answer["band"]), maximum),
            other => worth(band(steps, &other.number()).ok_or(Absence::Missing)?, maximum),
        },
        "matrix" => {
            let position = |side: &str, coordinate: &Exact| {
                let bands = list(&body[side]["bands"]);
                let found = band(bands, coordinate).expect("a band");
                bands.iter().position(|other| other == found).expect("itself")
            };
            let named = |side: &str, id: &Value| {
                list(&body[side]["bands"]).iter().position(|band| band["id"] == *id).expect("a band")
            };
            let (row, column) = match feed {
                Feed::Pair(row, column) => (position("rows", row), position("columns", column)),
                other => (named("rows", &other.answer()["row"]), named("columns", &other.answer()["column"])),
            };
            number::read(&body["points"][row][column]).expect("a cell")
        }
        "proportional" => proportional(body, maximum, &feed.number()),
        "relative" => relative::points(body, maximum, &feed.number(), &others(relative::is_for_everyone(body)))?,
        "interpolate" => interpolate(body, &feed.number()),
        other => panic!("scale {other}"),
    })
}

fn ticked<'a>(items: &'a Value, tick: &Value) -> Option<&'a Value> {
    list(items).iter().find_map(|item| {
        if item["items"].is_array() { ticked(&item["items"], tick) } else { (item["id"] == *tick).then_some(item) }
    })
}

fn clamp(number: Exact, limits: &Value) -> Exact {
    let raised = given(&limits["from"]).map_or(number.clone(), |from| number.max(from));
    given(&limits["to"]).map_or(raised.clone(), |to| raised.min(to))
}

fn proportional(body: &Value, maximum: &Exact, number: &Exact) -> Exact {
    if given(&body["zero_below"]).is_some_and(|threshold| *number < threshold) {
        return whole(0);
    }
    let points = number / given(&body["target"]).expect("a target") * maximum;
    match &body["cap"] {
        cap if cap == "max" => points.min(maximum.clone()),
        cap if cap == "none" => points,
        cap => points.min(given(cap).expect("a cap")),
    }
}

fn interpolate(body: &Value, number: &Exact) -> Exact {
    let mut knots: Vec<(Exact, Exact)> = list(&body["knots"])
        .iter()
        .map(|knot| (given(&knot[0]).expect("a value"), given(&knot[1]).expect("points")))
        .collect();
    knots.sort();
    let (first, last) = (knots[0].clone(), knots[knots.len() - 1].clone());
    if text(&body["outside"]) == "clamp" {
        if *number <= first.0 {
            return first.1;
        }
        if *number >= last.0 {
            return last.1;
        }
    }
    let inside = knots[1..knots.len() - 1].iter().filter(|knot| knot.0 <= *number).count();
    let (left, right) = (&knots[inside], &knots[inside + 1]);
    let slope = (&right.1 - &left.1) / (&right.0 - &left.0);
    &left.1 + slope * (number - &left.0)
}
