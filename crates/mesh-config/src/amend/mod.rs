//! Changes of files as a lesson makes them: documents take the place of those of their kind, namespace and name.
//!
//! All else of the texts stays as it is written: comments, the order of documents, what cannot be read.

mod difference;
mod document;

use mesh_view::{Amended, FilePatch, SourceFile};

use crate::is_dockerfile;
use crate::yaml::{MAX_DOCUMENTS, chunks};
pub use difference::difference;
use document::{Document, Identity};

/// What changes would make of files: those that are other texts afterwards, in the order of the files, new ones last. A document
/// that stands in another file than the one that is named is changed there, so that no object is written twice.
#[must_use]
pub fn amend(files: &[SourceFile], patches: &[FilePatch]) -> Vec<Amended> {
    let mut amending: Vec<Amending> = files.iter().map(Amending::of).collect();
    for patch in patches {
        apply(&mut amending, patch);
    }
    let told = |(place, after): (usize, Amending)| {
        let before = files.get(place).map_or("", |file| file.text.as_str());
        let text = after.text();
        (text != before || place >= files.len()).then(|| Amended {
            lines: difference(before, &text),
            file: after.name,
            text,
        })
    };
    amending.into_iter().enumerate().filter_map(told).collect()
}

/// The files with changes made.
#[must_use]
pub fn amended(files: &[SourceFile], patches: &[FilePatch]) -> Vec<SourceFile> {
    let mut files = files.to_vec();
    for Amended { file: name, text, .. } in amend(&files, patches) {
        match files.iter_mut().find(|file| file.name == name) {
            Some(file) => file.text = text,
            None => files.push(SourceFile { name, text }),
        }
    }
    files
}

/// A file while it is changed.
struct Amending {
    name: String,
    documents: Vec<Document>,
}

impl Amending {
    fn of(file: &SourceFile) -> Self {
        Self { name: file.name.clone(), documents: documents(&file.name, &file.text) }
    }

    fn text(&self) -> String {
        self.documents.iter().map(Document::text).collect()
    }

    fn append(&mut self, document: Document) {
        if self.documents.len() < MAX_DOCUMENTS {
            if let Some(last) = self.documents.last_mut() {
                last.end_line();
            }
            let follows = self.documents.iter().any(|document| !document.is_blank());
            self.documents.push(document.placed(follows));
        }
    }
}

fn documents(name: &str, text: &str) -> Vec<Document> {
    if is_dockerfile(name) {
        return vec![Document::whole(text)];
    }
    chunks(text).map(Document::of).collect()
}

fn apply(files: &mut Vec<Amending>, patch: &FilePatch) {
    let named = match files.iter().position(|file| file.name == patch.file) {
        Some(named) => named,
        None => {
            files.push(Amending { name: patch.file.clone(), documents: Vec::new() });
            files.len() - 1
        }
    };
    for identity in patch.delete.iter().filter_map(|written| Identity::of_written(written)) {
        if let Some((file, document)) = find(files, named, &identity)
            && let Some(file) = files.get_mut(file)
        {
            let gone = file.documents.remove(document);
            if let Some(next) = file.documents.get_mut(document).filter(|_| document == 0) {
                next.begin_as(&gone);
            }
        }
    }
    if is_dockerfile(&patch.file) {
        if let Some(file) = files.get_mut(named) {
            file.documents = vec![Document::whole(&patch.text)];
        }
        return;
    }
    for document in chunks(&patch.text).map(Document::of).filter(|document| !document.is_blank()) {
        let place = document.identity().and_then(|identity| find(files, named, identity));
        let Some((file, place)) = place else {
            if let Some(file) = files.get_mut(named) {
                file.append(document);
            }
            continue;
        };
        if let Some(old) = files.get_mut(file).and_then(|file| file.documents.get_mut(place)) {
            old.say_what(&document);
        }
    }
}

/// Where an object is written: in the file that is named, else in the first that has it.
fn find(files: &[Amending], named: usize, identity: &Identity) -> Option<(usize, usize)> {
    let within = |place: usize| {
        let documents = &files.get(place)?.documents;
        let found = documents.iter().position(|document| document.identity() == Some(identity))?;
        Some((place, found))
    };
    within(named).or_else(|| (0..files.len()).find_map(within))
}

#[cfg(test)]
mod tests;
