//! kubectl's JSONPath templates: `{.items[*].metadata.name}`, `{range …}…{end}` (`k8s.io/client-go/util/jsonpath`).

use serde_json::Value;

/// A template that has been read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct JsonPath {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Text(String),
    Path(Vec<Node>),
    Range(Vec<Node>, Vec<Piece>),
}

#[derive(Clone, Debug, PartialEq)]
enum Node {
    /// `$`.
    Root,
    Field(String),
    Wildcard,
    Recursive,
    /// `[from:to:step]`; of a single index `to` is `None` and the flag is set.
    Slice {
        from: Option<i64>,
        to: Option<i64>,
        step: i64,
        single: bool,
    },
    /// `[?(@.a=="b")]`.
    Filter(Operand, String, Operand),
    /// `['a','b']`.
    Union(Vec<Vec<Node>>),
}

#[derive(Clone, Debug, PartialEq)]
enum Operand {
    Path(Vec<Node>),
    Literal(Value),
}

/// So deep may values be looked through by `..`.
const MOST_VALUES: usize = 100_000;

/// An expression with or without braces and the leading dot, as a template (`RelaxedJSONPathExpression`).
pub(crate) fn relaxed(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
    let inner = inner.strip_prefix('.').unwrap_or(inner);
    if inner.starts_with(['{', '}']) || inner.ends_with('{') || inner.is_empty() {
        let forms = "a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'";
        return Err(format!("unexpected path string, expected {forms}"));
    }
    Ok(format!("{{.{inner}}}"))
}

impl JsonPath {
    /// Reads a template.
    pub(crate) fn parse(text: &str) -> Result<JsonPath, String> {
        let mut stack: Vec<(Vec<Node>, Vec<Piece>)> = Vec::new();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            if at > 0 {
                pieces.push(Piece::Text(rest.get(..at).unwrap_or_default().to_owned()));
            }
            rest = rest.get(at + 1..).unwrap_or_default();
            let (inner, after) = braces(rest)?;
            rest = after;
            let inner = inner.trim();
            if inner == "end" {
                let Some((path, before)) = stack.pop() else { return Err("not in range, nothing to end".to_owned()) };
                let body = std::mem::replace(&mut pieces, before);
                pieces.push(Piece::Range(path, body));
            } else if let Some(path) = inner.strip_prefix("range").filter(|path| path.starts_with([' ', '.', '@', '$']))
            {
                stack.push((nodes(path.trim())?, std::mem::take(&mut pieces)));
            } else if inner.starts_with(['"', '\'']) {
                pieces.push(Piece::Text(unquote(inner)?));
            } else {
                pieces.push(Piece::Path(nodes(inner)?));
            }
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        match stack.len() {
            0 => Ok(JsonPath { pieces }),
            _ => Err("unclosed action".to_owned()),
        }
    }

    /// What the template prints for a value; where `strict`, a key that is missing is an error.
    pub(crate) fn print(&self, value: &Value, strict: bool) -> Result<String, String> {
        let mut out = String::new();
        print(&self.pieces, value, value, strict, &mut out)?;
        Ok(out)
    }

    /// The values that the first path finds.
    pub(crate) fn find<'a>(&self, value: &'a Value) -> Vec<&'a Value> {
        let path = self.pieces.iter().find_map(|piece| if let Piece::Path(path) = piece { Some(path) } else { None });
        path.and_then(|path| walk(path, value, value, false).ok()).unwrap_or_default()
    }
}

fn print(pieces: &[Piece], root: &Value, value: &Value, strict: bool, out: &mut String) -> Result<(), String> {
    for piece in pieces {
        if out.len() > crate::MAX_OUTPUT {
            return Ok(());
        }
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Path(path) => {
                let found = walk(path, root, value, strict)?;
                let texts: Vec<String> = found.into_iter().map(shown).collect();
                out.push_str(&texts.join(" "));
            }
            Piece::Range(path, body) => {
                for item in walk(path, root, value, strict)? {
                    print(body, root, item, strict, out)?;
                }
            }
        }
    }
    Ok(())
}

/// A value as a template prints it: texts as they are, the rest as JSON.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => super::yaml_out::json_line(other),
    }
}

fn walk<'a>(path: &[Node], root: &'a Value, value: &'a Value, strict: bool) -> Result<Vec<&'a Value>, String> {
    let mut found = vec![value];
    let mut recursive = false;
    for node in path {
        let mut next: Vec<&Value> = Vec::new();
        for value in &found {
            match node {
                Node::Root => next.push(root),
                Node::Recursive => descend(value, &mut next),
                Node::Field(name) => match value {
                    Value::Object(map) => match map.get(name) {
                        Some(value) => next.push(value),
                        None if strict && !recursive => return Err(format!("{name} is not found")),
                        None => {}
                    },
                    Value::Null => {}
                    _ if strict && !recursive => return Err(format!("{name} is not found")),
                    _ => {}
                },
                Node::Wildcard => match value {
                    Value::Object(map) => next.extend(map.values()),
                    Value::Array(items) => next.extend(items),
                    _ => {}
                },
                Node::Slice { from, to, step, single } => {
                    if let Value::Array(items) = value {
                        slice(items, *from, *to, *step, *single, &mut next)?;
                    }
                }
                Node::Filter(left, operator, right) => {
                    for item in value.as_array().into_iter().flatten() {
                        if holds(left, operator, right, root, item) {
                            next.push(item);
                        }
                    }
                }
                Node::Union(paths) => {
                    for path in paths {
                        next.extend(walk(path, root, value, strict)?);
                    }
                }
            }
        }
        recursive = matches!(node, Node::Recursive);
        next.truncate(MOST_VALUES);
        found = next;
    }
    Ok(found)
}

/// A value and all that it holds.
fn descend<'a>(value: &'a Value, out: &mut Vec<&'a Value>) {
    if out.len() >= MOST_VALUES {
        return;
    }
    out.push(value);
    match value {
        Value::Object(map) => map.values().for_each(|value| descend(value, out)),
        Value::Array(items) => items.iter().for_each(|value| descend(value, out)),
        _ => {}
    }
}

fn slice<'a>(
    items: &'a [Value],
    from: Option<i64>,
    to: Option<i64>,
    step: i64,
    single: bool,
    out: &mut Vec<&'a Value>,
) -> Result<(), String> {
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let absolute = |index: i64| if index < 0 { index + length } else { index };
    let begin = absolute(from.unwrap_or(0));
    if single {
        match usize::try_from(begin).ok().and_then(|begin| items.get(begin)) {
            Some(item) => out.push(item),
            None => return Err(format!("array index out of bounds: index {}, length {length}", from.unwrap_or(0))),
        }
        return Ok(());
    }
    let end = to.map_or(length, absolute).min(length);
    let mut at = begin.max(0);
    while at < end {
        out.extend(usize::try_from(at).ok().and_then(|at| items.get(at)));
        at = at.saturating_add(step.max(1));
    }
    Ok(())
}

fn holds(left: &Operand, operator: &str, right: &Operand, root: &Value, item: &Value) -> bool {
    let value = |operand: &Operand| match operand {
        Operand::Literal(value) => Some(value.clone()),
        Operand::Path(path) => {
            walk(path, root, item, false).ok().and_then(|found| found.first().map(|found| (*found).clone()))
        }
    };
    let Some(left) = value(left) else { return false };
    if operator == "exists" {
        return true;
    }
    let Some(right) = value(right) else { return false };
    let order = match (left.as_f64(), right.as_f64()) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => match (&left, &right) {
            (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
            _ => shown(&left).cmp(&shown(&right)),
        },
    };
    match operator {
        "==" => order.is_eq(),
        "!=" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    }
}

/// What stands up to the closing brace, quotes and brackets left aside, and what follows.
fn braces(text: &str) -> Result<(&str, &str), String> {
    let (mut quote, mut depth, mut escaped) = (None, 0_usize, false);
    for (at, c) in text.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match (quote, c) {
            (_, '\\') => escaped = true,
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[') => depth += 1,
            (None, ']') => depth = depth.saturating_sub(1),
            (None, '}') if depth == 0 => {
                return Ok((text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default()));
            }
            _ => {}
        }
    }
    Err(if depth > 0 {
        "unterminated array".to_owned()
    } else if quote.is_some() {
        "unterminated quoted string".to_owned()
    } else {
        "unclosed action".to_owned()
    })
}

fn unquote(text: &str) -> Result<String, String> {
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
fn nodes(text: &str) -> Result<Vec<Node>, String> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn templates_print_what_they_find() {
        let value = json!({
            "kind": "List",
            "items": [
                {"metadata": {"name": "a", "labels": {"app.kubernetes.io/name": "x"}}, "n": 1, "ok": true},
                {"metadata": {"name": "b"}, "n": 2}
            ]
        });
        for (template, printed) in [
            ("{.kind}", "List"),
            ("{.items[*].metadata.name}", "a b"),
            ("{.items[1].metadata.name}", "b"),
            ("{.items[-1:].metadata.name}", "b"),
            ("{.items[0:1].n}", "1"),
            ("{range .items[*]}{.metadata.name}{\"\\t\"}{.n}{\"\\n\"}{end}", "a\t1\nb\t2\n"),
            ("{.items[?(@.n==2)].metadata.name}", "b"),
            ("{.items[?(@.metadata.name==\"a\")].n}", "1"),
            ("{.items[?(@.ok)].n}", "1"),
            ("{..name}", "a b"),
            ("{.items[0].metadata.labels.app\\.kubernetes\\.io/name}", "x"),
            ("{.items[0]['n','ok']}", "1 true"),
            ("{.items[0].metadata}", "{\"labels\":{\"app.kubernetes.io/name\":\"x\"},\"name\":\"a\"}"),
            ("{.items[0].nope}", ""),
            ("name: {.items[0].metadata.name}!", "name: a!"),
        ] {
            assert_eq!(JsonPath::parse(template).unwrap().print(&value, false).unwrap(), printed, "{template}");
        }
    }

    #[test]
    fn what_is_no_template_is_said() {
        assert_eq!(JsonPath::parse("{.items[0"), Err("unterminated array".to_owned()));
        assert_eq!(JsonPath::parse("{.a"), Err("unclosed action".to_owned()));
        assert_eq!(JsonPath::parse("{end}"), Err("not in range, nothing to end".to_owned()));
        assert_eq!(relaxed("metadata.name").as_deref(), Ok("{.metadata.name}"));
        assert_eq!(relaxed("{.a}").as_deref(), Ok("{.a}"));
    }
}
