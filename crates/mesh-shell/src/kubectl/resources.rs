//! Which resource a word means: `po`, `pods`, `Pod`, `deployments.apps`, `deployment.v1.apps`, `all`.

use mesh_cluster::api::{Address, ApiResource};

use super::failure::{Failure, error};
use crate::{Context, json};

/// The resources that a word means; several where it is a category.
pub(crate) fn named(word: &str, context: &mut Context<'_>) -> Result<Vec<ApiResource>, Failure> {
    let all = context.server.resources();
    let category: Vec<ApiResource> = all.iter().filter(|resource| is_in(resource, word)).copied().collect();
    if !category.is_empty() {
        return Ok(category);
    }
    Ok(vec![one(word, context)?])
}

/// The resource that a word means.
pub(crate) fn one(word: &str, context: &mut Context<'_>) -> Result<ApiResource, Failure> {
    let (found, others) = meant(word, &context.server.resources());
    let Some(found) = found else {
        let name = word.split('.').next().unwrap_or_default();
        return error(format!("the server doesn't have a resource type {name:?}"));
    };
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(full_name).collect();
        let text =
            format!("Warning: short name {word:?} could also match lower priority resource {}\n", others.join(", "));
        context.err(&text);
    }
    Ok(found)
}

/// The resource that a word means, and those that its short name could mean as well.
pub(super) fn meant(word: &str, all: &[ApiResource]) -> (Option<ApiResource>, Vec<ApiResource>) {
    let (name, rest) = word.split_once('.').map_or((word, ""), |(name, rest)| (name, rest));
    let lower = name.to_lowercase();
    let fits_group = |resource: &&ApiResource| {
        rest.is_empty()
            || rest == resource.group
            || rest
                .split_once('.')
                .is_some_and(|(version, group)| version == resource.version && group == resource.group)
    };
    let named = |resource: &&ApiResource| lower == resource.plural || lower == resource.kind.to_lowercase();
    if let Some(found) = all.iter().filter(fits_group).find(named) {
        return (Some(*found), Vec::new());
    }
    let mut short = all.iter().filter(fits_group).filter(|resource| resource.short_names.contains(&lower.as_str()));
    let found = short.next().copied();
    (found, short.copied().collect())
}

/// The resource of an object's kind.
pub(crate) fn of_kind(api_version: &str, kind: &str, context: &Context<'_>) -> Option<ApiResource> {
    let group = api_version.rsplit_once('/').map_or("", |(group, _)| group);
    let version = api_version.rsplit('/').next().unwrap_or_default();
    let all = context.server.resources();
    let found = all.into_iter().find(|resource| resource.group == group && resource.kind == kind)?;
    (found.version == version || other_versions(group).contains(&version)).then_some(found)
}

/// The versions of a group other than the preferred ones that the API server takes.
fn other_versions(group: &str) -> &'static [&'static str] {
    match group {
        "networking.istio.io" => &["v1", "v1beta1", "v1alpha3"],
        "security.istio.io" | "telemetry.istio.io" => &["v1", "v1beta1", "v1alpha1"],
        "autoscaling" => &["v1", "v2"],
        _ => &[],
    }
}

/// Whether a resource is in a category.
pub(super) fn is_in(resource: &ApiResource, category: &str) -> bool {
    match category {
        "all" => resource.in_all,
        "istio-io" => resource.group.ends_with(".istio.io"),
        _ => category
            .strip_suffix("-istio-io")
            .is_some_and(|part| resource.group.strip_suffix(".istio.io") == Some(part)),
    }
}

/// `deployments.apps`, `pods`.
pub(crate) fn full_name(resource: &ApiResource) -> String {
    if resource.group.is_empty() {
        resource.plural.to_owned()
    } else {
        format!("{}.{}", resource.plural, resource.group)
    }
}

/// `deployment.apps/web`, `pod/web`: how kubectl calls an object.
pub(crate) fn called(resource: &ApiResource, name: &str) -> String {
    format!("{}/{name}", kind_name(resource))
}

/// `deployment.apps`, `pod`.
pub(crate) fn kind_name(resource: &ApiResource) -> String {
    let kind = resource.kind.to_lowercase();
    if resource.group.is_empty() { kind } else { format!("{kind}.{}", resource.group) }
}

/// Where an object of a resource stands.
pub(crate) fn address(resource: &ApiResource, namespace: &str, name: &str) -> Address {
    let namespace = if resource.namespaced { namespace.to_owned() } else { String::new() };
    Address { resource: resource.resource(), namespace, name: name.to_owned() }
}

/// An object as `GVK`: its API version and kind.
pub(crate) fn kind_of(object: &serde_json::Value) -> (&str, &str) {
    (json::text(object, "apiVersion"), json::text(object, "kind"))
}
