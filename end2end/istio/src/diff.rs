//! The first difference of two JSON values.

use serde_json::Value;

/// Where and how `ours` differs first from `theirs`, or `None` when they are equal. Numbers are compared by
/// value, so that `2` and `2.0` are equal.
#[must_use]
pub fn first(ours: &Value, theirs: &Value) -> Option<String> {
    compare(ours, theirs, "")
}

fn compare(ours: &Value, theirs: &Value, path: &str) -> Option<String> {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (key, their) in theirs {
                let inner = format!("{path}.{key}");
                match ours.get(key) {
                    None => return Some(format!("{inner}: missing, Istio has {}", short(their))),
                    Some(our) => match compare(our, their, &inner) {
                        None => {}
                        difference => return difference,
                    },
                }
            }
            let extra = ours.iter().find(|(key, _)| !theirs.contains_key(*key));
            extra.map(|(key, our)| format!("{path}.{key}: {} is ours alone", short(our)))
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            let pairs = ours.iter().zip(theirs).enumerate();
            for (index, (our, their)) in pairs {
                match compare(our, their, &format!("{path}[{index}]")) {
                    None => {}
                    difference => return difference,
                }
            }
            (ours.len() != theirs.len()).then(|| {
                let rest = ours.get(theirs.len()).or_else(|| theirs.get(ours.len()));
                format!(
                    "{path}: {} entries, Istio has {}: {}",
                    ours.len(),
                    theirs.len(),
                    short(rest.unwrap_or(&Value::Null))
                )
            })
        }
        (Value::Number(our), Value::Number(their)) if our.as_f64() == their.as_f64() => None,
        _ if ours == theirs => None,
        _ => Some(format!("{path}: {}, Istio has {}", short(ours), short(theirs))),
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 300 { text } else { text.chars().take(300).chain("…".chars()).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_path_of_the_first_difference_is_named() {
        let ours = json!({"a": [1, {"b": "x"}]});
        assert_eq!(first(&ours, &json!({"a": [1.0, {"b": "x"}]})), None);
        assert_eq!(first(&ours, &json!({"a": [1, {"b": "y"}]})).unwrap(), ".a[1].b: \"x\", Istio has \"y\"");
        assert_eq!(first(&ours, &json!({"a": [1]})).unwrap(), ".a: 2 entries, Istio has 1: {\"b\":\"x\"}");
        assert_eq!(first(&ours, &json!({})).unwrap(), ".a: [1,{\"b\":\"x\"}] is ours alone");
    }
}
