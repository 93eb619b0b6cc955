//! What a script needs of a world beyond its API server.

use serde_json::Value;

use crate::Server;

/// A world that a script is run in.
pub trait World: Server {
    /// Adds a node: `{name, labels?, taints?, cpu?, memory?, pods?}`.
    fn add_node(&mut self, node: &Value);

    /// A node's kubelet falls silent, or is back.
    fn silence(&mut self, node: &str, silent: bool);

    /// A manifest appears in the folder of a node's static pods.
    fn add_static_pod(&mut self, node: &str, manifest: &Value);

    /// Starts a scheduler process: `{name, config}`.
    fn start_scheduler(&mut self, scheduler: &Value);

    /// Starts the scheduler that every cluster has.
    fn start_main_scheduler(&mut self);

    /// Ends a scheduler process, which gives back what it holds unless it is killed.
    fn stop_scheduler(&mut self, name: &str, killed: bool);

    /// Makes Istio's kinds known.
    fn install_istio(&mut self);

    /// When something happens next.
    fn next(&self) -> Option<u64>;

    /// Lets time pass up to the next thing that happens, and no further than `time`. Answers whether anything has changed
    /// that a watch sees, leases aside.
    fn advance(&mut self, time: u64) -> bool;

    /// The objects in short, as recorded states write them.
    fn state(&self) -> Value;

    /// The time line since a time, in seconds after it.
    fn timeline(&self, from: u64) -> Vec<Value>;
}
