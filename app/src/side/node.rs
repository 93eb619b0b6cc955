//! A selected node.

use leptos::prelude::*;
use mesh_view::{Fault, Node, Panel};

use super::Heading;
use super::breaker::BreakerCard;
use super::outlier::OutlierCard;
use super::protocols::ProtocolTable;
use super::spark::Sparks;
use super::tabs::{Tab, Tabs};
use super::traffic::{Flags, Hosts, RowTable, StatusBar};
use crate::format::fill;
use crate::graph::badges_in_words;
use crate::shown::{self, Shown};
use crate::state::{playground, text};
use crate::text::Text;

#[component]
pub(crate) fn NodeDetails(tab: RwSignal<Tab>) -> impl IntoView {
    let text = text();
    let playground = playground();
    let shown = playground.shown;
    let node = Memo::new(move |_| {
        playground.selected.with(|id| id.as_ref().and_then(|id| shown.with(|shown| shown.node(id).cloned())))
    });
    let panel = Memo::new(move |_| shown.with(|shown| shown.panel.clone().unwrap_or_default()));
    let title = Signal::derive(move || node.with(|node| node.as_ref().map(shown::name).unwrap_or_default()));
    let subtitle =
        Signal::derive(move || node.with(|node| node.as_ref().map(|node| subtitle(node, text)).unwrap_or_default()));
    let words = Memo::new(move |_| {
        node.with(|node| node.as_ref().map(|node| badges_in_words(&node.badges, text)).unwrap_or_default())
    });
    let outliers = move || {
        shown
            .with(|shown| outliers(shown, &panel.get()))
            .into_iter()
            .map(|(pod, state)| view! { <OutlierCard state pod /> })
            .collect_view()
    };
    let breakers = Memo::new(move |_| {
        let id = playground.selected.get().unwrap_or_default();
        shown
            .with(|shown| shown.frame.breakers.iter().filter(|breaker| breaker.node == id).cloned().collect::<Vec<_>>())
    });
    let by_protocol = Signal::derive(move || {
        panel.with(|panel| {
            vec![(text.of_graph.coming_in, panel.incoming.clone()), (text.of_graph.going_out, panel.outgoing.clone())]
        })
    });
    let traffic = ViewFn::from(move || {
        view! {
            <ProtocolTable rows=by_protocol />
            <StatusBar title=text.requests_in rates=Signal::derive(move || panel.with(|panel| panel.rates)) />
            <Sparks series=Signal::derive(move || panel.with(|panel| panel.series.clone())) />
            <RowTable title=text.inbound other=text.from rows=Signal::derive(move || panel.with(|panel| panel.inbound.clone())) testid="inbound" />
            <RowTable title=text.outbound other=text.to rows=Signal::derive(move || panel.with(|panel| panel.outbound.clone())) testid="outbound" />
        }
    });
    let flags =
        ViewFn::from(move || view! { <Flags flags=Signal::derive(move || panel.with(|panel| panel.flags.clone())) /> });
    let hosts =
        ViewFn::from(move || view! { <Hosts hosts=Signal::derive(move || panel.with(|panel| panel.hosts.clone())) /> });
    let has_pods = Memo::new(move |_| panel.with(|panel| !panel.pods.is_empty()));
    view! {
        <Heading title subtitle />
        {outliers}
        {move || breakers.get().into_iter().map(|breaker| view! { <BreakerCard breaker /> }).collect_view()}
        <Tabs tab traffic flags hosts />
        <Show when=move || words.with(|words| !words.is_empty())>
            <div class="card" data-testid="badges">
                <h3>{text.configured}</h3>
                <ul class="plain-list">{move || words.get().into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
            </div>
        </Show>
        <Show when=move || has_pods.get()><Break node /></Show>
    }
    .into_any()
}

/// Buttons that break and heal the node's pods.
#[component]
fn Break(node: Memo<Option<Node>>) -> impl IntoView {
    let text = text();
    let holds = Memo::new(move |_| node.with(|node| node.as_ref().and_then(|node| node.fault)));
    let playground = playground();
    let faults = [
        (Fault::Slow, "slow", text.fault_slow),
        (Fault::Fail, "fail", text.fault_fail),
        (Fault::Hang, "hang", text.fault_hang),
        (Fault::Kill, "kill", text.fault_kill),
        (Fault::Heal, "heal", text.fault_heal),
    ];
    let inject = move |fault| {
        if let Some(id) = playground.selected.get_untracked() {
            playground.inject(&id, fault);
        }
    };
    view! {
        <div class="card" data-testid="break">
            <h3>{text.break_it}</h3>
            <div class="actions">
                {faults.map(|(fault, name, words)| view! {
                    <button type="button" class:primary=move || holds.get().is_some() && fault == Fault::Heal aria-pressed=move || (holds.get() == Some(fault)).to_string()
                        data-testid=name on:click=move |_| inject(fault)>{words}</button>
                }).collect_view()}
            </div>
        </div>
    }
    .into_any()
}

fn subtitle(node: &Node, text: &'static Text) -> String {
    let mut parts = vec![text.kind_of(node).to_owned()];
    if !node.namespace.is_empty() {
        parts.push(fill(text.in_namespace, &[&node.namespace]));
    }
    if node.pods_total > 0 {
        parts.push(fill(text.pods_ready, &[&node.pods_ready.to_string(), &node.pods_total.to_string()]));
    }
    parts.join(" · ")
}

/// What clients know of the node's pods, those that are ejected first; at most six.
fn outliers(shown: &Shown, panel: &Panel) -> Vec<(String, mesh_view::OutlierState)> {
    let pods = panel.pods.iter().filter_map(|at| shown.frame.pods.get(*at as usize));
    let mut states: Vec<_> =
        pods.flat_map(|pod| pod.outliers.iter().map(|state| (pod.name.clone(), state.clone()))).collect();
    mesh_ordered::sort_by_key(&mut states, |(_, state)| state.ejected_until.is_none());
    states.truncate(6);
    states
}
