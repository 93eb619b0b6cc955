//! Replays what a real Envoy did with the configuration of a real pilot: `istio-goldens/translation` of the corpus
//! (`MESH_CORPUS`). The route configurations in `expected.json` are run here; `truth.json` has about 10,000 requests
//! with their outcomes over 60 tries each.
//!
//! Shares are compared within bands that a right answer misses once in 100,000 comparisons.

mod filters;
mod golden_case;
mod outcome;

use std::path::PathBuf;

use golden_case::GoldenCase;
use outcome::compare;

#[test]
fn requests_are_answered_as_the_real_envoy_did() {
    let Some(corpus) = std::env::var_os("MESH_CORPUS") else {
        eprintln!("MESH_CORPUS is not set: nothing to compare with");
        return;
    };
    let folder = PathBuf::from(corpus).join("istio-goldens/translation");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the corpus has translations")
        .map(|entry| entry.expect("a case").path())
        .collect();
    cases.sort();
    let mut all = 0_usize;
    let mut different = Vec::new();
    for case in &cases {
        let name = case.file_name().and_then(|name| name.to_str()).expect("a name");
        let Some(golden) = GoldenCase::read(case) else { continue };
        for (number, truth) in golden.truth.iter().enumerate() {
            all += 1;
            if let Err(difference) = compare(&golden, truth) {
                different.push(format!("{name}, request {number}: {difference}"));
            }
        }
    }
    println!("{} of {all} requests are answered alike", all - different.len());
    for line in different.iter().take(40) {
        println!("{line}");
    }
    assert!(all > 9_000, "the corpus has {all} requests");
    assert!(different.is_empty(), "{} requests are answered otherwise", different.len());
}
