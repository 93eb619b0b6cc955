//! Numbers that words say.

use mesh_view::{Choice, Inline, Span};

use crate::numbers::{Number, numbers};

/// A number that is typed.
#[derive(Clone, Debug)]
pub(crate) struct TypedNumber {
    pub(crate) number: Number,
    pub(crate) span: Span,
}

/// In what words of a step a number stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// What is read before the run has shown anything.
    Words,
    /// What is said once all checks hold.
    After,
    /// Something that can be chosen: the prediction, and which of its choices.
    Choice(String, usize),
}

/// Says of the numbers of a question, which come in the order of its words, what is one of a choice.
pub(super) fn tell_choices(numbers: &mut [(TypedNumber, Place)], prediction: &str, choices: &[Choice]) {
    let mut rest = numbers.iter_mut().rev();
    for (at, choice) in choices.iter().enumerate().rev() {
        rest.by_ref().take(count(&choice.reply)).for_each(drop);
        for (_, place) in rest.by_ref().take(count(&choice.text)) {
            *place = Place::Choice(prediction.to_owned(), at);
        }
    }
}

/// How many numbers are typed in a line.
fn count(line: &[Inline]) -> usize {
    let of = |piece: &Inline| match piece {
        Inline::Text(text) => numbers(text).len(),
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link { text: inner, .. } => count(inner),
        Inline::Code(_) | Inline::Figure { .. } => 0,
    };
    line.iter().map(of).sum()
}
