//! What is wrong with a scenario, and the mesh that a cluster would make of it.

use std::sync::Arc;

use mesh_control::{Mesh, Options};
use mesh_lint::{Admitted, admit};
use mesh_scenario::{Finding, bounded};

use super::Input;

/// A scenario that was taken in.
#[derive(Debug)]
pub(crate) struct Opened {
    /// Without what cannot be read or what Istio's admission would refuse.
    pub(crate) mesh: Arc<Mesh>,
    /// What there is to say of everything written, by file and place; of very much the worst.
    pub(crate) findings: Vec<Finding>,
}

/// Reads a scenario, judges it and makes a mesh of it.
pub(crate) fn open(input: &Input) -> Opened {
    let count = u32::try_from(input.files.len()).unwrap_or(u32::MAX);
    let options = Options { strict: input.strict, files: count };
    let Admitted { mesh, mut findings } = admit(mesh_config::parse(&input.files), options);
    findings.sort_by_key(|finding| (finding.span.file, finding.span.start, finding.span.end));
    if let Some(most) = input.most_findings.filter(|most| findings.len() > *most) {
        findings = bounded(&findings, most);
    }
    let mut files = input.files.clone();
    files.extend(mesh.implied_file().cloned());
    Opened { findings: Finding::list(&findings, &files), mesh: Arc::new(mesh) }
}

/// The findings.
pub(crate) fn lint(input: &Input) -> Vec<Finding> {
    open(input).findings
}
