//! What a command line talks to.

use mesh_cluster::api::{Answer, ApiResource, Verb};
use mesh_container::Image;

use crate::Network;

/// An API server as `kubectl` sees it.
pub trait Server {
    /// The simulated time, nanoseconds since 0.
    fn now(&self) -> u64;

    /// What a clock on the wall shows at the simulated time 0: seconds since 1970, as in `metadata.creationTimestamp`.
    fn epoch(&self) -> i64;

    /// An API call and what it answers.
    fn call(&mut self, verb: &Verb) -> Answer;

    /// Which resources it has, in the order of `kubectl api-resources`.
    fn resources(&self) -> Vec<ApiResource>;

    /// Whether its kubelets keep a log open that somebody follows, as real ones do until the container ends.
    fn keeps_logs_open(&self) -> bool {
        true
    }

    /// An image has been built: the nodes of a cluster have it from then on.
    fn add_image(&mut self, name: &str, image: &Image) {
        let _ = (name, image);
    }

    /// The network that requests go through; `None` where there is a cluster by itself.
    fn network(&mut self) -> Option<&mut dyn Network> {
        None
    }
}
