//! The window in which something happens. It moves in steps, so that it stands still while one watches.

use mesh_view::{LineRow, MeshEvent};

/// Simulated seconds of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// What is shown.
    pub(crate) now: f64,
    /// As far as it has been.
    pub(crate) known: f64,
    /// All of it; 0 where it has no end.
    pub(crate) duration: f64,
}

/// The shortest window, seconds.
const SHORTEST: f64 = 20.0;
/// A first mark so late in the window begins it: what was before is empty.
const LATE: f64 = 0.5;
/// How much of the window is left free behind what is known, so that it does not have to grow all the time.
const FREE: f64 = 1.05;

/// From the first thing that happened, or 0, to the end of the last stay that is planned, with the moment that is shown in it.
pub(super) fn window(span: &Span, events: &[MeshEvent], rows: &[LineRow]) -> (f64, f64) {
    let planned = rows.iter().flat_map(|row| &row.bars).map(|bar| bar.planned.unwrap_or(bar.to));
    let last = planned.fold(span.known.max(span.now), f64::max);
    let bars = rows.iter().flat_map(|row| &row.bars).map(|bar| bar.from);
    let happened = events.iter().map(|event| event.at).filter(|at| *at > 0.0);
    let first = happened.chain(bars).min_by(f64::total_cmp).unwrap_or_default().min(span.now);
    let to = round_up((FREE * last).max(SHORTEST));
    let from = if first > LATE * to { round_down(first, to - first) } else { 0.0 };
    let to = if span.duration > 0.0 { to.min(span.duration.max(last)) } else { to };
    (from, to)
}

/// 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten.
fn round_up(seconds: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= seconds {
        power *= 10.0;
    }
    let steps = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    steps.iter().map(|step| step * power).find(|rounded| *rounded >= seconds).unwrap_or(seconds)
}

/// A little before a moment, on a step that fits a window of so many seconds.
fn round_down(seconds: f64, window: f64) -> f64 {
    let step = round_up((window / 10.0).max(1.0));
    let steps = (seconds / step) as u64;
    steps.saturating_sub(1) as f64 * step
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::{EventKind, LineBar};
    use mesh_words::Words;

    fn push(at: f64) -> MeshEvent {
        let empty = String::new;
        MeshEvent {
            at,
            kind: EventKind::Push,
            client: empty(),
            cluster: empty(),
            host: empty(),
            text: Words::default(),
            count: 1,
            span: None,
        }
    }

    #[test]
    fn the_window_holds_what_happens_and_stands_still() {
        let bar = |from: f64, planned: f64| LineRow {
            bars: vec![LineBar { from, to: from, planned: Some(planned) }],
            ..LineRow::default()
        };
        let of = |now, known, events: &[f64], rows: &[LineRow]| {
            let events: Vec<MeshEvent> = events.iter().map(|at| push(*at)).collect();
            window(&Span { now, known, duration: 600.0 }, &events, rows)
        };
        for (now, known, events, rows, expected) in [
            (0.0, 0.0, vec![], vec![], (0.0, 20.0)),
            (12.0, 12.0, vec![], vec![], (0.0, 20.0)),
            (66.6, 66.6, vec![20.0], vec![bar(61.0, 130.0)], (0.0, 150.0)),
            // What lies ahead is kept after going back.
            (5.0, 66.6, vec![20.0], vec![], (0.0, 80.0)),
            // The end of the run is the end.
            (599.0, 599.0, vec![20.0], vec![], (0.0, 600.0)),
            // A late first mark begins it.
            (520.0, 520.0, vec![500.0], vec![], (490.0, 600.0)),
            (200.0, 520.0, vec![500.0], vec![], (0.0, 600.0)),
        ] {
            assert_eq!(of(now, known, &events, &rows), expected, "{now} {known}");
        }
    }

    #[test]
    fn steps_are_round() {
        let rounded = [0.7, 20.0, 21.0, 61.0, 130.0, 3601.0].map(round_up);
        assert_eq!(rounded, [1.0, 20.0, 30.0, 80.0, 150.0, 4000.0]);
    }
}
