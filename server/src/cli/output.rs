//! Writing answers, and failing.

use std::io::{BufWriter, ErrorKind, Write};
use std::path::Path;

use mesh_scenario::{Finding, Severity, Stopped};
use mesh_words::{Words, say};
use serde::Serialize;

use super::visible;

/// Bad usage, or bytes that cannot be read: exit code 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure(Words);

impl Failure {
    /// What is wrong with a file, in the words of whoever could not read or write it.
    pub(crate) fn of_file(path: &Path, error: &dyn std::fmt::Display) -> Self {
        Self(Words::theirs(format!("{}: {error}", path.display())))
    }
}

/// The words say what is wrong and how to mend it.
impl From<Words> for Failure {
    fn from(words: Words) -> Self {
        Self(words)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What reads the value of a flag fails with an error.
impl std::error::Error for Failure {}

/// Writes to standard output as it is made. A reader that has gone away (`| head`) is no failure.
pub(super) fn stream(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Failure> {
    let mut output = BufWriter::new(std::io::stdout().lock());
    match write(&mut output).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(say!("command-output", error = error.to_string()).into())
        }
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
        let stopped = say!("command-simulate-stopped", stopped = stopped.to_string());
        eprintln!("warning: {stopped}");
    }
}

/// Tells what is wrong with the files on standard error, for the commands that run what can be run.
pub(super) fn warn(findings: &[Finding]) {
    for finding in findings.iter().filter(|finding| finding.severity != Severity::Info) {
        eprintln!("{}", line(finding));
    }
}
