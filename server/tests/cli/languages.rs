//! What people read, in Korean: by the flag, and by the variable where no program reads it.

use std::process::Output;

use crate::{command, preset, run, stderr, stdout};

/// A rule with two faults of its own: a subset that nobody defines, and weights that are not 100.
const FAULTY: &str = "server/tests/cli/languages/faulty.yaml";

/// Runs the binary with the variable set to Korean.
fn run_in_korean(arguments: &[&str]) -> Output {
    command(arguments).env("MESH_PLAYGROUND_LANG", "ko_KR.UTF-8").output().unwrap()
}

fn has_hangul(text: &str) -> bool {
    text.contains(|character| ('가'..='힣').contains(&character))
}

#[test]
fn lint_says_our_findings_in_korean_and_istios_as_they_are() {
    let (english, korean) = (run(&["lint", FAULTY]), run(&["lint", FAULTY, "--lang", "ko"]));
    assert_eq!(english.status.code(), korean.status.code());
    let (english, korean) = (stdout(&english), stdout(&korean));
    assert!(!has_hangul(&english) && english.contains("add up to 90, not 100"), "{english}");
    assert!(korean.contains("가중치 합이 100이 아니라 90입니다"), "{korean}");
    assert!(korean.contains("Referenced host+subset in destinationrule not found"), "{korean}");
    assert_eq!(english.lines().count(), korean.lines().count());
}

#[test]
fn route_explains_in_korean() {
    let files = preset("canary-weights");
    let question = ["route", &files, "--from", "client", "--url", "http://fleetman-staff-service:8080/"];
    let output = run(&[&question[..], &["--lang=ko"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    for part in ["가상 호스트", "라우트", "응답", "선택"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn checks_are_judged_in_korean() {
    let checks = "server/tests/cli/checks/canary-weights.yaml";
    let output = run(&["--lang", "ko", "check", &preset("canary-weights"), checks]);
    let text = stdout(&output);
    assert!(text.contains("통과") && text.contains("검사 "), "{text}");
}

#[test]
fn what_is_wrong_with_the_arguments_is_said_in_korean_too() {
    for (arguments, said) in [
        (vec!["simulate", "-", "--for", "60", "--lang", "ko"], "250ms, 1.5s, 2m, 1h처럼 쓰세요"),
        (vec!["--lang", "ko", "render", "-", "-o", "graph.gif"], "--as로 정하세요"),
        (vec!["open", "nonsense", "--lang", "ko"], "시나리오 링크가 아닙니다"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(said), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn a_language_that_there_is_not_is_refused() {
    let output = run(&["lint", FAULTY, "--lang", "fr"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("`fr` is no language that there is: write en or ko"), "{}", stderr(&output));
}

#[test]
fn what_programs_read_is_english_unless_the_flag_is_given() {
    let json = ["lint", FAULTY, "--format", "json"];
    assert_eq!(stdout(&run_in_korean(&json)), stdout(&run(&json)));
    assert!(has_hangul(&stdout(&run(&[&json[..], &["--lang", "ko"]].concat()))));
    assert!(has_hangul(&stdout(&run_in_korean(&["lint", FAULTY]))));
    assert!(!has_hangul(&stdout(&run_in_korean(&["lint", FAULTY, "--lang", "en"]))));
    let junit =
        ["check", &preset("canary-weights"), "server/tests/cli/checks/canary-weights.yaml", "--format", "junit"];
    assert!(!has_hangul(&stdout(&run_in_korean(&junit))));
}
