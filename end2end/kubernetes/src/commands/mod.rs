//! Whether a command answered what was recorded, by the rules of the corpus ("What a simulator may do otherwise", Commands).

mod lines;
mod rules;
mod span;
mod tables;

use serde_json::Value;

pub use lines::{Names, mask};
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

/// An answer with the names that its side has chosen.
#[derive(Clone, Debug)]
pub struct Side<'a> {
    /// The answer.
    pub answer: Answer,
    /// Nodes and hashes.
    pub names: &'a Names,
}

/// What of a case bears on all of its commands.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// When much happens.
    pub spans: &'a Spans,
    /// Whether the recording was slow (parts 3 and 6).
    pub slow: bool,
}

/// What differs between two answers of a command; `None` where nothing does.
#[must_use]
pub fn compare(command: &str, at: f64, recorded: &Side<'_>, simulated: &Side<'_>, case: &Told<'_>) -> Option<String> {
    let names = (recorded.names, simulated.names);
    let (recorded, simulated) = (&recorded.answer, &simulated.answer);
    if recorded.code != simulated.code {
        return Some(format!("exit code {} instead of {}: {}", simulated.code, recorded.code, simulated.err.trim()));
    }
    if command.contains(">/dev/null") {
        return None;
    }
    let rule = rules::Rule::of(command);
    for (name, wanted, own) in [("stdout", &recorded.out, &simulated.out), ("stderr", &recorded.err, &simulated.err)] {
        let wanted = lines::read(wanted, names.0);
        let own = lines::read(own, names.1);
        // What stood for how long is told of standard output.
        let rule = if name == "stderr" { rule.of_errors() } else { rule };
        let timed = rules::Timed { at, recorded, simulated, slow: case.slow };
        if let Some(why) = rule.compare(command, &wanted, &own, &timed, case.spans) {
            return Some(format!("{name}: {why}"));
        }
    }
    None
}
