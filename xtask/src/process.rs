//! Running other programs: said before, explained when they fail.

use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Prints one line of progress.
pub(crate) fn say(line: impl std::fmt::Display) {
    eprintln!("xtask: {line}");
}

/// The command as a person would type it.
fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Runs the command with its output on the terminal.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    say(format_args!("$ {}", shown(command)));
    let status =
        command.status().with_context(|| format!("cannot start `{}`", command.get_program().to_string_lossy()))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs the command quietly and gives its standard output.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = quiet(command)?;
    if !output.status.success() {
        bail!("`{}` failed ({}): {}", shown(command), output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn quiet(command: &mut Command) -> Result<Output> {
    command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{}`", command.get_program().to_string_lossy()))
}

/// Runs the command quietly, and ends it when it takes longer than `limit`.
pub(crate) fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    say(format_args!("$ {}", shown(command)));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start `{}`", command.get_program().to_string_lossy()))?;
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            if status.success() {
                return Ok(());
            }
            bail!("`{}` failed ({status})", shown(command));
        }
        if started.elapsed() > limit {
            child.kill().ok();
            child.wait().ok();
            bail!("`{}` took longer than {limit:?}", shown(command));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Whether a program of this name answers to `--version`.
pub(crate) fn exists(program: &str) -> bool {
    quiet(Command::new(program).arg("--version")).is_ok_and(|output| output.status.success())
}
