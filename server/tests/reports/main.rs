//! What people reported in public, as small cases: `end2end/reports`, where a README says what a case is made of.
//!
//! `MESH_REPORT=word` runs the cases whose name holds a word.

mod case;
mod check;

use std::path::{Path, PathBuf};

use case::Case;

/// The cases, of which the folder holds at least so many.
const AT_LEAST: usize = 50;

#[test]
fn each_report_is_answered_as_the_real_programs_answer_it() {
    let only = std::env::var("MESH_REPORT").unwrap_or_default();
    let cases = cases();
    assert!(cases.len() >= AT_LEAST, "only {} reports", cases.len());
    let mut failing: Vec<String> = Vec::new();
    let mut passed = 0;
    for case in cases.iter().filter(|case| case.name.contains(&only)) {
        let wrong = case.wrong();
        passed += usize::from(wrong.is_empty());
        failing.extend(wrong.into_iter().map(|wrong| format!("{} ({}): {wrong}", case.name, case.expected.report)));
    }
    println!("{passed} of {} reports", cases.len());
    assert!(failing.is_empty(), "\n{}\n", failing.join("\n"));
}

fn cases() -> Vec<Case> {
    let folder = root().join("end2end/reports");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders.iter().filter(|path| path.is_dir()).map(|path| Case::read(path)).collect()
}

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The cases that came with the recorded answers, by the program that came with them.
#[test]
fn the_recorded_reports_hold() {
    let Some(root) = std::env::var_os("MESH_CORPUS") else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "CI needs the corpus: set MESH_CORPUS to its folder");
        eprintln!("not checked: MESH_CORPUS is not set, so the recorded reports are not asked");
        return;
    };
    let script = std::path::Path::new(&root).join("field/run.py");
    let asked = std::process::Command::new("python3").arg(script).arg(env!("CARGO_BIN_EXE_mesh-playground")).output();
    let asked = asked.expect("python3, which the tests need");
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stdout));
}
