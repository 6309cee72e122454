//! Files in earnest: full disks, folders that may not be written, killed processes, links, long and foreign names.
use std::ffi::OsString;
use std::fs::{self, OpenOptions, Permissions};
use std::io::Write as _;
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, geteuid, kill_process};

use crate::common::{Folder, ROUND, Run, SET};

const SCORE: [&str; 5] = ["score", "criteria.json", "round.json", "--format", "json"];
const LANGUAGES: [&str; 2] = ["en", "vi"];

/// What a script ends with that may not mount.
const NO_MOUNT: i32 = 77;

fn score<'a>(more: &[&'a str]) -> Vec<&'a str> {
    SCORE.iter().chain(more).copied().collect()
}

/// A folder with a set and a round of so many units.
fn of_units(units: usize) -> Folder {
    let unit = |nth| {
        format!(r#"{{"id": "u{nth}", "submissions": [{{"stage": "self", "by": "u", "answers": {{"1": "yes"}}}}]}}"#)
    };
    let set = r#"{"format": 1, "id": "d", "version": "1", "tree": [{"id": "1", "max": 2, "scale": "yes_no"}],
        "rounding": {"index": {"digits": 2}}}"#;
    let head = r#"{"format": 1, "criteria_set": {"id": "d", "version": "1"}, "period": {"id": "p"}, "units": ["#;
    let folder = Folder::of(set, &format!("{head}{}]}}", (0..units).map(unit).collect::<Vec<_>>().join(",")));
    fs::create_dir(folder.path().join("disk")).unwrap();
    folder.write("before", b"before");
    folder
}

/// The binary with its arguments behind a shell's script, which finds them as `"$@"`.
fn in_shell(folder: &Folder, shell: &[&str], script: &str, arguments: &[&str]) -> Run {
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).args(["-c", script, "sh", env!("CARGO_BIN_EXE_chamdiem")]).args(arguments);
    Run::of(command.current_dir(folder.path()).output().unwrap())
}

/// A shell that may mount: in a world of its own, where users of the system allow it.
const MOUNTING: [&str; 4] = ["unshare", "--map-root-user", "--mount", "sh"];

/// Runs it with `disk/out` on a disk of 64 kB that has the old file; what is left of it comes back as `kept` and `names`.
/// Where nothing may be mounted files of more than 64 kB are refused instead.
fn on_small_disk(folder: &Folder, arguments: &[&str]) -> (Run, bool) {
    let script = r#"mount -t tmpfs -o size=64k none disk || exit 77
        cp before disk/out; "$@"; code=$?; cat disk/out > kept; ls -A disk > names; exit $code"#;
    let run = in_shell(folder, &MOUNTING, script, arguments);
    if run.code == NO_MOUNT { (on_small_files(folder, arguments), false) } else { (run, true) }
}

/// Runs it where a file has at most 64 kB.
fn on_small_files(folder: &Folder, arguments: &[&str]) -> Run {
    let script = r#"trap "" XFSZ; cp before disk/out; (ulimit -f 64; exec "$@"); code=$?
        cat disk/out > kept; ls -A disk > names; exit $code"#;
    in_shell(folder, &["sh"], script, arguments)
}

#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_else() {
    let folder = of_units(3_000);
    for (language, says) in LANGUAGES.into_iter().zip([
        ["there is no room left", "the file would be larger than the system allows"],
        ["không còn chỗ trống", "tệp vượt quá cỡ mà hệ thống cho phép"],
    ]) {
        for format in ["table", "json", "jsonl", "csv", "markdown"] {
            let arguments = [&SCORE[..4], &[format, "--lang", language, "-o", "disk/out"]].concat();
            let (run, mounted) = on_small_disk(&folder, &arguments);
            let says = if mounted { says[0] } else { says[1] };
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{format}: {}", run.stderr);
            assert!(run.stderr.contains(&format!("`disk/out`: {says}\n")), "{format}: {}", run.stderr);
            assert_eq!((folder.read("kept"), folder.read("names")), ("before".into(), "out\n".into()), "{format}");
        }
    }
}

#[test]
fn a_limit_of_sizes_leaves_the_old_file_and_nothing_else() {
    let folder = of_units(3_000);
    for (language, says) in LANGUAGES.into_iter().zip(["raise the limit (`ulimit -f`)", "nâng giới hạn (`ulimit -f`)"])
    {
        let run = on_small_files(&folder, &score(&["--lang", language, "-o", "disk/out"]));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
        assert!(run.stderr.contains(says), "{}", run.stderr);
        assert_eq!((folder.read("kept"), folder.read("names")), ("before".into(), "out\n".into()));
    }
    // What `new` cannot write whole it does not leave.
    let script = r#"trap "" XFSZ; ulimit -f 1; exec "$@""#;
    let run = in_shell(&folder, &["sh"], script, &["new", "disk/example"]);
    assert!(run.code == 2 && run.stderr.contains("`disk/example/criteria.json`"), "{}", run.stderr);
    assert_eq!(fs::read_dir(folder.path().join("disk/example")).unwrap().count(), 0);
}

/// The binary as a user whom permissions bind: for root a copy of it that nobody runs.
fn as_user(folder: &Folder, arguments: &[&str]) -> Run {
    let mut command = folder.command(arguments);
    if geteuid().is_root() {
        let own = folder.path().join("chamdiem");
        if !own.exists() {
            // Were it written by this process, one that another test begins meanwhile would keep it open for writing.
            let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_chamdiem")).arg(&own).status();
            assert!(copied.unwrap().success());
        }
        for path in [folder.path(), &own] {
            fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
        }
        let mut nobody = Command::new(own);
        nobody.current_dir(folder.path()).args(arguments).uid(65_534).gid(65_534);
        command = nobody;
    }
    Run::of(command.output().unwrap())
}

#[test]
fn a_folder_or_a_file_that_may_not_be_written_is_told() {
    let folder = Folder::of(SET, ROUND);
    let [shut, open] = ["shut", "open"].map(|name| folder.path().join(name));
    for (place, mode) in [(&shut, 0o555), (&open, 0o777)] {
        fs::create_dir(place).unwrap();
        fs::write(place.join("out"), "before").unwrap();
        fs::set_permissions(place, Permissions::from_mode(mode)).unwrap();
    }
    fs::set_permissions(open.join("out"), Permissions::from_mode(0o444)).unwrap();
    for (language, says) in LANGUAGES.into_iter().zip(["permission denied", "không có quyền truy cập"]) {
        for target in ["shut/out", "shut/new", "open/out"] {
            let run = as_user(&folder, &score(&["--lang", language, "-o", target]));
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{target}: {}", run.stderr);
            assert!(run.stderr.contains(&format!("`{target}`: {says}\n")), "{target}: {}", run.stderr);
        }
        let run = as_user(&folder, &["new", "shut/example", "--lang", language]);
        assert!(run.code == 2 && run.stderr.contains(says), "{}", run.stderr);
    }
    for place in [&shut, &open] {
        assert_eq!(fs::read_to_string(place.join("out")).unwrap(), "before");
        assert_eq!(fs::read_dir(place).unwrap().count(), 1, "nothing else is left");
    }
    fs::set_permissions(folder.path().join("round.json"), Permissions::from_mode(0o000)).unwrap();
    let run = as_user(&folder, &SCORE);
    assert!(run.code == 2 && run.stderr.contains("cannot read `round.json`: permission denied"), "{}", run.stderr);
    fs::set_permissions(&shut, Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_file_system_that_can_only_be_read_is_told() {
    let folder = of_units(1);
    let script = r#"mount -t tmpfs none disk && cp before disk/out && mount -o remount,ro disk || exit 77
        "$@"; code=$?; cat disk/out > kept; ls -A disk > names; exit $code"#;
    for (language, says) in LANGUAGES.into_iter().zip(["the file system can only be read", "hệ thống tệp chỉ cho đọc"])
    {
        let arguments = score(&["--lang", language, "-o", "disk/out"]);
        let run = in_shell(&folder, &MOUNTING, script, &arguments);
        if run.code == NO_MOUNT {
            // Most systems have one that everybody sees.
            let run = folder.run(&score(&["--lang", language, "-o", "/proc/version"]));
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
            continue;
        }
        assert!(run.code == 2 && run.stderr.contains(&format!("`disk/out`: {says}\n")), "{}", run.stderr);
        assert_eq!((folder.read("kept"), folder.read("names")), ("before".into(), "out\n".into()));
    }
}

/// The temporary files of a folder.
fn temporary(folder: &Folder) -> Vec<String> {
    folder.names().into_iter().filter(|name| name.starts_with(".chamdiem-")).collect()
}

/// Waits until something holds, at most a minute; whether it came before the process ended.
fn before_the_end(child: &mut Child, holds: impl Fn() -> bool) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(60) {
        if holds() {
            return true;
        }
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        sleep(Duration::from_micros(200));
    }
    false
}

#[test]
fn a_killed_process_leaves_the_old_file_whole() {
    const SIGKILL: i32 = 9;
    let folder = of_units(20_000);
    folder.write("out", b"before");
    let size = |name: &str| fs::metadata(folder.path().join(name)).map_or(0, |found| found.len());
    let mut killed = 0;
    for _ in 0..50 {
        let mut child = folder.command(&score(&["-o", "out"])).spawn().unwrap();
        let writes = || temporary(&folder).iter().any(|name| size(name) > 0);
        before_the_end(&mut child, writes);
        child.kill().unwrap();
        if child.wait().unwrap().signal() != Some(SIGKILL) {
            // It was faster.
            folder.write("out", b"before");
            continue;
        }
        killed += 1;
        assert_eq!(folder.read("out"), "before");
        for name in temporary(&folder) {
            assert!(Path::new(&name).extension().is_some_and(|end| end == "tmp") && size(&name) > 0, "{name}");
            fs::remove_file(folder.path().join(name)).unwrap();
        }
        if killed == 3 {
            break;
        }
    }
    assert_eq!(killed, 3, "it is killed while it writes");
    let run = folder.run(&score(&["-o", "out"]));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(folder.read("out"), folder.run(&SCORE).stdout);
    assert!(temporary(&folder).is_empty());
}

#[test]
fn of_two_processes_one_writes_the_whole_file() {
    let folder = of_units(2_000);
    let formats = ["json", "csv"];
    let arguments = |format: &'static str| [&SCORE[..4], &[format, "-o", "out"]].concat();
    let whole = formats.map(|format| folder.run(&[&SCORE[..4], &[format]].concat()).stdout);
    for _ in 0..10 {
        let children = formats.map(|format| folder.command(&arguments(format)).spawn().unwrap());
        for child in children {
            let run = Run::of(child.wait_with_output().unwrap());
            assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        }
        assert!(whole.contains(&folder.read("out")), "it is one of both");
        assert!(temporary(&folder).is_empty());
    }
}

/// How far a process has read a file that it has open.
fn place_in(process: u32, path: &Path) -> Option<u64> {
    let open = fs::read_dir(format!("/proc/{process}/fd")).ok()?.flatten();
    let own = open.into_iter().find(|one| fs::read_link(one.path()).is_ok_and(|known| known == path))?;
    let told = fs::read_to_string(format!("/proc/{process}/fdinfo/{}", own.file_name().to_str()?)).ok()?;
    told.lines().find_map(|line| line.strip_prefix("pos:"))?.trim().parse().ok()
}

#[test]
fn a_file_that_is_written_to_while_it_is_read_is_told() {
    let set = r#"{"format": 1, "id": "d", "version": "1", "rounding": {"index": {"digits": 2}},
        "tables": [{"id": "t", "columns": [{"id": "n", "type": "number"}]}],
        "tree": [{"id": "1", "max": 9, "measure": "count(t, n = 12)", "scale": {"value": {}}}]}"#;
    let round =
        r#"{"format": 1, "criteria_set": {"id": "d", "version": "1"}, "period": {"id": "p"}, "units": [{"id": "a"}]}"#;
    let folder = Folder::of(set, round);
    let path = fs::canonicalize(folder.path()).unwrap().join("rows.csv");
    let rows = format!("unit,n\n{}", "a,1\n".repeat(2_000_000));
    for (language, says) in LANGUAGES.into_iter().zip([
        ["`rows.csv`: it was changed while it was read", "wait until it is written"],
        ["`rows.csv`: tệp bị thay đổi trong lúc đang đọc", "đợi ghi xong tệp"],
    ]) {
        let caught = (0..20).any(|_| {
            fs::write(&path, &rows).unwrap();
            let mut child = folder.command(&score(&["--table", "t=rows.csv", "--lang", language])).spawn().unwrap();
            let process = child.id();
            let reads = || place_in(process, &path).is_some_and(|at| 0 < at && at < rows.len() as u64);
            let mut amid = before_the_end(&mut child, reads);
            if amid {
                kill_process(Pid::from_child(&child), Signal::STOP).unwrap();
                amid = reads();
                // A row of `a,12` that is written in two parts.
                OpenOptions::new().append(true).open(&path).unwrap().write_all(b"a,1").unwrap();
                kill_process(Pid::from_child(&child), Signal::CONT).unwrap();
            }
            let run = Run::of(child.wait_with_output().unwrap());
            if amid {
                assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
                assert!(says.iter().all(|says| run.stderr.contains(says)), "{}", run.stderr);
            }
            amid
        });
        assert!(caught, "it is written to while it is read");
    }
    // What takes its place is another file: the one that was opened is read to its end.
    assert_eq!(folder.run(&score(&["--table", "t=rows.csv"])).code, 0);
}

#[test]
fn a_pipe_is_read_to_its_end_whenever_it_is_written() {
    let folder = Folder::of(SET, ROUND);
    let expected = folder.run(&SCORE).stdout;
    assert!(Command::new("mkfifo").arg("pipe").current_dir(folder.path()).status().unwrap().success());
    for (sent, code) in [(ROUND.len(), 0), (ROUND.len() / 2, 1)] {
        let child = folder.command(&["score", "criteria.json", "pipe", "--format", "json"]).spawn().unwrap();
        let mut pipe = OpenOptions::new().write(true).open(folder.path().join("pipe")).unwrap();
        for part in ROUND.as_bytes()[..sent].chunks(sent / 3) {
            pipe.write_all(part).unwrap();
            sleep(Duration::from_millis(20));
        }
        drop(pipe);
        let run = Run::of(child.wait_with_output().unwrap());
        assert_eq!(run.code, code, "{}", run.stderr);
        assert_eq!(run.stdout, if code == 0 { expected.as_str() } else { "" });
        assert_eq!(run.stderr.contains("json.syntax"), code == 1, "{}", run.stderr);
    }
}

#[test]
fn links_are_followed_and_stay_links() {
    let folder = Folder::of(SET, ROUND);
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("there")).unwrap();
    let expected = folder.run(&SCORE).stdout;
    symlink("there/new", at("dangling")).unwrap();
    symlink("dangling", at("twice")).unwrap();
    for _ in 0..2 {
        // First it makes the file, then it replaces it.
        let run = folder.run(&score(&["-o", "twice"]));
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert_eq!(folder.read("there/new"), expected);
    }
    for link in ["dangling", "twice"] {
        assert!(fs::symlink_metadata(at(link)).unwrap().is_symlink(), "{link}");
    }
    assert_eq!(fs::read_dir(at("there")).unwrap().count(), 1);
    symlink("there", at("folder")).unwrap();
    assert_eq!(folder.run(&score(&["-o", "folder/in-it"])).code, 0);
    assert_eq!(folder.read("there/in-it"), expected);
    symlink("nowhere/out", at("lost")).unwrap();
    let lost = folder.run(&score(&["-o", "lost"]));
    assert!(lost.code == 2 && lost.stderr.contains("`lost`: there is no such file or folder"), "{}", lost.stderr);

    symlink("b", at("a")).unwrap();
    symlink("a", at("b")).unwrap();
    for (language, says) in
        LANGUAGES.into_iter().zip(["the links lead to each other", "các liên kết trỏ vòng vào nhau"])
    {
        for arguments in [score(&["-o", "a"]), score(&["-o", "a/out"]), vec!["check", "a"], vec!["new", "a/b"]] {
            let run = folder.run(&[&arguments[..], &["--lang", language]].concat());
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
            assert!(run.stderr.contains(&format!("`: {says}\n")), "{arguments:?}: {}", run.stderr);
        }
    }
    // An input is not written over by another of its names.
    symlink("round.json", at("other")).unwrap();
    assert_eq!(folder.run(&score(&["-o", "other"])).code, 2);
    assert_eq!(folder.read("round.json"), ROUND);
    assert_eq!(folder.run(&score(&["-o", "/dev/stdout"])).stdout, expected);
}

#[test]
fn names_may_be_as_long_as_the_system_takes() {
    const LONGEST_NAME: usize = 255;
    let folder = Folder::of(SET, ROUND);
    let longest = "x".repeat(LONGEST_NAME);
    assert_eq!(folder.run(&score(&["-o", &longest])).code, 0);
    assert_eq!(folder.read(&longest), folder.run(&SCORE).stdout);
    let path = format!("{}y", "d/".repeat(2_500));
    for (language, says) in LANGUAGES.into_iter().zip([
        ["the name or the path is too long", "choose a shorter name"],
        ["tên hoặc đường dẫn quá dài", "chọn tên ngắn hơn"],
    ]) {
        for long in [&format!("{longest}y"), &path] {
            for arguments in [
                score(&["-o", long]),
                vec!["check", long],
                vec!["new", long],
                score(&["--table", &format!("t={long}")]),
            ] {
                let table = arguments.contains(&"--table");
                let run = folder.run(&[&arguments[..], &["--lang", language]].concat());
                // The criteria set has no table, which is found first.
                assert_eq!((run.code, run.stdout.as_str()), (if table { 1 } else { 2 }, ""), "{arguments:?}");
                assert!(table || says.iter().all(|says| run.stderr.contains(says)), "{}", run.stderr);
            }
        }
    }
}

#[test]
fn names_of_every_language_are_names() {
    let folder = Folder::of(SET, ROUND);
    let expected = folder.run(&SCORE).stdout;
    let composed = "Kết quả – Xã Đắk Nông.json";
    let decomposed = "Ke\u{302}\u{301}t qua\u{309} – Xa\u{303} Đa\u{306}\u{301}k No\u{302}ng.json";
    let foreign = [
        OsString::from(composed),
        OsString::from(decomposed),
        OsString::from("結果 ☃.json"),
        OsString::from(" -o .json"),
        OsString::from_vec(b"k\xe1\xba\xff\xfe.json".to_vec()),
    ];
    for name in &foreign {
        let run = Run::of(folder.command(&score(&["--output"])).arg(name).output().unwrap());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name:?}");
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), expected, "{name:?}");
        // And as inputs.
        fs::copy(folder.path().join("round.json"), folder.path().join(name)).unwrap();
        let run = folder.command(&["score", "--format", "json", "--", "criteria.json"]).arg(name).output().unwrap();
        assert_eq!(String::from_utf8(run.stdout).unwrap(), expected, "{name:?}");
        let run = folder.command(&["check", "--"]).arg(name).output().unwrap();
        assert_eq!(run.status.code(), Some(1), "a round is no criteria set: {name:?}");
    }
    let mut two: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    two.retain(|name| *name == *composed || *name == *decomposed);
    assert_eq!(two.len(), 2, "a system that keeps both has both");
    // Tables are named beside their files, in one argument.
    for (language, says) in LANGUAGES.into_iter().zip(["UTF-8", "có đối số không phải UTF-8"]) {
        let mut command = folder.command(&["score", "criteria.json", "round.json", "--lang", language, "--table"]);
        let output = command.arg(OsString::from_vec(b"t=\xff.csv".to_vec())).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && told.contains(says), "{told}");
    }
}

#[test]
fn compressed_rows_that_are_cut_off_are_told() {
    let folder = Folder::of(SET, ROUND);
    let table = |set: &str| {
        set.replacen(
            "\"facts\"",
            "\"tables\": [{\"id\": \"t\", \"columns\": [{\"id\": \"n\", \"type\": \"number\"}]}], \"facts\"",
            1,
        )
    };
    folder.write("criteria.json", table(SET).as_bytes());
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(format!("unit,n\n{}", "xa-a,1\n".repeat(1_000)).as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let asked = score(&["--table", "t=rows.csv.gz"]);
    folder.write("rows.csv.gz", &packed);
    assert_eq!(folder.run(&asked).code, 0);
    for broken in [packed[..packed.len() - 9].to_vec(), b"unit,n\n".to_vec(), [&packed[..12], &[0xff; 20][..]].concat()]
    {
        folder.write("rows.csv.gz", &broken);
        for (language, says) in LANGUAGES.into_iter().zip([
            "`rows.csv.gz`: the compressed data are broken or cut off",
            "`rows.csv.gz`: dữ liệu nén bị hỏng hoặc bị cắt",
        ]) {
            let run = folder.run(&[&asked[..], &["--lang", language]].concat());
            assert!(run.code == 2 && run.stdout.is_empty() && run.stderr.contains(says), "{}", run.stderr);
        }
    }
}
