//! What a Go test asserts of a result, as the tables list it.

use serde_json::Value;

use super::envoy::comparable;
use super::value::text;

/// The first assertion that does not hold of a result, in Envoy's JSON.
pub(crate) fn first_failure(result: &Value, assertions: &Value) -> Option<String> {
    assertions.as_array().into_iter().flatten().find_map(|assertion| {
        let path = text(assertion, "path");
        // The tables of routes also assert that there is no Go error.
        if path == "error" {
            return None;
        }
        let found = resolve(result, path, assertion);
        let wanted = comparable(assertion.get("value").unwrap_or(&Value::Null));
        let wrong = found.iter().find(|found| !holds(text(assertion, "op"), **found, &wanted));
        wrong.map(|found| {
            let found = found.map_or_else(|| "nothing".to_owned(), Value::to_string);
            format!("line {}: {path} {} {wanted}: {found}", assertion["line"], text(assertion, "op"))
        })
    })
}

/// What stands at a path: one thing, or as many as `[*]` takes.
fn resolve<'a>(result: &'a Value, path: &str, assertion: &Value) -> Vec<Option<&'a Value>> {
    let Some(rest) = path.strip_prefix("[*]") else { return vec![at(result, path)] };
    let taken = result.as_array().into_iter().flatten().filter(|element| {
        let agrees = |conditions: &Value| {
            let mut conditions = conditions.as_object().into_iter().flatten();
            conditions.all(|(path, wanted)| at(element, path).is_some_and(|found| found == wanted))
        };
        assertion.get("where").is_none_or(agrees) && assertion.get("whereNot").is_none_or(|not| !agrees(not))
    });
    taken.map(|element| at(element, rest)).collect()
}

fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split(['.', '[', ']']).filter(|step| !step.is_empty()).try_fold(value, |value, step| {
        value.get(step).or_else(|| step.parse::<usize>().ok().and_then(|index| value.get(index)))
    })
}

fn holds(op: &str, found: Option<&Value>, wanted: &Value) -> bool {
    let nothing = Value::Null;
    let given = found.filter(|value| !value.is_null());
    let count = given.and_then(Value::as_array).map_or(0, Vec::len);
    match op {
        "present" => given.is_some(),
        "absent" => given.is_none(),
        "empty" => count == 0,
        "len" => wanted.as_f64() == Some(count as f64),
        "durationSeconds" => given.and_then(Value::as_f64).unwrap_or_default() == wanted.as_f64().unwrap_or_default(),
        "equal" => same(given.unwrap_or(&nothing), wanted),
        "notEqual" => !same(given.unwrap_or(&nothing), wanted),
        "consistOf" => {
            let (ours, theirs) = (given.and_then(Value::as_array), wanted.as_array());
            let (Some(ours), Some(theirs)) = (ours, theirs) else { return false };
            ours.len() == theirs.len() && theirs.iter().all(|wanted| ours.iter().any(|found| same(found, wanted)))
        }
        _ => false,
    }
}

/// Equal; nothing is the same as a zero.
fn same(found: &Value, wanted: &Value) -> bool {
    let zero = |value: &Value| match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    (zero(found) && zero(wanted)) || found == wanted
}
