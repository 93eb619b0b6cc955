//! Shares and turns of whole load balancers (`round_robin_lb_test.cc`, `least_request_lb_test.cc`, `locality_wrr_test.cc`).

use super::*;
use crate::proxy::tests::TestDraws;
use crate::proxy::{AddressId, Addresses};
use crate::sparse_index::SparseIndex;
use crate::time::Duration;
use crate::upstream::host::Host;
use crate::upstream::{
    ClusterEndpoints, ClusterSettings, EndpointHealth, HostSettings, LoadBalancerSettings, LocalitySettings,
    SlowStartSettings,
};

struct Bench {
    settings: ClusterSettings,
    endpoints: ClusterEndpoints,
    joined: Vec<Time>,
    hosts: Vec<Host>,
    slots: SparseIndex,
    balancer: LoadBalancer,
    now: Time,
}

impl Bench {
    /// Hosts as `weight[/active][u|d][@priority][#locality]`, in order.
    fn new(load_balancer: LoadBalancerSettings, seed: u64, hosts: &str) -> Bench {
        let mut settings = ClusterSettings::new("c");
        settings.load_balancer = load_balancer;
        let mut bench = Bench {
            settings,
            endpoints: ClusterEndpoints::default(),
            joined: Vec::new(),
            hosts: Vec::new(),
            slots: SparseIndex::default(),
            balancer: LoadBalancer::new(seed),
            now: Time::ZERO,
        };
        for (text, number) in hosts.split(' ').filter(|host| !host.is_empty()).zip(0..) {
            let (settings, active) = host(text, number);
            let mut host = Host::new(number, &settings);
            host.active = active;
            bench.hosts.push(host);
            bench.slots.set(number, number);
            bench.endpoints.hosts.push(settings);
            bench.joined.push(Time::ZERO);
        }
        bench.refresh();
        bench
    }

    fn hosts(&self) -> Hosts<'_> {
        Hosts {
            settings: &self.endpoints.hosts,
            joined: &self.joined,
            localities: &self.endpoints.localities,
            keys: &[],
            allowance: u64::MAX,
            states: &self.hosts,
            slots: &self.slots,
        }
    }

    fn refresh(&mut self) {
        let mut balancer = self.balancer.clone();
        let addresses = Addresses::default();
        let baseline = Baseline::new(&self.settings, &self.endpoints, &self.joined, &addresses, u64::MAX);
        balancer.refresh_all(&self.settings, self.hosts(), &baseline, self.now);
        self.balancer = balancer;
    }

    fn pick(&mut self, subject: u64) -> Option<u32> {
        let pick = Pick { subject, hash: None, attempt: 1, rejected: 0, now: self.now, loads: None };
        let mut balancer = self.balancer.clone();
        let picked = balancer.pick(&self.settings, self.hosts(), &pick, &mut TestDraws::default());
        self.balancer = balancer;
        picked
    }

    fn turns(&mut self, count: u64) -> String {
        (0..count).map(|subject| self.pick(subject).map_or('-', |slot| char::from(b'A' + slot as u8))).collect()
    }

    /// Shares in percent.
    fn shares(&mut self, count: u64) -> Vec<f64> {
        let mut shares = vec![0.0; self.hosts.len()];
        for subject in 0..count {
            if let Some(slot) = self.pick(subject) {
                shares[slot as usize] += 100.0 / count as f64;
            }
        }
        shares
    }
}

/// What discovery says of a host, and its attempts in flight.
fn host(text: &str, number: u32) -> (HostSettings, u32) {
    let mut settings = HostSettings::new(AddressId(number));
    let (text, locality) = text.split_once('#').unwrap_or((text, "0"));
    let (text, priority) = text.split_once('@').unwrap_or((text, "0"));
    (settings.locality, settings.priority) = (locality.parse().unwrap(), priority.parse().unwrap());
    let number = text.trim_end_matches(['u', 'd']);
    settings.health = match &text[number.len()..] {
        "u" => EndpointHealth::Unhealthy,
        "d" => EndpointHealth::Degraded,
        _ => EndpointHealth::Healthy,
    };
    let (weight, active) = number.split_once('/').unwrap_or((number, "0"));
    settings.weight = weight.parse().unwrap();
    (settings, active.parse().unwrap())
}

const ROUND_ROBIN: LoadBalancerSettings = LoadBalancerSettings::RoundRobin(None);
const LEAST_REQUEST: LoadBalancerSettings =
    LoadBalancerSettings::LeastRequest { choice_count: 2, active_request_bias: 1.0, slow_start: None };

#[test]
fn round_robin_turns() {
    // hosts | seed | turns
    for (hosts, seed, expected) in [
        ("1 1 1", 0, "ABCABC"),
        ("1 1 1", 1, "BCABCA"),
        ("1 1u 1", 0, "ACACAC"),
        ("1 2", 0, "BABBAB"),
        ("1 2", 1, "ABBABB"),
        ("1", 17, "AAAAAA"),
        ("", 0, "------"),
    ] {
        assert_eq!(Bench::new(ROUND_ROBIN, seed, hosts).turns(6), expected, "{hosts} seed {seed}");
    }
}

#[test]
fn round_robin_goes_on_where_it_was_when_hosts_change() {
    let mut bench = Bench::new(ROUND_ROBIN, 0, "1 1 1");
    assert_eq!(bench.turns(4), "ABCA");
    bench.hosts[1].ejected = true;
    bench.refresh();
    assert_eq!(bench.turns(4), "ACAC");
    bench.hosts[1].ejected = false;
    bench.refresh();
    assert_eq!(bench.turns(3), "CAB");
}

#[test]
fn shares_of_draws() {
    // load balancer | weight/active | shares in percent, one percent point around (least_request_lb_simulation_test.cc)
    for (load_balancer, hosts, expected) in [
        (LEAST_REQUEST, "1 1 1", &[33.3, 33.3, 33.3][..]),
        (LEAST_REQUEST, "1 1 1/10", &[44.45, 44.45, 11.1]),
        (LEAST_REQUEST, "1 1/10", &[75.0, 25.0]),
        (LEAST_REQUEST, "2 1", &[66.7, 33.3]),
        (LEAST_REQUEST, "2/1 1", &[50.0, 50.0]),
        (LEAST_REQUEST, "2/1 1 1", &[33.3, 33.3, 33.3]),
        (LoadBalancerSettings::Random, "1 1 1 1", &[25.0, 25.0, 25.0, 25.0]),
        (LoadBalancerSettings::Random, "1 1u 1", &[50.0, 0.0, 50.0]),
        (ROUND_ROBIN, "1u 1u 1 1@1 1@1 1@1", &[0.0, 0.0, 46.0, 18.0, 18.0, 18.0]),
    ] {
        let shares = Bench::new(load_balancer.clone(), 0, hosts).shares(40_000);
        for (share, expected) in shares.iter().zip(expected) {
            assert!((share - expected).abs() < 1.0, "{load_balancer:?} {hosts}: {shares:?}");
        }
    }
}

#[test]
fn panic_takes_everybody() {
    // healthy panic threshold | hosts | turns
    for (threshold, hosts, expected) in
        [(50, "1 1u 1u", "ABC"), (50, "1 1u", "AAA"), (0, "1u 1u", "---"), (50, "1u 1u", "ABA")]
    {
        let mut bench = Bench::new(ROUND_ROBIN, 0, hosts);
        bench.settings.panic_threshold = threshold;
        bench.refresh();
        assert_eq!(bench.turns(3), expected, "{hosts} threshold {threshold}");
    }
}

#[test]
fn failing_on_panic_picks_nobody() {
    let mut bench = Bench::new(ROUND_ROBIN, 0, "1 1u 1u");
    bench.settings.fail_traffic_on_panic = true;
    bench.refresh();
    assert_eq!(bench.turns(3), "---");
}

#[test]
fn localities_by_weight() {
    // weights | seed | locality of the turns: one host each (locality_wrr_test.cc)
    for (weights, seed, expected) in
        [(&[1, 2][..], 0, "BABBAB"), (&[1, 0, 1], 0, "ACACAC"), (&[1, 6, 3], 0, "BCBBCBBACB")]
    {
        let hosts: Vec<String> = (0..weights.len()).map(|locality| format!("1#{locality}")).collect();
        let mut bench = Bench::new(ROUND_ROBIN, seed, &hosts.join(" "));
        bench.settings.locality_weighted = true;
        bench.endpoints.localities =
            weights.iter().map(|weight| LocalitySettings { priority: 0, weight: *weight }).collect();
        bench.refresh();
        assert_eq!(bench.turns(expected.len() as u64), expected, "{weights:?}");
    }
}

#[test]
fn a_locality_with_few_healthy_hosts_gets_less() {
    // Weights 1 and 2, the second all healthy: healthy percentage of the first | its share (documented by Envoy)
    for (healthy, expected) in [(100, 33.0), (70, 33.0), (69, 32.0), (50, 26.0), (25, 15.0), (0, 0.0)] {
        let first = (0..100).map(|host| if host < healthy { "1#0" } else { "1u#0" });
        let hosts: Vec<&str> = first.chain(["1#1"; 10]).collect();
        let mut bench = Bench::new(ROUND_ROBIN, 0, &hosts.join(" "));
        bench.settings.locality_weighted = true;
        bench.settings.panic_threshold = 0;
        bench.endpoints.localities = [1, 2].map(|weight| LocalitySettings { priority: 0, weight }).to_vec();
        bench.refresh();
        let share: f64 = bench.shares(20_000).iter().take(100).sum();
        assert!((share - expected).abs() < 1.0, "{healthy} %: {share}");
    }
}

#[test]
fn new_hosts_are_warmed_up() {
    let slow = SlowStartSettings { window: Duration::from_secs(60), aggression: 1.0, minimum_weight_percent: 10.0 };
    // age of the new host in seconds | picks | of which the old host gets
    for (age, picks, expected) in [(12, 600, 500.0), (20, 300, 225.0)] {
        let mut bench = Bench::new(LoadBalancerSettings::RoundRobin(Some(slow)), 0, "1 1");
        bench.now = Time(1_000_000_000_000);
        bench.joined[1] = Time(bench.now.0 - age * 1_000_000_000);
        bench.refresh();
        let turns = bench.turns(picks);
        let old = turns.chars().filter(|turn| *turn == 'A').count() as f64;
        assert!((old - expected).abs() <= 2.0, "{age} s: {old} of {picks}");
    }
}
