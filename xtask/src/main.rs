//! `cargo xtask`: the one way in. Builds the page and the binary, serves them, and runs every test.

#![allow(
    clippy::disallowed_types,
    reason = "a build tool times its steps; the ban on clocks is for the simulated core"
)]

mod bench;
mod npm;
mod process;
mod server;
mod site;
mod stamp;
mod test;
mod wasm_target;
mod watch;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::workspace::Workspace;

const USAGE: &str = "\
cargo xtask <command>

  serve [ARGUMENTS]    build what has changed and serve it on http://127.0.0.1:3000; arguments go to the server
  watch [ARGUMENTS]    the same, again after each change of a source
  build                build the binary to hand out, which holds the page
  test [--all]         run every test: formatting, lints, Rust, WebAssembly, browser, the real Envoy; all: also
                       each lesson in the other languages and on a phone
  check                run formatting and lints alone
  conformance [--seed N] [--cases M]
                       run the comparisons with Envoy and Istio alone; with a seed or a number of cases,
                       on other generated cases or more of them
  bench [NAME ...]     measure what docs/performance.md speaks of: crates, paired, hostile (these without a name),
                       page, topology, layouts
  site [--quick]       build the page alone, into target/site; quick: as `watch` does, compiled fast, larger
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
    let rest = arguments.get(1..).unwrap_or_default();
    match arguments.first().map(String::as_str) {
        Some("serve") => server::serve(&workspace, rest),
        Some("watch") => watch::watch(&workspace, rest),
        Some("test") => match rest {
            [] => test::test(&workspace, false),
            [all] if all == "--all" => test::test(&workspace, true),
            _ => bail!("`cargo xtask test` takes no argument but --all"),
        },
        Some("check") => test::check(&workspace),
        Some("conformance") => test::conformance(&workspace, rest),
        Some("bench") => bench::bench(&workspace, rest),
        Some("site") => match rest {
            [] => site::build(&workspace, site::Quality::Release),
            [quick] if quick == "--quick" => site::build(&workspace, site::Quality::Quick),
            _ => bail!("`cargo xtask site` takes no argument but --quick"),
        },
        Some("build") => server::release(&workspace),
        Some("wasm-target") => wasm_target::ensure(&workspace),
        None | Some("help" | "--help" | "-h") => {
            print!("{USAGE}");
            Ok(())
        }
        Some(unknown) => bail!("there is no command `{unknown}`\n\n{USAGE}"),
    }
}
