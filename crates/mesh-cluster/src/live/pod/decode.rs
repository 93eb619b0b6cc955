//! A pod from an object that admission has completed.

use std::sync::Arc;

use serde_json::Value;

use super::super::json;
use super::super::kubelet::Life;
use super::{Labels, Owner, Pod, PodSpec, PodStatus};

/// Labels or annotations of an object.
pub(crate) fn labels(object: &Value, path: &str) -> Labels {
    let map = json::at(object, path).and_then(Value::as_object);
    let pairs = map.into_iter().flatten();
    pairs.map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
}

/// The owner that is the controller.
pub(crate) fn controller(owners: &[Value]) -> Option<Arc<Owner>> {
    let owner = owners.iter().find(|owner| json::flag(owner, "controller"))?;
    let text = |path: &str| json::text(owner, path).into();
    Some(Arc::new(Owner { kind: text("kind"), name: text("name"), uid: text("uid") }))
}

/// The pod of an object. What only the server writes (uid, times, status) stays as it is in `old`; a new pod has none.
pub(crate) fn decode(object: &Value, old: Option<&Pod>) -> Pod {
    let mut spec = object.get("spec").cloned().unwrap_or_default();
    let node = json::remove(&mut spec, "nodeName").and_then(|node| node.as_str().map(Arc::from));
    let spec = match old {
        Some(old) if old.spec.json == spec => Arc::clone(&old.spec),
        _ => Arc::new(PodSpec::new(spec)),
    };
    let owners = json::at(object, "metadata/ownerReferences").cloned().unwrap_or_default();
    let text = |path: &str| -> Arc<str> { json::text(object, path).into() };
    let prefix = text("metadata/generateName");
    let finalizers =
        json::list(object, "metadata/finalizers").iter().filter_map(|name| name.as_str().map(str::to_owned));
    Pod {
        id: old.map_or(0, |old| old.id),
        namespace: text("metadata/namespace"),
        name: text("metadata/name"),
        generate_name: (!prefix.is_empty()).then_some(prefix),
        uid: old.map_or_else(|| text("metadata/uid"), |old| Arc::clone(&old.uid)),
        labels: Arc::new(labels(object, "metadata/labels")),
        annotations: Arc::new(labels(object, "metadata/annotations")),
        controller: controller(owners.as_array().map_or(&[], Vec::as_slice)),
        owners: Arc::new(owners),
        finalizers: finalizers.collect(),
        version: old.map_or(0, |old| old.version),
        generation: json::int(object, "metadata/generation").unwrap_or(1),
        created: old.map_or(0, |old| old.created),
        deletion: old.and_then(|old| old.deletion),
        spec,
        node,
        status: old.map_or_else(PodStatus::default, |old| old.status.clone()),
        life: old.map_or_else(Life::default, |old| old.life.clone()),
    }
}
