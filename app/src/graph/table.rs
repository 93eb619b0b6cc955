//! The graph as a table, for those who read rather than look.

use leptos::prelude::*;
use mesh_view::Edge;

use crate::bounds;
use crate::format;
use crate::shown::Shown;
use crate::state::{playground, text};

#[derive(Clone, Debug, PartialEq)]
struct Row {
    id: String,
    cells: [String; 2],
    figures: [String; 6],
}

#[component]
pub(crate) fn EdgeTable() -> impl IntoView {
    let text = text();
    let playground = playground();
    let rows = Memo::new(move |_| {
        let most = bounds::EDGES.now();
        let rows =
            |shown: &Shown| shown.frame.graph.edges.iter().take(most).map(|edge| row(edge, shown)).collect::<Vec<_>>();
        playground.shown.with(rows)
    });
    let ids = Memo::new(move |_| rows.with(|rows| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>()));
    let heads = [text.share, text.weight, text.rate, text.errors, "p50", "p95"];
    let draw = move |id: String| {
        let key = StoredValue::new(id);
        let row =
            Memo::new(move |_| rows.with(|rows| key.with_value(|id| rows.iter().find(|row| row.id == *id).cloned())));
        let cell = move |at: usize| row.with(|row| row.as_ref().and_then(|row| row.cells.get(at).cloned()));
        let figure = move |at: usize| row.with(|row| row.as_ref().and_then(|row| row.figures.get(at).cloned()));
        let is_selected =
            move || playground.selected.with(|selected| key.with_value(|id| selected.as_ref() == Some(id))).to_string();
        view! {
            <tr aria-selected=is_selected>
                <td><button class="plain link" type="button" on:click=move |_| playground.select(Some(key.get_value()))>{move || cell(0)}</button></td>
                <td>{move || cell(1)}</td>
                {(0..6).map(|at| view! { <td class="number">{move || figure(at)}</td> }).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="sheet-table" data-testid="table">
            <table class="figures">
                <caption>{text.table_caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{text.source}</th>
                        <th scope="col">{text.destination}</th>
                        {heads.map(|head| view! { <th scope="col" class="number">{head}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    <For each=move || ids.get() key=|id| id.clone() children=draw />
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(edge: &Edge, shown: &Shown) -> Row {
    let times = edge.response_times.map(|times| [times.p50, times.p95].map(format::milliseconds));
    let [p50, p95] = times.unwrap_or_default();
    Row {
        id: edge.id.clone(),
        cells: [shown.name(&edge.source), shown.name(&edge.target)],
        figures: [
            edge.share.map(format::percent).unwrap_or_default(),
            edge.weight.map(format::weight).unwrap_or_default(),
            format!("{} rps", format::rate(edge.rates.total())),
            format::percent(edge.rates.error_percent()),
            p50,
            p95,
        ],
    }
}
