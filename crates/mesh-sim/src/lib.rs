//! The discrete-event engine: clock, queue, keyed draws, apps, traffic, telemetry, digest.
//!
//! Runs the proxies that the control plane configures. Must never read a clock, draw from a stream of
//! random numbers, or let an observer change the run.
#![forbid(unsafe_code)]

mod act;
mod app;
mod certificates;
mod decision;
mod digest;
mod digest_of;
mod dots;
mod draws;
mod engine;
mod english;
mod event;
mod explain;
mod fates;
mod figures;
mod gauges;
mod history;
mod ids;
mod keys;
mod observe;
mod queue;
mod recorder;
mod report;
mod request;
mod route;
mod running;
mod seconds;
mod shared;
mod simulate;
mod simulation;
mod slab;
pub mod telemetry;
#[cfg(test)]
mod tests;
mod traffic;
mod what_if;
mod work;
mod world;

pub use decision::{
    AskedName, Change, DecisionRecord, HashedPart, Hop, HostView, SetBack, Source, Step, StepKind, WeightShare,
};
pub use digest::Digest;
pub use digest_of::digest_of;
pub use dots::{CallId, Flight, FlightStep, Origin};
pub use draws::{KeyedDraws, mix};
pub use engine::{Cut, GonePod, Labelled, PodFault, Printed, RunWork};
pub use event::{Event, EventKind};
pub use fates::Fate;
pub use figures::PodFigures;
pub use gauges::ProxyGauges;
pub use history::LogLine;
pub use ids::TrafficId;
pub use keys::{RequestId, Sender};
pub use mesh_shell::line::is_unfinished;
pub use mesh_shell::{Completions, Stream};
pub use observe::{Answered, Ejected, LineResult, Observation, Onlooker, TakenRule, Unsent};
pub use report::{EdgeReport, Limits, Report, RouteAnswer, UpstreamRequest};
pub use request::{ClientCertificate, ClientConnection, Request, RequestError};
pub use route::route;
pub use simulate::simulate;
pub use simulation::{ByHand, Command, CommandError, MOST_REMEMBERED_RESOURCES, Simulation, Snapshot, too_old};
pub use telemetry::{
    Bin, EdgeFigures, EdgeId, EdgeKey, OriginField, Party, Protocol, ResponseCount, RouteFigures, Telemetry,
};
pub use what_if::WhatIf;
pub use work::{Cancel, Exceeded, Stopped, Work};
pub use world::World;
