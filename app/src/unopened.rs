//! A link that cannot be opened: why, and what could be saved of it. What else there is to see is not the link's, so it is
//! covered until the reader has decided.

use leptos::{html, prelude::*};
use mesh_view::{SavedFiles, UnopenedLink as Link};

use crate::browser;
use crate::state::{playground, text, view_state};

/// A link that could not be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unopened {
    /// Why, and what could be read of it.
    pub(crate) link: Link,
    /// Whether something was open before, which is then seen behind.
    pub(crate) beside: bool,
}

/// Characters of the saved text that are shown; all of it is opened.
const SHOWN: usize = 64 * 1024;

#[component]
pub(crate) fn UnopenedLink() -> impl IntoView {
    let text = text();
    let view = view_state();
    let playground = playground();
    let dialog = NodeRef::<html::Dialog>::new();
    let leave = move |()| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    Effect::new(move |_| {
        let is_said = view.unopened.with(Option::is_some);
        let Some(dialog) = dialog.get() else { return };
        if is_said && !dialog.open() {
            dialog.show_modal().ok();
        } else if !is_said && dialog.open() {
            dialog.close();
        }
    });
    // By the button, or by Escape.
    let closed = move |_| {
        if let Some(unopened) = view.unopened.try_update(Option::take).flatten() {
            browser::go_on_without_link(playground, !unopened.beside);
        }
    };
    let content = move || {
        view.unopened.get().map(|unopened| {
            let saved = unopened.link.saved.clone();
            let open = move |()| {
                if let Some(saved) = saved.clone() {
                    view.unopened.set(None);
                    browser::open_saved(playground, text, saved);
                }
            };
            view! { <Content unopened open=Callback::new(open) leave=Callback::new(leave) /> }
        })
    };
    view! {
        <dialog class="unopened" node_ref=dialog aria-labelledby="unopened-title" aria-describedby="unopened-why" data-testid="unopened" on:close=closed>
            {content}
        </dialog>
    }
    .into_any()
}

#[component]
fn Content(unopened: Unopened, open: Callback<()>, leave: Callback<()>) -> impl IntoView {
    let text = text();
    let Unopened { link: Link { why, saved }, beside } = unopened;
    let is_saved = saved.is_some();
    let what = match &saved {
        None => text.unopened_nothing,
        Some(saved) if saved.complete => text.unopened_saved,
        Some(_) => text.unopened_saved_part,
    };
    let shown = saved.map(|saved| {
        let name = if let [only] = saved.files.as_slice() { crate::format::short(&only.name) } else { String::new() };
        let shown: String = joined(&saved).chars().take(SHOWN).collect();
        view! { <h3>{name}</h3><pre tabindex="0" aria-label=text.unopened_name data-testid="unopened-text">{shown}</pre> }
    });
    view! {
        <div class="inside">
            <h2 id="unopened-title">{text.unopened_title}</h2>
            <p id="unopened-why" data-testid="unopened-why">{why.to_string()}</p>
            <p>{what}</p>
            {shown}
            {beside.then(|| view! { <p>{text.unopened_behind}</p> })}
            <div class="choices">
                {is_saved.then(|| view! { <button type="button" data-testid="unopened-open" on:click=move |_| open.run(())>{text.unopened_open}</button> })}
                <button type="button" class="primary" data-testid="unopened-go-on" on:click=move |_| leave.run(())>
                    {if beside { text.unopened_go_on_beside } else { text.unopened_go_on }}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// All files in one text, several each behind a line with its name.
fn joined(saved: &SavedFiles) -> String {
    match saved.files.as_slice() {
        [only] => only.text.clone(),
        files => {
            files.iter().map(|file| format!("# file: {}\n{}\n", crate::format::short(&file.name), file.text)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::SourceFile;

    #[test]
    fn several_files_stand_behind_their_names() {
        let file = |name: &str, text: &str| SourceFile { name: name.into(), text: text.into() };
        let saved = |files: Vec<SourceFile>| SavedFiles { files, complete: false };
        assert_eq!(joined(&saved(vec![file("a.yaml", "a: 1")])), "a: 1");
        let two = saved(vec![file("a.yaml", "a: 1"), file("b.yaml", "b")]);
        assert_eq!(joined(&two), "# file: a.yaml\na: 1\n# file: b.yaml\nb\n");
    }
}
