//! What a request comes to, in both worlds.

use std::collections::BTreeMap;

use end2end_envoy::access_log::Entry;
use end2end_envoy::client::{Request, Response};
use end2end_envoy::generate::CLUSTERS;
use end2end_envoy::simulated::{Scheduled, Simulated};
use end2end_envoy::world::World;
use mesh_proxy::Time;
use mesh_proxy::proxy::Response as ProxyResponse;
use mesh_proxy::route::{
    self, Connection, HeaderMap, abort_headers, local_reply, normalize_path, response_headers, strip_fragment,
    upstream_request,
};

type Headers = BTreeMap<String, Vec<String>>;

/// All that is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    status: u16,
    flags: String,
    details: String,
    cluster: Option<String>,
    route: Option<String>,
    /// What the host was asked.
    upstream: Option<(String, Headers)>,
    /// What the client got.
    headers: Headers,
    body: Option<String>,
    /// Clusters that were asked, copies included, sorted.
    asked: Vec<String>,
}

/// The two outcomes, one below the other.
pub(crate) fn difference(real: &Outcome, ours: &Outcome) -> String {
    format!("Envoy: {real:?}\n  here:  {ours:?}")
}

/// Headers that say nothing of routing.
const OF_TRANSPORT: &[&str] = &[
    "x-forwarded-proto",
    "x-request-id",
    "x-forwarded-for",
    "x-envoy-internal",
    "x-envoy-external-address",
    "content-length",
    "transfer-encoding",
    "server",
    "date",
    "connection",
    "x-envoy-upstream-service-time",
    "x-case",
];

fn sorted<'a>(headers: impl Iterator<Item = (&'a str, &'a str)>) -> Headers {
    let mut sorted = Headers::new();
    for (name, value) in headers.filter(|(name, _)| !OF_TRANSPORT.contains(name)) {
        sorted.entry(name.to_owned()).or_default().push(value.trim().to_owned());
    }
    sorted
}

impl Outcome {
    pub(crate) fn of_envoy(world: &World, entry: &Entry, response: &Response, name: &str) -> Self {
        let seen = world.seen.lock().expect("no host panics");
        let asked = seen.get(name).map(Vec::as_slice).unwrap_or_default();
        let cluster = |port: u16| world.cluster_by_port.get(&port).map_or_else(String::new, |name| (*name).to_owned());
        let mut clusters: Vec<String> = asked.iter().map(|asked| cluster(asked.port)).collect();
        clusters.sort();
        // The copy says that it is internal; what went up on the request's own behalf does not.
        let own = asked.iter().find(|asked| asked.header("x-envoy-internal").is_none());
        let pairs =
            |headers: &[(String, String)]| sorted(headers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let local = own.is_none() && !response.body.is_empty();
        Self {
            status: response.status,
            flags: entry.flags.clone(),
            details: entry.details.clone().unwrap_or_default(),
            cluster: entry.cluster.clone(),
            route: entry.route.clone().filter(|route| !route.is_empty()),
            upstream: own.map(|own| (own.path.clone(), pairs(&own.headers))),
            headers: pairs(&response.headers),
            body: local.then(|| response.body.clone()),
            asked: clusters,
        }
    }

    pub(crate) fn of_simulation(simulated: &mut Simulated, routes: &str, request: &Request, key: u64) -> Self {
        let headers: HeaderMap = request.headers.iter().map(|(name, value)| (name, value)).collect();
        let path = normalize_path(strip_fragment(&request.path)).into_owned();
        let request = route::Request {
            method: &request.method,
            scheme: headers.get("x-forwarded-proto").unwrap_or("http"),
            authority: &request.host,
            path: &path,
            headers: &headers,
            connection: Connection { remote: "127.0.0.1:1", local: "127.0.0.1:2" },
        };
        let brief = simulated.decide(routes, &request, key).brief();
        let at = Time(key * 1_000_000_000);
        simulated.schedule(Scheduled { at, key, decision: brief });
        let answered = simulated.run_until(Time(at.0 + 900_000_000))[&key].clone();
        let answer: ProxyResponse = answered.response.expect("it is answered");
        let decision = simulated.decide(routes, &request, key);
        let mut down = HeaderMap::new();
        let mut upstream = None;
        let details = answer.details.to_string();
        let mut body = match details.as_str() {
            "fault_filter_abort" => "fault filter abort",
            "no_healthy_upstream" => "no healthy upstream",
            _ => "",
        }
        .to_owned();
        if !answered.hosts.is_empty() {
            let sent = upstream_request(&decision, &request);
            let mut headers = sent.headers;
            headers.append("host", &sent.authority);
            upstream = Some((sent.path, sorted(headers.iter())));
            down = [("x-up", "1"), ("x-a", "of the host")].into_iter().collect();
            response_headers(&decision, &request, &mut down);
        } else if details == "fault_filter_abort" {
            down.append("content-type", "text/plain");
            abort_headers(&decision, &request, &mut down);
        } else if let Some(reply) = local_reply(&decision, &request) {
            (down, body) = (reply.headers, reply.body);
        } else {
            if !body.is_empty() {
                down.append("content-type", "text/plain");
            }
            response_headers(&decision, &request, &mut down);
        }
        let details = if decision.local == Some(route::LocalAnswer::Preflight) && details == "direct_response" {
            "cors_response".to_owned()
        } else {
            details
        };
        let name = decision.route_name();
        let route = (!name.is_empty()).then(|| name.to_owned());
        let cluster = decision.cluster.map(|cluster| CLUSTERS[cluster.0 as usize].to_owned());
        let body = (!body.is_empty() && request.method != "HEAD").then_some(body);
        let cluster_of = |host: &String| {
            let index: usize = host.trim_start_matches("10.1.0.").trim_end_matches(":80").parse().expect("a host");
            format!("c{}", index - 2)
        };
        let mut asked: Vec<String> = answered.hosts.iter().chain(&answered.mirrors).map(cluster_of).collect();
        asked.sort();
        Self {
            status: answer.http_status(),
            flags: answer.flags.to_string(),
            details,
            cluster,
            route,
            upstream,
            headers: sorted(down.iter()),
            body,
            asked,
        }
    }
}
