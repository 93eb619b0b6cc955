//! Prints the digests of all presets and of generated scenarios, to be compared with those of the page's WebAssembly
//! module; with `--scenarios` the generated scenarios themselves, as JSON.

mod generate;

use mesh_config::SourceFile;
use serde_json::{Value, json};

/// Scenarios that are generated.
const GENERATED: u64 = 50;
/// Simulated seconds of each.
const SECONDS: u32 = 20;

fn main() {
    let texts = (1..=GENERATED).map(|seed| (format!("generated-{seed}"), generate::scenario(seed)));
    if std::env::args().any(|argument| argument == "--scenarios") {
        let scenarios: Vec<Value> = texts.map(|(name, text)| json!({"name": name, "text": text})).collect();
        println!("{}", json!({"seconds": SECONDS, "scenarios": scenarios}));
        return;
    }
    println!("{}", mesh_scenario::digests());
    for (name, text) in texts {
        let file = SourceFile { name: name.clone(), text: text.clone() };
        let diagnostics = mesh_config::parse(&[file]).diagnostics;
        assert!(diagnostics.is_empty(), "{text}\n{diagnostics:?}");
        println!("{name} {}", mesh_scenario::digest(&text, SECONDS));
    }
}
