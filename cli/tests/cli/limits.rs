//! What is longer than it may be is not read to its end.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::common::{Folder, ROUND, SET};

const LIMIT: [&str; 2] = ["--limit", "bytes=100000"];

/// Everything that is read whole, from what never ends.
#[cfg(unix)]
#[test]
fn a_document_that_never_ends_is_refused() {
    let folder = Folder::of(SET, ROUND);
    let asked: [&[&str]; 9] = [
        &["score", "/dev/zero", "round.json"],
        &["score", "criteria.json", "/dev/zero"],
        &["score", "criteria.json", "round.json", "--calendar", "/dev/zero"],
        &["explain", "criteria.json", "/dev/zero", "--unit", "xa-a"],
        &["audit", "criteria.json", "/dev/zero"],
        &["check", "/dev/zero"],
        &["check", "criteria.json", "/dev/zero"],
        &["diff", "/dev/zero", "criteria.json"],
        &["diff", "criteria.json", "criteria.json", "--round", "/dev/zero"],
    ];
    for arguments in asked {
        let run = folder.run(&[arguments, &LIMIT].concat());
        assert_eq!(run.code, if arguments[0] == "diff" { 2 } else { 1 }, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("error[limit.bytes]"), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("--> /dev/zero:1:1\n"), "{arguments:?}: {}", run.stderr);
    }
    let endless = std::fs::File::open("/dev/zero").unwrap();
    let mut command = folder.command(&[&["score", "criteria.json", "-", "--lang", "vi"], &LIMIT[..]].concat());
    let run = crate::common::Run::of(command.stdin(endless).output().unwrap());
    assert!(run.code == 1 && run.stderr.contains("lỗi[limit.bytes]"), "{}", run.stderr);
}

#[test]
fn results_that_are_read_for_rows_are_refused() {
    let table = r#""tables": [{"id": "t", "columns": [{"id": "n", "type": "number"}]}], "facts""#;
    let folder = Folder::of(&SET.replacen("\"facts\"", table, 1), ROUND);
    let packed = |text: &str| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let long = "ề".repeat(1_000_000);
    let row = r#"{"unit": "xa-a", "n": 1}"#;
    for (name, text) in [
        ("results.json.gz", format!("{{\"final\": \"{long}\"}}")),
        ("lines.jsonl.gz", format!("{{\"criteria_set\": \"d\", \"final\": \"f\"}}\n{{\"id\": \"{long}\"}}\n")),
    ] {
        folder.write(name, &packed(&text));
        let table = format!("t={name}");
        let run = folder.run(&[&["score", "criteria.json", "round.json", "--table", &table], &LIMIT[..]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{name}: {}", run.stderr);
        assert!(run.stderr.contains("error[limit.bytes]"), "{name}: {}", run.stderr);
    }
    // Rows that are read one by one may be longer together.
    folder.write("rows.jsonl", format!("{row}\n").repeat(10_000).as_bytes());
    let run = folder.run(&[&["score", "criteria.json", "round.json", "--table", "t=rows.jsonl"], &LIMIT[..]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
}
