//! The playground's Traffic.

use std::time::Duration;

use mesh_ordered::OrderedMap;

use crate::Spanned;
use crate::schema::{enumeration, message};

message! {
    /// Who sends what how fast: open loop with `rate`, closed loop with `connections`.
    Traffic = "Traffic", "" {
        /// `ingress`, `ingress/<gateway>`, `<workload>[.<namespace>]`, `client` or `nodeport`.
        from: Option<Spanned<String>> = "from" or "client";
        /// What is sent.
        request: Option<TrafficRequest> = "request";
        /// Requests per second, whatever becomes of them.
        rate: Option<Spanned<f64>> = "rate" or "10";
        /// When they are sent.
        arrival: Option<Spanned<Arrival>> = "arrival" or "poisson";
        /// Senders, each of which sends again when it was answered.
        connections: Option<Spanned<u32>> = "connections";
        /// The pause of each sender after an answer.
        think_time: Option<Spanned<Duration>> = "thinkTime" or "0s";
        /// When it begins.
        start: Option<Spanned<Duration>> = "start" or "0s";
        /// When it ends.
        stop: Option<Spanned<Duration>> = "stop" or "never";
        /// How many requests at most.
        count: Option<Spanned<u64>> = "count" or "no limit";
        /// Rates at times, linear between them.
        ramp: Vec<RampPoint> = "ramp";
    }
}

message! {
    /// A request as it is sent.
    TrafficRequest = "Request", "" {
        /// Its method.
        method: Option<Spanned<String>> = "method" or "GET";
        /// Where to.
        url: Option<Spanned<String>> = "url";
        /// Its headers; `host` replaces the URL's.
        headers: OrderedMap<String, Spanned<String>> = "headers";
    }
}

message! {
    /// A rate at a time.
    RampPoint = "RampPoint", "" {
        /// When.
        at: Option<Spanned<Duration>> = "at" or "0s";
        /// Requests per second.
        rate: Option<Spanned<f64>> = "rate" or "0";
    }
}

enumeration! {
    /// When requests are sent.
    Arrival = "Arrival" {
        /// By chance, at this rate on average.
        Poisson = "poisson" 0,
        /// Evenly, the first at the start.
        Uniform = "uniform" 1,
    }
}
