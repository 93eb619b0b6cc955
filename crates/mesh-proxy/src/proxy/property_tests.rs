//! Arbitrary clusters, routes and events: nothing panics, nothing is lost, counts never go below zero.

use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;

use super::tests::{TestDraws, endpoints};
use super::*;
use crate::config::FractionalPercent;
use crate::grpc::GrpcCall;
use crate::router::{
    FaultAbort, FaultPolicy, MirrorPolicy, RetryOn, RetryPolicy, RouteDecision, RouteOutcome, RoutePolicy,
};
use crate::time::Time;
use crate::upstream::{
    BreakerSettings, ClusterSettings, LoadBalancerSettings, OutlierSettings, PoolSettings, RetryBudgetSettings,
    SlowStartSettings, UpstreamProtocol,
};

fn seconds() -> impl Strategy<Value = Duration> {
    prop_oneof![Just(Duration::ZERO), (0u64..5_000).prop_map(Duration::from_millis), Just(Duration::MAX)]
}

fn limit() -> impl Strategy<Value = u32> {
    prop_oneof![0u32..4, Just(u32::MAX)]
}

fn load_balancer() -> impl Strategy<Value = LoadBalancerSettings> {
    let slow = SlowStartSettings { window: Duration::from_secs(2), aggression: 1.5, minimum_weight_percent: 10.0 };
    let ring = |minimum_ring_size, maximum_ring_size| LoadBalancerSettings::RingHash {
        minimum_ring_size,
        maximum_ring_size,
        use_hostname_for_hashing: false,
    };
    prop_oneof![
        Just(LoadBalancerSettings::RoundRobin(None)),
        Just(LoadBalancerSettings::RoundRobin(Some(slow))),
        (0u32..5, 0.0..3.0f64).prop_map(|(choice_count, active_request_bias)| LoadBalancerSettings::LeastRequest {
            choice_count,
            active_request_bias,
            slow_start: None
        }),
        Just(LoadBalancerSettings::Random),
        Just(ring(16, 64)),
        Just(LoadBalancerSettings::Maglev { table_size: 17, use_hostname_for_hashing: true }),
        Just(LoadBalancerSettings::Passthrough),
    ]
}

fn protocol() -> impl Strategy<Value = UpstreamProtocol> {
    prop_oneof![Just(UpstreamProtocol::Http1), Just(UpstreamProtocol::Http2), Just(UpstreamProtocol::Downstream)]
}

prop_compose! {
    fn cluster()(
        load_balancer in load_balancer(),
        limits in prop::array::uniform4(limit()),
        budget in prop::option::of((0.0..200.0f64, 0u32..5)),
        (connect_timeout, idle, window) in (seconds(), prop::option::of(seconds()), seconds()),
        (protocol, lifetime, streams, panic_threshold) in (protocol(), 0u32..3, 0u32..3, 0u32..150),
        outlier in prop::option::of((0u32..3, 0u32..150, seconds(), seconds(), any::<bool>(), 0u32..150)),
    ) -> ClusterSettings {
        let mut settings = ClusterSettings::new("c");
        settings.load_balancer = load_balancer;
        settings.breakers[0] = BreakerSettings {
            maximum_connections: limits[0],
            maximum_pending_requests: limits[1],
            maximum_requests: limits[2],
            maximum_retries: limits[3],
            retry_budget: budget.map(|(percent, minimum_concurrency)| RetryBudgetSettings { percent, minimum_concurrency }),
            ..BreakerSettings::default()
        };
        settings.pool = PoolSettings {
            protocol,
            connect_timeout,
            maximum_requests_per_connection: lifetime,
            maximum_concurrent_streams: streams,
            idle_timeout: idle,
            maximum_connection_duration: idle.filter(|_| protocol != UpstreamProtocol::Http1),
        };
        settings.panic_threshold = panic_threshold;
        settings.update_merge_window = window;
        settings.outlier = outlier.map(|(threshold, percent, interval, base, split, enforcing)| OutlierSettings {
            consecutive_5xx: threshold,
            consecutive_local_origin_failure: threshold,
            max_ejection_percent: percent,
            interval: interval.max(Duration::from_millis(1)),
            base_ejection_time: base,
            max_ejection_time_jitter: base,
            split_external_local_origin_errors: split,
            enforcing_consecutive_5xx: enforcing,
            enforcing_failure_percentage: enforcing,
            failure_percentage_request_volume: 1,
            success_rate_request_volume: 1,
            success_rate_minimum_hosts: 1,
            failure_percentage_minimum_hosts: 1,
            detect_degraded_hosts: split,
            ..OutlierSettings::default()
        });
        settings
    }
}

prop_compose! {
    fn policy()(
        (timeout, per_try, base, delay) in (seconds(), seconds(), seconds(), seconds()),
        (retries, previous_hosts, previous_priorities, share) in (0u32..4, any::<bool>(), prop::option::of(0u32..3), 0u32..120),
        (max_active_faults, mirror) in (prop::option::of(0u32..3), any::<bool>()),
    ) -> RoutePolicy {
        let share = FractionalPercent { numerator: share, ..FractionalPercent::ALWAYS };
        RoutePolicy {
            timeout,
            max_grpc_timeout: previous_hosts.then_some(delay),
            retry: Some(RetryPolicy {
                retry_on: RetryOn::parse("5xx,connect-failure,unavailable,envoy-ratelimited"),
                maximum_retries: retries,
                per_try_timeout: per_try,
                base_interval: base,
                maximum_interval: base,
                previous_hosts,
                previous_priorities,
                host_selection_retry_maximum_attempts: 5,
                rate_limited_maximum_interval: Some(delay),
                ..RetryPolicy::default()
            }),
            fault: Some(FaultPolicy {
                delay: Some((delay, share)),
                abort: Some((FaultAbort::Http(500), share)),
                max_active_faults,
            }),
            mirrors: mirror.then_some(MirrorPolicy { cluster: Some(ClusterIndex(0)), fraction: None }).into_iter().collect(),
            high_priority: false,
        }
    }
}

/// What happens next; numbers choose among what is there.
#[derive(Clone, Debug)]
enum Step {
    Request,
    Connected(usize),
    ConnectFailed(usize),
    Disconnected(usize),
    Answer(usize, u16, bool),
    Reset(usize, u8),
    GoAway(usize),
    Timer(usize),
    Wait(u64),
    Push(Vec<u8>),
    ChangeCluster,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Request),
        4 => any::<usize>().prop_map(Step::Connected),
        1 => any::<usize>().prop_map(Step::ConnectFailed),
        1 => any::<usize>().prop_map(Step::Disconnected),
        4 => (any::<usize>(), 0u16..700, any::<bool>()).prop_map(|(n, status, flag)| Step::Answer(n, status, flag)),
        1 => (any::<usize>(), any::<u8>()).prop_map(|(n, kind)| Step::Reset(n, kind)),
        1 => any::<usize>().prop_map(Step::GoAway),
        4 => any::<usize>().prop_map(Step::Timer),
        4 => (0u64..3_000_000_000).prop_map(Step::Wait),
        1 => prop::collection::vec(0u8..6, 0..5).prop_map(Step::Push),
        1 => Just(Step::ChangeCluster),
    ]
}

/// All that was told to the outside, so that a step can answer any of it, late or twice.
#[derive(Default)]
struct Outside {
    connections: Vec<ConnectionId>,
    streams: Vec<StreamId>,
    attempts: Vec<AttemptId>,
    timers: Vec<Timer>,
    requests: u64,
    mirrors: u64,
    responses: u64,
}

fn push(at: Time, previous: Option<&Push>, settings: &ClusterSettings, policy: &RoutePolicy, hosts: &[u8]) -> Push {
    let mut addresses = previous.map(|previous| Addresses::clone(previous.addresses())).unwrap_or_default();
    let names: Vec<String> = hosts.iter().map(|host| format!("10.0.0.{host}:80")).collect();
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let mut endpoints = endpoints(&names, &mut addresses);
    for (host, number) in endpoints.hosts.iter_mut().zip(0u32..) {
        (host.weight, host.priority) = (1 + number % 3, number % 2);
    }
    Push::new(at, previous, Arc::new(addresses), vec![(settings.clone(), endpoints)], vec![policy.clone()])
}

fn run(mut settings: ClusterSettings, policy: &RoutePolicy, steps: Vec<Step>) -> (Proxy, Outside) {
    let mut proxy = Proxy::new(7, Arc::new(push(Time::ZERO, None, &settings, policy, &[0, 1, 2])));
    let mut outside = Outside::default();
    let (mut now, mut draws, mut actions) = (Time::ZERO, TestDraws::default(), Vec::new());
    let decision =
        RouteDecision { outcome: RouteOutcome::Cluster(ClusterIndex(0)), route: RouteIndex(0), hash: Some(5) };
    for step in steps {
        fn any<T: Copy>(list: &[T], number: usize) -> Option<T> {
            list.get(number.checked_rem(list.len())?).copied()
        }
        let input = match step {
            Step::Request => {
                outside.requests += 1;
                let request = NewRequest {
                    key: outside.requests,
                    stream_number: StreamNumber(3),
                    decision: &decision,
                    grpc: outside
                        .requests
                        .is_multiple_of(3)
                        .then_some(GrpcCall { timeout: Some(Duration::from_secs(2)) }),
                    came_in_http2: outside.requests.is_multiple_of(3),
                    asked: (!outside.requests.is_multiple_of(7))
                        .then_some(AddressId((1 << 31) | (outside.requests as u32 % 5))),
                };
                outside.streams.push(proxy.request(now, &request, &mut draws, &mut Unobserved, &mut actions));
                None
            }
            Step::Connected(n) => any(&outside.connections, n).map(Input::Connected),
            Step::ConnectFailed(n) => any(&outside.connections, n).map(Input::ConnectFailed),
            Step::Disconnected(n) => any(&outside.connections, n).map(Input::Disconnected),
            Step::Answer(n, status, flag) => any(&outside.attempts, n).map(|attempt| {
                let response =
                    UpstreamResponse { degraded: flag, rate_limited: flag, ..UpstreamResponse::status(status) };
                Input::Response(attempt, UpstreamResponse { retry_after: Some(Duration::from_secs(1)), ..response })
            }),
            Step::Reset(n, kind) => any(&outside.attempts, n).map(|attempt| {
                let reset = match kind % 4 {
                    0 => UpstreamReset::Remote,
                    1 => UpstreamReset::RefusedStream,
                    2 => UpstreamReset::ProtocolError,
                    _ => UpstreamReset::ConnectionTermination,
                };
                Input::UpstreamReset(attempt, reset)
            }),
            Step::GoAway(n) => any(&outside.streams, n).map(Input::DownstreamReset),
            Step::Timer(n) => any(&outside.timers, n).map(Input::Timer),
            Step::Wait(nanoseconds) => {
                now = Time(now.0 + nanoseconds);
                None
            }
            Step::Push(hosts) => {
                let next = push(now, Some(proxy.push()), &settings, policy, &hosts);
                proxy.update(now, Arc::new(next), &mut actions);
                None
            }
            Step::ChangeCluster => {
                settings.panic_threshold += 1;
                let next = push(now, Some(proxy.push()), &settings, policy, &[1, 2]);
                proxy.update(now, Arc::new(next), &mut actions);
                None
            }
        };
        if let Some(input) = input {
            proxy.handle(now, input, &mut draws, &mut Unobserved, &mut actions);
        }
        note(&mut outside, &mut actions);
        assert_counts(&proxy);
    }
    // In the end every client goes away, and everybody who waits may do so for ever.
    for index in (0..proxy.streams.capacity()).map(StreamIndex) {
        let stream = proxy.streams.id(index);
        proxy.handle(now, Input::DownstreamReset(stream), &mut draws, &mut Unobserved, &mut actions);
        note(&mut outside, &mut actions);
    }
    (proxy, outside)
}

/// The breakers count exactly the requests that are there.
fn assert_counts(proxy: &Proxy) {
    for (index, state) in proxy.clusters.states.iter() {
        let count = |wanted: fn(&Stream) -> bool| {
            let streams = proxy.streams.iter().filter(|(_, stream)| stream.state == Some(index) && wanted(stream));
            streams.count() as u32
        };
        let breaker = &state.breakers[0];
        assert_eq!(breaker.requests, count(|stream| matches!(stream.phase, Phase::InFlight(_))));
        assert_eq!(breaker.pending_requests, count(|stream| stream.phase == Phase::Pending));
        assert_eq!(breaker.retries, count(|stream| stream.holds_retry));
        assert_eq!(state.users, count(|_| true));
        let connections = proxy.connections.iter().filter(|(_, connection)| connection.cluster == index);
        assert_eq!(breaker.connections, connections.count() as u32);
        let in_flight: u32 = state.hosts.iter().map(|host| host.active).sum();
        assert_eq!(in_flight, breaker.requests);
    }
    assert_eq!(proxy.active_faults.0, proxy.streams.iter().filter(|(_, stream)| stream.holds_fault).count() as u32);
}

fn note(outside: &mut Outside, actions: &mut Vec<Action>) {
    for action in actions.drain(..) {
        match action {
            Action::Connect { connection, .. } => outside.connections.push(connection),
            Action::Send(send) => outside.attempts.push(send.attempt),
            Action::Arm { timer, .. } => outside.timers.push(timer),
            Action::Mirror { .. } => outside.mirrors += 1,
            Action::Respond { .. } => outside.responses += 1,
            Action::Close(_) | Action::ResetAttempt(_) | Action::Event(_) => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_request_is_answered_once_and_frees_what_it_held(
        settings in cluster(),
        policy in policy(),
        steps in prop::collection::vec(step(), 0..120),
    ) {
        let (proxy, outside) = run(settings, &policy, steps);
        prop_assert_eq!(outside.responses, outside.requests + outside.mirrors);
        prop_assert_eq!(proxy.streams.iter().count(), 0);
        prop_assert_eq!(proxy.active_faults.0, 0);
        for (_, state) in proxy.clusters.states.iter() {
            prop_assert_eq!(state.users, 0);
            let open = proxy.connections.iter().count() as u32;
            for breaker in &state.breakers {
                prop_assert_eq!((breaker.pending_requests, breaker.requests, breaker.retries), (0, 0, 0));
                prop_assert!(breaker.connections <= open);
            }
            prop_assert!(state.hosts.iter().all(|host| host.active == 0));
        }
    }
}
