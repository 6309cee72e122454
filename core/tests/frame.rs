//! Frames: columns in, the results of the same round in text out.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use chamdiem::frame::{Form, Frame, FrameColumn, FrameOptions, Values};
use chamdiem::{Code, Detail, Diagnostics, Options, Period, Plan, Results};
use serde_json::json;

/// A synthetic set: facts of every kind, and leaves that are answered in every way.
fn plan() -> Plan {
    let set = json!({
        "format": 1, "id": "frames", "version": "1",
        "rounding": {"points": {"digits": 2}, "index": {"digits": 2}},
        "groups": [{"id": "north"}, {"id": "south"}],
        "stages": [{"id": "self"}, {"id": "review", "reason_required": true}],
        "facts": [{"id": "done"}, {"id": "kind", "type": "text"}, {"id": "day", "type": "date"},
            {"id": "moment", "type": "datetime"}, {"id": "open", "type": "boolean"}],
        "tree": [
            {"id": "1", "max": 2, "scale": "yes_no"},
            {"id": "2", "max": 8, "measure": "done", "scale": {"value": {"from": 0, "to": 8}}},
            {"id": "3", "max": 3, "scale": {"options": [{"id": "full", "points": 3}, {"id": "none", "points": 0}]}},
            {"id": "4", "max": 5, "scale": {"entered": {"from": 0, "to": 5, "step": "0.25"}}},
            {"id": "5", "max": 4, "scale": {"tally": {"base": 4, "lines": [{"id": "late", "points": -1}, {"id": "praise", "points": 1}]}}},
            {"id": "6", "max": 1, "measure": "if(kind = 'a' and open and day < date('2026-06-01') and moment < date('2026-06-01'), 1, 0)",
             "scale": {"value": {"from": 0, "to": 1}}}
        ],
    });
    Plan::compile(&set.to_string()).unwrap_or_else(|problems| unreachable!("{problems}"))
}

fn about() -> FrameOptions {
    FrameOptions::default().with_period(Period { id: "2026".to_owned(), kind: None, from: None, until: None })
}

fn score(frame: &Frame<'_>, about: &FrameOptions) -> Result<Results, Diagnostics> {
    let mut options = Options::default();
    options.detail = Detail::Indicators;
    plan().score_frame(frame, about, &options)
}

#[test]
fn try_it() {
    let frame = Frame::new(1).with(FrameColumn::texts("unit", [Some("a")]));
    let _ = (score(&frame, &about()), Form::Long, Values::Nothing, Code::ALL);
}
