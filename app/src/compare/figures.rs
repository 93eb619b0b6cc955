//! Figures of A and B side by side.

use leptos::prelude::*;
use mesh_view::{Comparison, SplitShares, VersionShare};

use crate::format;
use crate::state::{playground, text};

#[component]
pub(super) fn Figures() -> impl IntoView {
    let text = text();
    let told = playground().comparison;
    let rows = Memo::new(move |_| told.with(|told| told.as_ref().map(|told| rows(told, text)).unwrap_or_default()));
    let splits =
        Memo::new(move |_| told.with(|told| told.as_ref().map(|told| told.splits.clone()).unwrap_or_default()));
    let row = |[name, a, b]: [String; 3]| {
        let is_other = a != b;
        view! { <tr><th scope="row">{name}</th><td class="number">{a}</td><td class="number" class:other=is_other>{b}</td></tr> }
    };
    view! {
        <table class="figures" data-testid="compare-figures">
            <thead><tr><th></th><th class="number" scope="col"><b class="side a">"A"</b></th><th class="number" scope="col"><b class="side b">"B"</b></th></tr></thead>
            <tbody>
                {move || rows.get().into_iter().map(row).collect_view()}
                {move || splits.get().into_iter().flat_map(shares).map(row).collect_view()}
            </tbody>
        </table>
    }
}

fn rows(told: &Comparison, text: &crate::text::Text) -> Vec<[String; 3]> {
    let [a, b] = told.figures;
    let row = |name: &str, a: String, b: String| [name.to_owned(), a, b];
    let mut rows = vec![
        row(text.of_runs.compare_success, format::percent(a.success), format::percent(b.success)),
        row(text.of_runs.compare_failed, format::count(a.failed), format::count(b.failed)),
        row("p50", format::milliseconds(a.p50), format::milliseconds(b.p50)),
        row("p95", format::milliseconds(a.p95), format::milliseconds(b.p95)),
    ];
    let [only_a, only_b] = told.only;
    if only_a + only_b > 0 {
        rows.push(row(text.of_runs.compare_only, format::count(only_a), format::count(only_b)));
    }
    rows
}

fn shares(split: SplitShares) -> impl Iterator<Item = [String; 3]> {
    let app = split.app;
    let share = move |VersionShare { version, calls: [a, b], percent: [of_a, of_b] }: VersionShare| {
        let words = |calls: u64, percent: f64| format!("{} · {} %", format::count(calls), format::fixed(percent, 1));
        [format!("{app} {version}"), words(a, of_a), words(b, of_b)]
    };
    split.versions.into_iter().map(share)
}
