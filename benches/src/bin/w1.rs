//! Writes workload W1 into a folder: `w1 FOLDER` makes `criteria.json` and `round.json`.

use std::path::Path;
use std::{fs, io};

use chamdiem_benches::w1;

fn main() -> io::Result<()> {
    let folder = std::env::args().nth(1).ok_or_else(|| io::Error::other("w1 FOLDER"))?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    fs::write(folder.join("criteria.json"), w1::criteria_set())?;
    fs::write(folder.join("round.json"), w1::round(&w1::units(w1::UNITS)))
}
