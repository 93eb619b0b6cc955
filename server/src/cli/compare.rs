//! `mesh-playground compare`.

use std::fmt::Write as _;

use mesh_scenario::{Change, ChangedRequest, Comparison, RequestEnd};
use mesh_words::{Words, say};

use super::args::{CompareArguments, Format};
use super::output::{print, print_json, stopped, warn};
use super::table::table;
use super::{Failure, Outcome, files, visible};
use crate::engine::{self, Input};

/// Requests of each kind of change that are printed for people; `--format json` has more.
const REQUESTS_SHOWN: usize = 5;

/// Runs two scenarios on the same draws and prints what differs; where a request ends otherwise the exit code is 1, as of `diff`.
pub(super) fn run(arguments: &CompareArguments) -> Result<Outcome, Failure> {
    let input = |paths: &[std::path::PathBuf]| -> Result<Input, Failure> {
        Ok(Input { files: files::read(paths)?, strict: arguments.strict, seed: arguments.seed, most_findings: None })
    };
    let (a, b) = (input(&arguments.a)?, input(&arguments.b)?);
    let compared = engine::compare(&a, &b, arguments.duration, &mut || arguments.budget.work());
    compared.findings.iter().for_each(|findings| warn(findings));
    compared.stopped.iter().for_each(|at| stopped(Some(at)));
    match arguments.format {
        Format::Json => print_json(&compared.comparison)?,
        Format::Text => print(&text(&compared.comparison))?,
    }
    let is_same = compared.comparison.changed_requests() == 0 && compared.comparison.only == [0, 0];
    Ok(if is_same { Outcome::Clean } else { Outcome::Findings })
}

fn text(told: &Comparison) -> String {
    let summary = say!(
        "command-compare-summary",
        requests = told.requests,
        seconds = told.until,
        changed = told.changed_requests()
    );
    let mut text = format!("{summary}\n\n");
    text.push_str(&table(
        &[Words::default(), Words::theirs("A"), Words::theirs("B")],
        &[false, true, true],
        &figures(told),
    ));
    for group in told.changed.iter().filter(|group| group.count > 0) {
        let count = group.count;
        let title = match group.change {
            Change::NewlyFailing => say!("command-compare-failing", count),
            Change::OtherVersion => say!("command-compare-elsewhere", count),
            Change::Healed => say!("command-compare-healed", count),
            Change::OtherAnswer => say!("command-compare-otherwise", count),
        };
        let _ = writeln!(text, "\n{title}");
        for request in group.requests.iter().take(REQUESTS_SHOWN) {
            let _ = writeln!(text, "{}", visible::line(&line(request)));
        }
        let more = group.count.saturating_sub(REQUESTS_SHOWN as u64);
        if more > 0 {
            let _ = writeln!(text, "  {}", say!("command-compare-more", count = more));
        }
    }
    text
}

fn figures(told: &Comparison) -> Vec<Vec<String>> {
    let row = |title: Words, of: &dyn Fn(usize) -> String| vec![title.to_string(), of(0), of(1)];
    let side = |at: usize| told.figures.get(at).copied().unwrap_or_default();
    let mut rows = vec![
        row(say!("command-compare-success"), &|at| format!("{:.1} %", side(at).success)),
        row(say!("command-compare-failed"), &|at| side(at).failed.to_string()),
        row(Words::theirs("p50"), &|at| format!("{:.1} ms", side(at).p50)),
        row(Words::theirs("p95"), &|at| format!("{:.1} ms", side(at).p95)),
    ];
    for split in &told.splits {
        for version in &split.versions {
            let of = |at: usize| {
                let (calls, percent) = (version.calls.get(at), version.percent.get(at));
                format!("{} ({:.1} %)", calls.copied().unwrap_or_default(), percent.copied().unwrap_or_default())
            };
            rows.push(row(Words::theirs(format!("{} {}", split.app, version.version)), &of));
        }
    }
    rows
}

/// `  6.310 s  client  GET /driver  200 safe 22.0 ms -> 502 risky 6.0 ms`
fn line(request: &ChangedRequest) -> String {
    let ChangedRequest { at, client, method, path, ends, .. } = request;
    let end = |end: &RequestEnd| {
        let flags = if end.flags == "-" { String::new() } else { format!(" {}", end.flags) };
        format!("{}{flags} {} {:.1} ms", end.status, end.reached, end.duration)
    };
    let [a, b] = ends;
    format!("  {at:.3} s  {client}  {method} {path}  {} -> {}", end(a), end(b))
}
