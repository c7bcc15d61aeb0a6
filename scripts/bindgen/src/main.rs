//! `duizhao-bindgen INPUT.wasm OUT_DIR`: writes the JavaScript glue, its types and the module for `--target web`.

use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, out_dir] = arguments.as_slice() else {
        eprintln!("usage: duizhao-bindgen INPUT.wasm OUT_DIR");
        return ExitCode::from(2);
    };
    let mut bindgen = Bindgen::new();
    let made = bindgen
        .input_path(input)
        .out_name("duizhao")
        .typescript(true)
        // The module is handed to `initSync`; no `new URL(…, import.meta.url)`, which half of the bundlers cannot follow.
        .omit_default_module_path(true)
        // A trap leaves an instance half dead; this exports the function that replaces it.
        .reset_state_function(true)
        // The step after this one needs the names, and drops them.
        .remove_name_section(false)
        .remove_producers_section(true)
        .web(true)
        .and_then(|bindgen| bindgen.generate(out_dir));
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("duizhao-bindgen: {error:#}");
            ExitCode::FAILURE
        }
    }
}
