//! Detectors: each is shown to see its mistake, and to see nothing where there is none.

use std::collections::BTreeMap;
use std::time::Duration;

use mesh_scenario::{Time, Work};
use mesh_view::{CheckStanding, LessonStep, MistakeSign};
use mesh_words::{Words, say};

use super::run::{Running, time};
use super::step::{Stood, named, of};
use super::{Row, Verdict};
use crate::machine::{Machine, MachineMistake};

/// Plays the time after the right action as the page does: it looks after a second, and then ever less often. Told are the mistakes
/// that were seen on the way while the step was not done, with the second of it.
pub(super) fn on_the_way(machine: &Machine, run: &mut Running, since: Time, work: &mut Work) -> BTreeMap<String, u64> {
    let mut fired = BTreeMap::new();
    let begin = run.session.now();
    let mut second = 1;
    while !machine.mistakes.is_empty() && Duration::from_secs(second) < time(machine) {
        run.pass_to(begin, Duration::from_secs(second), work);
        let told = run.judge(&machine.detecting, since, work);
        let is_seen = |mistake: &&MachineMistake| match &mistake.when {
            MistakeSign::Check => of(&told, &mistake.name).is_some_and(|it| it.standing == CheckStanding::Holds),
            MistakeSign::Finding(code) => run.has_finding(code),
        };
        let seen: Vec<String> = machine.mistakes.iter().filter(is_seen).map(|it| it.name.clone()).collect();
        // Whoever is done is not told of mistakes.
        if !seen.is_empty() && !holds_all(machine, &run.judge(&machine.judged, since, work)) {
            for name in seen {
                fired.entry(name).or_insert(second);
            }
        }
        second *= 2;
    }
    fired
}

/// Whether all checks of a step hold, and there are some.
fn holds_all(machine: &Machine, told: &mesh_view::Checks) -> bool {
    let holds = |name: &str| of(told, name).is_some_and(|it| it.standing == CheckStanding::Holds);
    !machine.checks.is_empty() && machine.checks.iter().all(|check| holds(&check.name))
}

/// What came of a detector: how all stood before anything was done, after the right action and after the mistake, and when it was
/// seen on the right way.
pub(super) fn row(
    step: &LessonStep,
    machine: &Machine,
    mistake: &MachineMistake,
    stood: [Option<&Stood>; 3],
    fired: Option<u64>,
) -> Row {
    let passes = stood[2].is_some_and(|made| holds_all(machine, &made.told));
    let [untouched, right, made] = stood.map(|stood| stood.and_then(|it| it.of_mistake(mistake)));
    let holds = |verdict: &Option<Verdict>| verdict.as_ref().and_then(|it| it.holds) == Some(true);
    let seen =
        |verdict: &Option<Verdict>| -> Vec<Words> { verdict.as_ref().map(|it| it.seen.clone()).unwrap_or_default() };
    let why = if !holds(&made) {
        Some(say!("lesson-play-silent", seen = seen(&made)))
    } else if passes {
        Some(say!("lesson-play-passes"))
    } else if holds(&right) {
        Some(say!("lesson-play-fires", seen = seen(&right)))
    } else if holds(&untouched) {
        Some(say!("lesson-play-untouched", seen = seen(&untouched)))
    } else {
        fired.map(|seconds| say!("lesson-play-fires-early", seconds))
    };
    Row { before: right, after: made, why, ..named(step, "mistake", &mistake.name) }
}
