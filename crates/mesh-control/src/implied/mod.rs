//! What a scenario has none of and needs to come alive (design: "Implied parts").
//!
//! Implied resources are written as YAML and read like any other file, so that what is shown as a ghost is exactly
//! what runs, and one click writes it out.

mod document;
mod ends;
mod flagger;
mod gateway;
mod gateway_workload;
mod ingress;
mod inventory;
mod regex_text;
mod request;
mod service;
mod traffic;
mod workload;

use std::borrow::Cow;

use mesh_config::{Config, SourceFile, Span};
use mesh_words::{Words, say};

use crate::settings::MeshSettings;
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
    pub reason: Words,
    /// What asked for it.
    pub because: Span,
}

/// The name of the file that implied resources are read from.
pub const IMPLIED_FILE: &str = "implied.yaml";

const SEPARATOR: &str = "---\n";

/// More resources than these are not implied of one kind: nobody reads them, and a rule of thousands of routes would become
/// as many documents.
const MOST_OF_KIND: usize = 500;

/// The first of some implied resources; the last one says that there would be more.
fn first_of(mut implied: Vec<Implied>) -> Vec<Implied> {
    let left_out = implied.len().saturating_sub(MOST_OF_KIND);
    implied.truncate(MOST_OF_KIND);
    if let Some(last) = implied.last_mut().filter(|_| left_out > 0) {
        last.reason = say!("implied-and-more", reason = last.reason.clone(), count = left_out);
    }
    implied
}

/// What the resources imply, in the order of the implied file: what controllers make, Gateways, Services, workloads,
/// gateway workloads, Traffic.
#[must_use]
fn implied_by(config: &Config, reader: &mut Reader<'_>, mut implied: Vec<Implied>) -> Vec<Implied> {
    implied.extend(ingress::classes(config));
    let written = reader.complete(config, &implied);
    let inventory = Inventory::new(&written);
    if !inventory.has_gateways {
        implied.extend(gateway::gateways(&written));
    }
    drop(written);
    let with = reader.complete(config, &implied);
    let ingress_gateways = crate::ingress::gateways(&with, &MeshSettings::new(&with));
    let mut gateway_parts = gateway_workload::workloads(&with, &ingress_gateways);
    gateway_parts.extend(first_of(gateway::managed(&with)));
    if !inventory.has_services {
        let is_gateways = |one: &Implied| {
            gateway_parts.iter().any(|part| (&part.namespace, &part.name) == (&one.namespace, &one.name))
        };
        implied.extend(first_of(service::services(&with)).into_iter().filter(|one| !is_gateways(one)));
    }
    // What follows builds on what was implied before it.
    if !inventory.has_workloads {
        drop(with);
        implied.extend(first_of(workload::deployments(&reader.complete(config, &implied))));
    }
    implied.extend(gateway_parts);
    if !inventory.has_traffic {
        let traffic = traffic::traffic(&reader.complete(config, &implied), inventory.has_services);
        implied.extend(first_of(traffic));
    }
    implied
}

/// The resources with what they imply after them, in a file of index `file_index`; `before` holds what was implied
/// last time, and then what is now.
pub(crate) fn complete(config: &Config, file_index: u32, before: &mut Config) -> (Config, Vec<Implied>) {
    let mut reader = Reader { file_index, before };
    let flagger::Made { implied, scaled_down } = flagger::made(config);
    let mut config = Cow::Borrowed(config);
    if !scaled_down.is_empty() {
        flagger::scale_down(config.to_mut(), &scaled_down);
    }
    let mut implied = implied_by(&config, &mut reader, implied);
    trace_back(&mut implied, file_index);
    (reader.complete(&config, &implied), implied)
}

/// What was asked for by something implied was asked for by what asked for that.
fn trace_back(implied: &mut [Implied], file_index: u32) {
    let mut end = 0;
    let ends: Vec<usize> = implied
        .iter()
        .map(|one| {
            end += one.yaml.len() + SEPARATOR.len();
            end
        })
        .collect();
    for index in 0..implied.len() {
        let asked_by = implied[index].because;
        let place = ends.partition_point(|end| *end <= asked_by.start as usize);
        if asked_by.file == file_index
            && let Some(cause) = implied.get(place).map(|one| one.because)
        {
            implied[index].because = cause;
        }
    }
}

/// The file of implied resources; `None` where nothing is implied.
pub(crate) fn file(implied: &[Implied]) -> Option<SourceFile> {
    if implied.is_empty() {
        return None;
    }
    let text = implied.iter().map(|one| one.yaml.as_str()).collect::<Vec<_>>().join(SEPARATOR);
    Some(SourceFile { name: IMPLIED_FILE.to_owned(), text })
}

/// Reads implied resources, those it has read before as they were.
struct Reader<'a> {
    /// The index of the implied file.
    file_index: u32,
    before: &'a mut Config,
}

impl Reader<'_> {
    /// The resources with implied ones after them.
    fn complete(&mut self, config: &Config, implied: &[Implied]) -> Config {
        let Some(file) = file(implied) else { return config.clone() };
        let files_before = usize::try_from(self.file_index).unwrap_or_default();
        let mut files = vec![SourceFile { name: String::new(), text: String::new() }; files_before];
        files.push(file);
        *self.before = mesh_config::parse_reusing(&files, self.before);
        let mut complete = config.clone();
        complete.resources.extend(self.before.resources.iter().cloned());
        complete
    }
}

#[cfg(test)]
mod tests;
