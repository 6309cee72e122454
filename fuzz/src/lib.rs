//! What the fuzzer feeds to the library, and what must hold of the answers.

pub mod csv;
pub mod target;

/// Feeds files to a target again, without the fuzzer: those whose names stand on the command line.
///
/// # Errors
///
/// A file that cannot be read.
pub fn again(run: fn(&[u8])) -> std::io::Result<()> {
    for file in std::env::args_os().skip(1) {
        run(&std::fs::read(&file)?);
        println!("{}: nothing found", file.display());
    }
    Ok(())
}
