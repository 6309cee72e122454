//! Other programs: whether they are there, and running them.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::count::Counts;

/// The cargo that runs this task, with its arguments separated by spaces.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.args(arguments.split_whitespace());
    command
}

/// The folder that cargo builds in: this program lies two folders below.
pub(crate) fn target() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|error| format!("the build folder is not known: {error}"))?;
    own.ancestors().nth(2).map(Path::to_path_buf).ok_or_else(|| "the build folder is not known".to_owned())
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let status = command.stdin(Stdio::null()).status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", shown(command))) }
}

/// Runs a command to its end; what it says goes through in order, and the tests that it reports are counted.
pub(crate) fn run_counting(command: &mut Command, counts: &mut Counts) -> Result<(), String> {
    let read_error = |error| format!("the output of a command cannot be read: {error}");
    let (reader, writer) = std::io::pipe().map_err(read_error)?;
    command.stdin(Stdio::null()).stdout(writer.try_clone().map_err(read_error)?).stderr(writer);
    let child = command.spawn();
    // The command keeps the writing ends, and while they are open the reading one does not end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = child.map_err(|error| not_started(command, &error))?;
    let mut output = BufReader::new(reader);
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line).map_err(read_error)? > 0 {
        let mut out = std::io::stdout().lock();
        // Who closes our output does not stop the tests.
        let _ = out.write_all(&line).and_then(|()| out.flush());
        counts.read(&String::from_utf8_lossy(&line));
        line.clear();
    }
    let status = child.wait().map_err(read_error)?;
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", shown(command))) }
}

/// What a command prints, if it can be run and succeeds.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!("{} cannot be started: {error}", shown(command))
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program());
    let mut text = format!("`{}", name.to_string_lossy());
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text.push('`');
    text
}
