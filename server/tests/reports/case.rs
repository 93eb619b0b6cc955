//! A case: what the person had, what is asked of it, what must come out.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use crate::check::Check;

/// What stands for the files in a command line.
const FILES: &str = "FILES";

/// A case as its folder holds it.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) expected: Expected,
    /// The arguments of each command line.
    commands: Vec<Vec<String>>,
    source: PathBuf,
}

/// `expected.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// The public threads: `owner/repository#number`, several apart by commas.
    pub(crate) report: String,
    /// What it is about.
    pub(crate) title: String,
    /// Where the expectation is from.
    pub(crate) because: String,
    checks: Vec<Numbered>,
}

/// A check of what one of the command lines printed.
#[derive(Deserialize)]
struct Numbered {
    /// Which one, from 1.
    #[serde(default = "first")]
    command: usize,
    #[serde(flatten)]
    check: Check,
}

/// What a command line printed.
pub(crate) struct Answer {
    pub(crate) json: Value,
    /// The lines of the input, for findings.
    pub(crate) lines: Vec<String>,
}

fn first() -> usize {
    1
}

impl Case {
    /// Reads the folder of a case.
    pub(crate) fn read(folder: &Path) -> Self {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let text = |file: &str| {
            std::fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{name}/{file}: {error}"))
        };
        let expected: Expected =
            serde_json::from_str(&text("expected.json")).unwrap_or_else(|error| panic!("{name}: {error}"));
        let is_cited = expected.report.contains('#') || expected.report.contains("://");
        assert!(is_cited && !expected.title.is_empty() && !expected.because.is_empty(), "{name} cites nothing");
        let commands: Vec<Vec<String>> = text("commands").lines().map(words).collect();
        let source = ["case.yaml", "files"].into_iter().map(|file| folder.join(file)).find(|path| path.exists());
        let source = source.unwrap_or_else(|| panic!("{name} has neither case.yaml nor files"));
        assert!(!expected.checks.is_empty(), "{name} checks nothing");
        Self { name, expected, commands, source }
    }

    /// What differs from what is expected, a line for each check.
    pub(crate) fn wrong(&self) -> Vec<String> {
        let answers: Vec<Result<Answer, String>> = self.commands.iter().map(|command| self.run(command)).collect();
        let wrong = |numbered: &Numbered| {
            let seen = match numbered.command.checked_sub(1).and_then(|index| answers.get(index)) {
                Some(Ok(answer)) => numbered.check.wrong(answer),
                Some(Err(error)) => Some(error.clone()),
                None => Some("there is no such command".into()),
            };
            seen.map(|seen| format!("command {}, {:?}: {seen}", numbered.command, numbered.check))
        };
        self.expected.checks.iter().filter_map(wrong).collect()
    }

    fn run(&self, command: &[String]) -> Result<Answer, String> {
        let source = self.source.to_string_lossy();
        let arguments = command.iter().map(|word| if word == FILES { &*source } else { word });
        let mut binary = Command::new(env!("CARGO_BIN_EXE_mesh-playground"));
        let output = binary.args(arguments).args(["--format", "json"]).output().unwrap();
        let json = serde_json::from_slice(&output.stdout)
            .map_err(|_| String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned())?;
        let text = std::fs::read_to_string(&self.source).unwrap_or_default();
        Ok(Answer { json, lines: text.lines().map(str::to_owned).collect() })
    }
}

/// The words of a command line; what stands in single quotes is one.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}
