//! What was decided about a request, hop by hop, with the lines that decided it, and what did not happen and why.

use mesh_words::Words;
use serde::{Deserialize, Serialize};

use crate::{LogLine, Span};

/// A request with all that was decided about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DecisionRecord {
    /// Id of the request.
    pub request: u64,
    /// What links call it: `<traffic>/<n>`, or `send/<n>` where it was sent by hand; counted from 1.
    pub name: String,
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
    /// What the caller got, from whom and after what time: one sentence.
    pub verdict: Words,
    /// What decided that, where something did.
    pub why: Option<Words>,
    /// The hops, in the order they began; the first is the request itself.
    pub hops: Vec<StoryHop>,
    /// The lines that decided it, or that were tried, in the order of time.
    pub lit: Vec<LitLine>,
}

/// A request at one client.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoryHop {
    /// How deep in the chain of calls: 0 for the request itself, 1 for what its app called, …
    pub depth: u32,
    /// Who sent it: a workload where it is a pod's.
    pub from: String,
    /// What it was sent to: a service, else the host that was asked for.
    pub to: String,
    /// The hosts that it was sent to, in the order of its tries.
    pub hosts: Vec<String>,
    /// Whether it is a copy, whose answer is thrown away.
    pub mirror: bool,
    /// Milliseconds from the request's start.
    pub start: f64,
    /// The same until its answer; `None` while it runs.
    pub end: Option<f64>,
    /// Its status, `–` for none.
    pub status: String,
    /// Response flags, `-` for none.
    pub flags: String,
    /// Whether it failed.
    pub failed: bool,
    /// What it waited for on the way.
    pub stays: Vec<StoryStay>,
    /// Why there is nothing to tell, where nothing was to be decided.
    pub nothing: Option<Words>,
    /// What was decided.
    pub parts: Vec<StoryPart>,
    /// Ids of the graph's nodes that it touches, from its source on.
    pub nodes: Vec<String>,
}

/// A part of a hop's bar.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoryStay {
    /// What it is.
    pub kind: StayKind,
    /// Milliseconds from the request's start.
    pub start: f64,
    /// The same.
    pub end: f64,
}

/// What a part of a hop's bar stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StayKind {
    /// A try that was answered well.
    Try,
    /// A try that failed.
    FailedTry,
    /// A delay, or the wait before another try.
    Wait,
}

/// What a part of a hop's story is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PartKind {
    /// The connection, and what the proxy made of the request before it routed it.
    Connection,
    /// The routes that were tried.
    Route,
    /// The draw among weighted destinations.
    Weight,
    /// A fault.
    Fault,
    /// The cluster.
    Cluster,
    /// The hosts that the load balancer chose from.
    Host,
    /// Tries, timers, retries.
    Tries,
    /// Breakers and ejections.
    Breaker,
    /// The answer.
    Answer,
}

/// A part of a hop's story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoryPart {
    /// What it is about.
    pub kind: PartKind,
    /// Beside its title: the algorithm of the load balancer, or nothing.
    pub note: String,
    /// Its rows.
    pub rows: Vec<StoryRow>,
    /// The number line of a draw.
    pub line: Option<NumberLine>,
    /// The hosts that were considered.
    pub hosts: Vec<StoryHost>,
    /// How many more there are.
    pub more_hosts: u32,
    /// The YAML of the whole part.
    pub spans: Vec<Span>,
}

/// The sign before a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RowMark {
    /// It was taken, or went well.
    Taken,
    /// It was tried and not taken.
    Not,
    /// It failed.
    Bad,
    /// It did not happen: the row tells why.
    Absent,
    /// Nothing of that.
    Plain,
}

/// One thing that was decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoryRow {
    /// Its sign.
    pub mark: RowMark,
    /// What it is about, as `http[1]`; often empty.
    pub code: String,
    /// One sentence.
    pub text: Words,
    /// Milliseconds from the request's start.
    pub at: f64,
    /// The text that decided it; empty for defaults.
    pub spans: Vec<Span>,
    /// Whether it came from a default that nobody wrote.
    pub default: bool,
}

/// A draw among weighted destinations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NumberLine {
    /// What was drawn, below `total`.
    pub drawn: u64,
    /// The sum of the weights.
    pub total: u64,
    /// The destinations, from 0 on.
    pub shares: Vec<NumberShare>,
}

/// A destination on the number line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NumberShare {
    /// Its subset, else its service.
    pub name: String,
    /// Its weight.
    pub weight: u64,
    /// Whether the draw fell there.
    pub taken: bool,
}

/// How a host stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum HostState {
    /// It was picked.
    Taken,
    /// It could have been picked.
    Free,
    /// Outlier detection had put it out.
    Ejected,
}

/// A host that was considered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoryHost {
    /// Its pod, else its address.
    pub name: String,
    /// How it stood.
    pub state: HostState,
    /// Its requests under way, or how long it stays out.
    pub note: Words,
    /// More about it: who else has put it out.
    pub remark: Option<Words>,
}

/// The requests that took a rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Took {
    /// `namespace/name` of its resource.
    pub resource: String,
    /// The rule, as `spec.http[1].route[0]`.
    pub path: String,
    /// Its requests at the client that it held for, the latest first.
    pub lines: Vec<LogLine>,
}

/// A line of the text that decided a request, or was tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LitLine {
    /// Where.
    pub span: Span,
    /// What it did, in a few words; empty for what needs none.
    pub note: Words,
    /// Whether it was tried and not taken.
    pub tried: bool,
    /// Simulated seconds.
    pub at: f64,
}
