//! The right panel: the selected node or edge, one request and its decisions.

mod breaker;
mod cells;
mod edge;
mod node;
mod outlier;
mod overview;
mod protocols;
mod request;
mod spark;
mod story;
mod tabs;
mod took;
mod traffic;

use leptos::prelude::*;

use crate::state::{Phone, playground, text, view_state};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Decision,
    Took,
    Node,
    Edge,
    Overview,
}

#[component]
pub(crate) fn SidePanel() -> impl IntoView {
    let text = text();
    let playground = playground();
    let view = view_state();
    let content = Memo::new(move |_| {
        if playground.decision.with(Option::is_some) {
            return Content::Decision;
        }
        if playground.took.with(Option::is_some) {
            return Content::Took;
        }
        playground.selected.with(|selected| {
            let Some(id) = selected else { return Content::Overview };
            playground.shown.with(|shown| match (shown.node(id), shown.edge(id)) {
                (Some(_), _) => Content::Node,
                (_, Some(_)) => Content::Edge,
                _ => Content::Overview,
            })
        })
    });
    // What was looked at of one node or edge is looked at of the next.
    let tab = RwSignal::new(tabs::Tab::default());
    let draw = move || match content.get() {
        Content::Decision => view! { <story::Story /> }.into_any(),
        Content::Took => view! { <took::TookList /> }.into_any(),
        Content::Node => view! { <node::NodeDetails tab /> }.into_any(),
        Content::Edge => view! { <edge::EdgeDetails tab /> }.into_any(),
        Content::Overview => view! { <overview::Overview /> }.into_any(),
    };
    // On a phone they are a panel of their own.
    let is_open = Memo::new(move |_| view.side_open.get() || view.phone.get() == Phone::Details);
    Effect::new(move |_| {
        let waits = playground.selected.with(|id| {
            let is = |other: StoredValue<Option<String>>| id.is_some() && other.with_value(|other| id == other);
            is(playground.selected_at_first) || is(view.clicked)
        });
        let is_of_selected = matches!(content.get(), Content::Node | Content::Edge);
        if content.get() != Content::Overview && !(is_of_selected && waits) {
            view.side_open.set(true);
            view.phone.set(Phone::Details);
        }
    });
    view! {
        <aside class="side" id="side" aria-label=text.details data-testid="side">
            <Show when=move || is_open.get()>{draw}</Show>
            <request::RequestForm />
        </aside>
    }
    .into_any()
}

/// Title, subtitle, and a button that puts the details away.
#[component]
fn Heading(#[prop(into)] title: Signal<String>, #[prop(into)] subtitle: Signal<String>) -> impl IntoView {
    let text = text();
    let playground = playground();
    let view = view_state();
    let close = move |_| view.close_details(playground);
    view! {
        <div class="heading">
            <div>
                <h2 data-testid="side-title">{title}</h2>
                <p class="sub">{subtitle}</p>
            </div>
            <button type="button" aria-label=text.close_details title=text.close_details data-testid="side-close" on:click=close>"×"</button>
        </div>
    }
    .into_any()
}
