//! The dialog that shares: a link, a frame for other pages, the graph as a picture and for other programs.

mod frame;
mod link;
mod picture;

use leptos::{html, prelude::*};

use crate::state::{playground, text, view_state};

/// What the parts of the dialog have in common.
#[derive(Clone, Copy)]
struct Shared {
    /// What a link holds: what stands behind its `#` or `/c/`; empty until the engine has told it.
    payload: RwSignal<String>,
    /// The path under which the server has stored the scenario as it is.
    stored: RwSignal<Option<String>>,
    /// Which button copied or saved last.
    done: RwSignal<&'static str>,
    /// What is said of it.
    said: RwSignal<String>,
}

impl Shared {
    /// The address of the scenario: that of the server where it is stored, else the one that holds it.
    fn address(self) -> String {
        let origin = window().location().origin().unwrap_or_default();
        let payload = self.payload.get();
        match self.stored.get() {
            Some(path) => format!("{origin}{path}"),
            None if payload.is_empty() => String::new(),
            None => format!("{origin}/#{payload}"),
        }
    }

    fn say(self, button: &'static str, said: impl Into<String>) {
        self.done.set(button);
        self.said.set(said.into());
    }
}

#[component]
pub(crate) fn ShareDialog() -> impl IntoView {
    let open = view_state().share;
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let is_open = open.get();
        let Some(dialog) = dialog.get() else { return };
        if is_open && !dialog.open() {
            dialog.show_modal().ok();
        } else if !is_open && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog class="share" node_ref=dialog aria-labelledby="share-title" data-testid="share-dialog" on:close=move |_| open.set(false)>
            <Show when=move || open.get()><Content /></Show>
        </dialog>
    }
    .into_any()
}

#[component]
fn Content() -> impl IntoView {
    let text = text();
    let open = view_state().share;
    let shared = Shared {
        payload: RwSignal::new(String::new()),
        stored: RwSignal::new(None),
        done: RwSignal::new(""),
        said: RwSignal::new(String::new()),
    };
    link::fill(playground(), shared);
    view! {
        <div class="inside" data-testid="share-sheet">
            <header>
                <h2 id="share-title">{text.share_title}</h2>
                <button type="button" class="square" aria-label=text.close title=text.close data-testid="share-close" on:click=move |_| open.set(false)>"×"</button>
            </header>
            <link::LinkPart shared />
            <frame::FramePart shared />
            <picture::PicturePart shared />
            <p class="said" role="status" data-testid="share-said">{move || shared.said.get()}</p>
        </div>
    }
    .into_any()
}

/// A button that copies, and says on itself that it has.
#[component]
fn CopyButton(
    shared: Shared,
    label: &'static str,
    testid: &'static str,
    /// What is to be copied: nothing where there is nothing yet.
    copied: Callback<()>,
    #[prop(into)] disabled: Signal<bool>,
) -> impl IntoView {
    let text = text();
    let is_done = move || shared.done.get() == testid;
    view! {
        <button type="button" class:done=is_done data-testid=testid disabled=move || disabled.get() on:click=move |_| copied.run(())>
            {move || if is_done() { text.of_share.share_copied } else { label }}
        </button>
    }
    .into_any()
}
