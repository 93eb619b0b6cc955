//! The playground's Check: what must hold.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{IntOrString, TrafficRequest};
use crate::schema::message;
use crate::{Node, Spanned};

message! {
    /// What must hold, of requests that are sent for it or of a window of the run.
    Check = "Check", "" {
        /// Sends requests into the simulation and looks at their answers.
        send: Option<CheckSend> = "send";
        /// Looks at what the run did.
        during: Option<CheckWindow> = "during";
        /// The conditions; all must hold.
        expect: Vec<Expectation> = "expect";
    }
}

message! {
    /// Requests that are sent for a check.
    CheckSend = "CheckSend", "" {
        /// Who sends them, as in Traffic.
        from: Option<Spanned<String>> = "from" or "client";
        /// How many.
        count: Option<Spanned<u64>> = "count" or "1";
        /// What is sent.
        request: Option<TrafficRequest> = "request";
        /// When.
        at: Option<Spanned<Duration>> = "at" or "0s";
        /// Requests per second.
        rate: Option<Spanned<f64>> = "rate" or "all at once";
    }
}

message! {
    /// A window of the run.
    CheckWindow = "CheckWindow", "" {
        /// From this time.
        from: Option<Spanned<Duration>> = "from" or "0s";
        /// Up to this time.
        to: Option<Spanned<Duration>> = "to" or "the end";
        /// The edge that counts.
        edge: Option<CheckEdge> = "edge" or "all edges";
    }
}

message! {
    /// An edge of the graph; what is left out is any.
    CheckEdge = "CheckEdge", "" {
        /// The client's app.
        source: Option<Spanned<String>> = "source";
        /// The client's version.
        source_version: Option<Spanned<String>> = "sourceVersion";
        /// The server's app.
        destination: Option<Spanned<String>> = "destination";
        /// The server's version.
        destination_version: Option<Spanned<String>> = "destinationVersion";
        /// The service's FQDN.
        service: Option<Spanned<String>> = "service";
    }
}

message! {
    /// A figure and its bounds.
    Expectation = "Expectation", "" {
        /// The share of requests in percent: of a version, a status (`200`, `5xx`), a flag, an app, a host.
        share: BTreeMap<String, Spanned<IntOrString>> = "share";
        /// A percentile of the latency: p50, p95 or p99.
        latency: Option<Spanned<String>> = "latency";
        /// The number of requests: `true`, or of a version, a status, a flag …
        requests: Option<Node> = "requests";
        /// The number of ejections: `true`, or of a cluster or host.
        ejections: Option<Node> = "ejections";
        /// The number of tries: `true`, or of a version …
        attempts: Option<Node> = "attempts";
        /// Requests per second.
        rps: Option<Node> = "rps";
        /// The figure lies between the two, both included.
        between: Vec<Node> = "between";
        /// The figure is no more.
        at_most: Option<Node> = "atMost";
        /// The figure is no less.
        at_least: Option<Node> = "atLeast";
        /// The figure is exactly this.
        equals: Option<Node> = "equals";
    }
}
