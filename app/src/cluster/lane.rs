//! A node with the pods on it, or the pods that no node has taken yet.

use leptos::prelude::*;
use mesh_view::{ClusterState, NodeState};

use super::{Places, pod};
use crate::format::{self, fill};
use crate::state::{LogTab, playground, text, view_state};

#[component]
pub(super) fn Lane(
    cluster: Memo<ClusterState>,
    places: Memo<Places>,
    columns: Memo<Vec<String>>,
    lane: String,
) -> impl IntoView {
    let name = StoredValue::new(lane);
    let node = Memo::new(move |_| {
        cluster.with(|cluster| name.with_value(|name| cluster.nodes.iter().find(|node| node.name == *name).cloned()))
    });
    let class = move || match node.get() {
        None => "waiting",
        Some(node) if !node.is_ready => "lost",
        Some(node) if node.is_cordoned => "cordoned",
        Some(_) => "",
    };
    let cell = move |column: String| {
        let key = StoredValue::new((name.get_value(), column));
        let names = Memo::new(move |_| {
            places.with(|places| key.with_value(|key| places.cells.get(key).cloned().unwrap_or_default()))
        });
        view! {
            <td><For each=move || names.get() key=|name| name.clone() children=move |name| view! { <pod::Pod cluster places name /> } /></td>
        }
    };
    view! {
        <tr class=class data-testid=move || format!("lane {}", name.get_value())>
            <th scope="row">{move || match node.get() {
                Some(node) => view! { <Head node /> }.into_any(),
                None => view! { <b>{text().cluster_no_node}</b> }.into_any(),
            }}</th>
            {move || columns.get().into_iter().map(cell).collect_view()}
        </tr>
    }
    .into_any()
}

/// What is said of a node, and what can be done with it.
#[component]
fn Head(node: NodeState) -> impl IntoView {
    let text = text();
    let (tone, state) = match (node.is_ready, node.is_cordoned) {
        (false, _) => ("bad", text.node_not_ready),
        (true, true) => ("warning", text.node_cordoned),
        (true, false) => ("good", text.node_ready),
    };
    let share = if node.cpu[1] > 0.0 { (100.0 * node.cpu[0] / node.cpu[1]).clamp(0.0, 100.0) } else { 0.0 };
    let figures = fill(
        text.node_figures,
        &[&cores(node.cpu[0]), &cores(node.cpu[1]), &node.pods[0].to_string(), &node.pods[1].to_string()],
    );
    let (verb, command) = if node.is_cordoned {
        (text.node_uncordon, format!("kubectl uncordon {}", node.name))
    } else {
        (text.node_drain, format!("kubectl drain {} --ignore-daemonsets --delete-emptydir-data", node.name))
    };
    let title = command.clone();
    let act = move |_| {
        view_state().log_tab.set(LogTab::Terminal);
        playground().type_line(command.clone());
    };
    view! {
        <b>{node.name.clone()}</b><span class=tone>{state}</span>
        <small class="muted">{node.taints.join(", ")}</small>
        <span class="load" aria-hidden="true"><i style=format!("width:{}%", format::fixed(share, 0))></i></span>
        <small class="muted">{figures}</small>
        <button type="button" title=title data-testid="node-verb" on:click=act>{verb}</button>
    }
    .into_any()
}

fn cores(cores: f64) -> String {
    let text = format::fixed(cores, 2);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
