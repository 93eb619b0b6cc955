//! Findings over resources and cluster: one file per rule.
//!
//! Codes are those of istioctl (IST…) and Kiali (KIA…) where they exist, MP… for our own. Must never run
//! a simulation: it judges what is written.
#![forbid(unsafe_code)]

mod admission;
mod bounded;
mod context;
mod destinations;
mod dockerfiles;
mod field;
mod findings;
mod gateway_servers;
mod help;
mod host_index;
mod host_names;
mod hosts;
mod memo;
mod near_services;
mod pods;
mod repeated_names;
mod resource_name;
mod routed_subsets;
mod rules;
mod suggestion;
mod suppressions;
mod validation;
mod wildcards;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use mesh_cluster::Cluster;
use mesh_config::{Config, Diagnostic, Reason, Replaced, Resource, Severity, Span};
use mesh_control::Mesh;
use mesh_ordered::{OrderedMap, sort_by};
use mesh_words::{Words, say};

pub use admission::{Admitted, admit, admit_reusing};
pub use bounded::{LEFT_OUT, MOST_FINDINGS, bounded};
pub use help::{help, help_in};
pub use memo::Memo;
pub use mesh_config::Help;
pub use validation::validate;

/// Namespaces that Istio leaves alone (`inject.IgnoredNamespaces`).
const SYSTEM_NAMESPACES: [&str; 4] = ["kube-system", "kube-public", "kube-node-lease", "local-path-storage"];

/// All that there is to say of a mesh, by place: what could not be read, what Istio's validation and analyzers say,
/// our own rules, and what is implied (as information). Nothing is said of the implied resources themselves.
#[must_use]
pub fn lint(mesh: &Mesh) -> Vec<Diagnostic> {
    lint_reusing(mesh, &mut Memo::default())
}

/// As [`lint`], but takes what it knows of single resources from a memo.
#[must_use]
pub fn lint_reusing(mesh: &Mesh, memo: &mut Memo) -> Vec<Diagnostic> {
    // Implied resources are the last ones, in a file of their own.
    let implied_file =
        mesh.implied_file().and_then(|_| mesh.config().resources.last()).map(|resource| resource.span.file);
    let mut found = mesh.config().diagnostics.clone();
    found.extend(analyze_reusing(mesh.config(), mesh.cluster(), memo));
    found.extend(dockerfiles::findings(mesh.config()));
    found.extend(repeated_names::findings(mesh.replaced(), &found));
    suppressions::leave_out_suppressed(&mut found, mesh.config());
    found.retain(|finding| Some(finding.span.file) != implied_file);
    found.extend(mesh.implied().iter().map(|implied| {
        let message = say!("implied", kind = &implied.kind, name = &implied.name, reason = implied.reason.clone());
        Diagnostic::new("MP0100", Severity::Info, message, implied.because)
    }));
    sort_by(&mut found, |one, other| (one.span, &one.code).cmp(&(other.span, &other.code)));
    found
}

/// What Istio's validation and analyzers say of resources and their cluster, by place.
#[must_use]
pub fn analyze(config: &Config, cluster: &Arc<Cluster>) -> Vec<Diagnostic> {
    let (_, replaced) = mesh_config::applied(config);
    let mut found = analyze_reusing(&without_patches(config, &replaced), cluster, &mut Memo::default());
    found.extend(repeated_names::findings(&replaced, &found));
    suppressions::leave_out_suppressed(&mut found, config);
    found
}

/// Patches beside what they are patches of are no resources.
fn without_patches<'a>(config: &'a Config, replaced: &[Replaced]) -> Cow<'a, Config> {
    let patches = replaced.iter().filter(|one| matches!(one.reason, Reason::Patch | Reason::Partial));
    let patches: Vec<Span> = patches.map(|one| one.resource.span).collect();
    if patches.is_empty() {
        return Cow::Borrowed(config);
    }
    let mut config = config.clone();
    config.resources.retain(|resource| !patches.contains(&resource.span));
    Cow::Owned(config)
}

fn analyze_reusing(config: &Config, cluster: &Arc<Cluster>, memo: &mut Memo) -> Vec<Diagnostic> {
    let mut found = memo.findings(&distinct(config), cluster);
    sort_by(&mut found, |one, other| {
        (one.span, &one.code, &one.message).cmp(&(other.span, &other.code, &other.message))
    });
    found.dedup_by(|one, other| (one.span, &one.code, &one.message) == (other.span, &other.code, &other.message));
    once_per_line(found, config)
}

/// Of findings of Istio's with the same words on one line only the first: its analyzers tell them apart by the line.
fn once_per_line(found: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    let mut last: OrderedMap<(&str, &Words), Span> = OrderedMap::new();
    let mut is_new = Vec::with_capacity(found.len());
    for finding in &found {
        let is_istios = finding.code.starts_with("IST");
        let before = if is_istios { last.insert((&finding.code, &finding.message), finding.span) } else { None };
        is_new.push(!before.is_some_and(|before| config.are_on_one_line(before, finding.span)));
    }
    found.into_iter().zip(is_new).filter(|(_, is_new)| *is_new).map(|(finding, _)| finding).collect()
}

/// The resources that can be read, of several of one name the last, as if they were applied in turn. Istio's
/// analyzers take it so too, but one that says the same again is not applied again.
fn distinct(config: &Config) -> Vec<Arc<Resource>> {
    // Looked up only, never walked.
    let mut places: HashMap<[&str; 4], usize> = HashMap::new();
    let mut kept: Vec<Option<&Arc<Resource>>> = Vec::new();
    let is_ours = |resource: &&Arc<Resource>| {
        resource.readable
            && !is_namesake(resource)
            && !SYSTEM_NAMESPACES.contains(&resource.metadata.namespace.as_str())
    };
    for resource in config.resources.iter().filter(is_ours) {
        let group = resource.api_version.rsplit_once('/').map_or("", |(group, _)| group);
        let key = [group, &resource.kind, &resource.metadata.namespace, &resource.metadata.name];
        let earlier = places.get(&key).copied().and_then(|place| kept.get_mut(place));
        let says_the_same =
            |other: &Resource| context::root(other).canonical(&[]) == context::root(resource).canonical(&[]);
        match earlier {
            Some(Some(other)) if says_the_same(other) => continue,
            Some(earlier) => *earlier = None,
            None => {}
        }
        places.insert(key, kept.len());
        kept.push(Some(resource));
    }
    kept.into_iter().flatten().cloned().collect()
}

/// Whether a resource only has the name of a kind that is understood: of another API group, as a Service of Knative's,
/// or of a version that Istio does not read.
fn is_namesake(resource: &Resource) -> bool {
    let is_name_known = mesh_config::KINDS.iter().any(|kind| kind.name == resource.kind);
    is_name_known && mesh_config::find_kind(&resource.api_version, &resource.kind).is_none()
}
