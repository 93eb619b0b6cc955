//! Reading and writing the files of a scenario.

use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use mesh_config::SourceFile;
use mesh_words::{Words, say};

use super::{Failure, visible};

/// What the command line takes in one scenario.
const LARGEST: u64 = 8 * 1024 * 1024;

/// Reads files, folders and standard input into one scenario, in the order given. Names are the paths as typed.
///
/// # Errors
/// When something does not exist, is no UTF-8 text, or all is larger than 8 MiB.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<SourceFile>, Failure> {
    let mut files = Vec::new();
    let mut left = LARGEST;
    for path in paths {
        if path.as_os_str() == "-" {
            let name = "stdin".to_owned();
            files.push(SourceFile { text: text(&name, std::io::stdin(), &mut left)?, name });
        } else if path.is_dir() {
            let mut found = Vec::new();
            collect(path, &mut found)?;
            found.sort();
            if found.is_empty() {
                return Err(say!("command-files-none", folder = path.display().to_string()).into());
            }
            for path in found {
                files.push(file(&path, &mut left)?);
            }
        } else {
            files.push(file(path, &mut left)?);
        }
    }
    Ok(files)
}

fn file(path: &Path, left: &mut u64) -> Result<SourceFile, Failure> {
    let name = path.display().to_string();
    let opened = fs::File::open(path).map_err(|error| Failure::of_file(path, &error))?;
    Ok(SourceFile { text: text(&name, opened, left)?, name })
}

fn text(name: &str, reader: impl std::io::Read, left: &mut u64) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    reader.take(*left + 1).read_to_end(&mut bytes).map_err(|error| Words::theirs(format!("{name}: {error}")))?;
    *left = left.checked_sub(bytes.len() as u64).ok_or_else(|| say!("command-files-too-large", name))?;
    String::from_utf8(bytes).map_err(|error| {
        let position = error.utf8_error().valid_up_to();
        say!("command-files-utf8", name, position).into()
    })
}

/// The files of a lesson, by their names below its folder: words, what it begins with, steps, and those of its scenario. Of more
/// than a lesson may have, so many that it is known.
///
/// # Errors
/// As [`read`]; and when a folder of it is a link.
pub(super) fn lesson(folder: &Path) -> Result<Vec<SourceFile>, Failure> {
    let mut found = Vec::new();
    list(folder, &mut found)?;
    for part in LESSON_PARTS.iter().map(|part| folder.join(part)) {
        match fs::symlink_metadata(&part) {
            // It may lead anywhere, and in a circle.
            Ok(kind) if kind.is_symlink() => {
                return Err(say!("command-lesson-link", folder = part.display().to_string()).into());
            }
            Ok(kind) if kind.is_dir() => list(&part, &mut found)?,
            _ => {}
        }
    }
    found.sort();
    let mut left = LARGEST;
    let read = |path: &PathBuf| {
        let read = file(path, &mut left)?;
        let name = path.strip_prefix(folder).map(|name| name.display().to_string());
        Ok(SourceFile { name: name.unwrap_or(read.name), text: read.text })
    };
    found.iter().take(mesh_lesson::MOST_FILES + 1).map(read).collect()
}

/// The files of a lesson that stand in one of its folders, not in folders below it.
fn list(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let unreadable = |error: std::io::Error| Failure::of_file(folder, &error);
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_words = name.starts_with("lesson.") && name.ends_with(".md");
        // A link that leads nowhere is tried, so that it is said.
        if (is_words || is_of_scenario(&path)) && fs::metadata(&path).map_or(true, |kind| kind.is_file()) {
            found.push(path);
        }
    }
    Ok(())
}

/// Whether a file is one of a scenario, by its name.
fn is_of_scenario(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
        || path.file_name().is_some_and(|name| mesh_config::is_dockerfile(&name.to_string_lossy()))
}

/// Folders of a lesson that are no part of its scenario.
const LESSON_PARTS: &[&str] = &["start", "steps"];

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let unreadable = |error: std::io::Error| Failure::of_file(folder, &error);
    let is_lesson = folder.join("lesson.en.md").is_file();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        let kind = entry.file_type().map_err(unreadable)?;
        // Links to folders are not followed: they may lead in a circle.
        if kind.is_dir() {
            let is_part = path.file_name().is_some_and(|name| LESSON_PARTS.iter().any(|part| name == *part));
            if !(is_lesson && is_part) {
                collect(&path, found)?;
            }
        } else if is_of_scenario(&path) && path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

/// One YAML text of a scenario's files: the file itself where there is one, else each behind a line with its name.
/// Dockerfiles, which are no YAML, are left out.
pub(crate) fn joined(files: &[SourceFile]) -> String {
    if let [only] = files {
        return only.text.clone();
    }
    let mut text = String::new();
    let yaml = files.iter().filter(|file| !mesh_config::is_dockerfile(&file.name));
    for (index, file) in yaml.enumerate() {
        if index > 0 {
            if !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str("---\n");
        }
        // A line break in a name must not make lines of its own.
        text.push_str(&format!("# file: {}\n{}", visible::line(&file.name), file.text));
    }
    text
}

/// Where each file lies below a folder that all are written to; no name leads out of it.
///
/// # Errors
/// When a name is empty, absolute or climbs up.
pub(super) fn inside(folder: &Path, name: &str) -> Result<PathBuf, Failure> {
    let path = Path::new(name);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if name.is_empty() || !plain || path.file_name().is_none() {
        return Err(say!("command-files-outside", name).into());
    }
    Ok(folder.join(path))
}

/// The names without the folders that all of them lie in.
pub(super) fn shorten(files: &mut [SourceFile]) {
    let parents: Vec<PathBuf> =
        files.iter().filter_map(|file| Path::new(&file.name).parent()).map(Path::to_path_buf).collect();
    let Some(first) = parents.first() else { return };
    let common =
        first.ancestors().find(|folder| parents.iter().all(|parent| parent.starts_with(folder))).map(Path::to_path_buf);
    let Some(common) = common else { return };
    for file in files {
        if let Ok(short) = Path::new(&file.name).strip_prefix(&common) {
            file.name = short.display().to_string();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(name: &str, text: &str) -> SourceFile {
        SourceFile { name: name.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn one_file_is_itself_and_several_carry_their_names() {
        assert_eq!(joined(&[source("a.yaml", "a: 1")]), "a: 1");
        assert_eq!(
            joined(&[source("a.yaml", "a: 1"), source("b.yaml", "b: 2\n")]),
            "# file: a.yaml\na: 1\n---\n# file: b.yaml\nb: 2\n"
        );
        let names = joined(&[source("a\n---\nkind: Service\n\u{1b}[2J", ""), source("b", "")]);
        assert!(names.starts_with("# file: a\\n---\\nkind: Service\\n\\u{1b}[2J\n"), "{names}");
    }

    #[test]
    fn names_are_shortened_by_what_they_share() {
        let mut files = [source("mesh/a/one.yaml", ""), source("mesh/two.yaml", "")];
        shorten(&mut files);
        assert_eq!(files.map(|file| file.name), ["a/one.yaml", "two.yaml"]);
        let mut files = [source("/tmp/x/one.yaml", "")];
        shorten(&mut files);
        assert_eq!(files.map(|file| file.name), ["one.yaml"]);
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let folder = Path::new("out");
        assert_eq!(inside(folder, "a/b.yaml").unwrap(), Path::new("out/a/b.yaml"));
        for name in ["../a", "/etc/passwd", "", "a/../../b", "."] {
            assert!(inside(folder, name).is_err(), "{name}");
        }
    }
}
