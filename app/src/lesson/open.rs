//! Opens lessons and steps: fetched from the server, with the work that was open put away.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use mesh_view::{Lesson, LessonCard, Scenario};

use super::player::Player;
use super::progress;
use crate::browser::{editor, focus, open_beside_work, share, storage};
use crate::state::{Phone, Playground, ViewState};
use crate::text::Text;

/// The lessons that there are; nothing where the server cannot be reached.
pub(super) async fn cards(text: &Text) -> Option<Vec<LessonCard>> {
    serde_json::from_str(&share::get(&format!("/api/v1/lessons?lang={}", text.tag)).await?).ok()
}

async fn lesson(text: &Text, slug: &str) -> Option<Lesson> {
    let address = format!("/api/v1/lessons/{}?lang={}", encoded(slug), text.tag);
    serde_json::from_str(&share::get(&address).await?).ok()
}

/// What a step begins with.
async fn scenario(slug: &str, step: &str) -> Option<Scenario> {
    let address = format!("/api/v1/lessons/{}/{}", encoded(slug), encoded(step));
    serde_json::from_str(&share::get(&address).await?).ok()
}

fn encoded(part: &str) -> String {
    js_sys::encode_uri_component(part).into()
}

/// Opens a lesson at a step, or where the reader was in it.
pub(crate) fn open(
    playground: Playground,
    view: ViewState,
    text: &'static Text,
    slug: String,
    step: Option<String>,
    presents: bool,
) {
    spawn_local(async move {
        let Some(lesson) = lesson(text, &slug).await.filter(|lesson| !lesson.steps.is_empty()) else {
            return playground.say(text.of_lesson.unreachable, None);
        };
        let progress = progress::of(&slug);
        let asked = step.and_then(|step| lesson.steps.iter().position(|known| known.id == step));
        let at = asked.unwrap_or_else(|| progress.place(&lesson));
        // What a frame's step begins with came with its document.
        let is_shown = view.embed && at == asked.unwrap_or_default();
        let begins = if is_shown {
            None
        } else {
            let step = lesson.steps.get(at).map(|step| step.id.clone()).unwrap_or_default();
            let Some(scenario) = scenario(&slug, &step).await else {
                return playground.say(text.of_lesson.unreachable, None);
            };
            Some(scenario)
        };
        let player = view.lesson.get_untracked();
        let player = player.unwrap_or_else(|| lasting(|| Player::new(playground, view, text)));
        player.lesson.set(Arc::new(lesson));
        player.progress.set(progress);
        player.presents.set(presents);
        match begins {
            Some(scenario) => begin(player, at, scenario, true),
            None => {
                player.opened.set_value(playground.opened.get_untracked());
                player.enter(at, playground.pushed.get_untracked());
            }
        }
        view.lesson.set(Some(player));
        show(view, true);
        request_animation_frame(|| {
            focus("[data-testid=step-title]");
        });
    });
}

/// Makes signals that last as long as the page does, whoever asked for them.
fn lasting<T>(make: impl FnOnce() -> T) -> T {
    let owner = Owner::new();
    let made = owner.with(make);
    std::mem::forget(owner);
    made
}

/// Shows the lesson beside the graph, or puts it away.
pub(super) fn show(view: ViewState, is_shown: bool) {
    view.gallery.set(false);
    view.teaches.set(is_shown);
    view.intro.set(false);
    view.phone.set(if is_shown { Phone::Lesson } else { Phone::Graph });
}

/// Opens a step as the lesson has it: what was done in the steps before it is there.
pub(super) fn jump(player: Player, at: usize) {
    let slug = untrack(|| player.slug());
    let step = player.lesson.with_untracked(|lesson| lesson.steps.get(at).map(|step| step.id.clone()));
    spawn_local(async move {
        match scenario(&slug, &step.unwrap_or_default()).await {
            Some(scenario) => begin(player, at, scenario, false),
            None => player.playground.say(player.text.of_lesson.unreachable, None),
        }
    });
}

/// The same of a step's id; nothing where there is no such step.
pub(super) fn jump_to(player: Player, step: &str) {
    if let Some(at) = player.lesson.with_untracked(|lesson| lesson.steps.iter().position(|known| known.id == step)) {
        jump(player, at);
    }
}

/// Opens a step's scenario. Work of the reader's own is put away.
fn begin(player: Player, at: usize, scenario: Scenario, is_first: bool) {
    let Player { playground, text, .. } = player;
    let is_own = is_first || player.has_acted.get_untracked();
    let arrives = playground.pushed.get_untracked() + 1;
    if player.view.embed {
        // The reader's own work is the playground's: a frame of another page leaves it alone.
        playground.open(scenario);
    } else if is_own && playground.changed.get_untracked() {
        let title = player.lesson.with_untracked(|lesson| lesson.card.title.clone());
        open_beside_work(playground, text, scenario, &title);
    } else {
        // Work that was left here and not opened, since the address named a lesson, must not be lost for that.
        if let Some(work) = storage::work().filter(|_| is_first) {
            storage::put_away("", &work);
        }
        editor::forget();
        playground.open(scenario);
        storage::drop_work();
    }
    player.opened.set_value(playground.opened.get_untracked());
    player.enter(at, arrives);
    name_in_address(player);
}

/// Goes on to a step in the run as it is.
pub(super) fn go_on(player: Player, at: usize) {
    player.enter(at, player.playground.pushed.get_untracked());
    name_in_address(player);
}

/// Ends the lesson: what it has opened stays.
pub(super) fn leave(view: ViewState) {
    show(view, false);
    view.lesson.set(None);
    forget_address();
}

/// Has a reload, and whoever is given the address, come back to this step.
fn name_in_address(player: Player) {
    if !player.view.embed {
        replace_address(&untrack(|| address(player)));
    }
}

/// The address of the open step, on this server.
pub(crate) fn address(player: Player) -> String {
    let (slug, step) = slug_and_step(player);
    let mut parts = vec![format!("lesson={slug}"), format!("step={step}")];
    parts.extend(kept_of_address());
    if player.presents.get() {
        parts.push("present=1".to_owned());
    }
    format!("/?{}", parts.join("&"))
}

/// The path of a frame with the open step.
pub(crate) fn framed_path(player: Player) -> String {
    let (slug, step) = slug_and_step(player);
    format!("/embed/lesson/{slug}/{step}")
}

fn slug_and_step(player: Player) -> (String, String) {
    let step = player.with_step(|step| step.id.clone()).unwrap_or_default();
    (encoded(&player.slug()), encoded(&step))
}

/// Takes the lesson out of the address.
fn forget_address() {
    let kept = kept_of_address();
    replace_address(&if kept.is_empty() { "/".to_owned() } else { format!("/?{}", kept.join("&")) });
}

/// What of the address is neither a lesson's nor a moment's.
fn kept_of_address() -> Vec<String> {
    let query = window().location().search().unwrap_or_default();
    let pairs = query.strip_prefix('?').unwrap_or_default().split('&').map(str::to_owned);
    pairs.filter(|pair| pair.starts_with("lang=")).collect()
}

fn replace_address(address: &str) {
    if let Ok(history) = window().history() {
        history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address)).ok();
    }
}
