//! Connections asked for as the recorded ones were.

use std::collections::BTreeMap;
use std::sync::Arc;

use mesh_control::Mesh;
use mesh_sim::{ClientCertificate, Request, RouteAnswer, Work, World};
use serde_json::Value;

/// Of weighted choices the share may be off by so much: 40 draws of either side, four standard deviations.
const SHARE_TOLERANCE: f64 = 0.36;

pub(crate) fn check(mesh: &Arc<Mesh>, truth: &Value, name: &str, add: &mut impl FnMut(&str, String, Option<String>)) {
    let world = Arc::new(World::new(mesh.clone()));
    for (number, asked) in truth.as_array().into_iter().flatten().enumerate() {
        let difference = match answer(&world, &asked["request"]) {
            Ok(ours) => differs(&ours, asked),
            Err(error) => Some(error),
        };
        add("connections", format!("{name}/{number}"), difference);
    }
}

pub(crate) fn answer(world: &Arc<World>, asked: &Value) -> Result<RouteAnswer, String> {
    let text = |field: &str| asked[field].as_str();
    let scheme = match (text("transport"), text("speaks")) {
        (Some("tls"), Some("http")) => "https",
        (Some("tls"), _) => "tls",
        (_, Some("http")) => "http",
        _ => "tcp",
    };
    let url =
        format!("{scheme}://{}:{}{}", text("url").unwrap_or_default(), asked["port"], text("path").unwrap_or_default());
    let headers = asked["headers"].as_object().into_iter().flatten();
    // Several values are several headers.
    let values = |value: &Value| value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
    let headers = headers.flat_map(|(name, value)| values(value).into_iter().map(|value| (name.clone(), value)));
    let headers = headers.map(|(name, value)| (name, value.as_str().unwrap_or_default().to_owned()));
    let host = text("host").map(|host| ("host".to_owned(), host.to_owned()));
    let method = text("method").unwrap_or("GET");
    let mut request = Request::new(method, &url, headers.chain(host)).map_err(|error| error.to_string())?;
    if asked.get("sni").is_some() {
        request.connection.sni = text("sni").map(str::to_owned);
    }
    request.connection.alpn = text("alpn").map(str::to_owned).into_iter().collect();
    request.connection.certificate = match text("cert") {
        Some("none") => ClientCertificate::None,
        Some("other") => ClientCertificate::Untrusted,
        _ => ClientCertificate::Trusted,
    };
    request.connection.address = text("source").and_then(|address| address.parse().ok());
    let client = text("client").unwrap_or_default();
    // A gateway that no Gateway selects is asked by its workload's name.
    let client = if world.mesh().client(client).is_err() { "istio-ingressgateway.istio-system" } else { client };
    let count = asked["n"].as_u64().unwrap_or(1);
    let mut work = Work::new(u64::MAX, 1 << 30);
    mesh_sim::route(world, client, &request, 1, count, &mut work).map_err(|error| error.to_string())
}

/// The first difference.
fn differs(ours: &RouteAnswer, asked: &Value) -> Option<String> {
    let outcomes: Vec<&Value> = asked["outcomes"].as_array().into_iter().flatten().collect();
    let mut responses: BTreeMap<String, u64> = BTreeMap::new();
    let mut clusters: BTreeMap<String, u64> = BTreeMap::new();
    for outcome in &outcomes {
        let count = outcome["count"].as_u64().unwrap_or(1);
        *responses.entry(format!("{} {}", outcome["status"], outcome["flags"].as_str().unwrap_or("-"))).or_default() +=
            count;
        if let Some(cluster) = outcome["cluster"].as_str() {
            *clusters.entry(cluster.to_owned()).or_default() += count;
        }
    }
    let shares = |what: &str, ours: &BTreeMap<String, u64>, theirs: &BTreeMap<String, u64>| {
        let share = |of: &BTreeMap<String, u64>, key: &String| {
            of.get(key).copied().unwrap_or(0) as f64 / of.values().sum::<u64>().max(1) as f64
        };
        let keys = ours.keys().chain(theirs.keys());
        let far = keys.filter(|key| {
            let (our, their) = (share(ours, key), share(theirs, key));
            (our > 0.0) != (their > 0.0) || (our - their).abs() > SHARE_TOLERANCE
        });
        (far.count() > 0).then(|| format!("{what}: {ours:?}, Envoy has {theirs:?}"))
    };
    let first = outcomes.first()?;
    let unequal = |what: &str, ours: Option<&str>, theirs: Option<&str>| {
        (ours != theirs).then(|| format!("{what}: {ours:?}, Envoy has {theirs:?}"))
    };
    let only = outcomes.len() == 1;
    let upstream = first.get("upstream").filter(|_| only);
    let of_upstream = |field: &str| upstream.and_then(|upstream| upstream.get(field));
    shares("responses", &ours.responses, &responses)
        .or_else(|| shares("clusters", &ours.clusters, &clusters))
        .or_else(|| unequal("chain", ours.chain.as_deref(), first["chain"].as_str()))
        .or_else(|| {
            let theirs = first["vhost"].as_str().filter(|_| first.get("vhost").is_some());
            theirs.and_then(|theirs| unequal("virtual host", Some(&ours.virtual_host), Some(theirs)))
        })
        .or_else(|| {
            let theirs = first["route"].as_str();
            theirs.and_then(|theirs| unequal("route", Some(&ours.route), Some(theirs)))
        })
        .or_else(|| {
            let tls = of_upstream("tls").and_then(Value::as_bool)?;
            let ours = ours.upstream.as_ref()?;
            (ours.tls != tls).then(|| format!("upstream.tls: {}, Envoy has {tls}", ours.tls))
        })
        .or_else(|| {
            let theirs = of_upstream("tls").and_then(Value::as_bool).filter(|tls| *tls)?;
            let ours = ours.upstream.as_ref().and_then(|upstream| upstream.sni.as_deref());
            theirs.then(|| unequal("upstream.sni", ours, of_upstream("sni").and_then(Value::as_str))).flatten()
        })
        .or_else(|| {
            let theirs = of_upstream("host").and_then(Value::as_str)?;
            unequal("upstream.host", ours.upstream.as_ref().map(|upstream| upstream.authority.as_str()), Some(theirs))
        })
        .or_else(|| (upstream.is_some() && ours.upstream.is_none()).then(|| "upstream: none".to_owned()))
}
