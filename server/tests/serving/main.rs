//! Serving, as those see it who are on the other end of a connection.
#![cfg(unix)]

#[path = "../support/built.rs"]
mod built;
mod client;
mod connections;
mod described;
mod endless;
mod hostile;
mod kill;
mod log;
mod outages;
mod pages;
mod postgres;
mod process;
mod replicas;
mod schemathesis;
mod scratch;
mod server;
mod shutdown;
mod start;
mod store;
