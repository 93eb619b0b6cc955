//! Whether a lesson is the same in two languages.

use mesh_words::say;

use crate::fault::{Faults, PARTS};
use crate::markdown::{Written, WrittenStep};

/// Says what differs, at the place in the second one.
pub(super) fn judge(first: &Written, other: &Written, faults: &mut Faults) {
    let ids = |written: &Written| written.steps.iter().map(|step| step.id.clone()).collect::<Vec<_>>();
    let (language, wanted) = (&first.language, ids(first));
    if wanted != ids(other) {
        faults.at(PARTS, other.span, say!("lesson-language-steps", language, steps = wanted));
        return;
    }
    if first.front.minutes != other.front.minutes {
        let minutes = first.front.minutes;
        faults.at(PARTS, other.span, say!("lesson-language-minutes", language, minutes));
    }
    for (one, two) in first.steps.iter().zip(&other.steps) {
        for (wanted, found) in parts(one).into_iter().zip(parts(two)) {
            if wanted != found {
                faults.at(PARTS, two.span, say!("lesson-language-parts", language, step = &two.id, wanted, found));
            }
        }
    }
}

/// What a step has, as people read it: predictions with their choices, checks, mistakes, hints, figures.
fn parts(step: &WrittenStep) -> Vec<String> {
    let list = |kind: &str, names: Vec<String>| format!("{kind} {}", names.join(", "));
    let mut figures: Vec<String> = step.figures.iter().map(|it| format!("{}.{}", it.check, it.figure + 1)).collect();
    figures.sort();
    let predictions = step.predictions.iter().map(|it| format!("{} ({})", it.id, it.choices.len()));
    vec![
        list("predict", predictions.collect()),
        list("check", step.checks.iter().map(|it| it.name.clone()).collect()),
        list("mistake", step.mistakes.iter().map(|it| it.name.clone()).collect()),
        format!("{} × hint", step.hints.len()),
        format!("{} × after", u32::from(!step.after.is_empty())),
        list("{{…}}", figures),
    ]
}
