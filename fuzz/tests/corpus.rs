//! Asks again for all that the fuzzer ever kept, and for all presets, whole and cut off.

use std::path::{Path, PathBuf};

/// What must hold for bytes.
type Target = fn(&[u8]);

const TARGETS: [(&str, Target); 7] = [
    ("parse", mesh_fuzz::parse),
    ("link", mesh_fuzz::link),
    ("lint", mesh_fuzz::lint),
    ("translate", mesh_fuzz::translate),
    ("format", mesh_fuzz::format),
    ("shell", mesh_fuzz::shell),
    ("lesson", mesh_fuzz::lesson),
];

#[test]
fn all_that_was_ever_found_holds() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for (name, target) in TARGETS {
        let inputs = files(&corpora.join(name));
        assert!(!inputs.is_empty(), "{name} has no corpus");
        for input in inputs {
            println!("{}", input.display());
            target(&std::fs::read(&input).unwrap());
        }
    }
}

#[test]
fn presets_hold_whole_and_cut_off() {
    for preset in mesh_scenario::presets() {
        for file in preset.scenario().files {
            let bytes = file.text.as_bytes();
            for length in [bytes.len(), bytes.len() / 2, bytes.len() / 3] {
                // A scenario's text is no command line.
                for (_, target) in TARGETS.into_iter().filter(|(name, _)| *name != "shell") {
                    target(&bytes[..length]);
                }
            }
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}
