//! What the control plane makes of the presets, of Istio's samples and of the corpus' worlds is a configuration that the
//! real Envoy accepts.

use std::path::{Path, PathBuf};

use end2end_envoy::envoy;
use end2end_envoy::scratch::Scratch;
use mesh_config::SourceFile;
use mesh_control::Mesh;
use mesh_proxy::bootstrap::{Options, bootstrap};

/// Of the corpus' worlds every so many are taken.
const EVERY: usize = 12;

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

fn scenarios() -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    let presets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/scenarios");
    for entry in std::fs::read_dir(&presets).expect("presets").flatten().filter(|entry| entry.path().is_dir()) {
        let files = yaml_files(&entry.path()).iter().map(|path| read(path)).collect();
        scenarios.push((entry.file_name().to_string_lossy().into_owned(), files, false));
    }
    if let Some(corpus) = std::env::var_os("MESH_CORPUS").map(PathBuf::from) {
        for path in yaml_files(&corpus.join("istio-samples")) {
            scenarios.push((path.display().to_string(), vec![read(&path)], false));
        }
        let worlds = yaml_files(&corpus.join("istio-goldens/translation"));
        for path in worlds.iter().step_by(EVERY) {
            scenarios.push((path.display().to_string(), vec![read(path)], true));
        }
    }
    scenarios
}

#[test]
fn configurations_are_accepted() {
    let Some(program) = envoy::program() else { return };
    let folder = Scratch::new("validate");
    let (mut accepted, mut refused) = (0, Vec::new());
    for (name, files, strict) in scenarios() {
        let mesh = Mesh::from_files(&files, strict);
        for client in ["client", "ingress"] {
            // A world without a gateway has no `ingress`.
            let Ok(client) = mesh.client(client) else { continue };
            let config = mesh.proxy_config(&client);
            if config.route_configurations.is_empty() {
                continue;
            }
            let value = bootstrap(&config, &Options::default()).expect("a bootstrap");
            match envoy::validate(&program, &value, &folder) {
                Ok(()) => accepted += 1,
                Err(message) => refused.push(format!("{name}: {}", message.lines().last().unwrap_or(""))),
            }
        }
    }
    println!("{accepted} configurations are accepted, {} are refused", refused.len());
    refused.iter().for_each(|line| println!("{line}"));
    assert!(accepted > 0 && refused.is_empty(), "{} configurations are refused", refused.len());
}
