//! Kiali's find and hide fields. The engine reads them and marks what it finds (`mesh-graph/src/find`).

use leptos::prelude::*;
use mesh_view::{GraphOptions, Hits, Searched};

use crate::format::fill;
use crate::menu::Menu;
use crate::state::{playground, text};

#[component]
pub(crate) fn Seek() -> impl IntoView {
    let text = &text().of_graph;
    let open = RwSignal::new(false);
    let face = view! { "?" }.into_any();
    view! {
        <Field id="find" label=text.find example=text.find_example words=text.hits of=find hits=found />
        <Field id="hide" label=text.hide example=text.hide_example words=text.hidden of=hide hits=hidden />
        <Menu class="square" label=text.find_help face testid="find-help" open><FindHelp /></Menu>
    }
    .into_any()
}

fn find(options: &mut GraphOptions) -> &mut String {
    &mut options.find
}

fn hide(options: &mut GraphOptions) -> &mut String {
    &mut options.hide
}

fn found(searched: &Searched) -> &Hits {
    &searched.find
}

fn hidden(searched: &Searched) -> &Hits {
    &searched.hide
}

/// One field: what it met stands in it, and what is wrong below.
#[component]
fn Field(
    id: &'static str,
    label: &'static str,
    example: &'static str,
    words: &'static str,
    of: fn(&mut GraphOptions) -> &mut String,
    hits: fn(&Searched) -> &Hits,
) -> impl IntoView {
    let playground = playground();
    let value = move || of(&mut playground.options.get()).clone();
    let said = Memo::new(move |_| playground.shown.with(|shown| hits(&shown.frame.searched).clone()));
    let is_asked = move || !value().trim().is_empty();
    let count = move || {
        let Hits { nodes, edges, error } = said.get();
        let is_met = is_asked() && error.is_none();
        is_met.then(|| fill(words, &[&nodes.to_string(), &edges.to_string()]))
    };
    let is_wrong = move || said.with(|said| said.error.is_some()) && is_asked();
    view! {
        <div class="seek">
            <input type="search" id=id aria-label=label placeholder=example data-testid=id spellcheck="false" autocomplete="off"
                prop:value=value aria-invalid=move || is_wrong().to_string() aria-describedby=format!("{id}-said")
                on:input=move |event| playground.show_only_typed(|options| *of(options) = event_target_value(&event)) />
            <span id=format!("{id}-said") role="status" class="hits" data-testid=format!("{id}-hits")>{count}</span>
        </div>
    }
    .into_any()
}

/// What is wrong with the fields, below the bar.
#[component]
pub(super) fn SeekErrors() -> impl IntoView {
    let text = &text().of_graph;
    let playground = playground();
    let error = move |of: fn(&Searched) -> &Hits, value: fn(&GraphOptions) -> &String| {
        let is_asked = playground.options.with(|options| !value(options).trim().is_empty());
        playground
            .shown
            .with(|shown| of(&shown.frame.searched).error.as_ref().filter(|_| is_asked).map(ToString::to_string))
    };
    let errors = Memo::new(move |_| {
        [
            ("find-error", text.find, error(found, |options| &options.find)),
            ("hide-error", text.hide, error(hidden, |options| &options.hide)),
        ]
    });
    let said = move || {
        errors
            .get()
            .into_iter()
            .filter_map(|(name, field, error)| Some((name, field, error?)))
            .map(|(name, field, error)| {
                view! { <p role="alert" data-testid=name><b>{field}": "</b>{error}</p> }
            })
            .collect_view()
    };
    view! {
        <Show when=move || errors.with(|errors| errors.iter().any(|(.., error)| error.is_some()))>
            <div class="seek-errors">{said}</div>
        </Show>
    }
    .into_any()
}

/// Examples that can be taken, and what can be written.
#[component]
fn FindHelp() -> impl IntoView {
    let text = &text().of_graph;
    let playground = playground();
    let presets = move |of: fn(&mut GraphOptions) -> &mut String, name: &'static str| {
        let preset = move |(words, find): &'static (&'static str, &'static str)| {
            view! {
                <li><button type="button" class="plain" data-testid=format!("{name} {find}")
                    on:click=move |_| playground.show_only(|options| (*find).clone_into(of(options)))>{*words}<code>{*find}</code></button></li>
            }
        };
        view! { <ul>{text.presets.iter().map(preset).collect_view()}</ul> }.into_any()
    };
    view! {
        <div class="sheet find-help" data-testid="find-help-sheet">
            <div class="pair">
                <section><h3>{text.find_presets_title}</h3>{presets(find, "find-preset")}</section>
                <section><h3>{text.hide_presets_title}</h3>{presets(hide, "hide-preset")}</section>
            </div>
            <h3>{text.operands_title}</h3>
            <dl>{text.operands.iter().map(|(name, words)| view! { <dt><code>{*name}</code></dt><dd>{*words}</dd> }).collect_view()}</dl>
            <p class="muted">{text.operators}</p>
        </div>
    }
    .into_any()
}
