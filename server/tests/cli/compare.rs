//! `compare`: two scenarios on the same draws, as `diff` would say it.

use std::path::PathBuf;

use crate::{preset, root, run, stderr, stdout};

/// The canary preset with another weight, as a folder that goes away.
struct Other(PathBuf);

impl Other {
    fn new(name: &str, weight: u32) -> Self {
        let folder = std::env::temp_dir().join(format!("mesh-playground-compare-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for entry in std::fs::read_dir(root().join(preset("canary-weights"))).unwrap() {
            let path = entry.unwrap().path();
            // Parts of its lesson.
            if path.is_dir() || path.extension().is_some_and(|extension| extension == "md") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.replace("weight: 90", &format!("weight: {weight}"));
            let text = text.replace("weight: 10", &format!("weight: {}", 100 - weight));
            std::fs::write(folder.join(path.file_name().unwrap()), text).unwrap();
        }
        Self(folder)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

#[test]
fn the_same_files_end_alike() {
    let canary = preset("canary-weights");
    let output = run(&["compare", &canary, "--for", "20s", "--", &canary]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("on the same draws in 20 s: all end alike."), "{}", stdout(&output));
}

#[test]
fn another_weight_moves_the_requests_whose_draw_lies_between() {
    let other = Other::new("json", 80);
    let output = run(&["compare", &preset("canary-weights"), "--for", "40s", "--format", "json", "--", other.path()]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let requests = answer["requests"].as_u64().unwrap();
    let group = |name: &str| {
        let groups = answer["changed"].as_array().unwrap();
        groups.iter().find(|group| group["change"] == name).unwrap()["count"].as_u64().unwrap()
    };
    let changed: u64 = ["newly-failing", "other-version", "healed", "other-answer"].map(group).iter().sum();
    // Ten of a hundred draws lie between; nothing goes back to where it was not.
    assert!(changed * 100 > requests * 6 && changed * 100 < requests * 14, "{changed} of {requests}");
    let versions = answer["splits"][0]["versions"].as_array().unwrap();
    for side in 0..2 {
        let sum: f64 = versions.iter().map(|version| version["percent"][side].as_f64().unwrap()).sum();
        assert!((sum - 100.0).abs() < 1e-9, "{versions:?}");
    }
    let first = &answer["changed"][1]["requests"][0];
    assert_eq!(
        (&first["ends"][0]["reached"], &first["ends"][1]["reached"]),
        (&"safe".into(), &"risky".into()),
        "{first}"
    );
}

#[test]
fn people_read_figures_and_the_gravest_change_first() {
    let other = Other::new("text", 50);
    let output = run(&["compare", &preset("canary-weights"), "--for", "30s", "--", other.path()]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    for expected in ["end otherwise", "success", "p95", "safe", "risky", " -> "] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn without_a_second_scenario_the_cure_is_named() {
    let output = run(&["compare", &preset("canary-weights")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("-- <B>"), "{}", stderr(&output));
}
