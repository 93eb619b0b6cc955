//! Figures that are typed: what came of a run is seen by a check and shown as `{{its-name}}`, never written by hand.
//!
//! A number in words has to be one that is put in (by the scenario, by this step or an earlier one), one that a check proves, or one
//! of those that the step declares under `figures`. What can be chosen and is wrong may be any.

use mesh_view::{SourceFile, Span};
use mesh_words::say;

use super::inputs::Inputs;
use crate::fault::{Faults, PARTS, span};
use crate::machine::{Declared, Machine, Right};
use crate::markdown::{Place, TypedNumber, Written};
use crate::numbers::{Number, numbers};

/// Says what is typed, and what is declared and not said in any language.
pub(super) fn judge(written: &[Written], machines: &[Machine], files: &[SourceFile], faults: &mut Faults) {
    let Some(first) = written.first() else { return };
    let mut inputs = Inputs::default();
    let is_step = |file: &&SourceFile| file.name.starts_with("steps/");
    for file in files.iter().filter(|file| !is_step(file) && !file.name.starts_with("lesson.")) {
        inputs.take(&file.text);
    }
    let mut said = vec![false; machines.iter().map(|machine| machine.declared.len()).sum()];
    let mut is_declared = |machine: &Machine, number: &Number| {
        let before: usize = machines.iter().take_while(|it| it.step != machine.step).map(|it| it.declared.len()).sum();
        let is_it = |declared: &Declared| (declared.value - number.value).abs() < 1e-9;
        let place = machine.declared.iter().position(is_it).and_then(|place| said.get_mut(before + place));
        place.map(|said| *said = true).is_some()
    };
    let nothing = Machine::default();
    for step in &first.steps {
        let machine = machines.iter().find(|machine| machine.step == step.id).unwrap_or(&nothing);
        for file in files.iter().filter(|file| file.name == format!("steps/{}.yaml", step.id)) {
            inputs.take(&file.text);
        }
        inputs.prove(machine);
        for step in written.iter().flat_map(|written| &written.steps).filter(|it| it.id == step.id) {
            for (TypedNumber { number, span }, place) in &step.numbers {
                let is_free = match place {
                    Place::Words => inputs.proves(number),
                    Place::After => false,
                    Place::Choice(prediction, choice) => {
                        inputs.proves(number) || !is_right(machine, prediction, *choice)
                    }
                };
                // Said is said, though it may be put in as well.
                let is_declared = is_declared(machine, number);
                if !inputs.has(number) && !is_free && !is_declared {
                    tell(number, *span, &step.id, faults);
                }
            }
        }
    }
    for written in written {
        for words in [&written.front.title, &written.front.summary, &written.front.outcome] {
            for number in &numbers(words) {
                let is_declared = machines.iter().any(|machine| is_declared(machine, number));
                if !inputs.has(number) && !inputs.proves(number) && !is_declared {
                    let text = files.get(written.span.file as usize).map_or("", |file| file.text.as_str());
                    let at = text.find(words.as_str()).unwrap_or_default();
                    tell(number, span(written.span.file, at..at + words.len()), "", faults);
                }
            }
        }
    }
    let declared = machines.iter().flat_map(|machine| &machine.declared);
    for (declared, _) in declared.zip(&said).filter(|(_, said)| !**said) {
        faults.at(PARTS, declared.span, say!("lesson-figure-unsaid", figure = declared.value.to_string()));
    }
}

/// Whether a choice is the right one.
fn is_right(machine: &Machine, prediction: &str, choice: usize) -> bool {
    let of_machine = machine.predictions.iter().find(|it| it.id == prediction);
    of_machine.is_none_or(|it| it.right == Right::Choice(u32::try_from(choice).unwrap_or(u32::MAX)))
}

fn tell(number: &Number, at: Span, step: &str, faults: &mut Faults) {
    let file = if step.is_empty() { "steps/*.yaml".to_owned() } else { format!("steps/{step}.yaml") };
    faults.at(PARTS, at, say!("lesson-figure-typed", figure = number.value.to_string(), file));
}
