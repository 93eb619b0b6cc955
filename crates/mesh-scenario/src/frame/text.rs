//! What stands beside and between the lines of the text.

use mesh_config::Span;
use serde::{Deserialize, Serialize};

/// Something that is there although nobody wrote it: an implied resource or a default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Ghost {
    /// Kind of the resource.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The YAML that one click writes out.
    pub yaml: String,
    /// Why it is there, one sentence.
    pub reason: String,
    /// The text that made it necessary.
    pub because: Span,
}

/// A figure beside a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GutterFigure {
    /// The route, destination or policy it belongs to.
    pub span: Span,
    /// As `spec.http[0].route[1]`.
    pub path: String,
    /// Requests that took it in the window.
    pub requests: u64,
    /// Share of all requests that met this list of routes, percent.
    pub share: f64,
    /// Configured weight, percent of its route, where there is one.
    pub weight: Option<f64>,
}
