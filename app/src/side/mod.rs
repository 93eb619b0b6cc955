//! The right panel: the selected node or edge, one request and its decisions.

mod breaker;
mod decision;
mod edge;
mod node;
mod outlier;
mod overview;
mod request;
mod spark;
mod traffic;

use leptos::prelude::*;

use crate::state::{playground, text};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Decision,
    Node,
    Edge,
    Overview,
}

#[component]
pub(crate) fn SidePanel() -> impl IntoView {
    let text = text();
    let playground = playground();
    let content = Memo::new(move |_| {
        if playground.decision.with(Option::is_some) {
            return Content::Decision;
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
    let draw = move || match content.get() {
        Content::Decision => view! { <decision::Decision /> }.into_any(),
        Content::Node => view! { <node::NodeDetails /> }.into_any(),
        Content::Edge => view! { <edge::EdgeDetails /> }.into_any(),
        Content::Overview => view! { <overview::Overview /> }.into_any(),
    };
    view! {
        <aside class="side" id="side" aria-label=text.details data-testid="side">
            {draw}
            <request::RequestForm />
        </aside>
    }
    .into_any()
}

/// Title, subtitle, and a button that goes back to the overview.
#[component]
fn Heading(#[prop(into)] title: Signal<String>, #[prop(into)] subtitle: Signal<String>) -> impl IntoView {
    let text = text();
    let playground = playground();
    let close = move |_| {
        if playground.decision.with_untracked(Option::is_some) {
            playground.show_decision(None);
        } else {
            playground.select(None);
        }
    };
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
