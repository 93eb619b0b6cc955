//! `cargo xtask`: the one way in. Builds the page and the binary, serves them, and runs every test.

#![allow(
    clippy::disallowed_types,
    reason = "a build tool times its steps; the ban on clocks is for the simulated core"
)]

mod process;
mod wasm_target;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::workspace::Workspace;

const USAGE: &str = "\
cargo xtask <command>

  wasm-target          make sure that Rust can compile for wasm32-unknown-unknown
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let workspace = Workspace::find()?;
    match arguments.first().map(String::as_str) {
        Some("wasm-target") => wasm_target::ensure(&workspace),
        None | Some("help" | "--help" | "-h") => {
            print!("{USAGE}");
            Ok(())
        }
        Some(unknown) => bail!("there is no command `{unknown}`\n\n{USAGE}"),
    }
}
