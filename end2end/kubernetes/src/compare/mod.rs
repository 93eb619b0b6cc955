//! The judge: whether a simulated run is what was recorded, by the rules of the corpus ("What a simulator may do otherwise").

mod clock;
mod course;
mod events;
mod hashes;
mod masks;
mod nodes;
mod objects;
mod placed;
mod pods;
mod states;
mod tracks;

use crate::case::{Case, Run};

pub use clock::Clock;
pub use hashes::ordinals;
pub use masks::mask;
pub use nodes::classes;

/// What differs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Differences {
    /// In the time line.
    pub timeline: Vec<String>,
    /// In the states before and after.
    pub states: Vec<String>,
}

/// Holds a simulated run against a case.
#[must_use]
pub fn compare(case: &Case, simulated: &Run) -> Differences {
    // A case without time line and states is about what its commands print.
    if case.run.timeline.is_empty() && case.run.before.is_empty() && case.run.after.is_empty() {
        return Differences::default();
    }
    let classes = nodes::classes(case);
    let laid = hashes::lay(&case.run, simulated);
    let masked = |run: &Run| masks::run(run, &classes);
    let (recorded, simulated) = (masked(&case.run), masked(&laid));
    let slow = matches!(case.id.split('-').next(), Some("deploy" | "kubectl"));
    let clock = Clock::new(&recorded.steps, &simulated.steps, slow);
    let end = Ends::new(&recorded, &simulated);
    let mut differences = Differences::default();
    pods::compare(&recorded, &simulated, &clock, &end, &mut differences.timeline);
    objects::compare(&recorded, &simulated, &clock, &end, &mut differences.timeline);
    events::compare(&recorded, &simulated, &clock, &end, &mut differences.timeline);
    let of_pods = |state: &crate::case::State| state.get("pod").is_some_and(|pods| !pods.is_empty());
    let speaks = of_pods(&recorded.before)
        || of_pods(&recorded.after)
        || recorded.timeline.iter().any(|entry| entry.get(1).is_some_and(|kind| kind == "pod"));
    for (when, recorded, simulated, ends) in [
        ("before", &recorded.before, &simulated.before, None),
        ("after", &recorded.after, &simulated.after, Some((&recorded, &simulated, &end))),
    ] {
        states::compare(when, recorded, simulated, ends, speaks, &mut differences.states);
    }
    if speaks {
        placed::compare(&case.run, &laid, &classes, &end, &mut differences.states);
    }
    differences
}

/// When the runs end: what happens in their last moments may be missing on either side.
#[derive(Clone, Copy, Debug)]
struct Ends {
    recorded: f64,
    simulated: f64,
}

/// How long the last moments are.
const LAST: f64 = 1.2;

impl Ends {
    fn new(recorded: &Run, simulated: &Run) -> Self {
        let last = |run: &Run| {
            let steps = run.steps.iter().map(|step| step.to);
            let entries = run.timeline.iter().filter_map(|entry| entry.get(0)?.as_f64());
            steps.chain(entries).fold(0.0, f64::max) + 0.6
        };
        Self { recorded: last(recorded), simulated: last(simulated) }
    }
}
