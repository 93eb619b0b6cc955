//! POST, PUT and PATCH.

use std::sync::Arc;

use serde_json::Value;

use super::super::kind::{self, Kind, Name};
use super::super::pod::{self, Pod};
use super::super::{Machine, admission, json, patch, refusals};
use crate::api::{Answer, PatchType, Status};

/// What only the server writes.
const KEPT: &[&str] =
    &["uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion"];

impl Machine {
    /// A new object.
    pub(super) fn post(&mut self, kind: Kind, namespaced: bool, namespace: &str, mut object: Value) -> Answer {
        admission::decodes(kind, &object)?;
        self.conforms(kind, &object)?;
        json::as_map(&mut object);
        for key in KEPT {
            json::map(&mut object, "metadata").remove(*key);
        }
        if namespaced {
            json::set(&mut object, "metadata/namespace", namespace);
            self.namespace_takes(kind, namespace, &object)?;
        } else {
            json::remove(&mut object, "metadata/namespace");
        }
        // Strategies begin with a status of their own; only that of a node is the client's.
        if kind != kind::NODES {
            json::remove(&mut object, "status");
        }
        let prefix = json::text(&object, "metadata/generateName").to_owned();
        if json::text(&object, "metadata/name").is_empty() && !prefix.is_empty() {
            let suffix = if kind == kind::PODS { self.pod_suffix(&prefix) } else { self.suffix(&prefix) };
            json::set(&mut object, "metadata/name", format!("{prefix}{suffix}"));
        }
        let name = Name::of(&object);
        if kind == kind::PODS {
            let pod = self.admitted_pod(object)?;
            if self.store.pods.named(&name).is_some() {
                return Err(refusals::already_exists(kind, &name.name));
            }
            return Ok(self.create_pod(pod).object());
        }
        self.complete(kind, &mut object, None);
        admission::validate(kind, &object, None)?;
        if self.store.get(kind, &name).is_some() {
            return Err(refusals::already_exists(kind, &name.name));
        }
        Ok((*self.create(kind, object)).clone())
    }

    /// Whether something can be made in a namespace (the NamespaceLifecycle plugin).
    fn namespace_takes(&self, kind: Kind, namespace: &str, object: &Value) -> Result<(), Status> {
        let Some(found) = self.store.get(kind::NAMESPACES, &Name::new("", namespace)) else {
            return Err(refusals::not_found(kind::NAMESPACES, namespace));
        };
        if json::at(found, "metadata/deletionTimestamp").is_some() {
            let why = format!("unable to create new content in namespace {namespace} because it is being terminated");
            return Err(refusals::forbidden(kind, json::text(object, "metadata/name"), &why));
        }
        Ok(())
    }

    /// A pod that admission has completed and found valid.
    pub(in super::super) fn admitted_pod(&mut self, mut object: Value) -> Result<Pod, Status> {
        json::remove(&mut object, "status");
        self.complete(kind::PODS, &mut object, None);
        self.admit_pod_object(&mut object)?;
        admission::validate(kind::PODS, &object, None)?;
        json::set(&mut object, "metadata/generation", 1);
        Ok(pod::decode(&object, None))
    }

    /// A whole object instead of the one that is there.
    pub(super) fn replace(&mut self, kind: Kind, name: &Name, object: Value) -> Answer {
        admission::decodes(kind, &object)?;
        self.conforms(kind, &object)?;
        let old = self.object(kind, name).ok_or_else(|| refusals::not_found(kind, &name.name))?;
        let version = json::text(&object, "metadata/resourceVersion");
        if !version.is_empty() && version != json::text(&old, "metadata/resourceVersion") {
            return Err(refusals::conflict(kind, &name.name));
        }
        self.put_over(kind, name, &old, object)
    }

    /// A patch.
    pub(super) fn patch(&mut self, kind: Kind, name: &Name, patch_type: PatchType, body: &Value) -> Answer {
        let old = self.object(kind, name).ok_or_else(|| refusals::not_found(kind, &name.name))?;
        if patch_type != PatchType::Json && !body.is_object() {
            let found = json::go_kind(body);
            let message = format!("json: cannot unmarshal {found} into Go value of type map[string]interface {{}}");
            return Err(refusals::bad_request(message));
        }
        if patch_type == PatchType::Json && !body.is_array() {
            return Err(no_operations(body));
        }
        let new = patch::patched(&old, patch_type, body).map_err(|_| patch_refused())?;
        let version = json::text(&new, "metadata/resourceVersion");
        if version != json::text(&old, "metadata/resourceVersion")
            && json::at(body, "metadata/resourceVersion").is_some()
        {
            return Err(refusals::conflict(kind, &name.name));
        }
        admission::decodes(kind, &new)?;
        self.conforms(kind, &new)?;
        self.put_over(kind, name, &old, new)
    }

    fn put_over(&mut self, kind: Kind, name: &Name, old: &Value, mut new: Value) -> Answer {
        for key in KEPT {
            let kept = json::at(old, &format!("metadata/{key}")).cloned();
            let metadata = json::map(&mut new, "metadata");
            match kept {
                Some(kept) => metadata.insert((*key).to_owned(), kept),
                None => metadata.remove(*key),
            };
        }
        for key in ["apiVersion", "kind"] {
            if let Some(value) = old.get(key) {
                json::set(&mut new, key, value.clone());
            }
        }
        json::set(&mut new, "metadata/name", &*name.name);
        if !name.namespace.is_empty() {
            json::set(&mut new, "metadata/namespace", &*name.namespace);
        }
        // The status is written by its own subresource.
        if !matches!(kind, kind::CONFIG_MAPS | kind::SECRETS) {
            match old.get("status") {
                Some(status) => json::set(&mut new, "status", status.clone()),
                None => {
                    json::remove(&mut new, "status");
                }
            }
        }
        self.complete(kind, &mut new, Some(old));
        admission::validate(kind, &new, Some(old))?;
        if kind == kind::PODS {
            let Some(pod) = self.store.pods.named(name).cloned() else {
                return Err(refusals::not_found(kind, &name.name));
            };
            let spec_changed = new.get("spec") != old.get("spec");
            let written = pod::decode(&new, Some(&pod));
            let pod = self.update_pod(pod.id, |pod| {
                *pod = written;
                pod.generation += i64::from(spec_changed);
            });
            let pod = pod.ok_or_else(|| refusals::not_found(kind, &name.name))?;
            self.finish_pod(&pod);
            return Ok(pod.object());
        }
        let object = self.update(kind, name, |object| *object = new);
        let object = object.ok_or_else(|| refusals::not_found(kind, &name.name))?;
        self.finish_deletion(kind, name, &object);
        Ok((*object).clone())
    }

    /// Lets a pod go whose last finalizer has been taken away, if its kubelet is done with it.
    pub(in super::super) fn finish_pod(&mut self, pod: &Pod) {
        if pod.deletion.is_some_and(|deletion| deletion.grace == 0 || pod.node.is_none()) && pod.finalizers.is_empty() {
            self.erase_pod(pod.id);
        }
    }

    /// Lets an object go whose last finalizer has been taken away.
    pub(in super::super) fn finish_deletion(&mut self, kind: Kind, name: &Name, object: &Arc<Value>) {
        let deleting = json::at(object, "metadata/deletionTimestamp").is_some();
        if deleting && json::list(object, "metadata/finalizers").is_empty() && kind != kind::NAMESPACES {
            self.erase(kind, name);
        }
    }
}

/// A patch that does not apply: which of its operations does not is not said (apiserver's `patcher.applyJSPatch`, whose error
/// is one of a response that is not understood).
fn patch_refused() -> Status {
    let message = "the server rejected our request due to an error in our request".to_owned();
    Status { code: 422, reason: "Invalid".to_owned(), message, ..Status::default() }
}

fn no_operations(body: &Value) -> Status {
    let found = json::go_kind(body);
    refusals::bad_request(format!(
        "error decoding patch: json: cannot unmarshal {found} into Go value of type []handlers.jsonPatchOp"
    ))
}
