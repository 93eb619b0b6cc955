//! The cluster below the graph: nodes are lanes, workloads are columns, pods stand where they run.

mod budget;
mod lane;
mod pod;

use leptos::prelude::*;
use mesh_ordered::OrderedMap;
use mesh_view::{ClusterState, PodOnNode};

use crate::state::{playground, text};

#[component]
pub(crate) fn ClusterPanel() -> impl IntoView {
    let text = text();
    let cluster = Memo::new(move |_| playground().shown.with(|shown| shown.frame.cluster.clone().unwrap_or_default()));
    let places = Memo::new(move |_| cluster.with(Places::of));
    let columns = Memo::new(move |_| cluster.with(columns));
    let lanes = Memo::new(move |_| cluster.with(lanes));
    let heads = move || columns.get().into_iter().map(|column| head(cluster, column)).collect_view();
    view! {
        <section class="cluster" aria-label=text.cluster data-testid="cluster">
            <div class="lanes" tabindex="0">
                <table>
                    <thead><tr><th scope="col">{text.cluster_nodes}</th>{heads}</tr></thead>
                    <tbody>
                        <For each=move || lanes.get() key=|lane| lane.clone() children=move |lane| view! { <lane::Lane cluster places columns lane /> } />
                    </tbody>
                </table>
                <Show when=move || { cluster.with(|cluster| cluster.more) > 0 }>
                    <p class="empty">{move || crate::format::fill(text.cluster_more, &[&cluster.with(|cluster| cluster.more).to_string()])}</p>
                </Show>
            </div>
            <budget::Budgets cluster />
        </section>
    }
    .into_any()
}

/// Namespace and name of a pod.
type PodName = (String, String);

/// Where the pods of a cluster are found, made once for each moment.
#[derive(Clone, Debug, Default, PartialEq)]
struct Places {
    /// Those of a workload on a node.
    cells: OrderedMap<(String, String), Vec<PodName>>,
    /// Each pod's place in the list.
    pods: OrderedMap<PodName, usize>,
}

impl Places {
    fn of(cluster: &ClusterState) -> Self {
        let mut places = Self::default();
        for (at, pod) in cluster.pods.iter().enumerate() {
            let name = (pod.namespace.clone(), pod.name.clone());
            // What waited for a node and went has no lane.
            if pod.gone.is_none() || !pod.node.is_empty() {
                places.cells.entry((pod.node.clone(), pod.workload.clone())).or_default().push(name.clone());
            }
            places.pods.insert(name, at);
        }
        places
    }

    fn pod<'a>(&self, cluster: &'a ClusterState, name: &PodName) -> Option<&'a PodOnNode> {
        self.pods.get(name).and_then(|at| cluster.pods.get(*at))
    }
}

/// A workload's name above its column, and how many of its pods are ready.
fn head(cluster: Memo<ClusterState>, column: String) -> impl IntoView {
    let name = crate::format::short(&column);
    let ready = Memo::new(move |_| {
        cluster.with(|cluster| {
            let own = || cluster.pods.iter().filter(|pod| pod.workload == column && pod.gone.is_none());
            (own().filter(|pod| pod.is_ready).count(), own().count())
        })
    });
    let tone = move || if ready.with(|(ready, all)| ready < all) { "warning" } else { "" };
    view! {
        <th scope="col"><span>{name}</span>" "<small class=tone>{move || ready.with(|(ready, all)| format!("{ready} / {all}"))}</small></th>
    }
}

/// The workloads, in the order in which their first pods came.
fn columns(cluster: &ClusterState) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for pod in &cluster.pods {
        if !columns.contains(&pod.workload) {
            columns.push(pod.workload.clone());
        }
    }
    columns
}

/// The nodes, and an empty name where pods have none yet.
fn lanes(cluster: &ClusterState) -> Vec<String> {
    let waits = cluster.pods.iter().any(|pod| pod.node.is_empty() && pod.gone.is_none());
    cluster.nodes.iter().map(|node| node.name.clone()).chain(waits.then(String::new)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::{NodeState, PodOnNode};

    #[test]
    fn pods_without_a_node_have_a_lane_of_their_own() {
        let pod = |workload: &str, node: &str| PodOnNode {
            workload: workload.into(),
            node: node.into(),
            ..PodOnNode::default()
        };
        let node = |name: &str| NodeState { name: name.into(), ..NodeState::default() };
        let mut cluster = ClusterState { nodes: vec![node("one"), node("two")], ..ClusterState::default() };
        cluster.pods = vec![pod("web", "one"), pod("api", "two"), pod("web", "two")];
        assert_eq!(
            (columns(&cluster), lanes(&cluster)),
            (vec!["web".into(), "api".into()], vec!["one".into(), "two".into()])
        );
        cluster.pods.push(pod("web", ""));
        assert_eq!(lanes(&cluster), ["one", "two", ""]);
        cluster.pods[3].gone = Some(2.0);
        assert_eq!(lanes(&cluster), ["one", "two"]);
    }
}
