//! The schedule on the simulated proxy.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use mesh_proxy::config::{Cluster, ClusterLoadAssignment, DiscoveryType, LbEndpoint, LocalityLbEndpoints, ProxyConfig};
use mesh_proxy::proxy::{
    AddressId, ClusterEventKind, ClusterIndex, NewRequest, RouteIndex, StreamNumber, Timer, UpstreamResponse,
};
use mesh_proxy::router::{RouteDecision, RouteOutcome};
use mesh_proxy::{Action, CompiledConfig, Draws, Duration, Input, Proxy, Purpose, Push, Time, Unobserved};

use crate::case::{Case, Moment};

/// What came out.
#[derive(Debug)]
pub(crate) struct Replayed {
    pub(crate) moments: Vec<Moment>,
    pub(crate) failed: usize,
}

impl Replayed {
    pub(crate) fn enforced(&self) -> usize {
        self.moments.iter().filter(|moment| moment.enforced).count()
    }
}

/// Serves the schedule; `start` is where round robin begins and the seed of all draws.
pub(crate) fn replay(case: &Case, start: u64) -> Replayed {
    let mut replay = Replay::new(case, start);
    let requests = (case.seconds * case.rate) as u32;
    for number in 0..requests {
        let at = f64::from(number) / case.rate;
        replay.run_until(replay.first + Duration::from_secs_f64(at));
        let decision =
            RouteDecision { outcome: RouteOutcome::Cluster(ClusterIndex(0)), route: RouteIndex::NONE, hash: None };
        replay.request(&NewRequest {
            key: number.into(),
            stream_number: StreamNumber(0),
            decision: &decision,
            grpc: None,
            came_in_http2: false,
            asked: None,
        });
    }
    replay.run_until(replay.first + Duration::from_secs_f64(case.seconds));
    Replayed { moments: replay.moments, failed: replay.failed }
}

struct Seeded(u64);

impl Draws for Seeded {
    fn draw(&mut self, subject: u64, purpose: Purpose, index: u32) -> u64 {
        if purpose == Purpose::RoundRobinStart {
            return self.0;
        }
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&subject.to_le_bytes());
        bytes[8..12].copy_from_slice(&(purpose as u32).to_le_bytes());
        bytes[12..].copy_from_slice(&index.to_le_bytes());
        xxhash_rust::xxh64::xxh64(&bytes, self.0)
    }
}

enum Event {
    Timer(Timer),
    Input(Input),
}

struct Replay<'a> {
    case: &'a Case,
    proxy: Proxy,
    draws: Seeded,
    now: Time,
    first: Time,
    queue: BinaryHeap<Reverse<(Time, usize)>>,
    events: Vec<Event>,
    /// Requests so far, by host.
    served: Vec<u32>,
    moments: Vec<Moment>,
    failed: usize,
}

impl<'a> Replay<'a> {
    fn new(case: &'a Case, start: u64) -> Self {
        let name = "recorded".to_owned();
        let lb_endpoints = (0..case.hosts.len()).map(|host| LbEndpoint::new("10.0.0.1", 8000 + host as u32)).collect();
        let assignment = ClusterLoadAssignment {
            cluster_name: name.clone(),
            endpoints: vec![LocalityLbEndpoints { lb_endpoints, ..Default::default() }],
        };
        let cluster = Cluster { name, discovery_type: Some(DiscoveryType::Eds), ..case.cluster.clone() };
        let config = ProxyConfig {
            clusters: vec![Arc::new(cluster)],
            endpoints: vec![Arc::new(assignment)],
            ..ProxyConfig::default()
        };
        let push = Push::from_config(Time::ZERO, None, &CompiledConfig::new(Arc::new(config)));
        Replay {
            case,
            proxy: Proxy::new(start, Arc::new(push)),
            draws: Seeded(start),
            now: Time::ZERO,
            first: Time::ZERO + Duration::from_secs_f64(case.lead()),
            queue: BinaryHeap::new(),
            events: Vec::new(),
            served: vec![0; case.hosts.len()],
            moments: Vec::new(),
            failed: 0,
        }
    }

    fn run_until(&mut self, until: Time) {
        while let Some(Reverse((at, index))) = self.queue.peek().copied()
            && at <= until
        {
            self.queue.pop();
            self.now = at;
            match self.events[index] {
                Event::Timer(timer) => self.input(Input::Timer(timer)),
                Event::Input(input) => self.input(input),
            }
        }
        self.now = until;
    }

    fn schedule(&mut self, at: Time, event: Event) {
        self.events.push(event);
        self.queue.push(Reverse((at, self.events.len() - 1)));
    }

    fn input(&mut self, input: Input) {
        let mut actions = Vec::new();
        self.proxy.handle(self.now, input, &mut self.draws, &mut Unobserved, &mut actions);
        self.perform_all(actions);
    }

    fn request(&mut self, request: &NewRequest<'_>) {
        let mut actions = Vec::new();
        self.proxy.request(self.now, request, &mut self.draws, &mut Unobserved, &mut actions);
        self.perform_all(actions);
    }

    fn perform_all(&mut self, actions: Vec<Action>) {
        for action in actions {
            self.perform(action);
        }
    }

    fn perform(&mut self, action: Action) {
        match action {
            Action::Connect { connection, .. } => {
                let at = self.now + Duration::from_micros(100);
                self.schedule(at, Event::Input(Input::Connected(connection)));
            }
            Action::Send(send) => {
                let host = self.host(send.address);
                let served = self.served[host];
                self.served[host] += 1;
                let status = self.case.hosts[host].behaviour.status(served, (self.now - self.first).as_secs_f64());
                let at = self.now + Duration::from_micros(500);
                self.schedule(at, Event::Input(Input::Response(send.attempt, UpstreamResponse::status(status))));
            }
            Action::Arm { timer: timer @ Timer::OutlierInterval { .. }, at } => {
                let late = self.lateness(at);
                self.schedule(at + late, Event::Timer(timer));
            }
            Action::Arm { timer, at } => self.schedule(at, Event::Timer(timer)),
            Action::Respond { response, .. } => self.failed += usize::from(response.status >= 500),
            Action::Event(event) => match event.kind {
                ClusterEventKind::Ejection { address, reason, enforced, .. } => {
                    self.note(address, reason.name(), enforced);
                }
                ClusterEventKind::Unejection { address } => self.note(address, "", false),
                ClusterEventKind::EjectionRefused { .. } | ClusterEventKind::Overflow { .. } => {}
            },
            Action::Close(_) | Action::ResetAttempt(_) | Action::Mirror { .. } => {}
        }
    }

    /// A real clock tells ticks up to a millisecond late, now more and now less: that decides what the corpus calls the
    /// `decay` tie, whether an interval has passed between two ticks. Cases without ties get an exact clock.
    fn lateness(&mut self, at: Time) -> Duration {
        if self.case.is_exact() {
            return Duration::ZERO;
        }
        Duration::from_nanos(self.draws.draw(at.0, Purpose::Arrival, 0) % 1_000_000)
    }

    fn note(&mut self, address: AddressId, kind: &str, enforced: bool) {
        let at = (self.now - self.first).as_secs_f64();
        let host = self.case.hosts[self.host(address)].name.clone();
        self.moments.push(Moment { at, host, kind: kind.to_owned(), enforced });
    }

    fn host(&self, address: AddressId) -> usize {
        let text = self.proxy.push().address(address);
        text.rsplit_once(':').and_then(|(_, port)| port.parse::<usize>().ok()).expect("a port") - 8000
    }
}
