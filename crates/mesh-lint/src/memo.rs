//! What was found of single resources, kept for the next edit.

use std::collections::BTreeMap;
use std::sync::Arc;

use mesh_cluster::Cluster;
use mesh_config::{Diagnostic, Resource};

use crate::context::Context;
use crate::rules::{self, Scope};
use crate::validate;

/// Findings that depend on one resource alone: what an edit leaves as it is is not judged again.
#[derive(Debug, Default)]
pub struct Memo {
    /// By the address of the resource, which is kept so that no other gets it.
    known: BTreeMap<usize, (Arc<Resource>, Vec<Diagnostic>)>,
    judged: usize,
}

impl Memo {
    /// How many resources were judged so far: the steps that edits have cost.
    #[must_use]
    pub fn judged(&self) -> usize {
        self.judged
    }

    /// The findings of some resources in order; forgets all others.
    pub(crate) fn findings(&mut self, resources: &[Arc<Resource>]) -> Vec<Diagnostic> {
        let mut before = std::mem::take(&mut self.known);
        let mut found = Vec::new();
        for resource in resources {
            let address = Arc::as_ptr(resource) as usize;
            let known = before.remove(&address).unwrap_or_else(|| {
                self.judged += 1;
                (Arc::clone(resource), judge(resource))
            });
            found.extend(known.1.iter().cloned());
            self.known.insert(address, known);
        }
        found
    }
}

/// Istio's validation, and the rules that look at each resource by itself.
fn judge(resource: &Arc<Resource>) -> Vec<Diagnostic> {
    let nothing_runs = Cluster::default();
    let context = Context::new(std::slice::from_ref(resource), &nothing_runs);
    let mut found = validate(resource);
    found.extend(rules::all().filter(|rule| rule.scope == Scope::Alone).flat_map(|rule| (rule.check)(&context)));
    found
}

#[cfg(test)]
mod tests {
    use mesh_config::{SourceFile, parse};

    use super::*;

    #[test]
    fn rules_that_look_at_one_resource_say_the_same_of_all_together() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        for path in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(path.unwrap().path()).unwrap();
            let config = parse(&[SourceFile { name: "mesh.yaml".into(), text }]);
            let cluster = Cluster::new(&config);
            let together = Context::new(&config.resources, &cluster);
            for rule in rules::all().filter(|rule| rule.scope == Scope::Alone) {
                let alone = config.resources.iter().flat_map(|resource| {
                    let nothing_runs = Cluster::default();
                    (rule.check)(&Context::new(std::slice::from_ref(resource), &nothing_runs))
                });
                let mut alone: Vec<Diagnostic> = alone.collect();
                let mut all = (rule.check)(&together);
                alone.sort_by_key(|finding| (finding.span, finding.message.clone()));
                all.sort_by_key(|finding| (finding.span, finding.message.clone()));
                assert_eq!(alone, all, "{}", rule.help.title());
            }
        }
    }
}
