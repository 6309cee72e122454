//! Writes workload W6 into a folder: `cases FOLDER ROWS` makes `set.json`, `round.json` and `cases.csv`.

#![forbid(unsafe_code)]

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::Path;

use chamdiem_benches::cases;

fn main() -> io::Result<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [folder, rows] = arguments.as_slice() else {
        return Err(io::Error::other("cases FOLDER ROWS"));
    };
    let folder = Path::new(folder);
    fs::create_dir_all(folder)?;
    fs::write(folder.join("set.json"), cases::CRITERIA_SET)?;
    fs::write(folder.join("round.json"), cases::round())?;
    let file = File::create(folder.join("cases.csv"))?;
    let rows = rows.parse().map_err(io::Error::other)?;
    cases::write(rows, &mut BufWriter::with_capacity(1 << 20, file))
}
