//! Two runs on the same draws, held against each other.

use mesh_graph::{Graph, GraphType, build_with_paths};
use mesh_ordered::OrderedMap;
use mesh_proxy::Time;
use mesh_sim::{Fate, RequestId, Work};
use mesh_view::{Comparison, EdgePair};

use super::Run;
use crate::compare;
use crate::flows;
use crate::texts::Texts;

/// Edges that are told.
const MOST_EDGES: usize = 1_000;

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
        let (there, _) = other.simulation.fates(since, work);
        let there: OrderedMap<RequestId, Fate> = there.into_iter().map(|fate| (fate.request, fate)).collect();
        let pair = |here: Fate| {
            let there = there.get(&here.request).filter(|there| !there.ended_as(&here))?.clone();
            Some(ChangedFate { here, there })
        };
        self.simulation.fates(since, work).0.into_iter().filter_map(pair).collect()
    }

    /// Holds this run, as B, against another one, as A, over what both have answered since a time, as far as there is work for it;
    /// of each kind of change so many requests are told one by one.
    #[must_use]
    pub fn compare(&self, a: &Self, since: Time, most: usize, work: &mut Work) -> Comparison {
        let (of_a, is_all_of_a) = a.simulation.fates(since, work);
        let (of_b, is_all_of_b) = self.simulation.fates(since, work);
        let until = self.now().min(a.now());
        let mut told = compare::compare(&of_a, &of_b, (since, until), most);
        told.is_partial = !(is_all_of_a && is_all_of_b);
        told.edges = self.edge_pairs(a, since);
        told
    }

    /// The edges of the graphs of this run, as B, and of another one, as A, since a time.
    pub(crate) fn edge_pairs(&self, a: &Self, since: Time) -> Vec<EdgePair> {
        let mut pairs: Vec<EdgePair> = Vec::new();
        let mut places: OrderedMap<String, usize> = OrderedMap::new();
        for (side, run) in [a, self].into_iter().enumerate() {
            for edge in run.graph_since(since, self.graph_type).edges {
                let place = *places.entry(edge.id.clone()).or_insert(pairs.len());
                if place == pairs.len() {
                    pairs.push(EdgePair { id: edge.id.clone(), ..EdgePair::default() });
                }
                let Some(pair) = pairs.get_mut(place) else { continue };
                if let (Some(rate), Some(errors), Some(share)) =
                    (pair.rates.get_mut(side), pair.errors.get_mut(side), pair.shares.get_mut(side))
                {
                    (*rate, *errors, *share) = (edge.rates.total(), edge.rates.error_percent(), edge.share);
                }
            }
        }
        pairs.truncate(MOST_EDGES);
        pairs
    }

    /// This run at the moment that it shows, as it would be without what was pushed from a push on, and when that was. What was
    /// done to it later, too, is not done.
    pub(crate) fn without_pushes(&mut self, first: usize, work: &mut Work) -> Option<(Self, Time)> {
        let at = self.pushes.get(first)?.at;
        let before = self.pushes.get(first.checked_sub(1)?)?.clone();
        let now = self.now();
        let mut twin = match at.0.checked_sub(1) {
            Some(before) => {
                let mut twin = self.fork();
                let _ = twin.seek(Time(before), work);
                twin.simulation.forget_later();
                twin.pushes.truncate(first);
                twin
            }
            None => Self::new(before.told, before.texts, self.seed),
        };
        twin.farthest = None;
        twin.look_as(self);
        let _ = twin.seek(now, work);
        Some((twin, at))
    }

    /// Whether it began with texts that say the same.
    pub(crate) fn begins_as(&self, texts: &Texts) -> bool {
        self.pushes.first().is_some_and(|first| {
            first.at == Time::ZERO
                && first.texts.files.len() == texts.files.len()
                && first.texts.config.says_the_same(&texts.config)
        })
    }

    /// How often something was pushed up to now, the push with which it began among them.
    pub(crate) fn number_of_pushes(&self) -> usize {
        self.number_of_now().map_or(0, |now| now + 1)
    }

    /// Shows the same of it as of another run.
    pub(crate) fn look_as(&mut self, other: &Self) {
        self.graph_type = other.graph_type;
        (self.stage, self.covered) = (other.stage, other.covered);
        self.shows_cluster = other.shows_cluster;
        self.moved = other.moved.clone();
        if other.laid.is_some() {
            self.laid.clone_from(&other.laid);
        }
    }

    /// The graph of what flowed since a time, of a type.
    fn graph_since(&self, since: Time, graph_type: GraphType) -> Graph {
        let now = self.now();
        let telemetry = self.simulation.telemetry();
        let (figures, routes) = (telemetry.figures(since, now), telemetry.routes(since, now));
        let window = now.since(since).as_secs_f64().max(1.0);
        let (traffic, _) = flows::traffic(&self.running.facts, telemetry.edges(), &figures, &routes, window);
        build_with_paths(&traffic, graph_type).0
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
        let told = shown.compare(&twin, seconds(20), 10, &mut Work::unlimited());
        let risky = told.edges.iter().find(|pair| pair.id.ends_with("/risky")).unwrap();
        let [of_twin, of_shown] = risky.shares.map(Option::unwrap);
        assert!(of_twin < 25.0 && of_shown > 35.0, "{risky:?}");
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
    fn steps_lead_back_the_way_they_came() {
        let mut session = session(30);
        let run = session.run(0).unwrap();
        let mut way = Vec::new();
        for _ in 0..30 {
            way.push((run.now(), run.digest()));
            run.step_event(Duration::from_secs(60), &mut Work::unlimited()).unwrap();
        }
        // The first state is that of a second, not of an event.
        for (time, digest) in way.into_iter().skip(1).rev() {
            run.step_event_back(&mut Work::unlimited()).unwrap();
            assert_eq!((run.now(), run.digest()), (time, digest));
        }
        let before = (run.now(), run.simulation().answered());
        run.step_request(Duration::from_secs(60), &mut Work::unlimited()).unwrap();
        let answered = (run.now(), run.digest());
        run.step_request(Duration::from_secs(60), &mut Work::unlimited()).unwrap();
        run.step_request_back(&mut Work::unlimited()).unwrap();
        assert_eq!((run.now(), run.digest(), run.simulation().answered()), (answered.0, answered.1, before.1 + 1));
        session.seek(seconds(0), &mut Work::unlimited()).unwrap();
        session.run(0).unwrap().step_event_back(&mut Work::unlimited()).unwrap();
        assert_eq!(session.now(), seconds(0));
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
            .hops
            .iter()
            .flat_map(|hop| &hop.parts)
            .flat_map(|part| &part.rows)
            .flat_map(|row| &row.spans)
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
