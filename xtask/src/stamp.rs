//! Doing a step again only when one of its inputs has changed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};

/// Folders that steps write themselves, and that are therefore nobody's input.
const MADE: &[&str] = &["node_modules", "target", "dist"];

/// Runs `step` unless the files below `inputs` are as they were after its last success.
///
/// A stamp lists path, length and time of change of each file: reading the contents would take longer than the
/// steps that it saves. Gives whether the step ran.
pub(crate) fn when_changed(stamp: &Path, inputs: &[PathBuf], step: impl FnOnce() -> Result<()>) -> Result<bool> {
    let present = describe(inputs)?;
    if fs::read_to_string(stamp).is_ok_and(|last| last == present) {
        return Ok(false);
    }
    fs::remove_file(stamp).ok();
    step()?;
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(stamp, present).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(true)
}

/// One line for each file below `inputs`, sorted by path. What does not exist has no line.
pub(crate) fn describe(inputs: &[PathBuf]) -> Result<String> {
    let mut files = BTreeSet::new();
    for input in inputs {
        collect(input, &mut files)?;
    }
    let mut lines = String::new();
    for file in files {
        let metadata = fs::metadata(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let changed = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        writeln!(lines, "{} {} {}", file.display(), metadata.len(), changed.as_nanos())?;
    }
    Ok(lines)
}

fn collect(path: &Path, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.insert(path.to_path_buf());
    } else if path.is_dir() && !MADE.iter().any(|folder| path.ends_with(folder)) {
        for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
            collect(&entry?.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_runs_again_only_after_a_change() {
        let folder = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        fs::create_dir_all(folder.join("in")).unwrap();
        let (stamp, inputs) = (folder.join("stamp"), [folder.join("in")]);
        fs::write(folder.join("in/a"), "1").unwrap();

        assert!(when_changed(&stamp, &inputs, || Ok(())).unwrap());
        assert!(!when_changed(&stamp, &inputs, || panic!("nothing has changed")).unwrap());
        fs::write(folder.join("in/b"), "2").unwrap();
        when_changed(&stamp, &inputs, || anyhow::bail!("failed")).unwrap_err();
        assert!(when_changed(&stamp, &inputs, || Ok(())).unwrap(), "a failed step is not done");
        fs::remove_dir_all(folder).unwrap();
    }
}
