//! Which scenario the page opens, and how it is kept.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use mesh_view::{LinkedScenario, SavedFiles, Scenario};

use super::arrival::{Arrival, arrive, opens_work};
use super::fragment::{self, Fragment};
use super::{editor, storage};
use crate::Page;
use crate::format::fill;
use crate::state::{Playground, Undo, ViewState};
use crate::text::Text;

/// Typing pauses this long before the configuration is pushed.
const PAUSE: Duration = Duration::from_millis(90);

/// And this long before the texts are kept: of long ones that takes a while.
const REST: Duration = Duration::from_millis(700);

/// Opens what the link's fragment holds, else the work that was left here, else leaves what the server rendered.
pub(super) fn open_at_start(playground: Playground, view: ViewState, text: &'static Text, page: &Page) {
    let written = fragment::written().filter(|_| !view.embed);
    let arrival = Arrival::written();
    // How many scenarios are opened before the query leads anywhere.
    let opened = RwSignal::new(None);
    let (lesson, step) = match page {
        Page::EmbedLesson { slug, step } => (Some(slug.clone()), step.clone()),
        _ => (arrival.lesson.clone().filter(|_| written.is_none() && !view.embed), arrival.step.clone()),
    };
    let opens_work = written.is_none() && lesson.is_none() && opens_work();
    let presents = arrival.presents;
    if !arrival.is_none() && !view.embed {
        arrive(playground, text, arrival, opened);
    }
    if written.is_some() || view.embed || lesson.is_some() || !open_work(playground) {
        playground.open_shown();
    }
    if let Some(slug) = lesson {
        crate::lesson::open(playground, view, text, slug, step, presents);
    }
    if view.embed {
        return;
    }
    spawn_local(async move {
        match fragment::read(playground, written, false).await {
            Fragment::Link(linked) => {
                open_linked(playground, text, linked, |scenario| playground.open(scenario));
                opened.set(Some(playground.pushed.get_untracked() + 1));
            }
            Fragment::Unopened(unopened) => fragment::say(view, unopened),
            Fragment::Unread => fragment::fail(),
            Fragment::Place => {
                fragment::cover(false);
                opened.set(Some(u32::from(opens_work)));
            }
        }
    });
    let changed = window_event_listener(leptos::ev::hashchange, move |_| {
        spawn_local(async move {
            match fragment::read(playground, fragment::written(), !fragment::is_covered()).await {
                Fragment::Link(linked) => {
                    view.unopened.set(None);
                    let open = |scenario| open_beside_work(playground, text, scenario, text.opened_link);
                    open_linked(playground, text, linked, open);
                }
                Fragment::Unopened(unopened) => fragment::say(view, unopened),
                Fragment::Unread | Fragment::Place => {}
            }
        });
    });
    on_cleanup(move || changed.remove());
}

/// Opens a link's scenario, and says so when this engine runs it otherwise than the one that made the link.
fn open_linked(playground: Playground, text: &'static Text, linked: LinkedScenario, open: impl FnOnce(Scenario)) {
    open(linked.scenario);
    if linked.runs_otherwise {
        playground.say(text.link_runs_otherwise, None);
    }
    fragment::cover(false);
}

/// Opens the work that was left at `/`; whether there was any.
fn open_work(playground: Playground) -> bool {
    if window().location().pathname().is_ok_and(|path| path == "/")
        && let Some(scenario) = storage::work()
        && !scenario.files.is_empty()
    {
        playground.open(scenario);
        playground.changed.set(true);
        return true;
    }
    false
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
pub(crate) fn open_saved(playground: Playground, text: &'static Text, saved: SavedFiles) {
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

/// What waits until somebody does not type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pending {
    push: Option<TimeoutHandle>,
    keep: Option<TimeoutHandle>,
}

/// Pushes the texts once typing pauses, and keeps them once it rests.
pub(crate) fn push_soon(playground: Playground, pending: StoredValue<Pending>) {
    let before = pending.get_value();
    before.push.into_iter().chain(before.keep).for_each(|handle| handle.clear());
    let push = set_timeout_with_handle(move || playground.push_typed(), PAUSE).ok();
    let keep = set_timeout_with_handle(move || keep(playground, pending), REST).ok();
    pending.set_value(Pending { push, keep });
}

fn keep(playground: Playground, pending: StoredValue<Pending>) {
    let kept = move || pending.update_value(|pending| pending.keep = None);
    if playground.changed.get_untracked() {
        storage::keep_work_in_steps(&playground.scenario(), kept);
    } else {
        kept();
    }
}

/// Keeps what was typed when the page goes before typing has rested.
pub(crate) fn keep_at_the_end(playground: Playground, pending: StoredValue<Pending>) {
    let gone = window_event_listener(leptos::ev::pagehide, move |_| {
        if pending.try_with_value(|pending| pending.keep.is_some()) == Some(true) {
            autosave(playground);
        }
    });
    on_cleanup(move || gone.remove());
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
        let title = playground.shown.with_untracked(|shown| shown.frame.title.get(text.tag).to_owned());
        storage::put_away(&title, &work);
        Undo::Open(work)
    });
    editor::forget();
    playground.open(scenario);
    storage::drop_work();
    let message = if undo.is_some() { text.opened_work_kept } else { text.opened };
    playground.say(fill(message, &[name]), undo);
}
