//! Requests and errors per second of the last minute.

use leptos::prelude::*;
use mesh_view::Series;

use crate::format;
use crate::state::text;

const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 44.0;

#[component]
pub(crate) fn Spark(#[prop(into)] series: Signal<Series>) -> impl IntoView {
    let text = text();
    let most = move || series.with(|series| greatest(&[&series.ok, &series.error]));
    view! {
        <Show when=move || series.with(|series| series.ok.len() > 1)>
            <div class="card" data-testid="spark">
                <h3>{text.requests_per_second}</h3>
                <svg class="spark" viewBox=format!("0 0 {} {}", format::pixels(WIDTH), format::pixels(HEIGHT)) preserveAspectRatio="none" aria-hidden="true">
                    <path d=move || series.with(|series| line(&series.ok, most())) />
                    <path class="errors" d=move || series.with(|series| line(&series.error, most())) />
                </svg>
                <div class="row muted"><span>{text.last_minute}</span><span>{move || format!("≤ {} rps", format::rate(f64::from(most())))}</span></div>
            </div>
        </Show>
    }
    .into_any()
}

fn greatest(curves: &[&Vec<f32>]) -> f32 {
    curves.iter().flat_map(|curve| curve.iter().copied()).fold(1.0, f32::max)
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
    }
}
