//! Writing answers, and failing.

use std::io::{BufWriter, ErrorKind, Write};

use mesh_scenario::{Finding, Severity, Stopped};
use serde::Serialize;

use super::visible;

/// Bad usage, or bytes that cannot be read: exit code 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure(String);

impl Failure {
    /// `message` says what is wrong and how to mend it.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Writes to standard output as it is made. A reader that has gone away (`| head`) is no failure.
pub(super) fn stream(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Failure> {
    let mut output = BufWriter::new(std::io::stdout().lock());
    match write(&mut output).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::new(format!("standard output: {error}"))),
        _ => Ok(()),
    }
}

/// Writes a text to standard output.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    stream(|output| output.write_all(text.as_bytes()))
}

/// Writes an answer as JSON.
pub(super) fn print_json(answer: &impl Serialize) -> Result<(), Failure> {
    stream(|output| {
        serde_json::to_writer_pretty(&mut *output, answer)?;
        output.write_all(b"\n")
    })
}

/// One finding as compilers write it. Names of files and of what stands in them are whatever somebody made them.
pub(super) fn line(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let path = if finding.path.is_empty() { String::new() } else { format!(" ({})", finding.path) };
    let source = finding.source.as_ref().map_or_else(String::new, |source| format!(" [{source}]"));
    let Finding { file, line, column, code, message, .. } = finding;
    visible::line(&format!("{file}:{line}:{column}: {severity}[{code}]: {message}{path}{source}")).into_owned()
}

/// Tells on standard error that a run ended before its time.
pub(super) fn stopped(stopped: Option<&Stopped>) {
    if let Some(stopped) = stopped {
        eprintln!("warning: {stopped}; --max-steps and --max-memory set the limits");
    }
}

/// Tells what is wrong with the files on standard error, for the commands that run what can be run.
pub(super) fn warn(findings: &[Finding]) {
    for finding in findings.iter().filter(|finding| finding.severity != Severity::Info) {
        eprintln!("{}", line(finding));
    }
}
