//! What `/api/v1/openapi.json` says of the API is true: of what is taken, of what is refused and of every answer.

use std::path::Path;
use std::process::Command;

use crate::process::Process;
use crate::schemathesis::program;
use crate::scratch::Scratch;

/// A server that gives up no request, however slow the machine is.
fn start(name: &str, arguments: &[&str]) -> Process {
    Process::start(name, &[&["--request-timeout", "1h"], arguments].concat())
}

/// Asks a server what the seed makes of its description, and fails with what is found.
fn hold(program: &Path, server: &Process, arguments: &[&str]) {
    let folder = Scratch::new("described");
    let description = format!("http://{}/api/v1/openapi.json", server.address);
    let output = Command::new(program)
        .args(["run", &description, "--no-color", "--checks", "all", "--seed", "1", "--generation-database", "none"])
        // A slow machine is no finding: a debug build computes for seconds what it is granted.
        .args(["--suppress-health-check", "all", "--request-timeout", "3600"])
        .args(arguments)
        .current_dir(&*folder)
        .env_remove("SCHEMATHESIS_HOOKS")
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("Test cases:") && said.contains(" passed"), "nothing was asked: {said}");
}

#[test]
fn every_answer_is_as_described() {
    let Some(program) = program() else { return };
    let folder = Scratch::new("described-store");
    let server = start("described", &["--database-url", &folder.database()]);
    hold(&program, &server, &["--max-examples", "60", "--phases", "examples,coverage,fuzzing,stateful"]);
}

#[test]
fn a_server_that_stores_nothing_is_described_too() {
    let Some(program) = program() else { return };
    let server = start("described-none", &["--database-url", "none"]);
    hold(&program, &server, &["--max-examples", "30", "--include-path-regex", "/scenarios"]);
}
