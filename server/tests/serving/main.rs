//! Serving, as those see it who are on the other end of a connection.

mod client;
mod connections;
mod hostile;
mod kill;
mod log;
mod outages;
mod postgres;
mod process;
mod replicas;
mod scratch;
mod shutdown;
mod start;
mod store;
