//! What is not there any more fades before it is gone (`style/stage.css`).

use std::time::Duration;

use leptos::prelude::*;
use mesh_ordered::OrderedSet;
use mesh_view::{Frame, Node, NodeKind, Point};

use super::camera::Spread;
use super::edge::{path_data, tone_of};
use super::node::{shape, tone};
use crate::format::pixels;
use crate::state::playground;

/// So long it fades.
const FADES: Duration = Duration::from_millis(700);
/// More than this does not fade: another mesh has come in the place of the whole.
const MOST: usize = 60;

/// Something that was drawn.
#[derive(Clone, PartialEq)]
struct Drawn {
    id: String,
    tone: &'static str,
    what: What,
}

#[derive(Clone, PartialEq)]
enum What {
    Node { kind: NodeKind, is_service_entry: bool, center: Point, half: f64, name: String },
    Edge(Vec<Point>),
}

/// What is fading.
#[component]
pub(super) fn Gone(spread: Memo<Spread>) -> impl IntoView {
    let playground = playground();
    let (ids, laid) = (playground.version(|versions| versions.ids), playground.version(|versions| versions.layout));
    let known = StoredValue::new(Vec::<Drawn>::new());
    let gone = RwSignal::new(Vec::<Drawn>::new());
    let number = StoredValue::new(0_u32);
    Effect::new(move |before: Option<u32>| {
        let (version, _) = (ids.get(), laid.get());
        let now = playground.shown.with_untracked(|shown| drawn(&shown.frame));
        if before.is_some_and(|before| before != version) {
            let left = known.with_value(|known| left(known, &now));
            if !left.is_empty() {
                number.update_value(|number| *number += 1);
                let this = number.get_value();
                gone.set(left);
                let end = move || {
                    if number.try_get_value() == Some(this) {
                        gone.set(Vec::new());
                    }
                };
                set_timeout(end, FADES);
            }
        }
        known.set_value(now);
        version
    });
    let draw = move || {
        let spread = spread.get();
        let one = move |Drawn { tone, what, .. }: Drawn| match what {
            What::Node { kind, is_service_entry, center, half, name } => {
                let Point { x, y } = spread.place(center, center);
                let below = pixels(half + 17.0);
                view! {
                    <g class=format!("node {tone}") style=format!("transform:translate({}px,{}px)", pixels(x), pixels(y))>
                        <path class="shape" d=shape(kind, is_service_entry, half) />
                        <text class="name" y=below>{name}</text>
                    </g>
                }
                .into_any()
            }
            What::Edge(points) => {
                let points: Vec<Point> = points.into_iter().map(|point| spread.place(point, point)).collect();
                view! { <g class=format!("edge {tone}")><path class="line" d=path_data(&points) /></g> }.into_any()
            }
        };
        gone.get().into_iter().map(one).collect_view()
    };
    view! { <g class="gone" aria-hidden="true">{draw}</g> }.into_any()
}

/// All that is drawn of a frame, as far as it fades.
fn drawn(frame: &Frame) -> Vec<Drawn> {
    let Frame { graph, layout, .. } = frame;
    let node = |(node, place): (&mesh_view::Node, &mesh_view::NodePlace)| {
        let name = place.lines.concat();
        let &Node { kind, is_service_entry, .. } = node;
        let what = What::Node { kind, is_service_entry, center: place.center, half: place.size / 2.0, name };
        Drawn { id: node.id.clone(), tone: tone(node.health, node.idle), what }
    };
    let edge = |(edge, curve): (&mesh_view::Edge, &mesh_view::EdgeCurve)| {
        let tone = tone_of(edge);
        Drawn { id: edge.id.clone(), tone, what: What::Edge(curve.points.clone()) }
    };
    let has_line = |(_, curve): &(&mesh_view::Edge, &mesh_view::EdgeCurve)| !curve.inside;
    let is_shape = |(node, _): &(&mesh_view::Node, &mesh_view::NodePlace)| node.card.is_none();
    let edges = graph.edges.iter().zip(&layout.edges).filter(has_line).map(edge);
    edges.chain(graph.nodes.iter().zip(&layout.nodes).filter(is_shape).map(node)).collect()
}

/// What was drawn and is not any more; nothing where little is left of it, or where it is too much to be looked at.
fn left(before: &[Drawn], now: &[Drawn]) -> Vec<Drawn> {
    let ids: OrderedSet<&str> = now.iter().map(|drawn| drawn.id.as_str()).collect();
    let left: Vec<Drawn> = before.iter().filter(|drawn| !ids.contains(drawn.id.as_str())).cloned().collect();
    if left.len() > MOST || left.len() == before.len() { Vec::new() } else { left }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_fades_unless_all_is_another() {
        let drawn = |ids: &str| -> Vec<Drawn> {
            let one = |id: char| Drawn { id: id.into(), tone: "", what: What::Edge(Vec::new()) };
            ids.chars().map(one).collect()
        };
        for (before, now, expected) in [("abc", "ac", "b"), ("abc", "abcd", ""), ("abc", "xyz", ""), ("", "a", "")] {
            let ids: String = left(&drawn(before), &drawn(now)).into_iter().map(|drawn| drawn.id).collect();
            assert_eq!(ids, expected, "{before} {now}");
        }
        let many: String = ('\u{100}'..'\u{200}').collect();
        assert!(left(&drawn(&format!("a{many}")), &drawn("a")).is_empty());
    }
}
