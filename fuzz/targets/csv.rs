#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| chamdiem_fuzz::csv::run(bytes));

#[cfg(not(fuzzing))]
fn main() -> std::io::Result<()> {
    chamdiem_fuzz::again(chamdiem_fuzz::csv::run)
}
