//! Schemathesis, which the tests bring themselves: it asks a server what its description allows, and what it forbids.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// What pip installs. Other versions of either would ask other questions.
const PACKAGES: [&str; 2] = ["schemathesis==4.32.5", "hypothesis==6.170.17"];

/// The program: `MESH_SCHEMATHESIS`, or the package of PyPI, which is fetched once.
///
/// `None`, with a message, where none can be had and no `CI` is set.
pub(crate) fn program() -> Option<PathBuf> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    match FOUND.get_or_init(find) {
        Ok(program) => Some(program.clone()),
        Err(reason) if std::env::var_os("CI").is_none() => {
            eprintln!("not held against its description: {reason}");
            None
        }
        Err(reason) => panic!("no Schemathesis: {reason}. Install one, or set MESH_SCHEMATHESIS to its program"),
    }
}

fn find() -> Result<PathBuf, String> {
    if let Some(program) = std::env::var_os("MESH_SCHEMATHESIS") {
        return Ok(PathBuf::from(program));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/schemathesis");
    let program = folder.join("bin/schemathesis");
    // Written last: what was broken off is begun again, and so is what other versions were installed by.
    let installed = folder.join("installed");
    let packages = PACKAGES.join(" ");
    if std::fs::read_to_string(&installed).is_ok_and(|those| those == packages) && program.is_file() {
        return Ok(program);
    }
    let path = folder.to_str().ok_or("the name of the target folder is no text")?;
    run(Path::new("python3"), &["-m", "venv", "--clear", path])?;
    run(&folder.join("bin/python"), &[&["-m", "pip", "install", "--quiet"], &PACKAGES[..]].concat())?;
    std::fs::write(&installed, packages).map_err(|error| format!("{}: {error}", installed.display()))?;
    Ok(program)
}

fn run(program: &Path, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(program).args(arguments).output();
    let output = output.map_err(|error| format!("{} cannot be run: {error}", program.display()))?;
    // `venv` complains on standard output, pip on standard error.
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let command = format!("{} {}", program.display(), arguments.join(" "));
    if output.status.success() { Ok(()) } else { Err(format!("{command}: {}", said.trim())) }
}
