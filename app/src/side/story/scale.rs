//! The scale of time that all hops of a story share.

use leptos::prelude::*;
use mesh_view::DecisionRecord;

use crate::format;
use crate::state::text;

/// Pixels that the bars are long.
pub(super) const LENGTH: f64 = 150.0;

/// Milliseconds of the whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale(pub(super) f64);

impl Scale {
    /// From the request's start to the end of all that it caused.
    pub(super) fn of(record: &DecisionRecord) -> Self {
        let ends = record.hops.iter().map(|hop| hop.end.unwrap_or(hop.start));
        let stays = record.hops.iter().flat_map(|hop| &hop.stays).map(|stay| stay.end);
        Self(ends.chain(stays).chain(record.duration).fold(0.0, f64::max).max(1e-3))
    }

    /// The pixel of a time.
    pub(super) fn at(self, milliseconds: f64) -> f64 {
        LENGTH * (milliseconds / self.0).clamp(0.0, 1.0)
    }

    /// Round times on it, not too near to its end.
    fn ticks(self) -> Vec<f64> {
        let mut step = 1e-3;
        // 1, 2, 5, 10, …: at most four fit.
        for factor in [2.0, 2.5, 2.0].iter().cycle().take(60) {
            if self.0 / step <= 3.0 {
                break;
            }
            step *= factor;
        }
        (0..4).map(|tick| step * f64::from(tick)).filter(|at| *at == 0.0 || *at <= 0.72 * self.0).collect()
    }
}

/// Its figures.
#[component]
pub(super) fn Axis(scale: Scale) -> impl IntoView {
    let text = text();
    let end = scale.0;
    let ticks = scale.ticks();
    let path = ticks.iter().map(|at| format!("M{} 11v5", format::pixels(scale.at(*at) + 0.5))).collect::<String>();
    let figures = ticks.into_iter().map(|at| {
        let anchor = if at == 0.0 { "start" } else { "middle" };
        view! { <text x=format::pixels(scale.at(at)) y="9" text-anchor=anchor>{figure(at)}</text> }
    });
    view! {
        <div class="scale" aria-hidden="true">
            <span>{text.of_story.story_hop}</span>
            <svg width="150" height="16"><path d=format!("{path}M149.5 11v5") />{figures.collect_view()}<text x="150" y="9" text-anchor="end">{format::milliseconds(end)}</text></svg>
        </div>
    }
    .into_any()
}

fn figure(milliseconds: f64) -> String {
    let rounded = (milliseconds * 1000.0).round() / 1000.0;
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_leave_room_for_the_end() {
        for (end, expected) in [
            (31.0, vec![0.0, 20.0]),
            (60.0, vec![0.0, 20.0, 40.0]),
            (3000.0, vec![0.0, 1000.0, 2000.0]),
            (0.5, vec![0.0, 0.2]),
        ] {
            let ticks: Vec<f64> = Scale(end).ticks().iter().map(|at| (at * 1e6).round() / 1e6).collect();
            assert_eq!(ticks, expected, "{end}");
        }
        assert!(Scale(1e12).ticks().len() <= 4);
        assert_eq!((Scale(30.0).at(15.0), Scale(30.0).at(99.0)), (75.0, 150.0));
    }
}
