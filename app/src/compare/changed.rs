//! The requests that ended otherwise, the gravest first.

use leptos::prelude::*;
use mesh_view::{Change, ChangedGroup, ChangedRequest, RequestEnd};

use crate::format::{self, fill};
use crate::state::{playground, text, view_state};
use crate::text::Text;

#[component]
pub(super) fn Changed() -> impl IntoView {
    let text = text();
    let playground = playground();
    let view = view_state();
    let chosen = RwSignal::new(None::<Change>);
    let groups = Memo::new(move |_| {
        playground.comparison.with(|told| told.as_ref().map(|told| told.changed.clone()).unwrap_or_default())
    });
    let all = Memo::new(move |_| groups.with(|groups| groups.iter().map(|group| group.count).sum::<u64>()));
    let counts = Memo::new(move |_| {
        groups.with(|groups| groups.iter().map(|group| (group.change, group.count)).collect::<Vec<_>>())
    });
    let button = move |of: Option<Change>, words: String| {
        let id = of.map_or("changed-all", test_id);
        view! { <button type="button" aria-pressed=move || (chosen.get() == of).to_string() data-testid=id on:click=move |_| chosen.set(of)>{words}</button> }
    };
    let buttons = move || {
        let each = counts.get().into_iter().filter(|(change, count)| *count > 0 || *change != Change::OtherAnswer);
        let each = each
            .map(|(change, count)| button(Some(change), format!("{} {}", name(change, text), format::count(count))));
        view! { {button(None, fill(text.of_runs.compare_all, &[&format::count(all.get())]))}{each.collect_view()} }
    };
    let rows = Memo::new(move |_| {
        let chosen = chosen.get();
        groups.with(|groups| {
            let is_chosen = |group: &&ChangedGroup| chosen.is_none_or(|chosen| chosen == group.change);
            let of_group = |group: &ChangedGroup| {
                group.requests.iter().map(move |request| (group.change, request.clone())).collect::<Vec<_>>()
            };
            groups.iter().filter(is_chosen).flat_map(of_group).collect::<Vec<_>>()
        })
    });
    let left_out = move || {
        let told = rows.with(Vec::len) as u64;
        let chosen = chosen.get();
        let all: u64 = counts
            .get()
            .into_iter()
            .filter(|(change, _)| chosen.is_none_or(|chosen| chosen == *change))
            .map(|(_, count)| count)
            .sum();
        all.checked_sub(told)
            .filter(|more| *more > 0)
            .map(|more| view! { <p class="empty">{fill(text.of_runs.compare_more, &[&format::count(more)])}</p> })
    };
    let row = move |(change, request): (Change, ChangedRequest)| {
        let ChangedRequest { request, at, client, method, path, ends: [a, b] } = request;
        let open = move |_| {
            view.open_details();
            playground.explain(request);
        };
        view! {
            <tr data-testid="changed-request" data-change=test_id(change)>
                <td class="number">{format::clock(at)}</td>
                <td class="request"><button type="button" class="plain link" title=text.why on:click=open>{format!("{method} {path}")}</button></td>
                <td>{client}</td>
                <td>{end(a)}</td>
                <td>{end(b)}</td>
            </tr>
        }
    };
    view! {
        <div class="changed">
            <div class="filters" role="group" aria-label=text.of_runs.compare_changed>{buttons}</div>
            <table data-testid="changed">
                <thead><tr>
                    <th scope="col" class="number">{text.of_runs.compare_at}</th><th scope="col">{text.of_runs.compare_request}</th><th scope="col">{text.client}</th>
                    <th scope="col">{text.of_runs.compare_under_a}</th><th scope="col">{text.of_runs.compare_under_b}</th>
                </tr></thead>
                <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
            </table>
            {left_out}
        </div>
    }
}

fn end(end: RequestEnd) -> impl IntoView {
    let is_bad = !(100..400).contains(&end.status);
    let sign = if is_bad { "◆ " } else { "" };
    let flags = if end.flags == "-" { String::new() } else { format!(" {}", end.flags) };
    let status = if end.status == 0 { "–".to_owned() } else { end.status.to_string() };
    view! { <b class=if is_bad { "bad" } else { "good" }>{format!("{sign}{status}{flags}")}</b>{format!(" {} · {}", end.reached, format::milliseconds(end.duration))} }
}

fn name(change: Change, text: &Text) -> &'static str {
    match change {
        Change::NewlyFailing => text.of_runs.compare_failing,
        Change::OtherVersion => text.of_runs.compare_elsewhere,
        Change::Healed => text.of_runs.compare_healed,
        Change::OtherAnswer => text.of_runs.compare_otherwise,
    }
}

fn test_id(change: Change) -> &'static str {
    match change {
        Change::NewlyFailing => "newly-failing",
        Change::OtherVersion => "other-version",
        Change::Healed => "healed",
        Change::OtherAnswer => "other-answer",
    }
}
