//! What takes its time: schedules that the real Envoy runs on the real clock, all side by side.
#![expect(clippy::disallowed_types, reason = "the real Envoy runs on the real clock")]

mod generated;
mod outlier;
mod schedules;
