//! Paths as templates write them (`parser.go`).

use serde_json::Value;

use super::{Node, Operand};

/// A text in quotes.
pub(super) fn unquote(text: &str) -> Result<String, String> {
    let quote = text.chars().next().unwrap_or('"');
    let inner = text.get(1..).and_then(|rest| rest.strip_suffix(quote)).ok_or("unterminated quoted string")?;
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            _ => out.push(c),
        }
    }
    Ok(out)
}

/// `.items[*].metadata.name`.
pub(super) fn nodes(text: &str) -> Result<Vec<Node>, String> {
    let mut out = Vec::new();
    let mut rest = text;
    if let Some(after) = rest.strip_prefix('$') {
        out.push(Node::Root);
        rest = after;
    } else if let Some(after) = rest.strip_prefix('@') {
        rest = after;
    } else if rest.starts_with(|c: char| c.is_alphabetic()) {
        return Err(format!("unrecognized identifier {}", rest.split(['.', '[']).next().unwrap_or_default()));
    }
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("..") {
            out.push(Node::Recursive);
            rest = after;
            if !rest.starts_with('[') {
                rest = field(rest, &mut out);
            }
        } else if let Some(after) = rest.strip_prefix('.') {
            rest = if after.starts_with('[') { after } else { field(after, &mut out) };
        } else if let Some(after) = rest.strip_prefix('[') {
            let length = bracket(after).ok_or("unterminated array")?;
            out.push(inside(after.get(..length).unwrap_or_default().trim())?);
            rest = after.get(length + 1..).unwrap_or_default();
        } else if rest.starts_with([' ', '\t']) {
            rest = rest.trim_start();
        } else {
            let c = rest.chars().next().unwrap_or_default();
            return Err(format!("unrecognized character in action: U+{:04X} {c:?}", u32::from(c)));
        }
    }
    Ok(out)
}

/// A field up to the next dot or bracket; `\.` is a dot in it.
fn field<'a>(text: &'a str, out: &mut Vec<Node>) -> &'a str {
    let mut name = String::new();
    let mut end = text.len();
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if std::mem::take(&mut escaped) => name.push(c),
            '\\' => escaped = true,
            '.' | '[' | ' ' | '\t' | '=' | '!' | '<' | '>' | ')' => {
                end = at;
                break;
            }
            _ => name.push(c),
        }
    }
    match name.as_str() {
        "" => {}
        "*" => out.push(Node::Wildcard),
        _ => out.push(Node::Field(name)),
    }
    text.get(end..).unwrap_or_default()
}

/// Where the bracket is closed.
fn bracket(text: &str) -> Option<usize> {
    let (mut quote, mut depth) = (None, 0_usize);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[') => depth += 1,
            (None, ']') if depth == 0 => return Some(at),
            (None, ']') => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What stands in brackets.
fn inside(text: &str) -> Result<Node, String> {
    if text == "*" {
        return Ok(Node::Wildcard);
    }
    if let Some(filter) = text.strip_prefix("?(").and_then(|filter| filter.strip_suffix(')')) {
        return parse_filter(filter.trim());
    }
    if text.starts_with(['"', '\'']) || text.contains(',') {
        let paths: Result<Vec<Vec<Node>>, String> = text
            .split(',')
            .map(str::trim)
            .map(|part| match part.starts_with(['"', '\'']) {
                true => Ok(vec![Node::Field(unquote(part)?)]),
                false => inside(part).map(|node| vec![node]),
            })
            .collect();
        return Ok(Node::Union(paths?));
    }
    let invalid = || format!("invalid array index {text}");
    let number = |part: &str| match part.trim() {
        "" => Ok(None),
        part => part.parse::<i64>().map(Some).map_err(|_| invalid()),
    };
    let parts: Vec<&str> = text.split(':').collect();
    match parts.as_slice() {
        [single] => {
            Ok(Node::Slice { from: Some(number(single)?.ok_or_else(invalid)?), to: None, step: 1, single: true })
        }
        [from, to] => Ok(Node::Slice { from: number(from)?, to: number(to)?, step: 1, single: false }),
        [from, to, step] => {
            Ok(Node::Slice { from: number(from)?, to: number(to)?, step: number(step)?.unwrap_or(1), single: false })
        }
        _ => Err(invalid()),
    }
}

fn parse_filter(text: &str) -> Result<Node, String> {
    let operators = ["==", "!=", "<=", ">=", "<", ">"];
    let found =
        operators.iter().filter_map(|operator| Some((text.find(operator)?, *operator))).min_by_key(|(at, _)| *at);
    let Some((at, operator)) = found else {
        return Ok(Node::Filter(operand(text)?, "exists".to_owned(), Operand::Literal(Value::Null)));
    };
    let left = operand(text.get(..at).unwrap_or_default())?;
    let right = operand(text.get(at + operator.len()..).unwrap_or_default())?;
    Ok(Node::Filter(left, operator.to_owned(), right))
}

fn operand(text: &str) -> Result<Operand, String> {
    let text = text.trim();
    if text.starts_with(['"', '\'']) {
        return Ok(Operand::Literal(Value::String(unquote(text)?)));
    }
    if text.starts_with(['@', '$', '.']) {
        return Ok(Operand::Path(nodes(text)?));
    }
    serde_json::from_str(text).map(Operand::Literal).map_err(|_| format!("unrecognized identifier {text}"))
}
