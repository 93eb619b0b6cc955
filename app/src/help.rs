//! What the page does, which versions it follows, which keys it knows.

use leptos::{html, prelude::*};

use crate::state::{text, view_state};

#[component]
pub(crate) fn Help() -> impl IntoView {
    let text = text();
    let view = view_state();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let open = view.help.get();
        if let Some(dialog) = dialog.get()
            && open
            && !dialog.open()
        {
            dialog.show_modal().ok();
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog node_ref=dialog aria-labelledby="help-title" data-testid="help-dialog" on:close=move |_| view.help.set(false)>
            <div class="inside">
                <header>
                    <h2 id="help-title">{text.help_title}</h2>
                    <button type="button" class="square" aria-label=text.close data-testid="help-close" on:click=close>"×"</button>
                </header>
                <p>{text.help_what}</p>
                <h3>{text.versions}</h3>
                <p>{text.help_versions}</p>
                <h3>{text.help_older_title}</h3>
                <ul class="points">{text.help_older.iter().map(|point| view! { <li>{*point}</li> }).collect_view()}</ul>
                <h3>{text.help_missing_title}</h3>
                <p>{text.help_missing}</p>
                <h3>{text.help_keys_title}</h3>
                <dl class="keys">
                    {text.help_keys.iter().map(|(key, words)| view! { <dt><kbd>{*key}</kbd></dt><dd>{*words}</dd> }).collect_view()}
                </dl>
            </div>
        </dialog>
    }
    .into_any()
}
