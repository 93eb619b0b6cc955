//! What is chance in names, addresses and messages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex_lite::Regex;
use serde_json::Value;

use crate::case::{Run, State};

/// Patterns with what stands for them.
static MASKS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    let masks = [
        (r"~\d{4}", "~"),
        (r"kube-api-access-\S{5}", "kube-api-access-~"),
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uid>"),
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "<time>"),
        (r"10\.24[4-9]\.\d+\.\d+", "<ip>"),
        (r"10\.(9[6-9]|1[01]\d)\.\d+\.\d+", "<ip>"),
        (r"^\(combined from similar events\): ", ""),
    ];
    masks.into_iter().map(|(pattern, with)| (Regex::new(pattern).expect("a pattern"), with)).collect()
});

static SUFFIX: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"-[bcdfghjklmnpqrstvwxz2456789]{5}$").expect("a pattern"));

/// A text without what is chance.
#[must_use]
pub fn mask(text: &str) -> String {
    let masked =
        MASKS.iter().fold(text.to_owned(), |text, (pattern, with)| pattern.replace_all(&text, *with).into_owned());
    SUFFIX.replace(&masked, "-~").into_owned()
}

fn value(one: &Value, classes: &BTreeMap<String, String>) -> Value {
    match one {
        Value::String(text) => {
            let mut text = mask(text);
            for (node, class) in classes {
                if text == *node {
                    text.clone_from(class);
                } else if text.contains(node.as_str()) {
                    text = text.replace(node.as_str(), class);
                }
            }
            Value::String(text)
        }
        Value::Array(list) => list.iter().map(|one| value(one, classes)).collect(),
        Value::Object(map) => map.iter().map(|(key, one)| (key.clone(), value(one, classes))).collect(),
        other => other.clone(),
    }
}

/// A run without what is chance. Names of objects in states and of pods keep their numbers: they tell objects apart.
pub(super) fn run(run: &Run, classes: &BTreeMap<String, String>) -> Run {
    let entry = |entry: &Value| -> Value {
        let list = entry.as_array().cloned().unwrap_or_default();
        let keep = |index: usize| index < 3 && list.get(1).is_some_and(|kind| kind != "event");
        list.iter()
            .enumerate()
            .map(|(index, one)| if keep(index) { one.clone() } else { value(one, classes) })
            .collect()
    };
    let state = |state: &State| -> State {
        let objects = |all: &BTreeMap<String, Value>| {
            all.iter().map(|(name, view)| (name.clone(), value(view, classes))).collect()
        };
        state.iter().map(|(kind, all)| (kind.clone(), objects(all))).collect()
    };
    Run {
        steps: run.steps.clone(),
        before: state(&run.before),
        after: state(&run.after),
        timeline: run.timeline.iter().map(entry).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_masked() {
        let cases = [
            ("web-5d9c-~0012", "web-5d9c-~"),
            ("search-5t2bd", "search-~"),
            ("search-frontend", "search-frontend"),
            ("at 10.244.11.3 and 10.96.0.1", "at <ip> and <ip>"),
        ];
        for (text, wanted) in cases {
            assert_eq!(mask(text), wanted);
        }
    }
}
