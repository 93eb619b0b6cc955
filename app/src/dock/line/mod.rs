//! The time line: in the window in which something happens, stays and marks over the curves, all with one cursor, which can be
//! moved; below, where that window lies in the whole run.

mod curves;
mod marks;
mod scale;

use leptos::{ev, html, prelude::*};

use crate::format::{self, fill};
use crate::state::{playground, text};
use curves::Curves;
use marks::{Marks, Rows};
use scale::Scale;

#[component]
pub(crate) fn TimeLine() -> impl IntoView {
    let text = text();
    let playground = playground();
    let shown = playground.shown;
    let plot = NodeRef::<html::Div>::new();
    let whole = NodeRef::<html::Div>::new();
    let dragging = StoredValue::new(None::<NodeRef<html::Div>>);
    let duration = Memo::new(move |_| shown.with(|shown| shown.frame.duration.max(shown.frame.time).max(1.0)));
    let now = Memo::new(move |_| shown.with(|shown| shown.frame.time));
    let scale = Memo::new(move |_| shown.with(|shown| Scale::of(&shown.frame.line)));
    let known = Memo::new(move |_| shown.with(|shown| shown.frame.line.known));
    // The moment under the pointer, whose figures are read.
    let pointed = RwSignal::new(None::<f64>);
    let share = move |element: NodeRef<html::Div>, x: i32| {
        let bounds = element.get_untracked()?.get_bounding_client_rect();
        Some(((f64::from(x) - bounds.left()) / bounds.width().max(1.0)).clamp(0.0, 1.0))
    };
    let time = move |element: NodeRef<html::Div>, x: i32| {
        let share = share(element, x)?;
        let is_whole = whole.get_untracked() == element.get_untracked();
        Some(if is_whole { share * duration.get_untracked() } else { scale.get_untracked().time(share) })
    };
    let down = move |element: NodeRef<html::Div>| {
        move |event: ev::PointerEvent| {
            let Some(drawn) = element.get_untracked() else { return };
            drawn.set_pointer_capture(event.pointer_id()).ok();
            dragging.set_value(Some(element));
            if let Some(time) = time(element, event.client_x()) {
                playground.seek(time.min(duration.get_untracked()));
            }
        }
    };
    let moved = move |event: ev::PointerEvent| {
        pointed.set(time(plot, event.client_x()).filter(|_| dragging.get_value().is_none()));
        if let Some(time) = dragging.get_value().and_then(|element| time(element, event.client_x())) {
            playground.seek(time.min(duration.get_untracked()));
        }
    };
    let up = move |_| dragging.set_value(None);
    let key = move |event: ev::KeyboardEvent| {
        let far = if event.shift_key() { 10.0 } else { 1.0 };
        let mark = |is_later: bool| {
            let aim = playground.aim();
            shown.with_untracked(|shown| marks::next(&shown.frame.line, aim, is_later)).unwrap_or(aim)
        };
        let target = match event.key().as_str() {
            "ArrowLeft" if event.ctrl_key() => mark(false),
            "ArrowRight" if event.ctrl_key() => mark(true),
            "ArrowLeft" | "ArrowDown" => playground.aim() - far,
            "ArrowRight" | "ArrowUp" => playground.aim() + far,
            "PageDown" => playground.aim() - 30.0,
            "PageUp" => playground.aim() + 30.0,
            "Home" => 0.0,
            "End" => duration.get_untracked(),
            _ => return,
        };
        event.prevent_default();
        playground.seek(target.clamp(0.0, duration.get_untracked()));
    };
    let words = move || fill(text.time_words, &[&format::clock(now.get()), &format::clock(duration.get())]);
    let ticks = move || {
        let scale = scale.get();
        let tick = |at: f64| view! { <span style=scale.left(at)>{format::moment(at)}</span> };
        scale.ticks().map(tick).collect_view()
    };
    let cursor = move |class: &'static str, at: f64| {
        let inside = scale.get().has(at);
        inside.then(|| view! { <div class=class style=scale.get().left(at)></div> })
    };
    let ahead = move || {
        let (from, to) = (now.get(), known.get());
        (to > from).then(|| view! { <div class="ahead" data-testid="line-ahead" title=text.of_runs.line_ahead style=scale.get().over(from, to)></div> })
    };
    let window = move || {
        let (scale, all) = (scale.get(), Scale::new(0.0, duration.get()));
        all.over(scale.from, scale.to.min(duration.get()))
    };
    view! {
        <div class="line" role="slider" tabindex="0" aria-label=text.time_line aria-valuemin="0"
            aria-valuemax=move || format::fixed(duration.get(), 0) aria-valuenow=move || format::fixed(now.get(), 0) aria-valuetext=words
            data-testid="timeline" on:keydown=key>
            <div class="names" aria-hidden="true">
                <Rows />
                <curves::Readout at=Signal::derive(move || pointed.get().unwrap_or_else(|| now.get())) is_pointed=Signal::derive(move || pointed.get().is_some()) />
            </div>
            <div class="plot" node_ref=plot on:pointerdown=down(plot) on:pointermove=moved on:pointerup=up on:pointercancel=up
                on:pointerleave=move |_| pointed.set(None)>
                <div class="ticks" aria-hidden="true">{ticks}</div>
                <Curves scale />
                <Marks scale />
                {ahead}
                {move || pointed.get().and_then(|at| cursor("pointed", at))}
                {move || cursor("now", now.get())}
            </div>
            <span class="of-whole" aria-hidden="true">{move || fill(text.of_runs.line_whole, &[&format::moment(duration.get())])}</span>
            <div class="whole" node_ref=whole aria-hidden="true" data-testid="whole-run" on:pointerdown=down(whole) on:pointermove=moved on:pointerup=up on:pointercancel=up>
                <span class="window" style=window></span>
                <span class="at" style=move || Scale::new(0.0, duration.get()).left(now.get())></span>
            </div>
        </div>
    }
    .into_any()
}
