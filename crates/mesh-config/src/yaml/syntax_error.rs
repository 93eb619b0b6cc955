//! What the scanner found, said in words that name the cure.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::MAX_DEPTH;

/// A message for a syntax error, and the bytes to mark.
pub(super) fn explain(kind: &ErrorKind, text: &str, at: usize) -> (String, Range<usize>) {
    let message = match kind {
        ErrorKind::MissingAnchorOrAliasName if is_lone_star(kind, text, at) => {
            let message = "`*` without quotes begins an alias to YAML; put it in quotes: `\"*\"`";
            return (message.to_owned(), at..at + 1);
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => {
            "a tab in the indentation; YAML takes only spaces: replace it by spaces".to_owned()
        }
        ErrorKind::InvalidIndentation | ErrorKind::InvalidBlockScalarIndent | ErrorKind::InvalidQuotedScalarIndent => {
            "this line is indented like none above it; move it under the key it belongs to".to_owned()
        }
        ErrorKind::ExpectedBlockMappingKey => {
            "a key was expected here; check the indentation and that the line above ends its value".to_owned()
        }
        ErrorKind::MappingValueNotAllowed => {
            "a second `: ` on one line; put the value in quotes, or move the inner key to a line of its own".to_owned()
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey | ErrorKind::MappingKeyNotAllowed => {
            "a key without `:`; write `key: value`".to_owned()
        }
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            "a quote that is never closed; add the closing quote".to_owned()
        }
        ErrorKind::UnclosedFlowCollection { open } | ErrorKind::MismatchedFlowCollectionEnd { open, .. } => {
            format!("`{open}` that is never closed; add `{}`", closing(*open))
        }
        ErrorKind::UnexpectedEofFlowSequence => "`[` that is never closed; add `]`".to_owned(),
        ErrorKind::UnexpectedEofFlowMapping | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            "`{` that is never closed; add `}`".to_owned()
        }
        ErrorKind::ExpectedFlowMappingSeparator => "`,` or `}` was expected here".to_owned(),
        ErrorKind::ExpectedFlowSequenceSeparator => "`,` or `]` was expected here".to_owned(),
        ErrorKind::MisplacedFlowCollectionEnd => "a closing bracket without an opening one; remove it".to_owned(),
        ErrorKind::UnexpectedCharacter { character } => {
            format!("`{character}` cannot begin a value; put the value in quotes")
        }
        ErrorKind::ExpectedBlockSequenceEntry | ErrorKind::BlockSequenceEntryNotAllowed => {
            "a list and keys are mixed here; indent the `- ` under its key".to_owned()
        }
        ErrorKind::BlockEntryInFlowCollection => "`- ` inside brackets; write the items with commas".to_owned(),
        ErrorKind::UnknownQuotedScalarEscape => {
            "an escape that YAML does not know; write `\\\\` for a backslash, or use single quotes".to_owned()
        }
        ErrorKind::RecursionLimitExceeded => {
            format!("nested deeper than {MAX_DEPTH} levels; the document is not read: flatten it")
        }
        other => format!("this is not YAML: {other}"),
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
