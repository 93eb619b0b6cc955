//! Two runs on the same draws, A and B, held against each other.

use serde::{Deserialize, Serialize};

/// What is told of two runs. Pairs are of A and of B, in this order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Comparison {
    /// Simulated seconds since which requests are compared.
    pub since: f64,
    /// Simulated seconds up to which they are.
    pub until: f64,
    /// Requests of Traffic that both have answered: all figures are of these.
    pub requests: u64,
    /// Those that one has answered and the other has not, yet.
    pub only: [u64; 2],
    /// How they ended.
    pub figures: [SideFigures; 2],
    /// Where they, and the calls made for them, went: of each app with several versions.
    pub splits: Vec<SplitShares>,
    /// Those that ended otherwise, the gravest first; groups without any are there.
    pub changed: Vec<ChangedGroup>,
    /// Whether there was no work left for all of them.
    pub is_partial: bool,
    /// Edges of the graphs of both.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edges: Vec<EdgePair>,
}

impl Comparison {
    /// Requests that ended otherwise.
    #[must_use]
    pub fn changed_requests(&self) -> u64 {
        self.changed.iter().map(|group| group.count).sum()
    }
}

/// How one run's requests ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SideFigures {
    /// Requests that ended with an error, or with no answer.
    pub failed: u64,
    /// The others, percent.
    pub success: f64,
    /// Median of their durations, milliseconds.
    pub p50: f64,
    /// 95th percentile, milliseconds.
    pub p95: f64,
}

/// The versions of an app, and what went to each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SplitShares {
    /// The app.
    pub app: String,
    /// Its namespace.
    pub namespace: String,
    /// Its versions.
    pub versions: Vec<VersionShare>,
}

/// What went to a version.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VersionShare {
    /// The version.
    pub version: String,
    /// Calls.
    pub calls: [u64; 2],
    /// Percent of the app's, rounded to tenths so that they add up to 100.
    pub percent: [f64; 2],
}

/// In what a request's end changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It succeeded under A and fails under B.
    NewlyFailing,
    /// It went elsewhere, with as much success.
    OtherVersion,
    /// It failed under A and succeeds under B.
    Healed,
    /// It went the same way and was answered otherwise.
    OtherAnswer,
}

/// Requests whose end changed in the same manner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangedGroup {
    /// In what.
    pub change: Change,
    /// How many.
    pub count: u64,
    /// The first of them.
    pub requests: Vec<ChangedRequest>,
}

/// A request that ended otherwise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChangedRequest {
    /// Its id, for `Session::explain`.
    pub request: u64,
    /// Simulated seconds at which it was sent under B.
    pub at: f64,
    /// Who sent it.
    pub client: String,
    /// Method.
    pub method: String,
    /// Path with its query.
    pub path: String,
    /// How it ended.
    pub ends: [RequestEnd; 2],
}

/// How a request ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RequestEnd {
    /// Status; 0 where none came.
    pub status: u16,
    /// Envoy's flags, `-` for none.
    pub flags: String,
    /// Where it went otherwise than under the other one: a version, else an app; its last stop where it went the same way.
    pub reached: String,
    /// Milliseconds.
    pub duration: f64,
}

/// An edge of the graphs of both; what it lacks under one of them is 0 or nothing there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EdgePair {
    /// Id in the graph.
    pub id: String,
    /// Requests per second since then.
    pub rates: [f64; 2],
    /// Errors, percent.
    pub errors: [f64; 2],
    /// Observed share, percent.
    pub shares: [Option<f64>; 2],
}

/// What a run is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Against {
    /// The texts as they were opened, without any edit since.
    #[default]
    Opened,
    /// The texts before the last edit.
    LastEdit,
    /// Another run that was kept, by its number.
    Kept(u32),
}

/// A run of a session that has several.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RunTab {
    /// Its number.
    pub id: u32,
    /// The first line that its texts do not share with the run that it parted from.
    pub label: String,
    /// Simulated seconds up to which it was shown.
    pub until: f64,
    /// Whether it is the one that is shown.
    pub is_shown: bool,
}
