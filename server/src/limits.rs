//! How much the server takes on at once, and for how long it waits.

use std::time::Duration;

/// Bounds that no request can pass. Times are how long the server waits for others; what computing may cost is counted
/// in steps.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections open at once. One more ends the one that has been without a request for the longest.
    pub connections: usize,
    /// Time for the head of a request, from its first byte; for a new connection from its start.
    pub head: Duration,
    /// Time between two requests of a connection. Longer than the minute for which proxies keep theirs, so that it is
    /// the proxy who ends them: a request sent to a connection that is just being closed would be lost.
    pub idle: Duration,
    /// Time in which a client must take something of its answer.
    pub stalled: Duration,
    /// Time for a whole request, its body and its answer included.
    pub request: Duration,
    /// First frames of pages and embeds computed at once.
    pub pages: usize,
    /// Questions of the API computed at once.
    pub simulations: usize,
    /// Requests that may wait for each one that is computed.
    pub queue: usize,
    /// How long each of them waits.
    pub patience: Duration,
    /// After the signal to end: how long requests that are under way have left.
    pub shutdown: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            connections: 512,
            head: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            stalled: Duration::from_secs(20),
            request: Duration::from_secs(30),
            pages: cores,
            simulations: cores,
            queue: 8,
            patience: Duration::from_secs(2),
            shutdown: Duration::from_secs(10),
        }
    }
}
