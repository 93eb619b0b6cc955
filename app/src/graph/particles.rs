//! Requests on their way, as they are drawn: where the rule puts them, on the edges as they lie now.

use mesh_ordered::OrderedMap;
use mesh_view::{CallEvent, DotLook, Edge, EdgeCurve, EdgeIndex, Flights, Frame, NodePlace, Point};

use super::camera::Projection;
use super::track::Track;

/// From an edge's end to the middle of its node, in pixels of the drawing.
const INTO_NODES: f64 = 20.0;
/// An edge that begins so far from the side of its node begins below its name.
const BELOW_NAME: f64 = 16.0;
/// More dots than this are thinned.
const MANY: usize = 120;
const MOST: usize = 4_000;
/// Values of a dot: x, y, what it looks like, and how far a fading or a burst is, above the status.
pub(super) const STRIDE: usize = 4;

/// By edge how far requests are seen beyond its ends, into the nodes. An edge that begins below the name of its node begins there
/// for requests too: they pass over no name.
pub(super) fn reaches(frame: &Frame) -> Vec<(f64, f64)> {
    let places: OrderedMap<&str, &NodePlace> =
        frame.layout.nodes.iter().map(|place| (place.id.as_str(), place)).collect();
    let reach = |(edge, curve): (&Edge, &EdgeCurve)| {
        let gap = |id: &str, end: Option<&Point>| {
            let (place, end) = (places.get(id)?, end?);
            Some((end.x - place.center.x).hypot(end.y - place.center.y) - place.size / 2.0)
        };
        let of = |gap: Option<f64>| if gap.is_some_and(|gap| gap > BELOW_NAME) { 0.0 } else { INTO_NODES };
        (of(gap(&edge.source, curve.points.first())), of(gap(&edge.target, curve.points.last())))
    };
    frame.graph.edges.iter().zip(&frame.layout.edges).map(reach).collect()
}

/// All dots on their way.
#[derive(Debug)]
pub(crate) struct Particles {
    flights: Flights,
    tracks: Vec<Track>,
    /// Of so many requests one is drawn.
    one_in: u64,
}

impl Default for Particles {
    fn default() -> Self {
        Self { flights: Flights::default(), tracks: Vec::new(), one_in: 1 }
    }
}

impl Particles {
    /// Takes over where the edges lie now.
    pub(crate) fn lay(&mut self, frame: &Frame, curves: impl Iterator<Item = EdgeCurve>) {
        self.flights.lay(frame);
        let reaches = reaches(frame);
        let reach = |at: usize| reaches.get(at).copied().unwrap_or((INTO_NODES, INTO_NODES));
        self.tracks = curves.enumerate().map(|(at, curve)| Track::into_nodes(&curve, reach(at))).collect();
    }

    /// Forgets all dots, since the run jumped.
    pub(crate) fn jump(&mut self, shown: f64, speed: f64) {
        self.flights.jump(shown, speed);
    }

    /// Moves on to a simulated second.
    pub(crate) fn advance(&mut self, shown: f64, speed: f64, events: impl Iterator<Item = CallEvent>) {
        self.flights.tell(events);
        self.flights.advance(shown, speed);
    }

    /// Failures whose dots are not back yet.
    pub(super) fn failures_on_their_way(&self, shown: f64) -> Vec<(EdgeIndex, f64)> {
        self.flights.failures_on_their_way(shown).collect()
    }

    /// Those of them that their callers were told.
    pub(super) fn told_failures_on_their_way(&self, shown: f64) -> impl Iterator<Item = (EdgeIndex, f64, u16)> + '_ {
        self.flights.told_failures_on_their_way(shown)
    }

    /// Of how many requests one is drawn.
    pub(crate) fn one_in(&self) -> u64 {
        self.one_in
    }

    /// Writes the values of each dot that is drawn, and whose it is.
    pub(crate) fn draw(&mut self, shown: f64, projection: Projection, values: &mut Vec<f32>, requests: &mut Vec<u64>) {
        values.clear();
        requests.clear();
        self.one_in = thinned(self.flights.count(shown), self.one_in);
        for spot in self.flights.spots_of(shown, self.one_in) {
            let Some(point) = self.tracks.get(spot.edge.index()).and_then(|it| it.at(spot.share)) else { continue };
            let (kind, more) = match spot.look {
                DotLook::Request => (0, 0.0),
                DotLook::Failed => (1, 0.0),
                DotLook::Retry => (2, 0.0),
                DotLook::Mirror => (3, 0.0),
                DotLook::Fade(share) => (4, share),
                DotLook::Burst(status, share) => (5, f64::from(status) + share),
            };
            let (x, y) = projection.to_stage(point.x, point.y);
            values.extend([x as f32, y as f32, kind as f32, more as f32]);
            requests.push(spot.request);
            if requests.len() >= MOST {
                break;
            }
        }
    }
}

/// Of how many requests one is drawn where so many dots would be seen: by twos, so that those that are drawn stay, and back only
/// once there is room.
fn thinned(dots: usize, before: u64) -> u64 {
    let least = dots.div_ceil(MANY).max(1).next_power_of_two() as u64;
    let is_roomy = dots * 2 <= MANY * before as usize - MANY * before as usize / 8;
    if least < before && !is_roomy { before } else { least }
}

/// The request whose dot is nearest to a point, if one is within reach.
pub(crate) fn hit(values: &[f32], requests: &[u64], x: f64, y: f64, reach: f64) -> Option<u64> {
    let distance = |dot: &[f32]| match dot {
        [dot_x, dot_y, ..] => (f64::from(*dot_x) - x).hypot(f64::from(*dot_y) - y),
        _ => f64::INFINITY,
    };
    let dots = values.chunks_exact(STRIDE).map(distance).zip(requests);
    dots.filter(|(far, _)| *far <= reach).min_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, request)| *request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::{CallOrigin, CallStep, Layout};

    fn lay(particles: &mut Particles, height: f64) {
        let points = [0.0, 50.0, 100.0, 150.0].map(|x| Point { x, y: height }).to_vec();
        let curves = vec![EdgeCurve { points, ..EdgeCurve::default() }];
        let layout = Layout { edges: curves.clone(), ..Layout::default() };
        particles.lay(&Frame { ways: vec![1, 0], layout, ..Frame::default() }, curves.into_iter());
    }

    fn sent(request: u64) -> impl Iterator<Item = CallEvent> {
        let steps = [CallStep::Begun(CallOrigin::Outside(request, None)), CallStep::Sent(0, false)];
        steps.into_iter().map(move |step| CallEvent { at: 0, call: request, step })
    }

    fn drawn(particles: &mut Particles, shown: f64) -> (Vec<f32>, Vec<u64>) {
        let (mut values, mut requests) = (Vec::new(), Vec::new());
        particles.draw(shown, Projection { scale: 1.0, x: 0.0, y: 0.0 }, &mut values, &mut requests);
        (values, requests)
    }

    #[test]
    fn dots_follow_the_edges_as_they_lie_and_are_found_by_a_click() {
        let mut particles = Particles::default();
        lay(&mut particles, 0.0);
        particles.jump(0.0, 1.0);
        particles.advance(0.15, 1.0, sent(7));
        assert_eq!(drawn(&mut particles, 0.15), (vec![75.0, 0.0, 0.0, 0.0], vec![7]));
        lay(&mut particles, 40.0);
        let (values, requests) = drawn(&mut particles, 0.15);
        assert_eq!((values[1], hit(&values, &requests, 77.0, 41.0, 10.0)), (40.0, Some(7)));
        assert_eq!(hit(&values, &requests, 90.0, 41.0, 10.0), None);
        particles.jump(9.0, 1.0);
        assert!(drawn(&mut particles, 9.0).1.is_empty());
    }

    #[test]
    fn of_many_some_are_drawn_and_every_failure() {
        let mut particles = Particles::default();
        lay(&mut particles, 0.0);
        particles.jump(0.0, 1.0);
        particles.advance(0.1, 1.0, (0..400).flat_map(sent));
        let failing = [CallStep::Back(503), CallStep::Ended(503, None)];
        let failing = failing.map(|step| CallEvent { at: 100_000_000, call: 399, step });
        particles.advance(0.1, 1.0, failing.into_iter());
        let (_, requests) = drawn(&mut particles, 0.1);
        assert_eq!((particles.one_in(), requests.len()), (4, 101));
        assert!(requests.contains(&396) && requests.contains(&399) && !requests.contains(&398));
    }

    #[test]
    fn how_many_are_drawn_does_not_waver() {
        for (dots, before, now) in
            [(0, 1, 1), (120, 1, 1), (121, 1, 2), (239, 2, 2), (119, 2, 2), (100, 2, 1), (900, 1, 8)]
        {
            assert_eq!(thinned(dots, before), now, "{dots} after {before}");
        }
    }
}
