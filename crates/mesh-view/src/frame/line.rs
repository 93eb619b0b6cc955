//! The time line: in which window something happens, and what.

use mesh_words::Words;
use serde::{Deserialize, Serialize};

use super::EventKind;

/// What the time line shows beside its curves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TimeLine {
    /// Simulated seconds at which the window begins in which something happens.
    pub from: f64,
    /// Simulated seconds at which it ends.
    pub to: f64,
    /// Simulated seconds up to which the run has been: what lies between the moment that is shown and this has happened once.
    pub known: f64,
    /// What happened, in order.
    pub marks: Vec<LineMark>,
    /// A row for each client and each pod that it put out, those of the longest standing first.
    pub rows: Vec<LineRow>,
    /// How many more such rows there are.
    pub more: u32,
}

/// Something that happened at a moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LineMark {
    /// Simulated seconds.
    pub at: f64,
    /// What kind.
    pub kind: EventKind,
    /// What happened.
    pub text: Words,
    /// How often it happened alike close to it.
    pub count: u64,
}

/// When a client sent nothing to a pod.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LineRow {
    /// App of the client; its own name where it has none, or another client is of the same app.
    pub client: String,
    /// Version of the pod, else its app; its own name where another of these pods is called so.
    pub host: String,
    /// The times, in order.
    pub bars: Vec<LineBar>,
}

/// A time that a pod is out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LineBar {
    /// Simulated seconds at which it was put out.
    pub from: f64,
    /// Simulated seconds at which it came back, or up to which that is known.
    pub to: f64,
    /// Simulated seconds of the tick that lets it in, where it has not come back.
    pub planned: Option<f64>,
}
