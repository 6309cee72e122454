//! What people read, in both languages: standard output, standard error and the exit code.

use std::fs;

use crate::common::{Folder, ROUND, SET, repository, with};

/// Runs the binary in both languages and compares with `snapshots/cli__snapshots__NAME.snap`.
fn compare(name: &str, folder: &Folder, arguments: &[&str]) {
    let run = |language: &str| {
        let arguments: Vec<_> = arguments.iter().copied().chain(["--lang", language]).collect();
        format!("$ chamdiem {}\n{}", arguments.join(" "), folder.run(&arguments).report())
    };
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, format!("{}\n{}", run("en"), run("vi")));
    });
}

fn example(folder: &str, round: &str) -> Folder {
    let read = |name: &str| fs::read_to_string(repository().join("examples").join(folder).join(name)).unwrap();
    Folder::of(&read("criteria.json"), &read(round))
}

const SCORE: [&str; 3] = ["score", "criteria.json", "round.json"];

/// A round with something wrong in it.
fn bad_round(name: &str, part: &str, other: &str) {
    compare(name, &Folder::of(SET, &with(ROUND, part, other)), &SCORE);
}

/// A criteria set with something wrong in it.
fn bad_set(name: &str, part: &str, other: &str) {
    compare(name, &Folder::of(&with(SET, part, other), ROUND), &["check", "criteria.json"]);
}

#[test]
fn one_unit() {
    compare("one-unit", &example("tien-giang-2022", "cai-lay.json"), &SCORE);
}

#[test]
fn one_unit_in_totals() {
    let folder = example("tien-giang-2022", "cai-lay.json");
    compare("one-unit-totals", &folder, &["score", "criteria.json", "round.json", "--detail", "totals"]);
}

#[test]
fn a_ranking() {
    compare("ranking", &example("binh-duong-2017", "districts.json"), &SCORE);
}

/// The same synthetic units as in the conformance case.
fn quotas() -> Folder {
    let case = repository().join("conformance/cases/quotas-one-after-another-that-demote.json");
    let case: serde_json::Value = serde_json::from_str(&fs::read_to_string(case).unwrap()).unwrap();
    Folder::of(&case["criteria_set"].to_string(), &case["round"].to_string())
}

#[test]
fn quotas_in_a_table_and_in_markdown() {
    compare("quotas", &quotas(), &SCORE);
    compare("quotas-markdown", &quotas(), &["score", "criteria.json", "round.json", "--format", "markdown"]);
}

#[test]
fn the_quotas_of_a_unit() {
    explain("quotas-ledger", &quotas(), &["--unit", "o4", "--indicator", "class"]);
}

#[test]
fn the_new_example_in_markdown() {
    let arguments = ["score", "criteria.json", "round.json", "--format", "markdown", "--detail", "indicators"];
    compare("new-markdown", &Folder::of(SET, ROUND), &arguments);
}

#[test]
fn the_new_example_in_csv() {
    compare("new-csv", &Folder::of(SET, ROUND), &["score", "criteria.json", "round.json", "--format", "csv"]);
}

#[test]
fn every_indicator_in_csv() {
    let arguments = ["score", "criteria.json", "round.json", "--format", "csv", "--detail", "indicators"];
    compare("new-csv-indicators", &Folder::of(SET, ROUND), &arguments);
}

#[test]
fn an_incomplete_unit_by_itself() {
    let round = with(ROUND, r#""2.2": "no", "#, "");
    let round = format!(
        "{}{}",
        &round[..round.find("    {\n      \"id\": \"xa-a\"").unwrap()],
        &round[round.find("    {\n      \"id\": \"xa-c\"").unwrap()..]
    );
    compare("incomplete", &Folder::of(SET, &round), &["score", "criteria.json", "round.json", "--strict"]);
}

const EXPLAIN: [&str; 3] = ["explain", "criteria.json", "round.json"];

fn explain(name: &str, folder: &Folder, more: &[&str]) {
    let arguments: Vec<_> = EXPLAIN.iter().chain(more).copied().collect();
    compare(name, folder, &arguments);
}

#[test]
fn a_ledger() {
    explain("ledger", &Folder::of(SET, ROUND), &["--unit", "xa-a"]);
    explain("ledger-markdown", &Folder::of(SET, ROUND), &["--unit", "xa-c", "--format", "markdown"]);
    explain("ledger-json", &Folder::of(SET, ROUND), &["--unit", "xa-a", "--indicator", "1.1", "--format", "json"]);
}

#[test]
fn a_ledger_of_a_real_office() {
    let folder = example("tien-giang-2022", "cai-lay.json");
    explain("ledger-real", &folder, &["--unit", "cai-lay", "--indicator", "1a"]);
    explain("ledger-real-self", &folder, &["--unit", "cai-lay", "--indicator", "d2", "--stage", "self"]);
}

#[test]
fn nothing_to_explain() {
    let folder = Folder::of(SET, ROUND);
    explain("ledger-unknown-unit", &folder, &["--unit", "xa-d"]);
    explain("ledger-unknown-indicator", &folder, &["--unit", "xa-a", "--indicator", "1.9"]);
    explain("ledger-unknown-stage", &folder, &["--unit", "xa-a", "--stage", "council"]);
}

#[test]
fn check_without_problems() {
    compare("check-ok", &Folder::of(SET, ROUND), &["check", "criteria.json", "round.json"]);
}

#[test]
fn check_with_a_warning() {
    bad_set(
        "check-warning",
        r#"{"vi": "Chỉ đạo, điều hành", "en": "Leadership"},"#,
        r#"{"vi": "Chỉ đạo"}, "max": 25,"#,
    );
}

#[test]
fn two_criteria_sets() {
    let read = |name: &str| fs::read_to_string(repository().join("examples/tien-giang-2022").join(name)).unwrap();
    let folder = Folder::new(&[
        ("printed.json", &read("criteria-printed.json")),
        ("applied.json", &read("criteria.json")),
        ("round.json", &read("cai-lay.json")),
    ]);
    compare("diff-sets", &folder, &["diff", "printed.json", "applied.json", "--round", "round.json"]);
    compare("diff-same", &folder, &["diff", "printed.json", "printed.json"]);
}

#[test]
fn a_round_that_does_not_fit_the_new_set() {
    let folder = Folder::of(SET, ROUND);
    folder.write("new.json", with(SET, r#""id": "2.2""#, r#""id": "2.9""#).as_bytes());
    compare("diff-round-refused", &folder, &["diff", "criteria.json", "new.json", "--round", "round.json"]);
}

#[test]
fn two_results() {
    let folder = Folder::of(SET, ROUND);
    folder.write("later.json", with(ROUND, r#""2.2": "no""#, r#""2.2": "yes""#).as_bytes());
    for (round, results) in [("round.json", "old.json"), ("later.json", "new.json")] {
        assert_eq!(folder.run(&["score", "criteria.json", round, "--format", "json", "-o", results]).code, 0);
    }
    compare("diff-results", &folder, &["diff", "old.json", "new.json", "--set", "criteria.json"]);
    let arguments = ["diff", "old.json", "new.json", "--format", "markdown"];
    compare("diff-results-markdown", &folder, &arguments);
}

#[test]
fn an_audit() {
    let set = r#"{"format": 1, "id": "edges", "version": "1", "title": {"vi": "Sát ngưỡng", "en": "At the edge"},
        "rounding": {"index": {"digits": 1}}, "classes": {"bands": [{"id": "one", "from": 90}, {"id": "two"}]},
        "tree": [{"id": "1", "max": 3000, "scale": {"entered": {"from": 0, "to": 3000}}}],
        "facts": [{"id": "late"}], "ranking": {"tie_break": [{"by": "late", "order": "asc"}]}}"#;
    let units =
        [("a", "2699", 0), ("b", "2699.85", 2), ("c", "2700", 2), ("d", "2696", 0)].map(|(id, points, late)| {
            let answer = format!(r#"{{"stage": "self", "by": "{id}", "answers": {{"1": {points}}}}}"#);
            format!(r#"{{"id": "{id}", "facts": {{"late": {late}}}, "submissions": [{answer}]}}"#)
        });
    let round = format!(
        r#"{{"format": 1, "criteria_set": {{"id": "edges", "version": "1"}}, "period": {{"id": "2026"}}, "units": [{}]}}"#,
        units.join(", ")
    );
    let folder = Folder::of(set, &round);
    compare("audit", &folder, &["audit", "criteria.json", "round.json"]);
    compare("audit-near", &folder, &["audit", "criteria.json", "round.json", "--near", "0.05", "--format", "markdown"]);
}

#[test]
fn check_as_a_lint_of_the_regulation() {
    let set = with(SET, r#""points": 12}"#, r#""points": 25}"#);
    let set = with(
        &set,
        r#""id": "2.2", "title": {"vi": "Công khai thủ tục""#,
        r#""id": "2.4", "title": {"vi": "Công khai thủ tục""#,
    );
    let folder = Folder::of(&with(&set, r#""bonus": {"cap": 3"#, r#""bonus": {"cap": 1"#), ROUND);
    compare("check-lint", &folder, &["check", "criteria.json"]);
    compare("check-lint-json", &folder, &["check", "criteria.json", "--format", "json"]);
}

#[test]
fn check_of_a_real_table() {
    compare("check-real", &example("tien-giang-2022", "cai-lay.json"), &["check", "criteria.json", "round.json"]);
}

#[test]
fn new_and_new_again() {
    let folder = Folder::new(&[]);
    compare("new", &folder, &["new", "set"]);
}

#[test]
fn help() {
    compare("help", &Folder::new(&[]), &["--help"]);
    compare("help-score", &Folder::new(&[]), &["score", "-h"]);
}

#[test]
fn files_that_are_not_there() {
    compare("missing-file", &Folder::new(&[]), &SCORE);
    compare("unknown-stage", &Folder::of(SET, ROUND), &["score", "criteria.json", "round.json", "--stage", "council"]);
}

#[test]
fn broken_json() {
    bad_round("bad-json", r#""period": {"#, r#""period" {"#);
}

#[test]
fn a_wrong_type_deep_in_the_tree() {
    bad_set("bad-type", r#""points": 12"#, r#""points": true"#);
}

#[test]
fn an_unknown_key() {
    bad_set("bad-key", "if_empty", "if_emty");
}

#[test]
fn a_key_twice() {
    bad_set("bad-key-twice", r#""max": 20,"#, r#""max": 20, "max": 25,"#);
}

#[test]
fn an_id_twice() {
    bad_set("bad-id-twice", r#""id": "2.2""#, r#""id": "2.1""#);
}

#[test]
fn a_circle_of_facts() {
    let set =
        with(SET, r#""en": "Dossiers settled"}}"#, r#""en": "Dossiers settled"}, "formula": "dossiers_on_time * 2"}"#);
    let set = with(&set, r#"settled on time"}}"#, r#"settled on time"}, "formula": "dossiers / 2"}"#);
    compare("bad-circle", &Folder::of(&set, ROUND), &["check", "criteria.json"]);
}

#[test]
fn a_number_that_may_have_been_rounded() {
    bad_set("bad-long-number", r#""from": 95"#, r#""from": 12345678901234567890123"#);
}

#[test]
fn a_number_beyond_all_limits() {
    bad_set("bad-huge-number", r#""from": 95"#, r#""from": 1e400"#);
}

#[test]
fn an_unknown_indicator() {
    bad_round("bad-indicator", r#""2.2": "no""#, r#""2.3": "no""#);
}

#[test]
fn points_out_of_range() {
    bad_round(
        "bad-points",
        r#""answers": {"1.1": {"value": "late""#,
        r#""points": {"2.1": {"value": 21, "reason": "Đoàn thẩm định"}}, "answers": {"1.1": {"value": "late""#,
    );
}

#[test]
fn two_parties_that_disagree() {
    bad_round(
        "bad-disagreement",
        r#"{"stage": "appraisal", "by": "so-noi-vu", "at": "2026-12-20"}"#,
        r#"{"stage": "appraisal", "by": "so-noi-vu", "at": "2026-12-20", "answers": {"2.2": {"value": "no", "reason": "Chưa niêm yết"}}},
        {"stage": "appraisal", "by": "so-tu-phap", "at": "2026-12-21", "answers": {"2.2": {"value": "yes", "reason": "Có niêm yết"}}}"#,
    );
}

#[test]
fn a_stage_before_the_one_before_it() {
    bad_round("bad-order", r#""by": "so-noi-vu", "at": "2026-12-20""#, r#""by": "so-noi-vu", "at": "2026-12-01""#);
}

#[test]
fn a_unit_twice() {
    bad_round("bad-unit-twice", r#""id": "xa-b""#, r#""id": "xa-a""#);
}

#[test]
fn a_round_without_units() {
    let round = format!("{}\"units\": []}}", &ROUND[..ROUND.find("\"units\"").unwrap()]);
    compare("bad-empty-round", &Folder::of(SET, &round), &SCORE);
}

#[test]
fn an_empty_file() {
    compare("bad-empty-file", &Folder::of("", ROUND), &SCORE);
}

#[test]
fn bytes_that_are_no_text() {
    let folder = Folder::of(SET, "");
    let at = ROUND.find(" A (giả").unwrap();
    folder.write("round.json", &[&ROUND.as_bytes()[..at], b"\xff", &ROUND.as_bytes()[at..]].concat());
    compare("bad-encoding", &folder, &SCORE);
}

#[test]
fn ten_megabytes_of_brackets() {
    compare("bad-brackets", &Folder::of(&"[".repeat(10_000_000), ROUND), &SCORE);
    compare("bad-brackets-round", &Folder::of(SET, &"[".repeat(10_000_000)), &SCORE);
}

#[test]
fn a_file_on_one_line() {
    let round: String =
        with(ROUND, r#""2.2": "no""#, r#""2.3": "no""#).split_whitespace().collect::<Vec<_>>().join(" ");
    compare("bad-minified", &Folder::of(SET, &round), &SCORE);
}

#[test]
fn problems_for_programs() {
    let folder = Folder::of(SET, &with(ROUND, r#""2.2": "no""#, r#""2.3": "no""#));
    compare("bad-as-json", &folder, &["score", "criteria.json", "round.json", "--format", "json"]);
    compare("bad-check-as-json", &folder, &["check", "criteria.json", "round.json", "--format", "json"]);
}

/// A stage that corrects rows of a table: as a sheet, and in the ledger of what the rows give.
#[test]
fn rows_that_a_stage_changed() {
    let set = r#"{"format": 1, "id": "rows", "version": "1", "title": {"vi": "Hồ sơ một cửa", "en": "One-stop cases"},
        "tables": [{"id": "cases", "title": {"vi": "Hồ sơ", "en": "Cases"}, "columns": [
            {"id": "due", "type": "date", "title": {"vi": "Hạn trả", "en": "Due"}},
            {"id": "finished", "type": "date", "title": {"vi": "Ngày trả", "en": "Finished"}, "optional": true}]}],
        "facts": [{"id": "in_time", "title": {"vi": "Hồ sơ đúng hạn", "en": "Cases in time"}, "formula": "count(cases, finished <= due)"}],
        "stages": [{"id": "self", "title": {"vi": "Tự chấm", "en": "Self-score"}},
            {"id": "appraisal", "title": {"vi": "Thẩm định", "en": "Appraisal"}, "reason": "required"}],
        "tree": [{"id": "1", "title": {"vi": "Đúng hạn", "en": "In time"}, "max": 5, "measure": "in_time", "scale": {"value": {}}}],
        "rounding": {"index": {"digits": 2}}}"#;
    let round = r#"{"format": 1, "criteria_set": {"id": "rows", "version": "1"}, "period": {"id": "2026-03"}, "units": [
        {"id": "xa-a", "name": "Xã A", "tables": {"cases": [
            {"id": "h1", "due": "2026-03-10", "finished": "2026-03-09"}, {"id": "h2", "due": "2026-03-12", "finished": "2026-03-11"},
            {"id": "h3", "due": "2026-03-16"}]},
         "submissions": [{"stage": "self", "by": "xa-a", "at": "2026-04-01"},
            {"stage": "appraisal", "by": "so-noi-vu", "at": "2026-04-08", "tables": {"cases": [
                {"id": "h2", "finished": "2026-03-13", "reason": "signed for on 13 March"},
                {"id": "h3", "remove": true, "reason": "received in April"}]}}]}]}"#;
    let folder = Folder::of(set, round);
    compare("rows-changed", &folder, &SCORE);
    compare("rows-changed-ledger", &folder, &[&EXPLAIN[..], &["--unit", "xa-a"]].concat());
}

/// Outputs with their units and their digits, a text and a day; a balance that does not close says by how much.
#[test]
fn outputs_and_a_check_with_its_residual() {
    let set = r#"{"format": 1, "id": "petitions", "version": "1", "title": {"vi": "Giải quyết đơn", "en": "Petitions"},
        "facts": [{"id": "carried"}, {"id": "received"}, {"id": "resolved"}, {"id": "pending"}, {"id": "signed", "type": "date"}],
        "tree": [{"id": "1", "title": {"vi": "Đã giải quyết", "en": "Resolved"}, "max": 100, "measure": "percent(resolved, carried + received)", "scale": {"value": {}}}],
        "outputs": [
            {"id": "reward", "title": {"vi": "Mức thưởng", "en": "Reward"}, "formula": "0.005 * 2340000 * resolved", "unit": "đồng", "rounding": {"digits": 2}},
            {"id": "word", "title": {"vi": "Nhận xét", "en": "Remark"}, "formula": "if(pending > 0, 'còn tồn đọng', 'không tồn đọng')"},
            {"id": "due", "title": {"vi": "Hạn báo cáo", "en": "Report due"}, "formula": "signed + 30"}],
        "checks": [
            {"id": "balance", "condition": "carried + received = resolved + pending", "message": {"vi": "Số đơn không khớp", "en": "The petitions do not add up"}},
            {"id": "in-time", "condition": "signed <= '2026-03-31'"}],
        "rounding": {"points": {"digits": 2}, "index": {"digits": 2}}}"#;
    let round = r#"{"format": 1, "criteria_set": {"id": "petitions", "version": "1"}, "period": {"id": "2026-Q1"}, "units": [
        {"id": "xa-a", "name": "Xã A", "facts": {"carried": 3, "received": 40, "resolved": "41.5", "pending": 3, "signed": "2026-04-02"}}]}"#;
    compare("outputs-and-checks", &Folder::of(set, round), &SCORE);
}

/// The rules changed in the middle of the year: three versions, with a gap and an overlap between them.
#[test]
fn versions_of_a_set_in_a_folder() {
    let set = |version: &str, valid: &str| {
        format!(
            r#"{{"format": 1, "id": "one-stop", "version": "{version}", "valid": {valid},
            "tree": [{{"id": "1", "max": 2, "scale": "yes_no"}}], "rounding": {{"index": {{"digits": 2}}}}}}"#
        )
    };
    let round = |version: &str, from: &str, until: &str| {
        format!(
            r#"{{"format": 1, "criteria_set": {{"id": "one-stop", "version": "{version}"}},
            "period": {{"id": "p", "from": "{from}", "until": "{until}"}},
            "units": [{{"id": "a", "submissions": [{{"stage": "self", "by": "a", "answers": {{"1": "yes"}}}}]}}]}}"#
        )
    };
    let folder = Folder::new(&[
        ("a.json", &set("2026", r#"{"from": "2026-07-01"}"#)),
        ("b.json", &set("2025", r#"{"from": "2025-01-01", "until": "2026-05-31"}"#)),
        ("c.json", &set("2026-trial", r#"{"from": "2026-10-01", "until": "2026-10-31"}"#)),
        ("round.json", &round("2025", "2025-03-01", "2025-03-31")),
        ("notes.txt", "not a document"),
        ("may.json", &round("2025", "2026-05-15", "2026-06-14")),
        ("october.json", &round("2026", "2026-10-01", "2026-10-31")),
        ("august.json", &round("2025", "2026-08-01", "2026-08-31")),
    ]);
    compare("versions", &folder, &["check", ".", "--on", "2026-10-15"]);
    compare("versions-json", &folder, &["check", ".", "--on", "2026-09-01", "--format", "json"]);
    compare("versions-of-one", &folder, &["check", "b.json", "--on", "2026-06-01"]);
    compare("versions-scored", &folder, &["score", ".", "round.json"]);
    compare(
        "versions-none",
        &Folder::new(&[("round.json", &round("2025", "2025-03-01", "2025-03-31"))]),
        &["score", ".", "round.json"],
    );
    compare("versions-across", &folder, &["score", ".", "may.json"]);
    compare("versions-several", &folder, &["check", ".", "october.json"]);
    compare("versions-other-named", &folder, &["score", ".", "august.json"]);
    compare("version-not-in-force", &folder, &["check", "b.json", "may.json"]);
}
