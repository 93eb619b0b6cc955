//! `mesh-playground lint`.

use mesh_scenario::{Finding, Severity};

use super::args::{Format, LintArguments};
use super::output::{line, print_json, stream};
use super::{Failure, Outcome, files, visible};
use crate::engine::{self, Input};

/// Prints the findings; an error or a warning is exit code 1, an information is not.
pub(super) fn run(arguments: &LintArguments) -> Result<Outcome, Failure> {
    let common = &arguments.input.common;
    let input = Input {
        files: files::read(&arguments.input.files)?,
        strict: common.strict,
        seed: common.seed,
        most_findings: None,
    };
    let findings = engine::lint(&input);
    match common.format {
        Format::Json => print_json(&findings)?,
        Format::Text => stream(|output| {
            for finding in &findings {
                writeln!(output, "{}", line(finding))?;
                if let Some(fix) = &finding.fix {
                    writeln!(output, "    fix: {}", visible::line(&fix.title))?;
                }
            }
            writeln!(output, "{}", summary(&findings))
        })?,
    }
    let bad = findings.iter().any(|finding| finding.severity != Severity::Info);
    Ok(if bad { Outcome::Findings } else { Outcome::Clean })
}

fn summary(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    format!(
        "{}, {}, {}",
        counted(count(Severity::Error), "error"),
        counted(count(Severity::Warning), "warning"),
        counted(count(Severity::Info), "remark"),
    )
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
