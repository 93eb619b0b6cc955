//! Ring hash and Maglev: the same host for the same key as the real Envoy.

use std::sync::Arc;

use end2end_envoy::client::{Client, Request};
use end2end_envoy::envoy::{self, Envoy};
use end2end_envoy::random::Random;
use end2end_envoy::scratch::Scratch;
use end2end_envoy::settings;
use end2end_envoy::simulated::{Does, Scheduled, Simulated};
use end2end_envoy::upstream::{self, Answer};
use mesh_proxy::bootstrap::{Options, bootstrap};
use mesh_proxy::config::ProxyConfig;
use mesh_proxy::route::{self, Connection, HeaderMap};
use mesh_proxy::{CompiledConfig, Time};
use serde_json::{Value, json};

/// Keys for each load balancer of the list.
const KEYS: usize = 1_000;
const HOSTS: u64 = 6;

/// Keys for a generated one, and how many are generated in the ordinary run.
const FEWER_KEYS: usize = 200;
const GENERATED: u64 = 5;

/// A load balancer, the weights of its hosts, and how many keys are asked.
struct Cluster {
    name: String,
    settings: Value,
    weights: Vec<u32>,
    keys: usize,
}

fn clusters() -> Vec<Cluster> {
    let cluster = |name: &str, settings, weights| Cluster { name: name.to_owned(), settings, weights, keys: KEYS };
    let mut clusters = vec![
        cluster("ring", json!({"lb_policy": "RING_HASH"}), vec![1; 6]),
        cluster("ring-weighted", json!({"lb_policy": "RING_HASH"}), vec![1, 2, 3]),
        cluster(
            "ring-small",
            json!({"lb_policy": "RING_HASH", "ring_hash_lb_config": {"minimum_ring_size": "64"}}),
            vec![1; 4],
        ),
        cluster("maglev", json!({"lb_policy": "MAGLEV"}), vec![1; 6]),
        cluster("maglev-weighted", json!({"lb_policy": "MAGLEV"}), vec![5, 1, 2]),
        cluster("maglev-small", json!({"lb_policy": "MAGLEV", "maglev_lb_config": {"table_size": "1009"}}), vec![1; 5]),
    ];
    let mut random = Random::new(settings::seed());
    let count = settings::cases().map_or(GENERATED, |cases| cases.div_ceil(50));
    clusters.extend((0..count).map(|index| generated(index, &mut random)));
    clusters
}

fn generated(index: u64, random: &mut Random) -> Cluster {
    let count = 1 + random.below(HOSTS);
    let weights = if random.percent(40) {
        vec![1; count as usize]
    } else {
        let most = random.pick(&[3, 20, 128]);
        (0..count).map(|_| 1 + random.below(most) as u32).collect()
    };
    let settings = if random.percent(50) {
        let (least, most) =
            random.pick(&[("1", "8388608"), ("16", "64"), ("100", "101"), ("1024", "8388608"), ("5000", "5000")]);
        json!({"lb_policy": "RING_HASH", "ring_hash_lb_config": {"minimum_ring_size": least, "maximum_ring_size": most}})
    } else {
        let size = random.pick(&["2", "17", "251", "1009", "65537", "5000011"]);
        json!({"lb_policy": "MAGLEV", "maglev_lb_config": {"table_size": size}})
    };
    Cluster { name: format!("generated-{index}"), settings, weights, keys: FEWER_KEYS }
}

fn config(clusters: &[Cluster], ports: &[u16]) -> ProxyConfig {
    let clusters: Vec<Value> = clusters
        .iter()
        .map(|Cluster { name, settings, weights, .. }| {
            let mut cluster = settings.clone();
            let host = |(weight, port): (&u32, &u16)| {
                let address = json!({"socket_address": {"address": "127.0.0.1", "port_value": port}});
                json!({"endpoint": {"address": address}, "load_balancing_weight": weight})
            };
            let hosts: Vec<Value> = weights.iter().zip(ports).map(host).collect();
            cluster["name"] = json!(name);
            cluster["load_assignment"] = json!({"cluster_name": name, "endpoints": [{"lb_endpoints": hosts}]});
            cluster
        })
        .collect();
    let hash =
        json!([{"header": {"header_name": "x-key"}}, {"query_parameter": {"name": "k"}}, {"cookie": {"name": "c"}}]);
    let action = json!({"cluster_header": "x-cluster", "hash_policy": hash});
    let routes = json!([{"name": "hashes", "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [{"match": {"prefix": "/"}, "route": action}]}]}]);
    serde_json::from_value(json!({"route_configurations": routes, "clusters": clusters})).expect("a configuration")
}

/// A header alone for most, and mixtures with a parameter and a cookie.
fn request(cluster: &str, key: usize) -> Request {
    let value = format!("key-{key}");
    let mut request = Request::get("a", &if key % 5 == 1 { format!("/?k={key}") } else { "/".to_owned() });
    request = request.with("x-cluster", cluster);
    if key % 5 != 2 {
        request = request.with("x-key", &value);
    }
    if key % 5 >= 2 {
        request = request.with("cookie", &format!("b=1; c=\"{value}\""));
    }
    if key % 5 == 4 {
        request = request.with("x-key", "another");
    }
    request
}

#[test]
fn keys_reach_the_hosts_that_the_real_envoy_sends_them_to() {
    let Some(program) = envoy::program() else { return };
    let ports: Vec<u16> = (0..HOSTS).map(|_| upstream::start(Arc::new(|_| Answer::status(200)))).collect();
    let clusters = clusters();
    let config = config(&clusters, &ports);
    let base_port = envoy::free_ports(2);
    let options = Options { base_port, ..Options::default() };
    let folder = Scratch::new("hashes");
    let envoy = Envoy::start(&program, &bootstrap(&config, &options).expect("a bootstrap"), &folder);
    let mut simulated = Simulated::new(CompiledConfig::new(Arc::new(config)), 1, |_, _, _| {
        Does::Answer(200, std::time::Duration::ZERO)
    });
    let mut client = Client::new(base_port);
    let mut number = 0;
    for Cluster { name: cluster, settings, weights, keys } in &clusters {
        let mut different = 0;
        for key in 0..*keys {
            let request = request(cluster, key);
            let body = client.ask(&request).expect("an answer").body;
            let asked: Value = serde_json::from_str(&body).expect("what the host was asked");
            let real = format!("127.0.0.1:{}", asked["port"]);
            let headers: HeaderMap = request.headers.iter().map(|(name, value)| (name, value)).collect();
            let connection = Connection::default();
            let asked = route::Request {
                method: "GET",
                scheme: "http",
                authority: "a",
                path: &request.path,
                headers: &headers,
                connection,
            };
            let decision = simulated.decide("hashes", &asked, number).brief();
            let at = Time(number * 1_000_000_000);
            simulated.schedule(Scheduled { at, key: number, decision });
            let answers = simulated.run_until(Time(at.0 + 900_000_000));
            if answers[&number].hosts != [real.clone()] {
                different += 1;
                println!("{}: Envoy {real}, here {:?}", request.curl(base_port), answers[&number].hosts);
            }
            number += 1;
        }
        println!("{cluster}: {} of {keys} keys reach the same host", keys - different);
        assert_eq!(different, 0, "{cluster}: {settings}, weights {weights:?}");
    }
    drop(envoy);
}
