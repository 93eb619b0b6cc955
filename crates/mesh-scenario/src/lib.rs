//! A scenario as one value: files, seed and view; the link codec, the presets and the playground session.
//!
//! The one door by which the page, the server and the command line use the core. Must never know of a
//! browser, a server or the file system.
#![forbid(unsafe_code)]

mod checks;
mod compare;
mod drawing;
mod explain;
mod facts;
mod finding;
mod flows;
mod happened;
mod header;
mod line;
pub mod link;
mod opening;
mod preset;
mod run;
mod session;
mod texts;
mod throughput;

pub use checks::{CheckReport, CoveredRoute, CoveredRule, CoveredSubset, check};
pub use drawing::draw;
pub use finding::{Finding, FindingEdit, FindingFix};
pub use mesh_config::ide::RenameError;
pub use mesh_config::{ide, parse};
pub use mesh_graph::{Theme, svg};
pub use mesh_lint::{LEFT_OUT, MOST_FINDINGS, bounded};
pub use mesh_proxy::Time;
pub use mesh_sim::{Cancel, Exceeded, Stopped, Work};
pub use mesh_view::*;
pub use opening::{open_at_view, opening, view_digest};
pub use preset::{Preset, digest, digests, preset, presets};
pub use run::{ChangedFate, Run};
pub use session::Session;
pub use throughput::carried;
