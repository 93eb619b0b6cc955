//! What the scanner found, said in words that name the cure.

use std::ops::Range;

use granit_parser::ErrorKind;
use mesh_words::{Words, say};

use super::MAX_DEPTH;

/// A message for a syntax error, and the bytes to mark.
pub(super) fn explain(kind: &ErrorKind, text: &str, at: usize) -> (Words, Range<usize>) {
    let message = match kind {
        ErrorKind::MissingAnchorOrAliasName if is_lone_star(kind, text, at) => {
            return (say!("config-yaml-lone-star"), at..at + 1);
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => say!("config-yaml-tab"),
        ErrorKind::InvalidIndentation | ErrorKind::InvalidBlockScalarIndent | ErrorKind::InvalidQuotedScalarIndent => {
            say!("config-yaml-indentation")
        }
        ErrorKind::ExpectedBlockMappingKey => say!("config-yaml-key-expected"),
        ErrorKind::MappingValueNotAllowed => say!("config-yaml-second-colon"),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey | ErrorKind::MappingKeyNotAllowed => {
            say!("config-yaml-no-colon")
        }
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            say!("config-yaml-open-quote")
        }
        ErrorKind::UnclosedFlowCollection { open } | ErrorKind::MismatchedFlowCollectionEnd { open, .. } => {
            say!("config-yaml-open-bracket", open = *open, close = closing(*open))
        }
        ErrorKind::UnexpectedEofFlowSequence => say!("config-yaml-open-bracket", open = '[', close = ']'),
        ErrorKind::UnexpectedEofFlowMapping | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            say!("config-yaml-open-bracket", open = '{', close = '}')
        }
        ErrorKind::ExpectedFlowMappingSeparator => say!("config-yaml-separator", close = '}'),
        ErrorKind::ExpectedFlowSequenceSeparator => say!("config-yaml-separator", close = ']'),
        ErrorKind::MisplacedFlowCollectionEnd => say!("config-yaml-closing-bracket"),
        ErrorKind::UnexpectedCharacter { character } => {
            say!("config-yaml-reserved-character", character = *character)
        }
        ErrorKind::ExpectedBlockSequenceEntry | ErrorKind::BlockSequenceEntryNotAllowed => {
            say!("config-yaml-list-and-keys")
        }
        ErrorKind::BlockEntryInFlowCollection => say!("config-yaml-dash-in-brackets"),
        ErrorKind::UnknownQuotedScalarEscape => say!("config-yaml-unknown-escape"),
        ErrorKind::RecursionLimitExceeded => say!("config-yaml-too-deep", most = MAX_DEPTH),
        other => say!("config-yaml-other", problem = other.to_string()),
    };
    (message, token_at(text, at))
}

/// Whether the error is a star that stands alone, without quotes.
pub(super) fn is_lone_star(kind: &ErrorKind, text: &str, at: usize) -> bool {
    matches!(kind, ErrorKind::MissingAnchorOrAliasName) && text.get(at..).is_some_and(|rest| rest.starts_with('*'))
}

fn closing(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}

/// The word at a place, so that there is something to underline; at the end of the text its last character.
fn token_at(text: &str, at: usize) -> Range<usize> {
    let mut start = at.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.find(['\n', '\r', ' ', ',']).unwrap_or(rest.len());
    if length > 0 {
        return start..start + length;
    }
    match rest.chars().next() {
        Some(' ' | ',') => start..start + 1,
        _ => {
            let before = text.get(..start).unwrap_or_default().trim_end_matches(['\n', '\r', ' ']);
            let last = before.chars().next_back().map_or(0, char::len_utf8);
            before.len() - last..before.len()
        }
    }
}
