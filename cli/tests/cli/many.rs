//! Rounds of many units: their order, what a terminal shows of them, and their decimals.
use crate::common::{Folder, ROUND, SET};

const LEAF: &str = r#"{"format": 1, "id": "d", "version": "1", "groups": [{"id": "b"}, {"id": "a"}],
    "tree": [{"id": "1", "max": 8, "scale": {"entered": {"from": 0, "to": 8}}}], "rounding": {"index": {"digits": 2}}, "ranking": {}}"#;

/// Units with their id, name, group and points.
fn round(units: &[(&str, &str, &str, &str)]) -> String {
    let units: Vec<_> = units
        .iter()
        .map(|(id, name, group, points)| {
            format!(
                r#"{{"id": "{id}", "name": "{name}", "group": "{group}", "submissions": [{{"stage": "self", "by": "u", "answers": {{"1": {points}}}}}]}}"#
            )
        })
        .collect();
    let head = r#"{"format": 1, "criteria_set": {"id": "d", "version": "1"}, "period": {"id": "p"}"#;
    format!("{head}, \"units\": [{}]}}", units.join(","))
}

#[test]
fn units_stand_in_the_order_that_is_asked_for() {
    let units = [
        ("u10", "Đắk Lắk", "a", "5"),
        ("u2", "Cần Thơ", "b", "5"),
        ("u1", "Đà Nẵng", "a", "7"),
        ("u3", "Ca\u{300} Mau", "b", "6.5"),
    ];
    let folder = Folder::of(LEAF, &round(&units));
    let ids = |arguments: &[&str]| {
        let run = folder.run(&[&["score", "criteria.json", "round.json"], arguments].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        let mut found: Vec<_> = units.iter().map(|(id, name, ..)| (run.stdout.find(name).unwrap(), *id)).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, id)| id).collect::<Vec<_>>().join(" ")
    };
    for format in ["csv", "json", "jsonl"] {
        assert_eq!(ids(&["--format", format]), "u10 u2 u1 u3", "{format}");
        assert_eq!(ids(&["--format", format, "--sort", "name"]), "u3 u2 u1 u10", "{format}");
        assert_eq!(ids(&["--format", format, "--sort", "id"]), "u1 u2 u3 u10", "{format}");
        assert_eq!(ids(&["--format", format, "--sort", "rank"]), "u1 u3 u2 u10", "{format}: equal ranks by name");
        assert_eq!(ids(&["--format", format, "--sort", "group"]), "u3 u2 u1 u10", "{format}");
    }
    // A table for each group, in the order of the set.
    for format in ["table", "markdown"] {
        assert_eq!(ids(&["--format", format]), "u3 u2 u1 u10", "{format}");
        assert_eq!(ids(&["--format", format, "--sort", "round"]), "u2 u3 u10 u1", "{format}");
    }
}

#[test]
fn csv_takes_a_decimal_comma_and_parts_cells_by_semicolons() {
    let folder = Folder::of(LEAF, &round(&[("u1", "Xã; A", "a", "6.5"), ("u2", "B, C", "b", "7")]));
    let csv = |decimal: &str| {
        let arguments = ["score", "criteria.json", "round.json", "--format", "csv", "--decimal", decimal];
        folder.run(&arguments).stdout
    };
    assert!(
        csv("point").contains("u1,Xã; A,a,scored,6.5,8,81.25,,,,2\nu2,\"B, C\",b,scored,7,8,87.5,"),
        "{}",
        csv("point")
    );
    assert!(
        csv("comma").contains("u1;\"Xã; A\";a;scored;6,5;8;81,25;;;;2\nu2;B, C;b;scored;7;8;87,5;"),
        "{}",
        csv("comma")
    );
    let arguments =
        ["score", "criteria.json", "round.json", "--format", "csv", "--decimal", "comma", "--detail", "indicators"];
    let rows = folder.run(&arguments).stdout;
    assert!(rows.contains(";1;;scored;6,5;8;81,25;6,5;u\n"), "{rows}");
}

#[test]
fn a_table_is_as_wide_as_columns_says() {
    let folder = Folder::of(SET, ROUND);
    for language in ["en", "vi"] {
        let widest = |columns: &str| {
            let mut command = folder.command(&["score", "criteria.json", "round.json", "--lang", language]);
            let output = command.env("COLUMNS", columns).output().unwrap();
            let table = String::from_utf8(output.stdout).unwrap();
            table.lines().map(|line| line.chars().count()).max().unwrap()
        };
        let [narrow, usual, wide] = ["75", "wide", "200"].map(widest);
        assert!(narrow <= 75 && narrow < usual && usual <= 100, "{language}: {narrow}, {usual}");
        assert_eq!(wide, usual, "{language}: a table is not wider than what stands in it");
    }
}

#[cfg(unix)]
mod terminal {
    use std::fs::{File, OpenOptions};
    use std::io::Read as _;

    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    use super::{LEAF, round};
    use crate::common::Folder;

    /// What a run shows in a terminal of its own.
    fn shown(folder: &Folder, arguments: &[&str]) -> String {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&terminal).unwrap();
        unlockpt(&terminal).unwrap();
        let path = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
        let side = OpenOptions::new().read(true).write(true).open(path).unwrap();
        let mut child = folder
            .command(arguments)
            .env("NO_COLOR", "1")
            .stderr(side.try_clone().unwrap())
            .stdout(side)
            .spawn()
            .unwrap();
        let mut bytes = Vec::new();
        let mut part = [0; 4096];
        let mut terminal = File::from(terminal);
        // When the last writer has gone a terminal ends with an error.
        while let Ok(count @ 1..) = terminal.read(&mut part) {
            bytes.extend_from_slice(&part[..count]);
        }
        assert!(child.wait().unwrap().success());
        String::from_utf8(bytes).unwrap().replace('\r', "")
    }

    #[test]
    fn a_terminal_shows_the_first_and_the_last_of_many() {
        let ids: Vec<_> = (0..500).map(|nth| format!("u{nth:03}")).collect();
        let points: Vec<_> = (0..500).map(|nth| format!("{}.{:02}", 7 - nth / 100, 99 - nth % 100)).collect();
        let units: Vec<_> = ids.iter().zip(&points).map(|(id, points)| (&**id, &**id, "a", &**points)).collect();
        let folder = Folder::of(LEAF, &round(&units));
        let arguments = ["score", "criteria.json", "round.json"];
        let table = shown(&folder, &arguments);
        assert_eq!(table.lines().filter(|line| line.contains("  u")).count(), 120, "{table}");
        assert!(table.contains("u099") && !table.contains("u100") && !table.contains("u479") && table.contains("u480"));
        assert!(table.contains("…     380 units between them\n"), "{table}");
        assert!(
            table.ends_with("This is not all: `--all` shows every row, `-o FILE` writes them into a file.\n"),
            "{table}"
        );
        let vietnamese = shown(&folder, &[&arguments[..], &["--lang", "vi"]].concat());
        assert!(
            vietnamese.contains("còn 380 đơn vị ở giữa") && vietnamese.contains("Chưa phải tất cả"),
            "{vietnamese}"
        );
        let all = folder.run(&arguments).stdout;
        assert_eq!(all.lines().filter(|line| line.contains("u1")).count(), 100, "a pipe gets everything");
        assert_eq!(shown(&folder, &[&arguments[..], &["--all"]].concat()), all);
    }
}
