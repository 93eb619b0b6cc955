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

/// Each preset has a file of Checks, which hold and reach each of its routes, subsets and rules.
#[test]
fn what_the_presets_promise_holds_and_nothing_is_missed() {
    for preset_of_all in mesh_scenario::presets() {
        let slug = preset_of_all.slug;
        let answer = json(&["check", &preset(slug), &fixture(slug), "--format", "json"]);
        let checks = answer["checks"].as_array().unwrap();
        assert!(!checks.is_empty() && checks.iter().all(|check| check["holds"] == true), "{slug}: {answer:#}");
        for part in ["routes", "subsets", "rules"] {
            let missed: Vec<_> =
                answer["coverage"][part].as_array().unwrap().iter().filter(|it| it["requests"] == 0).collect();
            assert!(missed.is_empty(), "{slug}: {missed:?}");
        }
    }
}

#[test]
fn what_no_check_reaches_is_told() {
    let spec = "{send: {from: client, request: {url: 'http://reviews:9080/', headers: {end-user: jason}}}, \
                expect: [{share: {version: v2}, is: 100}]}";
    let answer: serde_json::Value = serde_json::from_slice(&with_check("bookinfo", spec, "json").stdout).unwrap();
    let subset = |name: &str, requests: u64| {
        let number = name.trim_start_matches('v').parse::<usize>().unwrap() - 1;
        serde_json::json!({
            "name": name, "path": format!("spec.subsets[{number}]"), "resource": "DestinationRule default/reviews",
            "requests": requests
        })
    };
    assert_eq!(
        answer["coverage"]["subsets"],
        serde_json::json!([subset("v1", 0), subset("v2", 1), subset("v3", 0)]),
        "{answer:#}"
    );
    let rules = &answer["coverage"]["rules"];
    let rule = |resource: &str, requests: u64| serde_json::json!({"resource": resource, "requests": requests});
    assert_eq!(
        *rules,
        serde_json::json!([
            rule("VirtualService default/bookinfo", 0),
            rule("VirtualService default/reviews", 1),
            rule("DestinationRule default/reviews", 1)
        ])
    );
    let text = stdout(&with_check("bookinfo", spec, "text"));
    assert!(
        text.contains("No check has looked at a request of VirtualService default/bookinfo spec.http[0]"),
        "{text}"
    );
    assert!(
        text.contains(
            "No check has looked at a request to DestinationRule default/reviews spec.subsets[0] (v1) or \
             DestinationRule default/reviews spec.subsets[2] (v3)."
        ),
        "{text}"
    );
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
    let report = quick_junit::Report::deserialize_from_str(&text).unwrap();
    assert_eq!(
        (report.name.as_ref().unwrap().as_str(), report.tests, report.failures, report.errors),
        ("mesh-playground check", 1, 1, 0)
    );
    let case = &report.test_suites[0].test_cases[0];
    assert_eq!((report.test_suites[0].name.as_str(), case.name.as_str()), ("stdin", "never"));
    let quick_junit::TestCaseStatus::NonSuccess { message, description, .. } = &case.status else { panic!("{case:?}") };
    assert!(message.as_ref().unwrap().as_str().starts_with("the share of (status: 200) is at most 1 %: "), "{case:?}");
    assert_eq!(description.as_ref().unwrap().as_str(), "stdin:1");
    let all = stdout(&run(&["check", &preset("bookinfo"), &fixture("bookinfo"), "--format", "junit"]));
    let all = quick_junit::Report::deserialize_from_str(&all).unwrap();
    let cases: Vec<&str> = all.test_suites[0].test_cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!((cases, all.failures), (vec!["jason", "readers", "other-paths"], 0));
    let escaped = stdout(&with_check("canary-weights", NEVER, "junit"));
    assert!(escaped.contains("name=\"&lt;one&gt; &amp; only\""), "{escaped}");
    let read = quick_junit::Report::deserialize_from_str(&escaped).unwrap();
    assert_eq!(read.test_suites[0].test_cases[0].name.as_str(), "<one> & only");
}

/// Read by a parser that has nothing to do with the writer, as the servers of continuous integration read it: suites of cases, whose
/// counts are those of the cases, and a failure with its message in each that does not hold.
#[test]
fn junit_is_read_by_another_parser() {
    let hostile = format!(
        "apiVersion: playground.mesh/v1\nkind: Check\nmetadata: {{name: \"]]> \\u0007 <a b='c'>&amp;\\n&#x0; 가\"}}\nspec: {NEVER}\n"
    );
    let output = run_with(&hostile, &["check", &preset("bookinfo"), &fixture("bookinfo"), "-", "--format", "junit"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let text = stdout(&output);
    let document = roxmltree::Document::parse(&text).unwrap();
    let root = document.root_element();
    assert_eq!((root.tag_name().name(), root.attribute("name")), ("testsuites", Some("mesh-playground check")));
    let count = |node: roxmltree::Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse::<usize>().unwrap();
    let named = |node: &roxmltree::Node<'_, '_>, name: &str| node.tag_name().name() == name;
    for node in root.descendants().filter(|node| named(node, "testsuites") || named(node, "testsuite")) {
        let cases: Vec<_> = node.descendants().filter(|node| named(node, "testcase")).collect();
        let fails = |case: &&roxmltree::Node<'_, '_>| case.children().any(|node| named(&node, "failure"));
        assert_eq!(count(node, "tests"), cases.len(), "{text}");
        assert_eq!(count(node, "failures"), cases.iter().filter(fails).count(), "{text}");
        assert_eq!(count(node, "errors"), 0, "{text}");
    }
    let suites: Vec<_> = root.children().filter(|node| named(node, "testsuite")).collect();
    let names: Vec<_> = suites.iter().map(|suite| suite.attribute("name").unwrap()).collect();
    assert_eq!(names, [fixture("bookinfo").as_str(), "stdin"]);
    let case = suites[1].children().find(|node| named(node, "testcase")).unwrap();
    let name = case.attribute("name").unwrap();
    assert!(name.contains("]]> ") && name.contains("<a b='c'>&amp;") && name.contains("가"), "{name:?}");
    let failure = case.children().find(|node| named(node, "failure")).unwrap();
    assert!(failure.attribute("message").unwrap().starts_with("the share of (status: 200) is at most 1 %: "), "{text}");
    assert_eq!((failure.attribute("type"), failure.text()), (Some("check"), Some("stdin:1")), "{text}");
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
