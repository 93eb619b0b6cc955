//! Hints: the last one is the whole way, and it leads to what the step proves to be right.

use mesh_view::{Block, Inline, LessonAction};
use mesh_words::say;

use crate::fault::{Faults, PARTS};
use crate::machine::{Machine, Predicted, Right};
use crate::markdown::{Written, WrittenStep, plain};
use crate::numbers::numbers;

/// Says which hints lead elsewhere.
pub(super) fn judge(written: &Written, machines: &[Machine], faults: &mut Faults) {
    for step in &written.steps {
        let Some(machine) = machines.iter().find(|machine| machine.step == step.id) else { continue };
        let (Some(action), Some((last, span))) = (&machine.action, step.hints.last()) else { continue };
        if action.is_typed {
            let codes = codes(last);
            let is_of_action = |code: &&str| action.patches.iter().any(|patch| has_lines(&patch.text, code));
            if codes.is_empty() || !codes.iter().all(is_of_action) {
                faults.at(PARTS, *span, say!("lesson-hint-code", step = &step.id));
            }
            for command in unsaid(action, step) {
                faults.at(PARTS, *span, say!("lesson-hint-command", command));
            }
        }
        for predicted in &machine.predictions {
            if let Some(answer) = wrong_answer(predicted, machine, step, last) {
                faults.at(PARTS, *span, say!("lesson-hint-answer", answer, question = &predicted.id));
            }
        }
    }
}

/// The command lines of an action that the learner has to do alone and is not told of.
fn unsaid(action: &LessonAction, step: &WrittenStep) -> Vec<String> {
    let said: Vec<&str> = std::iter::once(&step.text)
        .chain(step.hints.iter().map(|(words, _)| words))
        .flat_map(|words| codes(words).into_iter().chain(inline_codes(words)))
        .collect();
    let is_said = |command: &&String| said.iter().any(|code| code.lines().any(|line| line.trim() == command.trim()));
    action.commands.iter().filter(|command| !is_said(command)).cloned().collect()
}

/// What the words name as the answer, where another one is right.
fn wrong_answer(predicted: &Predicted, machine: &Machine, step: &WrittenStep, words: &[Block]) -> Option<String> {
    match &predicted.right {
        Right::Choice(right) => {
            let choices = &step.predictions.iter().find(|it| it.id == predicted.id)?.choices;
            let named = |name: &String| {
                let begins = |choice: &mesh_view::Choice| plain(&choice.text).starts_with(name.as_str());
                let is_right = choices.get(*right as usize).is_some_and(begins);
                choices.iter().any(begins) && !is_right
            };
            emphases(words).into_iter().filter(|name| !name.is_empty()).find(named)
        }
        Right::Number { check, figure, within, .. } => {
            let figures = &machine.checks.iter().find(|it| it.name == *check)?.figures;
            let (from, to) = figures.get(*figure as usize)?.between?;
            let texts = inlines(words).into_iter().filter_map(|piece| match piece {
                Inline::Text(text) => Some(text),
                _ => None,
            });
            let said: Vec<f64> = texts.flat_map(|text| numbers(text)).map(|number| number.value).collect();
            let is_right = |number: &f64| (from - within..=to + within).contains(number);
            (!said.is_empty() && !said.iter().any(is_right)).then(|| said.first().map(f64::to_string)).flatten()
        }
        Right::Node { .. } => None,
    }
}

/// Whether lines stand in a text one behind the other, wherever they begin. Comments and empty lines are passed over.
fn has_lines(text: &str, code: &str) -> bool {
    let (text, code) = (bare(text), bare(code));
    let Some((first, _)) = code.first() else { return false };
    text.windows(code.len()).any(|window| {
        let by = window.first().map_or(0, |(indent, _)| *indent);
        window.iter().zip(&code).all(|((indent, line), (wanted, piece))| {
            line == piece && indent.checked_sub(by) == wanted.checked_sub(*first)
        })
    })
}

/// The lines that say something, with their indents.
fn bare(text: &str) -> Vec<(usize, &str)> {
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    lines.map(|line| (line.len() - line.trim_start().len(), line.trim())).collect()
}

fn codes(blocks: &[Block]) -> Vec<&str> {
    let code = blocks.iter().flat_map(|block| match block {
        Block::Code { text, .. } => vec![text.as_str()],
        Block::Quote(inner) => codes(inner),
        Block::List { items, .. } => items.iter().flat_map(|item| codes(item)).collect(),
        Block::Paragraph(_) | Block::Table { .. } => Vec::new(),
    });
    code.collect()
}

/// What stands in the lines of words, code blocks and tables aside.
fn inlines(blocks: &[Block]) -> Vec<&Inline> {
    let of_all = blocks.iter().flat_map(|block| match block {
        Block::Paragraph(line) => line.iter().collect(),
        Block::Quote(inner) => inlines(inner),
        Block::List { items, .. } => items.iter().flat_map(|item| inlines(item)).collect(),
        Block::Code { .. } | Block::Table { .. } => Vec::new(),
    });
    of_all.collect()
}

fn inline_codes(blocks: &[Block]) -> Vec<&str> {
    let code = inlines(blocks).into_iter().filter_map(|piece| match piece {
        Inline::Code(code) => Some(code.as_str()),
        _ => None,
    });
    code.collect()
}

fn emphases(blocks: &[Block]) -> Vec<String> {
    let emphasis = inlines(blocks).into_iter().filter_map(|piece| match piece {
        Inline::Emphasis(inner) => Some(plain(inner)),
        _ => None,
    });
    emphasis.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_of_a_hint_stands_in_the_change_whatever_its_indent() {
        let text = "spec:\n  # why\n  hosts:\n  - a\n  http:\n  - route: []\n";
        for (code, is_there) in [
            ("hosts:\n- a\nhttp:\n", true),
            ("    hosts:\n    - a\n", true),
            ("spec:\n  hosts:\n", true),
            ("spec:\nhosts:\n", false),
            ("hosts:\n  - a\n", false),
            ("hosts:\n- b\n", false),
            ("- route: []\n  more: 1\n", false),
            ("# why\n", false),
        ] {
            assert_eq!(has_lines(text, code), is_there, "{code:?}");
        }
    }
}
