//! Serving, as those see it who are on the other end of a connection.

mod client;
mod connections;
mod hostile;
mod log;
mod process;
mod shutdown;
