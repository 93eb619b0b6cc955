//! What the commands ask of the core: the same for the command line and the API.

mod check;
mod compare;
mod connection;
mod lint;
mod route;
mod simulate;

use mesh_config::SourceFile;

pub(crate) use self::check::{Check, Checked, check};
pub(crate) use self::compare::compare;
pub(crate) use self::connection::ConnectionFlags;
pub(crate) use self::lint::{Opened, lint, open};
pub(crate) use self::route::{RouteError, RouteQuestion, route};
pub(crate) use self::simulate::simulate;

/// A scenario, and the flags that every command takes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Input {
    /// The files, in order.
    pub(crate) files: Vec<SourceFile>,
    /// Whether nothing is implied.
    pub(crate) strict: bool,
    /// The seed that is asked for; else the scenario's own.
    pub(crate) seed: Option<u64>,
    /// How many findings are told; of more the worst, and a count. `None` for all, on the asker's own machine.
    pub(crate) most_findings: Option<usize>,
}
