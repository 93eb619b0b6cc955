//! From columns and heights to places: nothing overlaps, and the stage is filled.

use mesh_ordered::sort_by;

use super::axes::Reach;
use super::metrics::{COLUMN_GAP, FARTHEST_COLUMN, FARTHEST_ROW, MARGIN};

/// Halvings that find how far rows are spread: less than a hundredth of a pixel is left.
const HALVINGS: usize = 24;

/// The centre of each column, from how far what stands in it reaches, the least distance to the next, and the room there is.
pub(super) fn columns(reach: &[Reach], least: &[f64], room: f64) -> Vec<f64> {
    let Some(first) = reach.first() else { return Vec::new() };
    let last = reach.last().map_or(0.0, |last| last.after);
    let apart = |(pair, least): (&[Reach], &f64)| (pair[0].after + pair[1].before + COLUMN_GAP).max(*least);
    let mut apart: Vec<f64> = reach.windows(2).zip(least).map(apart).collect();
    let room = room - 2.0 * MARGIN - first.before - last;
    fill(&mut apart, room);
    let used: f64 = apart.iter().sum();
    let mut at = MARGIN + first.before + ((room - used) / 2.0).max(0.0);
    let mut centers = vec![at];
    for apart in apart {
        at += apart;
        centers.push(at);
    }
    centers
}

/// Raises the least of some distances, as even as can be, until their sum fills the room or they are far enough.
fn fill(apart: &mut [f64], room: f64) {
    let mut sorted = apart.to_vec();
    sort_by(&mut sorted, |one, other| one.total_cmp(other));
    let mut above: f64 = sorted.iter().sum();
    let mut level = 0.0;
    for (count, distance) in (1_u32..).zip(&sorted) {
        above -= distance;
        level = (room - above) / f64::from(count);
        if sorted.get(count as usize).is_none_or(|next| level <= *next) {
            break;
        }
    }
    let level = level.min(FARTHEST_COLUMN);
    apart.iter_mut().for_each(|apart| *apart = apart.max(level));
}

/// Least distances between columns where nothing else is asked.
pub(super) fn least(count: usize, apart: f64) -> Vec<f64> {
    vec![apart; count.saturating_sub(1)]
}

/// Something that keeps a part of one or more columns free.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body {
    /// First and last column.
    pub(super) columns: (usize, usize),
    pub(super) reach: Reach,
    /// What is kept free beyond that.
    pub(super) gap: f64,
    /// No two of them may be nearer than this, from centre to centre.
    pub(super) pitch: f64,
    /// Where it would like to stand.
    pub(super) at: f64,
}

/// Pushes bodies apart, those that want to stand first first, until none overlaps another in a column of both.
pub(super) fn settle(bodies: &mut [Body], columns: usize) {
    let mut order: Vec<usize> = (0..bodies.len()).collect();
    sort_by(&mut order, |one, other| bodies[*one].at.total_cmp(&bodies[*other].at));
    let before: f64 = bodies.iter().map(|body| body.at).sum();
    // The end, the gap, the centre and the pitch of the last one in each column.
    let mut last: Vec<Option<Body>> = vec![None; columns];
    for index in order {
        let mut body = bodies[index];
        for above in last[body.columns.0..=body.columns.1].iter().flatten() {
            let free = above.at + above.reach.after + above.gap.min(body.gap) + body.reach.before;
            let pitch = above.at + above.pitch.min(body.pitch);
            body.at = body.at.max(free).max(pitch);
        }
        last[body.columns.0..=body.columns.1].fill(Some(body));
        bodies[index] = body;
    }
    let after: f64 = bodies.iter().map(|body| body.at).sum();
    // As a whole they stay where they were.
    let shift = (after - before) / bodies.len().max(1) as f64;
    bodies.iter_mut().for_each(|body| body.at -= shift);
}

/// Spreads bodies over the room there is and gives the room they take; `rows` is how many stand in the fullest column.
pub(super) fn spread(bodies: &mut [Body], room: f64, rows: usize) -> f64 {
    let first = bodies.iter().map(|body| body.at).fold(f64::INFINITY, f64::min);
    let last = bodies.iter().map(|body| body.at).fold(f64::NEG_INFINITY, f64::max);
    if bodies.is_empty() {
        return 0.0;
    }
    let ends = |factor: f64| {
        let at = |body: &Body| (body.at - first) * factor;
        let top = bodies.iter().map(|body| at(body) - body.reach.before).fold(f64::INFINITY, f64::min);
        let bottom = bodies.iter().map(|body| at(body) + body.reach.after).fold(f64::NEG_INFINITY, f64::max);
        (top - MARGIN, bottom + MARGIN)
    };
    let pitch = (last - first) / rows.saturating_sub(1).max(1) as f64;
    let (mut low, mut high) = (1.0, (FARTHEST_ROW / pitch.max(1.0)).max(1.0));
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        let (top, bottom) = ends(middle);
        if bottom - top <= room { low = middle } else { high = middle }
    }
    let (top, bottom) = ends(low);
    let taken = bottom - top;
    let shift = -top + ((room - taken) / 2.0).max(0.0);
    bodies.iter_mut().for_each(|body| body.at = (body.at - first) * low + shift);
    taken.max(room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_room_as_even_as_their_texts_let_them() {
        let reach = [Reach::even(20.0), Reach::even(80.0), Reach::even(20.0)];
        // 12 + 20 at the ends; what is left is shared.
        assert_eq!(columns(&reach, &least(3, 118.0), 464.0), [32.0, 232.0, 432.0]);
        // No room: as near as the texts let them.
        assert_eq!(columns(&reach, &least(3, 118.0), 100.0), [32.0, 150.0, 268.0]);
        assert_eq!(columns(&[], &[], 100.0), [0.0; 0]);
    }

    #[test]
    fn bodies_are_pushed_apart_and_spread() {
        let body = |at: f64, columns| Body { columns, reach: Reach::even(10.0), gap: 5.0, pitch: 0.0, at };
        let mut bodies = [body(0.0, (0, 0)), body(1.0, (0, 1)), body(2.0, (1, 1)), body(2.0, (0, 0))];
        settle(&mut bodies, 2);
        let apart: Vec<f64> = bodies.windows(2).map(|pair| pair[1].at - pair[0].at).collect();
        assert_eq!(apart, [25.0, 25.0, 0.0]);
        assert!((spread(&mut bodies, 300.0, 3) - 300.0).abs() < 0.01);
        assert!((bodies[0].at - 22.0).abs() < 0.01 && (bodies[3].at - 278.0).abs() < 0.01, "{bodies:?}");
    }
}
