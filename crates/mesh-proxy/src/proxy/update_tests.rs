//! What a push keeps and what it drops.

use std::sync::Arc;

use super::tests::{Does, Rig, endpoints};
use super::{Addresses, ClusterEventKind, ClusterIndex, Push, RouteIndex};
use crate::router::{RouteDecision, RouteOutcome, RoutePolicy};
use crate::time::Time;
use crate::upstream::{ClusterSettings, OutlierSettings};

fn settings(name: &str, consecutive_5xx: u32) -> ClusterSettings {
    let mut settings = ClusterSettings::new(name);
    settings.panic_threshold = 0;
    settings.outlier =
        Some(OutlierSettings { consecutive_5xx, max_ejection_percent: 100, ..OutlierSettings::default() });
    settings
}

fn push(at: Time, previous: Option<&Push>, clusters: &[(ClusterSettings, &[&str])]) -> Push {
    let mut addresses = previous.map(|previous| Addresses::clone(previous.addresses())).unwrap_or_default();
    let clusters =
        clusters.iter().map(|(settings, hosts)| (settings.clone(), endpoints(hosts, &mut addresses))).collect();
    Push::new(at, previous, Arc::new(addresses), clusters, vec![RoutePolicy::default()])
}

fn rig(hosts: &[&str]) -> Rig {
    let first = push(Time::ZERO, None, &[(settings("c", 2), hosts)]);
    Rig::with_push(first, |host, _| Does::after(if host == "bad:1" { 500 } else { 200 }, 5))
}

fn requests(rig: &mut Rig, cluster: u32, count: u32) {
    let outcome = RouteOutcome::Cluster(ClusterIndex(cluster));
    for _ in 0..count {
        rig.request_with(RouteDecision { outcome, route: RouteIndex(0), hash: None });
        rig.run_for(10);
    }
}

fn next(rig: &Rig, clusters: &[(ClusterSettings, &[&str])]) -> Push {
    push(rig.now, Some(rig.proxy.push().as_ref()), clusters)
}

#[test]
fn an_unchanged_cluster_keeps_its_ejections_wherever_it_stands() {
    let mut rig = rig(&["bad:1", "good:1"]);
    requests(&mut rig, 0, 4);
    assert_eq!(rig.gauges().active_ejections, 1);
    let second = next(&rig, &[(settings("other", 2), &["x:1"]), (settings("c", 2), &["bad:1", "good:1"])]);
    rig.update(second);
    let gauges = rig.proxy.gauges(rig.now, ClusterIndex(1)).unwrap();
    assert_eq!((gauges.active_ejections, &*gauges.name), (1, "c"));
    let connects = rig.connects;
    requests(&mut rig, 1, 4);
    assert_eq!(rig.connects, connects, "connections stay");
    rig.run_until(Time(30_000_000_000));
    let returned = rig.events.iter().filter(|(_, event)| {
        matches!(event.kind, ClusterEventKind::Unejection { .. }) && event.cluster == ClusterIndex(1)
    });
    assert_eq!(returned.count(), 0, "ejected after 0 s, 30 s later the tick at 40 s is the first");
    rig.run_until(Time(40_000_000_000));
    assert_eq!(rig.proxy.gauges(rig.now, ClusterIndex(1)).unwrap().active_ejections, 0);
}

#[test]
fn a_changed_cluster_starts_anew() {
    let mut rig = rig(&["bad:1", "good:1"]);
    requests(&mut rig, 0, 4);
    let second = next(&rig, &[(settings("c", 3), &["bad:1", "good:1"])]);
    rig.update(second);
    assert!(rig.proxy.gauges(rig.now, ClusterIndex(0)).is_none(), "not used since");
    assert_eq!(rig.closes, 2, "connections that carried nothing are closed");
    requests(&mut rig, 0, 1);
    assert_eq!(rig.gauges().active_ejections, 0);
}

#[test]
fn requests_under_way_survive_a_push() {
    let mut rig = rig(&["good:1"]);
    rig.request();
    rig.run_for(2);
    let second = next(&rig, &[(settings("c", 3), &["good:1"])]);
    rig.update(second);
    rig.run_for(10);
    assert_eq!(rig.answers(), ["200 -"]);
    assert_eq!(rig.proxy.clusters.states.iter().count(), 0, "the old state went with its last request");
    assert_eq!(rig.closes, 1);
}

#[test]
fn hosts_are_kept_by_address() {
    let mut rig = rig(&["bad:1", "good:1"]);
    requests(&mut rig, 0, 4);
    let second = next(&rig, &[(settings("c", 2), &["new:1", "good:1", "bad:1"])]);
    rig.update(second);
    let gauges = rig.gauges();
    let names: Vec<_> = gauges
        .hosts
        .iter()
        .map(|host| (rig.proxy.push().address(host.view.address).to_owned(), host.view.ejected))
        .collect();
    assert_eq!(names, [("new:1".to_owned(), false), ("good:1".to_owned(), false), ("bad:1".to_owned(), true)]);
    let third = next(&rig, &[(settings("c", 2), &["good:1"])]);
    rig.update(third);
    assert_eq!(rig.gauges().active_ejections, 0, "the ejected host is gone");
    let fourth = next(&rig, &[(settings("c", 2), &["good:1", "bad:1"])]);
    rig.update(fourth);
    assert!(!rig.gauges().hosts[1].view.ejected, "a host that comes back starts clean");
}

#[test]
fn ticks_count_from_the_push_that_made_the_cluster() {
    let mut rig = rig(&["good:1"]);
    rig.run_until(Time(3_000_000_000));
    let second = next(&rig, &[(settings("c", 2), &["good:1"]), (settings("late", 1), &["bad:1"])]);
    rig.update(second);
    rig.run_until(Time(9_500_000_000));
    // First used 6.5 s after it was made; ejected at once, back at the first tick that is 30 s later: 3 s + 40 s.
    requests(&mut rig, 1, 1);
    rig.run_until(Time(100_000_000_000));
    let back = rig.events.iter().find(|(_, event)| matches!(event.kind, ClusterEventKind::Unejection { .. }));
    assert_eq!(back.map(|(at, _)| *at), Some(Time(43_000_000_000)));
}

#[test]
fn a_removed_cluster_answers_nc() {
    let mut rig = rig(&["good:1"]);
    requests(&mut rig, 0, 1);
    let second = next(&rig, &[]);
    rig.update(second);
    requests(&mut rig, 0, 1);
    assert_eq!(rig.answers(), ["200 -", "503 NC"]);
}

/// A cluster's state after a push, as `ejected=1 connections=2 requests=1 host=good:1/0`: hosts ejected, connections and
/// requests, and the host that round robin picks next. `new` where it is not the state from before.
fn state_after(change: &dyn Fn(&mut ClusterSettings, &mut Vec<&'static str>, &mut RoutePolicy)) -> String {
    // Round robin begins at the first host; bad:1 is out after its second failure.
    let mut rig = rig(&["bad:1", "good:1", "other:1"]);
    rig.draws.fixed.insert(crate::Purpose::RoundRobinStart, 0);
    requests(&mut rig, 0, 7);
    rig.request();
    rig.run_for(2);
    let (mut changed, mut hosts, mut policy) =
        (settings("c", 2), vec!["bad:1", "good:1", "other:1"], RoutePolicy::default());
    change(&mut changed, &mut hosts, &mut policy);
    let before = rig.proxy.push().clone();
    let mut addresses = Addresses::clone(before.addresses());
    let clusters = vec![(changed, endpoints(&hosts, &mut addresses))];
    rig.update(Push::new(rig.now, Some(&before), Arc::new(addresses), clusters, vec![policy]));
    let Some(gauges) = rig.proxy.gauges(rig.now, ClusterIndex(0)) else {
        rig.run_for(50);
        assert_eq!(rig.answers().last().map(String::as_str), Some("200 -"), "the request under way is answered");
        return "new".to_owned();
    };
    let sent = rig.sends.len();
    requests(&mut rig, 0, 1);
    let next = rig.sends[sent].1.address;
    let (breaker, next) = (&gauges.breakers[0], rig.proxy.push().address(next).to_owned());
    format!(
        "ejected={} connections={} requests={} next={next}",
        gauges.active_ejections, breaker.connections, breaker.requests
    )
}

#[test]
#[rustfmt::skip]
fn what_a_push_keeps() {
    type Change = fn(&mut ClusterSettings, &mut Vec<&'static str>, &mut RoutePolicy);
    // what changes | what the cluster has afterwards (cluster_manager_impl.cc: a changed cluster is a new one;
    // upstream_impl.cc: hosts are kept by address)
    let rows: [(&str, Change, &str); 10] = [
        ("nothing", |_, _, _| {}, "ejected=1 connections=3 requests=1 next=good:1"),
        ("the route's timeout", |_, _, policy| policy.timeout = std::time::Duration::from_secs(9), "ejected=1 connections=3 requests=1 next=good:1"),
        ("an endpoint more", |_, hosts, _| hosts.push("more:1"), "ejected=1 connections=3 requests=1 next=more:1"),
        // Envoy takes no notice of it.
        ("the order of endpoints", |_, hosts, _| hosts.reverse(), "ejected=1 connections=3 requests=1 next=good:1"),
        ("the ejected endpoint goes", |_, hosts, _| { hosts.remove(0); }, "ejected=0 connections=2 requests=1 next=good:1"),
        ("an idle endpoint goes", |_, hosts, _| { hosts.remove(1); }, "ejected=1 connections=2 requests=1 next=other:1"),
        ("outlier detection", |settings, _, _| settings.outlier = None, "new"),
        ("a circuit breaker", |settings, _, _| settings.breakers[0].maximum_requests = 7, "new"),
        ("the load balancer", |settings, _, _| settings.load_balancer = crate::upstream::LoadBalancerSettings::Random, "new"),
        ("the pool", |settings, _, _| settings.pool.maximum_requests_per_connection = 7, "new"),
    ];
    let mut wrong = Vec::new();
    for (name, change, expected) in rows {
        let got = state_after(&change);
        if got != expected {
            wrong.push(format!("{name}\n  wanted {expected}\n  got    {got}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
