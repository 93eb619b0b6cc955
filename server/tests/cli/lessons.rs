//! `lesson`: what writers of lessons run.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{json, run, stderr, stdout};

/// A folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn new(name: &str) -> PathBuf {
    let folder = folder(name);
    let output = run(&["lesson", "new", "sample", "--in", &folder.display().to_string()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output).lines().count(), 9, "{}", stdout(&output));
    folder.join("sample")
}

#[test]
fn a_new_lesson_passes_its_own_check() {
    let folder = new("new-lesson").display().to_string();
    let answer = json(&["lesson", "check", &folder, "--format", "json"]);
    let languages: Vec<&str> =
        answer.as_array().unwrap().iter().map(|checked| checked["language"].as_str().unwrap()).collect();
    assert_eq!(languages, ["en", "ko"]);
    let english = &answer[0];
    assert_eq!((&english["lesson"], &english["ok"]), (&"sample".into(), &true.into()));
    let step = &english["steps"][1];
    assert_eq!((&step["step"], &step["check"], &step["ok"]), (&"ten-percent".into(), &"tenth".into(), &true.into()));
    assert_eq!((&step["before"]["holds"], &step["after"]["holds"]), (&false.into(), &true.into()));
    assert!(step["after"]["seen"][0].as_str().unwrap().ends_with(" of 1000)"), "{step}");

    let text = stdout(&run(&["lesson", "check", &folder]));
    assert!(text.contains("✓ ten-percent: mistake swapped: "), "{text}");
    assert!(text.ends_with("A share for a new version: 4 things tried, all as it must be\n"), "{text}");
    let again = run(&["lesson", "new", "sample", "--in", &Path::new(&folder).parent().unwrap().display().to_string()]);
    assert_eq!(again.status.code(), Some(2), "{}", stdout(&again));
    assert_eq!(run(&["lesson", "new", "../sample"]).status.code(), Some(2));
}

#[test]
fn what_is_wrong_is_exit_code_1() {
    let folder = new("wrong-lesson");
    let words = folder.join("lesson.en.md");
    let text = fs::read_to_string(&words).unwrap();
    fs::write(&words, text.replace("```check tenth", "```chekc tenth")).unwrap();
    let path = folder.display().to_string();
    let output = run(&["lesson", "check", &path]);
    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output);
    assert!(said.contains("lesson.en.md:39:1: error[ML0001]: `chekc tenth` is no part of a step"), "{said}");
    assert!(!said.contains('✓'), "{said}");

    fs::write(&words, text).unwrap();
    let step = folder.join("steps/ten-percent.yaml");
    let text = fs::read_to_string(&step).unwrap();
    fs::write(&step, text.replace("atLeast: 75", "atLeast: 99")).unwrap();
    let output = run(&["lesson", "check", &path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("✗ ten-percent: mistake swapped: "), "{}", stdout(&output));
    assert_eq!(run(&["lesson", "check", "no-such-folder"]).status.code(), Some(2));
}

/// What a lesson begins with, and its steps, are no part of its scenario.
#[test]
fn the_scenario_of_a_lesson_is_its_finished_example() {
    let lesson = new("scenario-of-lesson");
    let bare = folder("scenario-alone");
    for name in ["mesh.yaml", "apps.yaml", "traffic.yaml", "scenario.yaml"] {
        fs::copy(lesson.join(name), bare.join(name)).unwrap();
    }
    let digest = |folder: &Path| {
        json(&["simulate", &folder.display().to_string(), "--for", "10s", "--format", "json"])["digest"].clone()
    };
    assert_eq!(digest(&lesson), digest(&bare));
    assert_ne!(digest(&lesson), digest(&lesson.join("start")));
}
