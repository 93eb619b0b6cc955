//! `mesh-playground check`.

use std::fmt::Write as _;

use mesh_words::say;

use super::args::{CheckArguments, CheckFormat};
use super::output::{print, print_json, stopped, warn};
use super::{Failure, Outcome, files, junit, visible};
use crate::engine::{self, Check, Checked, Input};

/// Carries out the Checks and prints their verdicts; one that does not hold is exit code 1.
pub(super) fn run(arguments: &CheckArguments) -> Result<Outcome, Failure> {
    let input = Input {
        files: files::read(&arguments.files)?,
        strict: arguments.strict,
        seed: arguments.seed,
        most_findings: None,
    };
    let checked = engine::check(&input, &mut arguments.budget.work());
    warn(&checked.findings);
    stopped(checked.stopped.as_ref());
    match arguments.format {
        CheckFormat::Json => print_json(&checked)?,
        CheckFormat::Junit => print(&junit::report(&checked)?)?,
        CheckFormat::Text => print(&text(&checked))?,
    }
    Ok(if checked.checks.iter().all(|check| check.holds) { Outcome::Clean } else { Outcome::Findings })
}

fn text(checked: &Checked) -> String {
    if checked.checks.is_empty() {
        return format!("{}\n", say!("command-check-none"));
    }
    let mut text = String::new();
    for check in &checked.checks {
        verdict(&mut text, check);
    }
    let coverage = &checked.coverage;
    let routes = coverage.routes.iter().filter(|it| it.requests == 0).map(|it| format!("{} {}", it.resource, it.path));
    let subsets = coverage.subsets.iter().filter(|it| it.requests == 0);
    let subsets = subsets.map(|it| format!("{} {} ({})", it.resource, it.path, it.name));
    // A rule is named where none of its parts is.
    let rules = coverage.rules.iter().filter(|it| it.requests == 0).map(|it| it.resource.clone());
    let (routes, subsets): (Vec<String>, Vec<String>) = (routes.collect(), subsets.collect());
    let is_named =
        |rule: &String| [&routes, &subsets].into_iter().flatten().any(|it| it.starts_with(&format!("{rule} ")));
    let rules: Vec<String> = rules.filter(|rule| !is_named(rule)).collect();
    for (missed, said) in [
        (!routes.is_empty(), say!("command-check-missed", routes)),
        (!subsets.is_empty(), say!("command-check-missed-subsets", subsets)),
        (!rules.is_empty(), say!("command-check-missed-rules", rules)),
    ] {
        if missed {
            let _ = writeln!(text, "{}", visible::line(&said.to_string()));
        }
    }
    let failing = checked.checks.iter().filter(|check| !check.holds).count();
    let _ = writeln!(text, "{}", say!("command-check-summary", holding = checked.checks.len() - failing, failing));
    text
}

/// A check by its place, and each thing that it expects.
fn verdict(text: &mut String, check: &Check) {
    let Check { name, file, line, at, .. } = check;
    let said = if check.holds {
        say!("command-check-holds", name, seconds = *at)
    } else {
        say!("command-check-fails", name, seconds = *at)
    };
    let _ = writeln!(text, "{}", visible::line(&format!("{file}:{line}: {said}")));
    for it in &check.expectations {
        let mark = if it.holds { "✓" } else { "✗" };
        let expected = say!("command-check-expected", expected = it.expected.clone(), seen = it.seen.clone());
        let place = if it.holds { String::new() } else { format!(" ({}:{})", it.file, it.line) };
        let _ = writeln!(text, "{}", visible::line(&format!("  {mark} {expected}{place}")));
    }
}
