//! The network as programs of a terminal meet it: names, requests and what comes of them.

use std::sync::Arc;

use mesh_control::Mesh;
use mesh_control::xds::ProxyConfig;

/// Where a program runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Outside of the cluster, as the terminal itself stands.
    #[default]
    Outside,
    /// In a pod, whose proxy takes what it sends.
    Pod {
        /// The pod's namespace.
        namespace: String,
        /// The pod's name.
        name: String,
    },
}

/// A request as a program sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpRequest {
    /// The HTTP method.
    pub method: String,
    /// `http` or `https`.
    pub scheme: String,
    /// The host that is connected to: a name that resolves where the program runs, or an address.
    pub host: String,
    /// The port that is connected to.
    pub port: u16,
    /// The Host header.
    pub authority: String,
    /// Path and query.
    pub path: String,
    /// The other headers, in the order in which they were given.
    pub headers: Vec<(String, String)>,
    /// The server name that its TLS asks for.
    pub server_name: Option<String>,
    /// The protocols that its TLS offers.
    pub protocols: Vec<String>,
    /// Whether it shows a certificate to a server that asks for one.
    pub certificate: bool,
}

/// An answer in HTTP.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpAnswer {
    /// The status.
    pub status: u16,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// What comes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer.
    Answered(HttpAnswer),
    /// Nobody listens: the connection is refused.
    Refused,
    /// The connection is reset.
    Reset,
    /// The connection is closed before an answer.
    Closed,
    /// TLS fails.
    HandshakeFailed,
}

/// A host of a cluster, as its proxy sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostState {
    /// The name of the cluster.
    pub cluster: String,
    /// `ip:port`.
    pub address: String,
    /// Whether outlier detection has put it out.
    pub ejected: bool,
}

/// The network of a mesh that runs.
pub trait Network {
    /// The address that a host name has in a place; `None` where nobody knows the name.
    fn address(&self, place: &Place, host: &str) -> Option<String>;

    /// Sends a request; gives its number, under which its outcome is kept. `None` where there is no such pod.
    ///
    /// From outside the host is a Service's full name, as a load balancer or a node's port leads to it, or a host outside of
    /// the cluster.
    fn send(&mut self, place: &Place, request: &HttpRequest) -> Option<u64>;

    /// What came of a request, which is told once; `None` while it is under way. Whoever waits for it is stepped again when it
    /// comes, as when the cluster has changed.
    fn outcome(&mut self, number: u64) -> Option<Outcome>;

    /// Nobody waits for a request any more.
    fn give_up(&mut self, number: u64);

    /// What istiod makes of the cluster as it has sent it to the proxies.
    fn mesh(&self) -> Arc<Mesh>;

    /// What istiod has told a pod's proxy; `None` where the pod has none.
    fn proxy_config(&self, namespace: &str, pod: &str) -> Option<Arc<ProxyConfig>>;

    /// The hosts that a pod's proxy has put out.
    fn hosts(&self, namespace: &str, pod: &str) -> Vec<HostState>;

    /// How long ago istiod sent its configuration, in nanoseconds.
    fn pushed_ago(&self) -> u64;
}
