//! `kubectl rollout`.

use mesh_cluster::api::{Address, Verb};
use serde_json::{Value, json};

use super::Drive;
use super::client::resource;
use super::commands::Waiting;
use super::words::Words;

impl Drive {
    pub(super) fn rollout(&mut self, words: &Words) -> Option<Waiting> {
        let action = words.words.get(2)?.clone();
        for address in self.named(words, 3) {
            let object = self.get(&address)?;
            let paused = object.pointer("/spec/paused").and_then(Value::as_bool) == Some(true);
            match action.as_str() {
                "status"
                    if matches!(address.resource.plural.as_str(), "deployments" | "daemonsets")
                        && words.flag(&["watch"]) != Some("false") =>
                {
                    let now = self.runner.now();
                    let deadline = words
                        .seconds("timeout")
                        .filter(|seconds| *seconds > 0.0)
                        .map(|seconds| now + (seconds * 1e9) as u64);
                    return Some(Waiting::Rollout(address, now, deadline));
                }
                "pause" => drop(self.patch(&address, json!({"spec": {"paused": true}}))),
                "resume" => drop(self.patch(&address, json!({"spec": {"paused": null}}))),
                "restart" if !paused => {
                    let at = mesh_cluster::live::time::rfc3339(self.runner.now());
                    let annotations = json!({"kubectl.kubernetes.io/restartedAt": at});
                    drop(
                        self.patch(&address, json!({"spec": {"template": {"metadata": {"annotations": annotations}}}})),
                    );
                }
                "undo" if !paused => self.undo(&address, &object, words),
                _ => {}
            }
        }
        None
    }

    /// The template of an older revision (kubectl/pkg/polymorphichelpers/rollback.go).
    fn undo(&mut self, address: &Address, deployment: &Value, words: &Words) {
        if words.flag(&["dry-run"]).is_some() {
            return;
        }
        let Some((sets, _)) = resource("replicasets") else { return };
        let uid = deployment.pointer("/metadata/uid").cloned();
        let mut owned = self.list(&sets, Some(&address.namespace), "", "");
        owned.retain(|set| set.pointer("/metadata/ownerReferences/0/uid") == uid.as_ref());
        let number = |set: &Value| {
            let text = set.pointer("/metadata/annotations/deployment.kubernetes.io~1revision").and_then(Value::as_str);
            text.and_then(|text| text.parse::<i64>().ok()).unwrap_or(0)
        };
        owned.sort_by_key(number);
        let wanted =
            words.flag(&["to-revision"]).and_then(|text| text.parse::<i64>().ok()).filter(|number| *number > 0);
        let found = match wanted {
            Some(wanted) => owned.iter().find(|set| number(set) == wanted),
            None => owned.len().checked_sub(2).and_then(|index| owned.get(index)),
        };
        let Some(mut template) = found.and_then(|set| set.pointer("/spec/template")).cloned() else { return };
        if let Some(labels) = template.pointer_mut("/metadata/labels").and_then(Value::as_object_mut) {
            labels.remove("pod-template-hash");
        }
        if deployment.pointer("/spec/template") == Some(&template) {
            return;
        }
        let patch = json!([{"op": "replace", "path": "/spec/template", "value": template}]);
        let patch_type = mesh_cluster::api::PatchType::Json;
        let _ = self.call(&Verb::Patch { address: address.clone(), patch_type, patch, dry_run: false });
    }
}
