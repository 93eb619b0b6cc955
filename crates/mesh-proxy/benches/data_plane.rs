//! What one proxied request costs: route policy, host pick, pool, outlier detection, answer. Figures, not tests.
#![expect(missing_docs, reason = "criterion_group! makes a public function")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mesh_proxy::proxy::{Addresses, ClusterIndex, NewRequest, RouteIndex, StreamNumber, UpstreamResponse};
use mesh_proxy::router::{RetryOn, RetryPolicy, RouteDecision, RouteOutcome, RoutePolicy};
use mesh_proxy::upstream::{
    ClusterEndpoints, ClusterSettings, HostSettings, LoadBalancerSettings, LocalitySettings, OutlierSettings,
};
use mesh_proxy::{Action, Draws, Input, Proxy, Purpose, Push, Time, Unobserved};

struct Mixed;

impl Draws for Mixed {
    fn draw(&mut self, subject: u64, purpose: Purpose, index: u32) -> u64 {
        let mut bits = subject ^ ((purpose as u64) << 32 | u64::from(index)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits ^ (bits >> 31)
    }
}

fn proxy(load_balancer: LoadBalancerSettings, hosts: u32, weights: impl Fn(u32) -> u32) -> Proxy {
    let mut addresses = Addresses::default();
    let hosts = (0..hosts).map(|host| HostSettings {
        weight: weights(host),
        ..HostSettings::new(addresses.intern(&format!("10.1.0.{host}:8080")))
    });
    let endpoints =
        ClusterEndpoints { hosts: hosts.collect(), localities: vec![LocalitySettings { priority: 0, weight: 1 }] };
    let mut settings = ClusterSettings::new("outbound|8080||staff-service.default.svc.cluster.local");
    settings.load_balancer = load_balancer;
    settings.panic_threshold = 0;
    settings.outlier = Some(OutlierSettings {
        max_ejection_percent: 100,
        enforcing_success_rate: 0,
        consecutive_5xx: 2,
        ..OutlierSettings::default()
    });
    // The retry policy that Istio sends by default.
    let retry = RetryPolicy {
        retry_on: RetryOn::parse("connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes"),
        maximum_retries: 2,
        previous_hosts: true,
        host_selection_retry_maximum_attempts: 5,
        ..RetryPolicy::default()
    };
    let policy = RoutePolicy { retry: Some(retry), ..RoutePolicy::default() };
    let push = Push::new(Time::ZERO, None, Arc::new(addresses), vec![(settings, endpoints)], vec![policy]);
    Proxy::new(1, Arc::new(push))
}

/// One request there and back; the host answers at once.
fn proxied(proxy: &mut Proxy, key: u64, actions: &mut Vec<Action>) {
    let now = Time(key * 1_000);
    let decision =
        RouteDecision { outcome: RouteOutcome::Cluster(ClusterIndex(0)), route: RouteIndex(0), hash: Some(key) };
    let stream_number = StreamNumber(Mixed.draw(key, Purpose::StreamId, 0));
    let answer = |actions: &[Action]| {
        let mut next = None;
        for action in actions {
            match action {
                Action::Connect { connection, .. } => next = Some(Input::Connected(*connection)),
                Action::Send(send) => next = Some(Input::Response(send.attempt, UpstreamResponse::status(200))),
                _ => {}
            }
        }
        next
    };
    actions.clear();
    let request = NewRequest { key, stream_number, decision: &decision, grpc: None, came_in_http2: false, asked: None };
    proxy.request(now, &request, &mut Mixed, &mut Unobserved, actions);
    while let Some(input) = answer(actions) {
        actions.clear();
        proxy.handle(now, input, &mut Mixed, &mut Unobserved, actions);
    }
    black_box(&actions);
}

fn requests(c: &mut Criterion) {
    let least_request =
        LoadBalancerSettings::LeastRequest { choice_count: 2, active_request_bias: 1.0, slow_start: None };
    let ring = LoadBalancerSettings::RingHash {
        minimum_ring_size: 1024,
        maximum_ring_size: 8 * 1024 * 1024,
        use_hostname_for_hashing: false,
    };
    let maglev = LoadBalancerSettings::Maglev { table_size: 65_537, use_hostname_for_hashing: false };
    let mut group = c.benchmark_group("proxied request");
    group.throughput(Throughput::Elements(1));
    let mut bench = |name: &str, load_balancer: LoadBalancerSettings, hosts: u32, weights: fn(u32) -> u32| {
        let mut proxy = proxy(load_balancer, hosts, weights);
        let mut actions = Vec::new();
        let mut key = 0;
        group.bench_function(name, |b| {
            b.iter(|| {
                key += 1;
                proxied(&mut proxy, key, &mut actions);
            });
        });
    };
    bench("least request, 3 hosts", least_request.clone(), 3, |_| 1);
    bench("least request, 100 hosts", least_request, 100, |_| 1);
    bench("round robin, 3 hosts", LoadBalancerSettings::RoundRobin(None), 3, |_| 1);
    bench("round robin, 3 weights", LoadBalancerSettings::RoundRobin(None), 3, |host| host + 1);
    bench("random, 3 hosts", LoadBalancerSettings::Random, 3, |_| 1);
    bench("ring hash, 6 hosts", ring, 6, |_| 1);
    bench("maglev, 6 hosts", maglev, 6, |_| 1);
    group.finish();
}

criterion_group!(benches, requests);
criterion_main!(benches);
