use super::*;
use crate::{EdgeCurve, Layout};

const SECOND: u64 = 1_000_000_000;

/// Ways 0 and 1 go over an edge into a service and one out of it; the second edge of way 1 is none that is drawn.
fn flights() -> Flights {
    let curve = |inside| EdgeCurve { inside, ..EdgeCurve::default() };
    let layout = Layout { edges: [false, false, false, true].map(curve).to_vec(), ..Layout::default() };
    let mut flights = Flights::default();
    flights.lay(&Frame { ways: vec![1, 2, 3, 4], layout, ..Frame::default() });
    flights
}

fn event(seconds: f64, call: u64, step: CallStep) -> CallEvent {
    CallEvent { at: (seconds * SECOND as f64) as u64, call, step }
}

/// What is seen of each request: its edge, the hundredth of it, and as what.
fn seen(flights: &Flights, shown: f64) -> Vec<(u64, u32, u32, Look)> {
    let spot = |spot: Spot| (spot.request, spot.edge.0, (spot.share * 100.0).round() as u32, spot.look);
    flights.spots(shown).map(spot).collect()
}

/// A request whose app takes 0.1 s, then makes two calls side by side, of 0.2 s and of 0.4 s, and then takes 0.1 s more.
fn siblings() -> Vec<CallEvent> {
    vec![
        event(1.0, 1, CallStep::Begun(CallOrigin::Outside(7, Some(0)))),
        event(1.0, 1, CallStep::Sent(0, false)),
        event(1.1, 2, CallStep::Begun(CallOrigin::Call(1))),
        event(1.1, 2, CallStep::Sent(1, false)),
        event(1.1, 3, CallStep::Begun(CallOrigin::Call(1))),
        event(1.1, 3, CallStep::Sent(1, false)),
        event(1.3, 2, CallStep::Back(200)),
        event(1.3, 2, CallStep::Ended(200, None)),
        event(1.5, 3, CallStep::Back(200)),
        event(1.5, 3, CallStep::Ended(200, None)),
        event(1.6, 1, CallStep::Back(200)),
        event(1.6, 1, CallStep::Ended(200, None)),
    ]
}

#[test]
fn a_request_crosses_at_one_pace_and_stays_as_long_as_it_stays() {
    use Look::{Fade, Request};
    // At 1x: 0.6 there, 0.1 at work, 0.3 + 0.4 + 0.3 for the longer call, 0.1 at work, 0.6 back.
    for (speed, viewed, expected) in [
        (1.0, 0.15, vec![(7, 0, 50, Request)]),
        (1.0, 0.45, vec![(7, 1, 50, Request)]),
        (1.0, 0.65, vec![(7, 1, 100, Request)]),
        (1.0, 0.85, vec![(7, 1, 100, Request), (7, 2, 50, Request), (7, 2, 50, Request)]),
        (1.0, 1.35, vec![(7, 1, 100, Request), (7, 2, 50, Request), (7, 2, 100, Request)]),
        (1.0, 1.55, vec![(7, 1, 100, Request), (7, 2, 50, Request)]),
        (1.0, 1.75, vec![(7, 1, 100, Request)]),
        (1.0, 1.95, vec![(7, 1, 50, Request)]),
        (1.0, 2.25, vec![(7, 0, 50, Request)]),
        (1.0, 2.75, vec![]),
        // At 0.1x only the stays are longer.
        (0.1, 0.15, vec![(7, 0, 50, Request)]),
        (0.1, 1.55, vec![(7, 1, 100, Request)]),
        (0.1, 1.75, vec![(7, 1, 100, Request), (7, 2, 50, Request), (7, 2, 50, Request)]),
    ] {
        let mut flights = flights();
        flights.jump(1.0, speed);
        flights.tell(siblings().into_iter());
        let mut found = seen(&flights, 1.0 + viewed * speed);
        mesh_ordered::sort_by_key(&mut found, |spot| (spot.1, spot.2));
        // The calls that are back fade at their caller meanwhile.
        found.retain(|spot| spot.1 == 0 || !matches!(spot.3, Fade(_)));
        assert_eq!(found, expected, "{viewed} at {speed}x");
    }
}

#[test]
fn what_has_not_come_back_is_seen_waiting_where_it_waits() {
    let mut flights = flights();
    flights.jump(0.0, 1.0);
    // In a queue at the client for 2 s, then for 8 s in the pod until the time-out.
    flights.tell(
        [event(0.0, 1, CallStep::Begun(CallOrigin::Outside(5, Some(0)))), event(2.0, 1, CallStep::Sent(0, false))]
            .into_iter(),
    );
    assert_eq!(seen(&flights, 1.9), [(5, 0, 0, Look::Request)]);
    assert_eq!(seen(&flights, 9.0), [(5, 1, 100, Look::Request)]);
    flights.tell([event(10.0, 1, CallStep::Back(0)), event(10.0, 1, CallStep::Ended(504, Some(0)))].into_iter());
    assert_eq!(seen(&flights, 10.5), [(5, 1, 100, Look::Request)]);
    // It bursts where it failed, goes back, and bursts at its caller.
    let looks = |shown| seen(&flights, shown).into_iter().map(|spot| (spot.1, spot.2, spot.3)).collect::<Vec<_>>();
    let burst = |spot: (u32, u32, Look)| matches!(spot.2, Look::Burst(504, _)).then_some((spot.0, spot.1));
    assert_eq!(looks(10.75)[0], (1, 50, Look::Failed));
    assert_eq!(burst(looks(10.75)[1]), Some((1, 100)));
    assert_eq!(looks(11.05), [(0, 50, Look::Failed)]);
    assert_eq!(burst(looks(11.3)[0]), Some((0, 0)));
    assert_eq!(looks(11.6), []);
}

#[test]
fn a_request_without_a_host_ends_at_its_service_and_a_mirror_keeps_nobody_waiting() {
    let mut flights = flights();
    flights.jump(0.0, 1.0);
    flights.tell(
        [
            event(0.0, 1, CallStep::Begun(CallOrigin::Outside(5, None))),
            event(0.0, 1, CallStep::Ended(503, Some(1))),
            event(0.0, 2, CallStep::Begun(CallOrigin::Outside(6, None))),
            event(0.0, 2, CallStep::Sent(1, false)),
            event(0.0, 3, CallStep::Begun(CallOrigin::Mirror(2))),
            event(0.0, 3, CallStep::Sent(1, false)),
            event(0.1, 2, CallStep::Back(200)),
            event(0.1, 2, CallStep::Ended(200, None)),
        ]
        .into_iter(),
    );
    let burst = seen(&flights, 0.31).into_iter().find(|spot| matches!(spot.3, Look::Burst(503, _)));
    assert_eq!(burst.map(|spot| (spot.0, spot.1, spot.2)), Some((5, 2, 100)));
    // The mirror flies beside its original, and stays.
    assert!(seen(&flights, 0.15).contains(&(6, 2, 50, Look::Mirror)));
    assert_eq!(seen(&flights, 2.0), [(6, 2, 100, Look::Mirror)]);
}

#[test]
fn a_change_of_speed_or_of_edges_moves_nothing_that_was_seen() {
    let mut flights = flights();
    flights.jump(1.0, 1.0);
    flights.tell(siblings().into_iter());
    flights.advance(1.65, 1.0);
    let before = seen(&flights, 1.65);
    flights.advance(1.65, 10.0);
    assert_eq!(seen(&flights, 1.65), before);
    // 0.05 s at work are left: they pass ten times as fast.
    assert_eq!(seen(&flights, 1.75)[1..].iter().map(|spot| spot.2).collect::<Vec<_>>(), [2, 2]);
    // The same over a graph of other edges.
    let layout = Layout { edges: vec![EdgeCurve::default(); 9], ..Layout::default() };
    flights.lay(&Frame { ways: vec![8, 9, 3, 4], layout, ..Frame::default() });
    assert_eq!(seen(&flights, 1.65), [(7, 8, 100, Look::Request)]);
}

#[test]
fn what_is_over_is_let_go_of_and_what_is_not_known_is_not_followed() {
    let mut flights = flights();
    flights.jump(0.0, 1.0);
    for number in 0..20_000_u64 {
        let at = number as f64 / 1e3;
        let steps = [
            CallStep::Begun(CallOrigin::Outside(number, None)),
            CallStep::Sent(0, false),
            CallStep::Back(200),
            CallStep::Ended(200, None),
        ];
        flights.tell(steps.into_iter().map(|step| event(at, number, step)));
        flights.advance(at, 1.0);
    }
    // 1.2 s of crossing and 0.3 s of fading, at 1,000 a second.
    assert!((1_490..1_510).contains(&flights.calls.len()), "{}", flights.calls.len());
    assert!(flights.events.len() < 20_000, "{}", flights.events.len());
    flights.tell([event(20.0, 9, CallStep::Sent(0, false)), event(20.0, 8, CallStep::Back(500))].into_iter());
    assert!(flights.spots(20.0).all(|spot| spot.request > 15_000));
}

#[test]
fn a_failure_is_on_its_way_until_its_dot_is_back() {
    for (speed, begins, ends) in [(1.0, 1.1, 1.0 + 0.6 + 0.1 + 0.6), (0.5, 1.1, 1.0 + 0.5 * 1.2 + 0.1)] {
        let mut flights = flights();
        flights.jump(1.0, speed);
        let failing = [
            event(1.0, 1, CallStep::Begun(CallOrigin::Outside(7, Some(0)))),
            event(1.0, 1, CallStep::Sent(0, false)),
            event(1.1, 1, CallStep::Back(503)),
            event(1.1, 1, CallStep::Ended(503, None)),
        ];
        flights.tell(failing.into_iter());
        let on_their_way = |flights: &mut Flights, shown: f64| {
            flights.advance(shown, speed);
            // No other try was made: the caller was told.
            let told: Vec<_> = flights.told_failures_on_their_way(shown).collect();
            let all: Vec<_> = flights.failures_on_their_way(shown).collect();
            assert_eq!(told, all.iter().map(|(edge, at)| (*edge, *at, 503)).collect::<Vec<_>>());
            all
        };
        assert_eq!(on_their_way(&mut flights, begins), [(EdgeIndex(0), 1.1), (EdgeIndex(1), 1.1)], "{speed}");
        assert_eq!(on_their_way(&mut flights, ends - 0.01), [(EdgeIndex(0), 1.1), (EdgeIndex(1), 1.1)], "{speed}");
        assert_eq!(on_their_way(&mut flights, ends + 0.01), [], "{speed}");
        flights.jump(1.0, speed);
        flights.tell(siblings().into_iter());
        assert_eq!(on_their_way(&mut flights, 1.7), [], "{speed}");
    }
}
