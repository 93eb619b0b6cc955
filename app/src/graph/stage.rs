//! Where the graph is drawn, moved and asked.

use std::time::Duration;

use leptos::{ev, html, prelude::*};
use mesh_view::{Edge, Node};
use wasm_bindgen::JsCast;

use super::beyond::Beyond;
use super::camera::{Camera, Sight, Spread};
use super::detail::Detail;
use super::early::Early;
use super::edge::{EdgeTags, EdgeView};
use super::fingers::{Fingers, Pinch};
use super::first::FirstRequests;
use super::fold;
use super::follow::Followers;
use super::frame::Boxes;
use super::gone::Gone;
use super::inview;
use super::live;
use super::node::NodeView;
use super::place::{Held, PutBack, nudge};
use super::slices::in_slices;
use super::twin::{TwinEdges, TwinTags};
use crate::bounds;
use crate::format::{fill, pixels};
use crate::state::{playground, text, view_state};

/// Half the size of the smallest pointer target.
const REACH: f64 = 13.0;

/// The same on a node, which wants to be hit too.
const REACH_ON_NODE: f64 = 5.0;

/// More nodes than this take their new places at once instead of gliding there.
const GLIDING: usize = 300;

/// After so long without a step nobody is zooming.
const STEADY: Duration = Duration::from_millis(250);

/// How the drawing lies on the stage now.
fn sight() -> Sight {
    let (view, playground) = (view_state(), playground());
    let stage = playground.stage.get();
    playground.shown.with(|shown| view.camera.get().sight(&shown.frame.layout, stage))
}

/// The SVG with the canvas above it.
#[component]
pub(crate) fn Stage() -> impl IntoView {
    let text = text();
    let playground = playground();
    let view = view_state();
    let shown = playground.shown;
    let ids = playground.version(|versions| versions.ids);
    let nodes = Memo::new(move |_| {
        ids.get();
        let most = bounds::NODES.now();
        let id = |node: &Node| node.id.clone();
        shown.with_untracked(|shown| {
            // Triangles lie over what they are attached to.
            let drawn = || shown.frame.graph.nodes.iter().take(most);
            let below = drawn().filter(|node| node.sits_on.is_none());
            below.chain(drawn().filter(|node| node.sits_on.is_some())).map(id).collect::<Vec<_>>()
        })
    });
    let edges = Memo::new(move |_| {
        ids.get();
        let (most, nodes) = (bounds::EDGES.now(), bounds::NODES.now());
        shown.with_untracked(|shown| {
            let is_drawn = |edge: &&Edge| shown.is_among(&edge.source, nodes) && shown.is_among(&edge.target, nodes);
            let drawn = shown.frame.graph.edges.iter().filter(is_drawn).take(most);
            drawn.map(|edge| edge.id.clone()).collect::<Vec<_>>()
        })
    });
    let left_out = Memo::new(move |_| {
        let (nodes, edges) = (nodes.with(Vec::len), edges.with(Vec::len));
        shown.with(|shown| (shown.frame.graph.nodes.len() - nodes, shown.frame.graph.edges.len() - edges))
    });
    let left_out_words = move || {
        let (nodes, edges) = left_out.get();
        let words = if view.whole.get() { text.graph_left_out } else { text.graph_left_out_at_first };
        fill(words, &[&nodes.to_string(), &edges.to_string()])
    };
    let seen = Memo::new(move |_| sight());
    let view_box = Memo::new(move |_| seen.with(Sight::view_box));
    let spread = Memo::new(move |_| seen.with(|seen| seen.spread));
    let far = Memo::new(move |_| spread.with(Spread::is_far));
    let laid = playground.version(|versions| versions.layout);
    // What glides to its place in a new layout follows the pointer at once while one zooms.
    let zooming = RwSignal::new(0_u32);
    Effect::new(move |before: Option<(Spread, u32)>| {
        let now = (spread.get(), laid.get());
        if before.is_some_and(|before| before.0 != now.0 && before.1 == now.1) {
            zooming.update(|steps| *steps += 1);
            set_timeout(move || zooming.update(|steps| *steps = steps.saturating_sub(1)), STEADY);
        }
        now
    });
    let held = Held::new();
    let still = Memo::new(move |_| nodes.with(Vec::len) > GLIDING || zooming.get() > 0 || held.is_moving());
    let pushed = move || {
        let Sight { x, y, .. } = seen.get();
        format!("transform:translate({}px,{}px)", pixels(x), pixels(y))
    };
    let put = RwSignal::new(String::new());
    // What the keyboard was on may be gone with its mesh: one of them has to be reached.
    let cursor = Memo::new(move |_| {
        let put = put.get();
        let is_there = nodes.with(|nodes| nodes.contains(&put)) || edges.with(|edges| edges.contains(&put));
        if is_there { put } else { nodes.with(|nodes| nodes.first().cloned().unwrap_or_default()) }
    });
    let detail =
        Memo::new(move |_| seen.with(|seen| Detail::of(nodes.with(Vec::len), seen.area(), seen.spread.is_far())));
    let early = RwSignal::new(Early::default());
    let followers = Followers::new(cursor, spread, detail, early);
    let (drawn_nodes, drawn_edges) = (in_slices(nodes), in_slices(edges));
    let stage = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let one_in = live::attach(canvas, stage, still, early);
    inview::follow(stage);

    let drag = StoredValue::new(None::<(i32, i32, bool)>);
    let fingers = Fingers::new();
    let down = move |event: ev::PointerEvent| {
        fingers.press(&event);
        if event.button() == 0 {
            drag.set_value(Some((event.client_x(), event.client_y(), false)));
            held.press(id_of(event.target()).filter(|_| view.is_live()), &event);
        }
    };
    let approach = fold::Approach::new();
    let pinch = move |Pinch { factor, middle: (x, y), by }: Pinch| {
        let Some(stage) = stage.get_untracked() else { return };
        let bounds = stage.get_bounding_client_rect();
        // A step of the wheel is as far.
        if (factor - 1.0).abs() > 0.02 && approach.step(id_at(x, y), factor > 1.0) {
            return;
        }
        let (still, seen) = ((x - bounds.left(), y - bounds.top()), untrack(sight));
        view.camera.update(|camera| {
            let Camera { zoom, x, y } = camera.zoomed(factor, still, &seen);
            *camera = Camera { zoom, x: x - by.0, y: y - by.1 };
        });
    };
    let moved = move |event: ev::PointerEvent| {
        if let Some(spread) = fingers.pinch(&event) {
            drag.set_value(Some((event.client_x(), event.client_y(), true)));
            pinch(spread);
            return;
        }
        let Some((x, y, dragged)) = drag.get_value() else { return };
        let (across, along) = (event.client_x() - x, event.client_y() - y);
        if !dragged && across.abs() + along.abs() < 5 {
            return;
        }
        if let Some(stage) = stage.get_untracked() {
            stage.set_pointer_capture(event.pointer_id()).ok();
        }
        drag.set_value(Some((event.client_x(), event.client_y(), true)));
        if held.drag(&event, spread.get_untracked()) {
            return;
        }
        view.camera.update(|camera| {
            camera.x -= f64::from(across);
            camera.y -= f64::from(along);
        });
    };
    let wheel = move |event: ev::WheelEvent| {
        let Some(stage) = stage.get_untracked() else { return };
        event.prevent_default();
        let bounds = stage.get_bounding_client_rect();
        let still = (f64::from(event.client_x()) - bounds.left(), f64::from(event.client_y()) - bounds.top());
        let factor = if event.delta_y() < 0.0 { 1.12 } else { 1.0 / 1.12 };
        if approach.step(id_of(event.target()), factor > 1.0) {
            return;
        }
        let seen = untrack(sight);
        view.camera.update(|camera| *camera = camera.zoomed(factor, still, &seen));
    };
    let click = move |event: ev::MouseEvent| {
        if drag.get_value().is_some_and(|(.., dragged)| dragged) {
            drag.set_value(None);
            return;
        }
        drag.set_value(None);
        let Some(stage) = stage.get_untracked() else { return };
        let bounds = stage.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()) - bounds.left(), f64::from(event.client_y()) - bounds.top());
        let on_node = id_of(event.target()).is_some_and(|id| shown.with_untracked(|shown| shown.node(&id).is_some()));
        let reach = if on_node { REACH_ON_NODE } else { REACH };
        // A frame of another page has no room for a story.
        if let Some(request) = live::request_at(x, y, reach).filter(|_| !view.embed) {
            playground.explain(request);
        } else {
            let id = id_of(event.target());
            if let Some(id) = id.as_ref().filter(|id| fold::is_card(id)) {
                fold::choose(id, true);
                return;
            }
            if let Some(id) = &id {
                put.set(id.clone());
                playground.show_decision(None);
            }
            if let Some(id) = id.clone() {
                view.open_details_after_click(id);
            }
            playground.select(id);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let Some(id) = id_of(event.target()) else { return };
        if event.shift_key() && nudge(&id, &event.key(), spread.get_untracked()) {
            event.prevent_default();
            return;
        }
        let step = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => 1,
            "ArrowLeft" | "ArrowUp" => -1,
            "Enter" | " " => {
                if fold::is_card(&id) {
                    fold::choose(&id, true);
                } else {
                    playground.show_decision(None);
                    playground.select(Some(id));
                    view.open_details();
                }
                event.prevent_default();
                event.stop_propagation();
                return;
            }
            "Escape" => {
                playground.select(None);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        let next = neighbour(&id, step);
        live::focus(stage, &next);
        put.set(next);
    };
    // What the layout did that one might miss.
    let note = Memo::new(move |_| {
        laid.get();
        let is_read = !far.get() && playground.display.get().rate;
        shown.with_untracked(|shown| {
            let layout = &shown.frame.layout;
            let left_out = if layout.prefix.is_empty() { &layout.suffix } else { &layout.prefix };
            let names = layout.is_shortened.then(|| fill(text.names_shortened, &[left_out]));
            let count = layout.edges.iter().filter(|curve| !curve.inside).count();
            let rates = (layout.is_dense && is_read).then(|| fill(text.rates_below, &[&count.to_string()]));
            let thinned = (one_in.get() > 1).then(|| fill(text.dots_thinned, &[&one_in.get().to_string()]));
            names.into_iter().chain(rates).chain(thinned).collect::<Vec<_>>().join(" \u{b7} ")
        })
    });
    let summary = Memo::new(move |_| {
        shown.with(|shown| {
            let graph = &shown.frame.graph;
            fill(text.graph_words, &[&graph.nodes.len().to_string(), &graph.edges.len().to_string()])
        })
    });
    view! {
        <div class="stage" class:far=far class:still=still node_ref=stage data-testid="stage" on:pointerdown=down on:pointermove=moved on:wheel=wheel on:click=click on:keydown=key
            on:pointerup=move |event| {
                held.release();
                fingers.lift(&event);
                // The one that is left begins anew.
                if fingers.are_there() { drag.set_value(None) }
                if drag.get_value().is_some_and(|(.., dragged)| !dragged) { drag.set_value(None) }
            }
            on:pointercancel=move |event| {
                held.release();
                fingers.lift(&event);
                drag.set_value(None);
            }>
            <svg role="group" aria-label=summary viewBox=view_box preserveAspectRatio="xMidYMid meet">
                <g style=pushed>
                    <Boxes spread />
                    <TwinEdges spread />
                    <Gone spread />
                    <g>
                        <For each=move || drawn_edges.get() key=|id| id.clone() children=move |id| view! { <EdgeView id followers /> } />
                    </g>
                    <FirstRequests spread />
                    <g>
                        <For each=move || drawn_nodes.get() key=|id| id.clone() children=move |id| view! { <NodeView id followers /> } />
                    </g>
                </g>
            </svg>
            <canvas node_ref=canvas aria-hidden="true"></canvas>
            // Above the dots: they pass below the figures.
            <svg class="above" aria-hidden="true" viewBox=view_box preserveAspectRatio="xMidYMid meet">
                <g style=pushed>
                    <For each=move || drawn_edges.get() key=|id| id.clone() children=move |id| view! { <EdgeTags id followers /> } />
                    <TwinTags spread />
                </g>
            </svg>
        </div>
        <Show when=move || left_out.get() != (0, 0)><p class="left-out" data-testid="left-out">{left_out_words}</p></Show>
        <Show when=move || note.with(|note| !note.is_empty())><p class="said" data-testid="graph-note">{note}</p></Show>
        <Show when=move || view.is_live() && !view.table.get()><Zoom approach stage /><Beyond seen /></Show>
    }
    .into_any()
}

/// Nearer, farther, everything.
#[component]
fn Zoom(approach: fold::Approach, stage: NodeRef<html::Div>) -> impl IntoView {
    let text = text();
    let camera = view_state().camera;
    let zoom = move |factor: f64| {
        let Some(stage) = stage.get_untracked() else { return };
        let bounds = stage.get_bounding_client_rect();
        let in_the_middle = id_at(bounds.left() + bounds.width() / 2.0, bounds.top() + bounds.height() / 2.0);
        if approach.step(in_the_middle, factor > 1.0) {
            return;
        }
        let seen = untrack(sight);
        let middle = (seen.stage.width / 2.0, seen.stage.height / 2.0);
        camera.update(|camera| *camera = camera.zoomed(factor, middle, &seen));
    };
    view! {
        <div class="zoom" role="group" aria-label=text.zoom>
            <button class="square" type="button" aria-label=text.zoom_in title=text.zoom_in data-testid="zoom-in" on:click=move |_| zoom(1.25)>"+"</button>
            <button class="square" type="button" aria-label=text.zoom_out title=text.zoom_out data-testid="zoom-out" on:click=move |_| zoom(0.8)>"–"</button>
            <button class="square" type="button" aria-label=text.zoom_fit title=text.zoom_fit data-testid="zoom-fit" on:click=move |_| camera.set(Camera::default())>"⤢"</button>
            <fold::UnfoldAll />
            <PutBack />
        </div>
    }
    .into_any()
}

/// The node or edge that an event is about.
pub(super) fn id_of(target: Option<web_sys::EventTarget>) -> Option<String> {
    let element = target?.dyn_into::<web_sys::Element>().ok()?;
    element.closest("[data-id]").ok()??.get_attribute("data-id")
}

/// The node or edge at a point of the window.
fn id_at(x: f64, y: f64) -> Option<String> {
    id_of(document().element_from_point(x as f32, y as f32).map(Into::into))
}

/// The next or previous node or edge, from left to right and top to bottom.
fn neighbour(id: &str, step: i32) -> String {
    playground().shown.with_untracked(|shown| {
        let layout = &shown.frame.layout;
        let nodes = layout.nodes.iter().map(|place| (place.center, &place.id));
        let edges = layout.edges.iter().map(|curve| (curve.label, &curve.id));
        let mut all: Vec<_> = nodes.chain(edges).collect();
        mesh_ordered::sort_by(&mut all, |(one, _), (other, _)| {
            one.x.total_cmp(&other.x).then(one.y.total_cmp(&other.y))
        });
        let at = all.iter().position(|(_, each)| *each == id).unwrap_or_default() as i32;
        let next = (at + step).rem_euclid(all.len().max(1) as i32) as usize;
        all.get(next).map(|(_, id)| (*id).clone()).unwrap_or_default()
    })
}
