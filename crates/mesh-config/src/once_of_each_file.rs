//! What is said of whole files is said once.

use std::sync::Arc;

use mesh_ordered::OrderedSet;

use crate::other_files::{is_no_object, left_out};
use crate::part::Part;
use crate::{Diagnostic, Severity, codes};

/// Leaves of what is said of files that are no manifests what helps: of each file one thing, and beside manifests only
/// a remark.
pub(crate) fn say_once_of_each_file(diagnostics: &mut Vec<Diagnostic>, parts: &[Arc<Part>]) {
    let is_of_files = |one: &Diagnostic| [codes::TEMPLATE, codes::OTHER_FILE, codes::NO_OBJECT].contains(&&*one.code);
    if !diagnostics.iter().any(is_of_files) {
        return;
    }
    let file = |part: &Arc<Part>| part.place().0;
    let with_objects: OrderedSet<u32> = parts.iter().filter(|part| !part.resources().is_empty()).map(file).collect();
    let meant: OrderedSet<u32> = parts.iter().filter(|part| !part.nodes().all(is_no_object)).map(file).collect();
    let is_beside = |file| !with_objects.is_empty() && !meant.contains(&file);
    let mut said = OrderedSet::new();
    diagnostics.retain_mut(|one| {
        let file = one.span.file;
        if one.code == codes::NO_OBJECT && is_beside(file) {
            *one = left_out(one.span);
        } else if one.code == codes::OTHER_FILE && !with_objects.is_empty() {
            one.severity = Severity::Info;
        }
        let is_once = one.code == codes::TEMPLATE || one.code == codes::OTHER_FILE;
        !is_once || said.insert((file, one.code.clone()))
    });
}
