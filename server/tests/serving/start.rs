//! Starts that fail: exit code 2, and a message that names the flag and the cure.

use std::net::TcpListener;
use std::process::{Command, Output};

use crate::process::PROGRAM;
use crate::scratch::Scratch;

fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let folder = Scratch::new("start");
    Command::new(PROGRAM)
        .arg("serve")
        .args(arguments)
        .envs(variables.iter().copied())
        .current_dir(&*folder)
        .output()
        .unwrap()
}

fn fails(arguments: &[&str], variables: &[(&str, &str)], expected: &[&str]) {
    let output = start(arguments, variables);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?} {variables:?}: {message}");
    for part in expected {
        assert!(message.contains(part), "{arguments:?} {variables:?}: {part}: {message}");
    }
    assert!(!message.contains("s3cret"), "{message}");
}

#[test]
fn a_wrong_flag_names_itself_and_the_cure() {
    for (flag, value, cure) in [
        ("--addr", "3000", "invalid socket address"),
        ("--frame-ancestors", "https://a.example\nx-header: 1", "write *"),
        ("--frame-ancestors", "*; script-src *", "write *"),
        ("--shutdown-timeout", "0s", "write 10s"),
        ("--shutdown-timeout", "10", "write 250ms"),
        ("--idle-timeout", "25h", "longer than a day"),
        ("--request-timeout", "0s", "may not be zero"),
        ("--max-connections", "0", "1.."),
        ("--max-pages", "0", "1.."),
        ("--max-simulations", "many", "invalid digit"),
        ("--log-format", "xml", "possible values"),
    ] {
        fails(&[flag, value], &[], &[flag, cure]);
        let variable = format!("MESH_PLAYGROUND_{}", flag.trim_start_matches('-').replace('-', "_").to_uppercase());
        fails(&[], &[(&variable, value)], &[flag, cure]);
    }
    fails(&[], &[("RUST_LOG", "mesh=loud")], &["RUST_LOG", "write info or warn"]);
}

#[test]
fn an_address_in_use_names_the_flag() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    fails(&["--addr", &address, "--database-url", "none"], &[], &["--addr", &address]);
}

#[test]
fn a_database_that_cannot_be_used_says_so_without_its_password() {
    let folder = Scratch::new("no-database");
    let text = folder.join("text.db");
    std::fs::write(
        &text,
        "This is no database, but a text that is long enough to be taken for the head of one. ".repeat(20),
    )
    .unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("postgres://me:s3cret@{}/name", silent.local_addr().unwrap());
    for (address, expected) in [
        ("mysql://me:s3cret@host/name", "sqlite://FILE"),
        ("me:s3cret@host", "sqlite://FILE"),
        ("postgres://me:s3cret@127.0.0.1:1/name", "postgres://me:***@127.0.0.1:1/name"),
        ("postgres://me:s3cret", "cannot be used"),
        ("postgres://me:s3cret@127.0.0.1:1/name?sslmode=maybe", "cannot be used"),
        (&silent, "did not answer within 2 s"),
        ("sqlite://no/such/folder/playground.db", "its folder must exist"),
        (&format!("sqlite://{}", text.display()), "name a file of SQLite"),
        (&format!("sqlite://{}?mode=ro", folder.join("new.db").display()), "cannot be used"),
    ] {
        fails(&["--addr", "127.0.0.1:0", "--database-url", address], &[], &["--database-url", expected]);
        fails(&["--addr", "127.0.0.1:0"], &[("MESH_PLAYGROUND_DATABASE_URL", address)], &[expected]);
    }
}

#[test]
fn help_does_not_show_the_password() {
    let output = start(&["--help"], &[("MESH_PLAYGROUND_DATABASE_URL", "postgres://me:s3cret@host/name")]);
    let help = String::from_utf8_lossy(&output.stdout);
    assert!(help.contains("MESH_PLAYGROUND_DATABASE_URL") && !help.contains("s3cret"), "{help}");
}
