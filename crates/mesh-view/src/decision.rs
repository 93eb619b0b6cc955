//! What was decided about one request, step by step, with the lines that decided it.

use mesh_words::Words;
use serde::{Deserialize, Serialize};

use crate::Span;

/// A request that a user sends by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RequestToSend {
    /// `ingress`, `client` or `<workload>[.<namespace>]`.
    pub from: String,
    /// Empty for GET.
    pub method: String,
    /// As `http://fleetman-staff-service:8080/driver/x`.
    pub url: String,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
}

/// Why a request could not be sent: what is wrong and what would be accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendError {
    /// One sentence that names the field and the cure.
    pub message: Words,
}

impl std::fmt::Display for SendError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.message.fmt(formatter)
    }
}

impl std::error::Error for SendError {}

/// What kind of step it was; the page gives each its icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StepKind {
    /// The client sent it.
    Sent,
    /// A virtual host was chosen by the Host header.
    VirtualHost,
    /// A route was tried and did not match.
    RouteSkipped,
    /// A route matched.
    RouteMatched,
    /// A weighted destination was drawn.
    Weight,
    /// A fault was injected, or drawn and not injected.
    Fault,
    /// The cluster was chosen.
    Cluster,
    /// A host was chosen among those considered.
    Host,
    /// A try was made, or made again.
    Attempt,
    /// A timer ran out.
    Timeout,
    /// A circuit breaker, pool or ejection decided.
    Breaker,
    /// The app worked, called or answered.
    App,
    /// The client got its answer.
    Answer,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DecisionStep {
    /// Simulated seconds.
    pub at: f64,
    /// How deep in the chain of calls: 0 for the request itself, 1 for what its app called, …
    pub depth: u32,
    /// Whose proxy or app decided.
    pub by: String,
    /// What kind of step.
    pub kind: StepKind,
    /// One sentence.
    pub text: Words,
    /// The text that decided it, the best first; empty for defaults.
    pub spans: Vec<Span>,
    /// Whether it came from a default that nobody wrote.
    pub default: bool,
}

/// A request with all that was decided about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DecisionRecord {
    /// Id of the request.
    pub request: u64,
    /// Who sent it.
    pub client: String,
    /// Method.
    pub method: String,
    /// URL.
    pub url: String,
    /// Simulated seconds at which it was sent.
    pub sent: f64,
    /// Milliseconds until the answer; `None` while it runs.
    pub duration: Option<f64>,
    /// The answer's status; 0 while it runs or if none came.
    pub status: u16,
    /// Response flags, `-` for none.
    pub flags: String,
    /// Name of the pod that answered, empty for a local reply.
    pub answered_by: String,
    /// The steps, in order.
    pub steps: Vec<DecisionStep>,
}
