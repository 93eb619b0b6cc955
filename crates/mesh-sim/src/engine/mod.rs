//! The discrete-event engine.

mod answers;
mod apps;
mod budget;
mod by_hand;
mod calling;
mod calls;
mod carried;
mod clients;
mod cluster;
mod cluster_events;
mod commands;
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
mod seen;
mod state;
mod terminal;
mod timeline;
mod traffics;
mod watch;

pub(crate) use self::core::Core;
pub use self::core::RunWork;
pub(crate) use calls::{Call, Caller, OpenLeg};
pub use cluster_events::GonePod;
pub(crate) use facts::Facts;
pub use faults::{Cut, Labelled};
pub(crate) use requests::{Prepared, RequestIndex, Requests};
pub(crate) use seen::Seen;
pub use state::PodFault;
pub(crate) use state::{Inbound, PodChange, Reply, Target};
pub use terminal::Printed;
#[cfg(test)]
pub(crate) use watch::Unwatched;
pub(crate) use watch::{Begun, Outcome, Watch};
