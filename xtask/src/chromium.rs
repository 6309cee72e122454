//! A Chromium for the tests of the npm package.

use std::process::Command;

use crate::command::{output, run};

/// What it is called where it is installed.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The Chromium of the system; where there is none it is installed, as the package of Debian.
pub(crate) fn chromium() -> Result<String, String> {
    if let Ok(path) = std::env::var("CHAMDIEM_CHROMIUM") {
        return Ok(path);
    }
    if let Some(path) = find() {
        return Ok(path);
    }
    println!("installing chromium");
    let apt = |arguments: &str| run(Command::new("apt-get").args(arguments.split_whitespace()));
    let installed = apt("update --quiet").and_then(|()| apt("install --quiet --yes --no-install-recommends chromium"));
    installed.and_then(|()| find().ok_or_else(|| "it is not there after all".to_owned())).map_err(|problem| {
        format!(
            "{problem}\nno Chromium was found, and none could be installed: install one (on Debian, as root: apt-get \
             install chromium), or say where it is by CHAMDIEM_CHROMIUM=/path/to/chrome"
        )
    })
}

/// Where a Chromium is that starts.
fn find() -> Option<String> {
    let name = NAMES.iter().find(|name| output(Command::new(name).arg("--version")).is_some())?;
    output(Command::new("which").arg(name))
}
