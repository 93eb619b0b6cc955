//! The discrete-event engine.

mod apps;
mod budget;
mod calls;
mod clients;
mod core;
mod debounce;
mod facts;
mod fold;
mod open_calls;
mod pods;
mod proxies;
mod push;
mod requests;
mod seen;
mod state;
mod traffics;
mod watch;

pub(crate) use self::core::Core;
pub use self::core::RunWork;
pub(crate) use facts::Facts;
pub(crate) use requests::{Prepared, RequestIndex, Requests};
pub(crate) use seen::Seen;
pub use state::PodFault;
pub(crate) use state::{Call, Caller, Inbound, OpenLeg, PodChange, Reply, Target};
#[cfg(test)]
pub(crate) use watch::Unwatched;
pub(crate) use watch::{Begun, Outcome, Watch};
