//! What stands beside and between the lines of the text.

use mesh_words::Words;
use serde::{Deserialize, Serialize};

use crate::{Span, TextEdit};

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
    pub reason: Words,
    /// The text that made it necessary.
    pub because: Span,
}

/// A field that lives otherwise than the text says, since somebody changed it in the cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drift {
    /// The field, as `spec.replicas`.
    pub path: String,
    /// What stands there: where another text does by now, this is about an older one.
    pub written: String,
    /// What lives, as YAML on one line.
    pub live: String,
    /// Writes it into the text, in the place of what stands there.
    pub edit: TextEdit,
}

/// A figure beside a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GutterFigure {
    /// It stands on the line where this begins: a weight, a route, the value of a field of outlierDetection.
    pub span: Span,
    /// The route or destination as `spec.http[0].route[1]`, or the field.
    pub path: String,
    /// What it says.
    pub figure: Figure,
}

/// What a figure beside a line says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Figure {
    /// How many requests of the window took a route, or a destination of one.
    Share {
        /// Those that took it.
        requests: u64,
        /// Those that met its list: the routes of a resource, or the destinations of a route.
        of: u64,
        /// `requests` in percent of `of`; 0 where there was none.
        share: f64,
        /// Configured weight, percent of its route, where there is one.
        weight: Option<f64>,
    },
    /// Errors in a row, the most that any client has counted for any host.
    Consecutive {
        /// Counted; the threshold itself while the host is out.
        count: u32,
        /// At how many the host goes.
        threshold: u32,
    },
    /// When hosts may come back next, simulated seconds.
    NextTick {
        /// The next tick of any client.
        at: f64,
    },
    /// How long the last of the ejected hosts stays out.
    Returns {
        /// Seconds.
        seconds: f64,
    },
    /// What stands here has been deleted in the cluster.
    Gone,
    /// How many hosts are out, for the client that has most of them out.
    Ejected {
        /// Out.
        ejected: u32,
        /// Of so many.
        hosts: u32,
    },
}
