//! What the binary gives to shells and to `man`.
use std::process::{Command, Stdio};

use crate::common::Folder;

const COMMANDS: [&str; 9] = ["score", "explain", "check", "diff", "audit", "schema", "new", "completions", "man"];

#[test]
fn every_shell_gets_its_completions() {
    let folder = Folder::new(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = folder.run(&["completions", shell, "-o", "script"]);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{shell}: {}", run.stderr);
        let script = folder.read("script");
        assert_eq!(script, folder.run(&["completions", shell]).stdout);
        for word in COMMANDS.into_iter().chain(["format", "strict"]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_options_and_values() {
    let folder = Folder::new(&[]);
    folder.run(&["completions", "bash", "-o", "script"]);
    let bash = |arguments: &[&str]| {
        let output = Command::new("bash").current_dir(folder.path()).args(arguments).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && told.is_empty(), "{arguments:?}: {told}");
        String::from_utf8(output.stdout).unwrap()
    };
    bash(&["-n", "script"]);
    let complete = |words: &str, last: &str, before: &str| {
        let count = words.split(' ').count() - 1;
        let script = format!(
            "source ./script; COMP_WORDS=({words}); COMP_CWORD={count}; _chamdiem chamdiem '{last}' '{before}'; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        bash(&["--norc", "-c", &script]).lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let commands = complete("chamdiem ''", "", "chamdiem");
    assert!(COMMANDS.iter().all(|command| commands.iter().any(|one| one == command)), "{commands:?}");
    assert_eq!(complete("chamdiem sc", "sc", "chamdiem"), ["score", "schema"]);
    assert_eq!(complete("chamdiem score --fo", "--fo", "score"), ["--format"]);
    assert_eq!(complete("chamdiem score --sort r", "r", "--sort"), ["rank", "round"]);
}

/// What the pages ask of a formatter.
const REQUESTS: [&str; 10] = [".TH", ".SH", ".TP", ".RS", ".RE", ".IP", ".PP", ".br", ".ie", ".el"];

#[test]
fn every_command_has_a_page_in_the_manual() {
    for (language, name, notes) in [("en", ".SH \"NAME\"", "Example"), ("vi", ".SH \"TÊN\"", "Ví dụ:")] {
        let folder = Folder::new(&[]);
        let run = folder.run(&["man", "pages", "--lang", language]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
        for command in COMMANDS {
            let page = folder.read(&format!("pages/chamdiem-{command}.1"));
            assert!(page.contains(name) && page.contains(notes) && page.contains(".TH chamdiem-"), "{page}");
        }
        assert_eq!(folder.read("pages/chamdiem.1"), folder.run(&["man", "--lang", language]).stdout);
        for entry in std::fs::read_dir(folder.path().join("pages")).unwrap() {
            render(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
        }
    }
}

/// Holds a page to the requests it may make, and to a formatter where there is one.
#[track_caller]
fn render(page: &str) {
    for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
        let request = line.split(' ').next().unwrap_or_default();
        assert!(REQUESTS.contains(&request), "{line}\n{page}");
    }
    assert!(!page.lines().any(|line| line.ends_with('\\')), "{page}");
    let groff = Command::new("groff")
        .args(["-K", "utf8", "-man", "-ww", "-Z", "-T", "utf8"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut groff) = groff else { return };
    std::io::Write::write_all(&mut groff.stdin.take().unwrap(), page.as_bytes()).unwrap();
    let output = groff.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{page}");
}
