//! Text as results, and two of them beside each other.

use chamdiem::{Language, Results, compare};
use serde_json::Value;

use super::{refused, text};

/// The bytes are the texts of two results, with a byte of zero between.
pub fn run(bytes: &[u8]) {
    let mut read = bytes.split(|byte| *byte == 0).take(2).filter_map(|bytes| {
        let results = Results::read(text(bytes)?);
        results.map_err(|problems| refused(&problems)).ok()
    });
    let (Some(old), new) = (read.next(), read.next()) else { return };
    let written = old.to_json();
    assert_eq!(Results::read(&written).expect("what was written can be read").to_json(), written);
    assert!(compare::results(&old, &old.clone(), &[], Language::En).is_same());
    let Some(new) = new else { return };
    let both = [(&old, &new, Language::Vi), (&new, &old, Language::En)]
        .map(|(old, new, language)| compare::results(old, new, &[], language));
    assert_eq!(both[0].is_same(), both[1].is_same(), "in one direction only");
    assert!(both.iter().all(|one| serde_json::from_str::<Value>(&one.to_json()).is_ok()));
}
