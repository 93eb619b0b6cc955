//! Figures that are typed: what came of a run is seen by a check and shown as `{{its-name}}`, never written by hand.
//!
//! A number in words has to be one that is put in (by the scenario, by this step or an earlier one), one that a check proves, or one
//! of those that the step declares under `figures`. What can be chosen and is wrong may be any.

use mesh_view::SourceFile;
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
    let is_of_scenario = |file: &&SourceFile| !file.name.starts_with("steps/") && !file.name.starts_with("lesson.");
    files.iter().filter(is_of_scenario).for_each(|file| inputs.take(&file.text));
    let mut declared = DeclaredFigures::of(machines);
    let nothing = Machine::default();
    for step in &first.steps {
        let machine = machines.iter().find(|machine| machine.step == step.id).unwrap_or(&nothing);
        let name = format!("steps/{}.yaml", step.id);
        files.iter().filter(|file| file.name == name).for_each(|file| inputs.take(&file.text));
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
                if !declared.says(Some(&step.id), number) && !inputs.has(number) && !is_free {
                    faults.at(
                        PARTS,
                        *span,
                        say!("lesson-figure-typed", figure = number.value.to_string(), file = &name),
                    );
                }
            }
        }
    }
    for written in written {
        front(written, &inputs, &mut declared, files, faults);
    }
    for unsaid in declared.unsaid() {
        faults.at(PARTS, unsaid.span, say!("lesson-figure-unsaid", figure = unsaid.value.to_string()));
    }
}

/// Says what is typed in front of the steps.
fn front(
    written: &Written,
    inputs: &Inputs,
    declared: &mut DeclaredFigures<'_>,
    files: &[SourceFile],
    faults: &mut Faults,
) {
    let text = files.get(written.span.file as usize).map_or("", |file| file.text.as_str());
    for words in [&written.front.title, &written.front.summary, &written.front.outcome] {
        for number in &numbers(words) {
            if !declared.says(None, number) && !inputs.has(number) && !inputs.proves(number) {
                let at = text.find(words.as_str()).map_or(0..0, |at| at..at + words.len());
                let figure = number.value.to_string();
                faults.at(
                    PARTS,
                    span(written.span.file, at),
                    say!("lesson-figure-typed", figure, file = "steps/*.yaml"),
                );
            }
        }
    }
}

/// The figures that steps declare, with whether words say them.
struct DeclaredFigures<'a>(Vec<(&'a str, &'a Declared, bool)>);

impl<'a> DeclaredFigures<'a> {
    fn of(machines: &'a [Machine]) -> Self {
        let of = |machine: &'a Machine| machine.declared.iter().map(|it| (machine.step.as_str(), it, false));
        Self(machines.iter().flat_map(of).collect())
    }

    /// Whether a step, or any where none is given, declares a number, which is said herewith.
    fn says(&mut self, step: Option<&str>, number: &Number) -> bool {
        let is_it = |it: &&mut (&str, &Declared, bool)| {
            step.is_none_or(|step| step == it.0) && (it.1.value - number.value).abs() < 1e-9
        };
        let known = self.0.iter_mut().find(is_it);
        known.map(|known| known.2 = true).is_some()
    }

    fn unsaid(&self) -> impl Iterator<Item = &'a Declared> {
        self.0.iter().filter(|known| !known.2).map(|known| known.1)
    }
}

/// Whether a choice is the right one.
fn is_right(machine: &Machine, prediction: &str, choice: usize) -> bool {
    let of_machine = machine.predictions.iter().find(|it| it.id == prediction);
    of_machine.is_none_or(|it| it.right == Right::Choice(u32::try_from(choice).unwrap_or(u32::MAX)))
}
