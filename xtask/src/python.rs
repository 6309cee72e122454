//! The Python package: its wheel, its source distribution, and its tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{output, run, run_counting, target};
use crate::count::Counts;
use crate::pairs;

/// What the package is made of.
const SOURCES: &str = "bindings-python";

/// The folder of the tests on a Spark cluster.
const ON_SPARK: &str = "bindings-python/tests_spark";

/// The oldest Python that the package runs on, and the oldest for Spark: its second number.
pub(crate) const OLDEST: u32 = 10;
const OLDEST_FOR_SPARK: u32 = 11;

/// The largest wheel, in bytes.
const LARGEST: u64 = 5_000_000;

/// Builds the wheel, and installs it beside the tools; gives the interpreter that has it.
pub(crate) fn build() -> Result<PathBuf, String> {
    let tools = Tools::new()?;
    tools.install(&tools.wheel()?)?;
    println!("installed for {}", tools.interpreter.display());
    Ok(tools.interpreter)
}

/// What compares a file of pairs with what the package says to them.
pub(crate) fn pairs(interpreter: &Path, file: &Path) -> Command {
    let mut tests = Command::new(interpreter);
    tests.args(["-m", "pytest", "-q", "tests/test_pairs.py"]).current_dir(SOURCES).env("CHAMDIEM_PAIRS", file);
    tests
}

/// Tests the package as it would be published, and that its source distribution builds.
pub(crate) fn test(counts: &mut Counts) -> Result<(), String> {
    let tools = Tools::new()?;
    let wheel = tools.wheel()?;
    let size = fs::metadata(&wheel).map_err(|error| format!("{}: {error}", wheel.display()))?.len();
    println!("the wheel has {size} bytes");
    if size > LARGEST {
        return Err(format!("the wheel has {size} bytes, more than {LARGEST}"));
    }
    tools.install(&wheel)?;
    let pairs = tools.folder.join("pairs.jsonl");
    pairs::write(&pairs, pairs::SHORT)?;
    run_counting(tools.python("pytest -q").current_dir(SOURCES).env("CHAMDIEM_PAIRS", pairs), counts)?;
    run(tools.python("mypy python/chamdiem").current_dir(SOURCES))?;
    run(tools.python("mypy tests").current_dir(SOURCES))?;
    // Everything else has its types where it is written. Where the sources lie, it would find every module twice.
    run(tools
        .python("mypy.stubtest chamdiem._native --mypy-config-file")
        .arg(absolute("pyproject.toml")?)
        .current_dir(&tools.folder))?;
    tools.rebuild(&wheel)?;
    on_spark(&wheel, counts)
}

/// Tests the package on a Spark cluster of this machine's own.
fn on_spark(wheel: &Path, counts: &mut Counts) -> Result<(), String> {
    println!("on a Spark cluster");
    let tools = Tools::of("python-spark", ON_SPARK, OLDEST_FOR_SPARK)?;
    tools.install(wheel)?;
    run_counting(tools.python("pytest -q").current_dir(ON_SPARK), counts)?;
    run(tools.python("mypy -m chamdiem.spark -m conftest -m test_spark").current_dir(ON_SPARK))
}

fn absolute(file: &str) -> Result<PathBuf, String> {
    let path = Path::new(SOURCES).join(file);
    fs::canonicalize(&path).map_err(|error| format!("{}: {error}", path.display()))
}

/// An environment with the pinned tools.
struct Tools {
    /// Where everything is built that git does not keep.
    folder: PathBuf,
    /// The interpreter of the environment.
    interpreter: PathBuf,
}

impl Tools {
    /// What builds and tests the package.
    fn new() -> Result<Self, String> {
        Self::of("python", SOURCES, OLDEST)
    }

    /// The environment of a name with what a folder requires, made anew when that has changed.
    fn of(name: &str, requires: &str, oldest: u32) -> Result<Self, String> {
        let folder = target()?.join(name);
        let bin = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
        let tools = Self { interpreter: folder.join("venv").join(bin), folder };
        let requirements = Path::new(requires).join("requirements.txt");
        let asked =
            fs::read_to_string(&requirements).map_err(|error| format!("{}: {error}", requirements.display()))?;
        let holds = tools.folder.join("venv/requirements.txt");
        if fs::read_to_string(&holds).is_ok_and(|held| held == asked) {
            return Ok(tools);
        }
        println!("installing what {requires} asks for");
        let venv = tools.folder.join("venv");
        run(Command::new(python(oldest)?).args(["-m", "venv", "--clear"]).arg(&venv))?;
        run(tools.python("pip install --quiet --disable-pip-version-check --requirement").arg(&requirements))?;
        fs::write(&holds, asked).map_err(|error| format!("{}: {error}", holds.display()))?;
        Ok(tools)
    }

    /// A module of the environment with its arguments, separated by spaces.
    fn python(&self, arguments: &str) -> Command {
        let mut command = Command::new(&self.interpreter);
        command.arg("-m").args(arguments.split_whitespace());
        command
    }

    /// Builds the wheel.
    fn wheel(&self) -> Result<PathBuf, String> {
        let wheels = self.empty("wheels")?;
        run(self
            .python("maturin build --release --locked --manifest-path")
            .arg(format!("{SOURCES}/Cargo.toml"))
            .arg("--out")
            .arg(&wheels))?;
        only(&wheels)
    }

    fn install(&self, wheel: &Path) -> Result<(), String> {
        run(self
            .python("pip install --quiet --disable-pip-version-check --no-index --no-deps --force-reinstall")
            .arg(wheel))
    }

    /// Builds the source distribution, a wheel from nothing but it, and compares what the two wheels hold.
    fn rebuild(&self, wheel: &Path) -> Result<(), String> {
        let (sources, built) = (self.empty("sdist")?, self.empty("from-sdist")?);
        run(self
            .python("maturin sdist --manifest-path")
            .arg(format!("{SOURCES}/Cargo.toml"))
            .arg("--out")
            .arg(&sources))?;
        let mut build = self.python(
            "pip wheel --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation --wheel-dir",
        );
        // What the workspace has built of other crates is there already.
        let environment = self.interpreter.parent().unwrap_or(Path::new("."));
        build.arg(&built).arg(only(&sources)?).env("CARGO_TARGET_DIR", target()?).env("PATH", with_path(environment)?);
        run(&mut build)?;
        let held = |wheel: &Path| output(self.python("zipfile --list").arg(wheel)).map(|list| names(&list));
        let (ours, theirs) = (held(wheel), held(&only(&built)?));
        if ours.is_none() || ours != theirs {
            return Err(format!("the wheel holds {ours:?}, and the one from the source distribution {theirs:?}"));
        }
        Ok(())
    }

    fn empty(&self, name: &str) -> Result<PathBuf, String> {
        let folder = self.folder.join(name);
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(failed)?;
        }
        fs::create_dir_all(&folder).map_err(failed)?;
        Ok(folder)
    }
}

/// The search path with a folder before all others.
fn with_path(folder: &Path) -> Result<std::ffi::OsString, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&path));
    std::env::join_paths(folders).map_err(|error| error.to_string())
}

/// The one file of a folder.
fn only(folder: &Path) -> Result<PathBuf, String> {
    let files = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files = files.flatten().map(|entry| entry.path());
    match (files.next(), files.next()) {
        (Some(file), None) => Ok(file),
        _ => Err(format!("{} does not hold one file", folder.display())),
    }
}

/// The names in the list of an archive, without what differs from one build to the next.
fn names(list: &str) -> Vec<String> {
    let lines = list.lines().skip(1).filter_map(|line| line.split_whitespace().next());
    let mut names: Vec<_> = lines.map(str::to_owned).collect();
    names.sort();
    names
}

/// The name of a Python 3 that is new enough.
pub(crate) fn python(oldest: u32) -> Result<String, String> {
    let new_enough = format!("import sys; sys.exit(sys.version_info < (3, {oldest}))");
    let minors = (oldest..=15).rev().map(|minor| format!("python3.{minor}"));
    let mut names = ["python3", "python"].into_iter().map(str::to_owned).chain(minors);
    let found = names.find(|name| output(Command::new(name).args(["-c", &new_enough])).is_some());
    found.ok_or_else(|| {
        format!(
            "no Python 3.{oldest} or later was found as python3, python or python3.N: install one with its venv (apt \
             install python3 python3-venv, brew install python, https://www.python.org)"
        )
    })
}
