//! `cargo xtask conformance`: the comparisons with the real Envoy and with what the real Istio answered.

use anyhow::{Context, Result, bail};

use super::cargo;
use crate::process::run;
use crate::workspace::Workspace;

/// What the generated comparisons are made from, where that is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Asked {
    seed: Option<u64>,
    cases: Option<u64>,
}

/// Runs the comparisons alone: with `--seed` on other generated cases, with `--cases` on so many route tables, and on
/// more of all others that are generated.
pub(crate) fn conformance(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let asked = read(arguments)?;
    let mut command = cargo(workspace);
    command.args(["test", "--package", "end2end-envoy"]);
    // What the real Istio answered is recorded: no seed changes it.
    if asked == Asked::default() {
        command.args(["--package", "end2end-istio"]);
    } else {
        // Whoever asks for more wants no run that compares nothing for want of an Envoy.
        command.arg("--no-fail-fast").env("CI", "1").env("MESH_SEED", asked.seed.unwrap_or(1).to_string());
    }
    if let Some(cases) = asked.cases {
        command.env("MESH_CASES", cases.to_string());
    }
    // The shares and the table of what occurs are printed by tests that pass.
    run(command.args(["--", "--show-output"]))
}

fn read(arguments: &[String]) -> Result<Asked> {
    let mut asked = Asked::default();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (word.as_str(), None),
        };
        let place = match name {
            "--seed" => &mut asked.seed,
            "--cases" => &mut asked.cases,
            _ => bail!("`conformance` does not know `{word}`: it takes --seed N and --cases M"),
        };
        let value = value.or_else(|| words.next().map(String::as_str));
        let value = value.with_context(|| format!("{name} needs a number, as {name} 7"))?;
        let number = value.parse().with_context(|| format!("{name} needs a number from 0, not `{value}`"))?;
        *place = Some(number);
    }
    if asked.cases == Some(0) {
        bail!("--cases 0 would compare nothing");
    }
    Ok(asked)
}

#[cfg(test)]
mod tests {
    use super::{Asked, read};

    #[test]
    fn arguments_are_read_or_explained() {
        let of = |text: &str| {
            read(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).map_err(|error| error.to_string())
        };
        assert_eq!(of(""), Ok(Asked::default()));
        assert_eq!(of("--seed 7 --cases=5000"), Ok(Asked { seed: Some(7), cases: Some(5000) }));
        for (text, message) in [
            ("--seed", "--seed needs a number, as --seed 7"),
            ("--seed x", "--seed needs a number from 0, not `x`"),
            ("--cases -1", "--cases needs a number from 0, not `-1`"),
            ("--cases 0", "--cases 0 would compare nothing"),
            ("7", "`conformance` does not know `7`: it takes --seed N and --cases M"),
        ] {
            assert_eq!(of(text), Err(message.to_owned()));
        }
    }
}
