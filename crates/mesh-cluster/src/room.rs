//! What pods ask of nodes and what nodes have: cpu, memory, places, and the labels of a node affinity. The scheduler of time 0
//! judges as the living one does (`live/scheduler/filters.rs`).

use std::sync::Arc;

use mesh_config::Resource;
use serde_json::Value;

use crate::live::{Labels, PodSpec, json, labels_fit, labels_of_node, manifest, quantity};

/// What each pod of a document asks for.
#[derive(Debug)]
pub(crate) struct Asks {
    spec: Value,
    cpu: i64,
    memory: i64,
}

impl Asks {
    /// Of a pod's document, or of that of a controller.
    pub(crate) fn of(resource: &Arc<Resource>) -> Self {
        let object = manifest::object(resource);
        let spec = json::at(&object, "spec/template/spec").or_else(|| match resource.kind.as_str() {
            "Pod" => json::at(&object, "spec"),
            _ => None,
        });
        let read = PodSpec::new(spec.cloned().unwrap_or_default());
        Self { cpu: read.cpu, memory: read.memory, spec: read.json }
    }
}

/// What a node has left. What its document does not say is not counted: time 0 has room for all.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    labels: Labels,
    name: String,
    cpu: Option<i64>,
    memory: Option<i64>,
    pods: Option<i64>,
}

impl Room {
    /// Of a node's document.
    pub(crate) fn of(resource: &Arc<Resource>) -> Self {
        let object = manifest::object(resource);
        let amount = |what: &str| {
            let found = json::at(&object, &format!("status/allocatable/{what}"));
            found.or_else(|| json::at(&object, &format!("status/capacity/{what}")))
        };
        let name = resource.metadata.name.value.clone();
        Self {
            labels: labels_of_node(&name, json::at(&object, "metadata/labels").unwrap_or(&Value::Null)),
            name,
            cpu: amount("cpu").and_then(quantity::milli),
            memory: amount("memory").and_then(quantity::whole),
            pods: amount("pods").and_then(quantity::whole),
        }
    }

    /// Whether a pod could go there.
    pub(crate) fn takes(&self, asks: &Asks) -> bool {
        let fits = |asked: i64, left: Option<i64>| asked <= 0 || left.is_none_or(|left| asked <= left);
        fits(asks.cpu, self.cpu) && fits(asks.memory, self.memory) && fits(1, self.pods) && self.is_liked(asks)
    }

    /// Whether it has the labels that a pod asks for.
    fn is_liked(&self, asks: &Asks) -> bool {
        labels_fit(&asks.spec, &self.labels, &self.name)
    }

    /// A pod goes there.
    pub(crate) fn occupy(&mut self, asks: &Asks) {
        for (left, asked) in [(&mut self.cpu, asks.cpu), (&mut self.memory, asks.memory), (&mut self.pods, 1)] {
            *left = left.map(|left| left.saturating_sub(asked));
        }
    }
}
