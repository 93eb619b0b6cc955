//! Exit code 2: bad usage, or bytes that cannot be read.

use crate::{run, run_with, stderr, stdout};

#[test]
fn the_version_is_printed() {
    assert_eq!(stdout(&run(&["--version"])), format!("mesh-playground {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn bad_usage_names_the_cure() {
    for (arguments, expected) in [
        (vec!["lint"], "<FILE>"),
        (vec!["lint", "no-such-file.yaml"], "no-such-file.yaml"),
        (vec!["simulate", "-", "--for", "60"], "write 250ms, 1.5s, 2m or 1h"),
        (vec!["unknown"], "unrecognized subcommand"),
        (vec!["render", "-", "-o", "graph.gif"], ".svg or .png"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(expected), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let path = std::env::temp_dir().join(format!("mesh-playground-bytes-{}.yaml", std::process::id()));
    std::fs::write(&path, b"kind: \xff\n").unwrap();
    let output = run(&["lint", path.to_str().unwrap()]);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("not UTF-8 text (byte 6)"), "{}", stderr(&output));
}

#[test]
fn more_than_eight_mebibytes_are_refused() {
    let output = run_with(&"#".repeat(8 * 1024 * 1024 + 1), &["lint", "-"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("8 MiB"), "{}", stderr(&output));
}
