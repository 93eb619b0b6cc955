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
    /// What the figures are sorted by; nothing is the least.
    values: [Option<f64>; 6],
    found: bool,
}

#[component]
pub(crate) fn EdgeTable() -> impl IntoView {
    let text = text();
    let playground = playground();
    // Column and whether the greatest comes first; without one as the graph has them.
    let sorted = RwSignal::new(None::<(usize, bool)>);
    let rows = Memo::new(move |_| {
        let most = bounds::EDGES.now();
        let rows =
            |shown: &Shown| shown.frame.graph.edges.iter().take(most).map(|edge| row(edge, shown)).collect::<Vec<_>>();
        let mut rows = playground.shown.with(rows);
        if let Some((column, is_falling)) = sorted.get() {
            sort(&mut rows, column, is_falling);
        }
        rows
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
        let is_found = move || row.with(|row| row.as_ref().is_some_and(|row| row.found));
        view! {
            <tr aria-selected=is_selected class:found=is_found>
                <td><button class="plain link" type="button" on:click=move |_| playground.select(Some(key.get_value()))>{move || cell(0)}</button></td>
                <td>{move || cell(1)}</td>
                {(0..6).map(|at| view! { <td class="number">{move || figure(at)}</td> }).collect_view()}
            </tr>
        }
    };
    let choose = move |column: usize| {
        sorted.update(|sorted| {
            *sorted = match *sorted {
                Some((before, is_falling)) if before == column => Some((column, !is_falling)),
                // Names are looked up from A on, figures from the worst on.
                _ => Some((column, column > 1)),
            };
        });
    };
    let columns = [text.source, text.destination].into_iter().chain(heads).enumerate();
    let columns = columns.map(|(column, head)| {
        let is_figure = column > 1;
        let order = move || match sorted.get() {
            Some((by, true)) if by == column => "descending",
            Some((by, false)) if by == column => "ascending",
            _ => "none",
        };
        view! {
            <th scope="col" class:number=is_figure aria-sort=order>
                <button type="button" class="plain" on:click=move |_| choose(column)>{head}<span class="arrow" aria-hidden="true"></span></button>
            </th>
        }
    });
    let columns = columns.collect_view();
    view! {
        <div class="sheet-table" data-testid="table">
            <table class="figures">
                <caption>{text.table_caption}</caption>
                <thead>
                    <tr>
                        {columns}
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
        values: [
            edge.share,
            edge.weight,
            Some(edge.rates.total()),
            Some(edge.rates.error_percent()),
            edge.response_times.map(|times| times.p50),
            edge.response_times.map(|times| times.p95),
        ],
        found: edge.found == Some(true),
    }
}

/// Sorts by a column; rows that are equal there stay as they stood.
fn sort(rows: &mut [Row], column: usize, is_falling: bool) {
    mesh_ordered::sort_by(rows, |one, other| {
        let order = match column.checked_sub(2) {
            None => one.cells.get(column).cmp(&other.cells.get(column)),
            Some(figure) => {
                let value = |row: &Row| row.values.get(figure).copied().flatten().unwrap_or(-1.0);
                value(one).total_cmp(&value(other))
            }
        };
        if is_falling { order.reverse() } else { order }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_column_sorts_both_ways_and_keeps_the_order_of_equals() {
        let row = |id: &str, source: &str, rate: f64, p95: Option<f64>| Row {
            id: id.into(),
            cells: [source.into(), "x".into()],
            figures: Default::default(),
            values: [None, None, Some(rate), Some(0.0), None, p95],
            found: false,
        };
        let order = |column, is_falling| {
            let mut rows = [row("1", "b", 2.0, None), row("2", "a", 10.0, Some(5.0)), row("3", "c", 2.0, Some(40.0))];
            sort(&mut rows, column, is_falling);
            rows.map(|row| row.id).concat()
        };
        for (column, rising, falling) in
            [(0, "213", "312"), (1, "123", "123"), (4, "132", "213"), (5, "123", "123"), (7, "123", "321")]
        {
            assert_eq!((order(column, false).as_str(), order(column, true).as_str()), (rising, falling), "{column}");
        }
    }
}
