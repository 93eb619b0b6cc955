//! What a cluster has of a set of files that are applied in turn: of one name one object.

use std::collections::HashMap;
use std::sync::Arc;

use crate::kustomize::Patches;
use crate::{Config, Entry, Node, Resource, Value};

/// An object that a cluster has not, because another one of the files has its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Replaced {
    /// What is written and not there.
    pub resource: Arc<Resource>,
    /// What is there in its place.
    pub by: Arc<Resource>,
    /// Why it is not there.
    pub reason: Reason,
}

/// Why the other one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is applied later: `kubectl apply` replaces what is there.
    Later,
    /// It is applied later and says the same.
    Again,
    /// This one is a patch of it: a Kustomization lists its file under `patches`.
    Patch,
    /// This one lacks what the API server asks of every object of its kind, as only a patch does.
    Partial,
}

/// The objects that a cluster has, each at the place of the first of its name, and those that it has not.
///
/// The playground's own kinds follow rules of their own; of an object that cannot be read another one is taken.
#[must_use]
pub fn applied(config: &Config) -> (Vec<Arc<Resource>>, Vec<Replaced>) {
    // Looked up only, never walked.
    let mut places: HashMap<[&str; 4], usize> = HashMap::new();
    let mut groups: Vec<Vec<&Arc<Resource>>> = Vec::new();
    for resource in &config.resources {
        let next = groups.len();
        let place = name(resource).map_or(next, |name| *places.entry(name).or_insert(next));
        match groups.get_mut(place) {
            Some(group) => group.push(resource),
            None => groups.push(vec![resource]),
        }
    }
    if groups.len() == config.resources.len() {
        return (config.resources.clone(), Vec::new());
    }
    let patches = Patches::new(config);
    let (mut there, mut replaced) = (Vec::with_capacity(groups.len()), Vec::new());
    for group in groups {
        let winner = winner(&group, &patches);
        there.extend(winner.cloned());
        let others = group.iter().filter(|one| winner.is_some_and(|winner| !Arc::ptr_eq(one, winner)));
        replaced.extend(others.zip(winner.into_iter().cycle()).map(|(one, winner)| Replaced {
            resource: Arc::clone(one),
            by: Arc::clone(winner),
            reason: reason(one, winner, &patches),
        }));
    }
    (there, replaced)
}

/// The last one that stands for a whole object and can be read.
fn winner<'a>(group: &[&'a Arc<Resource>], patches: &Patches) -> Option<&'a Arc<Resource>> {
    let last = |wanted: &dyn Fn(&Resource) -> bool| group.iter().rev().copied().find(|one| wanted(one));
    last(&|one| one.readable && !patches.lists(one) && !is_partial(one))
        .or_else(|| last(&|one| one.readable && !patches.lists(one)))
        .or_else(|| last(&|one| one.readable))
        .or_else(|| last(&|_| true))
}

fn reason(one: &Resource, winner: &Resource, patches: &Patches) -> Reason {
    if patches.lists(one) {
        Reason::Patch
    } else if is_partial(one) && one.span > winner.span {
        Reason::Partial
    } else if is_alike(&one.node, &winner.node) {
        Reason::Again
    } else {
        Reason::Later
    }
}

/// Whether two trees say the same, wherever they stand.
fn is_alike(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Scalar(one), Value::Scalar(other)) => one == other,
        (Value::Sequence(one), Value::Sequence(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_alike(one, other))
        }
        (Value::Mapping(one), Value::Mapping(other)) => {
            let is_alike =
                |(one, other): (&Entry, &Entry)| one.key.value == other.key.value && is_alike(&one.value, &other.value);
            one.len() == other.len() && one.iter().zip(other).all(is_alike)
        }
        _ => false,
    }
}

/// What tells one object from another in a cluster: group, kind, namespace and name. `None` for what has no name of its
/// own and for the playground's kinds.
fn name(resource: &Resource) -> Option<[&str; 4]> {
    let group = resource.api_version.rsplit_once('/').map_or("", |(group, _)| group);
    let name = resource.metadata.name.value.as_str();
    let is_own = group == "playground.mesh";
    (!is_own && !name.is_empty()).then_some([group, &resource.kind, &resource.metadata.namespace, name])
}

/// Whether the API server refuses it for what it leaves out: a patch may, an object may not (`ValidateDeployment` and
/// `ValidateService` of Kubernetes' `pkg/apis`).
fn is_partial(resource: &Resource) -> bool {
    let node = |path| resource.node.at(path);
    match resource.kind.as_str() {
        "Deployment" | "DaemonSet" | "ReplicaSet" | "StatefulSet" => {
            node("spec.selector").is_none() || node("spec.template.metadata.labels").is_none()
        }
        "Service" if !resource.api_version.contains('/') => {
            let is = |path, wanted| node(path).and_then(Node::text) == Some(wanted);
            node("spec.ports").is_none() && !is("spec.type", "ExternalName") && !is("spec.clusterIP", "None")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SourceFile;

    fn config(files: &[(&str, &str)]) -> Config {
        let file = |(name, text): &(&str, &str)| SourceFile { name: (*name).into(), text: (*text).into() };
        crate::parse(&files.iter().map(file).collect::<Vec<_>>())
    }

    fn rule(host: &str) -> String {
        format!(
            "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {{name: one}}\nspec: {{host: {host}}}\n"
        )
    }

    const BASE: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: one}\nspec:\n  selector: {matchLabels: {app: one}}\n  \
                        template: {metadata: {labels: {app: one}}}\n";
    const PATCH: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: one}\nspec: {replicas: 3}\n";

    fn reasons(files: &[(&str, &str)]) -> (Vec<u32>, Vec<Reason>) {
        let config = config(files);
        let (there, replaced) = applied(&config);
        let files = there.iter().map(|one| one.span.file).collect();
        (files, replaced.iter().map(|one| one.reason).collect())
    }

    #[test]
    fn the_last_of_a_name_is_there_whatever_its_version() {
        let other = rule("b").replace("/v1", "/v1beta1");
        let files = [("a.yaml", rule("a")), ("b.yaml", other), ("c.yaml", rule("b"))];
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_eq!(reasons(&files), (vec![2], vec![Reason::Later, Reason::Later]));
        assert_eq!(reasons(&[files[0], files[0]]), (vec![1], vec![Reason::Again]));
    }

    #[test]
    fn other_groups_kinds_namespaces_and_names_stand_beside() {
        for (from, to) in [
            ("networking.istio.io", "example.com"),
            ("DestinationRule", "ServiceEntry"),
            ("name: one", "namespace: other, name: one"),
            ("name: one", "name: two"),
            ("networking.istio.io", "playground.mesh"),
        ] {
            let other = rule("a").replace(from, to);
            assert_eq!(reasons(&[("a.yaml", &other), ("b.yaml", &rule("a"))]), (vec![0, 1], vec![]), "{to}");
        }
        let own = rule("a").replace("networking.istio.io", "playground.mesh");
        assert_eq!(reasons(&[("a.yaml", &own), ("b.yaml", &own)]), (vec![0, 1], vec![]));
    }

    #[test]
    fn a_patch_replaces_nothing() {
        assert_eq!(reasons(&[("a.yaml", BASE), ("b.yaml", PATCH)]), (vec![0], vec![Reason::Partial]));
        assert_eq!(reasons(&[("a.yaml", PATCH), ("b.yaml", BASE)]), (vec![1], vec![Reason::Later]));
        assert_eq!(reasons(&[("a.yaml", PATCH)]), (vec![0], vec![]));
        let kustomization = "kind: Kustomization\nresources: [../base/a.yaml]\npatches: [{path: ./rule.yaml}]\n";
        let files = [
            ("base/a.yaml", rule("a")),
            ("overlay/kustomization.yaml", kustomization.into()),
            ("overlay/rule.yaml", rule("b")),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_eq!(reasons(&files), (vec![0, 1], vec![Reason::Patch]));
    }

    #[test]
    fn what_cannot_be_read_replaces_nothing() {
        let broken = rule("a").replace("host: a", "subsets: a");
        assert_eq!(reasons(&[("a.yaml", &rule("a")), ("b.yaml", &broken)]).0, [0]);
    }
}
