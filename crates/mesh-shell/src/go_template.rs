//! Go templates as far as people type them: `{{.a.b}}`, `{{range .items}}…{{end}}`, `{{if}}`, `{{len}}`, `{{index}}`, `"\n"`.

use serde_json::Value;

/// A template that has been read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GoTemplate {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Text(String),
    Value(Expression),
    Range(Expression, Vec<Piece>, Vec<Piece>),
    If(Expression, Vec<Piece>, Vec<Piece>),
}

/// A function and its arguments; a path where there is no function.
#[derive(Clone, Debug, PartialEq)]
struct Expression {
    words: Vec<String>,
}

impl GoTemplate {
    /// Reads a template of kubectl, which knows no `json`.
    pub(crate) fn parse(text: &str) -> Result<GoTemplate, String> {
        let template = Self::with_json(text)?;
        if uses_json(&template.pieces) {
            return Err("template: output:1: function \"json\" not defined".to_owned());
        }
        Ok(template)
    }

    /// Reads a template of docker, which knows `json` too.
    pub(crate) fn with_json(text: &str) -> Result<GoTemplate, String> {
        let mut stack: Vec<(Piece, Vec<Piece>)> = Vec::new();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find("{{") {
            let mut before = rest.get(..at).unwrap_or_default().to_owned();
            let after = rest.get(at + 2..).unwrap_or_default();
            let end = after.find("}}").ok_or("template: output:1: unclosed action")?;
            let mut action = after.get(..end).unwrap_or_default();
            rest = after.get(end + 2..).unwrap_or_default();
            if let Some(trimmed) = action.strip_prefix("- ") {
                before.truncate(before.trim_end().len());
                action = trimmed;
            }
            if let Some(trimmed) = action.strip_suffix(" -") {
                rest = rest.trim_start();
                action = trimmed;
            }
            if !before.is_empty() {
                pieces.push(Piece::Text(before));
            }
            let words = words(action);
            match words.first().map(String::as_str) {
                Some("range" | "if") => {
                    let of = Expression { words: words.get(1..).unwrap_or_default().to_vec() };
                    let open = match words.first().map(String::as_str) {
                        Some("if") => Piece::If(of, Vec::new(), Vec::new()),
                        _ => Piece::Range(of, Vec::new(), Vec::new()),
                    };
                    stack.push((open, std::mem::take(&mut pieces)));
                }
                Some("else") => {
                    let Some((Piece::If(_, body, _) | Piece::Range(_, body, _), _)) = stack.last_mut() else {
                        return Err("template: output:1: unexpected {{else}}".to_owned());
                    };
                    *body = std::mem::take(&mut pieces);
                    body.push(Piece::Text(String::new()));
                }
                Some("end") => {
                    let Some((mut open, before)) = stack.pop() else {
                        return Err("template: output:1: unexpected {{end}}".to_owned());
                    };
                    let last = std::mem::replace(&mut pieces, before);
                    if let Piece::If(_, body, otherwise) | Piece::Range(_, body, otherwise) = &mut open {
                        *(if body.is_empty() { body } else { otherwise }) = last;
                    }
                    pieces.push(open);
                }
                Some(_) => pieces.push(Piece::Value(Expression { words })),
                None => return Err("template: output:1: missing value for command".to_owned()),
            }
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        if stack.is_empty() { Ok(GoTemplate { pieces }) } else { Err("template: output:1: unexpected EOF".to_owned()) }
    }

    /// What the template prints for a value.
    pub(crate) fn print(&self, value: &Value) -> Result<String, String> {
        let mut out = String::new();
        print(&self.pieces, value, &mut out)?;
        Ok(out)
    }
}

fn print(pieces: &[Piece], value: &Value, out: &mut String) -> Result<(), String> {
    for piece in pieces {
        if out.len() > crate::MAX_OUTPUT {
            return Ok(());
        }
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Value(expression) => {
                let text = match expression.of(value)? {
                    Value::Null => "<no value>".to_owned(),
                    found => crate::kubectl::go_value(&found),
                };
                out.push_str(&text);
            }
            Piece::If(expression, body, otherwise) => {
                print(if truth(&expression.of(value)?) { body } else { otherwise }, value, out)?;
            }
            Piece::Range(expression, body, otherwise) => {
                let items: Vec<Value> = match expression.of(value)? {
                    Value::Array(items) => items,
                    Value::Object(map) => map.into_iter().map(|(_, value)| value).collect(),
                    _ => Vec::new(),
                };
                if items.is_empty() {
                    print(otherwise, value, out)?;
                }
                for item in &items {
                    print(body, item, out)?;
                }
            }
        }
    }
    Ok(())
}

fn uses_json(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Text(_) => false,
        Piece::Value(expression) => expression.is_json(),
        Piece::If(expression, body, otherwise) | Piece::Range(expression, body, otherwise) => {
            expression.is_json() || uses_json(body) || uses_json(otherwise)
        }
    })
}

fn truth(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(map) => !map.is_empty(),
    }
}

impl Expression {
    fn is_json(&self) -> bool {
        self.words.first().is_some_and(|word| word == "json")
    }

    fn of(&self, value: &Value) -> Result<Value, String> {
        let Some((first, rest)) = self.words.split_first() else { return Ok(Value::Null) };
        let arguments: Vec<Value> = rest.iter().map(|word| operand(word, value)).collect();
        let argument = |index: usize| arguments.get(index).cloned().unwrap_or(Value::Null);
        Ok(match first.as_str() {
            "len" => Value::from(match argument(0) {
                Value::Array(items) => items.len(),
                Value::Object(map) => map.len(),
                Value::String(text) => text.len(),
                _ => return Err("error calling len: len of untyped nil".to_owned()),
            }),
            "index" => arguments.iter().skip(1).fold(argument(0), |found, key| match (&found, key) {
                (Value::Array(items), Value::Number(number)) => {
                    number.as_u64().and_then(|at| items.get(usize::try_from(at).ok()?)).cloned().unwrap_or(Value::Null)
                }
                (Value::Object(map), Value::String(key)) => map.get(key).cloned().unwrap_or(Value::Null),
                _ => Value::Null,
            }),
            "print" | "println" => {
                let text: Vec<String> = arguments.iter().map(crate::kubectl::go_value).collect();
                Value::String(text.join(" ") + if first == "println" { "\n" } else { "" })
            }
            "json" => Value::String(argument(0).to_string()),
            "not" => Value::Bool(!truth(&argument(0))),
            "eq" => Value::Bool(argument(0) == argument(1)),
            "ne" => Value::Bool(argument(0) != argument(1)),
            word if word.starts_with(['.', '"', '\'', '$', '`']) || word.parse::<f64>().is_ok() => operand(word, value),
            word => return Err(format!("template: output:1: function {word:?} not defined")),
        })
    }
}

fn operand(word: &str, value: &Value) -> Value {
    if let Some(inner) = word.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return Value::String(inner.replace("\\n", "\n").replace("\\t", "\t").replace("\\\"", "\""));
    }
    if let Some(inner) = word.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
        return Value::String(inner.to_owned());
    }
    match serde_json::from_str::<Value>(word) {
        Ok(literal) => literal,
        Err(_) => crate::json::at(value, word.trim_start_matches('$')).clone(),
    }
}

/// The words of an action; quotes keep blanks together.
fn words(action: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let (mut word, mut quote) = (String::new(), None);
    for c in action.trim().chars() {
        match (quote, c) {
            (Some(open), _) => {
                word.push(c);
                if open == c {
                    quote = None;
                }
            }
            (None, '"' | '`') => {
                quote = Some(c);
                word.push(c);
            }
            (None, ' ' | '(' | ')') => {
                if !word.is_empty() {
                    out.push(std::mem::take(&mut word));
                }
            }
            (None, _) => word.push(c),
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn templates_print_what_they_find() {
        let value = json!({"items": [{"n": "a", "l": {"x/y": 1}}, {"n": "b"}], "k": true});
        for (template, printed) in [
            ("{{len .items}}", "2"),
            ("{{range .items}}{{.n}}{{\"\\n\"}}{{end}}", "a\nb\n"),
            ("{{if .k}}yes{{else}}no{{end}}", "yes"),
            ("{{if .none}}yes{{else}}no{{end}}", "no"),
            ("{{.none}}", "<no value>"),
        ] {
            assert_eq!(GoTemplate::parse(template).unwrap().print(&value).unwrap(), printed, "{template}");
        }
        assert!(GoTemplate::parse("{{range .items}}").is_err());
        assert_eq!(GoTemplate::with_json("{{json .k}} {{json .none}}").unwrap().print(&value).unwrap(), "true null");
        assert!(GoTemplate::parse("{{json .k}}").is_err());
    }
}
