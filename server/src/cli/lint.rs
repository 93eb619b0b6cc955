//! `mesh-playground lint`.

use mesh_scenario::{Finding, Severity};
use mesh_words::{Words, say};

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
                    let fix = say!("command-lint-fix", title = &fix.title).to_string();
                    writeln!(output, "    {}", visible::line(&fix))?;
                }
            }
            writeln!(output, "{}", summary(&findings))
        })?,
    }
    let bad = findings.iter().any(|finding| finding.severity != Severity::Info);
    Ok(if bad { Outcome::Findings } else { Outcome::Clean })
}

fn summary(findings: &[Finding]) -> Words {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    say!(
        "command-lint-summary",
        errors = count(Severity::Error),
        warnings = count(Severity::Warning),
        remarks = count(Severity::Info),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_each_severity() {
        let finding = |severity| {
            serde_json::from_value::<Finding>(serde_json::json!({
                "code": "", "severity": severity, "message": "", "file": "", "line": 1, "column": 1, "endLine": 1,
                "endColumn": 1, "path": ""
            }))
            .unwrap()
        };
        assert_eq!(summary(&[]), "0 errors, 0 warnings, 0 remarks");
        let findings = ["warning", "error", "info", "warning"].map(finding);
        assert_eq!(summary(&findings), "1 error, 2 warnings, 1 remark");
    }
}
