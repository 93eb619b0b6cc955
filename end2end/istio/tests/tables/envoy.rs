//! Envoy's JSON in the form of the tables: proto3 names, and what Go takes for nothing left out.

use serde::Serialize;
use serde_json::{Map, Value};

/// Words for the first value of an enum, which is the same as none.
const ZERO_WORDS: [&str; 4] = ["APPEND_IF_EXISTS_OR_ADD", "HUNDRED", "MOVED_PERMANENTLY", "V4_ONLY"];

/// Our configuration in their form.
pub(crate) fn json(of: &impl Serialize) -> Value {
    comparable(&camel(&serde_json::to_value(of).unwrap_or_default()))
}

/// The keys in camel case.
fn camel(value: &Value) -> Value {
    rekeyed(value, &|key| {
        let mut parts = key.split('_');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |name, part| {
            let (head, tail) = part.split_at(part.chars().next().map_or(0, char::len_utf8));
            name + &head.to_uppercase() + tail
        })
    })
}

/// The keys in snake case.
pub(crate) fn snake(value: &Value) -> Value {
    rekeyed(value, &|key| {
        key.chars()
            .flat_map(|character| {
                let upper = character.is_ascii_uppercase();
                upper.then_some('_').into_iter().chain([character.to_ascii_lowercase()])
            })
            .collect()
    })
}

fn rekeyed(value: &Value, rename: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (rename(key), rekeyed(value, rename))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| rekeyed(item, rename)).collect()),
        other => other.clone(),
    }
}

/// Without what Go takes for nothing; durations in seconds, numbers in one form.
pub(crate) fn comparable(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| (key.clone(), comparable(value)));
            Value::Object(fields.filter(|(_, value)| !is_nothing(value)).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(comparable).collect()),
        Value::String(text) => {
            let seconds = text.strip_suffix('s').and_then(|number| number.parse::<f64>().ok());
            seconds.or_else(|| text.parse::<u32>().ok().map(f64::from)).map_or_else(|| value.clone(), Value::from)
        }
        Value::Number(number) => number.as_f64().map_or_else(|| value.clone(), Value::from),
        other => other.clone(),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty() || ZERO_WORDS.contains(&text.as_str()),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
