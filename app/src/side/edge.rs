//! A selected edge.

use leptos::prelude::*;
use mesh_view::{Breaker, Edge, NodeKind, OutlierState, PodState};

use super::Heading;
use super::breaker::BreakerCard;
use super::outlier::OutlierCard;
use super::protocols::ProtocolTable;
use super::spark::Sparks;
use super::tabs::{Tab, Tabs};
use super::traffic::{Flags, Hosts, StatusBar, Times};
use crate::format;
use crate::shown::Shown;
use crate::state::{playground, text};

#[component]
pub(crate) fn EdgeDetails(tab: RwSignal<Tab>) -> impl IntoView {
    let text = text();
    let playground = playground();
    let shown = playground.shown;
    let edge = Memo::new(move |_| {
        playground.selected.with(|id| id.as_ref().and_then(|id| shown.with(|shown| shown.edge(id).cloned())))
    });
    let ends = Memo::new(move |_| {
        edge.with(|edge| {
            edge.as_ref().map(|edge| shown.with(|shown| (shown.name(&edge.source), shown.name(&edge.target))))
        })
        .unwrap_or_default()
    });
    let title = Signal::derive(move || ends.with(|(from, to)| format!("{from} → {to}")));
    let share = Memo::new(move |_| {
        edge.with(|edge| edge.as_ref().map(|edge| (edge.share, edge.weight, edge.retries)).unwrap_or_default())
    });
    let weight = move || {
        let (share, weight, _) = share.get();
        weight.map(|weight| {
            let observed = share.unwrap_or_default();
            view! {
                <div class="card" data-testid="weight">
                    <h3>{text.observed_and_configured}</h3>
                    <div class="row"><span>{text.observed_share}</span><b class="big">{format::percent(observed)}</b></div>
                    <div class="row"><span>{text.configured_weight}</span><b>{format::weight(weight)}</b></div>
                    <div class="meter" aria-hidden="true"><span style=format!("width:{}%", format::fixed(observed, 1))></span></div>
                </div>
            }
        })
    };
    let outliers = move || {
        let (_, states) =
            shown.with(|shown| edge.with(|edge| edge.as_ref().map(|edge| gauges(shown, edge)))).unwrap_or_default();
        states.into_iter().map(|(pod, state)| view! { <OutlierCard state pod /> }).collect_view()
    };
    let breakers = Memo::new(move |_| {
        shown.with(|shown| edge.with(|edge| edge.as_ref().map(|edge| gauges(shown, edge).0))).unwrap_or_default()
    });
    let breakers = move || breakers.get().into_iter().map(|breaker| view! { <BreakerCard breaker /> }).collect_view();
    let flags =
        Signal::derive(move || edge.with(|edge| edge.as_ref().map(|edge| edge.flags.clone()).unwrap_or_default()));
    let rates = Signal::derive(move || edge.with(|edge| edge.as_ref().map(|edge| edge.rates).unwrap_or_default()));
    let times = Signal::derive(move || edge.with(|edge| edge.as_ref().and_then(|edge| edge.response_times)));
    let series = Signal::derive(move || {
        shown.with(|shown| shown.panel.as_ref().map(|panel| panel.series.clone()).unwrap_or_default())
    });
    let hosts = Signal::derive(move || {
        shown.with(|shown| shown.panel.as_ref().map(|panel| panel.hosts.clone()).unwrap_or_default())
    });
    let retries = move || {
        let (_, _, retries) = share.get();
        (retries > 0.0).then(|| view! {
            <div class="card"><div class="row"><span>{text.retries}</span><b>{format!("{}/s", format::rate(retries))}</b></div></div>
        })
    };
    let by_protocol = Signal::derive(move || {
        let carried = edge.with(|edge| edge.as_ref().map(|edge| edge.by_protocol().collect()).unwrap_or_default());
        vec![("", carried)]
    });
    let security = Memo::new(move |_| edge.with(|edge| edge.as_ref().map(|edge| (edge.mutual_tls, edge.idle))));
    let security = move || {
        let (mutual_tls, _) = security.get().filter(|(_, idle)| !idle)?;
        Some(view! {
            <div class="card" data-testid="security">
                <div class="row" title=text.of_graph.security_help><span>{text.of_graph.mutual_tls}</span><b>{format::percent(mutual_tls)}</b></div>
            </div>
        })
    };
    let traffic = ViewFn::from(move || {
        view! {
            <ProtocolTable rows=by_protocol />
            <StatusBar title=text.traffic rates />
            <Times times />
            <Sparks series />
            {security}
            {retries}
        }
    });
    view! {
        <Heading title subtitle=Signal::derive(move || text.edge.to_owned()) />
        {weight}
        {outliers}
        {breakers}
        <Tabs tab traffic flags=ViewFn::from(move || view! { <Flags flags /> }) hosts=ViewFn::from(move || view! { <Hosts hosts /> }) />
        <Cut edge />
    }
    .into_any()
}

/// A button that lets nothing pass on the edge, or lets requests pass again. An edge within an app has no caller to cut off.
#[component]
fn Cut(edge: Memo<Option<Edge>>) -> impl IntoView {
    let text = text();
    let playground = playground();
    let is_cut = Memo::new(move |_| edge.with(|edge| edge.as_ref().is_some_and(|edge| edge.is_cut)));
    let has_caller = Memo::new(move |_| {
        let source = edge.with(|edge| edge.as_ref().map(|edge| edge.source.clone()).unwrap_or_default());
        playground.shown.with(|shown| shown.node(&source).is_some_and(|node| node.kind != NodeKind::Service))
    });
    let turn = move |_| {
        if let Some(id) = playground.selected.get_untracked() {
            playground.cut(&id, !is_cut.get_untracked());
        }
    };
    view! {
        <Show when=move || has_caller.get()>
            <div class="card" data-testid="break">
                <h3>{text.break_it}</h3>
                <p class="hint">{move || if is_cut.get() { text.is_cut } else { text.cut_hint }}</p>
                <div class="actions">
                    <button type="button" class:primary=is_cut data-testid="cut" on:click=turn>{move || if is_cut.get() { text.fault_heal } else { text.cut }}</button>
                </div>
            </div>
        </Show>
    }
    .into_any()
}

/// Cards of one kind that are shown at most.
const MOST: usize = 4;

/// The breakers of the pools that an edge's requests go through, and what their clients know of the pods at its end.
fn gauges(shown: &Shown, edge: &Edge) -> (Vec<Breaker>, Vec<(String, OutlierState)>) {
    let is_service = |id: &str| shown.node(id).is_some_and(|node| node.kind == NodeKind::Service);
    let (service, client) = match (is_service(&edge.target), is_service(&edge.source)) {
        // Into a service: the pools of the edge's own client alone.
        (true, _) => (&edge.target, Some(&edge.source)),
        (_, true) => (&edge.source, None),
        _ => return Default::default(),
    };
    // A client outside the mesh has no pods here: its node is the only one that it can be.
    let is_client = |name: &str| {
        client.is_none_or(|node| !has_pods(shown, node) || pods_of(shown, node).any(|pod| pod.name == name))
    };
    let breakers = shown.frame.breakers.iter().filter(|breaker| breaker.node == *service && is_client(&breaker.client));
    let states =
        pods_of(shown, &edge.target).flat_map(|pod| pod.outliers.iter().map(|state| (pod.name.clone(), state.clone())));
    let mut states: Vec<_> = states.collect();
    mesh_ordered::sort_by_key(&mut states, |(_, state)| state.ejected_until.is_none());
    states.truncate(MOST);
    (breakers.take(MOST).cloned().collect(), states)
}

fn pods_of<'a>(shown: &'a Shown, node: &'a str) -> impl Iterator<Item = &'a PodState> {
    shown.frame.pods.iter().filter(move |pod| pod.node == node)
}

fn has_pods(shown: &Shown, node: &str) -> bool {
    pods_of(shown, node).next().is_some()
}
