//! Objects as YAML and as JSON, as kubectl prints them (`sigs.k8s.io/yaml` over go-yaml v2; `json.MarshalIndent`).

use serde_json::Value;

/// A value as a YAML document.
pub(crate) fn yaml(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, false, &mut out);
    out
}

fn write(value: &Value, indent: usize, in_sequence: bool, out: &mut String) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (index, (key, value)) in map.iter().enumerate() {
                if index > 0 || !in_sequence {
                    out.extend(std::iter::repeat_n(' ', indent));
                }
                out.push_str(&scalar(key, indent));
                out.push(':');
                nested(value, indent, true, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 || !in_sequence {
                    out.extend(std::iter::repeat_n(' ', indent));
                }
                out.push('-');
                match item {
                    Value::Object(map) if !map.is_empty() => {
                        out.push(' ');
                        write(item, indent + 2, true, out);
                    }
                    Value::Array(list) if !list.is_empty() => {
                        out.push(' ');
                        write(item, indent + 2, true, out);
                    }
                    _ => nested(item, indent, false, out),
                }
            }
        }
        _ => {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(leaf(value, indent).trim_start());
            out.push('\n');
        }
    }
}

/// What stands behind a `key:` or a `-`.
fn nested(value: &Value, indent: usize, of_key: bool, out: &mut String) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            out.push('\n');
            write(value, indent + 2, false, out);
        }
        Value::Array(items) if !items.is_empty() => {
            out.push('\n');
            // go-yaml does not indent the sequence of a key.
            write(value, if of_key { indent } else { indent + 2 }, false, out);
        }
        _ => {
            out.push(' ');
            out.push_str(&leaf(value, indent));
            out.push('\n');
        }
    }
}

fn leaf(value: &Value, indent: usize) -> String {
    match value {
        Value::String(text) => scalar(text, indent),
        Value::Null => "null".to_owned(),
        Value::Object(_) => "{}".to_owned(),
        Value::Array(_) => "[]".to_owned(),
        other => other.to_string(),
    }
}

/// A text as go-yaml writes it: plain where that reads back as the same text, else quoted or as a block.
fn scalar(text: &str, indent: usize) -> String {
    let analysis = Analysis::of(text);
    if text.contains('\n') {
        return if analysis.block { block(text, indent) } else { double_quoted(text) };
    }
    if !is_text(text) {
        return double_quoted(text);
    }
    match () {
        () if analysis.plain => text.to_owned(),
        () if analysis.single => format!("'{}'", text.replace('\'', "''")),
        () => double_quoted(text),
    }
}

fn block(text: &str, indent: usize) -> String {
    let hint = if text.starts_with([' ', '\n']) { "2" } else { "" };
    let chomp = match () {
        () if !text.ends_with('\n') => "-",
        () if text.ends_with("\n\n") || text == "\n" => "+",
        () => "",
    };
    let mut out = format!("|{hint}{chomp}");
    let body = text.strip_suffix('\n').unwrap_or(text);
    for line in body.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent + 2));
            out.push_str(line);
        }
    }
    out
}

fn double_quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\0' => out.push_str("\\0"),
            c if c.is_control() => out.push_str(&format!("\\x{:02X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// In which styles a text can stand (libyaml's `yaml_emitter_analyze_scalar`).
struct Analysis {
    plain: bool,
    single: bool,
    block: bool,
}

impl Analysis {
    fn of(text: &str) -> Self {
        let mut indicators = text.starts_with("---") || text.starts_with("...");
        let (mut special, mut space_break, mut break_space) = (false, false, false);
        let (mut before, mut broken, mut spaced) = (true, false, false);
        let chars: Vec<char> = text.chars().collect();
        for (at, &c) in chars.iter().enumerate() {
            let followed = chars.get(at + 1).is_none_or(|next| next.is_whitespace());
            indicators |= match c {
                '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`'
                    if at == 0 =>
                {
                    true
                }
                '?' | '-' if at == 0 => followed,
                ':' => followed,
                '#' => before,
                _ => false,
            };
            special |= c.is_control() && c != '\n' && c != '\t';
            space_break |= c == '\n' && spaced;
            break_space |= c == ' ' && broken;
            (broken, spaced) = (c == '\n', c == ' ');
            before = c.is_whitespace();
        }
        let edge = |c: Option<&char>| c.is_some_and(|c| matches!(c, ' ' | '\n'));
        let edges = edge(chars.first()) || edge(chars.last());
        let lines = text.contains('\n');
        Analysis {
            plain: !(indicators || special || edges || lines || space_break || break_space || text.is_empty()),
            single: !(special || space_break || break_space),
            block: !(special || space_break || text.ends_with(' ')),
        }
    }
}

/// Whether a plain scalar of this text is read as a text.
fn is_text(text: &str) -> bool {
    if text.is_empty() || text == "<<" || text == "=" || is_sexagesimal(text) || is_date(text) {
        return false;
    }
    let scalar = mesh_config::Scalar { text: text.into(), plain: true };
    !scalar.is_null() && scalar.as_bool().is_none() && scalar.as_number().is_none()
}

/// `1:30`: a number to the base 60 in YAML 1.1.
fn is_sexagesimal(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut parts = text.split(':');
    let first = parts.next().unwrap_or_default();
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c == '_' || c == '.');
    let rest: Vec<&str> = parts.collect();
    !rest.is_empty()
        && digits(first)
        && rest.iter().all(|part| digits(part) && part.len() <= 2 && part.parse().is_ok_and(|n: f32| n < 60.0))
}

/// `2006-01-02`, with or without a time.
fn is_date(text: &str) -> bool {
    let shape: String = text.chars().take(10).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00" && (text.len() == 10 || crate::time::parse_time(text).is_some())
}

/// A value as JSON, four blanks deep, `<`, `>` and `&` escaped.
pub(crate) fn json(value: &Value) -> String {
    let mut out = String::new();
    write_json(value, 0, &mut out);
    out.push('\n');
    out
}

/// A value as JSON on one line, `<`, `>` and `&` escaped.
pub(crate) fn json_line(value: &Value) -> String {
    escape_html(&value.to_string())
}

fn escape_html(text: &str) -> String {
    text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn write_json(value: &Value, indent: usize, out: &mut String) {
    let blanks = |count: usize, out: &mut String| out.extend(std::iter::repeat_n(' ', count));
    match value {
        Value::Object(map) if !map.is_empty() => {
            out.push('{');
            for (index, (key, value)) in map.iter().enumerate() {
                out.push_str(if index == 0 { "\n" } else { ",\n" });
                blanks(indent + 4, out);
                out.push_str(&json_line(&Value::String(key.clone())));
                out.push_str(": ");
                write_json(value, indent + 4, out);
            }
            out.push('\n');
            blanks(indent, out);
            out.push('}');
        }
        Value::Array(items) if !items.is_empty() => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "\n" } else { ",\n" });
                blanks(indent + 4, out);
                write_json(item, indent + 4, out);
            }
            out.push('\n');
            blanks(indent, out);
            out.push(']');
        }
        _ => out.push_str(&json_line(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_are_quoted_where_they_would_read_as_something_else() {
        for (text, written) in [
            ("a", "a"),
            ("", "\"\""),
            ("80", "\"80\""),
            ("True", "\"True\""),
            ("y", "\"y\""),
            ("1:30", "\"1:30\""),
            ("2026-11-29T11:22:50Z", "\"2026-11-29T11:22:50Z\""),
            ("*/1 * * * *", "'*/1 * * * *'"),
            ("a: b", "'a: b'"),
            ("a #b", "'a #b'"),
            ("it's", "it's"),
            ("25%", "25%"),
            ("{}", "'{}'"),
            (" a", "' a'"),
            ("10.244.1.2", "10.244.1.2"),
        ] {
            assert_eq!(yaml(&json!({ "k": text })), format!("k: {written}\n"), "{text}");
        }
        assert_eq!(yaml(&json!({ "k": "a\nb\n" })), "k: |\n  a\n  b\n");
        assert_eq!(yaml(&json!({ "k": "a\nb" })), "k: |-\n  a\n  b\n");
    }

    #[test]
    fn sequences_stand_below_their_key() {
        let value = json!({"a": [{"b": 1, "c": [1, 2]}, "x"], "d": {}, "e": [], "f": null, "g": {"h": true}});
        let text = "a:\n- b: 1\n  c:\n  - 1\n  - 2\n- x\nd: {}\ne: []\nf: null\ng:\n  h: true\n";
        assert_eq!(yaml(&value), text);
    }

    #[test]
    fn json_is_four_blanks_deep() {
        assert_eq!(
            json(&json!({"a": [1], "b": "<x>"})),
            "{\n    \"a\": [\n        1\n    ],\n    \"b\": \"\\u003cx\\u003e\"\n}\n"
        );
    }
}
