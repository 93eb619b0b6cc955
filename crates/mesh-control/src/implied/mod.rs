//! What a scenario has none of and needs to come alive (design: "Implied parts").
//!
//! Implied resources are written as YAML and read like any other file, so that what is shown as a ghost is exactly
//! what runs, and one click writes it out.

mod document;
mod gateway;
mod inventory;
mod regex_text;
mod request;
mod service;
mod target;
mod traffic;
mod workload;

use mesh_config::{Config, SourceFile, Span};

use inventory::Inventory;

/// A resource that nobody wrote and that is there all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Implied {
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// Its text, ready to be written out.
    pub yaml: String,
    /// Why it is implied, in one sentence.
    pub reason: String,
    /// What asked for it.
    pub because: Span,
}

/// The name of the file that implied resources are read from.
pub const IMPLIED_FILE: &str = "implied.yaml";

/// What the resources imply, in the order of the implied file: Gateways, Services, workloads, Traffic.
#[must_use]
pub(crate) fn implied_by(config: &Config) -> Vec<Implied> {
    let inventory = Inventory::new(config);
    let mut implied = Vec::new();
    if !inventory.has_gateways {
        implied.extend(gateway::gateways(config));
    }
    if !inventory.has_services {
        implied.extend(service::services(config));
    }
    // What follows builds on what was implied before it.
    let with = read(config, &implied);
    let mut gateway_parts = gateway::workload(&with);
    gateway_parts.extend(gateway::managed(&with));
    if !inventory.has_workloads {
        implied.extend(workload::deployments(&with));
    }
    implied.extend(gateway_parts);
    if !inventory.has_traffic {
        implied.extend(traffic::traffic(&read(config, &implied)));
    }
    implied
}

/// The file of implied resources; `None` where nothing is implied.
pub(crate) fn file(implied: &[Implied]) -> Option<SourceFile> {
    if implied.is_empty() {
        return None;
    }
    let text = implied.iter().map(|one| one.yaml.as_str()).collect::<Vec<_>>().join("---\n");
    Some(SourceFile { name: IMPLIED_FILE.to_owned(), text })
}

/// The resources with implied ones after them, whose spans are in the file of index `file_index`.
pub(crate) fn complete(config: &Config, implied: &[Implied], file_index: u32) -> Config {
    let Some(file) = file(implied) else { return config.clone() };
    let before = usize::try_from(file_index).unwrap_or_default();
    let mut files = vec![SourceFile { name: String::new(), text: String::new() }; before];
    files.push(file);
    let read = mesh_config::parse(&files);
    let mut complete = config.clone();
    complete.resources.extend(read.resources);
    complete
}

fn read(config: &Config, implied: &[Implied]) -> Config {
    complete(config, implied, 0)
}

#[cfg(test)]
mod tests;
