//! A JSON array of strings at the beginning of a text (`parser/line_parsers.go`, `parseJSON`).

use serde_json::Value;

/// What a text begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum JsonArray {
    /// An array of strings; what stands behind it is not looked at.
    Strings(Vec<String>),
    /// An array with something else in it, which is refused.
    Others,
    /// Something else, which is taken as it stands.
    None,
}

/// Reads an array; Go's decoder stops behind the first value.
pub(super) fn json_array(text: &str) -> JsonArray {
    let text = text.trim_start();
    if !text.starts_with('[') {
        return JsonArray::None;
    }
    let first = serde_json::Deserializer::from_str(text).into_iter::<Value>().next();
    let Some(Ok(Value::Array(items))) = first else { return JsonArray::None };
    let strings: Option<Vec<String>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
    strings.map_or(JsonArray::Others, JsonArray::Strings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_arrays_of_strings_are_the_exec_form() {
        let strings = |words: &[&str]| JsonArray::Strings(words.iter().map(|word| (*word).to_owned()).collect());
        for (text, wanted) in [
            ("[\"a\", \"b c\"]", strings(&["a", "b c"])),
            ("[\"a\"] extra", strings(&["a"])),
            ("[]", strings(&[])),
            ("['a']", JsonArray::None),
            ("[\"a\",]", JsonArray::None),
            ("[a]", JsonArray::None),
            ("[\"a\", 5]", JsonArray::Others),
            ("a [\"b\"]", JsonArray::None),
        ] {
            assert_eq!(json_array(text), wanted, "{text}");
        }
    }
}
