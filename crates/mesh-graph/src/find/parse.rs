//! An expression as it is read.

use super::operand::Takes;
use super::{Clause, Expression, FigureOperator, FindError, FindErrorKind, Operand, Query, Test, TextOperator};
use crate::GraphOptions;

/// Operators by how they are written, longer ones before those that they begin with.
const SIGNS: [&str; 12] = ["!*=", "!^=", "!$=", "!=", "*=", "^=", "$=", ">=", "<=", "=", ">", "<"];

/// Operators that are words, as `contains`; with `not ` before them they are negated.
const WORDS: [(&str, &str); 3] = [(" contains ", "*="), (" startswith ", "^="), (" endswith ", "$=")];

pub(super) fn query(text: &str) -> Result<Query, FindError> {
    if text.trim().is_empty() {
        return Ok(Query::default());
    }
    let whole = Part { text, start: 0, whole: text };
    if text.len() > GraphOptions::LONGEST {
        return Err(whole.error(FindErrorKind::TooLong));
    }
    let clause = |part: Part<'_>| {
        let expressions: Vec<Expression> =
            part.split("and").into_iter().map(expression).collect::<Result<_, FindError>>()?;
        let of_nodes = expressions.iter().filter(|each| each.operand.is_of_node()).count();
        match of_nodes {
            0 => Ok(Clause(expressions)),
            all if all == expressions.len() => Ok(Clause(expressions)),
            _ => Err(part.error(FindErrorKind::NodeAndEdge)),
        }
    };
    Ok(Query { clauses: whole.split("or").into_iter().map(clause).collect::<Result<_, FindError>>()? })
}

/// A part of what is written, and where it stands.
#[derive(Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    start: usize,
    whole: &'a str,
}

impl<'a> Part<'a> {
    fn error(self, kind: FindErrorKind) -> FindError {
        let before = self.start + (self.text.len() - self.text.trim_start().len());
        let at = 1 + self.whole.get(..before).unwrap_or_default().chars().count();
        FindError { kind, text: self.text.trim().chars().take(80).collect(), at }
    }

    /// What stands between the words that are this one, in any case.
    fn split(self, joint: &str) -> Vec<Part<'a>> {
        let mut parts = Vec::new();
        let mut from = 0;
        let mut at = 0;
        for word in self.text.split_inclusive(char::is_whitespace) {
            if word.trim_end().eq_ignore_ascii_case(joint) {
                parts.push(self.cut(from, at));
                from = at + word.len();
            }
            at += word.len();
        }
        parts.push(self.cut(from, self.text.len()));
        parts
    }

    fn cut(self, from: usize, to: usize) -> Part<'a> {
        Part { text: self.text.get(from..to).unwrap_or_default(), start: self.start + from, whole: self.whole }
    }
}

fn expression(part: Part<'_>) -> Result<Expression, FindError> {
    let fail = |kind| Err(part.error(kind));
    if part.text.trim().is_empty() {
        return fail(FindErrorKind::Missing);
    }
    let Some((name, sign, value)) = comparison(part.text) else { return fact(part) };
    let operand = match Operand::named(name) {
        Ok(operand) => operand,
        Err(kind) => return fail(kind),
    };
    let value = value.trim();
    if value.is_empty() {
        return fail(FindErrorKind::NoValue);
    }
    let test = match (operand.takes(), text_operator(sign), figure_operator(sign)) {
        (Takes::Nothing, ..) => return fail(FindErrorKind::TakesNoValue),
        (Takes::Text | Takes::TextOrNothing, Some((operator, wanted)), _) => {
            Test::Text(operator, wanted, value.to_owned())
        }
        (Takes::Text | Takes::TextOrNothing, None, _) => return fail(FindErrorKind::NotForTexts),
        (Takes::Figure, _, None) => return fail(FindErrorKind::NotForFigures),
        (Takes::Figure, _, Some(operator)) => match figure(value) {
            Some(limit) => Test::Figure(operator, limit),
            None => return fail(FindErrorKind::NotANumber),
        },
    };
    Ok(Expression { operand, test })
}

/// A figure; `NaN` stands for none.
fn figure(value: &str) -> Option<Option<f64>> {
    if value.eq_ignore_ascii_case("nan") {
        return Some(None);
    }
    let value = value.strip_suffix('%').unwrap_or(value).trim_end();
    value.parse::<f64>().ok().filter(|figure| figure.is_finite()).map(Some)
}

/// An operand without an operator: whether it is so.
fn fact(part: Part<'_>) -> Result<Expression, FindError> {
    let mut words: Vec<&str> = Vec::new();
    let mut wanted = true;
    for word in part.text.split_whitespace() {
        let bare = word.trim_start_matches('!');
        if word.len() - bare.len() == 1 || bare.eq_ignore_ascii_case("not") {
            wanted = !wanted;
        }
        // Words that make it read well mean nothing.
        if !["", "not", "is", "has"].iter().any(|filler| bare.eq_ignore_ascii_case(filler)) {
            words.push(bare);
        }
    }
    let [name] = words.as_slice() else { return Err(part.error(FindErrorKind::NoOperator)) };
    match Operand::named(name) {
        Ok(operand) if matches!(operand.takes(), Takes::Nothing | Takes::TextOrNothing) => {
            Ok(Expression { operand, test: Test::Is(wanted) })
        }
        Ok(_) => Err(part.error(FindErrorKind::NoOperator)),
        Err(kind) => Err(part.error(kind)),
    }
}

/// Operand, operator and value, where there is an operator.
fn comparison(text: &str) -> Option<(&str, &'static str, &str)> {
    let sign = text.char_indices().find_map(|(at, _)| {
        let rest = text.get(at..)?;
        SIGNS.iter().find(|sign| rest.starts_with(**sign)).map(|sign| (at, *sign))
    });
    if let Some((at, sign)) = sign {
        return Some((text.get(..at)?.trim(), sign, text.get(at + sign.len()..)?));
    }
    let lower = text.to_ascii_lowercase();
    let (at, word, sign) = WORDS.iter().find_map(|(word, sign)| Some((lower.find(word)?, *word, *sign)))?;
    let (name, value) = (text.get(..at)?.trim(), text.get(at + word.len()..)?);
    match name.len().checked_sub(4).and_then(|from| Some((name.get(..from)?, name.get(from..)?))) {
        Some((name, not)) if not.eq_ignore_ascii_case(" not") => {
            let sign = SIGNS.iter().find(|negated| negated.strip_prefix('!') == Some(sign))?;
            Some((name.trim(), sign, value))
        }
        _ => Some((name, sign, value)),
    }
}

/// How texts compare, and whether that is wanted.
fn text_operator(sign: &str) -> Option<(TextOperator, bool)> {
    let (sign, wanted) = sign.strip_prefix('!').map_or((sign, true), |sign| (sign, false));
    let operator = match sign {
        "=" => TextOperator::Equals,
        "*=" => TextOperator::Contains,
        "^=" => TextOperator::StartsWith,
        "$=" => TextOperator::EndsWith,
        _ => return None,
    };
    Some((operator, wanted))
}

fn figure_operator(sign: &str) -> Option<FigureOperator> {
    Some(match sign {
        "=" => FigureOperator::Equals,
        "!=" => FigureOperator::Differs,
        ">" => FigureOperator::Greater,
        ">=" => FigureOperator::AtLeast,
        "<" => FigureOperator::Less,
        "<=" => FigureOperator::AtMost,
        _ => return None,
    })
}
