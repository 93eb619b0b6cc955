//! What of the changes of a cluster that lives people are told: its Events, its nodes, the pods that have just gone.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use mesh_cluster::api::Address;
use mesh_cluster::live::{Machine, PodOverview, Snapshot, Verdict, view};
use mesh_proxy::{Duration, Time};
use mesh_words::{Words, say};
use serde_json::{Map, Value};

use super::watch::Watch;
use crate::event::EventKind;

/// Pods that have gone are told of for so long, and so many of them.
const GONE: Duration = Duration::from_secs(15);
const MOST_GONE: usize = 100;

/// A pod that went.
#[derive(Clone, Debug, PartialEq)]
pub struct GonePod {
    /// When.
    pub at: Time,
    /// What it was last.
    pub pod: PodOverview,
}

/// What was told of a cluster that lives, as far as it is told by what differs.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    nodes: Arc<BTreeMap<String, Standing>>,
    gone: Arc<VecDeque<GonePod>>,
}

/// How a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Standing {
    is_ready: bool,
    is_cordoned: bool,
}

impl Told {
    pub(super) fn of(machine: &Machine) -> Self {
        let nodes = machine.node_overviews().into_iter();
        let nodes = nodes
            .map(|node| (node.name, Standing { is_ready: node.is_ready, is_cordoned: node.is_cordoned }))
            .collect();
        Self { nodes: Arc::new(nodes), gone: Arc::default() }
    }

    /// The pods that went a short while ago, the oldest first.
    pub(super) fn gone(&self, now: Time) -> Vec<GonePod> {
        self.gone.iter().filter(|gone| now.since(gone.at) <= GONE).cloned().collect()
    }

    /// Takes note of a change, and tells it.
    pub(super) fn tell<W: Watch>(
        &mut self,
        now: Time,
        machine: &Machine,
        (verdict, address, object): (Verdict, &Address, &Snapshot),
        watch: &mut W,
    ) {
        match (address.resource.group.as_str(), address.resource.plural.as_str(), verdict) {
            ("", "events", Verdict::Added) => watch.happened(now, || event(&object.object())),
            ("", "nodes", _) => self.tell_node(now, verdict, address, object, watch),
            ("", "pods", Verdict::Deleted) => {
                let gone = Arc::make_mut(&mut self.gone);
                gone.retain(|gone| now.since(gone.at) <= GONE);
                gone.extend(machine.pod_of(object).map(|pod| GonePod { at: now, pod }));
                gone.drain(..gone.len().saturating_sub(MOST_GONE));
            }
            _ => {}
        }
    }

    fn tell_node<W: Watch>(
        &mut self,
        now: Time,
        verdict: Verdict,
        address: &Address,
        object: &Snapshot,
        watch: &mut W,
    ) {
        let standing = (verdict != Verdict::Deleted).then(|| standing(&object.object()));
        let known = self.nodes.get(&address.name).copied();
        if known == standing {
            return;
        }
        let nodes = Arc::make_mut(&mut self.nodes);
        match standing {
            Some(standing) => nodes.insert(address.name.clone(), standing),
            None => nodes.remove(&address.name),
        };
        let mut tell = |change: Words| watch.happened(now, || EventKind::Node { node: address.name.clone(), change });
        match (known, standing) {
            (None, _) => tell(say!("node-added")),
            (_, None) => tell(say!("node-removed")),
            (Some(known), Some(standing)) => {
                match (known.is_cordoned, standing.is_cordoned) {
                    (false, true) => tell(say!("node-cordoned")),
                    (true, false) => tell(say!("node-uncordoned")),
                    _ => {}
                }
                match (known.is_ready, standing.is_ready) {
                    (false, true) => tell(say!("node-ready")),
                    (true, false) => tell(say!("node-not-ready")),
                    _ => {}
                }
            }
        }
    }
}

fn standing(node: &Value) -> Standing {
    let shown: Map<String, Value> = view::view("node", node).unwrap_or_default();
    Standing {
        is_ready: shown.get("ready").and_then(Value::as_str) == Some("True"),
        is_cordoned: shown.contains_key("unschedulable"),
    }
}

/// An Event as `kubectl get events` lists it.
fn event(object: &Value) -> EventKind {
    let text = |path: &str| object.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
    EventKind::Kubernetes {
        namespace: text("/involvedObject/namespace"),
        object: format!("{}/{}", text("/involvedObject/kind").to_lowercase(), text("/involvedObject/name")),
        warning: text("/type") == "Warning",
        reason: text("/reason"),
        message: text("/message"),
    }
}
