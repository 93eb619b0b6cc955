//! Whether the words of a step fit its machine's part.

use mesh_view::Span;
use mesh_words::say;

use crate::fault::{Faults, PARTS};
use crate::machine::{Machine, Right};
use crate::markdown::{Written, WrittenStep};

/// Says what does not fit.
pub(super) fn judge(written: &Written, machines: &[Machine], faults: &mut Faults) {
    let nothing = Machine::default();
    let of = |step: &WrittenStep| machines.iter().find(|machine| machine.step == step.id).unwrap_or(&nothing);
    // Checks so far, with how many figures each has seen.
    let mut seen: Vec<(&str, usize)> = Vec::new();
    for step in &written.steps {
        let machine = of(step);
        seen.extend(machine.checks.iter().map(|check| (check.name.as_str(), check.figures.len())));
        names(written, step, machine, faults);
        predictions(step, machine, faults);
        let hints = step.hints.len();
        if machine.action.is_some() && hints != 3 {
            faults.at(PARTS, step.span, say!("lesson-hints", step = &step.id, count = hints));
        }
        for figure in &step.figures {
            let known = seen.iter().rev().find(|(name, _)| *name == figure.check);
            match known {
                None => faults.at(PARTS, figure.span, say!("lesson-figure-check", check = &figure.check)),
                Some((_, figures)) if figure.figure as usize >= *figures => {
                    let (check, count) = (&figure.check, *figures);
                    faults.at(PARTS, figure.span, say!("lesson-figure-number", check, count));
                }
                Some(_) => {}
            }
        }
        for (address, at) in &step.anchors {
            if !written.steps.iter().any(|step| step.id == *address) {
                faults.at(PARTS, *at, say!("lesson-anchor", step = address));
            }
        }
    }
}

/// Each part has words, and words have a part.
fn names(written: &Written, step: &WrittenStep, machine: &Machine, faults: &mut Faults) {
    let words = |kind: &'static str| -> Vec<(&str, Span)> {
        match kind {
            "check" => step.checks.iter().map(|it| (it.name.as_str(), it.span)).collect(),
            "mistake" => step.mistakes.iter().map(|it| (it.name.as_str(), it.span)).collect(),
            _ => step.predictions.iter().map(|it| (it.id.as_str(), it.span)).collect(),
        }
    };
    let parts = |kind: &'static str| -> Vec<(&str, Span)> {
        match kind {
            "check" => machine.checks.iter().map(|it| (it.name.as_str(), it.span)).collect(),
            "mistake" => machine.mistakes.iter().map(|it| (it.name.as_str(), it.span)).collect(),
            _ => machine.predictions.iter().map(|it| (it.id.as_str(), it.span)).collect(),
        }
    };
    for (kind, field) in [("check", "checks"), ("mistake", "mistakes"), ("predict", "predict")] {
        let (words, parts) = (words(kind), parts(kind));
        for (name, at) in words.iter().filter(|(name, _)| !parts.iter().any(|(part, _)| part == name)) {
            let file = format!("steps/{}.yaml", step.id);
            faults.at(PARTS, *at, say!("lesson-no-part", name = *name, file, field));
        }
        for (name, at) in parts.iter().filter(|(name, _)| !words.iter().any(|(word, _)| word == name)) {
            let file = format!("lesson.{}.md", written.language);
            faults.at(PARTS, *at, say!("lesson-no-words-of", fence = format!("{kind} {name}"), step = &step.id, file));
        }
    }
}

fn predictions(step: &WrittenStep, machine: &Machine, faults: &mut Faults) {
    for written in &step.predictions {
        let Some(machine_part) = machine.predictions.iter().find(|it| it.id == written.id) else { continue };
        match &machine_part.right {
            Right::Choice(right) if *right as usize >= written.choices.len() => {
                let count = written.choices.len();
                faults.at(PARTS, written.span, say!("lesson-choice", count, right = *right + 1));
            }
            Right::Choice(_) => {}
            _ if !written.choices.is_empty() => faults.at(PARTS, written.span, say!("lesson-choice-none")),
            Right::Number { check, figure, .. } => {
                let known = machine.checks.iter().find(|it| it.name == *check);
                if known.is_none_or(|known| *figure as usize >= known.figures.len()) {
                    faults.at(PARTS, machine_part.span, say!("lesson-predict-check", check, figure = *figure));
                }
            }
            Right::Node { .. } => {}
        }
    }
}
