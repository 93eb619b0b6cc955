//! What admission plugins do to pods: ServiceAccount, Priority, DefaultTolerationSeconds.

use serde_json::{Value, json};

use super::super::kind::{self, Name};
use super::super::{Machine, json, refusals};
use crate::api::Status;
use crate::names;

impl Machine {
    /// Completes a new pod, or refuses it.
    pub(in super::super) fn admit_pod_object(&mut self, object: &mut Value) -> Result<(), Status> {
        let name = [json::text(object, "metadata/name"), json::text(object, "metadata/generateName")].concat();
        let mirror = json::entry(object, "metadata/annotations", "kubernetes.io/config.mirror").is_some();
        if !mirror {
            self.service_account(object, &name)?;
        }
        self.priority(object, &name)?;
        if !mirror {
            tolerations(object);
        }
        Ok(())
    }

    /// plugin/pkg/admission/serviceaccount.
    fn service_account(&self, object: &mut Value, pod: &str) -> Result<(), Status> {
        json::default(object, "spec/serviceAccountName", "default");
        let account = json::text(object, "spec/serviceAccountName").to_owned();
        json::set(object, "spec/serviceAccount", account.as_str());
        let namespace = json::text(object, "metadata/namespace");
        // The default account of a namespace follows the namespace within moments.
        if account != "default"
            && self.store.get(kind::SERVICE_ACCOUNTS, &Name::new(namespace, account.as_str())).is_none()
        {
            let why = format!(
                "error looking up service account {namespace}/{account}: serviceaccount \"{account}\" not found"
            );
            return Err(refusals::forbidden(kind::PODS, pod, &why));
        }
        if json::at(object, "spec/automountServiceAccountToken") == Some(&Value::Bool(false)) {
            return Ok(());
        }
        let path = "/var/run/secrets/kubernetes.io/serviceaccount";
        // The same for equal pods, so that they can share their spec.
        let suffix =
            names::suffix(&["kube-api-access", &json::at(object, "spec").map(Value::to_string).unwrap_or_default()], 5);
        let volume = format!("kube-api-access-{suffix}");
        let mut mounted = false;
        for list in ["spec/initContainers", "spec/containers"] {
            for container in json::at_mut(object, list).and_then(Value::as_array_mut).into_iter().flatten() {
                if json::list(container, "volumeMounts").iter().any(|mount| json::text(mount, "mountPath") == path) {
                    continue;
                }
                mounted = true;
                let mounts = json::as_map(container).entry("volumeMounts").or_insert_with(|| json!([]));
                if let Some(mounts) = mounts.as_array_mut() {
                    mounts.push(json!({"mountPath": path, "name": volume, "readOnly": true}));
                }
            }
        }
        if mounted {
            let volumes = json::map(object, "spec").entry("volumes").or_insert_with(|| json!([]));
            if let Some(volumes) = volumes.as_array_mut() {
                volumes.push(json!({"name": volume, "projected": {"defaultMode": 420, "sources": [
                    {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
                    {"configMap": {"items": [{"key": "ca.crt", "path": "ca.crt"}], "name": "kube-root-ca.crt"}},
                    {"downwardAPI": {"items": [{
                        "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}, "path": "namespace",
                    }]}},
                ]}}));
            }
        }
        Ok(())
    }

    /// plugin/pkg/admission/priority.
    fn priority(&self, object: &mut Value, pod: &str) -> Result<(), Status> {
        let class = json::text(object, "spec/priorityClassName").to_owned();
        let found = if class.is_empty() {
            let mut all = self.store.list(kind::PRIORITY_CLASSES, None).into_iter().map(|(_, class)| class);
            all.find(|class| json::flag(class, "globalDefault"))
        } else {
            let system = match class.as_str() {
                "system-cluster-critical" => Some(2_000_000_000),
                "system-node-critical" => Some(2_000_001_000),
                _ => None,
            };
            let found = self.store.get(kind::PRIORITY_CLASSES, &Name::new("", class.as_str())).cloned();
            match (found, system) {
                (None, Some(value)) => Some(json!({"value": value, "preemptionPolicy": "PreemptLowerPriority"}).into()),
                (None, None) => {
                    let why = format!("no PriorityClass with name {class} was found");
                    return Err(refusals::forbidden(kind::PODS, pod, &why));
                }
                (found, _) => found,
            }
        };
        if let Some(found) = &found {
            let name = json::text(found, "metadata/name").to_owned();
            if class.is_empty() && !name.is_empty() {
                json::set(object, "spec/priorityClassName", name);
            }
        }
        let value = found.as_ref().and_then(|class| json::int(class, "value")).unwrap_or(0);
        let policy = found.as_ref().map_or("PreemptLowerPriority", |class| json::text(class, "preemptionPolicy"));
        json::set(object, "spec/priority", value);
        json::default(object, "spec/preemptionPolicy", policy);
        Ok(())
    }
}

/// plugin/pkg/admission/defaulttolerationseconds: five minutes for a node that is not ready or not reachable.
fn tolerations(object: &mut Value) {
    for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
        let tolerated = json::list(object, "spec/tolerations").iter().any(|toleration| {
            let (known, effect) = (json::text(toleration, "key"), json::text(toleration, "effect"));
            (known == key || known.is_empty()) && (effect == "NoExecute" || effect.is_empty())
        });
        if tolerated {
            continue;
        }
        let list = json::map(object, "spec").entry("tolerations").or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(json!({"effect": "NoExecute", "key": key, "operator": "Exists", "tolerationSeconds": 300}));
        }
    }
}
