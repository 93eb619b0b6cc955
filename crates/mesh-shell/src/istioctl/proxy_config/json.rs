//! Proto JSON as Go prints it: names in camel case, four blanks.

use serde_json::Value;

/// The same with the names of fields in camel case; keys of maps, which hold dots, and `@type` stay.
pub(super) fn proto(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(map.iter().map(|(name, value)| (camel(name), proto(value))).collect()),
        Value::Array(items) => Value::Array(items.iter().map(proto).collect()),
        other => other.clone(),
    }
}

fn camel(name: &str) -> String {
    if name.contains(['.', '@', '-']) {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut raised = false;
    for letter in name.chars() {
        match letter {
            '_' => raised = true,
            letter if raised => {
                out.push(letter.to_ascii_uppercase());
                raised = false;
            }
            letter => out.push(letter),
        }
    }
    out
}

/// A value with four blanks for each depth.
pub(super) fn written(value: &Value) -> String {
    let mut out = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, formatter);
    match serde::Serialize::serialize(value, &mut serializer) {
        Ok(()) => String::from_utf8(out).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_in_camel_case_and_keys_of_maps_stay() {
        let value = json!({"connect_timeout": "10s", "typed": {"envoy.filters.http.fault": {"@type": "a_b"}}});
        assert_eq!(
            proto(&value),
            json!({"connectTimeout": "10s", "typed": {"envoy.filters.http.fault": {"@type": "a_b"}}})
        );
        assert_eq!(written(&json!([{"a": 1}])), "[\n    {\n        \"a\": 1\n    }\n]");
    }
}
