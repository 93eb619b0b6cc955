//! The YAML of Istio's tutorials: all of it can be read, and applied as the tasks do it raises no false alarm.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use end2end_istio::corpus;
use mesh_config::{Diagnostic, Severity, SourceFile};
use mesh_control::{Mesh, Options};
use mesh_sim::{Simulation, World};

/// Files of the samples that a task applies together.
const TASKS: [&[&str]; 10] = [
    &["bookinfo/platform/kube/bookinfo.yaml", "bookinfo/networking/bookinfo-gateway.yaml"],
    &[
        "bookinfo/platform/kube/bookinfo.yaml",
        "bookinfo/networking/bookinfo-gateway.yaml",
        "bookinfo/networking/destination-rule-all.yaml",
        "bookinfo/networking/virtual-service-all-v1.yaml",
    ],
    &[
        "bookinfo/platform/kube/bookinfo.yaml",
        "bookinfo/networking/destination-rule-all.yaml",
        "bookinfo/networking/virtual-service-reviews-test-v2.yaml",
    ],
    &[
        "bookinfo/platform/kube/bookinfo.yaml",
        "bookinfo/networking/destination-rule-all.yaml",
        "bookinfo/networking/virtual-service-ratings-test-delay.yaml",
    ],
    &[
        "bookinfo/platform/kube/bookinfo.yaml",
        "bookinfo/networking/destination-rule-all.yaml",
        "bookinfo/networking/virtual-service-ratings-test-abort.yaml",
    ],
    &[
        "bookinfo/platform/kube/bookinfo.yaml",
        "bookinfo/networking/destination-rule-all.yaml",
        "bookinfo/networking/virtual-service-reviews-50-v3.yaml",
    ],
    &[
        "bookinfo/platform/kube/bookinfo.yaml",
        "bookinfo/networking/destination-rule-all.yaml",
        "bookinfo/networking/virtual-service-reviews-90-10.yaml",
    ],
    &["httpbin/httpbin.yaml", "httpbin/httpbin-gateway.yaml"],
    &["helloworld/helloworld.yaml", "helloworld/helloworld-gateway.yaml"],
    &["curl/curl.yaml", "httpbin/httpbin.yaml"],
];

/// What Istio's own analyzers say of these tasks too: the rule for all of bookinfo names versions that this task does
/// not start, and the gateway's rule does not name the versions of productpage.
const ISTIO_SAYS_TOO: [(&str, &str); 3] = [
    ("IST0173", "The Subset v2-mysql "),
    ("IST0173", "The Subset v2-mysql-vm "),
    ("IST0140", "Subset in virtual service default/productpage "),
];

fn files(paths: &[PathBuf]) -> Vec<SourceFile> {
    let file = |path: &PathBuf| SourceFile { name: path.to_string_lossy().into_owned(), text: corpus::text(path) };
    paths.iter().map(file).collect()
}

fn findings(paths: &[PathBuf]) -> Vec<Diagnostic> {
    let files = files(paths);
    let options = Options { strict: false, files: u32::try_from(files.len()).unwrap_or(u32::MAX) };
    mesh_lint::admit(mesh_config::parse(&files), options).findings
}

fn yaml_files(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            yaml_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            into.push(path);
        }
    }
}

#[test]
fn every_sample_can_be_read() {
    let Some(folder) = corpus::part("istio-samples") else { return };
    let mut paths = Vec::new();
    yaml_files(&folder, &mut paths);
    assert!(paths.len() > 40, "only {} samples", paths.len());
    for path in paths {
        let unread: Vec<Diagnostic> = findings(std::slice::from_ref(&path))
            .into_iter()
            .filter(|finding| finding.code.starts_with("MP00") && finding.severity == Severity::Error)
            .collect();
        assert!(unread.is_empty(), "{}: {unread:#?}", path.display());
    }
}

#[test]
fn the_tasks_raise_no_false_alarm() {
    let Some(folder) = corpus::part("istio-samples") else { return };
    let mut alarms = Vec::new();
    for task in TASKS {
        let paths: Vec<PathBuf> = task.iter().map(|file| folder.join(file)).collect();
        let is_alarm = |finding: &Diagnostic| {
            if ISTIO_SAYS_TOO
                .iter()
                .any(|(code, words)| finding.code == *code && finding.message.to_string().starts_with(words))
            {
                return false;
            }
            let by_istio = finding.code.starts_with("IST") && finding.severity != Severity::Info;
            by_istio
                || finding.severity == Severity::Error
                || (finding.code.starts_with("MP0") && finding.severity == Severity::Warning)
        };
        let said = findings(&paths).into_iter().filter(is_alarm);
        alarms.extend(said.map(|finding| format!("{task:?}: {} {}", finding.code, finding.message)));
    }
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
}

#[test]
fn a_cluster_of_the_samples_is_as_they_say_until_somebody_changes_it() {
    let Some(folder) = corpus::part("istio-samples") else { return };
    let mut worlds: Vec<Vec<PathBuf>> =
        TASKS.iter().map(|task| task.iter().map(|file| folder.join(file)).collect()).collect();
    let mut paths = Vec::new();
    yaml_files(&folder, &mut paths);
    worlds.extend(paths.into_iter().map(|path| vec![path]));
    let mut differing = Vec::new();
    for paths in worlds {
        let mesh = Arc::new(Mesh::from_files(&files(&paths), false));
        let config = mesh.config().clone();
        let mut simulation = Simulation::new(World::new(mesh).into(), 1);
        simulation.type_line("kubectl get nodes", "");
        let drifted = simulation.drifted(&config).into_iter();
        differing.extend(drifted.map(|it| format!("{}: {} {:?}", paths[0].display(), it.path, it.live)));
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
