//! The help: what the page does, which versions it follows, keys, older meshes, what findings mean.

mod rules;

use leptos::{ev, html, prelude::*};

use crate::state::{HelpTopic, text, view_state};

#[component]
pub(crate) fn Help() -> impl IntoView {
    let text = text();
    let view = view_state();
    let dialog = NodeRef::<html::Dialog>::new();
    let topics = [
        (HelpTopic::About, "help-about", text.help_about),
        (HelpTopic::Keys, "help-keys", text.help_keys_title),
        (HelpTopic::Older, "help-older", text.help_older_title),
        (HelpTopic::Rules, "help-rules", text.help_rules_title),
    ];
    Effect::new(move |_| {
        let open = view.help.get().is_some();
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
    let key = move |event: ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => 1,
            "ArrowLeft" | "ArrowUp" => topics.len() - 1,
            _ => return,
        };
        event.prevent_default();
        let now = topics.iter().position(|(topic, ..)| Some(*topic) == view.help.get_untracked()).unwrap_or_default();
        if let Some((topic, id, _)) = topics.get((now + step) % topics.len()) {
            view.help.set(Some(*topic));
            crate::browser::focus(&format!("#{id}"));
        }
    };
    let content = move || match view.help.get() {
        None => ().into_any(),
        Some(HelpTopic::About) => view! { <About /> }.into_any(),
        Some(HelpTopic::Keys) => view! { <Keys /> }.into_any(),
        Some(HelpTopic::Older) => view! { <Older /> }.into_any(),
        Some(HelpTopic::Rules) => view! { <rules::Rules /> }.into_any(),
    };
    view! {
        <dialog node_ref=dialog aria-labelledby="help-title" data-testid="help-dialog" on:close=move |_| view.help.set(None)>
            <div class="inside">
                <header>
                    <h2 id="help-title">{text.help}</h2>
                    <button type="button" class="square" aria-label=text.close data-testid="help-close" on:click=close>"×"</button>
                </header>
                <div class="topics" role="tablist" aria-labelledby="help-title" on:keydown=key>
                    {topics.map(|(topic, id, words)| {
                        let is_open = move || view.help.get() == Some(topic);
                        view! {
                            <button type="button" role="tab" id=id aria-controls="help-panel" data-testid=id aria-selected=move || is_open().to_string()
                                tabindex=move || if is_open() { "0" } else { "-1" } on:click=move |_| view.help.set(Some(topic))>{words}</button>
                        }
                    }).collect_view()}
                </div>
                <div class="topic" role="tabpanel" id="help-panel" tabindex="0" aria-labelledby="help-title">{content}</div>
            </div>
        </dialog>
    }
    .into_any()
}

#[component]
fn About() -> impl IntoView {
    let text = text();
    view! {
        <p>{text.help_what}</p>
        <h3>{text.versions}</h3>
        <p>{text.help_versions}</p>
        <h3>{text.help_limits_title}</h3>
        <p>{text.help_limits}</p>
        <h3>{text.help_missing_title}</h3>
        <p>{text.help_missing}</p>
    }
    .into_any()
}

#[component]
fn Keys() -> impl IntoView {
    let text = text();
    let list = |keys: &'static [(&'static str, &'static str)]| {
        let row = |(key, words): &(&'static str, &'static str)| view! { <dt><kbd>{*key}</kbd></dt><dd>{*words}</dd> };
        view! { <dl class="keys">{keys.iter().map(row).collect_view()}</dl> }.into_any()
    };
    view! {
        {list(text.help_keys)}
        <h3>{text.help_keys_editor_title}</h3>
        {list(text.help_keys_editor)}
    }
    .into_any()
}

#[component]
fn Older() -> impl IntoView {
    let text = text();
    let row = |[what, then, now]: &[&'static str; 3]| {
        view! { <tr><th scope="row">{*what}</th><td>{*then}</td><td>{*now}</td></tr> }
    };
    view! {
        <p>{text.help_older_intro}</p>
        <table class="compare">
            <thead><tr><th scope="col">{text.help_older_what}</th><th scope="col">{text.help_older_then}</th><th scope="col">{text.help_older_now}</th></tr></thead>
            <tbody>{text.help_older.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
