//! Open groups in frames: each is laid out by itself and then stands as one among what is around it, so that nothing else is in it.

use mesh_ordered::{OrderedMap, OrderedSet};

use super::edges::Doors;
use super::level::{self, Fit, Level, Parts, Style};
use super::metrics::{FRAME_TOP, MARGIN, NARROWEST_FRAME};
use super::placed::Fitting;
use super::shape::Room;
use super::slots::Port;
use crate::build::blank;
use crate::{BoxArea, Edge, EdgeCurve, Graph, Layout, NodeKind, NodePlace, Point, Stage};

/// Frames within each other, at most.
const DEEPEST: usize = 8;
/// A stage narrower than this has no room for gaps in frames.
const NARROW_STAGE: f64 = 900.0;
/// A frame is laid out as close as its texts let it.
const CLOSE: Stage = Stage { width: 1.0, height: 1.0 };

/// A way through the side of a frame: the node inside, and the side. Edges of one node share it.
type Door = (usize, Port);

/// A piece of an edge of the graph on one level.
struct Piece {
    /// The edges of the graph that run over it.
    edges: Vec<usize>,
    /// Places among the level's nodes.
    ends: (usize, usize),
    /// The doors in frames that it goes through at its ends.
    doors: (Option<Door>, Option<Door>),
    /// Whether it is drawn from the end of the edge to its begin: ways to a door are drawn along traffic.
    is_backward: bool,
    /// Of what is inside of a frame: whether it leads to the begin of an edge.
    order: i32,
}

/// What is known of a graph with open groups.
struct Nest<'a> {
    graph: &'a Graph,
    style: &'a Style,
    previous: Option<&'a Layout>,
    /// By group the groups around it and itself, the outermost first.
    chains: Vec<Vec<usize>>,
    /// The group of each node.
    group_of: Vec<Option<usize>>,
    /// The nodes that each edge joins.
    ends: Vec<Option<(usize, usize)>>,
    fitting: Fitting,
}

/// What is laid out, in its own coordinates.
#[derive(Default)]
struct Laid {
    width: f64,
    height: f64,
    nodes: Vec<(usize, NodePlace)>,
    boxes: Vec<BoxArea>,
    /// By edge the pieces of its curve, in the order in which they follow each other.
    pieces: Vec<(usize, i32, Vec<Point>)>,
    doors: OrderedMap<Door, f64>,
}

/// Places for a graph with open groups.
pub(super) fn place(graph: &Graph, style: &Style, stage: Stage, previous: Option<&Layout>) -> Layout {
    let index: OrderedMap<&str, usize> =
        graph.groups.iter().enumerate().map(|(at, group)| (group.id.as_str(), at)).collect();
    let parent = |at: &usize| index.get(graph.groups.get(*at)?.parent.as_deref()?).copied();
    let chain = |at: usize| {
        let mut chain: Vec<usize> = std::iter::successors(Some(at), parent).take(DEEPEST).collect();
        chain.reverse();
        chain
    };
    let nodes: OrderedMap<&str, usize> =
        graph.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
    let ends = |edge: &Edge| Some((*nodes.get(edge.source.as_str())?, *nodes.get(edge.target.as_str())?));
    let is_narrow = stage.width < NARROW_STAGE;
    let nest = Nest {
        graph,
        style,
        previous,
        chains: (0..graph.groups.len()).map(chain).collect(),
        group_of: graph.nodes.iter().map(|node| index.get(node.group.as_deref()?).copied()).collect(),
        ends: graph.edges.iter().map(ends).collect(),
        fitting: Fitting { is_tight_along: is_narrow, is_tight_across: is_narrow, is_narrow: false },
    };
    let laid = nest.lay(None, &OrderedMap::new(), stage);
    nest.layout(laid, stage)
}

impl Nest<'_> {
    /// The groups around a node, the outermost first.
    fn chain(&self, node: usize) -> &[usize] {
        self.group_of.get(node).copied().flatten().and_then(|group| self.chains.get(group)).map_or(&[], Vec::as_slice)
    }

    /// What stands for a node on a level: itself, or the group around it there; nothing where it is not in the level's group.
    fn item(&self, node: usize, level: Option<usize>) -> Option<Item> {
        let chain = self.chain(node);
        let depth = match level {
            None => 0,
            Some(level) => chain.iter().position(|group| *group == level)? + 1,
        };
        Some(chain.get(depth).map_or(Item::Node(node), |group| Item::Frame(*group)))
    }

    /// Lays the inside of a group out; `sides` are the sides of its frame by which edges come and go.
    fn lay(&self, level: Option<usize>, sides: &OrderedMap<(usize, bool), Port>, stage: Stage) -> Laid {
        let mut items: Vec<Item> = Vec::new();
        let mut places: OrderedMap<Item, usize> = OrderedMap::new();
        for item in (0..self.graph.nodes.len()).filter_map(|node| self.item(node, level)) {
            places.entry(item).or_insert_with(|| {
                items.push(item);
                items.len() - 1
            });
        }
        // Doors of the level's own frame come behind what stands in it.
        let mut doors: OrderedMap<Door, usize> = OrderedMap::new();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut shared: OrderedMap<(Door, bool), usize> = OrderedMap::new();
        for (edge, ends) in self.ends.iter().enumerate() {
            let Some((source, target)) = *ends else { continue };
            let place = |node: usize| self.item(node, level).and_then(|item| places.get(&item).copied());
            match (place(source), place(target)) {
                (Some(from), Some(to)) if from != to || items.get(from) == Some(&Item::Node(source)) => {
                    pieces.push(Piece {
                        edges: vec![edge],
                        ends: (from, to),
                        doors: (None, None),
                        is_backward: false,
                        order: 0,
                    })
                }
                // Inside of a frame on this level, or a stranger to it.
                (Some(_), Some(_)) | (None, None) => {}
                (inner, outer) => {
                    let leaves = inner.is_some();
                    let (Some(at), node) = (inner.or(outer), if leaves { source } else { target }) else { continue };
                    let side = sides.get(&(edge, leaves)).copied().unwrap_or(Port::Front);
                    let door = (node, side);
                    if let Some(piece) = shared.get(&(door, leaves)).and_then(|at| pieces.get_mut(*at)) {
                        piece.edges.push(edge);
                        continue;
                    }
                    let count = doors.len();
                    let port = items.len() + *doors.entry(door).or_insert(count);
                    shared.insert((door, leaves), pieces.len());
                    pieces.push(Piece {
                        edges: vec![edge],
                        ends: if side == Port::Front { (port, at) } else { (at, port) },
                        doors: (None, None),
                        is_backward: leaves == (side == Port::Front),
                        order: if leaves { -1 } else { 1 },
                    });
                }
            }
        }
        self.with_frames(level, (&items, &doors), pieces, stage)
    }

    /// Lays the frames of a level out, then the level around them.
    fn with_frames(
        &self,
        level: Option<usize>,
        (items, doors): (&[Item], &OrderedMap<Door, usize>),
        mut pieces: Vec<Piece>,
        stage: Stage,
    ) -> Laid {
        let graph = self.level_graph(items, doors, &pieces);
        let ports = doors.iter().map(|((_, side), at)| (items.len() + at, *side)).collect();
        let mut frames: OrderedMap<usize, Room> =
            doors.values().map(|at| (items.len() + at, Room::default())).collect();
        let mut parts = Parts { graph: &graph, frames: OrderedMap::new(), ports, doors: Doors::new() };
        let turned = level::turned(&parts, self.style.axes, stage);
        let mut inside: OrderedMap<usize, Laid> = OrderedMap::new();
        for (at, item) in items.iter().enumerate() {
            let Item::Frame(group) = item else { continue };
            let mut own: OrderedMap<(usize, bool), Port> = OrderedMap::new();
            for (piece, turned) in pieces.iter_mut().zip(&turned) {
                for is_begin in [true, false] {
                    if (if is_begin { piece.ends.0 } else { piece.ends.1 }) != at {
                        continue;
                    }
                    // What runs back leaves where others come in.
                    let side = if is_begin == *turned { Port::Front } else { Port::Back };
                    let leaves = is_begin != piece.is_backward;
                    for edge in &piece.edges {
                        own.insert((*edge, leaves), side);
                    }
                    let inner = |edge: usize| {
                        let (source, target) = self.ends.get(edge).copied().flatten()?;
                        Some((if leaves { source } else { target }, side))
                    };
                    let door = piece.edges.first().and_then(|edge| inner(*edge));
                    if is_begin { piece.doors.0 = door } else { piece.doors.1 = door }
                }
            }
            let laid = self.framed(*group, &own);
            frames.insert(at, Room { width: laid.width / 2.0, height: laid.height / 2.0 });
            inside.insert(at, laid);
        }
        for (edge, piece) in pieces.iter().enumerate() {
            for (node, door) in [(piece.ends.0, piece.doors.0), (piece.ends.1, piece.doors.1)] {
                let at = door.and_then(|door| inside.get(&node)?.doors.get(&door).copied());
                if let Some(at) = at {
                    parts.doors.insert((edge, node), at);
                }
            }
        }
        parts.frames = frames;
        let fit = if level.is_none() { Fit::Stage(stage) } else { Fit::Always(self.fitting) };
        let placed = level::place(&parts, self.style, stage, fit, self.previous);
        self.assembled(placed, items, doors, &pieces, inside)
    }

    /// The graph of a level: clones of what stands on it, and blanks for frames and doors.
    fn level_graph(&self, items: &[Item], doors: &OrderedMap<Door, usize>, pieces: &[Piece]) -> Graph {
        let node = |item: &Item| match item {
            Item::Node(node) => self.graph.nodes.get(*node).cloned(),
            Item::Frame(group) => self.graph.groups.get(*group).map(|group| blank(&group.id, NodeKind::Group)),
        };
        let mut nodes: Vec<crate::Node> =
            items.iter().map(|item| node(item).unwrap_or_else(|| blank("", NodeKind::Group))).collect();
        let mut by_place: Vec<(usize, Door)> = doors.iter().map(|(door, at)| (*at, *door)).collect();
        mesh_ordered::sort_by_key(&mut by_place, |(at, _)| *at);
        nodes.extend(by_place.iter().map(|(at, _)| blank(&format!("door:{at}"), NodeKind::Group)));
        let id = |at: usize| nodes.get(at).map(|node| node.id.clone()).unwrap_or_default();
        let edge = |piece: &Piece| {
            let edge = piece.edges.first().and_then(|edge| self.graph.edges.get(*edge))?;
            Some(Edge { source: id(piece.ends.0), target: id(piece.ends.1), flags: Vec::new(), ..edge.clone() })
        };
        let edges = pieces.iter().filter_map(edge).collect();
        Graph { graph_type: self.graph.graph_type, nodes, edges, groups: Vec::new() }
    }

    /// The inside of a group with the frame around it.
    fn framed(&self, group: usize, sides: &OrderedMap<(usize, bool), Port>) -> Laid {
        let laid = self.lay(Some(group), sides, CLOSE);
        let width = laid.width.max(NARROWEST_FRAME);
        let by = Point { x: (width - laid.width) / 2.0, y: FRAME_TOP - MARGIN / 2.0 };
        let mut laid = laid.moved(by);
        (laid.width, laid.height) = (width, laid.height + by.y);
        let axes = self.style.axes;
        let (along, across) =
            (axes.along(Point { x: laid.width, y: laid.height }), axes.across(Point { x: laid.width, y: laid.height }));
        // Ways in and out go on to the sides of the frame.
        for (_, order, points) in laid.pieces.iter_mut().filter(|(_, order, _)| *order != 0) {
            let begins = *order > 0;
            let end = if begins { points.first().copied() } else { points.last().copied() };
            let Some(end) = end else { continue };
            let side = if axes.along(end) < along / 2.0 { 0.0 } else { along };
            let at = axes.point(side, axes.across(end));
            if begins {
                let mut straight = line(at, end);
                straight.extend(points.iter().skip(1));
                *points = straight;
            } else {
                points.extend(line(end, at).into_iter().skip(1));
            }
        }
        laid.doors.values_mut().for_each(|door| *door += axes.across(by) - across / 2.0);
        laid.boxes.insert(0, self.frame(group, &laid));
        laid
    }

    fn frame(&self, group: usize, laid: &Laid) -> BoxArea {
        let group = self.graph.groups.get(group);
        let centers = || laid.nodes.iter().map(|(_, place)| place.anchor);
        let least = |of: fn(Point) -> f64| centers().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(Point) -> f64| centers().map(of).fold(f64::NEG_INFINITY, f64::max);
        BoxArea {
            id: group.map(|group| group.id.clone()).unwrap_or_default(),
            label: group.map(|group| group.label.clone()).unwrap_or_default(),
            origin: Point::default(),
            width: laid.width,
            height: laid.height,
            first: Point { x: least(|at| at.x), y: least(|at| at.y) },
            last: Point { x: most(|at| at.x), y: most(|at| at.y) },
        }
    }

    /// A level and what is inside of its frames as one.
    fn assembled(
        &self,
        placed: Level,
        items: &[Item],
        doors: &OrderedMap<Door, usize>,
        pieces: &[Piece],
        inside: OrderedMap<usize, Laid>,
    ) -> Laid {
        let mut laid = Laid { width: placed.width, height: placed.height, boxes: placed.boxes, ..Laid::default() };
        for (piece, curve) in pieces.iter().zip(placed.edges) {
            let mut points = curve.points;
            if piece.is_backward {
                points.reverse();
            }
            for edge in &piece.edges {
                laid.pieces.push((*edge, piece.order, points.clone()));
            }
        }
        let axes = self.style.axes;
        for (door, at) in doors.iter() {
            if let Some(place) = placed.nodes.get(items.len() + at) {
                laid.doors.insert(*door, axes.across(place.center));
            }
        }
        for (item, place) in items.iter().zip(&placed.nodes) {
            if let Item::Node(node) = item {
                laid.nodes.push((*node, place.clone()));
            }
        }
        let mut frames = Vec::new();
        for (at, inner) in inside.into_iter() {
            let Some(place) = placed.nodes.get(at) else { continue };
            let corner = Point { x: place.center.x - inner.width / 2.0, y: place.center.y - inner.height / 2.0 };
            let inner = inner.moved(corner);
            laid.nodes.extend(inner.nodes);
            frames.extend(inner.boxes);
            // The way out of a frame comes before, the way in behind what is around it.
            laid.pieces.extend(inner.pieces.into_iter().map(|(edge, order, points)| (edge, 2 * order, points)));
        }
        // What holds others comes first.
        frames.append(&mut laid.boxes);
        laid.boxes = frames;
        laid
    }

    /// Everything in the order of the graph.
    fn layout(&self, mut laid: Laid, stage: Stage) -> Layout {
        mesh_ordered::sort_by_key(&mut laid.nodes, |(node, _)| *node);
        let mut edges: Vec<EdgeCurve> = super::edges::nowhere(self.graph);
        mesh_ordered::sort_by_key(&mut laid.pieces, |(edge, order, _)| (*edge, *order));
        for (edge, _, points) in laid.pieces {
            let Some(curve) = edges.get_mut(edge) else { continue };
            match (curve.points.last().copied(), points.first().copied()) {
                (Some(end), Some(start)) => {
                    if (end.x - start.x).abs() + (end.y - start.y).abs() > 0.5 {
                        curve.points.extend(line(end, start).into_iter().skip(1));
                    }
                    curve.points.extend(points.into_iter().skip(1));
                }
                _ => curve.points = points,
            }
        }
        let sits: OrderedSet<(&str, &str)> =
            (self.graph.nodes.iter()).filter_map(|node| Some((node.id.as_str(), node.sits_on.as_deref()?))).collect();
        for (curve, edge) in edges.iter_mut().zip(&self.graph.edges) {
            curve.inside = sits.contains(&(edge.source.as_str(), edge.target.as_str()));
        }
        Layout {
            stage,
            width: laid.width,
            height: laid.height,
            is_shortened: self.style.names.is_left_out(),
            nodes: laid.nodes.into_iter().map(|(_, place)| place).collect(),
            boxes: laid.boxes,
            edges,
            ..Layout::default()
        }
    }
}

/// What stands on a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Node(usize),
    Frame(usize),
}

impl Laid {
    fn moved(mut self, by: Point) -> Self {
        let go = |point: &mut Point| {
            point.x += by.x;
            point.y += by.y;
        };
        for (_, place) in &mut self.nodes {
            go(&mut place.center);
            go(&mut place.anchor);
        }
        for area in &mut self.boxes {
            [&mut area.origin, &mut area.first, &mut area.last].into_iter().for_each(go);
        }
        self.pieces.iter_mut().flat_map(|(_, _, points)| points).for_each(go);
        self
    }
}

/// A straight line as a curve.
fn line(from: Point, to: Point) -> Vec<Point> {
    let at = |share: f64| Point { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    vec![from, at(1.0 / 3.0), at(2.0 / 3.0), to]
}
