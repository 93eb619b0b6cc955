//! Requests on their way, as they are drawn.
//!
//! A request crosses an edge in milliseconds, too fast to see: a dot starts when its request does and then moves at a
//! pace that the eye can follow, edge after edge. Time here is drawing time: it stands still while the run does.

use mesh_ordered::OrderedMap;
use mesh_view::{Dot, DotStatus, Layout};

use super::camera::Projection;
use super::track::Track;

/// Pixels of the drawing per second, Kiali's pace for fast answers.
const PACE: f64 = 100.0;
/// Least drawing time between two dots on an edge: more would be a line (Kiali: 25 a second).
const SPACING: f64 = 0.04;
const MOST: usize = 4000;
/// From an edge's end to the middle of its node, in pixels of the drawing.
pub(super) const INTO_NODES: f64 = 20.0;

#[derive(Clone, Copy, Debug)]
struct Particle {
    request: u64,
    edge: u32,
    start: f64,
    end: f64,
    kind: u8,
}

/// All dots on their way.
#[derive(Debug, Default)]
pub(crate) struct Particles {
    now: f64,
    tracks: Vec<Track>,
    edges: Vec<String>,
    particles: Vec<Particle>,
    /// When each request's dot is through with the edges it was last seen on.
    through: OrderedMap<u64, f64>,
    last_start: Vec<f64>,
}

impl Particles {
    /// Takes over where the edges lie now; dots of edges that are gone go too.
    pub(crate) fn lay(&mut self, layout: &Layout) {
        let now: OrderedMap<&str, u32> = (0..).zip(&layout.edges).map(|(at, curve)| (curve.id.as_str(), at)).collect();
        let places: Vec<Option<u32>> = self.edges.iter().map(|id| now.get(id.as_str()).copied()).collect();
        self.particles.retain_mut(|particle| match places.get(particle.edge as usize) {
            Some(Some(edge)) => {
                particle.edge = *edge;
                true
            }
            _ => false,
        });
        self.tracks = layout.edges.iter().map(|curve| Track::into_nodes(curve, INTO_NODES)).collect();
        self.edges = layout.edges.iter().map(|curve| curve.id.clone()).collect();
        self.last_start = vec![f64::NEG_INFINITY; self.edges.len()];
    }

    /// Forgets all dots, since the run jumped.
    pub(crate) fn clear(&mut self) {
        self.particles.clear();
        self.through.clear();
        self.last_start.fill(f64::NEG_INFINITY);
    }

    /// Moves drawing time on and lets dots go that arrived.
    pub(crate) fn advance(&mut self, seconds: f64) {
        self.now += seconds;
        let now = self.now;
        self.particles.retain(|particle| particle.end > now);
        self.through.retain(|_, end| *end > now);
    }

    /// Starts a dot for each request; `pace` is drawing time per simulated time.
    pub(crate) fn start(&mut self, dots: &[Dot], pace: f64) {
        for dot in dots {
            let edge = dot.edge as usize;
            let (Some(track), Some(last)) = (self.tracks.get(edge), self.last_start.get_mut(edge)) else { continue };
            let start = self.through.get(&dot.request).map_or(self.now, |through| through.max(self.now));
            if start - *last < SPACING || self.particles.len() >= MOST {
                continue;
            }
            *last = start;
            let end = start + crossing(track, dot, pace);
            if !dot.mirror {
                self.through.insert(dot.request, end);
            }
            let kind = match (dot.mirror, dot.status, dot.retry) {
                (true, ..) => 3,
                (_, DotStatus::Error, _) => 1,
                (_, _, true) => 2,
                _ => 0,
            };
            self.particles.push(Particle { request: dot.request, edge: dot.edge, start, end, kind });
        }
    }

    /// Writes x, y and kind of each dot that is on the stage, and whose it is.
    pub(crate) fn draw(&self, projection: Projection, values: &mut Vec<f32>, requests: &mut Vec<u64>) {
        values.clear();
        requests.clear();
        for particle in self.particles.iter().filter(|particle| particle.start <= self.now) {
            let share = (self.now - particle.start) / (particle.end - particle.start).max(1e-9);
            let Some(point) = self.tracks.get(particle.edge as usize).and_then(|track| track.at(share)) else {
                continue;
            };
            let (x, y) = projection.to_stage(point.x, point.y);
            values.extend([x as f32, y as f32, f32::from(particle.kind)]);
            requests.push(particle.request);
        }
    }
}

/// Seconds of drawing time that a dot takes for its edge.
pub(super) fn crossing(track: &Track, dot: &Dot, pace: f64) -> f64 {
    (track.length() / PACE).max((dot.end - dot.start) * pace).min(30.0)
}

/// The request whose dot is nearest to a point, if one is within reach.
pub(crate) fn hit(values: &[f32], requests: &[u64], x: f64, y: f64, reach: f64) -> Option<u64> {
    let distance = |dot: &[f32]| match dot {
        [dot_x, dot_y, ..] => (f64::from(*dot_x) - x).hypot(f64::from(*dot_y) - y),
        _ => f64::INFINITY,
    };
    let dots = values.chunks_exact(3).map(distance).zip(requests);
    dots.filter(|(far, _)| *far <= reach).min_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, request)| *request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::{EdgeCurve, Point};

    fn layout(ids: &[&str]) -> Layout {
        let curve = |id: &&str| EdgeCurve {
            id: (*id).to_owned(),
            points: [0.0, 50.0, 100.0, 150.0].map(|x| Point { x, y: 0.0 }).to_vec(),
            ..EdgeCurve::default()
        };
        Layout { edges: ids.iter().map(curve).collect(), ..Layout::default() }
    }

    fn dot(request: u64, edge: u32, start: f64) -> Dot {
        let status = DotStatus::Ok;
        Dot { request, edge, start, end: start + 0.02, status, retry: false, mirror: false }
    }

    fn drawn(particles: &Particles) -> (Vec<f32>, Vec<u64>) {
        let (mut values, mut requests) = (Vec::new(), Vec::new());
        particles.draw(Projection { scale: 1.0, x: 0.0, y: 0.0 }, &mut values, &mut requests);
        (values, requests)
    }

    #[test]
    fn a_request_walks_its_edges_one_after_the_other() {
        let mut particles = Particles::default();
        particles.lay(&layout(&["a>b", "b>c"]));
        particles.start(&[dot(7, 0, 1.0), dot(7, 1, 1.0)], 1.0);
        assert_eq!(drawn(&particles).1, [7]);
        particles.advance(0.75);
        assert_eq!(drawn(&particles).0[0].round(), 55.0);
        particles.advance(1.5);
        assert_eq!(drawn(&particles).1, [7]);
        particles.advance(2.0);
        assert_eq!(drawn(&particles).1, [0_u64; 0]);
    }

    #[test]
    fn dots_survive_a_new_layout_and_are_found_by_a_click() {
        let mut particles = Particles::default();
        particles.lay(&layout(&["a>b", "b>c"]));
        particles.start(&[dot(1, 1, 1.0)], 1.0);
        particles.lay(&layout(&["0>a", "a>b", "b>c"]));
        particles.advance(0.5);
        let (values, requests) = drawn(&particles);
        assert_eq!(requests, [1]);
        assert_eq!(hit(&values, &requests, 32.0, 3.0, 10.0), Some(1));
        assert_eq!(hit(&values, &requests, 90.0, 3.0, 10.0), None);
        particles.lay(&layout(&["a>b"]));
        assert_eq!(drawn(&particles).1, [0_u64; 0]);
    }
}
