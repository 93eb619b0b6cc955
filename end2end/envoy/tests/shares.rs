//! What is drawn: shares of the real Envoy and of the simulated proxy lie in the same band around the configured one.
//!
//! The band is 3.29 deviations wide, which a right share misses once in 1,000 times; a miss is therefore drawn anew
//! once, with numbers of its own.

use std::sync::Arc;

use end2end_envoy::access_log;
use end2end_envoy::client::{Client, Request};
use end2end_envoy::envoy::{self, Envoy};
use end2end_envoy::generate::CLUSTERS;
use end2end_envoy::scratch::Scratch;
use end2end_envoy::simulated::{Does, Scheduled, Simulated};
use end2end_envoy::world::World;
use mesh_proxy::bootstrap::{Options, bootstrap};
use mesh_proxy::route::{self, Connection, HeaderMap};
use mesh_proxy::{CompiledConfig, Time};
use serde_json::json;

/// Requests for each share.
const REQUESTS: u64 = 1_500;

/// A request path, the share of it that is looked for, and what is looked for.
const SHARES: &[(&str, f64, Look)] = &[
    ("/weights", 0.5, Look::Cluster("c0")),
    ("/weights", 0.3, Look::Cluster("c1")),
    ("/weights", 0.2, Look::Cluster("c2")),
    ("/fraction", 0.35, Look::Cluster("c1")),
    ("/abort", 0.25, Look::Status(418)),
    ("/mirror", 0.4, Look::Copy("c3")),
];

#[derive(Clone, Copy, Debug)]
enum Look {
    Cluster(&'static str),
    Status(u16),
    Copy(&'static str),
}

fn table() -> serde_json::Value {
    let million = |numerator: u32| json!({"numerator": numerator, "denominator": "MILLION"});
    let fault = json!({"@type": "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault",
        "abort": {"http_status": 418, "percentage": million(250_000)}});
    let weights = json!([{"name": "c0", "weight": 50}, {"name": "c1", "weight": 30}, {"name": "c2", "weight": 20}]);
    let mirror = json!([{"cluster": "c3", "runtime_fraction": {"default_value": million(400_000)}}]);
    json!({"name": "shares", "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [
        {"match": {"path": "/weights"}, "route": {"weighted_clusters": {"clusters": weights}}},
        {"match": {"path": "/fraction", "runtime_fraction": {"default_value": {"numerator": 35}, "runtime_key": "none"}}, "route": {"cluster": "c1"}},
        {"match": {"path": "/abort"}, "route": {"cluster": "c0"}, "typed_per_filter_config": {"envoy.filters.http.fault": fault}},
        {"match": {"path": "/mirror"}, "route": {"cluster": "c0", "request_mirror_policies": mirror}},
        {"match": {"prefix": "/"}, "route": {"cluster": "c0"}},
    ]}]})
}

fn in_band(count: u64, share: f64) -> bool {
    let expected = share * REQUESTS as f64;
    (count as f64 - expected).abs() <= 3.29 * (expected * (1.0 - share)).sqrt()
}

/// How many of the requests the real Envoy treated so.
fn count_envoy(world: &World, client: &mut Client, path: &str, look: Look, round: u32) -> u64 {
    let mut count = 0;
    for number in 0..REQUESTS {
        let name = format!("{path}-{look:?}-{round}-{number}");
        let response = client.ask(&Request::get("a", path).with(access_log::NAME, &name)).expect("an answer");
        let body: serde_json::Value = serde_json::from_str(&response.body).unwrap_or_default();
        let port = body["port"].as_u64().and_then(|port| u16::try_from(port).ok()).unwrap_or(0);
        count += u64::from(match look {
            Look::Cluster(cluster) => world.cluster_by_port.get(&port) == Some(&cluster),
            Look::Status(status) => response.status == status,
            Look::Copy(_) => false,
        });
    }
    if let Look::Copy(cluster) = look {
        std::thread::sleep(std::time::Duration::from_millis(300));
        let seen = world.seen.lock().expect("no host panics");
        let prefix = format!("{path}-{look:?}-{round}-");
        let asked = seen.iter().filter(|(name, _)| name.starts_with(&prefix)).flat_map(|(_, asked)| asked);
        count = asked.filter(|asked| world.cluster_by_port.get(&asked.port) == Some(&cluster)).count() as u64;
    }
    count
}

fn count_simulated(simulated: &mut Simulated, path: &str, look: Look, keys: std::ops::Range<u64>) -> u64 {
    let headers = HeaderMap::new();
    let connection = Connection::default();
    let request = route::Request { method: "GET", scheme: "http", authority: "a", path, headers: &headers, connection };
    let mut count = 0;
    for key in keys {
        let decision = simulated.decide("shares", &request, key);
        let cluster = decision.cluster.map(|cluster| CLUSTERS[cluster.0 as usize]);
        let decision = decision.brief();
        let at = Time(key * 1_000_000_000);
        simulated.schedule(Scheduled { at, key, decision });
        let answer = &simulated.run_until(Time(at.0 + 900_000_000))[&key];
        count += u64::from(match look {
            Look::Cluster(wanted) => cluster == Some(wanted),
            Look::Status(status) => answer.response.is_some_and(|response| response.status == status),
            Look::Copy(_) => !answer.mirrors.is_empty(),
        });
    }
    count
}

#[test]
fn shares_are_those_of_the_real_envoy() {
    let Some(program) = envoy::program() else { return };
    let world = World::start();
    let config = world.config(&[table()]);
    let base_port = envoy::free_ports(2);
    let options = Options { base_port, endpoint_map: world.endpoint_map.clone() };
    let folder = Scratch::new("shares");
    let envoy = Envoy::start(&program, &bootstrap(&config, &options).expect("a bootstrap"), &folder);
    let mut simulated = Simulated::new(CompiledConfig::new(Arc::new(config)), 7, |_, _, _| {
        Does::Answer(200, std::time::Duration::ZERO)
    });
    let mut client = Client::new(base_port);
    let mut key = 0;
    for (path, share, look) in SHARES {
        let mut counts = vec![count_envoy(&world, &mut client, path, *look, 0)];
        if !in_band(counts[0], *share) {
            counts.push(count_envoy(&world, &mut client, path, *look, 1));
        }
        let ours = count_simulated(&mut simulated, path, *look, key..key + REQUESTS);
        key += REQUESTS;
        println!("{path} {look:?}: configured {share}, Envoy {counts:?}, here {ours} of {REQUESTS}");
        assert!(counts.iter().any(|count| in_band(*count, *share)), "the real Envoy's share of {path}");
        assert!(in_band(ours, *share), "the share of {path}");
    }
    drop(envoy);
}
