//! Two runs on the same draws, held against each other.

use mesh_ordered::OrderedMap;
use mesh_proxy::Time;
use mesh_sim::{Fate, RequestId, Work};

use super::Run;

/// A request that ended otherwise in another run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedFate {
    /// How it ended in this one.
    pub here: Fate,
    /// How it ended in the other.
    pub there: Fate,
}

impl Run {
    /// The requests of Traffic that both runs have answered since a time and that ended otherwise: with another status or other
    /// flags, or at other workloads. In the order of this run's answers, as far as there is work for it.
    #[must_use]
    pub fn changed_fates(&self, other: &Self, since: Time, work: &mut Work) -> Vec<ChangedFate> {
        let there: OrderedMap<RequestId, Fate> =
            other.simulation.fates(since, work).into_iter().map(|fate| (fate.request, fate)).collect();
        let pair = |here: Fate| {
            let there = there.get(&here.request).filter(|there| !there.ended_as(&here))?.clone();
            Some(ChangedFate { here, there })
        };
        self.simulation.fates(since, work).into_iter().filter_map(pair).collect()
    }
}

#[cfg(test)]
mod tests {
    use mesh_proxy::{Duration, Time};
    use mesh_sim::Work;

    use crate::{Session, preset};

    fn seconds(seconds: u64) -> Time {
        Time(seconds * 1_000_000_000)
    }

    fn session(at: u64) -> Session {
        let mut session = Session::open(preset("canary-weights").unwrap().scenario());
        session.seek(seconds(at), &mut Work::unlimited()).unwrap();
        session
    }

    /// The contract: fork, seek and compare are a few lines each.
    #[test]
    fn a_fork_goes_its_own_way_from_where_it_was_taken() {
        let mut session = session(20);
        let fork = session.fork();
        let mut files = session.files().to_vec();
        for file in &mut files {
            file.text = file.text.replace("weight: 90", "weight: 50").replace("weight: 10", "weight: 50");
        }
        session.edit(files);
        session.advance(Duration::from_secs(20), &mut Work::unlimited()).unwrap();
        let twin = session.run(fork).unwrap();
        twin.seek(seconds(40), &mut Work::unlimited()).unwrap();
        let twin = twin.fork();

        let shown = session.run(0).unwrap();
        let changed = shown.changed_fates(&twin, seconds(0), &mut Work::unlimited());
        assert!(changed.len() > 20, "{}", changed.len());
        // Draws are keyed: what was risky before stays risky.
        assert!(changed.iter().all(|one| one.there.reached != one.here.reached));
        assert_eq!(shown.changed_fates(&twin, seconds(0), &mut Work::unlimited()), changed);
        shown.seek(seconds(20), &mut Work::unlimited()).unwrap();
        assert_eq!(shown.changed_fates(&twin, seconds(0), &mut Work::unlimited()), []);
    }

    #[test]
    fn a_fork_that_nothing_is_done_to_is_the_same_run() {
        let mut session = session(7);
        let fork = session.fork();
        for run in [0, fork] {
            session.run(run).unwrap().seek(seconds(31), &mut Work::unlimited()).unwrap();
        }
        let digests = [0, fork].map(|run| session.run(run).unwrap().digest());
        assert_eq!(digests[0], digests[1]);
        // Back over the fork and forth again.
        session.seek(seconds(3), &mut Work::unlimited()).unwrap();
        session.seek(seconds(31), &mut Work::unlimited()).unwrap();
        assert_eq!(session.digest(), digests[0]);
    }

    #[test]
    fn a_run_steps_by_request_and_by_event() {
        let mut session = session(3);
        let run = session.run(0).unwrap();
        let mut times = vec![run.now()];
        for _ in 0..5 {
            run.step_request(Duration::from_secs(60), &mut Work::unlimited()).unwrap();
            times.push(run.now());
        }
        assert!(times.is_sorted() && times[5] > times[0] && times[5] < seconds(20), "{times:?}");
        let before = run.digest();
        for _ in 0..40 {
            run.step_event(Duration::from_secs(60), &mut Work::unlimited()).unwrap();
        }
        assert_ne!(run.digest(), before);
        let stepped = run.now();
        let mut straight = self::session(3);
        straight.seek(seconds(30), &mut Work::unlimited()).unwrap();
        session.seek(seconds(30), &mut Work::unlimited()).unwrap();
        assert!(stepped < seconds(30));
        assert_eq!(session.digest(), straight.digest());
    }

    #[test]
    fn a_comment_pushes_nothing_and_moves_what_is_told() {
        let mut session = session(12);
        let before = session.frame();
        let pushes = |session: &mut Session| {
            session.frame().events.iter().filter(|it| it.kind == crate::EventKind::Push).count()
        };
        let count = pushes(&mut session);
        let mut files = session.files().to_vec();
        for file in &mut files {
            file.text.insert_str(0, "# a comment\n");
        }
        session.edit(files);
        let after = session.frame();
        assert_eq!(
            (after.digest.as_str(), after.window, pushes(&mut session)),
            (before.digest.as_str(), before.window, count)
        );
        let moved: Vec<_> = before.gutter.iter().map(|it| it.span.start + "# a comment\n".len() as u32).collect();
        assert_eq!(after.gutter.iter().map(|it| it.span.start).collect::<Vec<_>>(), moved);
        let request = after.log.last().unwrap().request;
        let record = session.explain(request, &mut Work::unlimited()).unwrap();
        let lit: Vec<&str> = record
            .steps
            .iter()
            .flat_map(|step| &step.spans)
            .map(|span| &session.files()[span.file as usize].text[span.start as usize..span.end as usize])
            .collect();
        assert!(
            lit.iter().any(|text| text.contains("destination")) && lit.iter().all(|text| !text.contains("# a comment")),
            "{lit:?}"
        );
        // Broken and whole again: still the same.
        let whole = session.files().to_vec();
        let mut broken = whole.clone();
        broken[0].text.push_str("\n: [");
        session.edit(broken);
        assert!(session.frame().stale);
        session.edit(whole);
        assert_eq!((session.frame().stale, pushes(&mut session)), (false, count));
    }

    #[test]
    fn going_back_over_an_edit_shows_the_texts_of_that_time() {
        let mut session = session(10);
        let first = session.files().to_vec();
        let mut second = first.clone();
        second[0].text.push_str("---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: x}\nspec: {host: nobody}\n");
        let findings = session.edit(second.clone()).len();
        session.advance(Duration::from_secs(5), &mut Work::unlimited()).unwrap();
        assert_eq!((session.frame().past, session.frame().diagnostics.len()), (None, findings));
        session.seek(seconds(5), &mut Work::unlimited()).unwrap();
        let frame = session.frame();
        assert_eq!(frame.past, Some(first.clone()));
        assert!(frame.diagnostics.len() < findings && !frame.stale);
        session.seek(seconds(12), &mut Work::unlimited()).unwrap();
        assert_eq!(session.frame().past, None);
        // An edit in the past is the newest from then on.
        session.seek(seconds(5), &mut Work::unlimited()).unwrap();
        session.edit(first);
        session.seek(seconds(20), &mut Work::unlimited()).unwrap();
        assert_eq!(session.frame().past, None);
    }
}
