//! The commands that the examples print for their readers, and rows from files beside the same rows in the round.
use std::fs;

use serde_json::Value;

use crate::common::{Folder, repository};

const BEFORE: &str = "cargo run --release -p chamdiem-cli -- ";

#[test]
fn every_command_of_an_example_runs() {
    let folder = Folder::new(&[]);
    let mut commands = 0;
    for example in fs::read_dir(repository().join("examples")).unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(page) = fs::read_to_string(example.join("README.md")) else { continue };
        for line in page.lines().filter_map(|line| line.strip_prefix(BEFORE)) {
            let arguments: Vec<_> = line.split_whitespace().collect();
            let output = folder.command(&arguments).current_dir(repository()).output().unwrap();
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{line}\n{told}");
            assert!(!output.stdout.is_empty(), "{line}");
            commands += 1;
        }
    }
    assert!(commands >= 10, "{commands}");
}

#[test]
fn a_round_is_checked_with_what_it_is_scored_with() {
    let folder = Folder::new(&[]);
    let run = |arguments: &str| {
        let arguments: Vec<_> = arguments.split_whitespace().collect();
        folder.command(&arguments).current_dir(repository().join("examples/one-stop-tt01-2018")).output().unwrap()
    };
    let plain = "check criteria.json synthetic-offices.json --table cases=synthetic-cases.csv";
    let output = run(plain);
    assert!(String::from_utf8_lossy(&output.stderr).contains("calendar.missing"));
    assert_eq!(output.status.code(), Some(1));
    let output = run(&format!("{plain} --calendar synthetic-calendar-vn-2026.json"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = run(&format!("{plain} --calendar synthetic-offices.json"));
    assert!(String::from_utf8_lossy(&output.stdout).contains("synthetic-offices.json"));
    assert_eq!(output.status.code(), Some(1));
}

/// A conformance case with rows in its round, and the documents and options of the same example with its file.
const FILES: &[(&str, &str)] = &[
    (
        "one-stop-tt01-2018",
        "one-stop-tt01-2018/criteria.json one-stop-tt01-2018/synthetic-offices.json \
         --table cases=one-stop-tt01-2018/synthetic-cases.csv \
         --calendar one-stop-tt01-2018/synthetic-calendar-vn-2026.json",
    ),
    (
        "one-stop-tt01-2018-officials",
        "one-stop-tt01-2018/criteria.json one-stop-tt01-2018/synthetic-officials.json \
         --table cases=one-stop-tt01-2018/synthetic-cases.csv --map cases.unit=official \
         --calendar one-stop-tt01-2018/synthetic-calendar-vn-2026.json",
    ),
    (
        "one-stop-tt01-2018-district",
        "one-stop-tt01-2018/criteria.json one-stop-tt01-2018/synthetic-district.json \
         --table cases=one-stop-tt01-2018/synthetic-cases.csv --map cases.unit=district \
         --calendar one-stop-tt01-2018/synthetic-calendar-vn-2026.json",
    ),
    (
        "satisfaction-da-nang",
        "satisfaction-da-nang/criteria.json satisfaction-da-nang/synthetic-offices.json \
         --table ballots=satisfaction-da-nang/synthetic-ballots.csv",
    ),
    (
        "satisfaction-da-nang-officials",
        "satisfaction-da-nang/criteria.json satisfaction-da-nang/synthetic-officials.json \
         --table ballots=satisfaction-da-nang/synthetic-ballots.csv --map ballots.unit=official",
    ),
    (
        "satisfaction-da-nang-district",
        "satisfaction-da-nang/criteria.json satisfaction-da-nang/synthetic-district.json \
         --table ballots=satisfaction-da-nang/synthetic-ballots.csv --map ballots.unit=district",
    ),
    (
        "petitions-2024",
        "petitions-2024/criteria.json petitions-2024/synthetic-quarter.json \
         --table petitions=petitions-2024/synthetic-petitions.csv \
         --calendar petitions-2024/synthetic-calendar-vn-2026.json",
    ),
    ("sipas", "sipas/criteria.json sipas/synthetic-provinces.json --table ballots=sipas/synthetic-ballots.csv"),
    (
        "sipas-council-ballots",
        "sipas/criteria-ballots.json sipas/synthetic-offices.json --table ballots=sipas/synthetic-council-ballots.csv",
    ),
];

#[test]
fn rows_of_a_file_come_to_the_same_as_rows_in_the_round() {
    let folder = Folder::new(&[]);
    for (case, arguments) in FILES {
        let arguments = ["score", "--format", "json"].into_iter().chain(arguments.split(' '));
        let mut command = folder.command(&arguments.filter(|one| !one.is_empty()).collect::<Vec<_>>());
        let output = command.current_dir(repository().join("examples")).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{case}: {told}");
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        let case_file = fs::read_to_string(repository().join(format!("conformance/cases/{case}.json"))).unwrap();
        let expected: Value = serde_json::from_str(&case_file).unwrap();
        assert_eq!(figures(&found), figures(&expected["expect"]["results"]), "{case}");
        assert!(found["tables"][0]["rows"].as_u64() >= Some(20), "{case}: {}", found["tables"]);
    }
}

/// The units without the names of rejected rows: those of a file are told by their lines.
fn figures(results: &Value) -> Value {
    let mut units = results["units"].clone();
    for unit in units.as_array_mut().unwrap() {
        let tables = unit.get_mut("rows").and_then(Value::as_array_mut).into_iter().flatten();
        for rule in tables.flat_map(|table| table["rejected"].as_array_mut().unwrap()) {
            rule.as_object_mut().unwrap().remove("ids");
        }
    }
    units
}

#[test]
fn results_of_months_are_the_rows_of_a_quarter() {
    let folder = Folder::new(&[]);
    let example = |file: &str| repository().join("examples/staff-nd335-2026").join(file).display().to_string();
    let mut months = Vec::new();
    for month in ["07", "08", "09"] {
        let (set, round) = (example("criteria.json"), example(&format!("synthetic-2026-{month}.json")));
        let scored = folder.run(&["score", &set, &round, "--format", "json", "--detail", "totals"]);
        assert_eq!(scored.code, 0, "{}", scored.stderr);
        folder.write(&format!("month-{month}.json"), scored.stdout.as_bytes());
        months.push(format!("month-{month}.json"));
    }
    let (set, people) = (example("criteria-quarter.json"), example("synthetic-quarter-people.json"));
    let table = format!("months={}", months.join(","));
    let quarter =
        folder.run(&["score", &set, &people, "--table", &table, "--format", "json", "--detail", "indicators"]);
    assert_eq!(quarter.code, 0, "{}", quarter.stderr);
    let found: Value = serde_json::from_str(&quarter.stdout).unwrap();
    let case = fs::read_to_string(repository().join("conformance/cases/staff-nd335-2026-quarter.json")).unwrap();
    let typed: Value = serde_json::from_str(&case).unwrap();
    let without_rows = |results: &Value| {
        let mut units = results["units"].clone();
        units.as_array_mut().unwrap().iter_mut().for_each(|unit| drop(unit.as_object_mut().unwrap().remove("rows")));
        units
    };
    assert_eq!(without_rows(&found), without_rows(&typed["expect"]["results"]));
    // One of the 34 is the month of maternity leave; who joined in September is in no earlier file.
    let told = &found["tables"][0];
    assert_eq!((&told["rows"], &told["counted"]), (&34.into(), &33.into()));
    let rejected = &told["rejected"][0];
    assert_eq!((&rejected["rule"], &rejected["first"][0]["unit"]), (&"not-rated".into(), &"S08".into()));
}
