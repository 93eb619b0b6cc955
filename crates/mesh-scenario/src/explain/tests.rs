use mesh_config::Span;
use mesh_proxy::Time;
use mesh_sim::{
    DecisionRecord as Record, Hop, HostView, RequestId, Sender, Source, Step, StepKind as Decided, TrafficId,
};

use super::{explain, number, request};
use crate::StepKind;

fn hop(caller: Option<usize>, client: &str, start: u64, steps: Vec<Step>) -> Hop {
    let seconds = Time(start).seconds();
    let hop = serde_json::json!({
        "caller": caller, "client": client, "method": "GET", "url": "http://staff/", "start": seconds,
        "end": seconds + 0.02, "status": 200, "flags": "-", "mirror": false, "steps": steps, "accessLog": "",
    });
    serde_json::from_value(hop).unwrap()
}

#[test]
fn hops_become_one_list_by_time_with_their_depth_and_lines() {
    let span = Span { file: 0, start: 3, end: 9 };
    let source = Source { resource: "default/staff".into(), path: "spec.http[0].route[1]".into(), span };
    let weight = Decided::Weight { drawn: 93, total: 100, weight: 10, cluster: "outbound|80|risky|staff".into() };
    let app = Decided::App { pod: "gateway-1".into(), status: Some(200), latency: 0.0125 };
    let record = Record {
        request: RequestId { sender: Sender::Traffic(TrafficId(2)), number: 7 },
        hops: vec![
            hop(None, "client", 0, vec![Step { at: Time(9_000_000), kind: app, source: None }]),
            hop(
                Some(0),
                "gateway-1",
                5_000_000,
                vec![Step { at: Time(5_000_000), kind: weight, source: Some(source) }],
            ),
        ],
    };
    let record = explain(&record);
    let steps: Vec<(u32, StepKind)> = record.steps.iter().map(|step| (step.depth, step.kind)).collect();
    assert_eq!(steps, [(0, StepKind::Sent), (1, StepKind::Sent), (1, StepKind::Weight), (0, StepKind::App)]);
    assert_eq!(record.steps[2].spans, [span]);
    assert_eq!(record.steps[2].text, "drew 93 of 100: `outbound|80|risky|staff`, whose weight is 10 of 100");
    assert_eq!(record.steps[3].text, "gateway-1 answers 200 after 12.5 ms");
    assert_eq!((record.answered_by.as_str(), record.duration), ("gateway-1", Some(20.0)));
}

#[test]
fn a_pick_says_who_was_ejected() {
    let host = |name: &str, ejected| HostView { host: name.into(), ejected, active: 2 };
    let kind = Decided::Hosts {
        attempt: 1,
        considered: vec![host("a", false), host("b", true)],
        count: 2,
        picked: Some("a".into()),
    };
    assert_eq!(super::sentence::of(&kind).1, "try 1: picks a of a (2 active), b (ejected)");
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
