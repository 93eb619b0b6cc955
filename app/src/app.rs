//! The page: panels around one session.

use leptos::prelude::*;

use crate::browser;
use crate::dock::Dock;
use crate::editor::EditPanel;
use crate::embed::EmbedPage;
use crate::format;
use crate::graph::{BulletBar, GraphPanel};
use crate::header::Header;
use crate::help::Help;
use crate::lesson::{Gallery, Playing};
use crate::page::Handover;
use crate::share::ShareDialog;
use crate::sheet::{Grip, SheetTabs};
use crate::side::SidePanel;
use crate::state::{Phone, Playground, ViewState, text, view_state};
use crate::toast::Toasts;
use crate::unopened::UnopenedLink;

/// Renders what was handed over; the same on the server and in the browser.
pub(crate) fn app(handover: Handover) -> AnyView {
    let Handover { page, language, opening } = handover;
    let embed = page.is_embed();
    provide_context(crate::text::texts_in(language));
    provide_context(Playground::new(opening));
    provide_context(ViewState::new(embed));
    browser::start(page.clone());
    if embed { view! { <EmbedPage page /> }.into_any() } else { view! { <FullPage /> }.into_any() }
}

#[component]
fn FullPage() -> impl IntoView {
    let text = text();
    let view = view_state();
    // Beside an open editor a small laptop has no room for a graph.
    Effect::new(move |_| {
        let query = window().match_media("(min-width: 900px) and (max-width: 1199px)").ok().flatten();
        if query.is_some_and(|query| query.matches()) {
            view.edit_open.set(false);
        }
    });
    let class = move || {
        let phone = match view.phone.get() {
            Phone::Editor => "show-edit",
            Phone::Graph => "show-graph",
            Phone::Details => "show-side",
            Phone::Log => "show-log",
            Phone::Lesson => "show-lesson",
        };
        let edit = if view.edit_open.get() { "" } else { " no-edit" };
        let side = if view.side_open.get() { "" } else { " no-side" };
        let lesson = if view.teaches.get() { " lesson" } else { "" };
        let full = if view.sheet_full.get() && phone != "show-graph" { " full" } else { "" };
        format!("page {phone}{edit}{side}{lesson}{full}")
    };
    let style = move || {
        let width = view.edit_width.get().map(|width| format!("--edit-width:{}px;", format::fixed(width, 0)));
        let pulled = view.sheet_pulled.get().map(|height| format!("--sheet:{}px", format::fixed(height, 0)));
        width.into_iter().chain(pulled).collect::<String>()
    };
    view! {
        <a class="skip" href="#graph">{text.skip_to_graph}</a>
        <div class=class style=style>
            <Header />
            <Show when=move || view.lesson.with(Option::is_some)><Playing /></Show>
            <EditPanel />
            <button type="button" class="rail" aria-label=text.toggle_editor title=text.toggle_editor data-testid="rail" on:click=move |_| view.edit_open.set(true)>{text.of_share.sheet_yaml}</button>
            <GraphPanel />
            <BulletBar />
            <SidePanel />
            <Grip />
            <Dock />
            <SheetTabs />
        </div>
        <Toasts />
        <Help />
        <ShareDialog />
        <Show when=move || view.gallery.get()><Gallery /></Show>
        <UnopenedLink />
    }
    .into_any()
}
