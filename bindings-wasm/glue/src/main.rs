//! Writes the JavaScript side of the WebAssembly package: `chamdiem-wasm-glue MODULE FOLDER`.
//!
//! It stands apart from the other tasks because it takes a minute to build.

#![forbid(unsafe_code)]

mod order;
mod places;
mod traps;

use std::error::Error;
use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, folder] = arguments.as_slice() else { return Err("usage: chamdiem-wasm-glue MODULE FOLDER".into()) };
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .out_name("glue")
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    // The entries of the package say where the module lies.
    bindgen.web(true)?.omit_default_module_path(true);
    let mut made = bindgen.generate_output()?;
    traps::shorten(made.wasm_mut());
    places::blank(made.wasm_mut());
    made.emit(folder)?;
    let module = Path::new(folder).join("glue_bg.wasm");
    fs::write(&module, order::by_likeness(&fs::read(&module)?)?)?;
    Ok(())
}
