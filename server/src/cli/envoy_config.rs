//! `mesh-playground envoy-config`.

use std::collections::BTreeMap;
use std::path::Path;

use mesh_proxy::bootstrap::{Options, bootstrap};
use mesh_words::Words;

use super::args::EnvoyConfigArguments;
use super::output::{print_json, warn};
use super::{Failure, Outcome, files};
use crate::engine::{Input, Opened, open};

/// Prints a bootstrap with which a real Envoy does what the simulated proxy does.
pub(super) fn run(arguments: &EnvoyConfigArguments) -> Result<Outcome, Failure> {
    let common = &arguments.input.common;
    let input = Input {
        files: files::read(&arguments.input.files)?,
        strict: common.strict,
        seed: common.seed,
        most_findings: None,
    };
    let endpoint_map = arguments.endpoint_map.as_deref().map(read_map).transpose()?.unwrap_or_default();
    let Opened { mesh, findings } = open(&input);
    warn(&findings);
    let client = mesh.client(&arguments.proxy).map_err(|error| error.words())?;
    let options = Options { base_port: arguments.base_port, endpoint_map };
    let config = bootstrap(&mesh.proxy_config(&client), &options).map_err(|error| Words::theirs(error.to_string()))?;
    print_json(&config)?;
    Ok(Outcome::Clean)
}

/// `{"10.1.0.5:8080": "127.0.0.1:21000"}`
fn read_map(path: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let wrong = |error: &dyn std::fmt::Display| Failure::of_file(path, error);
    let text = std::fs::read_to_string(path).map_err(|error| wrong(&error))?;
    serde_json::from_str(&text).map_err(|error| wrong(&error))
}
