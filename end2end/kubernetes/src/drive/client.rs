//! Calls of the API.

#![allow(clippy::result_large_err, reason = "a refusal is rare")]

use mesh_cluster::api::{Address, Answer, KUBERNETES, PatchType, Propagation, Resource, Verb};
use serde_json::Value;

use super::Drive;

/// A resource as a command names it.
pub(super) fn resource(word: &str) -> Option<(Resource, bool)> {
    let known = KUBERNETES.iter().find(|known| {
        known.plural == word || known.short_names.contains(&word) || known.kind.eq_ignore_ascii_case(word)
    });
    known.map(|known| (known.resource(), known.namespaced))
}

/// The resource of an object.
pub(super) fn resource_of(object: &Value) -> Option<(Resource, bool)> {
    let kind = object.get("kind")?.as_str()?;
    let version = object.get("apiVersion")?.as_str()?;
    let known = KUBERNETES.iter().find(|known| known.kind == kind && known.api_version() == version)?;
    Some((known.resource(), known.namespaced))
}

impl Drive {
    pub(super) fn call(&mut self, verb: &Verb) -> Answer {
        let recorder = &mut self.recorder;
        self.runner.apply(verb, &mut |now, change| recorder.note(now, change))
    }

    pub(super) fn get(&mut self, address: &Address) -> Option<Value> {
        self.call(&Verb::Get(address.clone())).ok()
    }

    pub(super) fn list(
        &mut self,
        resource: &Resource,
        namespace: Option<&str>,
        labels: &str,
        fields: &str,
    ) -> Vec<Value> {
        let verb = Verb::List {
            resource: resource.clone(),
            namespace: namespace.map(str::to_owned),
            labels: labels.to_owned(),
            fields: fields.to_owned(),
        };
        let answer = self.call(&verb).ok();
        answer.and_then(|list| list.get("items").and_then(Value::as_array).cloned()).unwrap_or_default()
    }

    pub(super) fn patch(&mut self, address: &Address, patch: Value) -> Answer {
        self.call(&Verb::Patch {
            address: address.clone(),
            patch_type: PatchType::StrategicMerge,
            patch,
            dry_run: false,
        })
    }

    pub(super) fn delete(&mut self, address: &Address, grace: Option<u64>) -> Answer {
        let propagation = Propagation::Background;
        self.call(&Verb::Delete { address: address.clone(), grace, propagation, dry_run: false })
    }
}
