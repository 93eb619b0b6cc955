//! The page: panels around one session.

use leptos::prelude::*;

use crate::browser;
use crate::dock::Dock;
use crate::editor::EditPanel;
use crate::graph::{BulletBar, GraphPanel};
use crate::header::Header;
use crate::help::Help;
use crate::page::Handover;
use crate::side::SidePanel;
use crate::state::{Phone, Playground, ViewState, text, view_state};
use crate::toast::Toasts;
use crate::unopened::UnopenedLink;

/// Renders what was handed over; the same on the server and in the browser.
pub(crate) fn app(handover: Handover) -> AnyView {
    let embed = handover.page.is_embed();
    provide_context(handover.language.text());
    provide_context(Playground::new(handover.opening));
    provide_context(ViewState::new(embed));
    browser::start();
    if embed { view! { <EmbedPage /> }.into_any() } else { view! { <FullPage /> }.into_any() }
}

#[component]
fn FullPage() -> impl IntoView {
    let text = text();
    let view = view_state();
    let class = move || {
        let phone = match view.phone.get() {
            Phone::Editor => "show-edit",
            Phone::Graph => "show-graph",
            Phone::Details => "show-side",
        };
        let edit = if view.edit_open.get() { "" } else { " no-edit" };
        let side = if view.side_open.get() { "" } else { " no-side" };
        format!("page {phone}{edit}{side}")
    };
    let style = move || view.edit_width.get().map(|width| format!("--edit-width:{width:.0}px")).unwrap_or_default();
    view! {
        <a class="skip" href="#graph">{text.skip_to_graph}</a>
        <div class=class style=style>
            <Header />
            <Panels />
            <EditPanel />
            <GraphPanel />
            <BulletBar />
            <SidePanel />
            <Dock />
        </div>
        <Toasts />
        <Help />
        <UnopenedLink />
    }
    .into_any()
}

/// On a phone: which panel is shown.
#[component]
fn Panels() -> impl IntoView {
    let text = text();
    let view = view_state();
    let panels = [
        (Phone::Editor, "panel-editor", text.editor),
        (Phone::Graph, "panel-graph", text.graph),
        (Phone::Details, "panel-details", text.details),
    ];
    view! {
        <div class="panels" role="tablist" aria-label=text.panels>
            {panels.map(|(panel, id, words)| view! {
                <button type="button" role="tab" id=id data-testid=id aria-selected=move || (view.phone.get() == panel).to_string()
                    on:click=move |_| view.phone.set(panel)>{words}</button>
            }).collect_view()}
        </div>
    }
    .into_any()
}

/// The graph alone, for frames in other pages.
#[component]
fn EmbedPage() -> impl IntoView {
    view! {
        <div class="page embed">
            <GraphPanel />
        </div>
    }
    .into_any()
}
