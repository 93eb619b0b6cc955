//! What differs between the run that is shown, B, and another one on the same draws, A.

mod changed;
mod figures;

use leptos::{prelude::*, task::spawn_local};
use mesh_view::{Against, Ask, Tell};

use crate::format::{self, fill};
use crate::state::{Playground, playground, text};

/// The tab of the lower panel. While it is open, there is a comparison.
#[component]
pub(crate) fn Compare() -> impl IntoView {
    let text = text();
    let playground = playground();
    let told = playground.comparison;
    let is_asking = StoredValue::new(false);
    // Each second of the run, and whatever is done to it, may change what differs.
    let second = Memo::new(move |_| playground.shown.with(|shown| (shown.frame.time * 2.0) as u64));
    let runs = Memo::new(move |_| {
        playground.shown.with(|shown| shown.frame.runs.iter().map(|run| run.id).collect::<Vec<_>>())
    });
    let is_open = StoredValue::new(true);
    Effect::new(move |_| {
        second.get();
        playground.pushed.get();
        playground.jumped.get();
        runs.get();
        let against = playground.against.get();
        ask(playground, against, is_asking, is_open);
    });
    on_cleanup(move || {
        is_open.try_set_value(false);
        told.set(None);
        playground.show_twin(false);
        spawn_local(async move {
            playground.ask(Ask::Compare(None)).await;
        });
    });
    let others = move || {
        let others = playground.shown.with(|shown| {
            shown
                .frame
                .runs
                .iter()
                .filter(|run| !run.is_shown)
                .map(|run| (run.id, run.label.clone()))
                .collect::<Vec<_>>()
        });
        let chosen = move |against: Against| playground.against.get() == against;
        let other = move |(id, label): (u32, String)| {
            let is_chosen = move || chosen(Against::Kept(id));
            view! { <option value=id.to_string() selected=is_chosen prop:selected=is_chosen>{fill(text.of_runs.compare_kept, &[&label])}</option> }
        };
        view! {
            <option value="opened" selected=move || chosen(Against::Opened)>{text.of_runs.compare_opened}</option>
            <option value="edit" selected=move || chosen(Against::LastEdit)>{text.of_runs.compare_last}</option>
            {others.into_iter().map(other).collect_view()}
        }
    };
    let choose = move |event: leptos::ev::Event| {
        let against = match event_target_value(&event).as_str() {
            "opened" => Against::Opened,
            "edit" => Against::LastEdit,
            id => format::decimal(id).map_or(Against::Opened, |id| Against::Kept(id as u32)),
        };
        playground.against.set(against);
    };
    let is_there = Memo::new(move |_| told.with(Option::is_some));
    let since = move || told.with(|told| told.as_ref().map_or(0.0, |told| told.since));
    let span = move || {
        told.with(|told| {
            let Some(told) = told else { return String::new() };
            let mut words = fill(
                text.of_runs.compare_span,
                &[&format::count(told.requests), &format::clock(told.since), &format::clock(told.until)],
            );
            if told.is_partial {
                words.push_str(text.of_runs.compare_partial);
            }
            words
        })
    };
    view! {
        <div class="compare" data-testid="compare">
            <div class="head">
                <label><b class="side a">"A"</b><select aria-label=text.of_runs.compare_with data-testid="compare-with" on:change=choose>{others}</select></label>
                <span><b class="side b">"B"</b>{text.of_runs.compare_now}</span>
                <Show when=move || is_there.get()>
                    <button type="button" data-testid="show-twin" aria-pressed=move || playground.twin.get().to_string()
                        on:click=move |_| playground.show_twin(!playground.twin.get_untracked())>{text.of_runs.compare_hold}</button>
                    <Show when=move || { since() > 0.0 }>
                        <button type="button" title=text.of_runs.compare_anew_help data-testid="compare-anew" on:click=move |_| playground.anew()>{text.of_runs.compare_anew}</button>
                    </Show>
                </Show>
                <span class="span" role="status" data-testid="compare-span">{span}</span>
            </div>
            <Show when=move || is_there.get() fallback=move || view! { <p class="empty" data-testid="compare-none">{text.of_runs.compare_none}</p> }>
                <div class="sides"><figures::Figures /><changed::Changed /></div>
            </Show>
        </div>
    }
    .into_any()
}

/// Asks what differs; a question that is under way is enough.
fn ask(playground: Playground, against: Against, is_asking: StoredValue<bool>, is_open: StoredValue<bool>) {
    if is_asking.try_get_value() != Some(false) {
        return;
    }
    is_asking.try_set_value(true);
    spawn_local(async move {
        let told = playground.ask(Ask::Compare(Some(against))).await;
        is_asking.try_set_value(false);
        // The tab may have been closed meanwhile, or another run been chosen.
        if is_open.try_get_value() != Some(true) {
            return;
        }
        if playground.against.get_untracked() != against {
            ask(playground, playground.against.get_untracked(), is_asking, is_open);
        } else if let Some(Tell::Comparison(told)) = told {
            playground.comparison.set(told.map(|told| *told));
        }
    });
}
