//! Two runs on the same draws, held against each other: figures of the requests that both have answered, and those that ended
//! otherwise.

mod changed;
mod known;
mod shares;

use mesh_ordered::OrderedMap;
use mesh_proxy::Time;
use mesh_sim::{Fate, RequestId};
use mesh_view::{Comparison, SideFigures};

pub(crate) use known::Known;

/// Requests of each group that are told one by one.
pub(crate) const MOST_TOLD: usize = 50;

/// Holds the requests of A against those of B that were answered in a span of time.
pub(crate) fn compare(a: &[Fate], b: &[Fate], (since, until): (Time, Time), most: usize) -> Comparison {
    let of_a: OrderedMap<RequestId, &Fate> = a.iter().map(|fate| (fate.request, fate)).collect();
    let pairs: Vec<[&Fate; 2]> = b.iter().filter_map(|fate| Some([*of_a.get(&fate.request)?, fate])).collect();
    let both = pairs.len() as u64;
    Comparison {
        since: since.seconds(),
        until: until.seconds(),
        requests: both,
        only: [(a.len() as u64).saturating_sub(both), (b.len() as u64).saturating_sub(both)],
        figures: [figures(pairs.iter().map(|[a, _]| *a)), figures(pairs.iter().map(|[_, b]| *b))],
        splits: shares::splits(&pairs),
        changed: changed::groups(&pairs, most),
        is_partial: false,
        edges: Vec::new(),
    }
}

/// Whether a request got no answer, or one that is an error (as Kiali counts: 4xx, too).
fn has_failed(fate: &Fate) -> bool {
    !(100..400).contains(&fate.status)
}

fn duration(fate: &Fate) -> f64 {
    1e3 * fate.answered.since(fate.sent).as_secs_f64()
}

fn figures<'a>(fates: impl Iterator<Item = &'a Fate>) -> SideFigures {
    let mut durations = Vec::new();
    let mut failed = 0_u64;
    for fate in fates {
        durations.push(duration(fate));
        failed += u64::from(has_failed(fate));
    }
    durations.sort_by(f64::total_cmp);
    let all = durations.len();
    // The nearest rank.
    let percentile = |percent: usize| {
        let rank = (all * percent).div_ceil(100).saturating_sub(1);
        durations.get(rank).copied().unwrap_or_default()
    };
    let success = if all > 0 { 100.0 * (all as u64 - failed) as f64 / all as f64 } else { 0.0 };
    SideFigures { failed, success, p50: percentile(50), p95: percentile(95) }
}

#[cfg(test)]
pub(crate) mod tests {
    use mesh_sim::{Party, Sender, TrafficId};

    use super::*;

    /// A request that was answered at a millisecond after it went to versions of the app `a`.
    pub(crate) fn fate(number: u64, status: u16, versions: &[&str], milliseconds: u64) -> Fate {
        let party = |version: &&str| Party {
            app: "a".into(),
            namespace: "default".into(),
            version: (*version).into(),
            workload: format!("a-{version}"),
        };
        Fate {
            request: RequestId { sender: Sender::Traffic(TrafficId(0)), number },
            status,
            flags: "-".into(),
            reached: versions.iter().map(party).collect(),
            sent: Time(number * 1_000_000_000),
            answered: Time(number * 1_000_000_000 + milliseconds * 1_000_000),
            client: "client".into(),
            method: "GET".into(),
            path: "/".into(),
        }
    }

    #[test]
    fn figures_are_of_the_requests_that_both_have_answered() {
        let a = [fate(0, 200, &["v1"], 10), fate(1, 200, &["v1"], 20), fate(2, 200, &["v1"], 30)];
        let b = [fate(0, 200, &["v1"], 10), fate(1, 503, &["v2"], 40), fate(7, 200, &["v2"], 90)];
        let told = compare(&a, &b, (Time(0), Time(9_000_000_000)), 9);
        assert_eq!((told.requests, told.only, told.until), (2, [1, 1], 9.0));
        assert_eq!(told.figures.map(|side| (side.failed, side.success)), [(0, 100.0), (1, 50.0)]);
        assert_eq!(told.figures.map(|side| (side.p50, side.p95)), [(10.0, 20.0), (10.0, 40.0)]);
        assert_eq!(told.changed_requests(), 1);
    }

    #[test]
    fn nothing_is_held_against_nothing() {
        let told = compare(&[], &[], (Time(0), Time(0)), 9);
        assert_eq!((told.requests, told.figures[0], told.splits.len()), (0, SideFigures::default(), 0));
    }
}
