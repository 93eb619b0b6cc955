//! What is wrong with a scenario.

use mesh_control::Mesh;
use mesh_scenario::Finding;

use super::Input;

/// All findings, by file and place.
pub(crate) fn lint(input: &Input) -> Vec<Finding> {
    findings(input, &Mesh::from_files(&input.files, input.strict))
}

/// The findings of a mesh that was made of this input.
pub(crate) fn findings(input: &Input, mesh: &Mesh) -> Vec<Finding> {
    let mut diagnostics = mesh_lint::lint(mesh);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.file, diagnostic.span.start, diagnostic.span.end));
    let mut files = input.files.clone();
    files.extend(mesh.implied_file().cloned());
    Finding::list(&diagnostics, &files)
}
