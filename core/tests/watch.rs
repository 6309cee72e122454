//! A scoring that is watched: it tells how far it is, and stops when it is asked to.

use std::sync::{Arc, Mutex};

use chamdiem::{Options, Plan, Watch};

const SET: &str = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
    "tree": [{"id": "1", "max": 2, "scale": "yes_no"}]}"#;

/// A round of many units, as one document or with a unit a line.
fn round(units: usize, lines: bool) -> String {
    let unit = |at| {
        format!(r#"{{"id": "u{at}", "submissions": [{{"stage": "self", "by": "u{at}", "answers": {{"1": "yes"}}}}]}}"#)
    };
    let head = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"}"#;
    let units: Vec<_> = (0..units).map(unit).collect();
    if lines {
        format!("{head}}}\n{}", units.join("\n"))
    } else {
        format!("{head}, \"units\": [{}]}}", units.join(","))
    }
}

#[test]
fn a_watch_is_told_how_many_units_are_done() -> Result<(), chamdiem::Diagnostics> {
    let told = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&told);
    let watch = Watch::new(move |done| {
        kept.lock().is_ok_and(|mut kept| {
            kept.push(done);
            true
        })
    });
    let results = Plan::compile(SET)?.score_with(&round(600, false), &Options::default().with_watch(watch))?;
    assert_eq!(results.units.len(), 600);
    assert_eq!(told.lock().map(|told| told.clone()).unwrap_or_default(), [256, 512, 600]);
    Ok(())
}

#[test]
fn a_scoring_that_is_stopped_gives_nothing_else() -> Result<(), chamdiem::Diagnostics> {
    let plan = Plan::compile(SET)?;
    // What stands behind the units that were read is not looked at.
    for text in [round(600, false), round(600, true), format!("{} rubbish", round(600, true))] {
        let options = Options::default().with_watch(Watch::new(|done| done < 256));
        let problems = plan.score_with(&text, &options).err().unwrap_or_default();
        let codes: Vec<_> = problems.as_slice().iter().map(|problem| problem.code().as_str()).collect();
        assert_eq!(codes, ["cancelled"]);
    }
    Ok(())
}
