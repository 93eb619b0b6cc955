//! The lessons that come with the playground.

use std::sync::OnceLock;

use mesh_view::SourceFile;

use crate::Folder;

include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

/// The lessons that come with the playground, in the order of the presets.
#[must_use]
pub fn built_in() -> &'static [Folder] {
    static FOLDERS: OnceLock<Vec<Folder>> = OnceLock::new();
    FOLDERS.get_or_init(|| {
        let place = |slug: &str| mesh_scenario::presets().iter().position(|preset| preset.slug == slug);
        let file = |(name, text): &(&str, &str)| SourceFile { name: (*name).to_owned(), text: (*text).to_owned() };
        let read = |(slug, files): &(&str, &[(&str, &str)])| Folder::read(slug, files.iter().map(file).collect());
        let mut folders: Vec<Folder> = LESSONS.iter().map(read).collect();
        folders.sort_by_key(|folder| (place(&folder.slug).unwrap_or(usize::MAX), folder.slug.clone()));
        folders
    })
}

/// The lesson of a name.
#[must_use]
pub fn lesson(slug: &str) -> Option<&'static Folder> {
    built_in().iter().find(|folder| folder.slug == slug)
}
