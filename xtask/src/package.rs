//! The npm package: the module, its JavaScript side, its types.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::chromium::chromium;
use crate::command::{cargo, output, run, run_counting, target};
use crate::count::Counts;
use crate::{cases, pairs, typescript};

/// What the package is made of.
const SOURCES: &str = "bindings-wasm";

/// The target of the module.
const WASM: &str = "wasm32-unknown-unknown";

/// The target of the command line in a WASI runtime.
const WASI: &str = "wasm32-wasip1";

/// Values of more than one word are copied by one instruction, not by loads and stores of their words.
const COPIES: &str = "-Cllvm-args=-max-store-memcpy=1 -Cllvm-args=-max-store-memmove=1 -Cllvm-args=-max-store-memset=1";

/// The oldest Node that the package and its tools work with.
const NODE: u32 = 20;

/// Builds the package into `bindings-wasm/pkg`.
pub(crate) fn build() -> Result<(), String> {
    add_target(WASM)?;
    install(Path::new(SOURCES))?;
    let folder = Path::new(SOURCES).join("pkg");
    fill(&folder)?;
    run(Command::new("node").arg("inline.mjs").current_dir(SOURCES))?;
    run(npx(&["tsc", "--project", "package"]).current_dir(SOURCES))
}

/// Tests the package as it would be published: packed, and unpacked where programs look for it.
pub(crate) fn test(counts: &mut Counts) -> Result<(), String> {
    unpack()?;
    let failed = |error: std::io::Error| format!("the tests of the package cannot be prepared: {error}");
    let sources = Path::new(SOURCES);
    cases::write(&sources.join("tests/built/cases.json"))?;
    pairs::write(&sources.join("tests/built/pairs.jsonl"), pairs::SHORT)?;
    add_target(WASI)?;
    run(&mut cargo(&format!("build --package chamdiem-cli --target {WASI} --locked")))?;
    let command_line = target()?.join(WASI).join("debug/chamdiem.wasm");
    run(Command::new("node").arg("tests/types.js").current_dir(sources))?;
    run(npx(&["tsc", "--project", "tests"]).current_dir(sources))?;
    let files = fs::read_dir(sources.join("tests")).map_err(failed)?.flatten().map(|entry| entry.file_name());
    let files =
        files.filter(|name| name.to_string_lossy().ends_with(".test.js")).map(|name| Path::new("tests").join(name));
    let mut tests = Command::new("node");
    tests.args(["--expose-gc", "--test", "--test-reporter", "./tests/report.js"]).args(files);
    tests.current_dir(sources).env("CHAMDIEM_CHROMIUM", chromium()?).env("CHAMDIEM_WASI", command_line);
    run_counting(&mut tests, counts)
}

/// Builds the package, and puts it as it would be published where programs look for it.
pub(crate) fn unpack() -> Result<(), String> {
    build()?;
    let failed = |error: std::io::Error| format!("the package cannot be unpacked: {error}");
    let sources = Path::new(SOURCES);
    for folder in [sources.join("tests/built"), sources.join("node_modules/chamdiem")] {
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(failed)?;
        }
        fs::create_dir_all(folder).map_err(failed)?;
    }
    run(Command::new(program("npm"))
        .args(["pack", "--silent", "--pack-destination", "tests/built", "./pkg"])
        .current_dir(sources))?;
    let packed = format!("tests/built/chamdiem-{}.tgz", env!("CARGO_PKG_VERSION"));
    run(Command::new("tar")
        .args(["-xzf", &packed, "--strip-components", "1", "-C", "node_modules/chamdiem"])
        .current_dir(sources))
}

/// What compares a file of pairs with what the package says to them.
pub(crate) fn pairs(file: &Path) -> Command {
    let mut tests = Command::new("node");
    tests.args(["--test", "--test-reporter", "./tests/report.js", "tests/pairs.test.js"]);
    tests.current_dir(SOURCES).env("CHAMDIEM_PAIRS", file);
    tests
}

/// Everything but what is compiled from TypeScript.
fn fill(folder: &Path) -> Result<(), String> {
    let mut build = cargo(&format!("build --package chamdiem-wasm --profile wasm --target {WASM} --locked"));
    // An LLVM that does not know these builds a larger module.
    if output(Command::new("rustc").args(COPIES.split(' ')).args(["--print", "cfg"])).is_some() {
        build.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", COPIES);
    }
    run(&mut build)?;
    let module = target()?.join(WASM).join("wasm").join("chamdiem_wasm.wasm");
    let failed = |error: std::io::Error| format!("{} cannot be written: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed)?;
    }
    fs::create_dir_all(folder.join("schema")).map_err(failed)?;
    run(cargo("run --quiet --package chamdiem-wasm-glue --locked --").arg(module).arg(folder))?;
    fs::rename(folder.join("glue_bg.wasm"), folder.join("chamdiem.wasm")).map_err(failed)?;
    fs::remove_file(folder.join("glue_bg.wasm.d.ts")).map_err(failed)?;
    fs::write(folder.join("documents.d.ts"), typescript::declarations()?).map_err(failed)?;
    let read = |path: &Path| fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
    let manifest = read(&Path::new(SOURCES).join("package/package.json"))?;
    let manifest = manifest.replace("\"VERSION\"", &format!("\"{}\"", env!("CARGO_PKG_VERSION")));
    fs::write(folder.join("package.json"), manifest).map_err(failed)?;
    let copies = ["LICENSE-MIT", "LICENSE-APACHE"].map(|name| (name.into(), folder.join(name)));
    let readme = (Path::new(SOURCES).join("README.md"), folder.join("README.md"));
    let schemas = fs::read_dir("schema").map_err(|error| format!("schema: {error}"))?.flatten();
    let schemas = schemas.map(|entry| (entry.path(), folder.join("schema").join(entry.file_name())));
    for (from, to) in copies.into_iter().chain([readme]).chain(schemas) {
        fs::copy(from, to).map_err(failed)?;
    }
    Ok(())
}

/// Adds a target where it is missing.
fn add_target(name: &str) -> Result<(), String> {
    let installed = || {
        let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
        Path::new(&sysroot).join("lib/rustlib").join(name).join("lib").is_dir().then_some(())
    };
    if installed().is_some() {
        return Ok(());
    }
    println!("adding the target {name}");
    let add = run(Command::new("rustup").args(["target", "add", name]));
    add.map_err(|problem| {
        format!("{problem}\nthe Rust target {name} is missing: install Rust by rustup (https://rustup.rs), or the target by the package manager that Rust came from")
    })
}

/// Installs what the lock file of a folder names, unless that has been done.
pub(crate) fn install(sources: &Path) -> Result<(), String> {
    let version = output(Command::new("node").arg("--version")).unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
    if major.is_none_or(|major: u32| major < NODE) {
        let found = if version.is_empty() { "no Node".to_owned() } else { format!("Node {version}") };
        return Err(format!("{found} was found, and the npm package needs Node {NODE} or later: https://nodejs.org"));
    }
    let stamp = sources.join("node_modules/.installed-of");
    let read = |path: &Path| fs::read_to_string(path).ok();
    let lock = read(&sources.join("package-lock.json"));
    if lock.is_some() && read(&stamp) == lock {
        return Ok(());
    }
    // A peer in the benches says that it is for no machine but a WASI runtime, which npm takes for another machine.
    let force = sources.ends_with("bench").then_some("--force");
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"].into_iter().chain(force);
    run(Command::new(program("npm")).args(arguments).current_dir(sources))?;
    fs::write(stamp, lock.unwrap_or_default()).map_err(|error| format!("node_modules cannot be written: {error}"))
}

/// A program of the installed tools.
pub(crate) fn npx(arguments: &[&str]) -> Command {
    let mut command = Command::new(program("npx"));
    command.arg("--no-install").args(arguments);
    command
}

/// Node's own programs are scripts on Windows.
pub(crate) fn program(name: &str) -> String {
    if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() }
}
