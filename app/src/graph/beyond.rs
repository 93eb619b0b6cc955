//! What of the drawing lies beyond the sides of the stage: said at that side, and brought into view from there.

use leptos::prelude::*;

use super::camera::Sight;
use crate::format::pixels;
use crate::state::{playground, text, view_state};

/// The margin of the drawing and a little more: nothing stands there.
const EMPTY: f64 = 24.0;
/// The share of the stage that is gone on by.
const STEP: f64 = 0.7;

/// A side of the stage: how it is marked, and where the drawing goes on from it.
const SIDES: [(&str, &str, f64, f64); 4] = [
    ("left", "\u{2039}", -1.0, 0.0),
    ("right", "\u{203a}", 1.0, 0.0),
    ("top", "\u{2303}", 0.0, -1.0),
    ("bottom", "\u{2304}", 0.0, 1.0),
];

/// Marks at the sides beyond which there is more.
#[component]
pub(super) fn Beyond(#[prop(into)] seen: Signal<Sight>) -> impl IntoView {
    let (text, playground, view) = (text(), playground(), view_state());
    let sides = Memo::new(move |_| {
        playground.shown.with(|shown| {
            let layout = &shown.frame.layout;
            beyond(&seen.get(), layout.width, layout.height, layout.covered)
        })
    });
    // Beside what lies over the stage.
    let covered = Memo::new(move |_| playground.shown.with(|shown| shown.frame.layout.covered));
    let place = move |x: f64| (x > 0.0).then(|| format!("right:{}px", pixels(covered.get() + 6.0)));
    let go = move |x: f64, y: f64| {
        let stage = seen.get_untracked().stage;
        view.camera.update(|camera| {
            camera.x += STEP * x * stage.width;
            camera.y += STEP * y * stage.height;
        });
    };
    let mark = move |(at, (name, sign, x, y)): (usize, (&'static str, &'static str, f64, f64))| {
        let is_more = Memo::new(move |_| sides.with(|sides| sides.get(at) == Some(&true)));
        // Whoever steers by keys goes from node to node, which are brought into view.
        view! {
            <button type="button" tabindex="-1" class=format!("beyond {name}") hidden=move || !is_more.get() style=move || place(x)
                title=text.of_graph.beyond aria-label=text.of_graph.beyond data-testid=format!("beyond-{name}") on:click=move |_| go(x, y)>{sign}</button>
        }
    };
    view! { {SIDES.into_iter().enumerate().map(mark).collect_view()} }.into_any()
}

/// Whether something of a drawing lies beyond the left, the right, the upper and the lower side of what is seen of the stage.
fn beyond(seen: &Sight, width: f64, height: f64, covered: f64) -> [bool; 4] {
    let (right, bottom) = (seen.x + width * seen.spread.x, seen.y + height * seen.spread.y);
    let room = (seen.stage.width - covered).max(seen.stage.width / 4.0);
    [seen.x < -EMPTY, right > room + EMPTY, seen.y < -EMPTY, bottom > seen.stage.height + EMPTY]
}

#[cfg(test)]
mod tests {
    use mesh_view::Stage;

    use super::*;
    use crate::graph::camera::Spread;

    #[test]
    fn what_lies_beyond_a_side_is_told_for_each() {
        let seen = |x: f64, y: f64| Sight {
            spread: Spread { x: 1.0, y: 1.0, size: 1.0 },
            x,
            y,
            stage: Stage { width: 800.0, height: 400.0 },
        };
        for (seen, size, covered, sides) in [
            (seen(0.0, 0.0), (800.0, 400.0), 0.0, [false; 4]),
            (seen(0.0, 0.0), (1_200.0, 400.0), 0.0, [false, true, false, false]),
            (seen(-200.0, 0.0), (1_200.0, 400.0), 0.0, [true, true, false, false]),
            (seen(-400.0, -30.0), (1_200.0, 500.0), 0.0, [true, false, true, true]),
            // Margins are nothing that one misses.
            (seen(-12.0, 0.0), (824.0, 400.0), 0.0, [false; 4]),
            // What the details lie over is not seen.
            (seen(0.0, 0.0), (800.0, 400.0), 300.0, [false, true, false, false]),
        ] {
            assert_eq!(beyond(&seen, size.0, size.1, covered), sides, "{size:?} at {} {}", seen.x, seen.y);
        }
    }
}
