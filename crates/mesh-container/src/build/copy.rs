//! `COPY` and `ADD` (`builder/dockerfile/copy.go`).

use super::stage::needs_buildkit;
use super::{Builder, Wrong};
use crate::dockerfile::Heredoc;
use crate::files::{Content, Entry, Files, absolute};

/// Where here-documents stand among the files that are copied.
const HEREDOCS: &str = "/.heredocs";

impl Builder<'_> {
    /// Copies files of the context, or of another stage or image.
    pub(super) fn copy(
        &mut self,
        name: &str,
        from: Option<&str>,
        has_mode: bool,
        (sources, heredocs): (&[String], &[Heredoc]),
        destination: &str,
    ) -> Result<(), Wrong> {
        if has_mode {
            return Err(needs_buildkit("--chmod").into());
        }
        let others = from.map(|from| self.files_of(from)).transpose()?;
        let is_foreign = others.is_some();
        let mut files = others.unwrap_or_else(|| context(self.context.files));
        let escape = self.escape;
        let Some(stage) = &mut self.stage else { return Ok(()) };
        let config = &stage.image.config;
        let expand = |word: &str| stage.arguments.expand(word, escape, &config.environment);
        let written = expand(destination)?;
        let folder = if config.folder.is_empty() { "/" } else { config.folder.as_str() };
        let target = absolute(folder, &written);
        let mut chosen = Vec::new();
        for source in sources {
            if let Some(heredoc) = Heredoc::begun_by(source) {
                let written = heredocs.iter().find(|known| known.name == heredoc.name);
                let text = written.map(Heredoc::content).unwrap_or_default();
                let text = if heredoc.expands { variables_filled_in(&text, escape, &expand)? } else { text };
                let entry = Entry::File { content: Content::Text(text), is_executable: false };
                let path = absolute(HEREDOCS, &heredoc.name);
                files.put(&path, entry);
                chosen.push(path);
                continue;
            }
            let source = expand(source)?;
            if source.starts_with("http://") || source.starts_with("https://") {
                let message = match name {
                    "COPY" => "source can't be a URL for COPY".to_owned(),
                    _ => format!("ADD failed: failed to GET {source}: no network"),
                };
                return Err(message.into());
            }
            let path = absolute("/", &source);
            if files.get(&path).is_none() {
                let shown = source.trim_start_matches("./");
                let place = "file not found in build context or excluded by .dockerignore: ";
                let message = match is_foreign {
                    true => format!("{name} failed: stat {path}: no such file or directory"),
                    false => format!("{name} failed: {place}stat {shown}: file does not exist"),
                };
                return Err(message.into());
            }
            chosen.push(path);
        }
        let is_folder = written.ends_with('/') || matches!(stage.image.files.get(&target), Some(Entry::Directory));
        if chosen.len() > 1 && !written.ends_with('/') {
            return Err(format!(
                "When using {name} with more than one source file, the destination must be a directory and end with a /"
            )
            .into());
        }
        for path in chosen {
            let Some(entry) = files.get(&path).cloned() else { continue };
            if entry == Entry::Directory {
                stage.image.files.put(&target, Entry::Directory);
                let prefix = path.trim_end_matches('/').len();
                for (inner, entry) in files.below(&path) {
                    let below = absolute(&target, inner.get(prefix..).unwrap_or_default().trim_start_matches('/'));
                    stage.image.files.put(&below, entry.clone());
                }
                continue;
            }
            let last = path.rsplit('/').next().unwrap_or_default();
            let place = if is_folder { absolute(&target, last) } else { target.clone() };
            stage.image.files.put(&place, entry);
        }
        stage.has_image = true;
        Ok(())
    }

    /// The files of a stage by its name or number, or of an image.
    fn files_of(&self, from: &str) -> Result<Files, Wrong> {
        let wrong = |why: &str| Wrong::from(format!("invalid from flag value {from}: {why}"));
        if let Some(stage) =
            self.done.iter().find(|stage| !stage.name.is_empty() && stage.name.eq_ignore_ascii_case(from))
        {
            return Ok(stage.image.files.clone());
        }
        if let Ok(index) = from.parse::<usize>() {
            return match self.done.get(index) {
                Some(stage) => Ok(stage.image.files.clone()),
                None if index == self.done.len() => Err(wrong("refers to current build stage")),
                None => Err(wrong("index out of bounds")),
            };
        }
        self.image(from).map(|image| image.files).map_err(|why| wrong(&why.message))
    }
}

/// A document with its variables filled in; its quotes are text (the `RawQuotes` of BuildKit's `shell.Lex`).
fn variables_filled_in(
    text: &str,
    escape: char,
    expand: &impl Fn(&str) -> Result<String, Wrong>,
) -> Result<String, Wrong> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let name = after.get(1..).unwrap_or_default();
        let length = match name.starts_with('{') {
            true => name.find('}').map_or(0, |end| end + 1),
            false => name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len()),
        };
        let (variable, behind) = after.split_at(1 + length);
        if length == 0 || before.ends_with(escape) {
            out.push_str(variable);
        } else {
            out.push_str(&expand(variable)?);
        }
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}

/// The files of the context, none of which may be executed: an editor makes them so.
fn context(files: &std::collections::BTreeMap<String, String>) -> Files {
    let mut out = Files::default();
    for (name, text) in files {
        let entry = Entry::File { content: Content::Text(text.clone()), is_executable: false };
        out.put(&absolute("/", name), entry);
    }
    out
}
