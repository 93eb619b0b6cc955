//! Requests, errors and response times of the last minute.

use leptos::prelude::*;
use mesh_view::Series;

use crate::format::{self, fill};
use crate::state::text;

const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 44.0;

/// A curve: how it is drawn, what it is called, its values.
type Curve = (&'static str, &'static str, fn(&Series) -> &Vec<f32>);

/// The charts of what flowed: requests and errors, then how long answers took, where there were any.
#[component]
pub(crate) fn Sparks(#[prop(into)] series: Signal<Series>) -> impl IntoView {
    let text = text();
    let requests: [Curve; 2] =
        [("", text.status_ok, |series| &series.ok), ("errors", text.errors, |series| &series.error)];
    let times: [Curve; 2] = [("", "p50", |series| &series.p50), ("p95", "p95", |series| &series.p95)];
    view! {
        <Spark series title=text.requests_per_second curves=requests value=|rate| format!("{} rps", format::rate(rate)) testid="spark" />
        <Spark series title=text.response_times curves=times value=format::milliseconds testid="spark-times" />
    }
    .into_any()
}

#[component]
fn Spark(
    series: Signal<Series>,
    title: &'static str,
    curves: [Curve; 2],
    value: fn(f64) -> String,
    testid: &'static str,
) -> impl IntoView {
    let text = text();
    let most = move || series.with(|series| greatest(&curves.map(|(.., values)| values(series))));
    let has_any = Memo::new(move |_| {
        series.with(|series| curves.iter().any(|(.., values)| values(series).iter().any(|value| *value > 0.0)))
    });
    let drawn = move |(class, _, values): Curve| {
        view! { <path class=class d=move || series.with(|series| line(values(series), most())) /> }
    };
    let said = move |(class, name, values): Curve| {
        let range = move || {
            series
                .with(|series| range(values(series)))
                .map(|(least, most)| fill(text.of_graph.from_to, &[&value(least), &value(most)]))
        };
        view! { <span><i class=class aria-hidden="true"></i>{name}" "<b>{range}</b></span> }
    };
    view! {
        <Show when=move || has_any.get()>
            <div class="card" data-testid=testid>
                <h3>{title}</h3>
                <svg class="spark" viewBox=format!("0 0 {} {}", format::pixels(WIDTH), format::pixels(HEIGHT)) preserveAspectRatio="none" aria-hidden="true">
                    {curves.map(drawn).collect_view()}
                </svg>
                <div class="row spark-key">{curves.map(said).collect_view()}<span class="muted">{text.last_minute}</span></div>
            </div>
        </Show>
    }
    .into_any()
}

fn greatest(curves: &[&Vec<f32>]) -> f32 {
    let most = curves.iter().flat_map(|curve| curve.iter().copied()).fold(0.0, f32::max);
    if most > 0.0 { most } else { 1.0 }
}

/// The least and the greatest value; nothing of a curve without values.
fn range(values: &[f32]) -> Option<(f64, f64)> {
    let least = values.iter().copied().reduce(f32::min)?;
    let most = values.iter().copied().reduce(f32::max)?;
    Some((f64::from(least), f64::from(most)))
}

/// A curve over the whole width.
fn line(values: &[f32], most: f32) -> String {
    let step = WIDTH / values.len().saturating_sub(1).max(1) as f64;
    let mut data = String::new();
    for (at, value) in values.iter().enumerate() {
        let y = (HEIGHT - 2.0) * (1.0 - f64::from(value / most)) + 1.0;
        data.push_str(&format!(
            "{}{} {}",
            if at == 0 { "M" } else { "L" },
            format::fixed(at as f64 * step, 1),
            format::fixed(y, 1)
        ));
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_fills_the_width_and_its_greatest_value_the_height() {
        assert_eq!(line(&[0.0, 5.0], 5.0), "M0.0 43.0L300.0 1.0");
        assert_eq!(line(&[], 1.0), "");
        assert_eq!((greatest(&[&vec![0.2], &vec![]]), greatest(&[&vec![0.0]])), (0.2, 1.0));
    }

    #[test]
    fn the_range_of_nothing_is_nothing() {
        assert_eq!((range(&[]), range(&[2.0, 0.5, 1.0])), (None, Some((0.5, 2.0))));
    }
}
