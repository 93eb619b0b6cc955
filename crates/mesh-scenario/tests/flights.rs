//! Where requests are seen against where the rule puts them, computed from the run's records by the rule's own words.

use std::collections::BTreeMap;
use std::time::Duration;

use mesh_scenario::{Session, Work, preset};
use mesh_view::{CROSSING, CallEvent, CallOrigin, CallStep, DotLook, Flights, Frame, Spot};

/// A try: its way, and the places in the list of events at which it leaves and is over.
struct Try {
    way: Vec<u32>,
    is_retry: bool,
    sent: usize,
    back: Option<(usize, u16)>,
}

struct Call {
    begun: usize,
    origin: CallOrigin,
    tries: Vec<Try>,
    ended: Option<(usize, u16)>,
}

/// The rule, slowly: each time is looked for anew among all that it may depend on.
struct Rule<'a> {
    events: &'a [CallEvent],
    calls: BTreeMap<u64, Call>,
    from: f64,
    speed: f64,
}

impl<'a> Rule<'a> {
    fn new(events: &'a [CallEvent], frame: &Frame, from: f64, speed: f64) -> Self {
        let way = |way: u32| {
            let edges = frame.ways.chunks(2).nth(way as usize).unwrap_or_default().iter();
            let edges = edges.filter_map(|edge| edge.checked_sub(1));
            edges.filter(|edge| !frame.layout.edges[*edge as usize].inside).collect::<Vec<u32>>()
        };
        let mut calls: BTreeMap<u64, Call> = BTreeMap::new();
        for (place, event) in events.iter().enumerate() {
            if let CallStep::Begun(origin) = event.step {
                let is_known = match origin {
                    CallOrigin::Outside(..) => true,
                    CallOrigin::Call(of) | CallOrigin::Mirror(of) => calls.contains_key(&of),
                };
                if !is_known {
                    // It began before anybody looked.
                    continue;
                }
                calls.insert(event.call, Call { begun: place, origin, tries: Vec::new(), ended: None });
                continue;
            }
            let Some(call) = calls.get_mut(&event.call) else { continue };
            match event.step {
                CallStep::Sent(number, is_retry) => {
                    call.tries.push(Try { way: way(number), is_retry, sent: place, back: None });
                }
                CallStep::Back(status) => call.tries.last_mut().unwrap().back = Some((place, status)),
                CallStep::Ended(status, end) => {
                    if let (true, Some(end)) = (call.tries.is_empty(), end) {
                        let way = way(end);
                        call.tries.push(Try { way, is_retry: false, sent: place, back: Some((place, status)) });
                    }
                    call.ended = Some((place, status));
                }
                CallStep::Begun(_) => {}
            }
        }
        Self { events, calls, from, speed }
    }

    /// The viewer's seconds of a stay between two events.
    fn stay(&self, from: usize, to: usize) -> f64 {
        (self.events[to].at - self.events[from].at) as f64 / 1e9 / self.speed
    }

    fn begins(&self, call: &Call) -> f64 {
        match call.origin {
            CallOrigin::Outside(..) => (self.events[call.begun].at as f64 / 1e9 - self.from) / self.speed,
            CallOrigin::Call(caller) => {
                let caller = &self.calls[&caller];
                let number = caller.tries.iter().rposition(|at| at.sent < call.begun).unwrap();
                self.in_pod(caller, number, call.begun)
            }
            CallOrigin::Mirror(copied) => {
                let copied = &self.calls[&copied];
                match copied.tries.iter().rposition(|at| at.sent < call.begun) {
                    Some(number) => self.at_client(copied, number, copied.tries[number].sent),
                    None => self.at_client(copied, 0, call.begun),
                }
            }
        }
    }

    /// When an event at its client is seen, the given number of tries being back.
    fn at_client(&self, call: &Call, number: usize, event: usize) -> f64 {
        let from_begin = self.begins(call) + self.stay(call.begun, event);
        let from_tries = (0..number).map(|before| {
            let (back, _) = call.tries[before].back.unwrap();
            let crossing = CROSSING * call.tries[before].way.len() as f64;
            self.in_pod(call, before, back) + crossing + self.stay(back, event)
        });
        from_tries.fold(from_begin, f64::max)
    }

    /// When an event in the pod that a try went to is seen.
    fn in_pod(&self, call: &Call, number: usize, event: usize) -> f64 {
        let at = &call.tries[number];
        let arrives = self.at_client(call, number, at.sent) + CROSSING * at.way.len() as f64;
        let until = at.back.map_or(usize::MAX, |(back, _)| back);
        let id = self.events[call.begun].call;
        let made = self
            .calls
            .values()
            .filter(|made| made.origin == CallOrigin::Call(id) && (at.sent..until).contains(&made.begun));
        let from_made = made.filter_map(|made| {
            let (ended, _) = made.ended.filter(|(ended, _)| *ended < event.min(until))?;
            Some(self.at_client(made, made.tries.len(), ended) + self.stay(ended, event))
        });
        from_made.fold(arrives + self.stay(at.sent, event), f64::max)
    }

    fn request(&self, call: &Call) -> u64 {
        match call.origin {
            CallOrigin::Outside(request, _) => request,
            CallOrigin::Call(of) | CallOrigin::Mirror(of) => self.request(&self.calls[&of]),
        }
    }

    /// Every request that is on an edge or waits at the end of one: request, edge, share, whether it has failed there.
    fn seen(&self, shown: f64) -> Vec<(u64, u32, f64, bool)> {
        let now = (shown - self.from) / self.speed;
        let mut seen = Vec::new();
        for call in self.calls.values() {
            for (number, at) in call.tries.iter().enumerate().filter(|(_, at)| !at.way.is_empty()) {
                let (whole, sent) = (CROSSING * at.way.len() as f64, self.at_client(call, number, at.sent));
                let leaves = at.back.map_or(f64::INFINITY, |(back, _)| self.in_pod(call, number, back));
                let has_failed = now >= leaves && at.back.is_some_and(|(_, status)| !(100..400).contains(&status));
                let crossed = if now < sent || now >= leaves + whole {
                    continue;
                } else if now < leaves {
                    (now - sent).min(whole)
                } else {
                    whole - (now - leaves)
                };
                let edge = ((crossed / CROSSING) as usize).min(at.way.len() - 1);
                let share = crossed / CROSSING - edge as f64;
                let _ = at.is_retry;
                seen.push((self.request(call), at.way[edge], share, has_failed));
            }
        }
        seen
    }
}

/// The next of a sequence of numbers below 1.
fn draw(state: &mut u64) -> f64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 11) as f64 / (1_u64 << 53) as f64
}

#[test]
fn each_dot_lies_where_the_rule_puts_its_request() {
    let mut state = 17;
    let (mut moments, mut compared, mut failed) = (0, 0, 0);
    for (slug, speed) in [
        ("canary-weights", 1.0),
        ("bookinfo", 1.0),
        ("circuit-breaking", 0.5),
        ("circuit-breaking", 4.0),
        ("dark-release", 0.5),
    ] {
        let mut scenario = preset(slug).unwrap().scenario();
        for file in &mut scenario.files {
            // Nobody is ejected: one of the two versions fails all the time.
            file.text = file.text.replace("consecutive5xxErrors: 2", "consecutive5xxErrors: 0");
        }
        let mut session = Session::open(scenario);
        let first = if slug == "circuit-breaking" { 2 } else { 30 };
        session.advance(Duration::from_secs(first), &mut Work::unlimited()).unwrap();
        let frame = session.frame();
        let from = session.now().seconds();
        // What is under way at first is not known: a scrub tells the seconds before it, see the engine's tests.
        let (mut flights, mut told) = (Flights::default(), from);
        flights.lay(&frame);
        flights.jump(from, speed);
        let mut at: Vec<f64> = (0..40).map(|_| from + 6.0 * speed.min(2.0) * draw(&mut state)).collect();
        at.sort_by(f64::total_cmp);
        let mut events = Vec::new();
        let mut page: Vec<(f64, Vec<Spot>)> = Vec::new();
        for shown in at {
            session.advance(Duration::from_secs_f64(shown - told), &mut Work::unlimited()).unwrap();
            let now = session.now().seconds();
            let news: Vec<CallEvent> = session.dots(told, now).events().collect();
            told = now;
            events.extend(news.iter().copied());
            flights.tell(news.into_iter());
            flights.advance(now, speed);
            page.push((now, flights.spots(now).collect()));
        }
        // The rule knows what came later, too.
        session.advance(Duration::from_secs(2), &mut Work::unlimited()).unwrap();
        events.extend(session.dots(told, session.now().seconds()).events());
        assert_eq!(session.frame().ways, frame.ways, "{slug}");
        let rule = Rule::new(&events, &frame, from, speed);
        for (shown, spots) in page {
            let is_on_its_way = |look: &DotLook| !matches!(look, DotLook::Burst(..) | DotLook::Fade(_));
            let mut spots: Vec<Spot> = spots.into_iter().filter(|spot| is_on_its_way(&spot.look)).collect();
            for (request, edge, share, has_failed) in rule.seen(shown) {
                let points = &frame.layout.edges[edge as usize].points;
                let length: f64 = points.windows(2).map(|two| (two[1].x - two[0].x).hypot(two[1].y - two[0].y)).sum();
                let is_there = |spot: &Spot| {
                    (spot.request, spot.edge.0, spot.look == DotLook::Failed) == (request, edge, has_failed)
                        && (spot.share - share).abs() * (length + 40.0) <= 1.0
                };
                let found = spots.iter().position(is_there);
                let found = found.unwrap_or_else(|| panic!("{slug} at {shown}: {request} on {edge} at {share}"));
                spots.remove(found);
                compared += 1;
                failed += usize::from(has_failed);
            }
            // What is left waits at its client.
            for spot in spots {
                assert!(spot.share == 0.0 || spot.share == 1.0, "{slug} at {shown}: {spot:?}");
            }
            moments += 1;
        }
    }
    assert!(moments == 200 && compared > 5_000 && failed > 20, "{moments} moments, {compared} dots, {failed} failed");
}
