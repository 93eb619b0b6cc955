//! Which scenario the page opens, and how it is kept.

use std::time::Duration;

use leptos::prelude::*;
use mesh_scenario::{Scenario, link};

use super::{editor, storage};
use crate::format::fill;
use crate::state::{Playground, Undo, ViewState};
use crate::text::Text;

/// Typing pauses this long before the configuration is pushed.
const PAUSE: Duration = Duration::from_millis(90);

/// Opens what the link's fragment holds, else the work that was left here, else leaves what the server rendered.
pub(super) fn open_at_start(playground: Playground, view: ViewState, text: &'static Text) {
    if view.embed {
        return;
    }
    let location = window().location();
    let fragment = location.hash().unwrap_or_default();
    if let Some(payload) = fragment.strip_prefix('#').filter(|payload| payload.starts_with("1.")) {
        match link::decode(payload) {
            Ok(envelope) => {
                playground.open(envelope.scenario);
                say_if_other_run(playground, text, &envelope.digest);
            }
            Err(error) => playground.say(error.to_string(), None),
        }
    } else if location.pathname().is_ok_and(|path| path == "/")
        && let Some(scenario) = storage::work()
        && !scenario.files.is_empty()
    {
        playground.open(scenario);
        playground.changed.set(true);
    }
    let changed = window_event_listener(leptos::ev::hashchange, move |_| {
        let fragment = window().location().hash().unwrap_or_default();
        let payload = fragment.strip_prefix('#').filter(|payload| payload.starts_with("1."));
        match payload.map(link::decode) {
            Some(Ok(envelope)) => {
                open_beside_work(playground, text, envelope.scenario, text.opened_link);
                say_if_other_run(playground, text, &envelope.digest);
            }
            Some(Err(error)) => playground.say(error.to_string(), None),
            None => {}
        }
    });
    on_cleanup(move || changed.remove());
}

/// Says so when this engine runs a link's scenario otherwise than the one that made the link.
fn say_if_other_run(playground: Playground, text: &'static Text, digest: &str) {
    if !digest.is_empty() && playground.view_digest() != digest {
        playground.say(text.link_runs_otherwise, None);
    }
}

/// Pushes the texts once typing pauses, and keeps them.
pub(crate) fn push_soon(playground: Playground, pending: StoredValue<Option<TimeoutHandle>>) {
    if let Some(pending) = pending.get_value() {
        pending.clear();
    }
    let handle = set_timeout_with_handle(
        move || {
            playground.push();
            autosave(playground);
        },
        PAUSE,
    );
    pending.set_value(handle.ok());
}

/// Keeps the work where a reload finds it.
pub(crate) fn autosave(playground: Playground) {
    if playground.changed.get_untracked() {
        storage::keep_work(&playground.scenario());
    }
}

/// Opens a scenario; work that it replaces is put away and can be taken back.
pub(crate) fn open_beside_work(playground: Playground, text: &'static Text, scenario: Scenario, name: &str) {
    let undo = playground.changed.get_untracked().then(|| {
        let work = playground.scenario();
        let title = playground.shown.with_untracked(|shown| shown.frame.title.en.clone());
        storage::put_away(&title, &work);
        Undo::Open(work)
    });
    editor::forget();
    playground.open(scenario);
    storage::drop_work();
    let message = if undo.is_some() { text.opened_work_kept } else { text.opened };
    playground.say(fill(message, &[name]), undo);
}
