//! `check`: what must hold, on the command line.

use crate::{json, preset, run, run_with, stderr, stdout};

/// The Checks of a preset.
fn fixture(slug: &str) -> String {
    format!("server/tests/cli/checks/{slug}.yaml")
}

/// A Check of a preset, from standard input.
fn with_check(slug: &str, spec: &str, format: &str) -> std::process::Output {
    let text =
        format!("apiVersion: playground.mesh/v1\nkind: Check\nmetadata: {{name: <one> & only}}\nspec:\n  {spec}\n");
    run_with(&text, &["check", &preset(slug), "-", "--format", format])
}

const NEVER: &str = "{during: {to: 5s}, expect: [{share: {status: 200}, atMost: 1}]}";

fn never(format: &str) -> std::process::Output {
    let text = format!("apiVersion: playground.mesh/v1\nkind: Check\nmetadata: {{name: never}}\nspec: {NEVER}\n");
    run_with(&text, &["check", &preset("canary-weights"), "-", "--format", format])
}

#[test]
fn what_the_lessons_promise_holds() {
    for slug in ["canary-weights", "circuit-breaking"] {
        let answer = json(&["check", &preset(slug), &fixture(slug), "--format", "json"]);
        let checks = answer["checks"].as_array().unwrap();
        assert_eq!(checks.len(), 2, "{answer}");
        for check in checks {
            assert_eq!(check["holds"], true, "{check}");
        }
    }
}

#[test]
fn the_answer_is_what_the_contract_says() {
    let answer = json(&["check", &preset("canary-weights"), &fixture("canary-weights"), "--format", "json"]);
    let check = answer["checks"][0].as_object().unwrap();
    let names: Vec<&str> = check.keys().map(String::as_str).collect();
    let mut expected = ["name", "holds", "expected", "seen", "at", "file", "line"];
    expected.sort_unstable();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, expected);
    assert_eq!((check["name"].as_str(), check["line"].as_u64()), (Some("ten-percent"), Some(2)));
    assert!(check["file"].as_str().unwrap().ends_with("canary-weights.yaml"), "{check:?}");
    assert!(check["expected"].as_str().unwrap().contains("between 7 % and 13.2 %"), "{check:?}");
    assert!(check["seen"].as_str().unwrap().contains("over 3 seeds"), "{check:?}");
    let routes = answer["coverage"]["routes"].as_array().unwrap();
    assert!(
        routes.iter().any(|route| route["path"] == "spec.http[0]" && route["requests"].as_u64() >= Some(3_000)),
        "{answer}"
    );
}

#[test]
fn one_that_does_not_hold_is_exit_code_1() {
    let output = never("json");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&answer["checks"][0]["holds"], &answer["checks"][0]["line"]), (&false.into(), &1.into()), "{answer}");
    let output = never("text");
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    assert!(text.starts_with("stdin:1: never does not hold"), "{text}");
    assert!(text.contains("✗ the share of (status: 200) is at most 1 %: ") && text.contains("(stdin:4)"), "{text}");
    assert!(text.ends_with("0 checks hold, 1 does not\n"), "{text}");
}

#[test]
fn junit_names_what_failed_and_is_well_formed() {
    let output = never("junit");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(
        text.starts_with("<?xml ") && text.contains("tests=\"1\" skipped=\"0\" failures=\"1\" errors=\"0\""),
        "{text}"
    );
    assert!(
        text.contains("<testcase name=\"never\" classname=\"stdin\"") && text.contains("stdin:1</failure>"),
        "{text}"
    );
    let escaped = stdout(&with_check("canary-weights", NEVER, "junit"));
    assert!(escaped.contains("name=\"&lt;one&gt; &amp; only\""), "{escaped}");
}

#[test]
fn a_check_that_can_not_be_read_does_not_hold() {
    let output = with_check("canary-weights", "expect: [{latency: p98, atMost: 5s}]", "json");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("p98"), "{}", stderr(&output));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["checks"][0]["holds"], false, "{answer}");
}

#[test]
fn files_without_a_check_say_so() {
    let output = run(&["check", &preset("canary-weights")]);
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(0), "There is no Check in these files, so nothing was checked.\n")
    );
    assert_eq!(run(&["check"]).status.code(), Some(2));
    assert_eq!(run(&["check", "no-such-file.yaml"]).status.code(), Some(2));
}

#[test]
fn what_the_limits_end_is_not_said_to_hold() {
    let output = run(&["check", &preset("canary-weights"), &fixture("canary-weights"), "--max-steps", "2000"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("--max-steps"), "{}", stderr(&output));
}
