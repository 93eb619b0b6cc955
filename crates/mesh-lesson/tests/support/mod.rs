//! The skeleton, with changes.

use mesh_lesson::{Folder, skeleton};
use mesh_view::{LineIndex, SourceFile};

/// The skeleton with texts of a file replaced.
pub(crate) fn changed(changes: &[(&str, &str, &str)]) -> Folder {
    let mut files = skeleton("sample");
    for (name, from, to) in changes {
        let file = files.iter_mut().find(|file| file.name == *name).unwrap();
        assert!(file.text.contains(from), "{name} has no {from:?}");
        file.text = file.text.replacen(from, to, 1);
    }
    Folder::read("sample", files)
}

/// What is wrong, as `file:line: code message`.
pub(crate) fn told(folder: &Folder) -> Vec<String> {
    let told = |found: &mesh_view::Diagnostic| {
        let SourceFile { name, text } = &folder.files[found.span.file as usize];
        let line = LineIndex::new(text).position(text, found.span.start).line;
        format!("{name}:{line}: {} {}", found.code, found.message)
    };
    folder.findings.iter().map(told).collect()
}
