//! Istio's own samples of rules do what Istio's tasks say of them: each has a file of Checks here.

use std::env;
use std::path::Path;

use crate::{json, root};

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
    let checks = root().join("server/tests/cli/samples");
    let mut samples: Vec<_> = std::fs::read_dir(&checks).unwrap().map(|entry| entry.unwrap().path()).collect();
    samples.sort();
    assert_eq!(samples.len(), 10, "{samples:?}");
    for checks in samples {
        let sample = checks.file_name().unwrap().to_string_lossy().into_owned();
        let answer = json(&[
            "check",
            &path("platform/kube/bookinfo.yaml"),
            &path("networking/destination-rule-all.yaml"),
            &path(&format!("networking/{sample}")),
            &checks.display().to_string(),
            "--format",
            "json",
        ]);
        let checks = answer["checks"].as_array().unwrap();
        assert!(!checks.is_empty() && checks.iter().all(|check| check["holds"] == true), "{sample}: {answer:#}");
    }
}
