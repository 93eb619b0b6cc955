//! kubectl's JSONPath templates: `{.items[*].metadata.name}`, `{range …}…{end}` (`k8s.io/client-go/util/jsonpath`).

mod read;
mod walk;

use serde_json::Value;

use read::{nodes, unquote};
use walk::walk;

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
