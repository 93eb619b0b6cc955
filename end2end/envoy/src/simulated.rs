//! The simulated proxy with hosts around it, and a clock of its own.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::sync::Arc;

use mesh_proxy::proxy::{NewRequest, Response, Send, StreamId, StreamNumber};
use mesh_proxy::route::{Decision, Request, decide};
use mesh_proxy::{Action, CompiledConfig, Draws, Duration, GrpcCall, Input, Proxy, Purpose, Push, Time, Unobserved};
use xxhash_rust::xxh64::xxh64;

/// Draws that are hashes of what they are for.
#[derive(Clone, Copy, Debug)]
pub struct HashedDraws(pub u64);

impl Draws for HashedDraws {
    fn draw(&mut self, subject: u64, purpose: Purpose, index: u32) -> u64 {
        let mut key = [0; 16];
        key[..8].copy_from_slice(&subject.to_le_bytes());
        key[8..12].copy_from_slice(&(purpose as u32).to_le_bytes());
        key[12..].copy_from_slice(&index.to_le_bytes());
        xxh64(&key, self.0)
    }
}

/// What a host does with a try.
#[derive(Clone, Copy, Debug)]
pub enum Does {
    /// Answers with a status after a while.
    Answer(u16, Duration),
    /// Answers a gRPC call with this `grpc-status` in the headers, after a while.
    Grpc(u32, Duration),
    /// Closes the connection.
    Close,
}

/// How hosts behave: by the try, the host's address and the time.
pub type Behaviour = dyn FnMut(&Send, &str, Time) -> Does;

/// What happens later.
#[derive(Debug)]
enum Later {
    Input(Input),
    Request(usize),
}

/// A request that is to be made.
#[derive(Clone, Debug)]
pub struct Scheduled {
    /// When.
    pub at: Time,
    /// Subject of its draws.
    pub key: u64,
    /// What the route tables say.
    pub decision: mesh_proxy::router::RouteDecision,
}

/// The answer to a request, and where its tries and copies went.
#[derive(Clone, Debug, Default)]
pub struct Answered {
    /// The answer.
    pub response: Option<Response>,
    /// When it came.
    pub at: Time,
    /// The hosts of the tries, in order.
    pub hosts: Vec<String>,
    /// The hosts of mirrored copies, in order.
    pub mirrors: Vec<String>,
}

/// A proxy and its hosts.
pub struct Simulated {
    compiled: CompiledConfig,
    proxy: Proxy,
    draws: HashedDraws,
    behaviour: Box<Behaviour>,
    /// Hosts that refuse connections.
    pub refuses: Vec<String>,
    /// How long connecting takes.
    pub connect_time: Duration,
    now: Time,
    queue: BinaryHeap<Reverse<(Time, u64)>>,
    later: HashMap<u64, Later>,
    sequence: u64,
    requests: Vec<(Scheduled, Option<GrpcCall>)>,
    copies: HashSet<StreamId>,
    answers: HashMap<u64, Answered>,
    events: Vec<(Time, mesh_proxy::proxy::ClusterEvent)>,
}

impl Simulated {
    /// A proxy that was given a configuration at time 0.
    pub fn new(
        compiled: CompiledConfig,
        seed: u64,
        behaviour: impl FnMut(&Send, &str, Time) -> Does + 'static,
    ) -> Self {
        let push = Push::from_config(Time::ZERO, None, &compiled);
        Self {
            proxy: Proxy::new(seed, Arc::new(push)),
            compiled,
            draws: HashedDraws(seed),
            behaviour: Box::new(behaviour),
            refuses: Vec::new(),
            connect_time: Duration::from_micros(100),
            now: Time::ZERO,
            queue: BinaryHeap::new(),
            later: HashMap::new(),
            sequence: 0,
            requests: Vec::new(),
            copies: HashSet::new(),
            answers: HashMap::new(),
            events: Vec::new(),
        }
    }

    /// What was compiled.
    #[must_use]
    pub fn compiled(&self) -> &CompiledConfig {
        &self.compiled
    }

    /// The stream id of a request.
    pub fn stream_id(&mut self, key: u64) -> u64 {
        self.draws.draw(key, Purpose::StreamId, 0)
    }

    /// The route decision about a request.
    ///
    /// # Panics
    /// Without a route configuration of this name.
    pub fn decide(&mut self, routes: &str, request: &Request<'_>, key: u64) -> Decision<'_> {
        let stream_id = self.stream_id(key);
        let table = self.compiled.route_configuration(routes).expect("the route configuration is there");
        decide(&self.compiled, table, request, StreamNumber(stream_id), &mut Unobserved)
    }

    /// Makes a request at a time.
    pub fn schedule(&mut self, request: Scheduled) {
        self.schedule_call(request, None);
    }

    /// Makes a request at a time that may be a gRPC call.
    pub fn schedule_call(&mut self, request: Scheduled, grpc: Option<GrpcCall>) {
        self.requests.push((request.clone(), grpc));
        self.push_later(request.at, Later::Request(self.requests.len() - 1));
    }

    /// Lets everything happen up to a time; then gives the answers by key.
    pub fn run_until(&mut self, until: Time) -> &HashMap<u64, Answered> {
        while let Some(Reverse((at, sequence))) = self.queue.peek().copied() {
            if at > until {
                break;
            }
            self.queue.pop();
            self.now = at;
            match self.later.remove(&sequence) {
                Some(Later::Input(input)) => self.input(input),
                Some(Later::Request(index)) => {
                    let (Scheduled { key, decision, .. }, grpc) = self.requests[index].clone();
                    let stream_id = self.stream_id(key);
                    let came_in_http2 = grpc.is_some();
                    let request = NewRequest {
                        key,
                        stream_number: StreamNumber(stream_id),
                        decision: &decision,
                        grpc,
                        came_in_http2,
                        asked: None,
                    };
                    let mut actions = Vec::new();
                    self.proxy.request(self.now, &request, &mut self.draws, &mut Unobserved, &mut actions);
                    self.perform_all(actions);
                }
                None => {}
            }
        }
        self.now = until;
        &self.answers
    }

    /// What happened to clusters so far.
    #[must_use]
    pub fn events(&self) -> &[(Time, mesh_proxy::proxy::ClusterEvent)] {
        &self.events
    }

    /// The text of an address.
    #[must_use]
    pub fn address(&self, address: mesh_proxy::proxy::AddressId) -> &str {
        self.proxy.push().address(address)
    }

    fn push_later(&mut self, at: Time, later: Later) {
        self.sequence += 1;
        self.later.insert(self.sequence, later);
        self.queue.push(Reverse((at, self.sequence)));
    }

    fn input(&mut self, input: Input) {
        let mut actions = Vec::new();
        self.proxy.handle(self.now, input, &mut self.draws, &mut Unobserved, &mut actions);
        self.perform_all(actions);
    }

    fn perform_all(&mut self, actions: Vec<Action>) {
        for action in actions {
            self.perform(action);
        }
    }

    fn perform(&mut self, action: Action) {
        match action {
            Action::Connect { connection, address, .. } => {
                let refused = self.refuses.iter().any(|host| host == self.proxy.push().address(address));
                let input = if refused { Input::ConnectFailed(connection) } else { Input::Connected(connection) };
                self.push_later(self.now + self.connect_time, Later::Input(input));
            }
            Action::Send(send) => {
                let host = self.proxy.push().address(send.address).to_owned();
                let answer = self.answers.entry(send.key).or_default();
                if send.mirror { &mut answer.mirrors } else { &mut answer.hosts }.push(host.clone());
                match (self.behaviour)(&send, &host, self.now) {
                    Does::Answer(status, after) => {
                        let response = mesh_proxy::proxy::UpstreamResponse::status(status);
                        self.push_later(self.now + after, Later::Input(Input::Response(send.attempt, response)));
                    }
                    Does::Grpc(grpc_status, after) => {
                        let response = mesh_proxy::proxy::UpstreamResponse {
                            grpc_status: Some(grpc_status),
                            ..mesh_proxy::proxy::UpstreamResponse::status(200)
                        };
                        self.push_later(self.now + after, Later::Input(Input::Response(send.attempt, response)));
                    }
                    Does::Close => self.push_later(self.now, Later::Input(Input::Disconnected(send.connection))),
                }
            }
            Action::Arm { timer, at } => self.push_later(at, Later::Input(Input::Timer(timer))),
            Action::Mirror { stream, .. } => drop(self.copies.insert(stream)),
            Action::Respond { stream, key, response } => {
                // The answers to copies are discarded.
                if !self.copies.remove(&stream) {
                    let answer = self.answers.entry(key).or_default();
                    answer.response = Some(response);
                    answer.at = self.now;
                }
            }
            Action::Event(event) => self.events.push((self.now, event)),
            Action::Close(_) | Action::ResetAttempt(_) => {}
        }
    }
}
