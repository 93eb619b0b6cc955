//! The requests of the first seconds, which the document moves by itself: before a module is loaded, and where none ever is.
//!
//! Along the curves of the edges by CSS (`style/graph.css`), at the pace of the canvas, in a loop: it moves without scripts,
//! stands still where the reader wants no motion, and takes a third of what the same takes in SMIL. A dot that has arrived rests
//! below the node until its turn comes again. Once the canvas draws, the dots arrive and no others start (`app/js/dots.ts`).

use leptos::prelude::*;
use mesh_view::Opening;

use super::camera::Spread;
use crate::state::playground;

/// The dots. The browser leaves what the server wrote in it as it is.
#[component]
pub(super) fn FirstRequests(spread: Memo<Spread>) -> impl IntoView {
    let playground = playground();
    let shown = playground.shown;
    let (from, curves) =
        shown.with_untracked(|shown| (shown.frame.time, StoredValue::new(shown.frame.layout.edges.clone())));
    // They are over when the page has shown as much, shows something else, or stands still.
    let are_over = Memo::new(move |were_over: Option<&bool>| {
        let is_other = move || {
            shown.with(|shown| {
                let is_past = !(from..from + 2.0 * Opening::AHEAD).contains(&shown.frame.time);
                is_past || curves.with_value(|curves| *curves != shown.frame.layout.edges)
            })
        };
        were_over == Some(&true) || !playground.playing.get() || is_other()
    });
    // The stage may have another size than the server took it to have.
    let transform = move || {
        let Spread { x, y, .. } = spread.get();
        (x != 1.0 || y != 1.0).then(|| format!("scale({x:.4} {y:.4})"))
    };
    view! { <g class="ahead" transform=transform class:over=are_over data-testid="ahead" inner_html=markup()></g> }
        .into_any()
}

#[cfg(not(feature = "ssr"))]
fn markup() -> String {
    String::new()
}

#[cfg(feature = "ssr")]
fn markup() -> String {
    let playground = playground();
    let dots = playground.first_dots.get_value();
    playground.shown.with_untracked(|shown| written::markup(shown, &dots))
}

#[cfg(feature = "ssr")]
mod written {
    use mesh_view::{Dot, DotStatus, EdgeCurve, Opening};

    use crate::bounds;
    use crate::format::pixels;
    use crate::graph::edge::path_data;
    use crate::graph::particles::{INTO_NODES, crossing};
    use crate::graph::track::Track;
    use crate::shown::Shown;

    /// For each edge that is drawn a group with its curve, and in it the dots with the seconds that they are ahead of the loop.
    pub(super) fn markup(shown: &Shown, dots: &[Dot]) -> String {
        let most = bounds::NODES.first();
        let edges = shown
            .frame
            .graph
            .edges
            .iter()
            .enumerate()
            .filter(|(_, edge)| shown.is_among(&edge.source, most) && shown.is_among(&edge.target, most));
        let mut html = String::new();
        for (at, edge) in edges.take(bounds::EDGES.first()) {
            let mut on_edge = dots.iter().filter(|dot| dot.edge as usize == at).peekable();
            let (Some(curve), Some(_)) = (shown.curve(&edge.id), on_edge.peek()) else { continue };
            let track = Track::into_nodes(curve, INTO_NODES);
            let share = |dot| 100.0 * Opening::AHEAD / crossing(&track, dot, 1.0).clamp(0.05, Opening::AHEAD);
            let usual = on_edge.peek().map_or(100.0, |dot| share(dot));
            html.push_str(&format!("<g style=\"--p:path('{}');--o:{usual:.0}%\">", path(curve, &track)));
            for dot in on_edge {
                let share = share(dot);
                let own = if share == usual { String::new() } else { format!(";--o:{share:.0}%") };
                let delay = dot.start - shown.frame.time - Opening::AHEAD;
                let style = format!("style=\"--d:{delay:.2}s{own}\"");
                html.push_str(&match (dot.mirror, dot.status, dot.retry) {
                    (true, ..) => format!("<circle class=\"mirror\" {style}/>"),
                    (_, DotStatus::Error, _) => format!("<path d=\"{DIAMOND}\" {style}/>"),
                    (_, _, true) => format!("<circle class=\"retry\" {style}/>"),
                    _ => format!("<circle {style}/>"),
                });
            }
            html.push_str("</g>");
        }
        html
    }

    /// A request that fails, as the canvas draws it.
    const DIAMOND: &str = "M0-6L6 0L0 6L-6 0Z";

    /// The curve with its ends inside the nodes.
    fn path(curve: &EdgeCurve, track: &Track) -> String {
        let [start, end] = [0.0, 1.0].map(|share| track.at(share).unwrap_or_default());
        let data = path_data(&curve.points);
        let data = data.trim_start_matches('M');
        format!("M{} {}L{data}L{} {}", pixels(start.x), pixels(start.y), pixels(end.x), pixels(end.y))
    }
}
