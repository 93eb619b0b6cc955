//! A of a comparison as a pale twin under the graph of B: edges as they were, beside those that are, where they differ.

use leptos::prelude::*;
use mesh_view::{EdgePair, bold_width};

use super::camera::Spread;
use super::edge::{breadth, path_data};
use super::follow::on_stage;
use crate::format::{self, pixels};
use crate::state::{Playground, playground, text};

/// How far the twin lies beside, in pixels.
const BESIDE: f64 = 6.0;
/// Figures that differ by less are the same to people: points of a percentage, and parts of a rate.
const POINTS: f64 = 0.05;
const PART: f64 = 0.02;

/// The edges of A that carried something else.
#[component]
pub(super) fn TwinEdges(spread: Memo<Spread>) -> impl IntoView {
    let playground = playground();
    let pairs = pairs(playground);
    let draw = move || {
        let spread = spread.get();
        let edge = |pair: EdgePair| {
            let curve = playground.shown.with_untracked(|shown| on_stage(shown, &pair.id, spread))?;
            let style = format!("stroke-width:{}px", pixels(breadth(pair.rates[0])));
            Some(view! { <path d=path_data(&curve.points) style=style data-testid="twin-edge" /> })
        };
        pairs.get().into_iter().filter(|pair| pair.rates[0] > 0.0).filter_map(edge).collect_view()
    };
    view! { <g class="twin" transform=format!("translate(0 {})", pixels(BESIDE))>{draw}</g> }
}

/// What the figures of both are.
#[component]
pub(super) fn TwinTags(spread: Memo<Spread>) -> impl IntoView {
    let playground = playground();
    let pairs = pairs(playground);
    let draw = move || {
        let spread = spread.get();
        let tag = |pair: EdgePair| {
            let curve = playground.shown.with_untracked(|shown| on_stage(shown, &pair.id, spread))?;
            let words = words(&pair)?;
            let width = bold_width(&words, 11.0) + 12.0;
            let place = format!("translate({} {})", pixels(curve.label.x - width / 2.0), pixels(curve.label.y + 13.0));
            Some(view! {
                <g class="twin-tag" transform=place data-testid="twin-tag">
                    <rect width=pixels(width) height="19" rx="9.5" /><text x=pixels(width / 2.0) y="13.4">{words}</text>
                </g>
            })
        };
        pairs.get().into_iter().filter_map(tag).collect_view()
    };
    view! { <g>{draw}</g> }
}

/// Says that A is shown, while it is.
#[component]
pub(super) fn TwinNote() -> impl IntoView {
    let text = text();
    let playground = playground();
    view! { <Show when=move || playground.twin.get()><p class="twin-note" role="status" data-testid="twin-note"><b class="side a">"A"</b>{text.of_runs.compare_shows_a}</p></Show> }
}

/// Those that differ, while B is shown.
fn pairs(playground: Playground) -> Memo<Vec<EdgePair>> {
    let laid = playground.version(|versions| versions.layout);
    Memo::new(move |_| {
        laid.get();
        if playground.twin.get() {
            return Vec::new();
        }
        let differ = |told: &mesh_view::Comparison| told.edges.iter().filter(|pair| differs(pair)).cloned().collect();
        playground.comparison.with(|told| told.as_ref().map(differ).unwrap_or_default())
    })
}

fn differs(pair: &EdgePair) -> bool {
    let [a, b] = pair.rates;
    let [errors_a, errors_b] = pair.errors;
    let shares = match pair.shares {
        [Some(a), Some(b)] => (a - b).abs() > POINTS,
        _ => false,
    };
    shares || (errors_a - errors_b).abs() > POINTS || (a - b).abs() > PART * a.max(b)
}

/// `89.8 → 80.5 %`: shares where a rule splits, else errors, else rates.
fn words(pair: &EdgePair) -> Option<String> {
    let percent = |value: f64| format::fixed(value, 1);
    let [errors_a, errors_b] = pair.errors;
    match pair.shares {
        [Some(a), Some(b)] if (a - b).abs() > POINTS => Some(format!("{} → {}", percent(a), format::percent(b))),
        _ if (errors_a - errors_b).abs() > POINTS => {
            Some(format!("▲ {} → {}", percent(errors_a), format::percent(errors_b)))
        }
        _ => Some(format!("{} → {} rps", format::rate(pair.rates[0]), format::rate(pair.rates[1]))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_that_differs_most_to_people_is_said() {
        let pair = |rates, errors, shares| EdgePair { id: "a".into(), rates, errors, shares };
        for (pair, expected) in [
            (pair([5.0, 5.0], [0.0, 0.0], [None, None]), None),
            (pair([5.0, 4.0], [0.0, 0.0], [Some(89.83), Some(80.5)]), Some("89.8 → 80.5 %")),
            (pair([5.0, 5.0], [0.8, 1.7], [None, None]), Some("▲ 0.8 → 1.7 %")),
            (pair([5.0, 0.5], [0.0, 0.0], [None, None]), Some("5.0 → 0.50 rps")),
        ] {
            let said = differs(&pair).then(|| words(&pair)).flatten();
            assert_eq!(said.as_deref(), expected);
        }
    }
}
