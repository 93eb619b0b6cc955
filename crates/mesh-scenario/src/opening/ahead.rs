//! The requests behind the opening moment, some of them: a document moves them by itself.

use mesh_ordered::{OrderedMap, sort_by};
use mesh_proxy::Duration;
use mesh_view::{Dot, DotStatus, Opening};

use crate::{Session, Work};

/// Dots that a document holds: enough to see where requests go, few enough to travel with it.
const MOST: usize = 60;

/// Runs on from the opening moment as far as there is work for, and gives some of the requests on the way.
pub(super) fn dots(mut session: Session, work: &mut Work) -> Vec<Dot> {
    if session.is_stopped() {
        return Vec::new();
    }
    let from = session.now().seconds();
    let end = session.duration();
    let left = if end > 0.0 { (end - from).max(0.0) } else { Opening::AHEAD };
    // Where the work is used up, what ran until then is shown.
    let _ = session.advance(Duration::from_secs_f64(Opening::AHEAD.min(left)), work);
    let dots = session.dots(from, session.now().seconds());
    thinned(dots)
}

/// As many requests as there is room for, each with all of its edges: failures fill at most half of it where there is
/// more to see.
fn thinned(dots: Vec<Dot>) -> Vec<Dot> {
    let mut requests: OrderedMap<u64, Vec<Dot>> = OrderedMap::new();
    for dot in dots {
        requests.entry(dot.request).or_default().push(dot);
    }
    let has_failed = |dots: &Vec<Dot>| dots.iter().any(|dot| dot.status == DotStatus::Error);
    let (failed, answered): (Vec<_>, Vec<_>) = requests.into_values().partition(has_failed);
    let mut kept = some_of(failed, if answered.is_empty() { MOST } else { MOST / 2 });
    kept.extend(some_of(answered, MOST - kept.len()));
    sort_by(&mut kept, |one, other| one.start.total_cmp(&other.start).then(one.request.cmp(&other.request)));
    kept
}

/// Every n-th request, from the first to the last, so that they fit.
fn some_of(mut requests: Vec<Vec<Dot>>, room: usize) -> Vec<Dot> {
    let start = |dots: &Vec<Dot>| dots.first().map_or(0.0, |dot| dot.start);
    sort_by(&mut requests, |one, other| start(one).total_cmp(&start(other)));
    let all: usize = requests.iter().map(Vec::len).sum();
    let every = all.div_ceil(room.max(1)).max(1);
    requests.into_iter().step_by(every).flatten().take(room).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{open_at_view, opening, presets};

    #[test]
    fn each_preset_opens_with_requests_on_their_way_and_the_frame_before_them() {
        for preset in presets() {
            let opened = opening(preset.scenario(), &mut Work::network());
            let (_, moment) = open_at_view(preset.scenario(), &mut Work::network());
            assert_eq!(opened.moment.frame, moment.frame, "{}", preset.slug);
            let (from, dots) = (moment.frame.time, &opened.moment.dots);
            assert!((10..=MOST).contains(&dots.len()), "{}: {} dots", preset.slug, dots.len());
            for dot in dots {
                assert!(from < dot.start && dot.start <= from + Opening::AHEAD, "{}: {dot:?}", preset.slug);
                assert!((dot.edge as usize) < moment.frame.graph.edges.len(), "{}: {dot:?}", preset.slug);
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
        let failed = opened.moment.dots.iter().filter(|dot| dot.status == DotStatus::Error).count();
        assert!((1..opened.moment.dots.len()).contains(&failed), "{failed} of {}", opened.moment.dots.len());
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
    fn of_many_requests_some_are_kept_whole_and_failures_leave_room() {
        let dot = |request: u64, edge: u32| Dot {
            request,
            edge,
            start: request as f64 / 1e3,
            end: request as f64 / 1e3 + 0.1,
            status: if request.is_multiple_of(3) { DotStatus::Error } else { DotStatus::Ok },
            retry: false,
            mirror: false,
        };
        let dots: Vec<Dot> = (0..1_000).flat_map(|request| (0..3).map(move |edge| dot(request, edge))).collect();
        let kept = thinned(dots);
        let failed = kept.iter().filter(|dot| dot.status == DotStatus::Error).count();
        assert!(kept.len() <= MOST && kept.len() > MOST / 2 && failed == MOST / 2, "{failed} of {}", kept.len());
        assert!(kept.iter().any(|dot| dot.request > 900), "only the first");
        for dot in &kept {
            assert_eq!(kept.iter().filter(|other| other.request == dot.request).count(), 3, "{dot:?}");
        }
        assert_eq!(thinned(Vec::new()), Vec::new());
    }
}
