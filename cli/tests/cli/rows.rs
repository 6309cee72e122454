//! Rows of tables from files, as real files are: compressed, with marks, quotes and foreign line ends.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, from_str, json};

use crate::common::{Folder, Run};

/// Synthetic: cases of offices, of which some are late.
const SET: &str = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
    "tables": [{"id": "cases", "unit": "office", "order": "done", "latest": "number", "columns": [
        {"id": "number", "type": "text", "source": "mã hồ sơ"},
        {"id": "done", "type": "date"},
        {"id": "late", "type": "boolean", "optional": true},
        {"id": "fee", "type": "number", "optional": true}],
        "valid": [{"id": "in-period", "condition": "done <= period.until",
            "reason": {"vi": "Ngoài kỳ", "en": "Outside of the period"}}]}],
    "tree": [{"id": "1", "max": 10, "measure": "count(cases)", "scale": {"value": {"from": 0, "to": 10, "outside": "clamp"}}}],
    "outputs": [{"id": "fees", "formula": "sum(cases, fee)"},
        {"id": "late", "formula": "percent(cases, late)", "rounding": {"digits": 1}}]}"#;

const ROUND: &str = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"},
    "period": {"id": "2026", "from": "2026-01-01", "until": "2026-12-31"},
    "units": [{"id": "a"}, {"id": "b"}]}"#;

const CSV: &str = "office,mã hồ sơ,done,late,fee\na,1,2026-01-02,yes,1.5\na,2,2026-01-03,no,\nb,1,2026-01-04,0,2\n";

fn folder(files: &[(&str, &[u8])]) -> Folder {
    let folder = Folder::of(SET, ROUND);
    files.iter().for_each(|(name, bytes)| folder.write(name, bytes));
    folder
}

fn score(folder: &Folder, table: &str, more: &[&str]) -> Run {
    let table = format!("cases={table}");
    let all = ["score", "criteria.json", "round.json", "--format", "json", "--table", &table];
    folder.run(&[&all[..], more].concat())
}

fn zipped(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// The outputs of the units, and what became of the rows.
fn told(run: &Run) -> (Value, Value) {
    assert!(!run.stdout.is_empty(), "{}", run.stderr);
    let results: Value = from_str(&run.stdout).unwrap();
    let outputs = results["units"].as_array().unwrap().iter().map(|unit| {
        unit["outputs"].as_array().unwrap().iter().map(|output| output["value"].clone()).collect::<Value>()
    });
    (outputs.collect(), results["tables"][0].clone())
}

#[test]
fn every_form_of_a_file_gives_the_same() {
    let list = r#"[{"office": "a", "mã hồ sơ": "1", "done": "2026-01-02", "late": true, "fee": 1.5},
        {"done": "2026-01-03", "late": false, "fee": null, "office": "a", "mã hồ sơ": "2"},
        {"office": "b", "mã hồ sơ": "1", "done": "2026-01-04", "late": 0, "fee": "2"}]"#;
    let lines = list.trim_start_matches('[').trim_end_matches(']').replace("},\n", "}\n");
    let marked = format!("\u{feff}{CSV}");
    let windows = CSV.replace('\n', "\r\n");
    let quoted = CSV.replace("a,2,", "\"a\",\"2\",");
    let files: &[(&str, &[u8])] = &[
        ("cases.csv", CSV.as_bytes()),
        ("marked.csv", marked.as_bytes()),
        ("windows.csv", windows.as_bytes()),
        ("quoted.csv", quoted.as_bytes()),
        ("cases.csv.gz", &zipped(CSV)),
        ("cases.json", list.as_bytes()),
        ("cases.json.gz", &zipped(list)),
        ("cases.jsonl", lines.as_bytes()),
        ("cases.ndjson.gz", &zipped(&lines)),
    ];
    let folder = folder(files);
    let expected = (json!([["1.5", "50"], ["2", "0"]]), json!({"table": "cases", "rows": 3, "counted": 3}));
    for (name, _) in files {
        let run = score(&folder, name, &["--strict"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name}");
        assert_eq!(told(&run), expected, "{name}");
    }
    let piped = ["score", "criteria.json", "round.json", "--format", "json", "--table", "cases=-"];
    assert_eq!(told(&folder.run_with_input(&piped, CSV)), expected);
}

#[test]
fn rows_that_do_not_count_are_told() {
    let bad = "office,mã hồ sơ,done,late,fee,note\n\
        a,1,2026-01-02,yes,1.5,\"two\nlines\"\n\
        a,1,2026-01-03,no,4,\n\
        c,1,2026-01-02,,,\n\
        a,,2026-01-02,,,\n\
        a,3,2026-13-02,,,\n\
        a,4,2027-01-02,,,\n\
        a,5,2026-01-02,,,,more\n\
        b,6,2026-01-02\n";
    let folder = folder(&[("bad.csv", bad.as_bytes())]);
    let run = score(&folder, "bad.csv", &["--strict"]);
    assert_eq!(run.code, 1);
    let (outputs, table) = told(&run);
    assert_eq!(outputs, json!([["4", "0"], ["0", null]]));
    let row = |line: u32, more: Value| {
        let mut row = json!({"source": "bad.csv", "line": line});
        row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        row
    };
    let expected = json!({"table": "cases", "rows": 8, "counted": 2, "rejected": [
        {"rule": "unit", "rows": 1, "first": [row(5, json!({"unit": "c"}))]},
        {"rule": "column", "rows": 1, "first": [row(6, json!({"unit": "a", "column": "number"}))]},
        {"rule": "type", "rows": 2, "first": [
            row(7, json!({"unit": "a", "column": "done", "value": "2026-13-02", "expected": "date"})),
            row(9, json!({"value": "a,5,2026-01-02,,,,more"}))]},
        {"rule": "in-period", "reason": {"vi": "Ngoài kỳ", "en": "Outside of the period"}, "rows": 1,
            "first": [row(8, json!({"unit": "a"}))]},
        {"rule": "latest", "rows": 1, "first": [row(2, json!({"unit": "a"}))]},
    ]});
    assert_eq!(table, expected);
    assert_eq!(
        run.stderr,
        "note: table `cases`: 6 of 8 rows do not count: unknown unit: 1 (bad.csv:5, `c`); missing cell: 1 (bad.csv:6, number); \
         wrong value: 2 (bad.csv:7, done = `2026-13-02`); in-period – Outside of the period: 1 (bad.csv:8); \
         replaced by a later row: 1 (bad.csv:2)\n"
    );
    assert_eq!(score(&folder, "bad.csv", &[]).code, 0);
    let warned = folder.run(&["score", "criteria.json", "round.json", "--table", "cases=bad.csv"]);
    assert!(warned.stderr.contains("criteria.json:2:"), "{}", warned.stderr);
    assert!(warned.stderr.contains("has no columns `note`"), "{}", warned.stderr);
}

#[test]
fn lines_are_counted_as_editors_do() {
    let text = "\u{feff}office,mã hồ sơ,done\na,1,?\n\na,\"2\n3\",?\na,4,\"?\"\n,,\n";
    let folder = folder(&[("feeds.csv", text.as_bytes()), ("returns.csv", text.replace('\n', "\r\n").as_bytes())]);
    for file in ["feeds.csv", "returns.csv"] {
        let (_, table) = told(&score(&folder, file, &[]));
        // The last row is empty, and still a row.
        assert_eq!((&table["rows"], &table["rejected"][0]["first"][0]["line"]), (&json!(4), &json!(7)), "{file}");
        let first = table["rejected"][1]["first"].as_array().unwrap();
        let found: Vec<_> = first.iter().map(|row| (row["line"].as_u64(), row["value"].as_str())).collect();
        assert_eq!(found, [(Some(2), Some("?")), (Some(4), Some("?")), (Some(6), Some("?"))], "{file}");
    }
}

#[test]
fn no_row_vanishes_behind_an_open_quotation_mark() {
    for (rows, line) in [("a,1,2026-01-02,\"no\na,2,2026-01-03,no\n", 2), ("a,1,2026-01-02,no\n\na,2,2026-01-03,\"", 4)]
    {
        for end in ["\n", "\r\n"] {
            let text = format!("office,mã hồ sơ,done,note\n{rows}").replace('\n', end);
            let run = score(&folder(&[("open.csv", text.as_bytes())]), "open.csv", &[]);
            let words = format!("open.csv:{line}: the row has a quotation mark that is never closed");
            assert!(run.code == 2 && run.stdout.is_empty() && run.stderr.contains(&words), "{}", run.stderr);
        }
    }
}

#[test]
fn a_row_that_is_too_long_is_not_read_to_its_end() {
    let list = "[{\"office\": \"a\", \"mã hồ sơ\": 1},\n {\"office\": \"a\", \"mã hồ sơ\": 2000000000}]";
    let lines = list.trim_matches(['[', ']']).replace("},\n ", "}\n");
    let open = format!("office,mã hồ sơ,done\na,1,\"{}", "0\n".repeat(1_000_000));
    let folder = folder(&[
        ("long.csv", "office,mã hồ sơ,done\na,1,\na,2,2026-01-01 and all that is told of it\n".as_bytes()),
        ("long.json", list.as_bytes()),
        ("long.jsonl", lines.as_bytes()),
        ("open.csv.gz", &zipped(&open)),
    ]);
    for (name, place) in [
        ("long.csv", "long.csv:3: "),
        ("long.json", "long.json:2: "),
        ("long.jsonl", "long.jsonl:2: "),
        ("open.csv.gz", "open.csv.gz: "),
    ] {
        let run = score(&folder, name, &["--limit", "row_bytes=38"]);
        let words = format!("{place}a row of more than 38 bytes");
        assert!(run.code == 2 && run.stdout.is_empty() && run.stderr.contains(&words), "{}", run.stderr);
    }
}

#[test]
fn a_file_that_does_not_fit_is_refused() {
    let folder = folder(&[
        ("empty.csv", b""),
        ("short.csv", b"office,done\na,2026-01-01\n"),
        ("signs.csv", CSV.replace(',', ";").as_bytes()),
        ("broken.json", b"[{\"office\": \"a\"},\n {\"office\" \"b\"}]"),
        ("none.json", b"{\"cases\": []}"),
        ("torn.csv.gz", &zipped(CSV)[..20]),
    ]);
    for (name, code, words) in [
        ("empty.csv", 1, "\"code\":\"table.column.missing\""),
        ("short.csv", 1, "`short.csv` has no column `mã hồ sơ`"),
        ("signs.csv", 2, "the fields of `signs.csv` are parted by `;`, not by commas"),
        ("broken.json", 2, "broken.json:2:12: expected `:`"),
        ("none.json", 2, "no list of rows and no results document"),
        ("torn.csv.gz", 2, "cannot read `torn.csv.gz`"),
        ("missing.csv", 2, "there is no such file"),
    ] {
        let run = score(&folder, name, &[]);
        assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{name}: {}", run.stderr);
        assert!(run.stderr.contains(words), "{name}: {}", run.stderr);
    }
    for (arguments, words) in [
        (&["--table", "cases"][..], "`cases` names no file of a table"),
        (&["--map", "cases.done=x"], "`cases.done=x` names no column"),
        (&["--as-of", "today"], "`today` is no day"),
        (&["--table", "cases=a.csv", "--table", "cases=b.csv,a.csv"], "`a.csv` is given twice for the table `cases`"),
        (&["--table", "cases=-,-"], "standard input can be read only once"),
    ] {
        let run = folder.run(&[&["score", "criteria.json", "round.json"], arguments].concat());
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
    folder.write("cases.csv", CSV.as_bytes());
    let run = score(&folder, "cases.csv", &["-o", "cases.csv"]);
    assert!(run.code == 2 && run.stderr.contains("would be written over"), "{}", run.stderr);
}

#[test]
fn names_in_files_are_mapped() {
    let renamed = CSV.replace("office", "unit id").replace("fee", "lệ phí");
    let folder = folder(&[("cases.csv", renamed.as_bytes())]);
    let run = score(&folder, "cases.csv", &["--map", "cases.unit=unit id", "--map", "cases.fee=lệ phí"]);
    assert_eq!(told(&run).0, json!([["1.5", "50"], ["2", "0"]]), "{}", run.stderr);
    assert_eq!(score(&folder, "cases.csv", &["--map", "cases.fees=x"]).code, 1);
}

#[test]
fn results_are_rows_of_the_next_round() {
    let folder = folder(&[("cases.csv", CSV.as_bytes())]);
    for (format, name) in [("json", "june.json"), ("jsonl", "june.jsonl")] {
        let asked =
            ["score", "criteria.json", "round.json", "--table", "cases=cases.csv", "--format", format, "-o", name];
        assert_eq!(folder.run(&asked).code, 0);
    }
    let yearly = r#"{"format": 1, "id": "year", "version": "1", "rounding": {"index": {"digits": 2}},
        "tables": [{"id": "months", "columns": [
            {"id": "state", "type": "text"}, {"id": "won", "type": "number", "source": "total", "optional": true},
            {"id": "cases", "type": "number", "source": "points:1"}, {"id": "fees", "type": "number"},
            {"id": "period", "type": "text"}], "valid": [{"id": "scored", "condition": "state = 'scored'"}]}],
        "tree": [{"id": "1", "max": 10, "measure": "mean(months, won)", "scale": {"value": {"from": 0, "to": 10, "outside": "clamp"}}}],
        "rounding": {"index": {"digits": 2}, "points": {"digits": 2}},
        "outputs": [{"id": "fees", "formula": "sum(months, fees)"}, {"id": "cases", "formula": "sum(months, cases)"}]}"#
        .replacen(", \"rounding\": {\"index\": {\"digits\": 2}}", "", 1);
    folder.write("year.json", yearly.as_bytes());
    folder.write("year-round.json", ROUND.replace("demo", "year").as_bytes());
    let asked = ["score", "year.json", "year-round.json", "--format", "json", "--table", "months=june.json,june.jsonl"];
    let run = folder.run(&asked);
    assert_eq!(told(&run), (json!([["3", "4"], ["4", "2"]]), json!({"table": "months", "rows": 4, "counted": 4})));
}

#[test]
fn explain_audit_and_diff_take_tables() {
    let folder =
        folder(&[("cases.csv", CSV.as_bytes()), ("other.json", SET.replace("\"max\": 10", "\"max\": 5").as_bytes())]);
    let table = ["--table", "cases=cases.csv"];
    let explained = folder.run(&[&["explain", "criteria.json", "round.json", "--unit", "a"], &table[..]].concat());
    assert!(explained.code == 0 && explained.stdout.contains("2 rows"), "{}{}", explained.stdout, explained.stderr);
    let audited = folder.run(&[&["audit", "criteria.json", "round.json"], &table[..]].concat());
    assert_eq!(audited.code, 0, "{}", audited.stderr);
    let compared = ["diff", "criteria.json", "other.json", "--round", "round.json", "--format", "json"];
    let compared = folder.run(&[&compared, &table[..]].concat());
    assert_eq!(compared.code, 1, "{}", compared.stderr);
    let comparison: Value = from_str(&compared.stdout).unwrap();
    assert_eq!(comparison["rounds"][0]["read"], json!(true), "{comparison}");
}

#[test]
fn documents_are_read_within_limits() {
    let folder = folder(&[]);
    for (limit, code) in [("nodes=0", "limit.nodes"), ("units=0", "limit.units"), ("bytes=5", "limit.bytes")] {
        let run = folder.run(&["score", "criteria.json", "round.json", "--limit", limit]);
        assert_eq!(run.code, 1, "{limit}");
        assert!(run.stderr.contains(code), "{limit}: {}", run.stderr);
    }
    let compared = |limit: &str| {
        let arguments = ["diff", "criteria.json", "criteria.json", "--round", "round.json", "--limit", limit];
        folder.run(&arguments)
    };
    assert_eq!(compared("units=1000").code, 0);
    for (limit, code) in [("nodes=0", "limit.nodes"), ("units=0", "limit.units"), ("bytes=5", "limit.bytes")] {
        let run = compared(limit);
        assert_eq!(run.code, 2, "{limit}");
        assert!(run.stderr.contains(code), "{limit}: {}", run.stderr);
    }
    // A folder of versions is read within them, too, for whatever it is read.
    let chosen = ["score", ".", "round.json", "--limit"];
    for arguments in [&chosen[..], &["check", ".", "--limit"]] {
        assert_eq!(folder.run(&[arguments, &["bytes=100000"]].concat()).code, 0, "{arguments:?}");
        let run = folder.run(&[arguments, &["bytes=5"]].concat());
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.stderr.contains("criteria.json"), "{arguments:?}: {}", run.stderr);
    }
    for wrong in ["node=5", "nodes", "nodes=many", "nodes=-1"] {
        let run = folder.run(&["score", "criteria.json", "round.json", "--limit", wrong]);
        assert_eq!(run.code, 2, "{wrong}");
        assert!(run.stderr.contains(wrong), "{wrong}: {}", run.stderr);
    }
}
