//! What the binary does to files, streams and terminals.
use std::io::Read as _;

use crate::common::{Folder, ROUND, SET, with};

const SCORE: [&str; 3] = ["score", "criteria.json", "round.json"];

fn score<'a>(more: &[&'a str]) -> Vec<&'a str> {
    SCORE.iter().chain(more).copied().collect()
}

#[test]
fn output_is_replaced_whole_and_untouched_by_errors() {
    let folder = Folder::of(SET, ROUND);
    folder.write("out.json", b"before");
    let refused = folder.run(&["score", "criteria.json", "criteria.json", "--format", "json", "-o", "out.json"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert_eq!(folder.read("out.json"), "before");
    let done = folder.run(&score(&["--format", "json", "-o", "out.json"]));
    assert_eq!((done.code, done.stdout.as_str()), (0, ""));
    assert_eq!(folder.read("out.json"), folder.run(&score(&["--format", "json"])).stdout);
    assert_eq!(folder.names(), ["criteria.json", "out.json", "round.json"], "no file is left behind");
}

#[test]
fn output_is_never_written_over_an_input() {
    let folder = Folder::of(SET, ROUND);
    let run = folder.run(&score(&["-o", "./round.json"]));
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("would be written over"), "{}", run.stderr);
    assert_eq!(folder.read("round.json"), ROUND);
}

#[test]
fn output_into_a_missing_folder_is_told() {
    let folder = Folder::of(SET, ROUND);
    let run = folder.run(&score(&["-o", "missing/out.txt"]));
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("cannot write `missing/out.txt`"), "{}", run.stderr);
    assert_eq!(folder.run(&score(&["-o", "."])).code, 2);
}

#[cfg(unix)]
#[test]
fn output_keeps_the_mode_of_the_file_and_follows_links() {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = Folder::of(SET, ROUND);
    let at = |name: &str| folder.path().join(name);
    folder.write("real.csv", b"");
    fs::set_permissions(at("real.csv"), PermissionsExt::from_mode(0o640)).unwrap();
    symlink("real.csv", at("link.csv")).unwrap();
    assert_eq!(folder.run(&score(&["--format", "csv", "-o", "link.csv"])).code, 0);
    assert!(fs::symlink_metadata(at("link.csv")).unwrap().is_symlink());
    assert!(folder.read("real.csv").starts_with("id,name,"));
    assert_eq!(fs::metadata(at("real.csv")).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(folder.run(&score(&["-o", "/dev/null"])).code, 0);
}

#[test]
fn tables_in_files_have_no_colours() {
    let folder = Folder::of(SET, ROUND);
    let mut command = folder.command(&score(&["-o", "out.txt"]));
    assert!(command.env("CLICOLOR_FORCE", "1").status().unwrap().success());
    assert!(!folder.read("out.txt").contains('\u{1b}'));
}

#[test]
fn new_makes_an_example_that_scores_and_overwrites_nothing() {
    let folder = Folder::new(&[]);
    let run = folder.run(&["new", "deep/example"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 2);
    assert_eq!(folder.read("deep/example/criteria.json"), SET);
    let paths = ["deep/example/criteria.json", "deep/example/round.json"];
    assert_eq!(folder.run(&["score", paths[0], paths[1], "--strict"]).code, 0);
    std::fs::remove_file(folder.path().join(paths[0])).unwrap();
    folder.write(paths[1], b"mine");
    let again = folder.run(&["new", "deep/example"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("`deep/example/round.json` exists already"), "{}", again.stderr);
    assert_eq!(folder.read(paths[1]), "mine");
    assert!(!folder.path().join(paths[0]).exists());
}

#[test]
fn what_new_says_can_be_pasted_into_a_shell() {
    for (folder, shown) in [("set", "set/"), ("bộ 1", "\"bộ 1/"), ("-x", "./-x/")] {
        let run = Folder::new(&[]).run(&["new", "--lang", "vi", "--", folder]);
        let command = run.stdout.lines().last().unwrap();
        assert!(command.starts_with(&format!("hãy thử: chamdiem score {shown}criteria.json")), "{command}");
        assert!(command.ends_with(" --lang vi"), "{command}");
    }
}

#[test]
fn one_document_comes_from_standard_input() {
    let folder = Folder::of(SET, ROUND);
    let expected = folder.run(&SCORE).stdout;
    assert_eq!(folder.run_with_input(&["score", "-", "round.json"], SET).stdout, expected);
    assert_eq!(folder.run_with_input(&["score", "criteria.json", "-"], ROUND).stdout, expected);
    let bad = folder.run_with_input(&["check", "-"], "{");
    assert!(bad.code == 1 && bad.stderr.contains("standard input:1:1"), "{}", bad.stderr);
    assert_eq!(folder.run(&["score", "-", "-"]).code, 2);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let units: Vec<_> = (0..3000)
        .map(|nth| {
            format!(r#"{{"id": "u{nth}", "submissions": [{{"stage": "self", "by": "u", "answers": {{"1": "yes"}}}}]}}"#)
        })
        .collect();
    let set = r#"{"format": 1, "id": "d", "version": "1", "tree": [{"id": "1", "max": 2, "scale": "yes_no"}], "rounding": {"index": {"digits": 2}}}"#;
    let head = r#"{"format": 1, "criteria_set": {"id": "d", "version": "1"}, "period": {"id": "p"}, "units": ["#;
    let folder = Folder::of(set, &format!("{head}{}]}}", units.join(",")));
    for format in ["table", "json", "jsonl", "csv", "markdown"] {
        let mut child = folder.command(&score(&["--format", format])).spawn().unwrap();
        let mut first = [0; 8];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{format}");
    }
}

#[test]
fn colours_only_where_they_are_wanted() {
    let folder = Folder::of("{", ROUND);
    let run = |variables: &[&str]| {
        let mut command = folder.command(&["check", "criteria.json"]);
        for variable in variables {
            command.env(variable, "1");
        }
        String::from_utf8(command.output().unwrap().stderr).unwrap()
    };
    assert!(!run(&[]).contains('\u{1b}'));
    assert!(run(&["CLICOLOR_FORCE"]).contains("\u{1b}["));
    assert!(!run(&["CLICOLOR_FORCE", "NO_COLOR"]).contains('\u{1b}'));
}

#[test]
fn names_neither_run_in_spreadsheets_nor_in_terminals() {
    let round = with(ROUND, "Xã A (giả định)", r"=HYPERLINK(\u001b[31m\u202e|<b>)");
    let folder = Folder::of(SET, &round);
    let csv = folder.run(&score(&["--format", "csv"])).stdout;
    assert!(csv.contains(r",'=HYPERLINK(\u001b[31m\u202e|<b>),"), "{csv}");
    assert!(csv.contains(",44,50,88,"), "numbers stay numbers: {csv}");
    let table = folder.run(&SCORE).stdout;
    assert!(table.contains(r"=HYPERLINK(\u001b[31m\u202e|<b"), "{table}");
    let markdown = folder.run(&score(&["--format", "markdown"])).stdout;
    assert!(markdown.contains(r"| =HYPERLINK(\\u001b\[31m\\u202e\|\<b\>) |"), "{markdown}");
}

#[test]
fn control_characters_in_problems_and_paths_are_shown() {
    let folder = Folder::of(&with(SET, "\"if_empty\"", r#""\u001b[2J""#), ROUND);
    let run = folder.run(&["check", "criteria.json"]);
    assert!(run.code == 1 && !run.stderr.contains('\u{1b}'), "{}", run.stderr);
    let missing = folder.run(&["check", "\u{1b}[2J.json"]);
    assert!(missing.code == 2 && !missing.stderr.contains('\u{1b}'), "{}", missing.stderr);
}

#[test]
fn incomplete_units_are_named_and_strict_refuses_them() {
    let folder = Folder::of(SET, &with(ROUND, r#""2.2": "no", "#, ""));
    let run = folder.run(&SCORE);
    assert_eq!((run.code, run.stderr.as_str()), (0, "note: incomplete (1 of 3 units): xa-c\n"));
    let strict = folder.run(&score(&["--strict", "-o", "out.txt"]));
    assert_eq!((strict.code, strict.stderr), (1, run.stderr));
    assert_eq!(folder.read("out.txt"), run.stdout);
}

#[test]
fn wrong_use_is_told_with_exit_code_2() {
    let folder = Folder::of(SET, ROUND);
    let wrong: [&[&str]; 8] = [
        &[],
        &["score", "criteria.json"],
        &["score", "criteria.json", "round.json", "--format", "xml"],
        &["score", "criteria.json", "round.json", "--stage", "council"],
        &["score", "missing.json", "round.json"],
        &["check", "nowhere"],
        &["schema", "unit"],
        &["frobnicate"],
    ];
    for arguments in wrong {
        let run = folder.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(!run.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn help_shows_an_example_of_every_command() {
    let folder = Folder::new(&[]);
    for command in ["score", "explain", "check", "schema", "new"] {
        let run = folder.run(&[command, "--help"]);
        assert!(run.code == 0 && run.stdout.contains(&format!("Example:\n  chamdiem {command}")), "{}", run.stdout);
    }
    assert_eq!(folder.run(&["--version"]).stdout, format!("chamdiem {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn ledgers_come_with_results_and_by_themselves() {
    let folder = Folder::of(SET, ROUND);
    let run = folder.run(&score(&["--format", "json", "--detail", "ledger"]));
    let results: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let alone = folder.run(&["explain", "criteria.json", "round.json", "--unit", "xa-b", "--format", "json"]);
    let alone: serde_json::Value = serde_json::from_str(&alone.stdout).unwrap();
    assert_eq!(results["units"][1]["ledger"], alone);
    let table = folder.run(&score(&["--detail", "ledger"])).stdout;
    assert!(table.contains("≥ 95 → 20"), "{table}");
    let file = ["explain", "criteria.json", "round.json", "--unit", "xa-a", "-o", "ledger.txt"];
    assert_eq!(folder.run(&file).stdout, "");
    assert_eq!(folder.read("ledger.txt"), folder.run(&file[..5]).stdout);
}

#[test]
fn schemas_are_those_of_the_library() {
    let folder = Folder::new(&[]);
    for schema in chamdiem::json::Schema::ALL {
        let run = folder.run(&["schema", schema.name()]);
        assert_eq!((run.code, run.stdout), (0, format!("{}\n", schema.to_json())));
        folder.run(&["schema", schema.name(), "-o", "schema.json"]);
        assert_eq!(folder.read("schema.json"), format!("{}\n", schema.to_json()));
    }
}

#[test]
fn a_stage_can_be_chosen_and_lines_are_read_and_written() {
    let folder = Folder::of(SET, ROUND);
    let run = folder.run(&score(&["--stage", "self", "--format", "csv"]));
    assert!(run.stdout.contains("xa-a,Xã A (giả định),commune,scored,49,50,98,good,,,1\n"), "{}", run.stdout);
    let lines = folder.run(&score(&["--format", "jsonl"])).stdout;
    assert_eq!(lines.lines().count(), 4);
    assert!(lines.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
    let totals = folder.run(&score(&["--format", "jsonl", "--detail", "totals"])).stdout;
    assert!(lines.contains("\"indicators\"") && !totals.contains("\"indicators\""));
}

#[test]
fn columns_of_csv_have_names_of_their_own() {
    let outputs = ["total.self", "rank", "output.rank", "output.total", "total", "id", "x"];
    let outputs: Vec<_> =
        outputs.iter().zip(1..).map(|(id, n)| format!(r#"{{"id": "{id}", "formula": "{n}"}}"#)).collect();
    let set = format!(
        r#"{{"format": 1, "id": "d", "version": "1", "tree": [{{"id": "1", "max": 2, "scale": "yes_no"}}], "ranking": {{}},
        "stages": [{{"id": "self"}}, {{"id": "b"}}], "outputs": [{}], "rounding": {{"index": {{"digits": 2}}}}}}"#,
        outputs.join(",")
    );
    let round = r#"{"format": 1, "criteria_set": {"id": "d", "version": "1"}, "period": {"id": "p"},
        "units": [{"id": "u", "submissions": [{"stage": "self", "by": "u", "answers": {"1": "yes"}}]}]}"#;
    let run = Folder::of(&set, round).run(&score(&["--format", "csv"]));
    let own = [
        "output.total.self",
        "output.rank",
        "output.output.rank",
        "output.total",
        "output.output.total",
        "output.id",
        "x",
    ];
    let head = run.stdout.lines().next().unwrap_or_default().to_owned();
    let expected = "id,name,group,state,total,maximum,index,class,class_before,gates,rank";
    assert_eq!(head, format!("{expected},{},total.self", own.join(",")), "{}", run.stderr);
    assert!(run.stdout.ends_with(",1,1,2,3,4,5,6,7,2\n"), "{}", run.stdout);
}

#[test]
fn what_is_wrong_with_a_value_is_said_in_both_languages() {
    let folder = Folder::of(SET, ROUND);
    let cases: [(&[&str], &str, &str); 6] = [
        (
            &["score", "criteria.json", "round.json", "--limit", "byts=4"],
            "`bytes`? (bytes, depth",
            "`bytes`? (bytes, depth",
        ),
        (
            &["score", "criteria.json", "round.json", "--limit", "bytes=x"],
            "`x` is not a whole number",
            "`x` không phải số nguyên",
        ),
        (&["audit", "criteria.json", "round.json", "--near", "x"], "`x` is not a number", "`x` không phải"),
        (
            &["check", "criteria.json", "--on", "2026-1-1"],
            "a day is written YYYY-MM-DD",
            "ngày viết theo dạng YYYY-MM-DD",
        ),
        (
            &["score", "criteria.json", "round.json", "-o", "-"],
            "a file of this name is `./-`",
            "tệp có tên này là `./-`",
        ),
        (&["new", "round.json"], "it is a file, and no folder", "đây là tệp, không phải thư mục"),
    ];
    for (arguments, english, vietnamese) in cases {
        for (language, words) in [("en", english), ("vi", vietnamese)] {
            let run = folder.run(&[arguments, &["--lang", language]].concat());
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
            assert!(run.stderr.contains(words), "{arguments:?}: {}", run.stderr);
        }
    }
    assert_eq!(folder.names(), ["criteria.json", "round.json"]);
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_told() {
    let folder = Folder::new(&[]);
    for (arguments, words) in [
        (&["--help"][..], "cannot write `standard output`: there is no room left"),
        (&["--version"], "cannot write `standard output`: there is no room left"),
        (&["score", "--help", "--lang", "vi"], "không ghi được `đầu ra chuẩn`: không còn chỗ trống"),
    ] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let run = crate::common::Run::of(folder.command(arguments).stdout(full).output().unwrap());
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.stderr.contains(words), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_place_in_a_round_of_lines_is_found() {
    let set = r#"{"format": 1, "id": "d", "version": "1", "tree": [{"id": "1", "max": 2, "scale": "yes_no"}], "rounding": {"index": {"digits": 2}}}"#;
    let head = r#"{"format": 1, "criteria_set": {"id": "d", "version": "1"}, "period": {"id": "p"}}"#;
    let unit = |id: &str, answer: &str| {
        format!(r#"{{"id": "{id}", "submissions": [{{"stage": "self", "by": "u", "answers": {{"1": {answer}}}}}]}}"#)
    };
    let folder = Folder::of(set, &format!("{head}\n{}\n{}\n", unit("a", "\"yes\""), unit("b", "\"maybe\"")));
    let run = folder.run(&SCORE);
    assert!(run.code == 1 && run.stderr.contains("round.json:3:"), "{}", run.stderr);
    assert!(run.stderr.contains("^^^^^^^\n"), "{}", run.stderr);
}

#[test]
fn many_problems_are_counted() {
    let leaves: Vec<_> = (0..1200).map(|nth| format!(r#"{{"id": "a{nth}", "max": 1, "scale": "yes"}}"#)).collect();
    let set = format!(r#"{{"format": 1, "id": "d", "version": "1", "tree": [{}]}}"#, leaves.join(",\n"));
    let folder = Folder::of(&set, ROUND);
    let run = folder.run(&["check", "criteria.json"]);
    assert_eq!(run.stderr.matches("error[").count(), 50);
    assert!(run.stderr.ends_with("and 1150 more\n"), "{}", &run.stderr[run.stderr.len() - 100..]);
    assert_eq!(run.stdout, "criteria.json: 1000 errors, 0 warnings and 200 more\n");
}

#[test]
fn diff_ends_as_diff_does() {
    let folder = Folder::of(SET, ROUND);
    folder.write("new.json", with(SET, r#""max": 20"#, r#""max": 25"#).as_bytes());
    folder.write("broken.json", b"{");
    folder.run(&score(&["--format", "json", "-o", "results.json"]));
    folder.run(&score(&["--format", "jsonl", "-o", "lines.jsonl"]));
    let code = |arguments: &[&str]| folder.run(&[&["diff"], arguments].concat()).code;
    assert_eq!(code(&["criteria.json", "criteria.json"]), 0);
    assert_eq!(code(&["results.json", "lines.jsonl"]), 0);
    assert_eq!(code(&["criteria.json", "new.json"]), 1);
    assert_eq!(code(&["criteria.json", "missing.json"]), 2);
    assert_eq!(code(&["criteria.json", "broken.json"]), 2);
    assert_eq!(code(&["criteria.json", "results.json"]), 2);
    assert_eq!(code(&["criteria.json", "new.json", "--set", "criteria.json"]), 2);
    assert_eq!(code(&["results.json", "results.json", "--round", "round.json"]), 2);
    assert_eq!(code(&["results.json", "round.json"]), 2);
    assert_eq!(code(&["-", "-"]), 2);
    assert_eq!(code(&["criteria.json", "new.json", "-o", "new.json"]), 2);
    assert_eq!(folder.run_with_input(&["diff", "-", "new.json"], SET).code, 1);
}

#[test]
fn comparisons_and_audits_are_json_documents() {
    let folder = Folder::of(SET, ROUND);
    folder.write("new.json", with(SET, r#""max": 20"#, r#""max": 25"#).as_bytes());
    let parsed = |arguments: &[&str]| -> serde_json::Value {
        serde_json::from_str(&folder.run(&[arguments, &["--format", "json"]].concat()).stdout).unwrap()
    };
    let sets = parsed(&["diff", "criteria.json", "new.json", "--round", "round.json"]);
    assert_eq!(sets["rounds"][0]["name"], "round.json");
    assert!(sets["changes"][0]["text"].as_str().unwrap().contains("20 → 25"), "{sets}");
    let audit = parsed(&["audit", "criteria.json", "round.json", "--lang", "vi"]);
    assert_eq!(audit["format"], 1);
    assert!(audit["variants"].as_array().is_some_and(|variants| !variants.is_empty()));
    assert_eq!(folder.run(&["audit", "criteria.json", "criteria.json"]).code, 1);
    assert_eq!(folder.run(&["audit", "criteria.json", "round.json", "--near", "much"]).code, 2);
}

/// A file that was cut off may be the version that is asked for.
#[test]
fn a_broken_version_is_told() {
    let set = r#"{"format": 1, "id": "s", "version": "1", "rounding": {"index": {"digits": 2}},
        "tree": [{"id": "1", "max": 2, "scale": "yes_no"}]}"#;
    let folder = Folder::new(&[("a.json", set), ("b.json", &set[..40]), ("rows.json", "[]")]);
    let run = folder.run(&["check", "."]);
    assert!(run.code == 2 && run.stderr.contains("b.json` is no criteria set that can be read"), "{}", run.stderr);
    folder.write("b.json", b"{}");
    assert_eq!(folder.run(&["check", "."]).code, 0);
}
