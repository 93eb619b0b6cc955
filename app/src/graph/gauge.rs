//! How near a client's outlier detection is to ejecting one of a node's pods: a cell for each error in a row.

use mesh_view::OutlierState;

use super::follow::Moment;
use crate::format::pixels;

/// Errors in a row, and how many of them eject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ErrorsInARow {
    pub(super) value: u32,
    pub(super) threshold: u32,
}

/// Pixels across all cells, and the height of one.
const WIDTH: f64 = 26.0;
const HEIGHT: f64 = 4.0;
/// Between two cells.
const APART: f64 = 2.0;
/// More cells than this would be lines.
const MOST_CELLS: u32 = 6;

impl ErrorsInARow {
    /// The most that a client has counted at one of a node's pods which it has not ejected; nothing where nobody counts any.
    pub(super) fn at(moment: &Moment<'_>, id: &str) -> Option<Self> {
        let unseen = moment.failures_on_their_way(id)?;
        let outliers = moment.shown.pods(id).flat_map(|pod| &pod.outliers);
        let counting = outliers.filter(|outlier| outlier.ejected_until.is_none());
        counting
            .filter_map(|outlier| Self::of(outlier, unseen))
            .max_by(|one, other| one.share().total_cmp(&other.share()))
    }

    fn of(outlier: &OutlierState, unseen: u32) -> Option<Self> {
        let counted = |value: u32, threshold: u32| {
            let value = value.saturating_sub(unseen).min(threshold);
            (value > 0).then_some(Self { value, threshold })
        };
        // A 502 counts in both: the one that is nearer ejects.
        let gateway = counted(outlier.consecutive_gateway, outlier.threshold_gateway);
        let all = counted(outlier.consecutive_5xx, outlier.threshold_5xx);
        [gateway, all].into_iter().flatten().min_by_key(|errors| errors.threshold - errors.value)
    }

    fn share(self) -> f64 {
        f64::from(self.value) / f64::from(self.threshold)
    }

    /// The cells that are full and those that are empty, as SVG path data at the lower edge of a node that reaches so far down.
    pub(super) fn cells(self, half: f64) -> [String; 2] {
        let count = self.threshold.min(MOST_CELLS);
        let is_counted = count == self.threshold;
        let full = if is_counted { self.value } else { (self.share() * f64::from(count)).ceil() as u32 };
        let width = (WIDTH - APART * f64::from(count - 1)) / f64::from(count);
        let cell = |at: u32| {
            let x = -WIDTH / 2.0 + f64::from(at) * (width + APART);
            format!("M{} {}h{}v{HEIGHT}h-{}Z", pixels(x), pixels(half - 7.0), pixels(width), pixels(width))
        };
        [(0..full).map(cell).collect(), (full..count).map(cell).collect()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(all: [u32; 2], gateway: [u32; 2], unseen: u32) -> Option<[u32; 2]> {
        let outlier = OutlierState {
            consecutive_5xx: all[0],
            threshold_5xx: all[1],
            consecutive_gateway: gateway[0],
            threshold_gateway: gateway[1],
            ..OutlierState::default()
        };
        ErrorsInARow::of(&outlier, unseen).map(|errors| [errors.value, errors.threshold])
    }

    #[test]
    fn the_detector_that_is_nearer_is_shown_without_what_nobody_has_seen() {
        assert_eq!(errors([1, 5], [0, 0], 0), Some([1, 5]));
        assert_eq!(errors([1, 5], [1, 2], 0), Some([1, 2]));
        assert_eq!(errors([4, 5], [0, 2], 0), Some([4, 5]));
        assert_eq!((errors([2, 5], [0, 0], 1), errors([1, 5], [0, 0], 1)), (Some([1, 5]), None));
        // Envoy counts on where it may not eject.
        assert_eq!((errors([9, 5], [0, 0], 0), errors([3, 0], [3, 0], 0)), (Some([5, 5]), None));
    }

    #[test]
    fn there_is_a_cell_for_each_error_as_long_as_they_can_be_counted() {
        let count =
            |value, threshold| ErrorsInARow { value, threshold }.cells(20.0).map(|cells| cells.matches('M').count());
        assert_eq!((count(1, 2), count(5, 5), count(1, 100)), ([1, 1], [5, 0], [1, 5]));
        assert_eq!(count(100, 100), [6, 0]);
        assert!(ErrorsInARow { value: 1, threshold: 2 }.cells(20.0)[0].starts_with("M-13 13h12v4h-12Z"));
    }
}
