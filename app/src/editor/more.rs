//! What can be done with the texts as a whole: bring some, take them away, show defaults.

use leptos::{html, prelude::*, task::spawn_local};
use mesh_view::{Ask, Tell};

use crate::browser::{autosave, share};
use crate::menu::Menu;
use crate::state::{playground, text, view_state};

#[component]
pub(crate) fn More() -> impl IntoView {
    let text = text();
    let open = RwSignal::new(false);
    let field = NodeRef::<html::Input>::new();
    view! {
        // The editor's glue listens to it: reading files is the browser's part.
        <input type="file" id="bring" multiple=true accept=".yaml,.yml,.json" hidden=true node_ref=field aria-label=text.bring data-testid="bring" />
        <Menu class="add" label=text.more face=view! { "⋯" }.into_any() testid="more" open=open>
            <Sheet open field />
        </Menu>
    }
    .into_any()
}

#[component]
fn Sheet(open: RwSignal<bool>, field: NodeRef<html::Input>) -> impl IntoView {
    let text = text();
    let playground = playground();
    let defaults = view_state().defaults;
    let own = RwSignal::new(false);
    playground.synchronized();
    let yaml = RwSignal::new(String::new());
    Effect::new(move |_| {
        playground.pushed.track();
        let own = own.get();
        spawn_local(async move {
            if let Some(Tell::Text(Some(text))) = playground.ask(Ask::Export(own)).await {
                yaml.set(text);
            }
        });
    });
    let copy = move |_| {
        let yaml = yaml.get_untracked();
        open.set(false);
        spawn_local(async move {
            let said = if share::copy(&yaml).await { text.yaml_copied } else { text.copy_refused };
            playground.say(said, None);
        });
    };
    let choose = move |_| {
        open.set(false);
        if let Some(field) = field.get_untracked() {
            field.click();
        }
    };
    let format = move |_| {
        open.set(false);
        playground.format(move || autosave(playground));
    };
    let address = move || share::data_url(&yaml.get());
    view! {
        <div class="sheet more" data-testid="more-sheet">
            <h2>{text.bring_title}</h2>
            <p>{text.bring_help}</p>
            <button type="button" data-testid="choose-files" on:click=choose>{text.bring}</button>
            <h2>{text.take_title}</h2>
            <label class="check"><input type="checkbox" data-testid="own-kinds" prop:checked=own on:change=move |event| own.set(event_target_checked(&event)) />{text.take_own}</label>
            <div class="pair">
                <button type="button" data-testid="copy-yaml" on:click=copy>{text.copy_yaml}</button>
                <a class="button" download="mesh.yaml" href=address data-testid="download-yaml">{text.download_yaml}</a>
            </div>
            <h2>{text.text_title}</h2>
            <button type="button" title=text.format_help data-testid="format" on:click=format>{text.format}</button>
            <label class="check"><input type="checkbox" data-testid="show-defaults" prop:checked=defaults on:change=move |event| defaults.set(event_target_checked(&event)) />{text.show_defaults}</label>
        </div>
    }
    .into_any()
}
