//! Runs scripts from standard input in a living cluster, one case a line, and prints their answers, one a line.

use std::io::{Read as _, Write as _};

use mesh_shell::script::{Living, Script, play};

fn main() -> std::io::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let mut out = std::io::stdout().lock();
    for script in Script::read(&text).map_err(std::io::Error::other)? {
        writeln!(out, "{}", play(&script, &mut Living::new()))?;
    }
    Ok(())
}
