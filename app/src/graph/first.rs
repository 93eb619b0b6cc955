//! The requests of the first seconds, which the document moves by itself: before a module is loaded, and where none ever is.
//!
//! Along the curves of the edges by CSS (`style/graph.css`), by the rule of the canvas, in a loop: it moves without scripts,
//! stands still where the reader wants no motion, and takes a third of what the same takes in SMIL. A dot that has arrived rests
//! below the node until its turn comes again. The canvas goes on where they are (`Ahead::is_behind`).

use leptos::prelude::*;
use mesh_view::Opening;

use super::camera::Spread;
use crate::format;
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
        (x != 1.0 || y != 1.0).then(|| format!("scale({} {})", format::fixed(x, 4), format::fixed(y, 4)))
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
    use mesh_view::{CROSSING, Crossing, DotLook, Dots, EdgeCurve, Flights, Opening};

    use crate::bounds;
    use crate::format::pixels;
    use crate::graph::edge::path_data;
    use crate::graph::particles::reaches;
    use crate::graph::track::Track;
    use crate::shown::Shown;

    /// For each edge that is drawn a group with its curve, and in it the dots with the seconds that they are ahead of the loop.
    pub(super) fn markup(shown: &Shown, dots: &Dots) -> String {
        let mut flights = Flights::default();
        flights.lay(&shown.frame);
        flights.jump(shown.frame.time, 1.0);
        flights.tell(dots.events());
        // What enters an edge after the loop has begun anew would be seen before its request begins.
        let crossings: Vec<Crossing> =
            flights.crossings().filter(|crossing| crossing.start + CROSSING <= Opening::AHEAD).collect();
        let most = bounds::NODES.first();
        let edges = shown
            .frame
            .graph
            .edges
            .iter()
            .enumerate()
            .filter(|(_, edge)| shown.is_among(&edge.source, most) && shown.is_among(&edge.target, most));
        let reaches = reaches(&shown.frame);
        let mut html = String::new();
        for (at, edge) in edges.take(bounds::EDGES.first()) {
            let mut on_edge = crossings.iter().filter(|crossing| crossing.edge.index() == at).peekable();
            let (Some(curve), Some(_)) = (shown.curve(&edge.id), on_edge.peek()) else { continue };
            let reach = reaches.get(at).copied().unwrap_or_default();
            let track = Track::into_nodes(curve, reach);
            html.push_str(&format!("<g style=\"--p:path('{}')\">", path(curve, &track)));
            for crossing in on_edge {
                let style = format!("style=\"--d:{:.2}s\"", crossing.start - Opening::AHEAD);
                let back = if crossing.is_back { " back" } else { "" };
                html.push_str(&match crossing.look {
                    DotLook::Mirror => format!("<circle class=\"mirror{back}\" {style}/>"),
                    DotLook::Failed => format!("<path class=\"back\" d=\"{DIAMOND}\" {style}/>"),
                    DotLook::Retry => format!("<circle class=\"retry{back}\" {style}/>"),
                    _ if crossing.is_back => format!("<circle class=\"back\" {style}/>"),
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
