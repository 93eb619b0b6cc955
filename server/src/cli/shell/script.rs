//! `mesh-playground shell --script`: steps that are run on a cluster by itself, without a mesh, and answered as data.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use mesh_config::{SourceFile, is_dockerfile};
use mesh_shell::script::{Living, Script, World, play};
use mesh_words::Words;
use serde_json::{Value, json};

use crate::cli::args::{Format, ShellArguments};
use crate::cli::output::{print, print_json};
use crate::cli::{Failure, Outcome, files};

/// Runs a script on a cluster that lives in simulated time.
pub(super) fn run(arguments: &ShellArguments, path: &Path) -> Result<Outcome, Failure> {
    let mut manifests = files::read(&arguments.files)?;
    files::shorten(&mut manifests);
    let step = |file: &SourceFile| match is_dockerfile(&file.name) {
        true => json!({ "file": { "name": file.name, "text": file.text } }),
        false => json!({ "apply": file.text }),
    };
    let begin: Vec<Value> = manifests.iter().map(step).collect();
    let name = path.display().to_string();
    let scripts = Script::read(&text(path)?).map_err(|why| Words::theirs(format!("{name}: {why}")))?;
    for mut script in scripts {
        let mut world = world(&arguments.files, &mut script.nodes);
        script.setup.splice(0..0, begin.iter().cloned());
        let answer = play(&script, &mut world);
        match arguments.format {
            Format::Json => print_json(&answer)?,
            Format::Text => {
                for (step, taken) in script.steps.iter().zip(answer["steps"].as_array().into_iter().flatten()) {
                    transcript(step, taken)?;
                }
            }
        }
    }
    Ok(Outcome::Clean)
}

/// A cluster; one that is begun from files knows Istio's kinds and has a node.
fn world(files: &[std::path::PathBuf], nodes: &mut Vec<Value>) -> Living {
    let mut world = Living::new();
    if !files.is_empty() {
        world.install_istio();
    }
    if nodes.is_empty() {
        nodes.push(json!({ "name": "node", "cpu": "64", "memory": "256Gi", "pods": 1000 }));
    }
    world
}

/// A step as a terminal shows it.
fn transcript(step: &Value, taken: &Value) -> Result<(), Failure> {
    let text = |value: &Value, field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let command = if step.get("apply").is_some() { "kubectl apply -f -".to_owned() } else { text(step, "cmd") };
    if command.is_empty() {
        return Ok(());
    }
    print(&format!("$ {command}\n{}{}", text(taken, "stdout"), text(taken, "stderr")))
}

fn text(path: &Path) -> Result<String, Failure> {
    if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(|error| Failure::of_file(path, &error))?;
        return Ok(text);
    }
    fs::read_to_string(path).map_err(|error| Failure::of_file(path, &error))
}
