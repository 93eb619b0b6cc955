//! Worlds with Gateways, made from a seed, in YAML.

use end2end_envoy::random::Random;
use serde_json::{Value, json};

use crate::features::Features;

/// The ports of servers.
pub(crate) const PORTS: &[u16] = &[8443, 9443, 7443];

/// The clusters that bytes are passed on to.
pub(crate) const CLUSTERS: &[&str] =
    &["outbound|443||pay.shop.svc.cluster.local", "outbound|9000||db.shop.svc.cluster.local"];

const HOSTS: &[&str] =
    &["shop.example.com", "pay.shop.example.com", "example.org", "*.example.com", "*.shop.example.com", "*.com", "*"];

/// The documents of a world.
pub(crate) fn world(random: &mut Random, features: &mut Features) -> String {
    let service = |name: &str, ports: Value| {
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "namespace": "shop"},
            "spec": {"selector": {"app": name}, "ports": ports}})
    };
    let pay = json!([{"name": "http", "port": 80}, {"name": "tls", "port": 443}]);
    let mut documents = vec![service("pay", pay), service("db", json!([{"name": "tcp", "port": 9000}]))];
    for gateway in 0..1 + random.below(2) {
        let gateway = format!("edge-{gateway}");
        let mut servers = Vec::new();
        for number in 0..1 + random.below(4) {
            let server = Server::new(random, features);
            servers.push(server.document(number, random));
            if random.percent(92) {
                documents.push(server.virtual_service(&gateway, number, random));
            }
        }
        documents.push(json!({"apiVersion": "networking.istio.io/v1", "kind": "Gateway",
            "metadata": {"name": gateway, "namespace": "shop"},
            "spec": {"selector": {"istio": "ingressgateway"}, "servers": servers}}));
    }
    documents.iter().map(|document| format!("---\n{document:#}\n")).collect()
}

struct Server {
    port: u16,
    protocol: &'static str,
    /// The mode of its TLS; empty where it has none.
    mode: &'static str,
    hosts: Vec<String>,
}

impl Server {
    fn new(random: &mut Random, features: &mut Features) -> Self {
        let ends = ["SIMPLE", "SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL"];
        let (protocol, mode) = match random.below(100) {
            0..40 => ("HTTPS", random.pick(&ends)),
            40..65 => (random.pick(&["TLS", "HTTPS"]), "PASSTHROUGH"),
            65..80 => ("TLS", random.pick(&ends)),
            80..90 => ("TCP", ""),
            _ => ("HTTP", ""),
        };
        features.note(&format!("server {protocol} {mode}"));
        let mut hosts: Vec<String> = (0..1 + random.below(2)).map(|_| random.pick(HOSTS).to_owned()).collect();
        if random.percent(3) {
            features.note("server with a partial wildcard");
            hosts.push("*-api.example.com".to_owned());
        }
        Self { port: random.pick(PORTS), protocol, mode, hosts }
    }

    fn document(&self, number: u64, random: &mut Random) -> Value {
        let name = format!("{}-{number}", self.protocol.to_lowercase());
        let hosts: Vec<String> =
            self.hosts.iter().map(|host| format!("{}{host}", random.pick(&["", "", "shop/", "./"]))).collect();
        let mut server =
            json!({"port": {"number": self.port, "name": name, "protocol": self.protocol}, "hosts": hosts});
        match self.mode {
            "" => {}
            "PASSTHROUGH" => server["tls"] = json!({"mode": self.mode}),
            mode => server["tls"] = json!({"mode": mode, "credentialName": format!("secret-{number}")}),
        }
        server
    }

    fn virtual_service(&self, gateway: &str, number: u64, random: &mut Random) -> Value {
        let destination = |host: &str, port: u16| json!([{"destination": {"host": host, "port": {"number": port}}}]);
        let bytes = if random.percent(50) { destination("pay", 443) } else { destination("db", 9000) };
        let mut spec = json!({"hosts": self.hosts, "gateways": [gateway]});
        match (self.protocol, self.mode) {
            (_, "PASSTHROUGH") => {
                spec["tls"] = json!([{"match": [{"port": self.port, "sniHosts": self.hosts}], "route": bytes}]);
            }
            ("HTTP" | "HTTPS", _) => spec["http"] = json!([{"route": destination("pay", 80)}]),
            _ => spec["tcp"] = json!([{"match": [{"port": self.port}], "route": bytes}]),
        }
        json!({"apiVersion": "networking.istio.io/v1", "kind": "VirtualService",
            "metadata": {"name": format!("{gateway}-{number}"), "namespace": "shop"}, "spec": spec})
    }
}
