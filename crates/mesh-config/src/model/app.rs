//! The playground's App: how the pods of a workload answer.

use std::time::Duration;

use mesh_ordered::OrderedMap;

use super::{LabelSelector, Latency, StringMatch};
use crate::decode::{Decoder, FieldValue, FromNode};
use crate::schema::{DURATION_OR_IGNORE, Shape, enumeration, message};
use crate::{Node, Spanned};

message! {
    /// How the pods of a workload answer.
    App = "App", "" {
        /// The pods; of several Apps that match one, that with most labels counts, then the first.
        selector: Option<LabelSelector> = "selector";
        /// The time to answer.
        latency: Option<Latency> = "latency" or "20ms";
        /// The status of the answers.
        status: Option<Spanned<u32>> = "status" or "200";
        /// What goes wrong; the first that applies decides the status.
        errors: Vec<AppError> = "errors";
        /// The share of requests that are never answered, in percent.
        hang: Option<Spanned<f64>> = "hang" or "0";
        /// The share of requests whose connection is reset before the answer, in percent.
        reset: Option<Spanned<f64>> = "reset" or "0";
        /// Requests that one pod works on at once; the rest wait in line.
        concurrency: Option<Spanned<u32>> = "concurrency" or "no limit";
        /// Request headers that go out again on its calls; `*` at the end stands for anything.
        propagate_headers: Vec<Spanned<String>> = "propagateHeaders" or "none";
        /// Calls made for each request, before it answers.
        calls: Vec<AppCall> = "calls";
        /// Whether the calls are made all at once.
        parallel: Option<Spanned<bool>> = "parallel" or "false";
        /// What a GET is answered with.
        body: Option<Spanned<String>> = "body" or "the pod's name", checked;
        /// From the start of its container to the moment that it can answer, of pods that are born after time 0.
        startup: Option<Spanned<Duration>> = "startup" or "0s", checked;
        /// From SIGTERM to the end of its process; `ignore`: it goes on until it is killed.
        shutdown: Option<Shutdown> = "shutdown" or "0.5s", checked;
        /// Ports that accept connections.
        listen: Vec<Spanned<u32>> = "listen" or "every containerPort, else every targetPort";
    }
}

message! {
    /// Something that goes wrong: by share, in the first requests, after every so many, or in a window of time.
    AppError = "AppError", "" {
        /// The status of the answer.
        status: Option<Spanned<u32>> = "status" or "500";
        /// The share of requests, in percent.
        share: Option<Spanned<f64>> = "share" or "100";
        /// Each pod's first so many requests.
        first: Option<Spanned<u64>> = "first";
        /// Of each pod, after every so many good answers …
        every: Option<Spanned<u64>> = "every";
        /// … so many bad ones.
        run: Option<Spanned<u64>> = "run" or "1";
        /// From this simulated time.
        from: Option<Spanned<Duration>> = "from";
        /// Up to this simulated time.
        to: Option<Spanned<Duration>> = "to";
    }
}

message! {
    /// A call that an app makes for each request.
    AppCall = "AppCall", "" {
        /// Where to.
        url: Option<Spanned<String>> = "url";
        /// How.
        method: Option<Spanned<String>> = "method" or "GET";
        /// Headers of the call.
        headers: OrderedMap<String, Spanned<String>> = "headers";
        /// The share of requests that it is made for, in percent.
        share: Option<Spanned<f64>> = "share" or "100";
        /// The time until the app gives up.
        timeout: Option<Spanned<Duration>> = "timeout" or "0s: never";
        /// What a failed call does to the answer.
        on_error: Option<Spanned<OnError>> = "onError" or "fail";
        /// The requests that it is made for.
        matches: Option<AppCallMatch> = "match" or "all";
    }
}

message! {
    /// The requests that a call is made for.
    AppCallMatch = "AppCallMatch", "" {
        /// By path.
        path: Option<StringMatch> = "path";
        /// By method.
        method: Option<StringMatch> = "method";
        /// By header.
        headers: OrderedMap<String, StringMatch> = "headers";
    }
}

enumeration! {
    /// What a failed call does to the answer.
    OnError = "OnError" {
        /// The app answers 500 at once.
        Fail = "fail" 0,
        /// The app answers with the status that it got.
        Pass = "pass" 1,
        /// The app goes on.
        Ignore = "ignore" 2,
    }
}

/// How an app ends when it is told to.
#[derive(Clone, Debug, PartialEq)]
pub enum Shutdown {
    /// After so long.
    After(Spanned<Duration>),
    /// It does not listen.
    Ignore,
}

impl FromNode for Shutdown {
    fn shape() -> Shape {
        Shape::Scalar(DURATION_OR_IGNORE)
    }

    fn from_node(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        if node.text() == Some("ignore") {
            return Some(Self::Ignore);
        }
        <Option<Spanned<Duration>>>::decode(node, decoder).map(Self::After)
    }
}
