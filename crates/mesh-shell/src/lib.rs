//! Command lines: `kubectl`, `istioctl`, `curl`, `fortio` and `docker` parsed into plans, their answers printed as the real
//! tools print them. Pure text in, text out: whoever runs a shell gives it a [`Server`] and the simulated time.
#![forbid(unsafe_code)]

mod server;

pub use server::Server;
