//! The discrete-event engine: clock, queue, keyed draws, apps, traffic, telemetry, digest.
//!
//! Runs the proxies that the control plane configures. Must never read a clock, draw from a stream of
//! random numbers, or let an observer change the run.
#![forbid(unsafe_code)]
