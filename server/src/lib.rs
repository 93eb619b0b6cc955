//! The server of Mesh Playground: [`router`] serves the page, its assets, the API and stored scenarios.
//!
//! Everything that is simulated here is simulated by the same core as in the page. The server keeps no state but
//! the store, so any number of replicas can run behind a load balancer.
#![forbid(unsafe_code)]
#![allow(
    clippy::disallowed_types,
    reason = "requests are timed for logs and metrics; the ban on clocks is for the simulated core"
)]

pub mod cli;
mod engine;
mod http;
mod limits;
mod listen;
mod picture;
mod site;
mod store;

pub use http::{Config, router};
pub use limits::Limits;
pub use listen::serve;
pub use site::Site;
pub use store::{Store, StoreError};
