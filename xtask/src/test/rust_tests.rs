//! The Rust tests of the workspace: built by one cargo, run two packages at a time. Cargo runs one program after the other, and
//! most of them keep one core at most. Those of one package share what they download, and ports.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::cargo;
use crate::process::{run, say};
use crate::workspace::Workspace;

const AT_ONCE: usize = 2;
/// All of the workspace in one selection: of another one cargo would build some crates anew.
const SELECTION: [&str; 5] = ["--workspace", "--exclude", "bundler", "--features", "mesh-app/ssr"];

/// A program of tests.
#[derive(Debug, PartialEq, Eq)]
struct Program {
    executable: PathBuf,
    /// The folder of its package, in which cargo runs it.
    folder: PathBuf,
}

/// Builds and runs all of them, then the examples in documentation; all that fail are told.
pub(super) fn rust_tests(workspace: &Workspace) -> Result<()> {
    let mut programs = build(workspace)?;
    programs.sort_by(|one, other| one.folder.cmp(&other.folder));
    let packages = programs.chunk_by(|one, other| one.folder == other.folder);
    let (waiting, failed) = (Mutex::new(packages.collect::<VecDeque<_>>()), Mutex::new(Vec::new()));
    let take = || waiting.lock().ok()?.pop_front();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                for program in std::iter::from_fn(take).flatten() {
                    if let (Err(error), Ok(mut failed)) = (program.run(), failed.lock()) {
                        say(format_args!("{error:#}"));
                        failed.push(program.name());
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap_or_default();
    if !failed.is_empty() {
        bail!("tests failed in {}", failed.join(", "));
    }
    run(cargo(workspace).args(["test", "--quiet", "--doc"]).args(SELECTION))
}

fn build(workspace: &Workspace) -> Result<Vec<Program>> {
    let mut command = cargo(workspace);
    command.args(["test", "--quiet", "--no-run", "--message-format=json-render-diagnostics"]).args(SELECTION);
    let built = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().context("cannot start cargo")?;
    if !built.status.success() {
        bail!("the tests do not compile ({})", built.status);
    }
    let programs: Vec<Program> = String::from_utf8_lossy(&built.stdout).lines().filter_map(program).collect();
    if programs.is_empty() {
        bail!("cargo named no program of tests: its messages may have another form now");
    }
    Ok(programs)
}

/// The program that a message of cargo's tells of, if any (`compiler-artifact` of the Cargo book, "External tools").
fn program(message: &str) -> Option<Program> {
    let text = |field: &str| Some(message.split_once(&format!("\"{field}\":\""))?.1.split_once('"')?.0);
    let (_, profile) = message.split_once("\"profile\":{")?;
    profile.split_once('}').filter(|(profile, _)| profile.contains("\"test\":true"))?;
    let executable = PathBuf::from(text("executable")?);
    Some(Program { executable, folder: PathBuf::from(text("manifest_path")?).parent()?.to_owned() })
}

impl Program {
    /// As `mesh-graph layouts-80b1…`.
    fn name(&self) -> String {
        let last = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        format!("{} {}", last(&self.folder), last(&self.executable))
    }

    /// Runs it quietly; what it wrote is told where it failed.
    fn run(&self) -> Result<()> {
        let started = Instant::now();
        let mut command = Command::new(&self.executable);
        let output = command.current_dir(&self.folder).stdin(Stdio::null()).output().context(self.name())?;
        let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
        if !output.status.success() {
            bail!("{} ({}):\n{said}", self.name(), output.status);
        }
        let results: Vec<&str> = said.lines().filter(|line| line.starts_with("test result: ")).collect();
        let Some(result) = results.first().and_then(|line| line.split_once("ok. ")) else {
            bail!("{} said no result:\n{said}", self.name());
        };
        let counts = result.1.split_once("; 0 ignored").map_or(result.1, |(counts, _)| counts);
        say(format_args!("{:>8.1} s  {}: {counts}", started.elapsed().as_secs_f64(), self.name()));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Program, program};

    #[test]
    fn programs_of_tests_are_read_from_what_cargo_says() {
        let message = |test: bool, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","package_id":"path+file:///w/crates/a#0.1.0","manifest_path":"/w/crates/a/Cargo.toml","target":{{"kind":["lib"],"name":"a","test":true}},"profile":{{"opt_level":"0","debuginfo":0,"test":{test}}},"features":[],"filenames":["/w/target/a"],"executable":{executable},"fresh":false}}"#
            )
        };
        let expected = Program { executable: PathBuf::from("/w/target/a-1"), folder: PathBuf::from("/w/crates/a") };
        assert_eq!(program(&message(true, r#""/w/target/a-1""#)), Some(expected));
        for other in
            [message(false, r#""/w/target/a-1""#), message(true, "null"), r#"{"reason":"build-finished"}"#.into()]
        {
            assert_eq!(program(&other), None, "{other}");
        }
    }
}
