//! Nodes that somebody has put elsewhere by hand: what of a drawing goes with them, and how their places are kept.

use mesh_ordered::OrderedSet;
use serde::{Deserialize, Serialize};

use super::{BoxArea, Graph, Layout, NameSide, NodePlace, Point, point_of, text_width};

/// Between what was put somewhere and the border of the drawing.
const MARGIN: f64 = 8.0;
/// What a box keeps around a node that stands at its border, and above it for its title.
const AROUND: f64 = 14.0;
const TITLE: f64 = 32.0;
/// The same of the frame of a group.
const AROUND_IN_FRAME: f64 = 24.0;
const FRAME_TITLE: f64 = 60.0;
/// From a name to its node, a line of it, and the smaller line below.
const NAME_GAP: f64 = 8.0;
const LINE: f64 = 15.0;
const SECOND_LINE: f64 = 14.0;
/// A version stays so far behind the triangle on its box: the split into versions happens between them.
const BEHIND: f64 = 40.0;
/// Groups within each other, at most.
const DEEPEST: usize = 8;

/// Where somebody has put a node: shares of the drawing along traffic and across it, so that it stands alike on a stage of another
/// size or direction.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// Id of the node.
    pub node: String,
    /// From 0 where traffic begins to 1.
    pub along: f64,
    /// From 0 to 1 across it: downwards where traffic flows to the right.
    pub across: f64,
}

impl Layout {
    /// Moves a node, with what goes with it, as far as the drawing and its box let it: its edges, their labels and the boxes around
    /// follow. Gives the nodes that moved, by their places in the graph.
    pub fn carry(&mut self, graph: &Graph, id: &str, by: Point) -> Vec<usize> {
        let carried = carried(graph, id);
        self.shift(graph, &carried, by);
        carried
    }

    /// Puts nodes where somebody has put them.
    pub fn put(&mut self, graph: &Graph, moved: &[Moved]) {
        for Moved { node, along, across } in moved {
            let Some(at) = graph.nodes.iter().position(|known| known.id == *node) else { continue };
            let Some(place) = self.nodes.get(at) else { continue };
            let shares = if self.stage.flows_down() { (*across, *along) } else { (*along, *across) };
            let target = Point { x: shares.0 * self.width, y: shares.1 * self.height };
            let by = Point { x: target.x - place.center.x, y: target.y - place.center.y };
            let on_it = attached(graph, node);
            self.shift(graph, &std::iter::once(at).chain(on_it).collect::<Vec<_>>(), by);
        }
        self.is_moved = !moved.is_empty();
    }

    /// The place of a node as it is kept; nothing of a triangle that sits on a node and goes wherever that goes.
    #[must_use]
    pub fn kept(&self, graph: &Graph, at: usize) -> Option<Moved> {
        let (node, place) = graph.nodes.get(at).zip(self.nodes.get(at))?;
        let is_carried = node.sits_on.as_ref().is_some_and(|on| graph.nodes.iter().any(|node| node.id == *on));
        if is_carried || self.width <= 0.0 || self.height <= 0.0 {
            return None;
        }
        let share = |value: f64, of: f64| libm::round(value / of * 1e4) / 1e4;
        let shares = (share(place.center.x, self.width), share(place.center.y, self.height));
        let (along, across) = if self.stage.flows_down() { (shares.1, shares.0) } else { shares };
        Some(Moved { node: node.id.clone(), along, across })
    }

    fn shift(&mut self, graph: &Graph, carried: &[usize], by: Point) {
        let by = self.allowed(graph, carried, by);
        if by == Point::default() {
            return;
        }
        let go = |point: &mut Point| {
            point.x += by.x;
            point.y += by.y;
        };
        for at in carried {
            if let Some(place) = self.nodes.get_mut(*at) {
                go(&mut place.center);
                go(&mut place.anchor);
            }
        }
        let ids: OrderedSet<&str> =
            carried.iter().filter_map(|at| graph.nodes.get(*at)).map(|node| node.id.as_str()).collect();
        for (edge, curve) in graph.edges.iter().zip(&mut self.edges) {
            let ends = (ids.contains(edge.source.as_str()), ids.contains(edge.target.as_str()));
            if ends == (false, false) {
                continue;
            }
            // What leads from an end goes with it, so that the edge still leaves and enters along traffic.
            let was = point_of(&curve.points, curve.at);
            let count = curve.points.len();
            for (at, point) in curve.points.iter_mut().enumerate() {
                let goes = match (at < 2, at + 2 >= count) {
                    (true, _) => ends.0,
                    (false, true) => ends.1,
                    (false, false) => ends == (true, true),
                };
                if goes {
                    go(point);
                }
            }
            let is = point_of(&curve.points, curve.at);
            curve.label = Point { x: curve.label.x + is.x - was.x, y: curve.label.y + is.y - was.y };
        }
        self.follow_with_boxes(graph, carried, by);
    }

    /// How far nodes may go of what is asked: within the drawing, and versions behind the triangle of their box.
    fn allowed(&self, graph: &Graph, carried: &[usize], by: Point) -> Point {
        let (mut least, mut most) = (Point { x: f64::MIN, y: f64::MIN }, Point { x: f64::MAX, y: f64::MAX });
        let flows_down = self.stage.flows_down();
        for at in carried {
            let Some((node, place)) = graph.nodes.get(*at).zip(self.nodes.get(*at)) else { continue };
            let rect = covered(place, MARGIN, MARGIN);
            least.x = least.x.max(-rect.0.x.max(0.0));
            least.y = least.y.max(-rect.0.y.max(0.0));
            most.x = most.x.min((self.width - rect.1.x).max(0.0));
            most.y = most.y.min((self.height - rect.1.y).max(0.0));
            let triangle = graph.nodes.iter().position(|other| other.sits_on.is_some() && other.sits_on == node.parent);
            let triangle = triangle.filter(|triangle| node.parent.is_some() && !carried.contains(triangle));
            if let Some(front) = triangle.and_then(|triangle| self.nodes.get(triangle)) {
                let behind = (front.size + place.size) / 2.0 + BEHIND;
                if flows_down {
                    least.y = least.y.max((front.center.y + behind - place.center.y).min(0.0));
                } else {
                    least.x = least.x.max((front.center.x + behind - place.center.x).min(0.0));
                }
            }
        }
        let within =
            |by: f64, least: f64, most: f64| if by.is_finite() { by.min(most).max(least.min(most)) } else { 0.0 };
        Point { x: within(by.x, least.x, most.x), y: within(by.y, least.y, most.y) }
    }

    /// A box of which all moves goes with it; of others the borders give way.
    fn follow_with_boxes(&mut self, graph: &Graph, carried: &[usize], by: Point) {
        for area in &mut self.boxes {
            let inside: Vec<usize> = (0..graph.nodes.len()).filter(|at| stands_in(graph, *at, area)).collect();
            if inside.iter().all(|at| carried.contains(at)) {
                if !inside.is_empty() {
                    for point in [&mut area.origin, &mut area.first, &mut area.last] {
                        point.x += by.x;
                        point.y += by.y;
                    }
                }
                continue;
            }
            for at in inside.into_iter().filter(|at| carried.contains(at)) {
                if let Some(place) = self.nodes.get(at) {
                    give_way(area, place);
                }
            }
        }
    }
}

fn give_way(area: &mut BoxArea, place: &NodePlace) {
    let (around, title) = if area.is_group() { (AROUND_IN_FRAME, FRAME_TITLE) } else { (AROUND, TITLE) };
    let (from, to) = covered(place, around, title);
    let corner = Point { x: area.origin.x + area.width, y: area.origin.y + area.height };
    // The corner stays as far from what stands nearest to it.
    if from.x < area.origin.x {
        (area.origin.x, area.first.x) = (from.x, area.first.x.min(place.anchor.x));
    }
    if from.y < area.origin.y {
        (area.origin.y, area.first.y) = (from.y, area.first.y.min(place.anchor.y));
    }
    if to.x > corner.x {
        area.last.x = area.last.x.max(place.anchor.x);
    }
    if to.y > corner.y {
        area.last.y = area.last.y.max(place.anchor.y);
    }
    area.width = to.x.max(corner.x) - area.origin.x;
    area.height = to.y.max(corner.y) - area.origin.y;
}

/// What a node takes with its name, and so much around it.
fn covered(place: &NodePlace, around: f64, above: f64) -> (Point, Point) {
    let half = place.size / 2.0;
    let name = place.lines.iter().map(|line| text_width(line, 12.0)).fold(0.0, f64::max);
    let height = LINE * place.lines.len() as f64 + SECOND_LINE;
    let (left, right, below) = match place.side {
        NameSide::Below => (half.max(name / 2.0), half.max(name / 2.0), half + height),
        NameSide::Right => (half, half + NAME_GAP + name, half.max(height / 2.0)),
        NameSide::Nowhere => (half, half, half),
    };
    let Point { x, y } = place.center;
    (Point { x: x - left - around, y: y - half - above }, Point { x: x + right + around, y: y + below + around })
}

/// Whether a node stands in a box, or on its edge, or in a group that it frames.
fn stands_in(graph: &Graph, at: usize, area: &BoxArea) -> bool {
    let Some(node) = graph.nodes.get(at) else { return false };
    if !area.is_group() {
        return [&node.parent, &node.sits_on].into_iter().flatten().any(|id| *id == area.id);
    }
    let group = |id: &str| graph.groups.iter().find(|group| group.id == id);
    let parent = |id: &&str| group(id).and_then(|group| group.parent.as_deref());
    std::iter::successors(node.group.as_deref(), parent).take(DEEPEST).any(|id| id == area.id)
}

/// The triangles that sit on a node.
fn attached<'a>(graph: &'a Graph, id: &'a str) -> impl Iterator<Item = usize> + 'a {
    let sits = move |(_, node): &(usize, &super::Node)| node.sits_on.as_deref() == Some(id);
    graph.nodes.iter().enumerate().filter(sits).map(|(at, _)| at)
}

/// What moves with a node: triangles that sit on it; with a triangle what it sits on, which of a box is all of it.
fn carried(graph: &Graph, id: &str) -> Vec<usize> {
    let position = |id: &str| graph.nodes.iter().position(|node| node.id == id);
    let Some(at) = position(id) else { return Vec::new() };
    let on = graph.nodes.get(at).and_then(|node| node.sits_on.as_deref());
    match on {
        Some(on) if position(on).is_some() => position(on).into_iter().chain(attached(graph, on)).collect(),
        Some(on) => {
            let in_box = graph.nodes.iter().enumerate().filter(|(_, node)| node.parent.as_deref() == Some(on));
            attached(graph, on).chain(in_box.map(|(at, _)| at)).collect()
        }
        None => std::iter::once(at).chain(attached(graph, id)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Edge, EdgeCurve, Node, NodeKind, Stage};

    fn point(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    fn node(id: &str, parent: Option<&str>, sits_on: Option<&str>) -> Node {
        let kind = if sits_on.is_some() { NodeKind::Service } else { NodeKind::App };
        Node {
            id: id.into(),
            kind,
            parent: parent.map(Into::into),
            sits_on: sits_on.map(Into::into),
            ..Node::default()
        }
    }

    fn place(id: &str, x: f64, y: f64) -> NodePlace {
        NodePlace {
            id: id.into(),
            center: point(x, y),
            anchor: point(x, y),
            size: 40.0,
            rank: 0,
            order: 0,
            lines: Vec::new(),
            side: NameSide::Nowhere,
        }
    }

    /// A client that calls a box with two versions, and an app with its triangle.
    fn drawn() -> (Graph, Layout) {
        let nodes = vec![
            node("client", None, None),
            node("v1", Some("box:a"), None),
            node("v2", Some("box:a"), None),
            node("service:a", None, Some("box:a")),
            node("b", None, None),
            node("service:b", None, Some("b")),
        ];
        let places = [("client", 60.0, 200.0), ("v1", 500.0, 100.0), ("v2", 500.0, 300.0), ("service:a", 300.0, 200.0)];
        let places = places.into_iter().chain([("b", 700.0, 300.0), ("service:b", 680.0, 300.0)]);
        let places: Vec<NodePlace> = places.map(|(id, x, y)| place(id, x, y)).collect();
        let center = |id: &str| places.iter().find(|place| place.id == id).unwrap().center;
        let ends = [("client", "service:a"), ("service:a", "v1"), ("v2", "service:b")];
        let edges =
            ends.map(|(source, target)| Edge { source: source.into(), target: target.into(), ..Edge::default() });
        let curve = |(source, target): (&str, &str)| {
            let (from, to) = (center(source), center(target));
            let middle = f64::midpoint(from.x, to.x);
            let points = vec![from, point(middle, from.y), point(middle, to.y), to];
            let label = point_of(&points, 0.5);
            EdgeCurve { points, label, at: 0.5, ..EdgeCurve::default() }
        };
        let area = BoxArea {
            id: "box:a".into(),
            label: "a".into(),
            origin: point(300.0, 50.0),
            width: 260.0,
            height: 300.0,
            first: point(300.0, 100.0),
            last: point(500.0, 300.0),
        };
        let stage = Stage { width: 1000.0, height: 400.0 };
        let layout = Layout {
            stage,
            width: 1000.0,
            height: 400.0,
            boxes: vec![area],
            edges: ends.map(curve).to_vec(),
            nodes: places,
            ..Layout::default()
        };
        (Graph { nodes, edges: edges.to_vec(), ..Graph::default() }, layout)
    }

    fn centers(layout: &Layout) -> Vec<(f64, f64)> {
        layout.nodes.iter().map(|place| (place.center.x, place.center.y)).collect()
    }

    #[test]
    fn what_is_attached_goes_along_and_edges_keep_their_ends_at_their_nodes() {
        let (graph, before) = drawn();
        for (id, by, carried) in [
            ("client", point(30.0, -40.0), &[0][..]),
            ("v2", point(40.0, 20.0), &[2]),
            ("service:a", point(50.0, 10.0), &[3, 1, 2]),
            ("b", point(-20.0, 30.0), &[4, 5]),
            ("service:b", point(-20.0, 30.0), &[4, 5]),
            ("nobody", point(1.0, 1.0), &[]),
        ] {
            let mut layout = before.clone();
            assert_eq!(layout.carry(&graph, id, by), carried, "{id}");
            for (at, (was, is)) in before.nodes.iter().zip(&layout.nodes).enumerate() {
                let by = if carried.contains(&at) { by } else { Point::default() };
                assert_eq!(is.center, point(was.center.x + by.x, was.center.y + by.y), "{id}: {}", was.id);
            }
            for (edge, curve) in graph.edges.iter().zip(&layout.edges) {
                let center = |id: &str| layout.nodes.iter().find(|place| place.id == id).unwrap().center;
                assert_eq!(curve.points.first(), Some(&center(&edge.source)), "{id}");
                assert_eq!(curve.points.last(), Some(&center(&edge.target)), "{id}");
                assert_eq!(curve.label, curve.point(0.5), "{id}");
            }
        }
    }

    #[test]
    fn a_box_goes_with_its_app_and_gives_way_to_a_version() {
        let (graph, before) = drawn();
        let mut layout = before.clone();
        layout.carry(&graph, "service:a", point(50.0, 10.0));
        let area = &layout.boxes[0];
        assert_eq!((area.origin, area.width, area.height), (point(350.0, 60.0), 260.0, 300.0));
        let mut layout = before.clone();
        layout.carry(&graph, "v2", point(100.0, 40.0));
        let area = &layout.boxes[0];
        assert_eq!((area.origin, area.width, area.height), (point(300.0, 50.0), 334.0, 324.0));
        assert_eq!((area.first, area.last), (point(300.0, 100.0), point(600.0, 340.0)));
    }

    #[test]
    fn nothing_leaves_the_drawing_nor_stands_before_its_triangle() {
        let (graph, before) = drawn();
        for (id, by, expected) in [
            ("client", point(-500.0, 900.0), (28.0, 372.0)),
            ("v1", point(-400.0, 0.0), (380.0, 100.0)),
            ("client", point(f64::NAN, f64::INFINITY), (60.0, 200.0)),
        ] {
            let mut layout = before.clone();
            let carried = layout.carry(&graph, id, by);
            assert_eq!(centers(&layout)[carried[0]], expected, "{id}");
        }
    }

    #[test]
    fn places_are_kept_as_shares_and_stand_alike_where_traffic_flows_down() {
        let (graph, before) = drawn();
        let mut layout = before.clone();
        let carried = layout.carry(&graph, "b", point(100.0, -100.0));
        let kept: Vec<Moved> = carried.iter().filter_map(|at| layout.kept(&graph, *at)).collect();
        assert_eq!(kept, [Moved { node: "b".into(), along: 0.8, across: 0.5 }]);
        let mut again = before.clone();
        again.put(&graph, &kept);
        assert_eq!(centers(&again), centers(&layout));
        assert!(again.is_moved && !layout.is_moved);
        let stage = Stage { width: 400.0, height: 1000.0 };
        let mut down = Layout { stage, width: 400.0, height: 1000.0, ..before.clone() };
        down.put(&graph, &kept);
        assert_eq!(centers(&down)[4], (200.0, 800.0));
        let strangers = [Moved { node: "nobody".into(), along: 0.5, across: 0.5 }];
        let mut same = before.clone();
        same.put(&graph, &strangers);
        assert_eq!(centers(&same), centers(&before));
    }
}
