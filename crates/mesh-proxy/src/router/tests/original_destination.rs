//! Clusters that take any address, after `original_dst_cluster_test.cc`.

use super::retries::retrying;
use crate::proxy::tests::{ASKED, Does, Rig};
use crate::proxy::{AddressId, ClusterEventKind};
use crate::router::RoutePolicy;
use crate::time::Duration;
use crate::upstream::{ClusterSettings, LoadBalancerSettings, OutlierSettings};

fn cluster() -> ClusterSettings {
    let mut settings = ClusterSettings::new("c");
    settings.load_balancer = LoadBalancerSettings::Passthrough;
    settings
}

fn rig(settings: ClusterSettings, policy: RoutePolicy, behaviour: impl FnMut(&str) -> Does + 'static) -> Rig {
    let mut behaviour = behaviour;
    let mut rig = Rig::new(settings, &[], policy, move |host, _| behaviour(host));
    rig.asked = Some(AddressId(ASKED));
    rig
}

fn ask(rig: &mut Rig, number: u32) {
    rig.asked = Some(AddressId(ASKED + number));
    rig.request();
    rig.run_for(10);
}

#[test]
fn each_address_is_a_host() {
    let mut rig = rig(cluster(), RoutePolicy::default(), |_| Does::status(200));
    for number in [3, 1, 3] {
        ask(&mut rig, number);
    }
    let hosts: Vec<String> = rig.gauges().hosts.iter().map(|host| rig.address(host.view.address)).collect();
    assert_eq!(hosts, ["asked:3", "asked:1"]);
    assert_eq!((rig.answers(), rig.connects, rig.gauges().host_count), (vec!["200 -".to_owned(); 3], 2, 2));
    assert!(rig.gauges().hosts.iter().all(|host| host.view.eligible));
    rig.assert_idle();
}

#[test]
fn without_an_address_there_is_no_host() {
    let mut rig = rig(cluster(), RoutePolicy::default(), |_| Does::status(200));
    rig.asked = None;
    rig.request();
    rig.run_for(10);
    assert_eq!(rig.answers(), ["503 UH"]);
}

#[test]
fn timeouts_retries_and_breakers_hold() {
    // per-try timeout in ms | retried | the host | answer | tries
    for (per_try, words, does, answer, tries) in [
        (0, "5xx", Does::status(503), "503 URX", 3),
        (0, "reset", Does::status(503), "503 -", 1),
        (0, "", Does::Hang, "504 UT", 1),
        (100, "reset", Does::Hang, "504 URX,UT", 3),
    ] {
        let mut policy = RoutePolicy { timeout: Duration::from_secs(2), ..retrying(words, 2) };
        if let Some(retry) = &mut policy.retry {
            retry.per_try_timeout = Duration::from_millis(per_try);
            (retry.previous_hosts, retry.host_selection_retry_maximum_attempts) = (true, 5);
        }
        let mut rig = rig(cluster(), policy, move |_| does);
        rig.request();
        rig.run_for(5_000);
        assert_eq!(rig.answers(), [answer], "{words}");
        assert_eq!(rig.sends.len(), tries, "{words}");
        rig.assert_idle();
    }
    let mut settings = cluster();
    settings.breakers[0].maximum_requests = 1;
    let mut rig = rig(settings, RoutePolicy::default(), |_| Does::after(200, 100));
    for number in 0..3 {
        ask(&mut rig, number);
    }
    rig.run_for(1_000);
    assert_eq!(rig.answers(), ["503 UO", "503 UO", "200 -"], "the breaker is that of the cluster, not of a host");
    rig.assert_idle();
}

#[test]
fn a_host_that_is_put_out_is_asked_all_the_same() {
    let mut settings = cluster();
    settings.outlier = Some(OutlierSettings { consecutive_5xx: 2, ..OutlierSettings::default() });
    settings.outlier.as_mut().unwrap().max_ejection_percent = 100;
    let mut rig = rig(settings, RoutePolicy::default(), |_| Does::status(500));
    for _ in 0..3 {
        ask(&mut rig, 0);
    }
    assert_eq!(rig.answers(), ["500 -"; 3]);
    let ejections = rig.events.iter().filter(|(_, event)| matches!(event.kind, ClusterEventKind::Ejection { .. }));
    assert_eq!((ejections.count(), rig.gauges().active_ejections), (1, 1));
}

#[test]
fn hosts_of_no_use_are_dropped() {
    let mut settings = cluster();
    settings.pool.idle_timeout = Some(Duration::from_secs(7));
    let mut rig = rig(settings, RoutePolicy::default(), |_| Does::status(200));
    ask(&mut rig, 0);
    ask(&mut rig, 1);
    rig.run_for(6_000);
    ask(&mut rig, 1);
    // A connection keeps its host: it closes after 7 s, and the round at 10 s finds the host of no use.
    let mut counts = Vec::new();
    for _ in 0..5 {
        rig.run_for(3_000);
        counts.push((rig.now.0 / 1_000_000_000, rig.gauges().host_count));
    }
    assert_eq!(counts, [(9, 2), (12, 1), (15, 0), (18, 0), (21, 0)]);
    ask(&mut rig, 2);
    assert_eq!((rig.gauges().host_count, rig.answers().len()), (1, 4));
    rig.assert_idle();
}

#[test]
fn a_host_that_refuses_is_dropped_too() {
    let mut rig = rig(cluster(), RoutePolicy::default(), |_| Does::status(200));
    rig.refuses = (0..20).map(|number| format!("asked:{number}")).collect();
    for number in 0..20 {
        ask(&mut rig, number);
    }
    assert_eq!((rig.gauges().host_count, rig.answers()), (20, vec!["503 UF".to_owned(); 20]));
    let before = rig.proxy.bytes();
    rig.run_for(11_000);
    assert_eq!(rig.gauges().host_count, 0);
    for number in 0..20 {
        ask(&mut rig, number);
    }
    assert_eq!(rig.proxy.bytes(), before, "places of hosts are used again");
}
