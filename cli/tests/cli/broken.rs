//! Files that are broken, each told in both languages, as text and as JSON.
use serde_json::{Value, from_str};

use crate::common::{Folder, ROUND, SET, with};

/// A broken file, and what is said of it.
struct Broken {
    bytes: Vec<u8>,
    code: &'static str,
    /// Where the file is broken, if it has any place.
    place: Option<(u64, u64)>,
    says: [&'static str; 2],
}

fn broken(bytes: impl Into<Vec<u8>>, code: &'static str, place: Option<(u64, u64)>, says: [&'static str; 2]) -> Broken {
    Broken { bytes: bytes.into(), code, place, says }
}

/// A text broken off after its nth line and some letters.
fn cut(text: &str, lines: usize, letters: usize) -> String {
    let start = text.match_indices('\n').nth(lines - 1).unwrap().0 + 1;
    text[..start + letters].to_owned()
}

fn files(text: &str) -> [Broken; 6] {
    let huge = text.split_whitespace().collect::<Vec<_>>().join(" ").replacen(
        ": 1,",
        &format!(": 1,{}x", " ".repeat(3_000_000)),
        1,
    );
    let column = huge.find('x').unwrap() as u64 + 1;
    [
        broken("", "document.empty", None, ["the document is empty", "tài liệu trống"]),
        broken(" \n\n", "document.empty", None, ["the document is empty", "tài liệu trống"]),
        broken(cut(text, 3, 10), "json.syntax", Some((4, 10)), ["not valid JSON", "JSON không hợp lệ"]),
        broken(
            [b"{\n \"a\": \"\xff\"}".to_vec()].concat(),
            "json.encoding",
            Some((2, 8)),
            ["the bytes are not UTF-8", "tệp không phải UTF-8"],
        ),
        broken(huge, "json.syntax", Some((1, column)), ["not valid JSON", "JSON không hợp lệ"]),
        broken("\u{feff}[]", "document.type", Some((1, 1)), ["expected an object", "cần một đối tượng"]),
    ]
}

#[test]
fn every_broken_file_is_told_with_its_place() {
    for (name, text) in [("criteria.json", SET), ("round.json", ROUND)] {
        for file in files(text) {
            let folder = Folder::of(SET, ROUND);
            folder.write(name, &file.bytes);
            for (language, says) in ["en", "vi"].into_iter().zip(file.says) {
                let told = format!("{name} {language} {}", file.code);
                let run = folder.run(&["score", "criteria.json", "round.json", "--lang", language]);
                assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{told}: {}", run.stderr);
                assert!(run.stderr.contains(says) && run.stderr.contains(file.code), "{told}: {}", run.stderr);
                assert!(run.stderr.lines().all(|line| line.chars().count() < 200), "{told}: {}", run.stderr);
                let place = file.place.map_or(name.to_owned(), |(line, column)| format!("{name}:{line}:{column}"));
                assert!(run.stderr.contains(&format!("--> {place}\n")), "{told}, {place}: {}", run.stderr);

                let run = folder.run(&["score", "criteria.json", "round.json", "--format", "json", "--lang", language]);
                assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{told}");
                problem(&run.stderr, name, &file, says);
                let run = folder.run(&["check", "criteria.json", "round.json", "--format", "json", "--lang", language]);
                assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{told}");
                problem(&run.stdout, name, &file, says);
            }
        }
    }
}

/// A JSON list with one problem and its place.
#[track_caller]
fn problem(list: &str, name: &str, file: &Broken, says: &str) {
    let list: Value = from_str(list).unwrap();
    assert_eq!(list.as_array().map(Vec::len), Some(1), "{list}");
    let problem = &list[0];
    assert_eq!((&problem["code"], &problem["file"]), (&file.code.into(), &name.into()));
    assert!(problem["message"].as_str().unwrap().contains(says), "{problem}");
    let place = problem["line"].as_u64().zip(problem["column"].as_u64());
    assert_eq!(place, file.place, "{problem}");
}

#[test]
fn what_cannot_be_read_is_told_by_name() {
    let folder = Folder::of(SET, ROUND);
    std::fs::create_dir(folder.path().join("folder")).unwrap();
    for (path, says) in [
        ("missing.json", ["there is no such file or folder", "không có tệp hoặc thư mục này"]),
        ("folder", ["it is a folder", "đây là thư mục"]),
        ("round.json/x", ["a part of the path is no folder", "một phần của đường dẫn không phải thư mục"]),
    ] {
        for (language, says) in ["en", "vi"].into_iter().zip(says) {
            for arguments in
                [["score", path, "round.json"], ["score", "criteria.json", path], ["check", path, "round.json"]]
            {
                // A folder of versions may stand for the set.
                if path == "folder" && arguments[1] == path {
                    continue;
                }
                // That no document could be read is no diagnostic of one: it is told as text.
                let run = folder.run(&[&arguments[..], &["--format", "json", "--lang", language]].concat());
                assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
                assert!(run.stderr.contains(&format!("`{path}`: {says}\n")), "{arguments:?}: {}", run.stderr);
            }
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = Folder::of(SET, ROUND);
    for format in ["table", "json", "jsonl", "csv", "markdown"] {
        for (language, says) in
            [("en", "`/dev/full`: there is no room left"), ("vi", "`/dev/full`: không còn chỗ trống")]
        {
            let arguments =
                ["score", "criteria.json", "round.json", "--format", format, "--lang", language, "-o", "/dev/full"];
            let run = folder.run(&arguments);
            assert!(run.code == 2 && run.stderr.contains(says), "{format}: {}", run.stderr);
        }
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output =
            folder.command(&["score", "criteria.json", "round.json", "--format", format]).stdout(full).output();
        let output = output.unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{format}");
        assert!(told.contains("cannot write `standard output`: there is no room left"), "{told}");
    }
}

#[test]
fn wrong_use_is_told_in_vietnamese() {
    let folder = Folder::of(SET, ROUND);
    for (arguments, says) in [
        (&["frob"][..], "không có lệnh `frob`"),
        (&["scor"], "có phải `score`?"),
        (&["--lang=vi", "score"], "còn thiếu <BỘ_TIÊU_CHÍ>, <ĐỢT>"),
        (&["score", "a", "b", "--format", "xml"], "các giá trị: table, json, jsonl, csv, markdown"),
        (&["score", "a", "b", "--format"], "`--format <DẠNG>` cần có giá trị"),
        (&["score", "a", "b", "--strict", "--strict"], "chỉ được ghi `--strict` một lần"),
        (&["score", "a", "b", "--strict=1"], "`--strict` không nhận giá trị `1`"),
        (&["score", "a", "b", "--frmat", "csv"], "có phải `--format`?"),
        (&["check", "a", "b", "c"], "không có đối số `c`"),
        (&["check", "a", "b", "c"], "cách dùng: chamdiem check [TÙY_CHỌN]"),
        (&[], "các lệnh: score, explain"),
    ] {
        let run = folder.run(&[arguments, &["--lang", "vi"]].concat());
        // `--lang` itself may be given only once.
        let run = if arguments.contains(&"--lang=vi") { folder.run(arguments) } else { run };
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.starts_with("lỗi: ") && run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
    }
    let set = with(SET, "\"max\": 20", "\"max\": \"20x\"");
    let told =
        Folder::of(&set, ROUND).run(&["score", "criteria.json", "round.json", "--decimal", "comma", "--lang", "vi"]);
    assert!(told.code == 2 && told.stderr.contains("chỉ chọn được dấu thập phân cho CSV"), "{}", told.stderr);
}
