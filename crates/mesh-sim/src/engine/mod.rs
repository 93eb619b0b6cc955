//! The discrete-event engine.

mod answers;
mod apps;
mod asked;
mod budget;
mod calls;
mod clients;
mod cluster_events;
mod core;
mod course;
mod debounce;
mod discovery;
mod drift;
mod facts;
mod faults;
mod fold;
mod living;
mod network;
mod open_calls;
mod pods;
mod proxies;
mod push;
mod requests;
mod script;
mod seen;
mod state;
mod terminal;
mod traffics;
mod watch;

pub(crate) use self::core::Core;
pub use self::core::RunWork;
pub use cluster_events::GonePod;
pub(crate) use facts::Facts;
pub use faults::{Cut, Labelled};
pub(crate) use requests::{Prepared, RequestIndex, Requests};
pub(crate) use seen::Seen;
pub use state::PodFault;
pub(crate) use state::{Call, Caller, Inbound, OpenLeg, PodChange, Reply, Target};
pub use terminal::Printed;
#[cfg(test)]
pub(crate) use watch::Unwatched;
pub(crate) use watch::{Begun, Outcome, Watch};
