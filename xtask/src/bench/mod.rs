//! `cargo xtask bench`: the figures of docs/performance.md, part by part, each measured in one run on one machine.

mod served;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use self::served::Served;
use crate::npm;
use crate::process::{exists, run, say};
use crate::server::{self, Profile};
use crate::site::{self, Quality};
use crate::test::chromium;
use crate::workspace::Workspace;

/// The benches that Cargo runs, by package.
const BENCHES: &[(&str, &str)] = &[
    ("mesh-sim", "engine"),
    ("mesh-sim", "endpoints"),
    ("mesh-proxy", "routing"),
    ("mesh-proxy", "data_plane"),
    ("mesh-config", "parse"),
    ("mesh-graph", "layout"),
    ("mesh-scenario", "session"),
    ("mesh-cluster", "large"),
];

/// The examples that measure, by package.
const EXAMPLES: &[(&str, &str)] =
    &[("mesh-scenario", "engine_throughput"), ("mesh-engine", "hour"), ("end2end-envoy", "envoy_throughput")];

/// What can be asked for by itself.
struct Part {
    name: &'static str,
    what: &'static str,
    /// Whether it runs where none is asked for: those do that need no browser, and nothing to compare with but an earlier commit.
    is_usual: bool,
    measure: fn(&Workspace) -> Result<()>,
}

const PARTS: &[Part] = &[
    Part { name: "crates", what: "benches, examples, the engine in WebAssembly", is_usual: true, measure: crates },
    Part { name: "paired", what: "the engine beside that of an earlier commit", is_usual: true, measure: paired },
    Part { name: "hostile", what: "texts that are made to be dear", is_usual: true, measure: hostile },
    Part { name: "page", what: "script of a drawing of the page", is_usual: false, measure: page },
    Part { name: "topology", what: "the same beside what Kiali draws with", is_usual: false, measure: topology },
    Part { name: "layouts", what: "our layout beside rust-sugiyama and dagre", is_usual: false, measure: layouts },
];

/// Measures the parts that are named; without a name the usual ones.
pub(crate) fn bench(workspace: &Workspace, names: &[String]) -> Result<()> {
    for part in chosen(names)? {
        say(format_args!("== {}: {}", part.name, part.what));
        (part.measure)(workspace).with_context(|| format!("bench {}", part.name))?;
    }
    Ok(())
}

fn chosen(names: &[String]) -> Result<Vec<&'static Part>> {
    if names.is_empty() {
        return Ok(PARTS.iter().filter(|part| part.is_usual).collect());
    }
    let find = |name: &String| match PARTS.iter().find(|part| part.name == name) {
        Some(part) => Ok(part),
        None => bail!("there is nothing to measure under the name `{name}`; there are\n{}", listed()),
    };
    names.iter().map(find).collect()
}

fn listed() -> String {
    let line = |part: &Part| {
        let usual = if part.is_usual { " (also without a name)" } else { "" };
        format!("  {:<10} {}{usual}\n", part.name, part.what)
    };
    PARTS.iter().map(line).collect()
}

/// Builds everything first, so that nothing is compiled while something is measured.
fn crates(workspace: &Workspace) -> Result<()> {
    let cargo = |arguments: &[&str]| run(Command::new("cargo").args(arguments).current_dir(&workspace.root));
    site::build(workspace, Quality::Release)?;
    // Each with the arguments that it is run with: others would mean other features of what it depends on.
    for (package, bench) in BENCHES {
        cargo(&["bench", "--quiet", "--package", package, "--bench", bench, "--no-run"])?;
    }
    for (package, example) in EXAMPLES {
        cargo(&["build", "--quiet", "--release", "--package", package, "--example", example])?;
    }

    for (package, bench) in BENCHES {
        cargo(&["bench", "--quiet", "--package", package, "--bench", bench, "--", "--quick", "--noplot"])?;
    }
    let staging = workspace.scratch().join("staging");
    run(Command::new("node")
        .arg(workspace.root.join("end2end/throughput.mjs"))
        .arg(staging.join("mesh_engine.js"))
        .arg(staging.join("mesh_engine_bg.wasm")))?;
    for (package, example) in EXAMPLES {
        cargo(&["run", "--quiet", "--release", "--package", package, "--example", example])?;
    }
    Ok(())
}

fn paired(workspace: &Workspace) -> Result<()> {
    run(&mut python(workspace, "paired_bench.py")?)
}

fn hostile(workspace: &Workspace) -> Result<()> {
    let mut script = python(workspace, "hostile.py")?;
    let binary = server::build(workspace, Profile::Release)?;
    run(script.arg(binary))
}

fn page(workspace: &Workspace) -> Result<()> {
    drawings(workspace, "end2end", "frames.mjs")
}

fn topology(workspace: &Workspace) -> Result<()> {
    drawings(workspace, "end2end/topology", "frames.mjs")
}

fn layouts(workspace: &Workspace) -> Result<()> {
    let folder = packages(workspace, "end2end/layouts")?;
    run(Command::new("node").arg(folder.join("compare.mjs")))
        .context("it needs rust-sugiyama of crates.io and dagre of npm: are both registries within reach?")
}

/// A script that has a browser draw the page of the release binary.
fn drawings(workspace: &Workspace, folder: &str, script: &str) -> Result<()> {
    let folder = packages(workspace, folder)?;
    let chromium = chromium::find(workspace)?;
    let served = Served::start(&server::build(workspace, Profile::Release)?)?;
    run(Command::new("node").arg(folder.join(script)).arg(served.url()).env("CHROMIUM", chromium))
}

/// A folder of scripts, with the packages that they need.
fn packages(workspace: &Workspace, folder: &str) -> Result<PathBuf> {
    npm::ensure_node()?;
    let folder = workspace.root.join(folder);
    npm::install(&folder)?;
    Ok(folder)
}

fn python(workspace: &Workspace, script: &str) -> Result<Command> {
    ensure!(exists("python3"), "{script} needs python3: install Python 3");
    let mut command = Command::new("python3");
    command.arg(workspace.root.join("end2end").join(script));
    Ok(command)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(asked: &[&str]) -> Result<Vec<&'static str>, String> {
        let asked: Vec<String> = asked.iter().map(|name| (*name).to_owned()).collect();
        let names = chosen(&asked).map(|parts| parts.iter().map(|part| part.name).collect());
        names.map_err(|error| error.to_string())
    }

    #[test]
    fn parts_are_found_by_name_or_listed() {
        assert_eq!(names(&[]), Ok(vec!["crates", "paired", "hostile"]));
        assert_eq!(names(&["layouts", "page"]), Ok(vec!["layouts", "page"]));
        let unknown = names(&["engine"]).unwrap_err();
        assert!(unknown.contains("`engine`") && PARTS.iter().all(|part| unknown.contains(part.what)), "{unknown}");
    }

    #[test]
    fn the_documentation_says_what_each_part_measures() {
        let text = fs::read_to_string(Workspace::find().unwrap().root.join("docs/performance.md")).unwrap();
        for Part { name, .. } in PARTS {
            assert!(
                text.contains(&format!("`cargo xtask bench {name}`")),
                "docs/performance.md says nothing of {name}"
            );
        }
    }

    #[test]
    fn every_bench_of_the_crates_is_run() {
        let workspace = Workspace::find().unwrap();
        for crate_folder in fs::read_dir(workspace.root.join("crates")).unwrap().flatten() {
            let package = crate_folder.file_name().into_string().unwrap();
            let manifest = fs::read_to_string(crate_folder.path().join("Cargo.toml")).unwrap();
            for bench in manifest.split("[[bench]]\nname = \"").skip(1) {
                let bench = bench.split('"').next().unwrap_or_default();
                assert!(BENCHES.contains(&(&package, bench)), "`cargo xtask bench` leaves out {bench} of {package}");
            }
        }
    }
}
