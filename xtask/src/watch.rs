//! `cargo xtask watch`: serves the page and does it again after each change of a source.

use std::path::PathBuf;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;

use crate::process::say;
use crate::server::{Profile, compile};
use crate::site::{self, Quality};
use crate::stamp;
use crate::workspace::Workspace;

/// What the page and the server are made of.
const SOURCES: &[&str] = &["Cargo.toml", "Cargo.lock", "crates", "engine", "app", "server/src", "style", "public"];

/// How often the sources are looked at. Comparing a few hundred times of change costs less than a watcher's set-up
/// on each platform.
const INTERVAL: Duration = Duration::from_millis(300);

/// Builds, serves, and waits for the next change, until it is interrupted.
pub(crate) fn watch(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let sources: Vec<PathBuf> = SOURCES.iter().map(|source| workspace.root.join(source)).collect();
    let mut server: Option<Child> = None;
    loop {
        let seen = stamp::describe(&sources)?;
        match site::build(workspace, Quality::Quick).and_then(|()| compile(workspace, Profile::Dev)) {
            Ok(binary) => {
                stop(server.take());
                server = Some(Command::new(binary).arg("serve").args(arguments).spawn()?);
            }
            Err(error) => say(format_args!("{error:#}; waiting for a change")),
        }
        while stamp::describe(&sources)? == seen {
            sleep(INTERVAL);
        }
        // An editor that saves many files is given the time to end.
        let mut last = String::new();
        loop {
            let now = stamp::describe(&sources)?;
            if now == last {
                break;
            }
            last = now;
            sleep(INTERVAL);
        }
        say("a source has changed");
    }
}

fn stop(server: Option<Child>) {
    if let Some(mut server) = server {
        server.kill().ok();
        server.wait().ok();
    }
}
