//! The standard library's source from Debian's package `rust-src`.
//!
//! The backports suite carries several releases side by side, also for machines that run an older
//! Debian. Private list and state folders keep the machine's own package lists untouched.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::process::{exists, read, say};

const SUITE: &str = "trixie-backports";
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Puts the source of the standard library of `release` into `sources`.
pub(super) fn fetch_library_source(release: &str, scratch: &Path, sources: &Path) -> Result<()> {
    ensure!(exists("apt-get") && exists("dpkg"), "this is no Debian: its package rust-src cannot be used");
    let scratch = scratch.join("debian");
    fs::create_dir_all(scratch.join("lists/partial"))?;
    fs::create_dir_all(scratch.join("cache/archives/partial"))?;

    for mirror in mirrors()? {
        fs::write(scratch.join("sources.list"), format!("deb [signed-by={KEYRING}] {mirror} {SUITE} main\n"))?;
        say(format_args!("asking {mirror} for the package rust-src {release}"));
        if read(apt("apt-get", &scratch).arg("update")).is_err() {
            continue;
        }
        let offers = read(apt("apt-cache", &scratch).args(["madison", "rust-src"]))?;
        if let Some(version) = package_version(&offers, release) {
            read(apt("apt-get", &scratch).arg("download").arg(format!("rust-src={version}")))?;
            return unpack(release, &scratch, sources);
        }
    }
    bail!("no mirror of this machine offers the package rust-src {release} in {SUITE}")
}

/// The addresses of the archives that this machine is set up for, in its order.
fn mirrors() -> Result<Vec<String>> {
    let listed =
        read(Command::new("apt-get").args(["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]))?;
    let mut mirrors: Vec<String> = Vec::new();
    for line in listed.lines() {
        if !mirrors.iter().any(|known| known == line) {
            mirrors.push(line.to_owned());
        }
    }
    Ok(mirrors)
}

fn apt(program: &str, scratch: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(scratch);
    for (option, value) in [
        ("Dir::Etc::SourceList", scratch.join("sources.list").display().to_string()),
        ("Dir::Etc::SourceParts", "-".to_owned()),
        ("Dir::State::Lists", scratch.join("lists").display().to_string()),
        ("Dir::Cache", scratch.join("cache").display().to_string()),
        // The folder belongs to the caller: the sandbox user could not write there.
        ("APT::Sandbox::User", "root".to_owned()),
    ] {
        command.arg("-o").arg(format!("{option}={value}"));
    }
    command
}

/// Reads `apt-cache madison`: the first version that is a package of `release`.
fn package_version<'a>(offers: &'a str, release: &str) -> Option<&'a str> {
    offers.lines().filter_map(|line| line.split('|').nth(1)).map(str::trim).find(|version| {
        version
            .strip_prefix(release)
            .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit() || next == '.'))
    })
}

fn unpack(release: &str, scratch: &Path, sources: &Path) -> Result<()> {
    let package = fs::read_dir(scratch)?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .context("apt-get downloaded no package")?;
    read(Command::new("dpkg").arg("-x").arg(&package).arg(scratch.join("unpacked")))?;
    let library = scratch.join("unpacked/usr/src").join(format!("rustc-{release}")).join("library");
    ensure!(library.is_dir(), "the package has no folder {}", library.display());
    let parent = sources.parent().context("the source folder has no parent")?;
    fs::create_dir_all(parent).with_context(|| format!("cannot write to {}", parent.display()))?;
    read(Command::new("cp").arg("-R").arg(&library).arg(sources))?;
    fs::remove_dir_all(scratch).ok();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::package_version;

    const OFFERS: &str = "\
  rust-src | 1.96.1+dfsg1-1~bpo13+1 | http://mirror.example/debian trixie-backports/main amd64 Packages
  rust-src | 1.95.0+dfsg1-1~bpo13+1 | http://mirror.example/debian trixie-backports/main amd64 Packages";

    #[test]
    fn the_package_of_the_same_release_is_taken() {
        assert_eq!(package_version(OFFERS, "1.95.0"), Some("1.95.0+dfsg1-1~bpo13+1"));
    }

    #[test]
    fn a_release_that_is_only_a_prefix_is_not_taken() {
        assert_eq!(package_version(OFFERS, "1.9"), None);
        assert_eq!(package_version(OFFERS, "1.97.0"), None);
    }
}
