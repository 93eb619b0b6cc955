//! Istio's own files, where they are at hand: `MESH_CORPUS` names their folder, and CI sets it.

use std::path::{Path, PathBuf};

use mesh_config::{Config, Severity, SourceFile, Spec, parse};

fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("MESH_CORPUS").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: MESH_CORPUS is not set");
    }
    folder
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn read(path: &Path) -> Config {
    let text = std::fs::read_to_string(path).unwrap();
    parse(&[SourceFile { name: path.display().to_string(), text }])
}

/// Findings that a file of Istio's must not have.
fn alarms(config: &Config) -> Vec<String> {
    let alarm = config.diagnostics.iter().filter(|one| one.severity != Severity::Info);
    alarm.map(|one| format!("{} {}: {}", one.code, one.path, one.message)).collect()
}

#[test]
fn the_samples_are_read_without_a_word() {
    let Some(corpus) = corpus() else { return };
    let files = yaml_files(&corpus.join("istio-samples"));
    assert!(files.len() > 20);
    for file in files {
        let config = read(&file);
        assert_eq!(alarms(&config), Vec::<String>::new(), "{}", file.display());
        assert!(!config.resources.is_empty(), "{}", file.display());
    }
}

#[test]
fn the_worlds_are_read_without_a_word() {
    let Some(corpus) = corpus() else { return };
    for file in yaml_files(&corpus.join("istio-goldens/translation")) {
        let config = read(&file);
        assert_eq!(alarms(&config), Vec::<String>::new(), "{}", file.display());
        assert!(config.resources.iter().all(|one| one.readable && one.spec != Spec::Unknown), "{}", file.display());
    }
}

/// Istio's reader refuses a resource as a whole when one value has the wrong type; so do we, and no other one.
#[test]
fn what_istio_cannot_decode_is_unreadable() {
    let Some(corpus) = corpus() else { return };
    let mut unreadable = 0;
    for file in yaml_files(&corpus.join("istio-goldens")) {
        let config = read(&file);
        let ours: Vec<usize> =
            config.resources.iter().enumerate().filter(|(_, one)| !one.readable).map(|(at, _)| at).collect();
        let analysis = std::fs::read_to_string(file.with_file_name("analysis.json")).unwrap_or_default();
        let analysis: serde_json::Value = serde_json::from_str(&analysis).unwrap_or_default();
        let index = |message: &serde_json::Value| {
            let message = message.as_str().unwrap();
            let (_, rest) = message.split_once('[').unwrap();
            rest.split_once(']').unwrap().0.parse::<usize>().unwrap()
        };
        let theirs: Vec<usize> = analysis["unreadable"].as_array().into_iter().flatten().map(index).collect();
        unreadable += theirs.len();
        // Theirs count the documents from 0 or 1, so the numbers are compared with either.
        let shifted: Vec<usize> = theirs.iter().map(|at| at.saturating_sub(1)).collect();
        assert!(
            ours == theirs || ours == shifted,
            "{}: ours {ours:?}, theirs {theirs:?}: {:?}",
            file.display(),
            alarms(&config)
        );
    }
    println!("{unreadable} unreadable resources, all found");
}

#[test]
fn the_analyzers_files_are_read() {
    let Some(corpus) = corpus() else { return };
    for file in yaml_files(&corpus.join("istio-analyzers/testdata")) {
        let config = read(&file);
        println!("{}: {:?}", file.display(), alarms(&config));
        assert!(
            !config.diagnostics.iter().any(|one| one.code == "MP0001"),
            "{}: {:?}",
            file.display(),
            alarms(&config)
        );
    }
}
