//! Predictions: asked before the run shows what happens, locked once answered, then held against what happened.

use leptos::{ev, prelude::*};
use mesh_view::{Choice, LessonStep, PredictedAnswer, Prediction};

use super::blocks::{blocks, line, seen};
use super::figures::{number, predicted, short};
use super::player::Player;
use crate::format::fill;
use crate::state::text;

/// A question of the open step.
pub(super) fn question(player: Player, step: &LessonStep, prediction: &Prediction) -> AnyView {
    let words = &text().of_lesson;
    let answer = {
        let (step, prediction) = (step.clone(), prediction.clone());
        Memo::new(move |_| player.progress.with(|progress| progress.answer(&step, &prediction).map(str::to_owned)))
    };
    let is_open = move || answer.with(Option::is_none);
    let id = format!("predict-{}", prediction.id);
    let heading = id.clone();
    let (title, told) = (words.predict, words.predicted);
    let body = match &prediction.answer {
        PredictedAnswer::Choice { choices, right } => choice(player, step, prediction, choices, *right, answer),
        PredictedAnswer::Number { check, figure, within, unit } => {
            let happened = Happened { check: check.clone(), figure: *figure, within: *within, unit: unit.clone() };
            by_number(player, step, prediction, happened, answer)
        }
        PredictedAnswer::Node { app, version } => node(player, app, version, answer),
    };
    let skip = {
        let (step, prediction) = (step.clone(), prediction.clone());
        move |_| player.change_progress(|progress, _| progress.keep_answer(&step, &prediction, String::new()))
    };
    let (skip_words, skipped) = (words.skip_question, words.skipped);
    view! {
        <section class="quiz" aria-labelledby=heading data-testid=format!("predict {}", prediction.id)>
            <h3 id=id>{move || if is_open() { title } else { told }}</h3>
            {blocks(player, &prediction.text)}
            {body}
            <Show when=is_open><button type="button" class="plain link" data-testid="predict-skip" on:click=skip.clone()>{skip_words}</button></Show>
            <Show when=move || answer.with(|answer| answer.as_deref() == Some(""))><p class="muted">{skipped}</p></Show>
        </section>
    }
    .into_any()
}

/// One of several: a button each, by number keys, too.
fn choice(
    player: Player,
    step: &LessonStep,
    prediction: &Prediction,
    choices: &[Choice],
    right: u32,
    answer: Memo<Option<String>>,
) -> AnyView {
    let text = text();
    let is_told = Memo::new(move |_| answer.with(Option::is_some) && player.is_done());
    let chosen = move |at: usize| answer.with(|answer| answer.as_deref() == Some(at.to_string().as_str()));
    let row = |(at, choice): (usize, &Choice)| {
        let is_right = at == right as usize;
        let class = move || match (chosen(at), is_told.get() && is_right) {
            (_, true) => "choice right",
            (true, _) => "choice mine",
            _ => "choice",
        };
        let sign = move || match (chosen(at), is_told.get() && is_right) {
            (true, true) => format!("{} · {}", text.of_lesson.happened, text.of_lesson.your_answer),
            (false, true) => text.of_lesson.happened.to_owned(),
            (true, false) => text.of_lesson.your_answer.to_owned(),
            _ => String::new(),
        };
        let (step, prediction) = (step.clone(), prediction.clone());
        let choose = move |_| {
            player.change_progress(|progress, _| progress.keep_answer(&step, &prediction, at.to_string()));
        };
        let reply = choice.reply.clone();
        let has_reply = move || is_told.get() && (chosen(at) || is_right) && !reply.is_empty();
        let reply = choice.reply.clone();
        view! {
            <li class=class>
                <button type="button" class="plain" aria-pressed=move || chosen(at).to_string() disabled=move || answer.with(Option::is_some)
                    data-testid="choice" data-choice=(at + 1).to_string() on:click=choose>
                    <i aria-hidden="true">{(at + 1).to_string()}</i><span>{line(player, &choice.text)}</span><em>{sign}</em>
                </button>
                <Show when=has_reply><p class="reply" data-testid="reply">{line(player, &reply)}</p></Show>
            </li>
        }
    };
    view! { <ul class="choices">{choices.iter().enumerate().map(row).collect_view()}</ul> }.into_any()
}

/// What a check must have seen for an answer to be right.
#[derive(Clone)]
struct Happened {
    check: String,
    figure: u32,
    within: f64,
    unit: String,
}

fn by_number(
    player: Player,
    step: &LessonStep,
    prediction: &Prediction,
    happened: Happened,
    answer: Memo<Option<String>>,
) -> AnyView {
    let text = text();
    let typed = RwSignal::new(String::new());
    let is_wrong = RwSignal::new(false);
    let unit = happened.unit.clone();
    let take = {
        let (step, prediction, unit) = (step.clone(), prediction.clone(), unit.clone());
        move || match predicted(&typed.get_untracked(), &unit) {
            Some(number) => {
                let answer = format!("{number:.3}");
                player.change_progress(|progress, _| progress.keep_answer(&step, &prediction, answer));
            }
            None => is_wrong.set(true),
        }
    };
    let key = {
        let take = take.clone();
        move |event: ev::KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                take();
            }
        }
    };
    let label = if unit.is_empty() {
        text.of_lesson.number_field.to_owned()
    } else {
        format!("{} ({unit})", text.of_lesson.number_field)
    };
    let form = move || {
        let (key, take) = (key.clone(), take.clone());
        view! {
            <div class="number">
                <input type="text" inputmode="decimal" autocomplete="off" aria-label=label.clone() placeholder=label.clone() data-testid="predict-number"
                    aria-invalid=move || is_wrong.get().to_string() prop:value=typed
                    on:input=move |event| { is_wrong.set(false); typed.set(event_target_value(&event)); } on:keydown=key />
                <button type="button" class="primary" data-testid="predict-answer" on:click=move |_| take()>{text.of_lesson.answer}</button>
            </div>
            <Show when=move || is_wrong.get()><p class="bad" role="alert">{text.of_lesson.no_number}</p></Show>
        }
        .into_any()
    };
    let told = move || {
        let said = answer.get().as_deref().and_then(number)?;
        let with_unit = |number: f64| if unit.is_empty() { short(number) } else { format!("{} {unit}", short(number)) };
        let Happened { check, figure, within, .. } = &happened;
        let is_known = player.is_done();
        let read = seen(player, check, *figure).filter(|_| is_known);
        let was = player
            .progress
            .with(|progress| progress.seen.get(check)?.get(*figure as usize)?.1.as_deref().and_then(number));
        Some(match read.zip(was) {
            None => view! { <p class="verdict mine" data-testid="verdict">{fill(text.of_lesson.picked, &[&with_unit(said)])}</p> }.into_any(),
            Some((read, was)) => {
                let is_right = (said - was).abs() <= *within;
                let words = if is_right { text.of_lesson.was_right } else { text.of_lesson.was_wrong };
                let class = if is_right { "verdict right" } else { "verdict mine" };
                view! { <p class=class data-testid="verdict">{fill(words, &[&with_unit(said), &read])}</p> }.into_any()
            }
        })
    };
    view! { <Show when=move || answer.with(Option::is_none)>{form.clone()}</Show>{told} }.into_any()
}

/// A node that is clicked: `playing` takes the click.
fn node(player: Player, app: &str, version: &str, answer: Memo<Option<String>>) -> AnyView {
    let text = text();
    let wanted = named(app, version);
    let told = move || {
        let said = answer.get().filter(|said| !said.is_empty())?;
        let is_right = said == wanted || said.split(' ').next() == Some(wanted.as_str());
        let words = match (player.is_done(), is_right) {
            (false, _) => fill(text.of_lesson.picked, &[&said]),
            (true, true) => fill(text.of_lesson.was_right, &[&said, &wanted]),
            (true, false) => fill(text.of_lesson.was_wrong, &[&said, &wanted]),
        };
        let class = if player.is_done() && is_right { "verdict right" } else { "verdict mine" };
        Some(view! { <p class=class data-testid="verdict">{words}</p> })
    };
    let ask = move || if player.pick_wrong.get() { text.of_lesson.pick_version } else { text.of_lesson.pick };
    // Nothing that is asked for can be clicked before the step's graph is there.
    let can_be_picked = move || answer.with(Option::is_none) && player.arrives.get().is_none();
    view! {
        <Show when=can_be_picked><p class="pick" role="status" data-testid="pick">{ask}</p></Show>
        {told}
    }
    .into_any()
}

/// What a node is called in an answer.
pub(super) fn named(app: &str, version: &str) -> String {
    if version.is_empty() { app.to_owned() } else { format!("{app} {version}") }
}

/// The first question of the open step that is not answered yet.
fn unanswered(player: Player) -> Option<(LessonStep, Prediction)> {
    let step = player.step();
    let is_open =
        |prediction: &&Prediction| player.progress.with(|progress| progress.answer(&step, prediction).is_none());
    let prediction = step.predictions.iter().find(is_open)?.clone();
    Some((step, prediction))
}

/// Takes a node that was clicked as the answer to the question that waits for one; whether it was taken.
pub(super) fn pick(player: Player, app: &str, version: &str) -> bool {
    let Some((step, prediction)) = untrack(|| unanswered(player)) else { return false };
    let PredictedAnswer::Node { version: wanted, .. } = &prediction.answer else { return false };
    if app.is_empty() || (version.is_empty() && !wanted.is_empty()) {
        player.pick_wrong.set(true);
    } else {
        let version = if wanted.is_empty() { "" } else { version };
        player.change_progress(|progress, _| progress.keep_answer(&step, &prediction, named(app, version)));
        player.pick_wrong.set(false);
    }
    true
}

/// Whether a question waits for a click on a node; followed.
pub(super) fn picks(player: Player) -> bool {
    unanswered(player).is_some_and(|(_, prediction)| matches!(prediction.answer, PredictedAnswer::Node { .. }))
}

/// Answers the question that waits with one of its choices, counted from 1; whether it has such a one.
pub(super) fn choose(player: Player, number: usize) -> bool {
    let Some((step, prediction)) = untrack(|| unanswered(player)) else { return false };
    let PredictedAnswer::Choice { choices, .. } = &prediction.answer else { return false };
    let is_there = (1..=choices.len()).contains(&number);
    if is_there {
        player.change_progress(|progress, _| progress.keep_answer(&step, &prediction, (number - 1).to_string()));
    }
    is_there
}
