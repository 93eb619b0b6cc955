//! `lint`.

use crate::{preset, run, run_with, stderr, stdout};

#[test]
fn the_presets_have_no_errors_and_no_warnings() {
    for slug in ["canary-weights", "ingress-weighted", "ingress-prefix", "dark-release", "circuit-breaking", "bookinfo"]
    {
        let output = run(&["lint", &preset(slug)]);
        assert_eq!(output.status.code(), Some(0), "{slug}: {}", stdout(&output));
    }
}

#[test]
fn broken_text_is_a_finding_at_its_place() {
    let text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: 카나리}\nspec: [\n";
    let output = run_with(text, &["lint", "-", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    insta::assert_json_snapshot!(findings);
}

#[test]
fn places_count_utf16_units() {
    let text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec: {hosts: [카나리🚀], htp: []}\n";
    let output = run_with(text, &["lint", "-", "--format", "json"]);
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let unknown =
        findings.as_array().unwrap().iter().find(|finding| finding["message"].as_str().unwrap().contains("htp"));
    let unknown = unknown.unwrap_or_else(|| panic!("no finding names the field: {findings}"));
    // `spec: {hosts: [` is 15 units, the host 3 + 2, `], ` 3: the field begins in column 24.
    assert_eq!((unknown["line"].as_u64(), unknown["column"].as_u64()), (Some(4), Some(24)), "{unknown}");
}

#[test]
fn no_text_of_a_file_steers_the_terminal() {
    let text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec: {hosts: [a], \"h\\e]0;x\\a\\e[2J\\u202e\\nerror: y\": 1}\n";
    let output = run_with(text, &["lint", "-"]);
    assert_eq!(output.status.code(), Some(1));
    let printed = stdout(&output);
    assert!(printed.contains("\\u{1b}]0;x\\u{7}\\u{1b}[2J\\u{202e}\\nerror: y"), "{printed}");
    assert!(!printed.contains(|character: char| character.is_control() && character != '\n'), "{printed:?}");
    let run = run_with(text, &["simulate", "-", "--for", "1s"]);
    assert!(stderr(&run).contains("\\u{1b}]0;x"), "{}", stderr(&run));
    let refused = run_with(text, &["route", "-", "--from", "no\u{1b}[2Jbody", "--url", "http://a/"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        !stderr(&refused).contains('\u{1b}') && stderr(&refused).contains("no\\u{1b}[2Jbody"),
        "{}",
        stderr(&refused)
    );
}

#[test]
fn the_command_line_prints_every_finding() {
    let output = run_with(&"a: 1\n---\n".repeat(2_000), &["lint", "-", "--format", "json"]);
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(findings.as_array().unwrap().len(), 2_000);
    let output = run_with(&"a: 1\n---\n".repeat(2_000), &["lint", "-"]);
    assert!(stdout(&output).ends_with("2000 errors, 0 warnings, 0 remarks\n"));
}
