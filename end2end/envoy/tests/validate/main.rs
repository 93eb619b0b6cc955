//! What the control plane makes of the presets, of Istio's samples and of the corpus' worlds is a configuration that the
//! real Envoy accepts.

mod merged;

use std::path::{Path, PathBuf};

use end2end_envoy::envoy;
use end2end_envoy::scratch::Scratch;
use merged::Named;
use mesh_config::SourceFile;
use mesh_control::Mesh;
use mesh_proxy::bootstrap::{Options, bootstrap};
use serde_json::json;

/// Scenarios of the corpus that are given to one Envoy together.
const TOGETHER: usize = 40;

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
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

fn read(path: &Path) -> SourceFile {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    SourceFile { name, text: std::fs::read_to_string(path).expect("a text") }
}

/// A name, the files, and whether nothing is implied.
type Scenario = (String, Vec<SourceFile>, bool);

/// The presets, and what the corpus holds.
fn scenarios() -> (Vec<Scenario>, Vec<Scenario>) {
    let (mut presets, mut scenarios) = (Vec::new(), Vec::new());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/scenarios");
    for entry in std::fs::read_dir(&folder).expect("presets").flatten().filter(|entry| entry.path().is_dir()) {
        // What lies deeper belongs to a lesson: what it begins with, and its steps.
        let is_own = |path: &&PathBuf| path.parent() == Some(entry.path().as_path());
        let files = yaml_files(&entry.path()).iter().filter(is_own).map(|path| read(path)).collect();
        presets.push((entry.file_name().to_string_lossy().into_owned(), files, false));
    }
    if let Some(corpus) = std::env::var_os("MESH_CORPUS").map(PathBuf::from) {
        for path in yaml_files(&corpus.join("istio-samples")) {
            scenarios.push((path.display().to_string(), vec![read(&path)], false));
        }
        let worlds = yaml_files(&corpus.join("istio-goldens/translation"));
        for path in &worlds {
            scenarios.push((path.display().to_string(), vec![read(path)], true));
        }
    }
    (presets, scenarios)
}

/// The bootstraps that `mesh-playground envoy-config` writes for `client` and `ingress`.
fn bootstraps((name, files, strict): &Scenario) -> Vec<Named> {
    let mesh = Mesh::from_files(files, *strict);
    let mut bootstraps = Vec::new();
    for client in ["client", "ingress"] {
        // A world without a gateway has no `ingress`.
        let Ok(found) = mesh.client(client) else { continue };
        let config = mesh.proxy_config(&found);
        if !config.route_configurations.is_empty() {
            let bootstrap = bootstrap(&config, &Options::default()).expect("a bootstrap");
            bootstraps.push(Named { name: format!("{name} {client}"), bootstrap });
        }
    }
    bootstraps
}

#[test]
fn configurations_are_accepted() {
    let Some(program) = envoy::program() else { return };
    let folder = Scratch::new("validate");
    let (mut accepted, mut refused) = (0, Vec::new());
    let (presets, rest) = scenarios();
    // Presets stand alone, as users get them.
    let alone = presets.iter().flat_map(bootstraps).map(|one| vec![one]);
    for heap in alone.chain(rest.chunks(TOGETHER).map(|heap| heap.iter().flat_map(bootstraps).collect())) {
        accepted += heap.len();
        refused.extend(merged::refused(&program, &heap, &folder));
    }
    accepted -= refused.len();
    println!("{accepted} configurations are accepted, {} are refused", refused.len());
    refused.iter().for_each(|line| println!("{line}"));
    assert!(accepted > 0 && refused.is_empty(), "{} configurations are refused", refused.len());
}

#[test]
fn a_wrong_one_is_found_in_a_heap() {
    let Some(program) = envoy::program() else { return };
    let folder = Scratch::new("heap");
    let bootstrap = |timeout: &str| {
        let cluster = json!({"name": "c", "type": "STATIC", "connect_timeout": timeout});
        json!({"static_resources": {"listeners": [], "clusters": [cluster]}})
    };
    let heap: Vec<Named> =
        ["1s", "-1s", "2s"].map(|timeout| Named { name: timeout.to_owned(), bootstrap: bootstrap(timeout) }).into();
    let refused = merged::refused(&program, &heap, &folder);
    assert!(matches!(&refused[..], [only] if only.starts_with("-1s: ")), "{refused:?}");
}
