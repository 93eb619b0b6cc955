//! How much of a node is drawn: names and signs only where somebody can read them.

use mesh_view::Point;

use super::camera::Area;

/// So many nodes are drawn whole wherever they are.
const FEW: usize = 300;

/// Where names, badges, pods and tags are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Detail {
    Everywhere,
    /// So much is seen that they are too small to read.
    Nowhere,
    /// On the stage and some way around it.
    Within(Area),
}

impl Detail {
    /// For a graph of so many nodes of which this part is seen.
    pub(super) fn of(nodes: usize, seen: Area, is_far: bool) -> Self {
        if nodes <= FEW {
            Self::Everywhere
        } else if is_far {
            Self::Nowhere
        } else {
            Self::Within(around(seen))
        }
    }

    /// Whether they are drawn at a point.
    pub(super) fn is_at(self, point: Point) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Nowhere => false,
            Self::Within(Area { x, y, width, height }) => {
                (x..x + width).contains(&point.x) && (y..y + height).contains(&point.y)
            }
        }
    }
}

/// A square that holds what a stage of any usual shape shows of an area. It moves in steps: not with each step of the pointer.
fn around(seen: Area) -> Area {
    let step = seen.width.max(seen.height) / 2.0;
    let begin = |start: f64, length: f64| ((start + length / 2.0) / step).round() * step - 2.0 * step;
    let size = 4.0 * step;
    Area { x: begin(seen.x, seen.width), y: begin(seen.y, seen.height), width: size, height: size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_drawn_where_they_can_be_read() {
        let seen = Area { x: 1_000.0, y: 500.0, width: 800.0, height: 300.0 };
        let point = |x, y| Point { x, y };
        assert_eq!(Detail::of(300, seen, true), Detail::Everywhere);
        assert_eq!(Detail::of(2_000, seen, true), Detail::Nowhere);
        let detail = Detail::of(2_000, seen, false);
        for (point, expected) in [
            (point(1_000.0, 500.0), true),
            (point(1_800.0, 1_000.0), true),
            (point(3_000.0, 500.0), false),
            (point(1_400.0, 3_000.0), false),
        ] {
            assert_eq!(detail.is_at(point), expected, "{point:?}");
        }
        assert_eq!(detail, Detail::of(2_000, Area { x: 1_050.0, ..seen }, false));
    }
}
