//! The link, and the address of the server.

use leptos::{html, prelude::*, task::spawn_local};

use super::{CopyButton, Shared};
use crate::browser::share;
use crate::format::fill as filled;
use crate::state::{Playground, playground, text};
use crate::text::Text;

/// Chats and mail programs take links of so many characters whole.
pub(super) const SHORT: usize = 1_900;

/// Browsers and most programs take links of so many.
const LONG: usize = 7_000;

/// No link is read that is longer (`mesh_scenario::link::MAX_LINK`).
const LONGEST: usize = 64 * 1024;

/// Has the engine write the link.
pub(super) fn fill(playground: Playground, shared: Shared) {
    spawn_local(async move {
        let link = share::link(playground).await.unwrap_or_default();
        shared.payload.set(link.split_once('#').map(|(_, payload)| payload.to_owned()).unwrap_or_default());
    });
}

/// Whether a link of so many characters arrives, and what to do where it does not.
fn verdict(length: usize, text: &Text) -> String {
    if length == 0 {
        return String::new();
    }
    let words = if length <= SHORT {
        text.of_share.share_short
    } else if length <= LONG {
        text.of_share.share_long
    } else if length <= LONGEST {
        text.of_share.share_longer
    } else {
        text.of_share.share_longest
    };
    filled(words, &[&length.to_string()])
}

#[component]
pub(super) fn LinkPart(shared: Shared) -> impl IntoView {
    let text = text();
    let playground = playground();
    let saving = RwSignal::new(false);
    let field = NodeRef::<html::Input>::new();
    let length = Memo::new(move |_| shared.address().len());
    let copy = move |()| {
        let address = shared.address();
        spawn_local(async move {
            if share::copy(&address).await {
                shared.say("copy-link", text.link_copied);
            } else {
                shared.say("", text.copy_by_hand);
                if let Some(field) = field.get_untracked() {
                    field.select();
                }
            }
        });
    };
    let save = move |_| {
        saving.set(true);
        spawn_local(async move {
            match share::save(playground, text).await {
                Ok(url) => {
                    let origin = window().location().origin().unwrap_or_default();
                    let is_copied = share::copy(&url).await;
                    shared.stored.set(Some(url.strip_prefix(&origin).unwrap_or(&url).to_owned()));
                    shared.say(
                        if is_copied { "copy-link" } else { "" },
                        if is_copied { text.saved_copied } else { text.saved },
                    );
                }
                Err(message) => shared.say("", message),
            }
            saving.set(false);
        });
    };
    view! {
        <section>
            <h3>{text.link}</h3>
            <p>{text.share_help}</p>
            <div class="row">
                <input type="text" readonly=true node_ref=field aria-label=text.link aria-describedby="share-verdict" data-testid="share-link" prop:value=move || shared.address() />
                <CopyButton shared label=text.copy_link testid="copy-link" copied=Callback::new(copy) disabled=Signal::derive(move || !(1..=LONGEST).contains(&length.get())) />
            </div>
            <p id="share-verdict" class="muted" data-testid="share-verdict">{move || verdict(length.get(), text)}</p>
            <div class="row">
                <p>{text.save_help}</p>
                <button type="button" data-testid="save" disabled=move || saving.get() on:click=save>{text.save}</button>
            </div>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_says_whether_it_arrives() {
        let text = crate::text::texts_in(crate::Language::En);
        let said = |length| verdict(length, text);
        assert_eq!(said(0), "");
        assert!(said(1_900).contains("1900") && said(1_900) != said(1_901));
        assert!(said(7_001).contains("Save"), "{}", said(7_001));
        assert!(said(65_537).contains("cannot be opened"), "{}", said(65_537));
    }
}
