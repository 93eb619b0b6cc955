//! The playground's Check: what must hold.

use std::time::Duration;

use mesh_ordered::OrderedMap;

use super::{CheckValue, EjectionSelector, OrTrue, Percentile, RequestSelector, TrafficRequest};
use crate::Spanned;
use crate::schema::message;

message! {
    /// What must hold, of requests that are sent for it or of a window of the run; without either, of the whole run.
    Check = "Check", "" {
        /// Sends requests into a copy of the run and looks at what becomes of them: the run itself does not change.
        send: Option<CheckSend> = "send", checked;
        /// Looks at what the run does in a window of its time.
        during: Option<CheckWindow> = "during" or "the whole run", checked;
        /// The conditions; all must hold.
        expect: Vec<Expectation> = "expect", checked;
        /// How many seeds it is tried with, from that of the run on; it must hold with each of them.
        seeds: Option<Spanned<u32>> = "seeds" or "1", checked;
    }
    oneof &[&["send", "during"]];
}

message! {
    /// Requests that are sent for a check.
    CheckSend = "CheckSend", "" {
        /// Who sends them, as in Traffic.
        from: Option<Spanned<String>> = "from" or "client", checked;
        /// How many.
        count: Option<Spanned<u64>> = "count" or "1", checked;
        /// What is sent.
        request: Option<TrafficRequest> = "request", checked;
        /// When.
        at: Option<Spanned<Duration>> = "at" or "0s", checked;
        /// Requests per second.
        rate: Option<Spanned<f64>> = "rate" or "all at once", checked;
        /// The calls that are looked at, among those that apps make for these requests.
        edge: Option<CheckEdge> = "edge" or "the requests themselves", checked;
    }
}

message! {
    /// A window of the run.
    CheckWindow = "CheckWindow", "" {
        /// From this time.
        from: Option<Spanned<Duration>> = "from" or "0s", checked;
        /// Up to this time.
        to: Option<Spanned<Duration>> = "to" or "the end", checked;
        /// The calls that are looked at.
        edge: Option<CheckEdge> = "edge" or "the requests of Traffic, as their senders see them", checked;
    }
}

message! {
    /// Edges of the graph; what is left out is any.
    CheckEdge = "CheckEdge", "" {
        /// The client's app.
        source: Option<Spanned<String>> = "source", checked;
        /// The client's version.
        source_version: Option<Spanned<String>> = "sourceVersion", checked;
        /// The server's app.
        destination: Option<Spanned<String>> = "destination", checked;
        /// The server's version.
        destination_version: Option<Spanned<String>> = "destinationVersion", checked;
        /// The service, by its name or its FQDN.
        service: Option<Spanned<String>> = "service", checked;
    }
}

message! {
    /// A figure and its bounds.
    Expectation = "Expectation", "" {
        /// The share of the requests that are so, in percent.
        share: Option<RequestSelector> = "share", checked;
        /// A percentile of the latency, or its mean.
        latency: Option<Spanned<Percentile>> = "latency", checked;
        /// The number of requests: `true`, or of those that are so.
        requests: Option<OrTrue<RequestSelector>> = "requests", checked;
        /// Requests per second: `true`, or of those that are so.
        rps: Option<OrTrue<RequestSelector>> = "rps", checked;
        /// The number of tries: `true`, or of requests that are so.
        tries: Option<OrTrue<RequestSelector>> = "tries", checked;
        /// The number of ejections: `true`, or of hosts that are so.
        ejections: Option<OrTrue<EjectionSelector>> = "ejections", checked;
        /// The number of ready endpoints of a service, at the end.
        endpoints: Option<CheckEndpoints> = "endpoints", checked;
        /// The number of pods, at the end.
        pods: Option<CheckPods> = "pods", checked;
        /// What a command line prints, at the end; it runs in a copy of the run.
        output: Option<Spanned<String>> = "output", checked;
        /// The exit code of a command line, at the end; it runs in a copy of the run.
        exit_code: Option<Spanned<String>> = "exitCode", checked;
        /// The requests that a share, a latency or a rate is taken of.
        of: Option<RequestSelector> = "of" or "all that are looked at", checked;
        /// The figure is exactly this.
        is: Option<Spanned<CheckValue>> = "is", checked;
        /// The figure lies between the two, both included.
        between: Vec<Spanned<CheckValue>> = "between", checked;
        /// The figure is no less.
        at_least: Option<Spanned<CheckValue>> = "atLeast", checked;
        /// The figure is no more.
        at_most: Option<Spanned<CheckValue>> = "atMost", checked;
    }
    oneof &[&["share", "latency", "requests", "rps", "tries", "ejections", "endpoints", "pods", "output", "exitCode"]];
}

message! {
    /// The ready endpoints of a service.
    CheckEndpoints = "CheckEndpoints", "" {
        /// The service's name.
        service: Option<Spanned<String>> = "service", checked;
        /// Its namespace.
        namespace: Option<Spanned<String>> = "namespace" or "default", checked;
        /// The labels that they have beside those that the service selects.
        labels: OrderedMap<String, Spanned<String>> = "labels" or "any", checked;
    }
}

message! {
    /// Pods; what is left out is any.
    CheckPods = "CheckPods", "" {
        /// Their labels.
        labels: OrderedMap<String, Spanned<String>> = "labels" or "any", checked;
        /// Their namespace.
        namespace: Option<Spanned<String>> = "namespace" or "default", checked;
        /// Their phase: Pending, Running, Succeeded, Failed or Unknown.
        phase: Option<Spanned<String>> = "phase" or "any", checked;
        /// Whether they are ready.
        ready: Option<Spanned<bool>> = "ready" or "either", checked;
        /// The node that they run on.
        node: Option<Spanned<String>> = "node" or "any", checked;
    }
}

impl CheckSend {
    /// The most requests that a check may send.
    pub const MOST: u64 = 100_000;
}

impl Check {
    /// The most seeds that a check may be tried with.
    pub const MOST_SEEDS: u32 = 100;
}

impl Expectation {
    /// How many figures it names; one is what it needs.
    #[must_use]
    pub fn names_a_figure(&self) -> bool {
        self.share.is_some()
            || self.latency.is_some()
            || self.requests.is_some()
            || self.rps.is_some()
            || self.tries.is_some()
            || self.ejections.is_some()
            || self.endpoints.is_some()
            || self.pods.is_some()
            || self.output.is_some()
            || self.exit_code.is_some()
    }

    /// Whether anything bounds its figure.
    #[must_use]
    pub fn has_a_bound(&self) -> bool {
        self.is.is_some() || !self.between.is_empty() || self.at_least.is_some() || self.at_most.is_some()
    }
}
