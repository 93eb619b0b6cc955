//! ControllerRevisions of DaemonSets and StatefulSets (pkg/controller/history).

use serde_json::{Value, json};

use super::super::kind::{Kind, Name, REVISIONS};
use super::super::{Machine, json};
use crate::names;

impl Machine {
    /// The revision of a controller's current template, made if there is none: its hash and its name.
    pub(super) fn revision_of(&mut self, kind: Kind, object: &Value) -> (String, String) {
        let template = json::at(object, "spec/template").cloned().unwrap_or_default();
        let hash = names::suffix(&["revision", &template.to_string()], 10);
        let name = format!("{}-{hash}", json::text(object, "metadata/name"));
        let uid = json::text(object, "metadata/uid");
        let owned = self.store.owned(uid);
        let revisions = || owned.iter().filter(|(kind, _)| *kind == REVISIONS);
        let last = revisions()
            .filter_map(|(kind, name)| json::int(self.store.get(*kind, name)?, "revision"))
            .max()
            .unwrap_or(0);
        let place = super::pods::named(&Name::of(object).namespace, name.as_str());
        match self.store.get(REVISIONS, &place) {
            None => {
                let mut labels = json::at(&template, "metadata/labels").cloned().unwrap_or_else(|| json!({}));
                json::as_map(&mut labels).insert("controller-revision-hash".to_owned(), hash.clone().into());
                let owner = super::deployment::owner(object, &kind.api_version(), kind.name());
                let mut patch = template;
                json::set(&mut patch, "$patch", "replace");
                self.create(
                    REVISIONS,
                    json!({
                        "apiVersion": "apps/v1", "data": {"spec": {"template": patch}}, "kind": "ControllerRevision",
                        "metadata": {
                            "labels": labels, "name": name, "namespace": json::text(object, "metadata/namespace"),
                            "ownerReferences": [owner],
                        },
                        "revision": last + 1,
                    }),
                );
            }
            Some(known) if json::int(known, "revision") != Some(last) => {
                self.update(REVISIONS, &place, |known| json::set(known, "revision", last + 1));
            }
            Some(_) => {}
        }
        (hash, name)
    }
}
