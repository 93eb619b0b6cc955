//! The playground's Check: what must hold.

use std::time::Duration;

use mesh_ordered::OrderedMap;

use super::{IntOrString, TrafficRequest};
use crate::schema::message;
use crate::{Node, Spanned};

message! {
    /// What must hold, of requests that are sent for it or of a window of the run.
    Check = "Check", "" {
        /// Sends requests into the simulation and looks at their answers.
        send: Option<CheckSend> = "send", checked;
        /// Looks at what the run did.
        during: Option<CheckWindow> = "during", checked;
        /// The conditions; all must hold.
        expect: Vec<Expectation> = "expect", checked;
    }
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
    }
}

message! {
    /// A window of the run.
    CheckWindow = "CheckWindow", "" {
        /// From this time.
        from: Option<Spanned<Duration>> = "from" or "0s", checked;
        /// Up to this time.
        to: Option<Spanned<Duration>> = "to" or "the end", checked;
        /// The edge that counts.
        edge: Option<CheckEdge> = "edge" or "all edges", checked;
    }
}

message! {
    /// An edge of the graph; what is left out is any.
    CheckEdge = "CheckEdge", "" {
        /// The client's app.
        source: Option<Spanned<String>> = "source", checked;
        /// The client's version.
        source_version: Option<Spanned<String>> = "sourceVersion", checked;
        /// The server's app.
        destination: Option<Spanned<String>> = "destination", checked;
        /// The server's version.
        destination_version: Option<Spanned<String>> = "destinationVersion", checked;
        /// The service's FQDN.
        service: Option<Spanned<String>> = "service", checked;
    }
}

message! {
    /// A figure and its bounds.
    Expectation = "Expectation", "" {
        /// The share of requests in percent: of a version, a status (`200`, `5xx`), a flag, an app, a host.
        share: OrderedMap<String, Spanned<IntOrString>> = "share", checked;
        /// A percentile of the latency: p50, p95 or p99.
        latency: Option<Spanned<String>> = "latency", checked;
        /// The number of requests: `true`, or of a version, a status, a flag …
        requests: Option<Node> = "requests", checked;
        /// The number of ejections: `true`, or of a cluster or host.
        ejections: Option<Node> = "ejections", checked;
        /// The number of tries: `true`, or of a version …
        attempts: Option<Node> = "attempts", checked;
        /// Requests per second.
        rps: Option<Node> = "rps", checked;
        /// The figure lies between the two, both included.
        between: Vec<Node> = "between", checked;
        /// The figure is no more.
        at_most: Option<Node> = "atMost", checked;
        /// The figure is no less.
        at_least: Option<Node> = "atLeast", checked;
        /// The figure is exactly this.
        equals: Option<Node> = "equals", checked;
    }
}
