//! What a lesson must be beyond being readable: its parts fit together, and its languages say the same.

mod fit;
mod hints;
mod inputs;
mod languages;
mod typed;

use mesh_view::{Block, Inline, SourceFile};
use mesh_words::say;

use crate::YOURS;
use crate::fault::{Faults, RULE};
use crate::machine::Machine;
use crate::markdown::{TITLE, Written, plain};

/// Characters of a step's words, at most: what can be read beside a running mesh. Code and tables do not count, nor do fences.
const LONGEST_TEXT: usize = 1_200;
/// The first prediction is asked within so many steps.
const FIRST_PREDICTION: usize = 3;

/// Says what is wrong.
pub(crate) fn judge(written: &[Written], machines: &[Machine], files: &[SourceFile], faults: &mut Faults) {
    for written in written {
        of_language(written, machines, faults);
        fit::judge(written, machines, faults);
        hints::judge(written, machines, faults);
    }
    typed::judge(written, machines, files, faults);
    if let Some((first, others)) = written.split_first() {
        for other in others {
            languages::judge(first, other, faults);
        }
        for machine in machines.iter().filter(|machine| first.steps.iter().all(|step| step.id != machine.step)) {
            faults.at(RULE, machine.span, say!("lesson-step-unknown", step = &machine.step));
        }
    }
}

fn of_language(written: &Written, machines: &[Machine], faults: &mut Faults) {
    match written.steps.last() {
        Some(last) if last.id != YOURS => faults.at(RULE, last.span, say!("lesson-last-step", step = &last.id)),
        Some(last) => {
            let machine = machines.iter().find(|machine| machine.step == YOURS);
            if machine.is_some_and(|machine| machine.action.is_some()) {
                faults.at(RULE, last.span, say!("lesson-last-action"));
            }
        }
        None => faults.at(RULE, written.span, say!("lesson-no-steps")),
    }
    let asks = |step: &crate::markdown::WrittenStep| !step.predictions.is_empty();
    if !written.steps.iter().take(FIRST_PREDICTION).any(asks) {
        faults.at(RULE, written.span, say!("lesson-first-prediction", most = FIRST_PREDICTION));
    }
    for step in &written.steps {
        let lengths = [(&*step.title, step.title.chars().count(), TITLE), ("text", length(&step.text), LONGEST_TEXT)];
        for (what, count, most) in lengths {
            if count > most {
                faults.at(RULE, step.span, say!("lesson-too-long", what, count, most));
            }
        }
        if step.title.is_empty() || step.text.is_empty() {
            faults.at(RULE, step.span, say!("lesson-step-empty"));
        }
    }
}

/// Characters of what is read.
fn length(blocks: &[Block]) -> usize {
    let of_line = |line: &[Inline]| plain(line).chars().count();
    let of_block = |block: &Block| match block {
        Block::Paragraph(line) => of_line(line),
        Block::List { items, .. } => items.iter().map(|item| length(item)).sum(),
        Block::Quote(blocks) => length(blocks),
        Block::Code { .. } | Block::Table { .. } => 0,
    };
    blocks.iter().map(of_block).sum()
}
