//! Istio's own samples of rules do what Istio's tasks say of them: each has a file of Checks here.

use std::env;
use std::path::{Path, PathBuf};

use crate::{json, preset, root};

/// The Checks of each sample, under its name.
fn samples() -> Vec<PathBuf> {
    let mut samples: Vec<_> = std::fs::read_dir(root().join("server/tests/cli/samples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    samples.sort();
    assert_eq!(samples.len(), 10, "{samples:?}");
    samples
}

/// The Checks of a sample hold with the rules and the apps of some files.
fn holds(files: &[String], checks: &Path) {
    let checks = checks.display().to_string();
    let arguments = files.iter().chain([&checks]).map(String::as_str);
    let answer = json(&["check"].into_iter().chain(arguments).chain(["--format", "json"]).collect::<Vec<_>>());
    let told = answer["checks"].as_array().unwrap();
    assert!(!told.is_empty() && told.iter().all(|check| check["holds"] == true), "{checks}: {answer:#}");
}

#[test]
fn istios_samples_do_what_its_tasks_say() {
    let Some(corpus) = env::var_os("MESH_CORPUS") else {
        assert!(
            env::var_os("CI").is_none_or(|value| value != "true"),
            "CI needs the corpus: set MESH_CORPUS to its folder"
        );
        eprintln!("not checked: MESH_CORPUS is not set, so Istio's samples are not checked");
        return;
    };
    let bookinfo = Path::new(&corpus).join("istio-samples/bookinfo");
    let path = |path: &str| bookinfo.join(path).display().to_string();
    for checks in samples() {
        let sample = checks.file_name().unwrap().to_string_lossy().into_owned();
        let files = [
            path("platform/kube/bookinfo.yaml"),
            path("networking/destination-rule-all.yaml"),
            path(&format!("networking/{sample}")),
        ];
        holds(&files, &checks);
    }
}

/// The same rules in the words of this repository, which need no corpus.
#[test]
fn what_the_samples_say_holds_however_it_is_written() {
    for checks in samples() {
        let sample = checks.file_name().unwrap().to_string_lossy().into_owned();
        let files = [
            format!("{}/apps.yaml", preset("bookinfo")),
            "server/tests/cli/restated/destination-rules.yaml".to_owned(),
            format!("server/tests/cli/restated/{sample}"),
        ];
        holds(&files, &checks);
    }
}
