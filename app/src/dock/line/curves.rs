//! Requests, errors and response times over time, and their figures at a moment.

use leptos::prelude::*;
use mesh_view::Totals;

use super::scale::Scale;
use crate::format::{self, fill};
use crate::state::{playground, text};

const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 100.0;
const BOTTOM: &str = "100";
/// Points of a curve; longer runs are thinned.
const POINTS: usize = 300;

#[component]
pub(super) fn Curves(scale: Memo<Scale>) -> impl IntoView {
    let shown = playground().shown;
    let curves = Memo::new(move |_| {
        let scale = scale.get();
        shown.with(|shown| {
            let totals = &shown.frame.totals;
            let all: Vec<f32> = totals.ok.iter().zip(&totals.error).map(|(ok, error)| ok + error).collect();
            let most = |bins: &[f32]| bins.iter().copied().fold(1.0, f32::max);
            let (requests, slowest) = (most(&all), most(&totals.p95));
            let curve = |bins: &[f32], most: f32| curve(bins, totals.width, most, scale);
            [curve(&all, requests), curve(&totals.error, requests), curve(&filled(&totals.p95), slowest)]
        })
    });
    let data = move |at: usize| move || curves.with(|curves| curves.get(at).cloned().unwrap_or_default());
    let area = move || {
        curves.with(|curves| match (&curves[0], start_and_end(&curves[0])) {
            (line, Some((start, end))) => format!("{line}L{end} {BOTTOM}L{start} {BOTTOM}Z"),
            _ => String::new(),
        })
    };
    view! {
        <svg class="curves" viewBox=format!("0 0 {} {BOTTOM}", format::pixels(WIDTH)) preserveAspectRatio="none" aria-hidden="true">
            <path class="area" d=area />
            <path class="base" d=format!("M0 {BOTTOM}H{}", format::pixels(WIDTH)) />
            <path class="times" d=data(2) />
            <path class="requests" d=data(0) />
            <path class="errors" d=data(1) />
        </svg>
    }
}

/// The figures of the moment that is shown, or of the one under the pointer.
#[component]
pub(super) fn Readout(at: Signal<f64>, is_pointed: Signal<bool>) -> impl IntoView {
    let text = text();
    let shown = playground().shown;
    let figures = Memo::new(move |_| shown.with(|shown| figures(&shown.frame.totals, at.get())));
    let head = move || {
        is_pointed
            .get()
            .then(|| view! { <span class="when">{fill(text.of_runs.line_at, &[&format::clock(at.get())])}</span> })
    };
    let rate = move |of: usize| move || format::rate(figures.get()[of]);
    view! {
        <div class="readout" data-testid="line-figures">
            {head}
            <span>{text.of_runs.line_requests}" "<b class="good">{rate(0)}</b></span>
            <span>{text.of_runs.line_errors}" "<b class="bad">{rate(1)}</b></span>
            <span>{text.of_runs.line_p95}" "<b class="time-figure">{move || format::milliseconds(figures.get()[2])}</b></span>
        </div>
    }
}

/// Requests and errors per second, and the 95th percentile in milliseconds, around a second.
fn figures(totals: &Totals, at: f64) -> [f64; 3] {
    let bin = (at / totals.width.max(1.0)) as usize;
    // What is under way is not counted yet.
    let bin = bin.min(totals.ok.len().saturating_sub(1));
    let of = |bins: &[f32]| f64::from(bins.get(bin).copied().unwrap_or_default());
    let last = totals.p95.iter().take(bin + 1).rev().copied().find(|time| *time > 0.0).unwrap_or_default();
    [of(&totals.ok) + of(&totals.error), of(&totals.error), f64::from(last)]
}

/// Where nothing was answered the last time stands on.
fn filled(times: &[f32]) -> Vec<f32> {
    let mut last = 0.0;
    let each = |time: &f32| {
        last = if *time > 0.0 { *time } else { last };
        last
    };
    times.iter().map(each).collect()
}

/// Bins of a width in seconds as a curve over a window, means of neighbours where there are many.
fn curve(bins: &[f32], width: f64, most: f32, scale: Scale) -> String {
    let width = width.max(1.0);
    let from = (scale.from / width) as usize;
    let to = ((scale.to / width) as usize + 1).min(bins.len());
    let seen = bins.get(from..to).unwrap_or_default();
    let each = seen.len().div_ceil(POINTS).max(1);
    let mut data = String::new();
    for (at, chunk) in seen.chunks(each).enumerate() {
        let mean = f64::from(chunk.iter().sum::<f32>()) / chunk.len() as f64;
        let middle = ((from + at * each) as f64 + chunk.len() as f64 / 2.0) * width;
        let x = scale.share(middle) * WIDTH;
        let y = 2.0 + (HEIGHT - 2.0) * (1.0 - mean / f64::from(most));
        data.push_str(&format!("{}{} {}", if at == 0 { "M" } else { "L" }, format::fixed(x, 1), format::fixed(y, 1)));
    }
    data
}

/// The first and the last place of a curve.
fn start_and_end(data: &str) -> Option<(&str, &str)> {
    let x = |point: &'_ str| point.split_once(' ').map(|(x, _)| x.len());
    let start = data.get(1..)?;
    let end = data.rsplit(['M', 'L']).next()?;
    Some((start.get(..x(start)?)?, end.get(..x(end)?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_runs_are_thinned_and_what_lies_before_the_window_is_left_out() {
        let whole = Scale::new(0.0, 600.0);
        assert_eq!(curve(&[1.0; 600], 1.0, 1.0, whole).matches(['M', 'L']).count(), 300);
        assert_eq!(curve(&[], 1.0, 1.0, whole), "");
        let late = curve(&[1.0; 600], 1.0, 1.0, Scale::new(500.0, 600.0));
        assert_eq!(late.matches(['M', 'L']).count(), 100);
        assert_eq!(start_and_end(&late), Some(("5.0", "995.0")));
        assert_eq!(start_and_end(""), None);
    }

    #[test]
    fn figures_are_those_of_the_second_and_the_last_time_that_is_known() {
        let totals = Totals { width: 1.0, ok: vec![4.0, 5.0], error: vec![1.0, 0.0], p95: vec![20.0, 0.0] };
        assert_eq!(figures(&totals, 0.5), [5.0, 1.0, 20.0]);
        assert_eq!(figures(&totals, 7.0), [5.0, 0.0, 20.0]);
        assert_eq!(figures(&Totals::default(), 7.0), [0.0; 3]);
        assert_eq!(filled(&[0.0, 3.0, 0.0]), [0.0, 3.0, 3.0]);
    }
}
