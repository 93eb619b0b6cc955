//! The answer to "why did this request go there".

use mesh_config::Span;
use mesh_proxy::Time;
use mesh_proxy::route::HashPart;
use mesh_words::Words;
use serde::{Deserialize, Serialize};

use crate::ids::ClientId;
use crate::keys::RequestId;

/// Everything that was decided about one request, hop by hop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DecisionRecord {
    /// Which request.
    pub request: RequestId,
    /// The hops in the order they began; the first is the one that entered the mesh.
    pub hops: Vec<Hop>,
}

/// A request at one client: what its proxy decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hop {
    /// The index of the hop whose app made this call.
    pub caller: Option<usize>,
    /// The client's pod name.
    pub client: String,
    /// The HTTP method.
    pub method: String,
    /// Host and path as the client asked.
    pub url: String,
    /// When it was sent, in seconds.
    #[serde(with = "crate::seconds")]
    pub start: Time,
    /// When it was answered, in seconds; equal to `start` while it is under way.
    #[serde(with = "crate::seconds")]
    pub end: Time,
    /// The status that the client saw; `None` while it is under way.
    pub status: Option<u16>,
    /// Envoy's response flags, such as `URX,UF`; `-` for none.
    pub flags: String,
    /// Whether this is a mirrored copy.
    pub mirror: bool,
    /// What was decided, in order.
    pub steps: Vec<Step>,
    /// Envoy's access-log line in its default format; empty while it is under way.
    pub access_log: String,
    /// The client that calls of its app go out as.
    #[serde(skip)]
    pub(crate) callee_client: Option<ClientId>,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// When, in seconds.
    #[serde(with = "crate::seconds")]
    pub at: Time,
    /// What.
    #[serde(flatten)]
    pub kind: StepKind,
    /// The YAML that caused it, where there is some.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<Source>,
}

/// The YAML behind a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// `namespace/name`.
    pub resource: String,
    /// The field, as `spec.http[0].route[1]`.
    pub path: String,
    /// Where it stands.
    pub span: Span,
}

/// A host as the load balancer saw it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HostView {
    /// The pod's name, else `ip:port`.
    pub host: String,
    /// Whether outlier detection had taken it out.
    pub ejected: bool,
    /// Requests under way to it from this proxy.
    pub active: u32,
    /// When it may come back, in seconds, where it is out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<f64>,
    /// Another client whose outlier detection has taken it out, where this one's has not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub out_for: Option<String>,
}

/// A part of a weighted choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WeightShare {
    /// The cluster.
    pub cluster: String,
    /// Its weight.
    pub weight: u64,
    /// The YAML that says so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<Source>,
}

/// An answer that set the failures in a row of a host back to none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetBack {
    /// When, in seconds.
    #[serde(with = "crate::seconds")]
    pub at: Time,
    /// Its status.
    pub status: u16,
}

/// A part of a request that is hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HashedPart {
    /// What it is.
    pub part: HashPart,
    /// Its value; `None` where the request has none.
    pub value: Option<String>,
    /// Whether the proxy made it itself and gives it to the client: a cookie.
    pub is_made: bool,
}

/// The server name that the TLS of a cluster asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AskedName {
    /// The one that is written.
    Written(String),
    /// That of the Host header of each request.
    OfHostHeader,
    /// It asks for none.
    None,
}

/// A part of a request before and after a route changed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What it is: `path`, `Host`, else the header's name.
    pub name: String,
    /// Before; `None` where it was not there.
    pub from: Option<String>,
    /// Afterwards; `None` where it was taken away.
    pub to: Option<String>,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum StepKind {
    /// No proxy on the way: kube-proxy picked the pod.
    Direct {
        /// The pod.
        host: String,
    },
    /// The filter chain that took the connection.
    FilterChain {
        /// The listener that it is in.
        listener: String,
        /// Its name, else its server names.
        name: String,
        /// The server name that the client's TLS asked for.
        server_name: Option<String>,
        /// Whether the client's TLS ends there, or is passed on; `None` without TLS.
        tls: Option<bool>,
    },
    /// The cluster begins TLS of its own.
    TlsOrigination {
        /// The server name that it asks for.
        server_name: AskedName,
        /// Whether what it wraps is the client's own TLS.
        is_wrapping: bool,
    },
    /// No request was read, or none of it could be routed.
    NotTaken {
        /// Why.
        reason: Words,
    },
    /// The route configuration that the request hit.
    RouteConfiguration {
        /// Its name, such as `8080` or `http.8080`.
        name: String,
    },
    /// The virtual host.
    VirtualHost {
        /// Its name; empty where none matched.
        name: String,
        /// The domain that matched.
        domain: String,
    },
    /// The proxy set, replaced or took away a header before it tried the routes that look at it.
    Header {
        /// Its name in lower case.
        name: String,
        /// What the client sent; `None` where it sent none.
        sent: Option<String>,
        /// What the routes see; `None` where it was taken away.
        seen: Option<String>,
    },
    /// A route that was tried.
    Route {
        /// Its index in the virtual host.
        index: usize,
        /// Envoy's route name.
        name: String,
        /// What it asked for that the request does not have; `None` where it matched.
        mismatch: Option<Words>,
    },
    /// A weighted choice of a cluster.
    Weight {
        /// The number drawn, below `total`.
        drawn: u64,
        /// The sum of the weights.
        total: u64,
        /// The weight of the chosen one.
        weight: u64,
        /// The chosen cluster.
        cluster: String,
        /// All of them, in the order of their shares.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        shares: Vec<WeightShare>,
    },
    /// A route behind the one that matched: nobody looked at it.
    NotReached {
        /// Its index in the virtual host.
        index: usize,
        /// Envoy's route name.
        name: String,
    },
    /// The cluster.
    Cluster {
        /// Envoy's name.
        name: String,
    },
    /// The cluster that the route names does not exist.
    NoCluster {
        /// Envoy's name.
        name: String,
        /// Why there is none.
        reason: Words,
    },
    /// The cluster has no host at all.
    NoHosts {
        /// Why.
        reason: Words,
    },
    /// What the load balancer's choice hangs on.
    Hash {
        /// The parts of the request that are hashed; without any of them the host is drawn.
        keys: Vec<HashedPart>,
    },
    /// The request as it leaves, where the route changes it.
    Leaving {
        /// The path.
        path: Option<Change>,
        /// The Host header.
        authority: Option<Change>,
        /// Headers that were set, added or taken away.
        headers: Vec<Change>,
    },
    /// A fault was injected.
    Fault {
        /// Delay in seconds; 0 for none.
        delay: f64,
        /// Status of the abort.
        abort: Option<u16>,
    },
    /// The load balancer's choice.
    Hosts {
        /// Which try, from 1.
        attempt: u32,
        /// The hosts it chose from; of a large cluster some of them.
        considered: Vec<HostView>,
        /// How many hosts the cluster has.
        count: u32,
        /// The chosen one; `None` where there was none.
        picked: Option<String>,
        /// How it chooses, as Istio or Envoy call it; empty where that is not known.
        #[serde(skip_serializing_if = "String::is_empty", default)]
        balancer: String,
    },
    /// A try was sent to a host.
    Attempt {
        /// Which try, from 1.
        attempt: u32,
        /// The pod.
        host: String,
    },
    /// How a try ended.
    AttemptEnd {
        /// Which try, from 1.
        attempt: u32,
        /// The status; `None` where no answer came.
        status: Option<u16>,
    },
    /// A retry was considered.
    Retry {
        /// Whether it is made.
        granted: bool,
        /// Why, or why not.
        reason: Words,
        /// The back-off before it, in seconds.
        back_off: f64,
    },
    /// A timer was set or ran out.
    Timer {
        /// Which, such as `route timeout`.
        name: Words,
        /// Seconds until it runs out; `None` when it ran out.
        armed_for: Option<f64>,
    },
    /// A breaker refused it.
    Overflow {
        /// Which limit.
        breaker: String,
    },
    /// A host was ejected because of it.
    Ejection {
        /// The host.
        host: String,
        /// Envoy's detector.
        reason: String,
    },
    /// A host failed and is not ejected for it.
    Kept {
        /// The host.
        host: String,
        /// Envoy's detector that is nearest to ejecting it.
        detector: String,
        /// Failures in a row that it has counted.
        count: u32,
        /// From how many on it ejects.
        threshold: u32,
        /// The answer that they are counted from, where one was seen.
        set_back: Option<SetBack>,
    },
    /// A host failed, and no outlier detection watches it.
    NotWatched {
        /// The host.
        host: String,
    },
    /// A detector fired, and `max_ejection_percent` kept the host in.
    EjectionRefused {
        /// The host.
        host: String,
        /// Envoy's detector.
        reason: String,
    },
    /// A copy was sent elsewhere.
    Mirror {
        /// The cluster it went to.
        cluster: String,
    },
    /// The bytes of a connection were passed on, and an answer came back in them.
    PassedOn {
        /// The status that the client read in it, and the proxy did not.
        status: u16,
    },
    /// The proxy answered by itself or passed the answer on.
    Response {
        /// The status.
        status: u16,
        /// Envoy's response flags.
        flags: String,
        /// Envoy's response code details.
        details: String,
    },
    /// The app in the pod answered.
    App {
        /// The pod.
        pod: String,
        /// The status; `None` where it reset or hung.
        status: Option<u16>,
        /// How long it took, in seconds, without its calls.
        latency: f64,
        /// What it answered in place of that status, where a call of its own failed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        failed_call: Option<u16>,
    },
}
