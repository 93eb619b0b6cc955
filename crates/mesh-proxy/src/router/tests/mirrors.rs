//! Mirrored copies (`shadow_writer_impl_test.cc`, and what was measured).

use std::sync::Arc;

use crate::config::FractionalPercent;
use crate::draw::{Draws, Purpose};
use crate::proxy::tests::{Does, Rig, endpoints};
use crate::proxy::{Addresses, ClusterIndex, Push};
use crate::router::{MirrorPolicy, RoutePolicy};
use crate::time::Time;
use crate::upstream::ClusterSettings;

fn rig(policy: RoutePolicy, main_hosts: &[&str], does: Does) -> Rig {
    let mut addresses = Addresses::default();
    let main = endpoints(main_hosts, &mut addresses);
    let shadow = endpoints(&["shadow:1"], &mut addresses);
    let clusters = vec![(ClusterSettings::new("main"), main), (ClusterSettings::new("shadow"), shadow)];
    let push = Push::new(Time::ZERO, None, Arc::new(addresses), clusters, vec![policy]);
    Rig::with_push(push, move |host, _| if host == "shadow:1" { Does::status(500) } else { does })
}

fn mirror(fraction: Option<FractionalPercent>) -> MirrorPolicy {
    MirrorPolicy { cluster: Some(ClusterIndex(1)), fraction }
}

#[test]
fn a_copy_goes_its_own_way() {
    let policy = RoutePolicy { mirrors: vec![mirror(None), mirror(None)], ..super::retries::retrying("5xx", 2) };
    let mut rig = rig(policy, &["main:1"], Does::status(200));
    rig.request();
    rig.run_for(100);
    assert_eq!(rig.mirrors, 2);
    assert_eq!(rig.sends.iter().filter(|(_, send)| send.mirror).count(), 2, "copies are not retried");
    let mut answers = rig.answers();
    answers.sort();
    assert_eq!(answers, ["200 -", "500 -", "500 -"]);
    rig.assert_idle();
}

#[test]
fn a_retried_request_is_mirrored_once() {
    let policy = RoutePolicy { mirrors: vec![mirror(None)], ..super::retries::retrying("5xx", 2) };
    let mut rig = rig(policy, &["main:1"], Does::status(503));
    rig.request();
    rig.run_for(1_000);
    assert_eq!(rig.mirrors, 1);
    assert_eq!(rig.sends.len(), 4);
}

#[test]
fn a_request_that_was_answered_here_is_not_mirrored() {
    let mut rig = rig(RoutePolicy { mirrors: vec![mirror(None)], ..RoutePolicy::default() }, &[], Does::status(200));
    rig.request();
    rig.run_for(10);
    assert_eq!((rig.answers(), rig.mirrors), (vec!["503 UH".to_owned()], 0));
}

#[test]
fn a_mirror_without_a_cluster_vanishes() {
    let policy =
        RoutePolicy { mirrors: vec![MirrorPolicy { cluster: None, fraction: None }], ..RoutePolicy::default() };
    let mut rig = rig(policy, &["main:1"], Does::status(200));
    rig.request();
    rig.run_for(10);
    assert_eq!((rig.answers(), rig.mirrors), (vec!["200 -".to_owned()], 0));
}

#[test]
fn the_share_is_taken_from_the_stream_number() {
    let half = FractionalPercent { numerator: 50, ..FractionalPercent::ALWAYS };
    let policy = RoutePolicy { mirrors: vec![mirror(Some(half))], ..RoutePolicy::default() };
    let mut rig = rig(policy, &["main:1"], Does::status(200));
    let mut expected = 0;
    for key in 0..200 {
        expected += u32::from(rig.draws.draw(key, Purpose::StreamId, 0) % 100 < 50);
        rig.request();
        rig.run_for(10);
    }
    assert_eq!(rig.mirrors, expected);
}
