//! A step, played.

use mesh_scenario::{Time, Work};
use mesh_view::{CheckStanding, CheckState, Checks, LessonStep, MistakeSign, PredictedAnswer};
use mesh_words::{Words, say};

use super::run::{LATER, Running, time};
use super::{Row, Verdict};
use super::{detect, looks};
use crate::YOURS;
use crate::machine::{Machine, MachineMistake};

/// Plays a step, and says what came of it.
pub(super) fn rows(step: &LessonStep, machine: &Machine, run: &mut Running, work: &mut Work) -> Vec<Row> {
    let mut rows = looks::rows(step, run);
    let since = run.session.now();
    let begun = run.apart();
    let is_judged = !machine.judged.text.is_empty() || !machine.mistakes.is_empty();
    let untouched = (step.action.is_some() && is_judged).then(|| {
        let mut run = begun.apart();
        run.pass(time(machine), work);
        Stood::of(&mut run, machine, since, work)
    });
    if let Some(action) = &step.action {
        run.act(action, work);
        rows.extend(unpushed(step, run));
    }
    let acted = run.session.now();
    let fired = detect::on_the_way(machine, run, since, work);
    run.pass_to(acted, time(machine), work);
    let right = Stood::of(run, machine, since, work);
    rows.extend(looks::nodes(step, run));
    run.pass(LATER, work);
    // Counted from another moment, what was sent is sent again.
    let later = run.judge(&machine.judged, Time(since.0 + 1), work);
    for check in &machine.checks {
        let untouched = untouched.as_ref().map(|stood| &stood.told);
        let stood = [untouched, Some(&right.told), Some(&later)].map(|told| told.and_then(|it| of(it, &check.name)));
        rows.push(check_row(step, &check.name, stood));
    }
    for mistake in &machine.mistakes {
        let mut run = begun.apart();
        run.act(&mistake.attempt, work);
        run.pass(time(machine), work);
        let made = Stood::of(&mut run, machine, since, work);
        let stood = [untouched.as_ref(), Some(&right), Some(&made)];
        rows.push(detect::row(step, machine, mistake, stood, fired.get(&mistake.name).copied()));
        rows.extend(looks::of_mistake(step, mistake, &run));
    }
    rows.extend(predictions(step, &right.told));
    rows
}

/// How a step's Checks and findings stood at a moment.
pub(super) struct Stood {
    pub(super) told: Checks,
    /// The mistakes whose findings the texts had.
    found: Vec<String>,
}

impl Stood {
    fn of(run: &mut Running, machine: &Machine, since: Time, work: &mut Work) -> Self {
        let told = run.judge(&machine.judged, since, work);
        let has = |mistake: &&MachineMistake| match &mistake.when {
            MistakeSign::Finding(code) => run.has_finding(code),
            MistakeSign::Check => false,
        };
        Self { told, found: machine.mistakes.iter().filter(has).map(|it| it.name.clone()).collect() }
    }

    /// Whether a mistake was seen, and what of it.
    pub(super) fn of_mistake(&self, mistake: &MachineMistake) -> Option<Verdict> {
        match mistake.when {
            MistakeSign::Check => of(&self.told, &mistake.name).map(verdict),
            MistakeSign::Finding(_) => {
                Some(Verdict { holds: Some(self.found.contains(&mistake.name)), seen: Vec::new() })
            }
        }
    }
}

pub(super) fn of<'a>(told: &'a Checks, name: &str) -> Option<&'a CheckState> {
    told.checks.iter().find(|check| check.name == name)
}

pub(super) fn verdict(check: &CheckState) -> Verdict {
    let holds = match check.standing {
        CheckStanding::Waiting => None,
        CheckStanding::Holds => Some(true),
        CheckStanding::Fails => Some(false),
    };
    Verdict { holds, seen: check.expectations.iter().map(|it| it.seen.clone()).collect() }
}

pub(super) fn named(step: &LessonStep, kind: &'static str, name: &str) -> Row {
    Row { step: step.id.clone(), kind, name: name.to_owned(), ..Row::default() }
}

/// A check fails before its step's action, and holds after it. In a step without one it has to see something; the last step's are
/// a bonus, which may hold or not.
fn check_row(step: &LessonStep, name: &str, stood: [Option<&CheckState>; 3]) -> Row {
    let [before, after, later] = stood.map(|check| check.map(verdict));
    let holds = |verdict: &Option<Verdict>| verdict.as_ref().and_then(|it| it.holds);
    let seen = |verdict: &Option<Verdict>| verdict.as_ref().map(|it| it.seen.clone()).unwrap_or_default();
    let why = if holds(&before) == Some(true) {
        Some(say!("lesson-play-early", seen = seen(&before)))
    } else if holds(&after).is_none() {
        Some(say!("lesson-play-unknown"))
    } else if step.id == YOURS {
        None
    } else if holds(&after) == Some(false) {
        let expected: Vec<Words> =
            stood[1].map(|it| it.expectations.iter().map(|it| it.expected.clone()).collect()).unwrap_or_default();
        Some(say!("lesson-play-fails", expected, seen = seen(&after)))
    } else if holds(&later) != Some(true) {
        Some(say!("lesson-play-lapses", seconds = LATER.as_secs(), seen = seen(&later)))
    } else {
        None
    };
    Row { before, after, why, ..named(step, "check", name) }
}

/// Each prediction by number has a right figure.
fn predictions(step: &LessonStep, after: &Checks) -> Vec<Row> {
    let by_number = step.predictions.iter().filter_map(|prediction| {
        let PredictedAnswer::Number { check, figure, .. } = &prediction.answer else { return None };
        let seen = of(after, check).and_then(|check| check.expectations.get(*figure as usize));
        let why = seen.and_then(|it| it.figure).is_none().then(|| say!("lesson-play-figure", check));
        let after = seen.map(|it| Verdict { holds: None, seen: vec![it.seen.clone()] });
        Some(Row { after, why, ..named(step, "predict", &prediction.id) })
    });
    by_number.collect()
}

/// What a step's changes say has to be pushed.
fn unpushed(step: &LessonStep, run: &Running) -> Option<Row> {
    let findings = run.session.findings();
    let worst = findings.diagnostics.iter().min_by_key(|found| found.severity as u32);
    let problem = worst.map(|found| found.message.clone()).unwrap_or_default();
    findings.stale.then(|| Row { why: Some(say!("lesson-play-stale", problem)), ..named(step, "action", "") })
}

/// What is in view is there.
pub(super) fn looked(step: &LessonStep, name: &str, why: Words) -> Row {
    Row { why: Some(why), ..named(step, "look", name) }
}
