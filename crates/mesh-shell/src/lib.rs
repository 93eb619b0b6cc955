//! Command lines: `kubectl`, `istioctl`, `curl`, `fortio` and `docker` parsed into plans, their answers printed as the real
//! tools print them. Pure text in, text out: whoever runs a shell gives it a [`Server`] and the simulated time.
#![forbid(unsafe_code)]
#![allow(clippy::result_large_err, reason = "a refusal is rare, and goes straight to whoever asked")]

mod completion;
mod console;
mod curl;
mod docker;
mod fortio;
mod go_template;
mod istioctl;
mod json;
pub mod kubectl;
pub mod line;
mod network;
mod process;
mod programs;
pub mod script;
mod server;
mod session;
mod status_words;
mod time;

pub use completion::{Completions, completions};
pub use console::{Console, MAX_OUTPUT, Piece, Stream};
pub use network::{HostState, HttpAnswer, HttpRequest, Network, Outcome, Place};
pub use process::{Context, Input, Program, Step};
pub use server::Server;
pub use session::{Running, Session};
pub use status_words::reason_phrase;
pub use time::http_date;
