//! The canvas of moving requests: what is kept between frames, and the glue that draws.

use std::cell::RefCell;

use js_sys::Float32Array;
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, JsValue};

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
    /// Version of the layout that they move in.
    laid: Option<u32>,
    values: Vec<f32>,
    requests: Vec<u64>,
    size: (i32, i32),
}

thread_local! {
    // One page, one canvas; never touched on the server.
    static LIVE: RefCell<Live> = RefCell::default();
}

/// Hands the canvas over once it exists.
pub(super) fn attach(canvas: NodeRef<html::Canvas>, stage: NodeRef<html::Div>) {
    let playground = playground();
    Effect::new(move |_| {
        if stage.get().is_some() {
            LIVE.with_borrow_mut(|live| live.canvas = canvas.get().map(|canvas| (*canvas).clone().unchecked_into()));
        }
    });
    Effect::new(move |_| {
        playground.jumped.track();
        LIVE.with_borrow_mut(|live| {
            live.particles.clear();
        });
    });
}

/// Reads the colours anew, since the theme changed.
pub(crate) fn forget_colours() {
    LIVE.with_borrow_mut(|live| live.palette = None);
}

/// Draws one frame: `seconds` passed, of which `pace` counts as drawing time.
pub(crate) fn frame(playground: Playground, view: ViewState, seconds: f64, pace: f64, still: bool) {
    LIVE.with_borrow_mut(|live| {
        let Some(canvas) = live.canvas.clone() else { return };
        let size = (canvas.client_width(), canvas.client_height());
        if size != live.size {
            live.size = size;
            glue::resize(&canvas, f64::from(size.0), f64::from(size.1));
        }
        let palette = live.palette.get_or_insert_with(|| glue::palette(&canvas)).clone();
        let area = playground.shown.with_untracked(|shown| {
            let layout = &shown.frame.layout;
            if live.laid != Some(shown.versions.layout) {
                live.laid = Some(shown.versions.layout);
                live.particles.lay(layout);
            }
            view.camera.get_untracked().area(layout.width, layout.height)
        });
        live.particles.advance(seconds * pace);
        let dots = playground.take_dots();
        if !still {
            live.particles.start(&dots, pace);
        }
        let projection = area.on_stage(f64::from(size.0), f64::from(size.1));
        live.particles.draw(projection, &mut live.values, &mut live.requests);
        // Copied, not viewed: a view would be void after the next allocation.
        let values = Float32Array::from(live.values.as_slice());
        glue::draw(&canvas, &palette, &values, RADIUS * projection.scale.clamp(0.6, 1.3));
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
