//! Sizes of what is drawn, in pixels of the screen: they are the same however the drawing is zoomed.

/// Half of a node's side.
pub(crate) const NODE: f64 = 20.0;
/// The same where there are many.
pub(crate) const SMALL_NODE: f64 = 18.0;
/// From so many apps on nodes are smaller.
pub(super) const MANY_APPS: usize = 10;
/// Half of the triangle of a service that sits on one node.
pub(crate) const TRIANGLE: f64 = 11.0;
/// Half of the one that sits on a box.
pub(crate) const BOX_TRIANGLE: f64 = 14.0;
/// Around the whole drawing.
pub(super) const MARGIN: f64 = 12.0;
/// Between the centres of two columns, at least; less where the stage is narrow.
pub(super) const COLUMN: f64 = 118.0;
pub(super) const TIGHT_COLUMN: f64 = 100.0;
/// Between those of two rows.
pub(super) const ROW: f64 = 72.0;
/// No farther than this are columns spread.
pub(super) const FARTHEST_COLUMN: f64 = 300.0;
/// The same for rows.
pub(super) const FARTHEST_ROW: f64 = 250.0;
/// Between the texts of two columns.
pub(super) const COLUMN_GAP: f64 = 14.0;
/// Between what stands above and below each other.
pub(super) const ROW_GAP: f64 = 12.0;
/// The same between versions in a box, where there is room.
pub(super) const ROOMY_GAP: f64 = 36.0;
/// Between cards and frames, and what stands beside them along traffic: an edge's label fits in between.
pub(super) const CARD_GAP: f64 = 84.0;
/// The same across traffic.
pub(super) const CARD_ROW_GAP: f64 = 24.0;
/// From the side of a frame to the first column in it.
pub(super) const PORT_COLUMN: f64 = 34.0;
/// Above what stands in a frame, for its name.
pub(super) const FRAME_TOP: f64 = 46.0;
/// No frame is narrower.
pub(super) const NARROWEST_FRAME: f64 = 236.0;
/// Between two lines of columns: the edge from one to the next runs there, with its label.
pub(super) const CORRIDOR: f64 = 52.0;
/// How far that edge swings out where it turns.
pub(super) const TURN: f64 = 20.0;
/// What a joint of an edge keeps free at either side.
pub(super) const JOINT: f64 = 6.0;
/// From the side of a node to its name at the right.
pub(crate) const NAME_GAP: f64 = 8.0;
/// From a node to the name below it.
pub(crate) const NAME_DROP: f64 = 5.0;
/// Height of a line of a name.
pub(crate) const LINE: f64 = 15.0;
/// Height of the smaller line below it.
pub(crate) const SECOND_LINE: f64 = 14.0;
/// Inside a box, around what stands in it.
pub(super) const BOX_SIDE: f64 = 14.0;
/// Above the first node in a box, for the box's name.
pub(super) const BOX_TOP: f64 = 32.0;
/// From a service on the edge of a box to the versions in it: a share and a weight fit in between; as much as they need where the
/// stage is narrow, and less where no weights are; no more than for a share alone where all is as close as it may be.
pub(super) const SPLIT: f64 = 212.0;
pub(super) const TIGHT_SPLIT: f64 = 192.0;
pub(super) const TIGHT_BRANCHES: f64 = 146.0;
pub(super) const NARROW_BRANCHES: f64 = 130.0;
/// Height of a label on an edge.
pub(crate) const PILL: f64 = 19.0;
/// Half of the disc of a badge, and of the square around it.
pub(crate) const BADGE: f64 = 8.5;
/// From so many edges on rates stand below the names.
pub(super) const DENSE: usize = 12;
/// Below so many pixels of a column what names have in common is left out of them.
pub(super) const NARROW: f64 = 130.0;
