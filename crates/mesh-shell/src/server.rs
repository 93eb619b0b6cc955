//! What a command line talks to.

use mesh_cluster::api::{Answer, ApiResource, Verb};

/// An API server as `kubectl` sees it.
pub trait Server {
    /// The simulated time, nanoseconds since 0.
    fn now(&self) -> u64;

    /// An API call and what it answers.
    fn call(&mut self, verb: &Verb) -> Answer;

    /// Which resources it has, in the order of `kubectl api-resources`.
    fn resources(&self) -> Vec<ApiResource>;
}
