//! The time line: requests and errors per second, events, and the present moment, which can be moved.

use leptos::{ev, html, prelude::*};
use mesh_ordered::OrderedMap;
use mesh_view::{EventKind, MeshEvent};

use crate::bounds;
use crate::format::{self, fill};
use crate::state::{playground, text};

const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 56.0;
/// Points of a curve; longer runs are thinned.
const POINTS: usize = 300;

#[component]
pub(crate) fn TimeLine() -> impl IntoView {
    let text = text();
    let playground = playground();
    let shown = playground.shown;
    let line = NodeRef::<html::Div>::new();
    let dragging = StoredValue::new(false);
    let duration = Memo::new(move |_| shown.with(|shown| shown.frame.duration.max(shown.frame.time).max(1.0)));
    let now = Memo::new(move |_| shown.with(|shown| shown.frame.time));
    let curves = Memo::new(move |_| {
        let duration = duration.get();
        shown.with(|shown| {
            let totals = &shown.frame.totals;
            let most = totals.ok.iter().chain(&totals.error).copied().fold(1.0, f32::max);
            let curve = |bins: &[f32]| curve(bins, totals.width, most, duration);
            (curve(&totals.ok), curve(&totals.error))
        })
    });
    let marks = Memo::new(move |_| {
        let duration = duration.get();
        let most = bounds::MARKS.now();
        shown.with(|shown| marks(&shown.frame.events, shown.frame.time, duration, most))
    });
    let x = move || now.get() / duration.get() * WIDTH;
    let to = move |event: &ev::PointerEvent| {
        let Some(line) = line.get_untracked() else { return };
        let bounds = line.get_bounding_client_rect();
        let share = (f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0);
        playground.seek(share.clamp(0.0, 1.0) * duration.get_untracked());
    };
    let down = move |event: ev::PointerEvent| {
        dragging.set_value(true);
        if let Some(line) = line.get_untracked() {
            line.set_pointer_capture(event.pointer_id()).ok();
        }
        to(&event);
    };
    let key = move |event: ev::KeyboardEvent| {
        let far = if event.shift_key() { 10.0 } else { 1.0 };
        let target = match event.key().as_str() {
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
        let duration = duration.get();
        (0..=4)
            .map(|at| f64::from(at) / 4.0)
            .map(|share| {
                view! {
                    <span style=format!("left:{:.0}%", share * 100.0)>{format::moment(share * duration)}</span>
                }
            })
            .collect_view()
    };
    let mark = |mark: Mark| {
        let (x, end) = (format!("{:.1}", mark.from), format!("{:.1}", mark.to));
        match mark.class {
            class @ ("push" | "step") => view! { <path class=class d=format!("M{x} 4V{HEIGHT}") /> }.into_any(),
            "change" => view! { <path class="change" d=format!("M{x} 52H{end}") /> }.into_any(),
            class => view! { <path class=class d=format!("M{x} 5H{end}") /> }.into_any(),
        }
    };
    view! {
        <div class="line" node_ref=line role="slider" tabindex="0" aria-label=text.time_line aria-valuemin="0"
            aria-valuemax=move || format!("{:.0}", duration.get()) aria-valuenow=move || format!("{:.0}", now.get()) aria-valuetext=words
            data-testid="timeline" on:keydown=key on:pointerdown=down
            on:pointermove=move |event| if dragging.get_value() { to(&event) }
            on:pointerup=move |_| dragging.set_value(false) on:pointercancel=move |_| dragging.set_value(false)>
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" aria-hidden="true">
                <path class="base" d=format!("M0 {HEIGHT}H{WIDTH}") />
                <path class="requests" d=move || curves.with(|curves| curves.0.clone()) />
                <path class="errors" d=move || curves.with(|curves| curves.1.clone()) />
                <g>{move || marks.get().into_iter().map(mark).collect_view()}</g>
                <path class="now" d=move || format!("M{:.1} 0V{HEIGHT}", x()) />
            </svg>
            <div class="ticks" aria-hidden="true">{ticks}</div>
        </div>
    }
    .into_any()
}

/// Bins of a width in seconds as a curve over the whole time line, means of neighbours where there are many.
fn curve(bins: &[f32], width: f64, most: f32, duration: f64) -> String {
    let each = bins.len().div_ceil(POINTS).max(1);
    let mut data = String::new();
    for (at, chunk) in bins.chunks(each).enumerate() {
        let mean = f64::from(chunk.iter().sum::<f32>()) / chunk.len() as f64;
        let x = ((at * each) as f64 + chunk.len() as f64 / 2.0) * width / duration * WIDTH;
        let y = 12.0 + (HEIGHT - 14.0) * (1.0 - mean / f64::from(most));
        data.push_str(&format!("{}{x:.1} {y:.1}", if at == 0 { "M" } else { "L" }));
    }
    data
}

#[derive(Clone, Debug, PartialEq)]
struct Mark {
    class: &'static str,
    from: f64,
    to: f64,
}

/// Pushes and steps of Timelines as lines, ejections as bars until the host came back, overflows and what changed in the cluster
/// as short bars; of very many the last.
fn marks(events: &[MeshEvent], now: f64, duration: f64, most: usize) -> Vec<Mark> {
    let x = |at: f64| at / duration * WIDTH;
    let mut out: OrderedMap<(&str, &str, &str), f64> = OrderedMap::new();
    let mut marks = Vec::new();
    for event in events {
        let host = (event.client.as_str(), event.cluster.as_str(), event.host.as_str());
        match event.kind {
            EventKind::Push if event.at > 0.0 => marks.push(Mark { class: "push", from: x(event.at), to: x(event.at) }),
            EventKind::Step => marks.push(Mark { class: "step", from: x(event.at), to: x(event.at) }),
            EventKind::Ejection => {
                out.insert(host, event.at);
            }
            EventKind::Unejection => {
                if let Some(since) = out.remove(&host) {
                    marks.push(Mark { class: "ejection", from: x(since), to: x(event.at) });
                }
            }
            EventKind::Overflow => short(&mut marks, "overflow", x(event.at)),
            EventKind::Pod | EventKind::Node | EventKind::Kubernetes | EventKind::KubernetesWarning => {
                short(&mut marks, "change", x(event.at));
            }
            EventKind::Push | EventKind::EjectionRefused => {}
        }
    }
    marks.extend(out.values().map(|since| Mark { class: "ejection", from: x(*since), to: x(now) }));
    marks.split_off(marks.len().saturating_sub(most))
}

/// A short bar, unless one like it stands there already.
fn short(marks: &mut Vec<Mark>, class: &'static str, from: f64) {
    let seen = marks.iter().rev().any(|mark| mark.class == class && from - mark.from < 3.0);
    if !seen {
        marks.push(Mark { class, from, to: from + 3.0 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(at: f64, kind: EventKind) -> MeshEvent {
        let empty = String::new;
        MeshEvent {
            at,
            kind,
            client: empty(),
            cluster: empty(),
            host: "risky".into(),
            text: mesh_scenario::Words::default(),
            count: 1,
            span: None,
        }
    }

    #[test]
    fn ejections_are_bars_until_the_host_is_back_or_now() {
        let events =
            [event(10.0, EventKind::Ejection), event(40.0, EventKind::Unejection), event(50.0, EventKind::Ejection)];
        let bars = marks(&events, 60.0, 100.0, 9);
        assert_eq!(bars.iter().map(|mark| (mark.from, mark.to)).collect::<Vec<_>>(), [(100.0, 400.0), (500.0, 600.0)]);
        assert_eq!(marks(&[event(0.0, EventKind::Push)], 1.0, 100.0, 9), []);
        assert_eq!(marks(&events, 60.0, 100.0, 1), bars[1..]);
    }

    #[test]
    fn long_runs_are_thinned() {
        assert_eq!(curve(&[1.0; 600], 1.0, 1.0, 600.0).matches(['M', 'L']).count(), 300);
        assert_eq!(curve(&[], 1.0, 1.0, 600.0), "");
    }
}
