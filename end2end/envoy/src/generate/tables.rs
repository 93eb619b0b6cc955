//! Route configurations.

use serde_json::{Value, json};

use super::features::Features;
use super::matches::route_match;
use crate::random::Random;

/// The clusters that tables name: `c0` to `c3` have a host, `empty` has none, and `nowhere` does not exist.
pub const CLUSTERS: &[&str] = &["c0", "c1", "c2", "c3", "empty"];

/// A route configuration in Envoy's JSON, and what occurs in it.
#[derive(Clone, Debug)]
pub struct Table {
    /// The configuration.
    pub routes: Value,
    /// What occurs.
    pub features: Features,
}

const DOMAINS: &[(&str, &str)] = &[
    ("host exact", "shop.example.com"),
    ("host exact", "Pay"),
    ("host exact", "pay:8080"),
    ("host suffix wildcard", "*.example.com"),
    ("host suffix wildcard", "*-api.example.com"),
    ("host prefix wildcard", "api.*"),
    ("host prefix wildcard", "shop.*"),
    ("host *", "*"),
];

/// A table of this name.
pub fn table(name: &str, random: &mut Random) -> Table {
    let mut features = Features::default();
    let ignore_port = random.percent(60);
    features.note(if ignore_port { "port stripped" } else { "port kept" });
    let most_specific = random.percent(25);
    if most_specific {
        features.note("most specific headers win");
    }
    let mut hosts = Vec::new();
    for (feature, domain) in DOMAINS {
        // Most requests must find a virtual host.
        if random.percent(if *domain == "*" { 85 } else { 30 }) {
            features.note(feature);
            hosts.push(virtual_host(domain, random, &mut features));
        }
    }
    let mut routes = json!({
        "name": name, "virtual_hosts": hosts, "ignore_port_in_host_matching": ignore_port,
        "most_specific_header_mutations_wins": most_specific,
    });
    if random.percent(30) {
        headers(&mut routes, random, &mut features);
    }
    Table { routes, features }
}

fn virtual_host(domain: &str, random: &mut Random, features: &mut Features) -> Value {
    let count = 1 + random.below(4);
    let mut routes: Vec<Value> = (0..count).map(|index| route(&format!("r{index}"), random, features)).collect();
    if random.percent(60) {
        routes.push(json!({"name": "rest", "match": {"prefix": "/"}, "route": {"cluster": "c0", "timeout": "0s"}}));
    }
    let mut host = json!({"name": domain, "domains": [domain], "routes": routes, "include_request_attempt_count": random.percent(50)});
    if random.percent(8) {
        features.note("tls required");
        host["require_tls"] = json!("ALL");
    }
    if random.percent(25) {
        headers(&mut host, random, features);
    }
    host
}

fn route(name: &str, random: &mut Random, features: &mut Features) -> Value {
    let mut route = json!({"name": name, "match": route_match(random, features)});
    match random.below(10) {
        0 | 1 => route["redirect"] = redirect(random, features),
        2 => {
            features.note("direct response");
            route["direct_response"] = json!({"status": random.pick(&[200, 201, 301, 404, 503])});
            if random.percent(60) {
                route["direct_response"]["body"] = json!({"inline_string": "down for now"});
            }
        }
        _ => route["route"] = action(&route["match"].clone(), random, features),
    }
    if random.percent(35) {
        headers(&mut route, random, features);
    }
    let mut filters = json!({});
    if random.percent(10) && route.get("route").is_some() {
        features.note("cors");
        filters["envoy.filters.http.cors"] = json!({
            "@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy",
            "allow_origin_string_match": [{"safe_regex": {"regex": "https://.*\\.example\\.com"}}], "allow_methods": random.pick(&["GET,PUT", "*"]),
            "expose_headers": "x-exposed", "max_age": "60", "allow_credentials": random.percent(50), "forward_not_matching_preflights": random.percent(50)});
    }
    if random.percent(12) {
        let share = match random.below(3) {
            0 => json!({}),
            1 => json!({"numerator": 100}),
            _ => json!({"numerator": 1_000_000, "denominator": "MILLION"}),
        };
        let mut fault = json!({"@type": "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault"});
        if random.percent(60) {
            features.note("fault abort");
            fault["abort"] = json!({"http_status": random.pick(&[400, 503]), "percentage": share});
        } else {
            features.note("fault delay");
            fault["delay"] = json!({"fixed_delay": "0.005s", "percentage": {"numerator": 100}});
        }
        filters["envoy.filters.http.fault"] = fault;
    }
    if filters != json!({}) {
        route["typed_per_filter_config"] = filters;
    }
    route
}

fn action(route_match: &Value, random: &mut Random, features: &mut Features) -> Value {
    let mut action = cluster(random, features);
    let is_regex = route_match.get("safe_regex").is_some();
    match random.below(6) {
        0 | 1 if !is_regex || random.percent(50) => {
            features.note("rewrite prefix");
            action["prefix_rewrite"] = json!(random.pick(&["/", "/new", "/new/"]));
        }
        2 => {
            features.note("rewrite regex");
            let (pattern, substitution) = random.pick(&[
                ("^/api/v([0-9]+)(.*)$", r"\2/v\1"),
                ("a", "-"),
                ("^/[^/]+", "/z"),
                ("x*", "."),
                ("[/]", r"\0_"),
            ]);
            action["regex_rewrite"] = json!({"pattern": {"regex": pattern}, "substitution": substitution});
        }
        _ => {}
    }
    match random.below(8) {
        0 => {
            features.note("rewrite host");
            action["host_rewrite_literal"] = json!("changed.example.com");
        }
        1 => {
            features.note("rewrite host by header");
            action["host_rewrite_header"] = json!("X-User");
        }
        2 => {
            features.note("rewrite host by path");
            action["host_rewrite_path_regex"] =
                json!({"pattern": {"regex": "^/([a-z]+).*$"}, "substitution": r"\1.test"});
        }
        _ => {}
    }
    if random.percent(15) {
        action["append_x_forwarded_host"] = json!(true);
    }
    features.note("timeout");
    action["timeout"] = json!(random.pick(&["0s", "5s", "12.500s"]));
    if random.percent(20) {
        action["retry_policy"] =
            json!({"retry_on": "connect-failure", "num_retries": 2, "per_try_timeout": random.pick(&["2s", "7s"])});
    }
    if random.percent(15) {
        features.note("mirror");
        let policy = |random: &mut Random| {
            json!({"cluster": random.pick(&["c1", "c2", "empty", "nowhere"]), "disable_shadow_host_suffix_append": true,
                "runtime_fraction": {"default_value": {"numerator": random.pick(&[0, 100, 100])}}})
        };
        let count = 1 + random.below(2);
        action["request_mirror_policies"] = (0..count).map(|_| policy(random)).collect();
    }
    action
}

fn cluster(random: &mut Random, features: &mut Features) -> Value {
    let one = |random: &mut Random| random.pick(&["c0", "c1", "c2", "c3"]);
    match random.below(12) {
        0 => {
            features.note("cluster unknown");
            json!({"cluster": "nowhere", "cluster_not_found_response_code": random.pick(&["NOT_FOUND", "INTERNAL_SERVER_ERROR", "SERVICE_UNAVAILABLE"])})
        }
        1 => {
            features.note("cluster without hosts");
            json!({"cluster": "empty"})
        }
        2 => {
            features.note("cluster header");
            json!({"cluster_header": "X-Cluster"})
        }
        3..=5 => {
            let mut clusters = Vec::new();
            for weight in [random.below(60), 1 + random.below(60), random.below(60)] {
                let mut cluster = json!({"name": one(random), "weight": weight});
                if random.percent(40) {
                    features.note("headers of a weighted cluster");
                    headers(&mut cluster, random, features);
                }
                if random.percent(15) {
                    cluster["host_rewrite_literal"] = json!("weighted.example.com");
                }
                clusters.push(cluster);
            }
            // Without either the stream id decides, which no two proxies share: that is compared by shares.
            if random.percent(60) {
                features.note("weighted by header");
                return json!({"weighted_clusters": {"clusters": clusters, "header_name": "X-Weight"}});
            }
            features.note("weighted by hash");
            json!({"weighted_clusters": {"clusters": clusters, "use_hash_policy": true}, "hash_policy": [{"header": {"header_name": "x-user"}}, {"connection_properties": {"source_ip": true}}]})
        }
        _ => json!({"cluster": one(random)}),
    }
}

fn redirect(random: &mut Random, features: &mut Features) -> Value {
    let mut redirect = json!({});
    if random.percent(50) {
        features.note("redirect host");
        redirect["host_redirect"] = json!("new.example.com");
    }
    match random.below(4) {
        0 => {
            features.note("redirect path");
            redirect["path_redirect"] = json!(random.pick(&["/moved", "/moved?x=1", "moved"]));
        }
        1 => {
            features.note("redirect prefix");
            redirect["prefix_rewrite"] = json!("/moved");
        }
        2 => {
            features.note("redirect regex");
            redirect["regex_rewrite"] = json!({"pattern": {"regex": "^/([a-z]+)(.*)$"}, "substitution": r"/moved/\1"});
        }
        _ => {}
    }
    match random.below(4) {
        0 => {
            features.note("redirect scheme");
            redirect["scheme_redirect"] = json!(random.pick(&["https", "http"]));
        }
        1 => {
            features.note("redirect scheme");
            redirect["https_redirect"] = json!(true);
        }
        _ => {}
    }
    if random.percent(25) {
        features.note("redirect port");
        redirect["port_redirect"] = json!(random.pick(&[80, 443, 8443]));
    }
    if random.percent(50) {
        redirect["response_code"] =
            json!(random.pick(&["FOUND", "SEE_OTHER", "TEMPORARY_REDIRECT", "PERMANENT_REDIRECT"]));
    }
    if random.percent(20) {
        redirect["strip_query"] = json!(true);
    }
    redirect
}

/// Changes of headers at any level.
fn headers(level: &mut Value, random: &mut Random, features: &mut Features) {
    let add = |random: &mut Random| {
        let count = 1 + random.below(3);
        (0..count)
            .map(|_| {
                json!({
                    "header": {"key": random.pick(&["x-a", "x-b", "X-User", "x-up"]), "value": random.pick(&["1", "two words", "%REQ(x-user)%", "100%%", "%REQ(:path)%", "%PROTOCOL%", "%REQ(x-no?:authority):4%"])},
                    "append_action": random.pick(&["APPEND_IF_EXISTS_OR_ADD", "ADD_IF_ABSENT", "OVERWRITE_IF_EXISTS_OR_ADD", "OVERWRITE_IF_EXISTS"]),
                })
            })
            .collect::<Value>()
    };
    if random.percent(60) {
        features.note("request headers");
        level["request_headers_to_add"] = add(random);
        if random.percent(40) {
            level["request_headers_to_remove"] = json!([random.pick(&["x-gone", "X-N", "x-a"])]);
        }
    }
    if random.percent(60) {
        features.note("response headers");
        level["response_headers_to_add"] = add(random);
        if random.percent(40) {
            level["response_headers_to_remove"] = json!([random.pick(&["x-up", "x-a"])]);
        }
    }
}
