//! The discrete-event engine: clock, queue, keyed draws, apps, traffic, telemetry, digest.
//!
//! Runs the proxies that the control plane configures. Must never read a clock, draw from a stream of
//! random numbers, or let an observer change the run.
#![forbid(unsafe_code)]

mod app;
mod decision;
mod digest;
mod dots;
mod draws;
mod event;
mod keys;
mod queue;
mod report;
mod request;
mod seconds;
pub mod telemetry;
mod traffic;

pub use decision::{DecisionRecord, Hop, HostView, Source, Step, StepKind};
pub use digest::Digest;
pub use dots::{Leg, LegKind};
pub use draws::{KeyedDraws, mix};
pub use event::{Event, EventKind};
pub use keys::{RequestId, Sender};
pub use report::{EdgeReport, Limits, Report, RouteAnswer};
pub use request::{Request, UrlError};
pub use telemetry::{Bin, EdgeFigures, EdgeId, EdgeKey, Party, ResponseCount, RouteFigures, Telemetry};
