//! What only a browser has: the way in, storage, links, the frame loop, the editor. Reached from effects and event
//! handlers only, which the server does not run.

mod arrival;
mod bring;
pub(crate) mod editor;
pub(crate) mod engine;
mod fragment;
mod frame_loop;
pub(crate) mod glue;
mod keys;
mod language;
#[cfg(feature = "csr")]
mod rest;
pub(crate) mod share;
pub(crate) mod storage;
mod work;

use leptos::prelude::*;

use crate::Page;

pub(crate) use bring::bring;
pub(crate) use keys::{focus, next_tab};
pub(crate) use language::speak_to_me;
pub(crate) use work::{
    Pending, autosave, go_on_without_link, keep_at_the_end, open_beside_work, open_saved, push_soon,
};

/// Starts everything that moves, once the page was taken over.
pub(crate) fn start(page: Page) {
    let playground = crate::state::playground();
    let view = crate::state::view_state();
    let text = crate::state::text();
    Effect::new(move |started: Option<()>| {
        if started.is_some() {
            return;
        }
        // Once: what is read here must not start everything anew when it changes.
        untrack(|| {
            view.whole.set(true);
            // Nothing is kept of what was done in a frame of another page.
            #[cfg(feature = "csr")]
            if !view.embed {
                rest::remember(playground);
            }
            playground.start_engine();
            work::open_at_start(playground, view, text, &page);
            frame_loop::start(playground, view);
            keys::listen(playground, view);
            if let Some(root) = document().document_element() {
                root.set_attribute("data-ready", "").ok();
            }
        });
    });
}

/// The element that the server-rendered page stands in.
pub(crate) const ROOT: &str = "page";
