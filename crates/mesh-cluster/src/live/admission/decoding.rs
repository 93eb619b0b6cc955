//! Whether an object has the types of its kind (encoding/json's refusals, and those of strict decoding).

use serde_json::Value;

use super::super::kind::Kind;
use super::super::{json, quantity, refusals};
use super::schema::fields;
use crate::api::Status;

/// Refuses what cannot be read: wrong types first, then fields that are not there.
pub(crate) fn decodes(kind: Kind, object: &Value) -> Result<(), Status> {
    let mut unknown = Vec::new();
    let name = kind.name();
    let version = kind.described().map_or("", |known| known.version);
    let refuse = |why: &str| {
        refusals::bad_request(format!("{name} in version \"{version}\" cannot be handled as a {name}: {why}"))
    };
    look(object, name, "", "", &mut unknown).map_err(|why| refuse(&why))?;
    if kind == super::super::kind::SECRETS
        && let Some(at) = not_base64(object)
    {
        return Err(refuse(&format!("illegal base64 data at input byte {at}")));
    }
    if unknown.is_empty() {
        return Ok(());
    }
    let list: Vec<String> = unknown.iter().map(|field| format!("unknown field \"{field}\"")).collect();
    Err(refuse(&format!("strict decoding error: {}", list.join(", "))))
}

/// Where the data of a Secret is not what it should be (Go's encoding/base64).
fn not_base64(secret: &Value) -> Option<usize> {
    let data = json::at(secret, "data").and_then(Value::as_object)?;
    data.values().filter_map(Value::as_str).find_map(illegal_byte)
}

/// The first byte at which a text is no base64.
fn illegal_byte(text: &str) -> Option<usize> {
    let bytes: Vec<(usize, u8)> = text.bytes().enumerate().filter(|(_, byte)| !matches!(byte, b'\r' | b'\n')).collect();
    let mut chunks = bytes.chunks(4).peekable();
    while let Some(chunk) = chunks.next() {
        for (place, (at, byte)) in chunk.iter().enumerate() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => {}
                // Padding fills the last group from its third place on.
                b'=' if place == 2 && chunk.get(3).is_none() => return Some(text.len()),
                b'=' if place == 2 && chunk.get(3).is_some_and(|(_, next)| *next != b'=') => return Some(*at),
                b'=' if place >= 2 => return chunks.peek().and_then(|next| next.first()).map(|(at, _)| *at),
                _ => return Some(*at),
            }
        }
        if chunk.len() < 4 {
            return chunk.first().map(|(at, _)| *at);
        }
    }
    None
}

/// How encoding/json calls a value.
fn called(value: &Value, wanted: &str) -> String {
    match value {
        Value::Number(number) if wanted.starts_with("int") => format!("number {number}"),
        other => json::go_kind(other).to_owned(),
    }
}

/// A type as Go writes it.
fn go(wanted: &str) -> String {
    match wanted {
        "map" => "map[string]string".to_owned(),
        "string" | "bool" | "int32" | "int64" | "[]string" => wanted.to_owned(),
        other => match other.strip_prefix("[]") {
            Some(inner) => format!("[]v1.{inner}"),
            None => format!("v1.{other}"),
        },
    }
}

/// Looks into a value of a struct's type. `path` names fields alone, `place` has the numbers of list items too.
fn look(value: &Value, of: &str, path: &str, place: &str, unknown: &mut Vec<String>) -> Result<(), String> {
    let (Some(fields), Value::Object(map)) = (fields(of), value) else { return Ok(()) };
    for (key, value) in map {
        let under = |path: &str| if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        let known = fields.split_whitespace().filter_map(|field| field.split_once(':')).find(|(name, _)| name == key);
        let Some((_, wanted)) = known else {
            unknown.push(under(place));
            continue;
        };
        field(value, wanted, of, &under(path), &under(place), unknown)?;
    }
    Ok(())
}

fn field(
    value: &Value,
    wanted: &str,
    of: &str,
    path: &str,
    place: &str,
    unknown: &mut Vec<String>,
) -> Result<(), String> {
    let refuse = |value: &Value, wanted: &str| {
        let (value, go) = (called(value, wanted), go(wanted));
        Err(format!("json: cannot unmarshal {value} into Go struct field {of}.{path} of type {go}"))
    };
    match (wanted, value) {
        (_, Value::Null) | ("any", _) | ("string", Value::String(_)) | ("bool", Value::Bool(_)) => Ok(()),
        ("int32" | "int64", Value::Number(number)) if number.is_i64() || number.is_u64() => Ok(()),
        ("map", Value::Object(map)) => match map.values().find(|value| !value.is_string() && !value.is_null()) {
            Some(value) => refuse(value, "string"),
            None => Ok(()),
        },
        ("quantities", Value::Object(map)) => match map.values().find(|value| quantity::milli(value).is_none()) {
            Some(_) => {
                Err("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
                    .to_owned())
            }
            None => Ok(()),
        },
        (list, Value::Array(items)) if list.starts_with("[]") => {
            let inner = list.trim_start_matches("[]");
            for (index, item) in items.iter().enumerate() {
                let place = format!("{place}[{index}]");
                match (inner, item) {
                    ("string", Value::String(_)) => {}
                    ("string", other) => return refuse(other, "string"),
                    (inner, Value::Object(_)) => look(item, inner, path, &place, unknown)?,
                    (inner, other) => return refuse(other, inner),
                }
            }
            Ok(())
        }
        (inner, Value::Object(_)) if fields(inner).is_some() => look(value, inner, path, place, unknown),
        (wanted, value) => refuse(value, if wanted == "quantities" { "ResourceList" } else { wanted }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::kind::{DEPLOYMENTS, PODS};
    use super::*;
    use serde_json::json;

    #[test]
    fn wrong_types_and_unknown_fields_are_refused_in_gos_words() {
        let cases = [
            (
                PODS,
                json!({"spec": "text"}),
                "json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec",
            ),
            (
                PODS,
                json!({"spec": {"containers": [{"image": true}]}}),
                "json: cannot unmarshal bool into Go struct field Container.spec.containers.image of type string",
            ),
            (
                PODS,
                json!({"spec": {"containers": [{"env": [{"value": 5}]}]}}),
                "json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string",
            ),
            (
                PODS,
                json!({"metadata": {"lables": {}}, "spec": {"containers": [{"cmd": 1}]}}),
                "strict decoding error: unknown field \"metadata.lables\", unknown field \"spec.containers[0].cmd\"",
            ),
            (
                DEPLOYMENTS,
                json!({"spec": {"replicas": 1.5}}),
                "json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32",
            ),
        ];
        for (kind, object, wanted) in cases {
            let status = decodes(kind, &object).unwrap_err();
            assert!(status.message.ends_with(wanted), "{}", status.message);
        }
        assert_eq!(decodes(PODS, &json!({"metadata": {"name": "p"}, "spec": {"containers": [{"name": "a"}]}})), Ok(()));
    }

    /// As Go's base64.StdEncoding.
    #[test]
    fn base64_is_read_as_go_reads_it() {
        for (text, at) in [
            ("", None),
            ("dg==", None),
            ("YWI=", None),
            ("YW\nJj", None),
            ("not base64!", Some(3)),
            ("abc", Some(0)),
            ("YWJjZ", Some(4)),
            ("dg=", Some(3)),
            ("dg=x", Some(2)),
            ("dg==dg==", Some(4)),
            ("=", Some(0)),
        ] {
            assert_eq!(super::illegal_byte(text), at, "{text}");
        }
    }
}
