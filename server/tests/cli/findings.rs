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
