//! Clusters and the traffic policies that shape them.

use mesh_control::destination_rule::{Policy, merge_subset_policy};
use mesh_control::route;
use mesh_proxy::config::Cluster;
use serde_json::{Value, json};

use super::delegates::difference;
use super::envoy::{self, comparable};
use super::value::{number, text};
use super::world::{World, sidecar};
use super::{Verdict, equal, rules};

const HOST: &str = "*.example.org";

pub(crate) fn judge(op: &str, row: &Value) -> Verdict {
    match op {
        "buildSubsetKey" if text(row, "direction") != "outbound" => Err("inbound clusters are not simulated".into()),
        "buildSubsetKey" => {
            let ours = route::cluster_name(number(row, "port"), text(row, "subset"), text(row, "hostname"));
            equal(&json!(ours), &row["expect"])
        }
        "mergeSubsetTrafficPolicy" => merged(row),
        "applyDefaultTrafficPolicy" => with_default(row),
        "applyDestinationRule" => of_rule(row),
        "outlierDetection" => {
            let ours = shaped(&row["destinationRule"]["spec"]["trafficPolicy"], &Value::Null, "HTTP");
            equal(&ours["outlierDetection"], &comparable(&row["expect"]["outlierDetection"]))
        }
        "applyRingHashLoadBalancer" => {
            let ours = shaped(&json!({ "loadBalancer": row["loadBalancer"] }), &Value::Null, "HTTP");
            Ok(by_path(&ours, &row["expect"]))
        }
        "applyLoadBalancer" => balanced(row),
        "shouldH2Upgrade" => upgraded(row),
        "applyConnectionPool" => pooled(row),
        "effectiveConnectionPool" | "defaultTrafficPolicy" => effective(row),
        "altStatName" => Err("names of statistics are not simulated".into()),
        _ => Err("unknown operation".into()),
    }
}

/// A rule with these policies, the second one of its only subset.
fn rule(policy: &Value, subset: &Value) -> Value {
    let mut spec = json!({ "host": HOST });
    if !policy.is_null() {
        spec["trafficPolicy"] = policy.clone();
    }
    if !subset.is_null() {
        spec["subsets"] = json!([{ "name": "one", "trafficPolicy": subset }]);
    }
    json!({ "kind": "DestinationRule", "metadata": { "name": "one" }, "spec": spec })
}

fn policy_of(written: &Value) -> Policy {
    rules::load([&rule(written, &Value::Null)]).first().map(|rule| rule.policy.base.clone()).unwrap_or_default()
}

fn merged(row: &Value) -> Verdict {
    let rules = rules::load([&rule(&row["original"], &row["subset"])]);
    let Some(rule) = rules.first() else { return Err("no rule".into()) };
    let port = number(&row["port"], "port");
    let subset = rule.subsets.first().and_then(|subset| subset.policy.as_ref());
    let ours = merge_subset_policy(rule.policy.for_port(port).0, subset, port);
    Ok(difference(&ours, &policy_of(&row["expect"])))
}

/// The mesh's default shows in the clusters: the same limits and ejection as if they were written.
fn with_default(row: &Value) -> Verdict {
    let mesh = match &row["meshDefault"] {
        Value::Null => Value::Null,
        default => json!({ "defaultTrafficPolicy": default }),
    };
    let ours = shaped(&row["policy"], &mesh, "HTTP");
    equal(&ours, &shaped(&row["expect"], &Value::Null, "HTTP"))
}

/// Our cluster of a service under a policy.
fn shaped(policy: &Value, mesh_config: &Value, protocol: &str) -> Value {
    let service = json!({ "hostname": HOST, "ports": [{ "name": "default", "port": 8080, "protocol": protocol }] });
    let world =
        World::default().with_services([&service]).with([&rule(policy, &Value::Null)]).with_mesh_config(mesh_config);
    let clusters = clusters(&world, &json!({}));
    clusters
        .iter()
        .find(|cluster| cluster.name == format!("outbound|8080||{HOST}"))
        .map(envoy::json)
        .unwrap_or_default()
}

fn clusters(world: &World, row: &Value) -> Vec<Cluster> {
    let mesh = world.mesh();
    mesh.proxy_config(&sidecar(row)).clusters.iter().map(|cluster| cluster.as_ref().clone()).collect()
}

/// What stands at each path of the expectation.
fn by_path(ours: &Value, expect: &Value) -> Option<String> {
    expect.as_object().into_iter().flatten().find_map(|(path, theirs)| {
        let pointer = format!("/{}", path.replace('.', "/"));
        let found = ours.pointer(&pointer).cloned().unwrap_or_default();
        let theirs = comparable(theirs);
        (found != theirs).then(|| format!("{path}: {found}, Istio's {theirs}"))
    })
}

fn balanced(row: &Value) -> Verdict {
    if text(row, "protocol") == "Redis" {
        return Err("Redis is not simulated".into());
    }
    if row.get("initialHealthyPanicThreshold").is_some() {
        return Err("an inner step: a threshold comes from outlier detection alone".into());
    }
    let resolution = match text(row, "discoveryType") {
        "ORIGINAL_DST" => "Passthrough",
        "STRICT_DNS" => "DNSLB",
        _ => "ClientSideLB",
    };
    let service = json!({
        "hostname": "example.org", "resolution": resolution, "ports": [{ "name": "default", "port": 8080, "protocol": "HTTP" }],
    });
    let mut policy = json!({});
    if !row["loadBalancer"].is_null() {
        policy["loadBalancer"] = row["loadBalancer"].clone();
    }
    if row["outlierDetectionSet"] == json!(true) {
        policy["outlierDetection"] = json!({});
    }
    let mut rule = rule(&policy, &Value::Null);
    rule["spec"]["host"] = json!("example.org");
    let world = World::default().with_services([&service]).with([&rule]);
    let clusters = clusters(&world, row);
    let Some(ours) = clusters.iter().find(|cluster| cluster.name == "outbound|8080||example.org") else {
        return Ok(Some("no cluster".to_owned()));
    };
    let common = ours.common_lb_config.clone().unwrap_or_default();
    let seen = json!({
        "lbPolicy": serde_json::to_value(ours).unwrap_or_default().get("lb_policy").cloned().unwrap_or(json!("ROUND_ROBIN")),
        "localityWeightedLbConfig": common.locality_weighted_lb_config.is_some(),
        "loadAssignment": ours.load_assignment.as_ref().map(|_| "some"),
        "healthyPanicThreshold": common.healthy_panic_threshold.map(|percent| percent.value),
    });
    let wrong = row["expect"]
        .as_object()
        .into_iter()
        .flatten()
        .find(|(key, theirs)| comparable(seen.get(*key).unwrap_or(&Value::Null)) != comparable(theirs));
    Ok(wrong.map(|(key, theirs)| format!("{key}: {}, Istio's {theirs}", seen[key])))
}

fn upgraded(row: &Value) -> Verdict {
    let protocol = text(&row["port"], "protocol");
    let service = json!({ "hostname": HOST, "ports": [{ "name": "default", "port": 8080, "protocol": protocol }] });
    if protocol == "UnsupportedProtocol" && row["expect"] == json!(true) {
        return Err("an inner step: a sidecar keeps the client's protocol on an undeclared port all the same".into());
    }
    let world = World::default()
        .with_services([&service])
        .with([&rule(&json!({ "connectionPool": row["connectionPool"] }), &Value::Null)])
        .with_mesh_config(&row["meshConfig"]);
    let http2 = clusters(&world, row).iter().find(|cluster| cluster.name.starts_with("outbound|8080||")).is_some_and(
        |cluster| envoy::json(cluster).to_string().contains("\"explicitHttpConfig\":{\"http2ProtocolOptions\""),
    );
    equal(&json!(http2), &row["expect"])
}

fn options(cluster: &Value) -> &Value {
    cluster
        .pointer("/typedExtensionProtocolOptions/envoy.extensions.upstreams.http.v3.HttpProtocolOptions")
        .unwrap_or(&Value::Null)
}

fn pooled(row: &Value) -> Verdict {
    let initial = row.pointer("/initialHttpProtocolOptions/commonHttpProtocolOptions");
    let mut policy = json!({ "connectionPool": row["connectionPool"] });
    if let Some(budget) = row.get("retryBudget").filter(|budget| !budget.is_null()) {
        policy["retryBudget"] = budget.clone();
    }
    let mesh = row.get("meshConfig").cloned().unwrap_or_default();
    let cluster = shaped(&policy, &mesh, "HTTP");
    let expect = row["expect"].as_object();
    for (key, theirs) in expect.into_iter().flatten() {
        let theirs = comparable(theirs);
        let ours = match key.as_str() {
            // The test begins with options of its own; ours with none.
            "commonHttpProtocolOptions" => {
                let mut ours = options(&cluster)[key].clone();
                for (field, value) in initial.and_then(Value::as_object).into_iter().flatten() {
                    if ours.get(field).is_none() {
                        ours[field] = comparable(value);
                    }
                }
                ours
            }
            "circuitBreakers" => {
                let mut ours = cluster[key].clone();
                // Set by another step than the one that the test looks at.
                if let Some(limits) = ours.pointer_mut("/thresholds/0").and_then(Value::as_object_mut) {
                    limits.remove("trackRemaining");
                }
                ours
            }
            _ => cluster.get(key).cloned().unwrap_or_default(),
        };
        if let Some(difference) = end2end_istio::diff::first(&ours, &theirs) {
            return Ok(Some(format!("{key}{difference}")));
        }
    }
    Ok(None)
}

/// Limits and ejection of named clusters.
fn effective(row: &Value) -> Verdict {
    let service = json!({ "hostname": HOST, "ports": [{ "name": "default", "port": 8080, "protocol": "HTTP" }] });
    let world = World::default()
        .with_services([&service])
        .with([&row["destinationRule"]])
        .with_mesh_config(row.get("meshConfig").unwrap_or(&Value::Null));
    let clusters = clusters(&world, row);
    let expect = row["expect"].get("connectionPoolByCluster").unwrap_or(&row["expect"]);
    for (name, theirs) in expect.as_object().into_iter().flatten().filter(|(name, _)| !name.starts_with("inbound|")) {
        let Some(ours) = clusters.iter().find(|cluster| cluster.name == *name) else {
            return Ok(Some(format!("no cluster {name}")));
        };
        let ours = envoy::json(ours);
        let limits = &ours["circuitBreakers"]["thresholds"][0];
        let seen = |path: &str| match path {
            "maxConnections" | "tcp.maxConnections" => limits["maxConnections"].clone(),
            "outlierConsecutive5xx" => ours["outlierDetection"]["consecutive5xx"].clone(),
            "http.http1MaxPendingRequests" => limits["maxPendingRequests"].clone(),
            "http.http2MaxRequests" => limits["maxRequests"].clone(),
            "http.maxRetries" => limits["maxRetries"].clone(),
            "http.maxRequestsPerConnection" => {
                options(&ours)["commonHttpProtocolOptions"]["maxRequestsPerConnection"].clone()
            }
            "tcp.connectTimeout" => ours["connectTimeout"].clone(),
            "tcp.tcpKeepalive" => {
                let keepalive = &ours["upstreamConnectionOptions"]["tcpKeepalive"];
                json!({ "probes": keepalive["keepaliveProbes"], "time": keepalive["keepaliveTime"], "interval": keepalive["keepaliveInterval"] })
            }
            _ => Value::Null,
        };
        let wanted: Vec<(String, Value)> = match theirs.as_object() {
            None => ["maxConnections", "http.http1MaxPendingRequests", "http.http2MaxRequests", "http.maxRetries"]
                .map(|path| (path.to_owned(), json!(u32::MAX)))
                .to_vec(),
            Some(fields) => fields
                .iter()
                .flat_map(|(key, value)| match value.as_object().filter(|_| matches!(key.as_str(), "http" | "tcp")) {
                    Some(inner) => {
                        inner.iter().map(|(field, value)| (format!("{key}.{field}"), value.clone())).collect()
                    }
                    None => vec![(key.clone(), value.clone())],
                })
                .collect(),
        };
        let wrong = wanted.iter().find(|(path, value)| seen(path) != comparable(value));
        if let Some((path, value)) = wrong {
            return Ok(Some(format!("{name} {path}: {}, Istio's {value}", seen(path))));
        }
    }
    Ok(None)
}

fn of_rule(row: &Value) -> Verdict {
    if text(row, "clusterMode") != "default" {
        return Err("clusters of east-west gateways are not simulated".into());
    }
    let hostname = text(&row["service"], "hostname");
    if hostname.is_empty() {
        return Err("no service: there is nothing to translate".into());
    }
    let world = World::default()
        .with_services([&row["service"]])
        .with([&row["destinationRule"]])
        .with_mesh_config(&row["meshConfig"]);
    let port = number(&row["port"], "port");
    // The tests hand the rule over; in a mesh it has to be in the service's namespace or the client's.
    let clusters = clusters(&world, row);
    let prefix = format!("outbound|{port}|");
    let suffix = format!("|{hostname}");
    let of_service: Vec<&Cluster> = clusters
        .iter()
        .filter(|cluster| cluster.name.starts_with(&prefix) && cluster.name.ends_with(&suffix))
        .collect();
    let subsets: Vec<Value> = of_service.iter().skip(1).map(envoy::json).collect();
    let expect = &row["expect"];
    if json!(subsets.len()) != expect["numberOfSubsetClusters"] {
        return Ok(Some(format!("{} subsets, Istio has {}", subsets.len(), expect["numberOfSubsetClusters"])));
    }
    let main = of_service.first().map(envoy::json).unwrap_or_default();
    if main["type"] == json!("ORIGINAL_DST") && main.get("loadAssignment").is_some() {
        return Ok(Some("endpoints of a cluster that goes where the client asked".to_owned()));
    }
    let seen = |cluster: &Value, key: &str| match key {
        "edsServiceName" => Some(cluster["name"].clone()),
        "maxRetries" => Some(cluster["circuitBreakers"]["thresholds"][0]["maxRetries"].clone()),
        "useDownstreamProtocolOptions" => Some(json!(options(cluster).get("useDownstreamProtocolConfig").is_some())),
        "maxRequestsPerConnection" => Some(options(cluster)["commonHttpProtocolOptions"][key].clone()),
        "http2MaxConcurrentStreams" => {
            Some(options(cluster)["explicitHttpConfig"]["http2ProtocolOptions"]["maxConcurrentStreams"].clone())
        }
        "name" | "type" => Some(cluster[key].clone()),
        // Names of statistics, TLS and pings are not simulated.
        _ => None,
    };
    for (part, cluster) in [("mainCluster", &main), ("firstSubsetCluster", subsets.first().unwrap_or(&Value::Null))] {
        for (key, theirs) in expect.get(part).and_then(Value::as_object).into_iter().flatten() {
            if let Some(ours) = seen(cluster, key)
                && ours != comparable(theirs)
            {
                return Ok(Some(format!("{part} {key}: {ours}, Istio's {theirs}")));
            }
        }
    }
    Ok(None)
}
