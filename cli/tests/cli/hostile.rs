//! Names that want to be more than names: formulas, markup, commands to the terminal, signs that nobody sees.
use crate::common::{Folder, ROUND, SET, with};

/// What a terminal or a reader would obey, as JSON writes it and as it is shown.
const HOSTILE: [(&str, &str); 12] = [
    (r"\u001b]0;title\u0007", r"\u001b]0;title\u0007"),
    (r"\u001b[2J", r"\u001b[2J"),
    ("\u{9b}2J", r"\u009b2J"),
    (r"\u0008\u007f", r"\u0008\u007f"),
    (r"a\rb\nc\td", "a b c d"),
    ("\u{202e}drowssap", r"\u202edrowssap"),
    ("\u{2066}x\u{2069}", r"\u2066x\u2069"),
    ("a\u{200b}b\u{2060}c\u{feff}d", r"a\u200bb\u2060c\ufeffd"),
    ("a\u{ad}b", r"a\u00adb"),
    ("a\u{2028}b", r"a\u2028b"),
    ("a\u{e0041}b", r"a\u{e0041}b"),
    ("a\u{115f}b", r"a\u115fb"),
];

/// What may stand in an output for people: the colours and lines of the program itself, and what can be seen.
fn is_seen(text: &str) -> bool {
    text.chars().all(|letter| letter == '\n' || chamdiem::visible(&letter.to_string()) == letter.to_string())
}

/// Everything that a program or a terminal of people is given about a set and a round.
fn told(folder: &Folder) -> Vec<String> {
    let asked: [&[&str]; 12] = [
        &["score", "criteria.json", "round.json"],
        &["score", "criteria.json", "round.json", "--detail", "ledger"],
        &["score", "criteria.json", "round.json", "--format", "markdown", "--detail", "indicators"],
        &["score", "criteria.json", "round.json", "--format", "csv"],
        &["score", "criteria.json", "round.json", "--format", "csv", "--detail", "indicators", "--decimal", "comma"],
        &["explain", "criteria.json", "round.json", "--unit", "xa-a"],
        &["explain", "criteria.json", "round.json", "--unit", "xa-a", "--format", "markdown"],
        &["check", "criteria.json", "round.json"],
        &["check", "."],
        &["audit", "criteria.json", "round.json"],
        &["diff", "criteria.json", "other.json"],
        &["diff", "criteria.json", "other.json", "--format", "markdown"],
    ];
    let asked = asked.iter().flat_map(|asked| ["en", "vi"].map(|language| [asked, &["--lang", language][..]].concat()));
    let told = asked.map(|asked| {
        let run = folder.run(&asked);
        assert!(run.code < 3, "{asked:?}");
        for text in [&run.stdout, &run.stderr] {
            assert!(is_seen(text), "{asked:?}: {text:?}");
        }
        run.stdout + &run.stderr
    });
    told.collect()
}

#[test]
fn what_nobody_sees_in_names_is_shown_and_not_obeyed() {
    for (hostile, shown) in HOSTILE {
        let set = with(SET, "\"version\": \"2026\"", &format!("\"version\": \"2026{hostile}\""));
        let set = with(&set, "Plan of the year issued", hostile);
        let round = with(ROUND, "\"version\": \"2026\"", &format!("\"version\": \"2026{hostile}\""));
        let round = with(&round, "Xã A (giả định)", hostile);
        let folder = Folder::of(&set, &round);
        folder.write("other.json", with(&set, "\"max\": 20", "\"max\": 25").as_bytes());
        let told = told(&folder);
        // Tables, CSV and a ledger, of which two languages are told; Markdown escapes what stands for it again.
        for at in [0, 2, 6, 8, 10] {
            assert!(told[at].contains(shown), "{shown}: {}", told[at]);
        }
    }
}

#[test]
fn what_nobody_sees_in_problems_and_arguments_is_shown() {
    for (hostile, _) in HOSTILE {
        let raw: String = serde_json::from_str(&format!("\"{hostile}\"")).unwrap();
        let broken = [
            with(SET, "\"if_empty\"", &format!("\"{hostile}\"")),
            with(SET, "\"version\": \"2026\"", &format!("\"version\": {{\"{hostile}\": 1}}")),
            with(SET, "\"id\": \"", &format!("\"id\": \"{hostile}")),
            format!("{SET}{raw}"),
        ];
        for set in broken {
            let folder = Folder::of(&set, ROUND);
            for language in ["en", "vi"] {
                let run = folder.run(&["check", "criteria.json", "--lang", language]);
                // Some of what nobody sees are letters of an id.
                assert!(run.code < 2, "{hostile}: {}", run.stderr);
                assert!(is_seen(&run.stdout) && is_seen(&run.stderr), "{:?}", run.stderr);
            }
        }
        let folder = Folder::of(SET, ROUND);
        folder.write("broken.json", b"{");
        let wrong: [&[&str]; 9] = [
            &["check", &raw],
            &["score", "criteria.json", "round.json", "--format", &raw],
            &["score", "criteria.json", "round.json", &raw, &raw],
            &[&raw],
            &["score", "criteria.json", "round.json", "--stage", &raw],
            &["score", "criteria.json", "round.json", "--table", &raw],
            &["score", "criteria.json", "round.json", "--as-of", &raw],
            &["explain", "criteria.json", "round.json", "--unit", &raw],
            &["score", "criteria.json", "round.json", "-o", &format!("nowhere/{raw}")],
        ];
        for arguments in wrong {
            for language in ["en", "vi"] {
                let run = folder.run(&[arguments, &["--lang", language]].concat());
                assert!(run.code == 2 || run.code == 1, "{arguments:?}: {}", run.stderr);
                assert!(is_seen(&run.stdout) && is_seen(&run.stderr), "{arguments:?}: {:?}", run.stderr);
            }
        }
        let run = folder.run(&["new", &format!("x{raw}")]);
        assert!(run.code == 0 && is_seen(&run.stdout), "{:?}", run.stdout);
        let run = folder.run(&["check", &format!("x{raw}/round.json")]);
        assert!(run.code == 1 && is_seen(&run.stdout) && is_seen(&run.stderr), "{:?}{:?}", run.stdout, run.stderr);
    }
}

#[test]
fn no_cell_of_csv_is_a_formula_however_it_is_parted() {
    let formulas =
        ["=1+1", "+1", "-1+1|cmd", "@SUM(A1)", r"\t=1", r"\r=1", r"x\n=1", "x;=1", "x, +1", "x; ;@A1", "＝1"];
    for formula in formulas {
        let set = with(SET, "Plan of the year issued", formula);
        let folder = Folder::of(&set, &with(ROUND, "Xã A (giả định)", formula));
        for decimal in ["point", "comma"] {
            for detail in ["totals", "indicators"] {
                let asked = ["score", "criteria.json", "round.json", "--format", "csv", "--detail", detail];
                let csv = folder.run(&[&asked[..], &["--decimal", decimal]].concat()).stdout;
                for separator in [b',', b';', b'\t'] {
                    let mut reader = csv::ReaderBuilder::new();
                    let mut reader = reader.delimiter(separator).flexible(true).from_reader(csv.as_bytes());
                    for cell in reader
                        .records()
                        .flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
                    {
                        let runs = cell.trim_start().starts_with(['=', '+', '-', '@', '＝']);
                        let is_figure = cell.replace(',', ".").trim_start_matches('-').parse::<f64>().is_ok();
                        assert!(!runs || is_figure, "{formula}: {cell:?} in {csv}");
                    }
                }
            }
        }
    }
}
