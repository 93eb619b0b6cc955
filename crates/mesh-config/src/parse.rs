//! Files to resources.

use std::collections::HashMap;
use std::iter;
use std::sync::Arc;

use mesh_words::{Words, say};

use crate::combinations::Budget;
use crate::dockerfile::{Dockerfile, is_dockerfile};
use crate::excerpts::Excerpts;
use crate::once_of_each_file::say_once_of_each_file;
use crate::part::Part;
use crate::yaml::{Chunk, MAX_BYTES, MAX_DOCUMENTS, chunks};
use crate::{Diagnostic, Resource, Severity, SourceFile, Span, codes};

/// What a set of files says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The resources in document order.
    pub resources: Vec<Arc<Resource>>,
    /// What is wrong with the texts, in document order.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that are Dockerfiles, in order.
    pub dockerfiles: Vec<Dockerfile>,
    /// The parts that the files were read in, to read only what changes.
    parts: Vec<Arc<Part>>,
    /// The names of the files, in order.
    files: Vec<String>,
}

/// Reads files of YAML or JSON. Never fails: what cannot be read is a diagnostic, the rest is used.
#[must_use]
pub fn parse(files: &[SourceFile]) -> Config {
    parse_reusing(files, &Config::default())
}

/// As [`parse`], but takes documents that are in `previous` from there: one edit reads one document anew.
#[must_use]
pub fn parse_reusing(files: &[SourceFile], previous: &Config) -> Config {
    let (parts, limit) = read(files, previous);
    let is_yaml = |(_, file): &(usize, &SourceFile)| !is_dockerfile(&file.name);
    let excerpts = files.iter().enumerate().filter(is_yaml).filter_map(|(index, file)| {
        let text = within(&file.text, MAX_BYTES);
        Some(Excerpts::of(text)?.remark(u32::try_from(index).unwrap_or(u32::MAX), text))
    });
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    let resources = parts.iter().flat_map(|part| part.resources());
    let mut budget = Budget::new(bytes.min(MAX_BYTES), resources.map(AsRef::as_ref));
    let mut config = Config { diagnostics: excerpts.collect(), ..Config::default() };
    for part in &parts {
        config.add(part, &mut budget);
    }
    say_once_of_each_file(&mut config.diagnostics, &parts);
    config.parts = parts;
    config.dockerfiles = files.iter().zip(0..).filter_map(dockerfile).collect();
    config.files = files.iter().map(|file| file.name.clone()).collect();
    if let Some(limit) = limit {
        config.diagnostics.push(limit);
    }
    config
}

fn dockerfile((source, file): (&SourceFile, u32)) -> Option<Dockerfile> {
    let text = within(&source.text, MAX_BYTES).to_owned();
    is_dockerfile(&source.name).then(|| Dockerfile { file, name: source.name.clone(), text })
}

/// The parts of the files, and what to say where it is not the whole of them.
fn read(files: &[SourceFile], previous: &Config) -> (Vec<Arc<Part>>, Option<Diagnostic>) {
    let known: HashMap<&str, &Arc<Part>> = previous.parts.iter().map(|part| (part.text(), part)).collect();
    let (mut parts, mut resources) = (Vec::new(), 0);
    let mut bytes_left = MAX_BYTES;
    for (index, file) in files.iter().enumerate().filter(|(_, file)| !is_dockerfile(&file.name)) {
        let file_index = u32::try_from(index).unwrap_or(u32::MAX);
        let text = within(&file.text, bytes_left);
        bytes_left -= text.len();
        let pieces = Excerpts::of(text).map_or_else(|| iter::once(0..text.len()).collect(), |found| found.pieces);
        let whole = pieces.into_iter().filter_map(|piece| Some((piece.start as u32, text.get(piece)?)));
        for chunk in
            whole.flat_map(|(start, text)| chunks(text).map(move |chunk| Chunk { start: start + chunk.start, ..chunk }))
        {
            if resources >= MAX_DOCUMENTS {
                let message = say!("config-limit-documents", most = MAX_DOCUMENTS);
                return (parts, Some(limit(file_index, chunk.start, message)));
            }
            let part = match known.get(chunk.text) {
                Some(part) => part.moved_to(file_index, chunk),
                None => Arc::new(Part::read(file_index, chunk)),
            };
            resources += part.resources().len();
            parts.push(part);
        }
        if text.len() < file.text.len() {
            let message = say!("config-limit-bytes", mebibytes = MAX_BYTES >> 20);
            return (parts, Some(limit(file_index, text.len() as u32, message)));
        }
    }
    (parts, None)
}

fn limit(file: u32, start: u32, message: Words) -> Diagnostic {
    Diagnostic::new(codes::LIMIT, Severity::Error, message, Span { file, start, end: start })
}

impl Config {
    /// The names of the files that it was read from, in order.
    pub(crate) fn file_names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// The name of the file at a place.
    pub(crate) fn file_name(&self, file: u32) -> Option<&str> {
        self.files.get(usize::try_from(file).ok()?).map(String::as_str)
    }

    /// Whether two places stand on the same line.
    #[must_use]
    pub fn are_on_one_line(&self, one: Span, other: Span) -> bool {
        let (first, second) = if one <= other { (one, other) } else { (other, one) };
        let after = self.parts.partition_point(|part| part.place() <= (first.file, first.start));
        let part = after.checked_sub(1).and_then(|index| self.parts.get(index));
        part.filter(|_| first.file == second.file)
            .and_then(|part| part.between(first.start, second.start))
            .is_some_and(|text| !text.contains('\n'))
    }

    fn add(&mut self, part: &Part, budget: &mut Budget<'_>) {
        let room = MAX_DOCUMENTS.saturating_sub(self.resources.len());
        for resource in part.resources().iter().take(room) {
            if budget.spend(resource) {
                self.resources.push(Arc::clone(resource));
            } else {
                let message = say!("config-limit-combinations");
                self.diagnostics.push(limit(resource.span.file, resource.span.start, message));
            }
        }
        self.diagnostics.extend(part.diagnostics().iter().cloned());
    }
}

/// The beginning of a text, not more than so many bytes of whole characters.
fn within(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
