//! One request: our outcomes beside the recorded ones.

use std::collections::BTreeMap;

use mesh_proxy::Unobserved;
use mesh_proxy::config::Action;
use mesh_proxy::proxy::StreamNumber;
use mesh_proxy::route::{
    Connection, Decision, HeaderMap, LocalAnswer, Request, abort_headers, decide, local_reply, normalize_path,
    response_headers, strip_fragment, upstream_request,
};
use mesh_proxy::router::RouteOutcome;
use serde_json::{Map, Value, json};

use crate::filters::{Faults, Numbers, fault, is_mirrored};
use crate::golden_case::{Client, GoldenCase};

/// How often a request is asked here; the recorded samples are of 60.
const SAMPLES: u64 = 2_400;

/// One outcome without its mirrors, and how often each cluster got a mirrored copy.
#[derive(Default)]
struct Group {
    count: u64,
    mirrors: BTreeMap<String, u64>,
}

pub(crate) fn compare(golden: &GoldenCase, truth: &Value) -> Result<(), String> {
    let ours = sample(golden, &truth["request"], truth["route_config"].as_str().unwrap_or(""));
    let mut theirs: BTreeMap<String, Group> = BTreeMap::new();
    let mut tries = 0;
    for outcome in truth["outcomes"].as_array().expect("outcomes") {
        let count = outcome["count"].as_u64().unwrap_or(0);
        tries += count;
        let mut key = outcome.clone();
        let object = key.as_object_mut().expect("an outcome");
        let mirrors = object.remove("mirrors");
        object.remove("mirror_requests");
        object.remove("count");
        let group = theirs.entry(key.to_string()).or_default();
        group.count += count;
        for (cluster, copies) in mirrors.as_ref().and_then(Value::as_object).into_iter().flatten() {
            *group.mirrors.entry(cluster.clone()).or_default() += copies.as_u64().unwrap_or(0);
        }
    }
    let difference = || {
        let list = |groups: &BTreeMap<String, Group>| {
            let rows = groups.iter().map(|(key, group)| format!("{} x {key} mirrors {:?}", group.count, group.mirrors));
            rows.collect::<Vec<_>>().join("; ")
        };
        format!("{} | recorded: {} | here: {}", truth["request"], list(&theirs), list(&ours))
    };
    for (key, group) in &theirs {
        let Some(mine) = ours.get(key) else { return Err(difference()) };
        if !in_band(group.count, tries, mine.count, SAMPLES) {
            return Err(difference());
        }
        for cluster in group.mirrors.keys().chain(mine.mirrors.keys()) {
            let (copies, mine_copies) = (group.mirrors.get(cluster).copied(), mine.mirrors.get(cluster).copied());
            if !in_band(copies.unwrap_or(0), group.count, mine_copies.unwrap_or(0), mine.count) {
                return Err(difference());
            }
        }
    }
    let unseen = |key: &str, group: &Group| !theirs.contains_key(key) && !in_band(0, tries, group.count, SAMPLES);
    if ours.iter().any(|(key, group)| unseen(key, group)) {
        return Err(difference());
    }
    Ok(())
}

/// Whether `count` of `tries` can be a sample of our share: 4.5 deviations and one try.
fn in_band(count: u64, tries: u64, ours: u64, samples: u64) -> bool {
    let share = ours as f64 / samples.max(1) as f64;
    let expected = share * tries as f64;
    let deviation = (expected * (1.0 - share)).max(0.0).sqrt();
    (count as f64 - expected).abs() <= 4.5 * deviation + if deviation > 0.0 { 1.0 } else { 0.0 }
}

fn sample(golden: &GoldenCase, request: &Value, route_config: &str) -> BTreeMap<String, Group> {
    let text = |name: &str| request[name].as_str().unwrap_or("");
    let client = golden.clients.get(text("client")).expect("a client");
    let mut headers = HeaderMap::new();
    for (name, value) in request["headers"].as_object().into_iter().flatten() {
        match value {
            Value::Array(values) => values.iter().for_each(|value| headers.append(name, value.as_str().unwrap_or(""))),
            value => headers.append(name, value.as_str().unwrap_or("")),
        }
    }
    let path = normalize_path(strip_fragment(text("path")));
    let request = Request {
        method: text("method"),
        scheme: text("scheme"),
        authority: text("host"),
        path: &path,
        headers: &headers,
        connection: Connection { remote: "10.1.0.99:40000", local: "10.1.0.98:15001" },
    };
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut keys = BTreeMap::new();
    let mut numbers = Numbers(7);
    let samples = if is_random(client, route_config, &request) { SAMPLES } else { 1 };
    let table = client.compiled.route_configuration(route_config).expect("the route configuration is there");
    for _ in 0..samples {
        let stream_number = StreamNumber(numbers.next());
        let decision = decide(&client.compiled, table, &request, stream_number, &mut Unobserved);
        let faults = decision.route_config().and_then(|route| route.typed_per_filter_config.fault.as_deref());
        let faults = fault(faults, &mut numbers);
        let drawn = (decision.weighted, faults);
        let key: &String =
            keys.entry(drawn).or_insert_with(|| outcome(client, &decision, &request, faults).to_string());
        let group = groups.entry(key.clone()).or_default();
        group.count += SAMPLES / samples;
        if key.contains("\"via_upstream\"") {
            for cluster in mirrors(client, &decision, stream_number) {
                *group.mirrors.entry(cluster.to_owned()).or_default() += SAMPLES / samples;
            }
        }
    }
    groups
}

/// The clusters that get a copy; one that does not exist or has no host gets none.
fn mirrors<'a>(
    client: &'a Client,
    decision: &Decision<'a>,
    stream_number: StreamNumber,
) -> impl Iterator<Item = &'a str> {
    let policies = match decision.route_config().map(|route| &route.action) {
        Some(Action::Route(action)) => action.request_mirror_policies.as_slice(),
        _ => &[],
    };
    let known = |cluster: &str| client.compiled.cluster(cluster).is_some() && !client.empty.contains(cluster);
    let policies = policies.iter().filter(move |policy| is_mirrored(policy, stream_number) && known(&policy.cluster));
    policies.map(|policy| policy.cluster.as_str())
}

/// Whether a request is not always answered alike.
fn is_random(client: &Client, route_config: &str, request: &Request<'_>) -> bool {
    let table = client.compiled.route_configuration(route_config).expect("the route configuration is there");
    let decision = decide(&client.compiled, table, request, StreamNumber(0), &mut Unobserved);
    let Some(config) = decision.route_config() else { return false };
    let mirrored = matches!(&config.action, Action::Route(action) if !action.request_mirror_policies.is_empty());
    let faulty = config.typed_per_filter_config.fault.is_some();
    mirrored || faulty || decision.route.is_some_and(|(_, route)| route.depends_on_stream_number())
}

/// One try, as the recorded outcomes are written down.
fn outcome(client: &Client, decision: &Decision<'_>, request: &Request<'_>, faults: Faults) -> Value {
    let mut outcome = Map::new();
    let mut down = HeaderMap::new();
    let mut set = |status: u16, flags: &str, details: &str, cluster: Option<&str>| {
        outcome.insert("status".to_owned(), json!(status));
        outcome.insert("flags".to_owned(), json!(flags));
        outcome.insert("details".to_owned(), json!(details));
        outcome.insert("cluster".to_owned(), json!(cluster));
    };
    let (delay, abort) = faults;
    let delayed = if delay.is_some() { "DI" } else { "-" };
    let cluster = decision.cluster.map(|index| client.compiled.cluster_name(index));
    let mut body = String::new();
    let mut location = None;
    if let Some(status) = abort {
        let flags = if delay.is_some() { "DI,FI" } else { "FI" };
        set(status, flags, "fault_filter_abort", cluster);
        body.push_str("fault filter abort");
        abort_headers(decision, request, &mut down);
    } else if let Some(reply) = local_reply(decision, request) {
        let preflight = decision.local == Some(LocalAnswer::Preflight);
        let details = if preflight { "cors_response" } else { "direct_response" };
        set(reply.status, delayed, details, cluster);
        location = reply.headers.get("location").map(str::to_owned);
        down = reply.headers;
        body = reply.body;
    } else {
        match decision.outcome {
            RouteOutcome::NotFound | RouteOutcome::Direct(_) => set(404, "NR", "route_not_found", None),
            RouteOutcome::ClusterNotFound(status) => {
                set(status, "NC", "cluster_not_found", None);
                response_headers(decision, request, &mut down);
            }
            RouteOutcome::Cluster(_) if cluster.is_some_and(|cluster| client.empty.contains(cluster)) => {
                set(503, "UH", "no_healthy_upstream", cluster);
                body.push_str("no healthy upstream");
                response_headers(decision, request, &mut down);
            }
            RouteOutcome::Cluster(_) => {
                set(200, delayed, "via_upstream", cluster);
                response_headers(decision, request, &mut down);
                if let Some(upstream) = changes(request, &upstream_request(decision, request)) {
                    outcome.insert("upstream".to_owned(), upstream);
                }
            }
        }
    }
    let name = decision.route_name();
    outcome.insert("route".to_owned(), if name.is_empty() { Value::Null } else { json!(name) });
    if let Some(delay) = delay {
        outcome.insert("delay_ms".to_owned(), json!(delay));
    }
    if let Some(location) = location {
        outcome.insert("location".to_owned(), json!(location));
    }
    if !body.is_empty() {
        outcome.insert("body".to_owned(), json!(body));
    }
    down.remove("location");
    down.remove("content-type");
    if !down.is_empty() {
        outcome.insert("response_headers".to_owned(), by_name(&down));
    }
    Value::Object(outcome)
}

/// What the upstream sees otherwise than it was sent.
fn changes(request: &Request<'_>, upstream: &mesh_proxy::route::UpstreamRequest) -> Option<Value> {
    let mut changes = Map::new();
    if upstream.path != request.path {
        changes.insert("path".to_owned(), json!(upstream.path));
    }
    if upstream.authority != request.authority {
        changes.insert("host".to_owned(), json!(upstream.authority));
    }
    let (sent, seen) = (by_name(request.headers), by_name(&upstream.headers));
    let (sent, seen) = (sent.as_object()?, seen.as_object()?);
    let mut headers: Map<String, Value> = seen
        .iter()
        .filter(|(name, value)| sent.get(*name) != Some(value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    headers.extend(sent.keys().filter(|name| !seen.contains_key(*name)).map(|name| (name.clone(), Value::Null)));
    if !headers.is_empty() {
        changes.insert("headers".to_owned(), Value::Object(headers));
    }
    (!changes.is_empty()).then_some(Value::Object(changes))
}

/// A repeated header is a list.
fn by_name(headers: &HeaderMap) -> Value {
    let mut map: Map<String, Value> = Map::new();
    for (name, value) in headers.iter() {
        match map.get_mut(name) {
            None => drop(map.insert(name.to_owned(), json!(value))),
            Some(Value::Array(values)) => values.push(json!(value)),
            Some(single) => *single = json!([single.clone(), value]),
        }
    }
    Value::Object(map)
}
