//! A step, played.

use std::time::Duration;

use mesh_scenario::{Time, Work};
use mesh_view::{CheckStanding, CheckState, Checks, LessonStep, MistakeSign, PredictedAnswer};
use mesh_words::{Words, say};

use super::looks;
use super::run::{LATER, Running, time};
use super::{Row, Verdict};
use crate::YOURS;
use crate::machine::{Machine, MachineMistake};

/// Plays a step, and says what came of it. `again` plays all steps before it anew.
pub(super) fn rows(
    step: &LessonStep,
    machine: &Machine,
    run: &mut Running,
    again: impl Fn(&mut Work) -> Running,
    work: &mut Work,
) -> Vec<Row> {
    let mut rows = looks::rows(step, run);
    let since = run.session.now();
    let needs_before = step.action.is_some() && !machine.checks.is_empty();
    let before = needs_before.then(|| {
        let mut run = again(work);
        run.pass(time(machine), work);
        run.judge(machine, since, work)
    });
    if let Some(action) = &step.action {
        run.act(action, work);
        rows.extend(unpushed(step, run));
    }
    run.pass(time(machine), work);
    let after = run.judge(machine, since, work);
    rows.extend(looks::nodes(step, run));
    let has_finding = |run: &Running, code: &str| run.session.diagnostics().iter().any(|found| found.code == code);
    let findings: Vec<bool> = machine
        .mistakes
        .iter()
        .map(|mistake| matches!(&mistake.when, MistakeSign::Finding(code) if has_finding(run, code)))
        .collect();
    run.pass(LATER, work);
    // Counted from another moment, what was sent is sent again.
    let later = run.judge(machine, Time(since.0 + 1), work);
    for check in &machine.checks {
        let stood = [before.as_ref(), Some(&after), Some(&later)].map(|told| told.and_then(|it| of(it, &check.name)));
        rows.push(check_row(step, &check.name, stood));
    }
    for (mistake, had_finding) in machine.mistakes.iter().zip(findings) {
        let mut run = again(work);
        run.act(&mistake.attempt, work);
        run.pass(time(machine), work);
        let seen = match &mistake.when {
            MistakeSign::Check => of(&run.judge(machine, since, work), &mistake.name).map(verdict),
            MistakeSign::Finding(code) => Some(Verdict { holds: Some(has_finding(&run, code)), seen: Vec::new() }),
        };
        let right = match &mistake.when {
            MistakeSign::Check => of(&after, &mistake.name).map(verdict),
            MistakeSign::Finding(_) => Some(Verdict { holds: Some(had_finding), seen: Vec::new() }),
        };
        rows.push(mistake_row(step, mistake, right, seen));
        rows.extend(looks::of_mistake(step, mistake, &run));
    }
    rows.extend(predictions(step, &after));
    rows
}

fn of<'a>(told: &'a Checks, name: &str) -> Option<&'a CheckState> {
    told.checks.iter().find(|check| check.name == name)
}

fn verdict(check: &CheckState) -> Verdict {
    let holds = match check.standing {
        CheckStanding::Waiting => None,
        CheckStanding::Holds => Some(true),
        CheckStanding::Fails => Some(false),
    };
    Verdict { holds, seen: check.expectations.iter().map(|it| it.seen.clone()).collect() }
}

fn row(step: &LessonStep, kind: &'static str, name: &str) -> Row {
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
        Some(say!("lesson-play-lapses", seconds = seconds(LATER), seen = seen(&later)))
    } else {
        None
    };
    Row { before, after, why, ..row(step, "check", name) }
}

fn mistake_row(step: &LessonStep, mistake: &MachineMistake, right: Option<Verdict>, made: Option<Verdict>) -> Row {
    let holds = |verdict: &Option<Verdict>| verdict.as_ref().and_then(|it| it.holds) == Some(true);
    let seen = |verdict: &Option<Verdict>| verdict.as_ref().map(|it| it.seen.clone()).unwrap_or_default();
    let why = if !holds(&made) {
        Some(say!("lesson-play-silent", seen = seen(&made)))
    } else if holds(&right) {
        Some(say!("lesson-play-fires", seen = seen(&right)))
    } else {
        None
    };
    Row { before: right, after: made, why, ..row(step, "mistake", &mistake.name) }
}

/// Each prediction by number has a right figure.
fn predictions(step: &LessonStep, after: &Checks) -> Vec<Row> {
    let by_number = step.predictions.iter().filter_map(|prediction| {
        let PredictedAnswer::Number { check, figure, .. } = &prediction.answer else { return None };
        let seen = of(after, check).and_then(|check| check.expectations.get(*figure as usize));
        let why = seen.and_then(|it| it.figure).is_none().then(|| say!("lesson-play-figure", check));
        let after = seen.map(|it| Verdict { holds: None, seen: vec![it.seen.clone()] });
        Some(Row { after, why, ..row(step, "predict", &prediction.id) })
    });
    by_number.collect()
}

/// What a step's changes say has to be pushed.
fn unpushed(step: &LessonStep, run: &Running) -> Option<Row> {
    let findings = run.session.findings();
    let worst = findings.diagnostics.iter().min_by_key(|found| found.severity as u32);
    let problem = worst.map(|found| found.message.clone()).unwrap_or_default();
    findings.stale.then(|| Row { why: Some(say!("lesson-play-stale", problem)), ..row(step, "action", "") })
}

fn seconds(time: Duration) -> u64 {
    time.as_secs()
}

/// What is in view is there.
pub(super) fn looked(step: &LessonStep, name: &str, why: Words) -> Row {
    Row { why: Some(why), ..row(step, "look", name) }
}
