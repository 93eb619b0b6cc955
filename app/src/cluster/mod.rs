//! The cluster below the graph: nodes are lanes, workloads are columns, pods stand where they run.

mod budget;
mod lane;
mod pod;

use leptos::prelude::*;
use mesh_ordered::OrderedMap;
use mesh_view::{ClusterState, PodOnNode, Point};

use crate::shown::Shown;
use crate::state::{playground, text};

#[component]
pub(crate) fn ClusterPanel() -> impl IntoView {
    let text = text();
    let cluster = Memo::new(move |_| playground().shown.with(|shown| shown.frame.cluster.clone().unwrap_or_default()));
    let places = Memo::new(move |_| cluster.with(Places::of));
    let columns = Memo::new(move |_| playground().shown.with(|shown| cluster.with(|cluster| columns(cluster, shown))));
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

/// The workloads as they stand in the graph, in the direction of its flow; what is not there comes last, in the order of its pods.
fn columns(cluster: &ClusterState, shown: &Shown) -> Vec<String> {
    let flows_down = shown.frame.layout.stage.flows_down();
    let mut places: OrderedMap<&str, (f64, f64)> = OrderedMap::new();
    for pod in &shown.frame.pods {
        if let Some(Point { x, y }) = shown.place(&pod.node).map(|place| place.center) {
            places.insert(&pod.workload, if flows_down { (y, x) } else { (x, y) });
        }
    }
    let mut columns: Vec<String> = Vec::new();
    for pod in &cluster.pods {
        if !columns.contains(&pod.workload) {
            columns.push(pod.workload.clone());
        }
    }
    let nowhere = (f64::INFINITY, f64::INFINITY);
    let place = |workload: &str| places.get(workload).copied().unwrap_or(nowhere);
    mesh_ordered::sort_by(&mut columns, |one, other| {
        let ((one_along, one_across), (other_along, other_across)) = (place(one), place(other));
        one_along.total_cmp(&other_along).then(one_across.total_cmp(&other_across))
    });
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
    use mesh_view::{Frame, Graph, Layout, NameSide, Node, NodePlace, NodeState, PodState, Stage};

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
            (columns(&cluster, &Shown::default()), lanes(&cluster)),
            (vec!["web".into(), "api".into()], vec!["one".into(), "two".into()])
        );
        cluster.pods.push(pod("web", ""));
        assert_eq!(lanes(&cluster), ["one", "two", ""]);
        cluster.pods[3].gone = Some(2.0);
        assert_eq!(lanes(&cluster), ["one", "two"]);
    }

    #[test]
    fn workloads_stand_as_in_the_graph_and_what_is_not_there_comes_last() {
        let pod = |workload: &str| PodOnNode {
            name: format!("{workload}-1"),
            workload: workload.into(),
            ..PodOnNode::default()
        };
        let cluster = ClusterState { pods: ["agent", "web", "api"].map(pod).into(), ..ClusterState::default() };
        let known = |name: &str| PodState { workload: name.into(), node: format!("app:{name}"), ..PodState::default() };
        let place = |name: &str, x: f64, y: f64| NodePlace {
            id: format!("app:{name}"),
            center: Point { x, y },
            anchor: Point { x, y },
            size: 40.0,
            rank: 0,
            order: 0,
            lines: Vec::new(),
            side: NameSide::Below,
        };
        let node = |name: &str| Node { id: format!("app:{name}"), ..Node::default() };
        let frame = |width| Frame {
            pods: ["web", "api"].map(known).into(),
            graph: Graph { nodes: ["web", "api"].map(node).into(), ..Graph::default() },
            layout: Layout {
                nodes: vec![place("web", 300.0, 10.0), place("api", 100.0, 50.0)],
                stage: Stage { width, height: 500.0 },
                ..Layout::default()
            },
            ..Frame::default()
        };
        let columns = |width| columns(&cluster, &Shown::new(frame(width), None));
        assert_eq!(columns(900.0), ["api", "web", "agent"]);
        assert_eq!(columns(300.0), ["web", "api", "agent"], "from top to bottom");
    }
}
