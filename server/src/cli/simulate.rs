//! `mesh-playground simulate`.

use mesh_sim::{EdgeReport, Event, Report};
use mesh_words::{Words, say};
use serde_json::Value;

use super::args::{Format, SimulateArguments};
use super::output::{print, print_json, stopped, warn};
use super::table::table;
use super::{Failure, Outcome, files, visible};
use crate::engine::{self, Input};

/// Events that are printed for people; `--format json` has all.
const EVENTS_SHOWN: usize = 20;

/// Runs the traffic and prints its figures.
pub(super) fn run(arguments: &SimulateArguments) -> Result<Outcome, Failure> {
    let common = &arguments.input.common;
    let input = Input {
        files: files::read(&arguments.input.files)?,
        strict: common.strict,
        seed: common.seed,
        most_findings: None,
    };
    let simulated = engine::simulate(&input, arguments.duration, arguments.requests, &mut arguments.budget.work());
    warn(&simulated.findings);
    stopped(simulated.report.stopped.as_ref());
    match common.format {
        Format::Json => print_json(&simulated.report)?,
        Format::Text => print(&text(&simulated.report))?,
    }
    Ok(Outcome::Clean)
}

fn text(report: &Report) -> String {
    let Report { digest, duration, requests, edges, events, .. } = report;
    let summary = say!("command-simulate-summary", requests, seconds = *duration, digest = digest.to_string());
    let mut text = format!("{summary}\n\n");
    // Units and percentiles are called so in every language.
    let header = [
        say!("command-simulate-column-from"),
        say!("command-simulate-column-to"),
        say!("command-simulate-column-service"),
        say!("command-simulate-column-requests"),
        say!("command-simulate-column-tries"),
        Words::theirs("rps"),
        say!("command-simulate-column-codes"),
        say!("command-simulate-column-flags"),
        Words::theirs("p50"),
        Words::theirs("p95"),
        Words::theirs("p99"),
    ];
    let numbers = [false, false, false, true, true, true, false, false, true, true, true];
    let rows: Vec<Vec<String>> = edges.iter().map(row).collect();
    text.push_str(&table(&header, &numbers, &rows));
    if !events.is_empty() {
        text.push('\n');
    }
    for event in events.iter().take(EVENTS_SHOWN) {
        text.push_str(&event_line(event));
    }
    if let Some(count) = events.len().checked_sub(EVENTS_SHOWN).filter(|more| *more > 0) {
        text.push_str(&format!("{}\n", say!("command-simulate-more-events", count)));
    }
    text
}

/// `12.000 s  ejection  backoff=1 client=… host=…`: the fields of the JSON answer, whatever the event is.
fn event_line(event: &Event) -> String {
    let mut fields = match serde_json::to_value(event) {
        Ok(Value::Object(fields)) => fields,
        _ => return String::new(),
    };
    let at = fields.remove("at").and_then(|at| at.as_f64()).unwrap_or_default();
    let kind = fields.remove("type").unwrap_or_default();
    let mut line = format!("{at:>9.3} s  {}", kind.as_str().unwrap_or_default());
    for (name, value) in &fields {
        match value {
            Value::String(text) => line.push_str(&format!("  {name}={}", visible::line(text))),
            other => line.push_str(&format!("  {name}={other}")),
        }
    }
    line + "\n"
}

fn row(edge: &EdgeReport) -> Vec<String> {
    let party = |name: &str, version: &str| match version {
        "" => name.to_owned(),
        version => format!("{name}/{version}"),
    };
    let counts = |counts: &std::collections::BTreeMap<String, u64>| {
        let counts: Vec<String> = counts.iter().map(|(key, count)| format!("{key}:{count}")).collect();
        counts.join(" ")
    };
    let milliseconds = |seconds: f64| format!("{:.1} ms", seconds * 1000.0);
    vec![
        party(&edge.source, &edge.source_version),
        party(&edge.destination, &edge.destination_version),
        edge.service.clone(),
        edge.requests.to_string(),
        edge.attempts.to_string(),
        format!("{:.2}", edge.rps),
        counts(&edge.codes),
        counts(&edge.flags),
        milliseconds(edge.p50),
        milliseconds(edge.p95),
        milliseconds(edge.p99),
    ]
}
