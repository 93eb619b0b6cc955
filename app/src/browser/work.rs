//! Which scenario the page opens, and how it is kept.

use std::time::Duration;

use leptos::prelude::*;
use mesh_scenario::Scenario;
use mesh_scenario::link::Recovered;

use super::fragment::{self, Fragment};
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
    match fragment::read(false) {
        Fragment::Link(envelope) => {
            playground.open(envelope.scenario);
            say_if_other_run(playground, text, &envelope.digest);
            fragment::cover(false);
        }
        Fragment::Unopened(unopened) => fragment::say(view, unopened),
        Fragment::Place => {
            open_work(playground);
            fragment::cover(false);
        }
    }
    let changed =
        window_event_listener(leptos::ev::hashchange, move |_| match fragment::read(!fragment::is_covered()) {
            Fragment::Link(envelope) => {
                view.unopened.set(None);
                fragment::cover(false);
                open_beside_work(playground, text, envelope.scenario, text.opened_link);
                say_if_other_run(playground, text, &envelope.digest);
            }
            Fragment::Unopened(unopened) => fragment::say(view, unopened),
            Fragment::Place => {}
        });
    on_cleanup(move || changed.remove());
}

/// Opens the work that was left at `/`.
fn open_work(playground: Playground) {
    if window().location().pathname().is_ok_and(|path| path == "/")
        && let Some(scenario) = storage::work()
        && !scenario.files.is_empty()
    {
        playground.open(scenario);
        playground.changed.set(true);
    }
}

/// Goes on after a link that could not be opened: with what was open, or as if the address had no fragment.
pub(crate) fn go_on_without_link(playground: Playground, is_start: bool) {
    fragment::forget();
    if is_start {
        open_work(playground);
    }
    fragment::cover(false);
}

/// Opens what could be saved of a link, as somebody's own work.
pub(crate) fn open_saved(playground: Playground, text: &'static Text, saved: Recovered) {
    fragment::forget();
    // Work that was left here was not opened, since the address held a link: it must not be lost for that.
    if let Some(work) = storage::work().filter(|_| !playground.changed.get_untracked()) {
        storage::put_away("", &work);
    }
    open_beside_work(playground, text, Scenario::new(saved.files), text.unopened_name);
    playground.changed.set(true);
    autosave(playground);
    fragment::cover(false);
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
