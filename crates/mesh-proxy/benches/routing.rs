//! A routing decision among few and many virtual hosts: the lookup is by hash, so it must cost the same. Figures, not
//! tests.
#![expect(missing_docs, reason = "criterion_group! makes a public function")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mesh_proxy::config::ProxyConfig;
use mesh_proxy::proxy::StreamNumber;
use mesh_proxy::route::{Connection, HeaderMap, Request, decide};
use mesh_proxy::{CompiledConfig, Unobserved};
use serde_json::{Value, json};

/// A table as a sidecar has it: for each service a virtual host with its short and long names, every tenth with a
/// wildcard of its own, and in each a header match, a prefix match and the weighted rest.
fn compiled(virtual_hosts: usize) -> CompiledConfig {
    let weights = json!([{"name": "v1", "weight": 90}, {"name": "v2", "weight": 10}]);
    let routes = json!([
        {"match": {"prefix": "/", "headers": [{"name": "x-canary", "string_match": {"exact": "true"}}]}, "route": {"cluster": "v2"}},
        {"match": {"path_separated_prefix": "/admin"}, "route": {"cluster": "v1"}},
        {"match": {"prefix": "/"}, "route": {"weighted_clusters": {"clusters": weights}}},
    ]);
    let host = |index: usize| {
        let name = format!("service-{index}");
        let mut domains = vec![name.clone(), format!("{name}.default"), format!("{name}.default.svc.cluster.local")];
        if index.is_multiple_of(10) {
            domains.push(format!("*.{name}.example.com"));
        }
        json!({"name": format!("{name}:80"), "domains": domains, "routes": routes})
    };
    let hosts: Vec<Value> = (0..virtual_hosts).map(host).collect();
    let clusters: Vec<Value> = ["v1", "v2"].map(|name| json!({"name": name, "type": "EDS"})).to_vec();
    let config = json!({"route_configurations": [{"name": "80", "virtual_hosts": hosts}], "clusters": clusters});
    CompiledConfig::new(Arc::new(serde_json::from_value::<ProxyConfig>(config).expect("a configuration")))
}

fn decisions(c: &mut Criterion) {
    let mut group = c.benchmark_group("routing decision");
    let headers = HeaderMap::default();
    for virtual_hosts in [10, 100, 1_000, 10_000] {
        let compiled = compiled(virtual_hosts);
        let table = compiled.route_configuration("80").expect("the table");
        let authorities: Vec<String> = (0..64)
            .map(|index| format!("service-{}.default.svc.cluster.local", index * 7919 % virtual_hosts))
            .chain((0..8).map(|index| format!("a.service-{}.example.com", index * 7910 % virtual_hosts / 10 * 10)))
            .collect();
        group.throughput(Throughput::Elements(authorities.len() as u64));
        group.bench_with_input(
            BenchmarkId::new("virtual hosts", virtual_hosts),
            &authorities,
            |bencher, authorities| {
                bencher.iter(|| {
                    for (stream_number, authority) in (0..).map(StreamNumber).zip(authorities) {
                        let request = Request {
                            method: "GET",
                            scheme: "http",
                            authority,
                            path: "/api/staff?id=1",
                            headers: &headers,
                            connection: Connection::default(),
                        };
                        let decision = decide(&compiled, table, &request, stream_number, &mut Unobserved);
                        debug_assert!(decision.route.is_some());
                        black_box(decision.outcome);
                    }
                });
            },
        );
    }
    group.finish();
}

criterion_group!(benches, decisions);
criterion_main!(benches);
