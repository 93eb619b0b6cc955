//! A small world around one proxy for the tests of this crate: hosts that do as they are told, and a clock.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use super::*;
use crate::draw::{Draws, Purpose};
use crate::grpc::GrpcCall;
use crate::router::{RouteDecision, RouteOutcome, RoutePolicy};
use crate::time::{Duration, Time};
use crate::upstream::{ClusterEndpoints, ClusterSettings, HostSettings};

/// Draws from a hash of the key, or what a test fixed.
#[derive(Clone, Debug, Default)]
pub(crate) struct TestDraws {
    pub(crate) seed: u64,
    pub(crate) fixed: BTreeMap<Purpose, u64>,
}

impl Draws for TestDraws {
    fn draw(&mut self, subject: u64, purpose: Purpose, index: u32) -> u64 {
        if let Some(value) = self.fixed.get(&purpose) {
            return *value;
        }
        let mut bytes = [0; 20];
        bytes[..8].copy_from_slice(&subject.to_le_bytes());
        bytes[8..12].copy_from_slice(&(purpose as u32).to_le_bytes());
        bytes[12..16].copy_from_slice(&index.to_le_bytes());
        xxhash_rust::xxh64::xxh64(&bytes, self.seed)
    }
}

/// What a host does with a try.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Does {
    Answer(UpstreamResponse, Duration),
    Reset(UpstreamReset, Duration),
    /// Never answers.
    Hang,
}

impl Does {
    pub(crate) fn status(status: u16) -> Self {
        Does::Answer(UpstreamResponse::status(status), Duration::ZERO)
    }

    pub(crate) fn after(status: u16, milliseconds: u64) -> Self {
        Does::Answer(UpstreamResponse::status(status), Duration::from_millis(milliseconds))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Timer(u32),
    Input(u32),
}

/// Where the ids begin that no push knows.
pub(crate) const ASKED: u32 = 1 << 31;

type Behaviour = Box<dyn FnMut(&str, Time) -> Does>;

/// One proxy and its hosts.
pub(crate) struct Rig {
    pub(crate) proxy: Proxy,
    pub(crate) now: Time,
    pub(crate) draws: TestDraws,
    pub(crate) connect_time: Duration,
    /// Hosts that refuse connections.
    pub(crate) refuses: Vec<String>,
    /// Hosts to which connecting never ends.
    pub(crate) silent: Vec<String>,
    behaviour: Behaviour,
    queue: BinaryHeap<Reverse<(Time, u64, Event)>>,
    timers: Vec<Timer>,
    inputs: Vec<Input>,
    sequence: u64,
    /// The requests, by key.
    pub(crate) streams: Vec<StreamId>,
    pub(crate) responses: Vec<(Time, u64, Response)>,
    pub(crate) sends: Vec<(Time, Send)>,
    pub(crate) connects: u32,
    pub(crate) closes: u32,
    pub(crate) events: Vec<(Time, ClusterEvent)>,
    pub(crate) mirrors: u32,
    /// The address that requests ask for, and whether they come in HTTP/2.
    pub(crate) asked: Option<AddressId>,
    pub(crate) came_in_http2: bool,
    next_key: u64,
}

impl Rig {
    /// One cluster, one route to it.
    pub(crate) fn new(
        settings: ClusterSettings,
        hosts: &[&str],
        policy: RoutePolicy,
        behaviour: impl FnMut(&str, Time) -> Does + 'static,
    ) -> Rig {
        let mut addresses = Addresses::default();
        let endpoints = endpoints(hosts, &mut addresses);
        let push = Push::new(Time::ZERO, None, Arc::new(addresses), vec![(settings, endpoints)], vec![policy]);
        Rig::with_push(push, behaviour)
    }

    pub(crate) fn with_push(push: Push, behaviour: impl FnMut(&str, Time) -> Does + 'static) -> Rig {
        Rig {
            proxy: Proxy::new(1, Arc::new(push)),
            now: Time::ZERO,
            draws: TestDraws::default(),
            connect_time: Duration::from_micros(100),
            refuses: Vec::new(),
            silent: Vec::new(),
            behaviour: Box::new(behaviour),
            queue: BinaryHeap::new(),
            timers: Vec::new(),
            inputs: Vec::new(),
            sequence: 0,
            streams: Vec::new(),
            responses: Vec::new(),
            sends: Vec::new(),
            connects: 0,
            closes: 0,
            events: Vec::new(),
            mirrors: 0,
            asked: None,
            came_in_http2: false,
            next_key: 0,
        }
    }

    /// A request to the first cluster by the first policy, now. Its key.
    pub(crate) fn request(&mut self) -> u64 {
        self.request_with(RouteDecision {
            outcome: RouteOutcome::Cluster(ClusterIndex(0)),
            route: RouteIndex(0),
            hash: None,
        })
    }

    pub(crate) fn request_with(&mut self, decision: RouteDecision) -> u64 {
        self.request_as(decision, None)
    }

    /// A request that may be a gRPC call.
    pub(crate) fn request_as(&mut self, decision: RouteDecision, grpc: Option<GrpcCall>) -> u64 {
        let key = self.next_key;
        self.next_key += 1;
        let stream_number = StreamNumber(self.draws.draw(key, Purpose::StreamId, 0));
        let (came_in_http2, asked) = (self.came_in_http2, self.asked);
        let request = NewRequest { key, stream_number, decision: &decision, grpc, came_in_http2, asked };
        let mut actions = Vec::new();
        let stream = self.proxy.request(self.now, &request, &mut self.draws, &mut Unobserved, &mut actions);
        self.streams.push(stream);
        self.perform(actions);
        key
    }

    pub(crate) fn input(&mut self, input: Input) {
        let mut actions = Vec::new();
        self.proxy.handle(self.now, input, &mut self.draws, &mut Unobserved, &mut actions);
        self.perform(actions);
    }

    pub(crate) fn update(&mut self, push: Push) {
        let mut actions = Vec::new();
        self.proxy.update(self.now, Arc::new(push), &mut actions);
        self.perform(actions);
    }

    /// The text of an address; one that only clients know is `asked:` and its number.
    pub(crate) fn address(&self, id: AddressId) -> String {
        match id.0.checked_sub(ASKED) {
            Some(number) => format!("asked:{number}"),
            None => self.proxy.push().address(id).to_owned(),
        }
    }

    fn perform(&mut self, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Connect { connection, address, .. } => {
                    self.connects += 1;
                    let address = self.address(address);
                    if self.silent.contains(&address) {
                        continue;
                    }
                    let input = match self.refuses.contains(&address) {
                        true => Input::ConnectFailed(connection),
                        false => Input::Connected(connection),
                    };
                    self.schedule_input(self.now + self.connect_time, input);
                }
                Action::Close(_) => self.closes += 1,
                Action::Send(send) => {
                    self.sends.push((self.now, send));
                    let address = self.address(send.address);
                    match (self.behaviour)(&address, self.now) {
                        Does::Answer(response, after) => {
                            self.schedule_input(self.now + after, Input::Response(send.attempt, response));
                        }
                        Does::Reset(reset, after) => {
                            self.schedule_input(self.now + after, Input::UpstreamReset(send.attempt, reset));
                        }
                        Does::Hang => {}
                    }
                }
                Action::ResetAttempt(_) => {}
                Action::Arm { timer, at } => {
                    self.timers.push(timer);
                    self.schedule(at, Event::Timer(self.timers.len() as u32 - 1));
                }
                Action::Mirror { .. } => self.mirrors += 1,
                Action::Respond { key, response, .. } => self.responses.push((self.now, key, response)),
                Action::Event(event) => self.events.push((self.now, event)),
            }
        }
    }

    fn schedule_input(&mut self, at: Time, input: Input) {
        self.inputs.push(input);
        self.schedule(at, Event::Input(self.inputs.len() as u32 - 1));
    }

    fn schedule(&mut self, at: Time, event: Event) {
        self.sequence += 1;
        self.queue.push(Reverse((at, self.sequence, event)));
    }

    /// Lets time pass.
    pub(crate) fn run_until(&mut self, until: Time) {
        while let Some(Reverse((at, _, event))) = self.queue.peek().copied() {
            if at > until {
                break;
            }
            self.queue.pop();
            self.now = at;
            match event {
                Event::Timer(index) => self.input(Input::Timer(self.timers[index as usize])),
                Event::Input(index) => self.input(self.inputs[index as usize]),
            }
        }
        self.now = until;
    }

    pub(crate) fn run_for(&mut self, milliseconds: u64) {
        self.run_until(self.now + Duration::from_millis(milliseconds));
    }

    /// `503 URX,UF` for each response so far.
    pub(crate) fn answers(&self) -> Vec<String> {
        self.responses.iter().map(|(_, _, response)| format!("{} {}", response.status, response.flags)).collect()
    }

    pub(crate) fn gauges(&self) -> ClusterGauges {
        self.proxy.gauges(self.now, ClusterIndex(0)).unwrap()
    }

    /// Nothing is left that a request held.
    pub(crate) fn assert_idle(&self) {
        let gauges = self.gauges();
        for breaker in gauges.breakers {
            assert_eq!((breaker.pending_requests, breaker.requests, breaker.retries), (0, 0, 0));
        }
        for host in gauges.hosts {
            assert_eq!((host.view.active, host.pending), (0, 0));
        }
        assert_eq!(self.proxy.active_faults.0, 0);
    }
}

pub(crate) fn endpoints(hosts: &[&str], addresses: &mut Addresses) -> ClusterEndpoints {
    let hosts = hosts.iter().map(|host| HostSettings::new(addresses.intern(host))).collect();
    ClusterEndpoints { hosts, localities: vec![crate::upstream::LocalitySettings { priority: 0, weight: 1 }] }
}

#[test]
fn a_request_comes_back() {
    let mut rig = Rig::new(ClusterSettings::new("c"), &["a:1"], RoutePolicy::default(), |_, _| Does::after(200, 3));
    rig.request();
    rig.run_for(10);
    rig.request();
    rig.run_for(10);
    assert_eq!(rig.answers(), ["200 -", "200 -"]);
    assert_eq!(rig.connects, 1);
    assert_eq!(rig.responses[0].2.attempts, 1);
    assert_eq!(rig.responses[0].2.details.to_string(), "via_upstream");
    rig.assert_idle();
}

#[test]
fn local_replies() {
    let mut rig = Rig::new(ClusterSettings::new("c"), &[], RoutePolicy::default(), |_, _| Does::status(200));
    for outcome in [
        RouteOutcome::NotFound,
        RouteOutcome::ClusterNotFound(503),
        RouteOutcome::Direct(301),
        RouteOutcome::Cluster(ClusterIndex(0)),
        RouteOutcome::Cluster(ClusterIndex(7)),
    ] {
        rig.request_with(RouteDecision { outcome, route: RouteIndex(0), hash: None });
    }
    assert_eq!(rig.answers(), ["404 NR", "503 NC", "301 -", "503 UH", "503 NC"]);
}
