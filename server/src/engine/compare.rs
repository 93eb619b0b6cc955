//! Two scenarios on the same draws.

use std::time::Duration;

use mesh_scenario::{Comparison, Finding, Scenario, Session, Time};
use mesh_sim::{Stopped, Work};

use super::{Input, open};

/// What differs, and what was found in the files of A and of B.
#[derive(Debug)]
pub(crate) struct Compared {
    pub(crate) comparison: Comparison,
    pub(crate) findings: [Vec<Finding>; 2],
    pub(crate) stopped: Vec<Stopped>,
}

/// Runs both from time 0 for a time, or for the duration of A, with the seed of A; each run has work of its own.
pub(crate) fn compare(a: &Input, b: &Input, duration: Option<Duration>, work: &mut dyn FnMut() -> Work) -> Compared {
    let mut stopped = Vec::new();
    let session = |input: &Input| {
        let scenario = Scenario { files: input.files.clone(), seed: None };
        if input.strict { Session::open_strict(scenario) } else { Session::open(scenario) }
    };
    let (mut of_a, mut of_b) = (session(a), session(b));
    let seed = a.seed.unwrap_or_else(|| of_a.seed());
    let written = Some(of_a.duration()).filter(|seconds| *seconds > 0.0).map(Duration::from_secs_f64);
    let by = duration.or(written).unwrap_or(DURATION);
    for session in [&mut of_a, &mut of_b] {
        session.restart(seed);
        stopped.extend(session.advance(by, &mut work()).err());
    }
    let mut comparison = Comparison::default();
    if let (Some(run), Some(other)) = (of_b.run(0), of_a.run(0)) {
        comparison = run.compare(other, Time::ZERO, MOST_TOLD, &mut work());
    }
    Compared { comparison, findings: [open(a).findings, open(b).findings], stopped }
}

/// Where no scenario says how long.
const DURATION: Duration = Duration::from_secs(60);

/// Requests of each kind of change that are told one by one.
const MOST_TOLD: usize = 1_000;
