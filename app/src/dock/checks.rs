//! The tab Checks: what must hold, and whether it does.

use leptos::{prelude::*, task::spawn_local};
use mesh_view::{Ask, CheckStanding, CheckState, Checks as Told, ExpectationState, Span, Tell, say};

use crate::browser::editor;
use crate::state::{Playground, playground};

#[component]
pub(super) fn Checks() -> impl IntoView {
    let playground = playground();
    let told = RwSignal::new(None::<Told>);
    let is_asking = StoredValue::new(false);
    // What was done to the run may change what holds, and so may each second of it.
    let second = Memo::new(move |_| playground.shown.with(|shown| shown.frame.time as u64));
    Effect::new(move |known: Option<()>| {
        second.get();
        playground.pushed.get();
        ask(playground, told, is_asking, known.is_none());
    });
    let is_known = move || told.with(Option::is_some);
    let has_none = move || told.with(|told| told.as_ref().is_some_and(|told| told.checks.is_empty()));
    let unasked = move || told.with(|told| told.as_ref().is_some_and(|told| told.unasked));
    let checks =
        Memo::new(move |_| told.with(|told| told.as_ref().map(|told| told.checks.clone()).unwrap_or_default()));
    let summary = move || checks.with(|checks| summary(checks));
    view! {
        <div class="checks">
            <Show when=move || !is_known()><p class="empty">{say!("page-checks-asked").to_string()}</p></Show>
            <Show when=has_none><p class="empty" data-testid="no-checks">{say!("page-checks-none").to_string()}</p></Show>
            <div class="head">
                <span class="summary" role="status" data-testid="checks-summary">{summary}</span>
                <Show when=unasked>
                    <button type="button" data-testid="run-checks" on:click=move |_| ask(playground, told, is_asking, true)>
                        {say!("page-checks-run").to_string()}
                    </button>
                </Show>
            </div>
            <ul>{move || checks.get().into_iter().map(|check| row(playground, check)).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// Asks how the checks stand, with `asked` also for those that send, one after another; a question that is under way is enough.
fn ask(playground: Playground, told: RwSignal<Option<Told>>, is_asking: StoredValue<bool>, asked: bool) {
    if is_asking.try_get_value() != Some(false) {
        return;
    }
    is_asking.try_set_value(true);
    spawn_local(async move {
        while let Some(Tell::Checks(checks)) = playground.ask(Ask::Checks(asked)).await {
            let more = checks.more;
            // The tab may have been closed meanwhile.
            let is_closed = told.try_set(Some(checks)).is_some();
            if is_closed || !more {
                break;
            }
        }
        is_asking.try_set_value(false);
    });
}

fn summary(checks: &[CheckState]) -> String {
    let count = |standing: CheckStanding| checks.iter().filter(|check| check.standing == standing).count();
    let (holding, failing) = (count(CheckStanding::Holds), count(CheckStanding::Fails));
    let waiting = count(CheckStanding::Waiting);
    if checks.is_empty() { String::new() } else { say!("page-checks-summary", holding, failing, waiting).to_string() }
}

/// The sign of a verdict, its tone and what it says.
fn sign(standing: CheckStanding) -> (&'static str, &'static str, String) {
    match standing {
        CheckStanding::Holds => ("✓", "sign good", say!("page-check-holds").to_string()),
        CheckStanding::Fails => ("✗", "sign bad", say!("page-check-fails").to_string()),
        CheckStanding::Waiting => ("…", "sign", say!("page-check-waits").to_string()),
    }
}

fn row(playground: Playground, check: CheckState) -> impl IntoView {
    let (mark, tone, words) = sign(check.standing);
    let seconds = (check.since * 10.0).round() / 10.0;
    let since = match (check.standing, check.is_over) {
        (CheckStanding::Waiting, _) => String::new(),
        (_, true) => say!("page-check-since", seconds).to_string(),
        (_, false) => say!("page-check-so-far", seconds).to_string(),
    };
    let go = go_to(playground, check.span);
    let expectations = check.expectations.into_iter().map(|it| expectation(playground, it)).collect_view();
    view! {
        <li data-testid="check">
            <button type="button" class="plain" data-testid="check-name" on:click=go>
                <span class=tone role="img" aria-label=words.clone() title=words>{mark}</span>
                <b>{check.name}</b>{format!("  {since}")}
            </button>
            <ul>{expectations}</ul>
        </li>
    }
}

fn expectation(playground: Playground, it: ExpectationState) -> impl IntoView {
    let (mark, tone, words) = sign(it.standing);
    let (expected, seen) = (it.expected.to_string(), it.seen.to_string());
    let said = if seen.is_empty() { expected } else { format!("{expected}: ") };
    let go = go_to(playground, it.span);
    view! {
        <li data-testid="expectation">
            <button type="button" class="plain" on:click=go>
                <span class=tone role="img" aria-label=words.clone() title=words>{mark}</span>
                {said}<b>{seen}</b>
            </button>
        </li>
    }
}

/// Goes to where it is written.
fn go_to(playground: Playground, span: Span) -> impl Fn(leptos::ev::MouseEvent) {
    move |_| {
        playground.show_span(span);
        editor::focus();
    }
}
