//! A recorded case as a script at the recorded pace, without the answers (the corpus, "The script").

use serde_json::{Value, json};

use crate::case::{number, waits};

/// Waits that are shorter are left out.
const SHORTEST: f64 = 0.005;
/// So long after the last thing the script ends.
const AFTER: f64 = 0.6;

/// The script of a case, and for each of its steps the place of the recorded step that it is.
#[derive(Clone, Debug, Default)]
pub struct Paced {
    /// What is done before time 0.
    pub setup: Vec<Value>,
    /// What is done then.
    pub steps: Vec<Value>,
    /// For each of the steps the recorded one.
    pub recorded: Vec<Option<usize>>,
}

/// Makes the script of a case.
#[must_use]
pub fn script(setup: &[Value], steps: &[Value], timeline: &[Value]) -> Paced {
    let ends = steps.iter().map(|step| number(step, "t").unwrap_or(0.0) + number(step, "dur").unwrap_or(0.0));
    let entries = timeline.iter().filter_map(|entry| entry.get(0)?.as_f64());
    let end = ends.chain(entries).fold(0.0, f64::max) + AFTER;
    let (setup, _) = paced(setup, 0.0);
    let (steps, recorded) = paced(steps, end);
    Paced { setup, steps, recorded }
}

fn paced(recorded: &[Value], end: f64) -> (Vec<Value>, Vec<Option<usize>>) {
    let (mut steps, mut places) = (Vec::new(), Vec::new());
    for (index, step) in recorded.iter().enumerate() {
        let at = number(step, "t").unwrap_or(0.0);
        let next = recorded.iter().skip(index + 1).find_map(|step| number(step, "t")).unwrap_or(end);
        let wait = |seconds: f64| json!({ "wait": seconds.max(0.0) });
        if step.get("quiet").is_some() || step.get("wait").is_some() {
            steps.push(wait(next - at));
            places.push(Some(index));
            continue;
        }
        let mut own = step.clone();
        if let Some(map) = own.as_object_mut() {
            if map.get("rc").is_some_and(|code| code == "stopped") {
                let seconds = number(step, "dur").unwrap_or(1.0);
                map.insert("timeout".to_owned(), json!(seconds.round()));
            }
            for answer in ["t", "rc", "dur", "stdout", "stderr", "lines", "scope"] {
                map.remove(answer);
            }
        }
        steps.push(own);
        places.push(Some(index));
        if step.get("join").is_some() {
            continue;
        }
        let took = if waits(step) && step.get("bg").is_none() { number(step, "dur").unwrap_or(0.0) } else { 0.0 };
        let left = next - at - took;
        if left >= SHORTEST {
            steps.push(wait(left));
            places.push(None);
        }
    }
    (steps, places)
}
