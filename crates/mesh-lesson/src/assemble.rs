//! Words and machine's parts put together.

use mesh_view::{Lesson, LessonCard, LessonCheck, LessonStep, Mistake, PredictedAnswer, Prediction};

use crate::machine::{Machine, Right};
use crate::markdown::{Written, WrittenPrediction, WrittenStep};

/// A lesson in one language. What does not fit together is left out; [`crate::rules`] says so.
pub(crate) fn lesson(slug: &str, written: &Written, machines: &[Machine]) -> Lesson {
    let front = &written.front;
    let nothing = Machine::default();
    let of = |step: &WrittenStep| machines.iter().find(|machine| machine.step == step.id).unwrap_or(&nothing);
    Lesson {
        card: LessonCard {
            slug: slug.to_owned(),
            title: front.title.clone(),
            summary: front.summary.clone(),
            outcome: front.outcome.clone(),
            minutes: front.minutes,
            group: front.group.clone(),
            steps: written.steps.iter().map(|step| step.id.clone()).collect(),
        },
        language: written.language.clone(),
        steps: written.steps.iter().map(|it| step(it, of(it))).collect(),
    }
}

fn step(written: &WrittenStep, machine: &Machine) -> LessonStep {
    let has_check = |name: &str| machine.checks.iter().any(|check| check.name == name);
    let checks = written.checks.iter().filter(|check| has_check(&check.name));
    let mistake = |words: &crate::markdown::Named<Vec<mesh_view::Block>>| {
        let of_machine = machine.mistakes.iter().find(|mistake| mistake.name == words.name)?;
        let (when, look) = (of_machine.when.clone(), of_machine.look.clone());
        Some(Mistake { name: words.name.clone(), when, text: words.words.clone(), look })
    };
    LessonStep {
        id: written.id.clone(),
        title: written.title.clone(),
        text: written.text.clone(),
        predictions: written.predictions.iter().filter_map(|it| prediction(it, machine)).collect(),
        action: machine.action.clone(),
        checks: checks.map(|it| LessonCheck { name: it.name.clone(), text: it.words.clone() }).collect(),
        judged: machine.judged.text.clone(),
        mistakes: written.mistakes.iter().filter_map(mistake).collect(),
        hints: written.hints.iter().map(|(words, _)| words.clone()).collect(),
        after: written.after.clone(),
        look: machine.look.clone(),
    }
}

fn prediction(written: &WrittenPrediction, machine: &Machine) -> Option<Prediction> {
    let of_machine = machine.predictions.iter().find(|it| it.id == written.id)?;
    let answer = match of_machine.right.clone() {
        Right::Choice(right) => PredictedAnswer::Choice { choices: written.choices.clone(), right },
        Right::Number { check, figure, within, unit } => PredictedAnswer::Number { check, figure, within, unit },
        Right::Node { app, version } => PredictedAnswer::Node { app, version },
    };
    Some(Prediction { id: written.id.clone(), text: written.text.clone(), answer })
}
