//! The whole mesh, while nothing is selected.

use leptos::{ev, prelude::*};
use mesh_view::{NodeKind, ProtocolRates, Rates, add_rates};

use super::Heading;
use super::protocols::ProtocolTable;
use super::spark::Sparks;
use super::traffic::StatusBar;
use crate::format::{self, fill};
use crate::state::{playground, text};

#[component]
pub(crate) fn Overview() -> impl IntoView {
    let text = text();
    let shown = playground().shown;
    let title = Memo::new(move |_| {
        let title = shown.with(|shown| shown.frame.title.get(text.tag).to_owned());
        if title.is_empty() { text.your_mesh.to_owned() } else { title }
    });
    let subtitle = Memo::new(move |_| {
        shown.with(|shown| {
            let graph = &shown.frame.graph;
            let pods = shown.frame.pods.len().to_string();
            fill(text.overview_counts, &[&graph.nodes.len().to_string(), &graph.edges.len().to_string(), &pods])
        })
    });
    // What sources send: each request counts once, not once for each hop.
    let rates = Memo::new(move |_| {
        shown.with(|shown| {
            let mut rates = Rates::default();
            for node in shown.frame.graph.nodes.iter().filter(|node| node.inbound.total() == 0.0) {
                rates.merge(&node.outbound);
            }
            rates
        })
    });
    // From sources, and of all hops together: into a service, not from there on once more.
    let by_protocol = Signal::derive(move || {
        shown.with(|shown| {
            let graph = &shown.frame.graph;
            let sum = |is_counted: &dyn Fn(&mesh_view::Edge) -> bool| {
                let mut sums: Vec<ProtocolRates> = Vec::new();
                let edges = graph.edges.iter().filter(|edge| is_counted(edge));
                edges.flat_map(mesh_view::Edge::by_protocol).for_each(|more| add_rates(&mut sums, &more));
                sums
            };
            let is_source = |id: &str| graph.node(id).is_some_and(|node| node.inbound.total() == 0.0);
            let is_service = |id: &str| graph.node(id).is_some_and(|node| node.kind == NodeKind::Service);
            vec![
                (text.of_graph.coming_in, sum(&|edge| is_source(&edge.source))),
                (text.of_graph.in_all, sum(&|edge| !is_service(&edge.source))),
            ]
        })
    });
    let series = Signal::derive(move || shown.with(|shown| shown.frame.minute.clone()));
    let sent = move || shown.with(|shown| format::count(shown.frame.requests));
    let digest = Memo::new(move |_| shown.with(|shown| shown.frame.digest.clone()));
    let window = move || shown.with(|shown| format!("{} s", format::fixed(shown.frame.window, 0)));
    view! {
        <Heading title subtitle />
        <StatusBar title=text.requests_from_sources rates />
        <ProtocolTable rows=by_protocol />
        <Sparks series />
        <div class="card">
            <h3>{text.run}</h3>
            <div class="row"><span>{text.requests_sent}</span><b data-testid="requests">{sent}</b></div>
            <div class="row"><span>{text.figures_over}</span><b>{window}</b></div>
            <Seed />
            <div class="row"><span title=text.digest_help>{text.digest}</span><b><code data-testid="digest">{digest}</code></b></div>
        </div>
    }
    .into_any()
}

/// The seed of the run, and another one to begin anew with.
#[component]
fn Seed() -> impl IntoView {
    let text = text();
    let playground = playground();
    let seed = Memo::new(move |_| playground.shown.with(|shown| shown.frame.seed));
    let typed = RwSignal::new(None::<String>);
    let seed_text = move || typed.get().unwrap_or_else(|| seed.get().to_string());
    let restart = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let asked = typed.get_untracked().and_then(|typed| typed.trim().parse().ok());
        playground.restart(asked.unwrap_or(seed.get_untracked()));
        typed.set(None);
    };
    view! {
        <form class="row" on:submit=restart>
            <label class="seed"><span>{text.seed}</span>
                <input type="text" inputmode="numeric" pattern="[0-9]*" autocomplete="off" data-testid="seed" value=seed_text prop:value=seed_text
                    on:input=move |event| typed.set(Some(event_target_value(&event))) />
            </label>
            <button type="submit" data-testid="restart-with" title=text.restart_help>{text.restart}</button>
        </form>
    }
    .into_any()
}
