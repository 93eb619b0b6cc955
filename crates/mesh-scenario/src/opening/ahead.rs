//! The requests behind the opening moment, some of them: a document moves them by itself.

use mesh_ordered::OrderedMap;
use mesh_proxy::Duration;
use mesh_view::{CallOrigin, CallStep, Dots, Opening};

use crate::{Session, Work};

/// Tries that a document shows: enough to see where requests go, few enough to travel with it.
const MOST: usize = 30;

/// Runs on from the opening moment as far as there is work for, and tells some of the requests on the way.
pub(super) fn dots(mut session: Session, work: &mut Work) -> Dots {
    if session.is_stopped() {
        return Dots::default();
    }
    let from = session.now().seconds();
    let end = session.duration();
    let left = if end > 0.0 { (end - from).max(0.0) } else { Opening::AHEAD };
    // Where the work is used up, what ran until then is shown.
    let _ = session.advance(Duration::from_secs_f64(Opening::AHEAD.min(left)), work);
    let dots = session.dots(from, session.now().seconds());
    let sparser = (0..40).map(|power| one_in(1 << power, &dots));
    sparser.into_iter().find(|some| tries(some) <= MOST).unwrap_or_default()
}

fn tries(dots: &Dots) -> usize {
    dots.events().filter(|event| matches!(event.step, CallStep::Sent(..))).count()
}

/// Every n-th request of each sender, with all that happens to it.
fn one_in(every: u64, dots: &Dots) -> Dots {
    let mut kept: OrderedMap<u64, bool> = OrderedMap::new();
    let of_kept = dots.events().filter(|event| {
        let known = |call: &u64| kept.get(call).copied().unwrap_or_default();
        let is_kept = match &event.step {
            CallStep::Begun(CallOrigin::Outside(request, _)) => request.is_multiple_of(every),
            CallStep::Begun(CallOrigin::Call(call) | CallOrigin::Mirror(call)) => known(call),
            _ => return known(&event.call),
        };
        kept.insert(event.call, is_kept);
        is_kept
    });
    of_kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::CallEvent;

    use crate::{open_at_view, opening, presets};

    #[test]
    fn each_preset_opens_with_requests_on_their_way_and_the_frame_before_them() {
        for preset in presets() {
            let opened = opening(preset.scenario(), &mut Work::network());
            let (_, moment) = open_at_view(preset.scenario(), &mut Work::network());
            assert_eq!(opened.moment.frame, moment.frame, "{}", preset.slug);
            let dots = &opened.moment.dots;
            assert!((1..=MOST).contains(&tries(dots)), "{}: {} tries", preset.slug, tries(dots));
            let (from, to) = (moment.frame.time * 1e9, (moment.frame.time + Opening::AHEAD) * 1e9);
            for event in dots.events() {
                assert!((from..to).contains(&(event.at as f64)), "{}: {event:?}", preset.slug);
            }
        }
    }

    #[test]
    fn failures_are_among_them() {
        let text = "\
apiVersion: playground.mesh/v1
kind: Scenario
spec: {view: {at: 5s}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews}
spec:
  hosts: [reviews]
  http:
  - route: [{destination: {host: reviews}}]
---
apiVersion: playground.mesh/v1
kind: App
metadata: {name: reviews}
spec:
  selector: {matchLabels: {app: reviews}}
  errors: [{status: 502, share: 30}]
";
        let files = vec![mesh_view::SourceFile { name: "mesh.yaml".into(), text: text.into() }];
        let opened = opening(mesh_view::Scenario::new(files), &mut Work::network());
        let failed = opened.moment.dots.events().filter(|event| event.step == CallStep::Back(502)).count();
        assert!((1..tries(&opened.moment.dots)).contains(&failed), "{failed} of {}", tries(&opened.moment.dots));
    }

    #[test]
    fn a_run_that_stopped_shows_none_and_one_that_runs_out_of_work_what_ran() {
        let scenario = presets()[0].scenario();
        let dots = |steps: u64| opening(scenario.clone(), &mut Work::new(steps, 64 << 20)).moment;
        let stopped = dots(1_000);
        assert!(stopped.frame.stopped.is_some() && stopped.dots.is_empty());
        let enough = (1..=60).map(|at| dots(at * 1_000)).find(|moment| moment.frame.stopped.is_none());
        let enough = enough.expect("the preset opens within 60,000 steps");
        assert!(enough.dots.len() < dots(1_000_000).dots.len(), "{} dots", enough.dots.len());
    }

    #[test]
    fn of_many_requests_some_are_kept_whole() {
        let of_request = |request: u64| {
            let (call, callee) = (2 * request, 2 * request + 1);
            let steps = [
                (call, CallStep::Begun(CallOrigin::Outside(request, None))),
                (call, CallStep::Sent(0, false)),
                (callee, CallStep::Begun(CallOrigin::Call(call))),
                (callee, CallStep::Sent(1, false)),
            ];
            steps.map(|(call, step)| CallEvent { at: request, call, step })
        };
        let dots: Dots = (0..1_000).flat_map(of_request).collect();
        let kept = one_in(128, &dots);
        assert_eq!((tries(&dots), kept.len()), (2_000, 8 * 4));
        assert_eq!(kept.events().last(), of_request(7 * 128).last().copied());
        assert_eq!(one_in(1, &dots), dots);
    }
}
