//! Whether a command answered what was recorded, by the rules of the corpus ("What a simulator may do otherwise", Commands).

mod lines;
mod rules;
mod span;
mod tables;

use std::collections::BTreeMap;

use serde_json::Value;

pub use lines::mask;
pub use span::Spans;
pub use tables::ill_made;

/// What one side answered.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The exit code, or `"stopped"`.
    pub code: Value,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// When each line came, in seconds after the step's start, and on which stream.
    pub lines: Vec<(f64, String)>,
}

impl Answer {
    /// Reads an answer.
    #[must_use]
    pub fn of(step: &Value) -> Answer {
        let text = |field: &str| step.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let lines = step.get("lines").and_then(Value::as_array).into_iter().flatten();
        Answer {
            code: step.get("rc").cloned().unwrap_or(Value::Null),
            out: text("stdout"),
            err: text("stderr"),
            lines: lines.filter_map(|line| Some((line.get(0)?.as_f64()?, line.get(1)?.as_str()?.to_owned()))).collect(),
        }
    }
}

/// What differs between two answers of a command; `None` where nothing does.
#[must_use]
pub fn compare(
    command: &str,
    at: f64,
    recorded: &Answer,
    simulated: &Answer,
    classes: &BTreeMap<String, String>,
    spans: &Spans,
    slow: bool,
) -> Option<String> {
    if recorded.code != simulated.code {
        return Some(format!("exit code {} instead of {}: {}", simulated.code, recorded.code, simulated.err.trim()));
    }
    if command.contains(">/dev/null") {
        return None;
    }
    for (name, wanted, own) in [("stdout", &recorded.out, &simulated.out), ("stderr", &recorded.err, &simulated.err)] {
        // What a rollout waits for is said on standard output.
        let rule = match rules::Rule::of(command) {
            rules::Rule::Rollout if name == "stderr" => rules::Rule::Ordered,
            rule => rule,
        };
        let wanted = lines::read(wanted, classes);
        let own = lines::read(own, classes);
        let timed = rules::Timed { at, recorded, simulated, slow };
        if let Some(why) = rule.compare(command, &wanted, &own, &timed, spans) {
            return Some(format!("{name}: {why}"));
        }
    }
    None
}
