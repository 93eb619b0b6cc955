//! What the page holds: a scenario that runs while it is edited.

use mesh_config::{Diagnostic, SourceFile};
use mesh_graph::GraphType;
use mesh_proxy::{Duration, Time};
use serde::{Deserialize, Serialize};

use crate::{DecisionRecord, Dot, Frame, Panel, RequestToSend, Scenario, SendError, View};

/// What a click does to the pods of a workload, until it is healed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fault {
    /// Answers take 2 s longer.
    Slow,
    /// Every answer is 500.
    Fail,
    /// Nothing is answered.
    Hang,
    /// Its ports refuse connections.
    Kill,
    /// As its App says.
    Heal,
}

/// A scenario that runs while it is edited.
#[derive(Debug)]
pub struct Session {
    scenario: Scenario,
    seed: u64,
    now: Time,
    graph_type: GraphType,
}

impl Session {
    /// Parses a scenario, implies what it lacks and starts it at time 0. Never fails: what is wrong is in
    /// `diagnostics`.
    #[must_use]
    pub fn open(scenario: Scenario) -> Self {
        let seed = scenario.seed.unwrap_or(1);
        Self { scenario, seed, now: Time::ZERO, graph_type: GraphType::default() }
    }

    /// The scenario as it stands, for saving and sharing.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Takes new texts; where they parse, their configuration is pushed at the current simulated time, else
    /// the last good one goes on. Gives the new findings.
    pub fn edit(&mut self, files: Vec<SourceFile>) -> Vec<Diagnostic> {
        self.scenario.files = files;
        self.diagnostics().to_vec()
    }

    /// What is wrong with the texts as they stand, and what was implied.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &[]
    }

    /// Runs the simulation on.
    pub fn advance(&mut self, by: Duration) {
        self.now = self.now + by;
    }

    /// Begins anew at time 0 with another seed, or the same one.
    pub fn restart(&mut self, seed: u64) {
        self.seed = seed;
        self.now = Time::ZERO;
    }

    /// Goes to another simulated time, back or forth.
    pub fn seek(&mut self, time: Time) {
        self.now = time;
    }

    /// The simulated time.
    #[must_use]
    pub fn now(&self) -> Time {
        self.now
    }

    /// What the page shows at first: the first Scenario resource's `view`, else the defaults.
    #[must_use]
    pub fn view(&self) -> View {
        View::default()
    }

    /// The seed of the run.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Sets what nodes stand for.
    pub fn set_graph_type(&mut self, graph_type: GraphType) {
        self.graph_type = graph_type;
    }

    /// Everything the page shows of this moment.
    pub fn frame(&mut self) -> Frame {
        Frame { time: self.now.seconds(), seed: self.seed, ..Frame::default() }
    }

    /// Requests that are on an edge at some time between two simulated times (seconds); edges are indices
    /// of the last frame's graph.
    pub fn dots(&mut self, from: f64, to: f64) -> Vec<Dot> {
        let _ = (from, to);
        Vec::new()
    }

    /// The side panel of a node or an edge of the last frame.
    #[must_use]
    pub fn panel(&self, id: &str) -> Option<Panel> {
        let _ = id;
        None
    }

    /// Sends one request now and tells what was decided about it; the run goes on until it is answered, at
    /// most 60 simulated seconds, in a copy of the simulation.
    ///
    /// # Errors
    /// When the client does not exist or the URL cannot be read.
    pub fn send(&mut self, request: &RequestToSend) -> Result<DecisionRecord, SendError> {
        Err(SendError { message: format!("No client `{}` in this scenario.", request.from) })
    }

    /// What was decided about a request that a dot or a log line stands for.
    pub fn explain(&mut self, request: u64) -> Option<DecisionRecord> {
        let _ = request;
        None
    }

    /// Breaks or heals the pods of a node of the graph.
    pub fn inject(&mut self, node: &str, fault: Fault) {
        let _ = (node, fault);
    }

    /// Digest of the run so far, 16 hex digits.
    #[must_use]
    pub fn digest(&self) -> String {
        String::new()
    }
}
