//! The canvas of moving requests: what is kept between frames, and the glue that draws.

use std::cell::RefCell;

use js_sys::Float32Array;
use leptos::{html, prelude::*};
use mesh_view::{EdgeCurve, Opening, Stage};
use wasm_bindgen::{JsCast, JsValue};

use super::camera::{Projection, Spread};
use super::early::{self, Early, Watch};
use super::follow::on_stage;
use super::glide::Glide;
use super::particles::{self, Particles};
use crate::browser::glue;
use crate::state::{Playground, ViewState, playground};

/// Radius of a dot in pixels of the stage.
const RADIUS: f64 = 4.5;

#[derive(Default)]
struct Live {
    canvas: Option<web_sys::HtmlCanvasElement>,
    palette: Option<JsValue>,
    particles: Particles,
    /// Version of the layout that they move in, and how far that is spread.
    laid: Option<(u32, Spread)>,
    glide: Glide,
    watch: Watch,
    early: Option<RwSignal<Early>>,
    /// Whether what the layout moves is there at once.
    is_still: bool,
    values: Vec<f32>,
    /// What the canvas shows: values and radius of the dots; nothing where it is to be drawn anew.
    drawn: Option<(Vec<f32>, f64)>,
    requests: Vec<u64>,
    size: (i32, i32),
    has_jumped: bool,
    one_in: Option<RwSignal<u64>>,
}

thread_local! {
    // One page, one canvas; never touched on the server.
    static LIVE: RefCell<Live> = RefCell::default();
}

/// Hands the canvas over once it exists; of how many requests one is drawn.
pub(super) fn attach(
    canvas: NodeRef<html::Canvas>,
    stage: NodeRef<html::Div>,
    still: Memo<bool>,
    early: RwSignal<Early>,
) -> RwSignal<u64> {
    let playground = playground();
    let one_in = RwSignal::new(1);
    LIVE.with_borrow_mut(|live| (live.one_in, live.early) = (Some(one_in), Some(early)));
    Effect::new(move |_| {
        if stage.get().is_some() {
            LIVE.with_borrow_mut(|live| live.canvas = canvas.get().map(|canvas| (*canvas).clone().unchecked_into()));
        }
    });
    Effect::new(move |_| {
        let is_still = still.get();
        LIVE.with_borrow_mut(|live| live.is_still = is_still);
    });
    Effect::new(move |_| {
        playground.jumped.track();
        LIVE.with_borrow_mut(|live| live.has_jumped = true);
    });
    one_in
}

/// Reads the colours anew, since the theme changed.
pub(crate) fn forget_colours() {
    LIVE.with_borrow_mut(|live| (live.palette, live.drawn) = (None, None));
}

/// Seconds in which the document has moved requests by itself, since it last began anew.
pub(crate) fn moved_by_document() -> f64 {
    LIVE.with_borrow(|live| live.canvas.as_ref().map(glue::moved)).unwrap_or_default().rem_euclid(Opening::AHEAD)
}

/// Draws one frame of the moment that is shown; no dots where nothing is to move.
pub(crate) fn frame(playground: Playground, view: ViewState, still: bool) {
    LIVE.with_borrow_mut(|live| {
        let Some(canvas) = live.canvas.clone() else { return };
        let size = (canvas.client_width(), canvas.client_height());
        if size != live.size {
            (live.size, live.drawn) = (size, None);
            glue::resize(&canvas, f64::from(size.0), f64::from(size.1));
            // A stage that is folded away keeps the size it had.
            if size.0 > 0 && size.1 > 0 {
                playground.fit(Stage { width: f64::from(size.0), height: f64::from(size.1) });
            }
        }
        let palette = live.palette.get_or_insert_with(|| glue::palette(&canvas)).clone();
        let sight = playground.shown.with_untracked(|shown| {
            let sight = view.camera.get_untracked().sight(&shown.frame.layout, playground.stage.get_untracked());
            let laid = Some((shown.versions.layout, sight.spread));
            let drawn = if live.laid != laid || live.glide.asks() { glue::glided(&canvas) } else { None };
            if live.laid != laid {
                let is_other = live.laid.map(|(version, _)| version) != laid.map(|(version, _)| version);
                live.laid = laid;
                let on_stage = |curve: &EdgeCurve| on_stage(shown, &curve.id, sight.spread);
                let curves = shown.frame.layout.edges.iter();
                let curves = curves.map(|curve| on_stage(curve).unwrap_or_else(|| curve.clone())).collect();
                live.glide.go(curves, drawn, is_other && !still && !live.is_still);
            }
            if let Some(curves) = live.glide.step(drawn) {
                live.particles.lay(&shown.frame, curves.into_iter());
            }
            sight
        });
        let (second, speed) = (playground.now(), playground.speed.get_untracked());
        if std::mem::take(&mut live.has_jumped) {
            live.particles.jump(second, speed);
            live.watch.jump();
        }
        live.particles.advance(second, speed, playground.take_events());
        // Where no dots are drawn nothing waits for one, nor where there are too many to follow.
        let waits = !still && playground.shown.with_untracked(|shown| early::waits_for_dots(&shown.frame));
        let on_their_way = if waits { live.particles.failures_on_their_way(second) } else { Vec::new() };
        if let Some(signal) = live.early {
            playground.shown.with_untracked(|shown| {
                let told = waits.then(|| live.particles.told_failures_on_their_way(second)).into_iter().flatten();
                let early = live.watch.look(&shown.frame, shown.number(), &on_their_way, told);
                if signal.try_with_untracked(|before| before != early) == Some(true) {
                    signal.set(early.clone());
                }
            });
        }
        let projection = Projection { scale: 1.0, x: sight.x, y: sight.y };
        live.particles.draw(second, projection, &mut live.values, &mut live.requests);
        if still {
            live.values.clear();
            live.requests.clear();
        }
        let one_in = if still { 1 } else { live.particles.one_in() };
        if let Some(signal) = live.one_in.filter(|signal| signal.try_get_untracked().is_some_and(|it| it != one_in)) {
            signal.set(one_in);
        }
        // Until then the document moves the same requests.
        if playground.is_behind() {
            live.values.clear();
        }
        let radius = RADIUS * sight.spread.size.max(0.5);
        // What stands still is not drawn again: the whole stage would be put together anew.
        let is_drawn = live.drawn.as_ref().is_some_and(|(values, was)| *was == radius && *values == live.values);
        if !is_drawn {
            // Copied, not viewed: a view would be void after the next allocation.
            glue::draw(&canvas, &palette, &Float32Array::from(live.values.as_slice()), radius);
            live.drawn = Some((live.values.clone(), radius));
        }
    });
}

/// The request whose dot is at a point of the stage.
pub(super) fn request_at(x: f64, y: f64, reach: f64) -> Option<u64> {
    LIVE.with_borrow(|live| particles::hit(&live.values, &live.requests, x, y, reach))
}

/// Puts the keyboard's focus on a node or an edge.
pub(super) fn focus(stage: NodeRef<html::Div>, id: &str) {
    let Some(stage) = stage.get_untracked() else { return };
    let Ok(all) = stage.query_selector_all("[data-id]") else { return };
    for at in 0..all.length() {
        let Some(element) = all.item(at).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) else { continue };
        if element.get_attribute("data-id").as_deref() == Some(id) {
            if let Ok(element) = element.dyn_into::<web_sys::SvgElement>() {
                element.focus().ok();
            }
            return;
        }
    }
}
