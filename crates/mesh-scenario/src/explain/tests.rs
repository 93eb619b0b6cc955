use mesh_config::Span;
use mesh_proxy::Time;
use mesh_sim::{
    DecisionRecord as Record, Hop, HostView, RequestId, Sender, SetBack, Source, Step, StepKind as Decided, TrafficId,
    WeightShare,
};
use mesh_view::{HostState, PartKind, RowMark};
use mesh_words::say;

use super::{explain, number, request};

fn hop(caller: Option<usize>, client: &str, start: u64, status: u16, steps: Vec<Step>) -> Hop {
    let seconds = Time(start).seconds();
    let hop = serde_json::json!({
        "caller": caller, "client": client, "method": "GET", "url": "http://staff/", "start": seconds,
        "end": seconds + 0.02, "status": status, "flags": "-", "mirror": false, "steps": steps, "accessLog": "",
    });
    serde_json::from_value(hop).unwrap()
}

fn step(at: u64, kind: Decided) -> Step {
    Step { at: Time(at), kind, source: None }
}

fn source(start: u32) -> Source {
    let span = Span { file: 0, start, end: start + 6 };
    Source { resource: "default/staff".into(), path: "spec.http[1]".into(), span }
}

fn record(hops: Vec<Hop>) -> Record {
    Record { request: RequestId { sender: Sender::Traffic(TrafficId(2)), number: 7 }, hops }
}

fn weight(drawn: u64) -> Decided {
    let share = |subset: &str, weight, start| WeightShare {
        cluster: format!("outbound|80|{subset}|staff.default.svc.cluster.local"),
        weight,
        source: Some(source(start)),
    };
    let shares = vec![share("safe", 90, 3), share("risky", 10, 30)];
    let taken = usize::from(drawn >= 90);
    let (cluster, weight) = (shares[taken].cluster.clone(), shares[taken].weight);
    Decided::Weight { drawn, total: 100, weight, cluster, shares }
}

fn host(name: &str, ejected: bool) -> HostView {
    HostView { host: name.into(), ejected, active: 2, until: ejected.then_some(14.5), out_for: None }
}

#[test]
fn hops_are_told_by_parts_and_the_draw_lies_on_its_line() {
    let app = Decided::App { pod: "safe-1".into(), status: Some(200), latency: 0.0125, failed_call: None };
    let steps = vec![
        Step { source: Some(source(3)), ..step(5_000_000, weight(53)) },
        step(5_000_000, Decided::Attempt { attempt: 1, host: "safe-1".into() }),
        step(20_000_000, Decided::AttemptEnd { attempt: 1, status: Some(200) }),
        step(20_000_000, app.clone()),
    ];
    let gateway = Decided::App { pod: "gateway-1".into(), status: Some(200), latency: 0.0125, failed_call: None };
    let hops = vec![
        hop(None, "client", 0, 200, vec![step(9_000_000, gateway)]),
        hop(Some(0), "gateway-1", 5_000_000, 200, steps),
    ];
    let told = explain(&record(hops));
    assert_eq!(told.verdict, "200 from gateway-1 in 20 ms");
    assert_eq!(told.why.unwrap(), "gateway-1: drew 53 of 100 → safe (weight 90)");
    assert_eq!((told.hops[1].depth, told.hops[1].start, told.hops[1].end), (1, 5.0, Some(25.0)));
    assert_eq!(told.hops[1].stays.len(), 1);
    let kinds: Vec<PartKind> = told.hops[1].parts.iter().map(|part| part.kind).collect();
    assert_eq!(kinds, [PartKind::Weight, PartKind::Tries, PartKind::Answer]);
    let line = told.hops[1].parts[0].line.as_ref().unwrap();
    let shares: Vec<_> = line.shares.iter().map(|share| (share.name.as_str(), share.weight, share.taken)).collect();
    assert_eq!((line.drawn, shares), (53, vec![("safe", 90, true), ("risky", 10, false)]));
    let lit: Vec<_> = told.lit.iter().map(|line| (line.span.start, line.tried, line.note.to_string())).collect();
    assert_eq!(lit, [(3, false, "drew 53 → here".to_owned()), (30, true, "needs 90 to 100".to_owned())]);
}

#[test]
fn the_first_number_of_a_share_is_its_own() {
    for (drawn, taken) in [(0, 0), (89, 0), (90, 1), (99, 1)] {
        let told = explain(&record(vec![hop(None, "client", 0, 200, vec![step(0, weight(drawn))])]));
        let line = told.hops[0].parts[0].line.clone().unwrap();
        assert_eq!(line.shares.iter().position(|share| share.taken), Some(taken), "{drawn}");
    }
}

#[test]
fn hosts_stand_as_they_were() {
    let considered =
        vec![host("a", false), host("b", true), HostView { out_for: Some("other-1".into()), ..host("c", false) }];
    let pick = |picked: Option<&str>| Decided::Hosts {
        attempt: 1,
        considered: considered.clone(),
        count: 12,
        picked: picked.map(str::to_owned),
        balancer: "LEAST_REQUEST".into(),
    };
    let told = explain(&record(vec![hop(None, "client", 0, 200, vec![step(4_000_000_000, pick(Some("a")))])]));
    let part = &told.hops[0].parts[0];
    assert_eq!((part.note.as_str(), part.more_hosts), ("LEAST_REQUEST", 9));
    let hosts: Vec<_> = part.hosts.iter().map(|host| (host.name.as_str(), host.state, host.note.to_string())).collect();
    assert_eq!(
        hosts,
        [
            ("a", HostState::Taken, "2 active".to_owned()),
            ("b", HostState::Ejected, "ejected, 10.5 s left".to_owned()),
            ("c", HostState::Free, "2 active".to_owned()),
        ]
    );
    assert_eq!(part.hosts[2].remark.clone().unwrap(), "in for this client; out only for other-1");
    let told = explain(&record(vec![hop(None, "client", 0, 503, vec![step(0, pick(None))])]));
    assert_eq!(told.why.unwrap(), "no healthy host to send it to");
}

#[test]
fn what_did_not_happen_is_told_with_its_figures() {
    let set_back = |at| SetBack { at: Time(at), status: 200 };
    let kept = |set_back| Decided::Kept {
        host: "risky-1".into(),
        detector: "consecutive_5xx".into(),
        count: 3,
        threshold: 5,
        set_back,
    };
    let no_retry = Decided::Retry { granted: false, reason: say!("step-retry-none"), back_off: 0.0 };
    for (kind, expected) in [
        (
            kept(Some(set_back(12_400_000_000))),
            "risky-1 not ejected: 3 of 5 failures in a row; a 200 at 12.4 s set it back",
        ),
        (kept(None), "risky-1 not ejected: 3 of 5 failures in a row"),
        (Decided::NotWatched { host: "a".into() }, "a not ejected: no outlierDetection of this client watches it"),
        (no_retry, "does not try again: this route has no retries"),
        (
            Decided::NotReached { index: 2, name: String::new() },
            "not looked at: the first route that matches takes the request",
        ),
    ] {
        let told = explain(&record(vec![hop(None, "client", 0, 500, vec![step(0, kind)])]));
        let row = &told.hops[0].parts[0].rows[0];
        assert_eq!((row.mark, row.text.to_string().as_str()), (RowMark::Absent, expected));
    }
}

#[test]
fn a_hop_without_a_choice_is_one_line() {
    let one = |considered: Vec<HostView>| Decided::Hosts {
        attempt: 1,
        count: considered.len() as u32,
        considered,
        picked: Some("a".into()),
        balancer: String::new(),
    };
    let route = |mismatch| Decided::Route { index: 0, name: String::new(), mismatch };
    for (steps, expected) in [
        (vec![route(None), one(vec![host("a", false)])], Some("1 route, 1 host: nothing to decide")),
        (vec![route(None), one(vec![host("a", false), host("b", false)])], None),
        (vec![route(Some(say!("step-mismatch-path"))), route(None), one(vec![host("a", false)])], None),
        (vec![Decided::Direct { host: "a".into() }], Some("no proxy on the way: nothing to decide")),
        (vec![route(None), weight(3), one(vec![host("a", false)])], None),
    ] {
        let steps: Vec<Step> = steps.into_iter().map(|kind| step(0, kind)).collect();
        let told = explain(&record(vec![hop(None, "client", 0, 200, steps)]));
        assert_eq!(told.hops[0].nothing.as_ref().map(ToString::to_string).as_deref(), expected);
    }
}

#[test]
fn a_failure_is_told_by_the_deepest_hop_that_failed() {
    let app = |pod: &str, status| {
        step(0, Decided::App { pod: pod.into(), status: Some(status), latency: 0.0, failed_call: None })
    };
    let told = explain(&record(vec![
        hop(None, "client", 0, 502, vec![app("gateway-1", 502)]),
        hop(Some(0), "gateway-1", 1, 500, vec![app("risky-1", 500)]),
        hop(Some(0), "gateway-1", 2, 200, vec![app("safe-1", 200)]),
    ]));
    assert_eq!(told.verdict, "502 from gateway-1 in 20 ms");
    assert_eq!(told.why.unwrap(), "gateway-1: risky-1 itself answers 500");
    assert!(told.hops[0].failed && told.hops[0].nothing.is_none() && !told.hops[2].failed);
}

#[test]
fn a_hop_that_fails_for_a_call_further_on_is_one_line() {
    let app = |pod: &str, status, failed_call| {
        step(0, Decided::App { pod: pod.into(), status: Some(status), latency: 0.002, failed_call })
    };
    let told = explain(&record(vec![
        hop(None, "client", 0, 500, vec![app("front-1", 200, Some(500))]),
        hop(Some(0), "front-1", 1, 502, vec![app("back-1", 502, None)]),
    ]));
    let [passed, failed] = told.hops.as_slice() else { panic!("{:?}", told.hops) };
    assert_eq!(passed.nothing.as_ref().unwrap(), "nothing to decide: a call further on failed");
    let row = &passed.parts[0].rows[0];
    assert_eq!(row.text, "front-1 works for 2 ms; a call of its own fails, so that it answers 500");
    assert_eq!((row.mark, &failed.nothing), (RowMark::Bad, &None));
    assert_eq!(told.why.unwrap(), "front-1: back-1 itself answers 502");
}

#[test]
fn a_request_has_one_number() {
    for id in [
        RequestId { sender: Sender::Command, number: 0 },
        RequestId { sender: Sender::Traffic(TrafficId(3)), number: 123_456_789 },
    ] {
        assert_eq!(request(number(id)), id);
    }
}
