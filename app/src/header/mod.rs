//! The bar at the top.

mod history;
mod language;
mod share;
mod theme;

pub(crate) use theme::is_dark_now;

use leptos::{prelude::*, task::spawn_local};
use mesh_view::{Ask, Tell};

use crate::browser::open_beside_work;
use crate::lesson::{Player, Switch};
use crate::state::{HelpTopic, playground, text, view_state};

#[component]
pub(crate) fn Header() -> impl IntoView {
    let text = text();
    let view = view_state();
    view! {
        <header class="top">
            <svg class="mark" viewBox="0 0 22 22" aria-hidden="true">
                <path class="sail" d="M10 2v13H3z" /><path class="jib" d="M12 5v10h6z" /><path class="hull" d="M2 17h18l-3 3H5z" />
            </svg>
            <h1>{text.product}</h1>
            <Presets />
            <Switch />
            <history::History />
            <span class="grow"></span>
            <button type="button" class="chip versions" title=text.versions_help data-testid="versions" on:click=move |_| view.help.set(Some(HelpTopic::About))>{text.versions}</button>
            <button type="button" class="square fold" aria-label=text.toggle_editor title=text.toggle_editor data-testid="toggle-editor"
                aria-pressed=move || view.edit_open.get().to_string() on:click=move |_| view.edit_open.update(|open| *open = !*open)>
                <svg viewBox="0 0 14 14" aria-hidden="true"><path fill-rule="evenodd" d="M1 2h12v10H1zM6 3.5h5.5v7H6z" /></svg>
            </button>
            <button type="button" class="square fold" aria-label=text.toggle_details title=text.toggle_details data-testid="toggle-details"
                aria-pressed=move || view.side_open.get().to_string() on:click=move |_| view.side_open.update(|open| *open = !*open)>
                <svg viewBox="0 0 14 14" aria-hidden="true"><path fill-rule="evenodd" d="M1 2h12v10H1zM2.5 3.5H8v7H2.5z" /></svg>
            </button>
            <share::Share />
            // On a phone they lie behind a button: the scenario's name has their room.
            <button type="button" class="square beyond-bar" popovertarget="bar-rest" aria-label=text.bar_rest title=text.bar_rest data-testid="bar-rest">"⋯"</button>
            <div id="bar-rest" popover="auto">
                <language::OtherLanguage />
                <theme::Theme />
                <button type="button" class="square" aria-label=text.help title=text.help data-testid="help" on:click=move |_| view.help.set(Some(HelpTopic::About))>"?"</button>
            </div>
        </header>
    }
    .into_any()
}

/// The menu of scenarios that come with the playground.
#[component]
fn Presets() -> impl IntoView {
    let text = text();
    let view = view_state();
    let playground = playground();
    let titles: Vec<(String, String)> = playground.presets.with_value(|presets| {
        presets.iter().map(|(slug, title)| (slug.clone(), title.get(text.tag).to_owned())).collect()
    });
    let current = Memo::new(move |_| playground.preset());
    let is_own = move || current.with(Option::is_none);
    // What a lesson has opened is no scenario of the list, and not the reader's own.
    let own = move || view.lesson.get().map_or_else(|| text.your_mesh.to_owned(), Player::title);
    let names = titles.clone();
    let open = move |event: leptos::ev::Event| {
        let slug = event_target_value(&event);
        let name = names.iter().find(|(known, _)| *known == slug).map(|(_, title)| title.clone()).unwrap_or_default();
        spawn_local(async move {
            if let Some(Tell::Scenario(Some(scenario))) = playground.ask(Ask::Preset(slug)).await {
                open_beside_work(playground, text, scenario, &name);
            }
        });
    };
    view! {
        <select class="presets" aria-label=text.presets title=text.presets data-testid="presets" on:change=open>
            <option value="" disabled=true selected=is_own prop:selected=is_own>{own}</option>
            {titles.into_iter().map(|(slug, title)| {
                let value = slug.clone();
                let is_open = move || current.with(|current| current.as_deref() == Some(&slug));
                let is_open = Signal::derive(is_open);
                view! { <option value=value selected=is_open prop:selected=is_open>{title}</option> }
            }).collect_view()}
        </select>
    }
    .into_any()
}
