//! What the editor asks while one types.

use mesh_config::ide::{self, Completions, Hover, Names, OutlineItem, RenameError};
use mesh_config::{Span, TextEdit};

use super::Session;

impl Session {
    /// The names that completion offers: those of the texts and those of what is implied.
    #[must_use]
    pub fn names(&self) -> Names {
        let mut names = Names::of(&self.texts.config);
        if let Some(run) = self.runs.first() {
            names.extend(run.mesh().config());
        }
        names
    }

    /// What could stand at a byte of a file: the field table, and the names of the scenario and of what is implied.
    #[must_use]
    pub fn complete(&self, file: usize, offset: usize) -> Completions {
        let Some(file) = self.texts.files.get(file).filter(|file| !mesh_config::is_dockerfile(&file.name)) else {
            return Completions::default();
        };
        ide::complete(&file.text, offset, &self.names())
    }

    /// What is known about the word at a byte of a file.
    #[must_use]
    pub fn hover(&self, file: usize, offset: usize) -> Option<Hover> {
        let file = self.texts.files.get(file).filter(|file| !mesh_config::is_dockerfile(&file.name))?;
        ide::hover(&file.text, offset)
    }

    /// The objects of a file with their main parts, in document order.
    #[must_use]
    pub fn outline(&self, file: u32) -> Vec<OutlineItem> {
        ide::outline(&self.texts.config, file)
    }

    /// Where the name at a byte of a file is defined: a subset's DestinationRule, a host's Service, a Gateway.
    #[must_use]
    pub fn definition(&self, file: u32, offset: u32) -> Option<Span> {
        ide::definition(&self.texts.config, file, offset)
    }

    /// Every place of the name at a byte of a file, in all files.
    #[must_use]
    pub fn references(&self, file: u32, offset: u32) -> Vec<Span> {
        ide::references(&self.texts.config, file, offset)
    }

    /// The edits that rename the subset at a byte of a file wherever it is used.
    ///
    /// # Errors
    /// When no subset stands there, or it cannot have that name.
    pub fn rename(&self, file: u32, offset: u32, name: &str) -> Result<Vec<TextEdit>, RenameError> {
        ide::rename(&self.texts.config, file, offset, name)
    }

    /// What Istio or Envoy fill in where a part of a file says nothing, each with the edit that writes it out.
    #[must_use]
    pub fn defaults(&self, part: Span) -> Vec<ide::Ghost> {
        let text = self.texts.files.get(part.file as usize).map_or("", |file| file.text.as_str());
        ide::ghosts(&self.texts.config, part, text)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Session, preset};

    /// A session, and file and byte of the first place of a text behind some words.
    fn at(slug: &str, words: &str) -> (Session, u32, u32) {
        let session = Session::open(preset(slug).unwrap().scenario());
        let files = session.files().iter();
        let found = files.enumerate().find_map(|(index, file)| Some((index, file.text.find(words)?)));
        let (file, start) = found.unwrap_or_else(|| panic!("{words} is in no file"));
        (session, file as u32, (start + words.len()) as u32)
    }

    #[test]
    fn the_editor_is_answered_from_the_scenario() {
        let (session, file, offset) = at("canary-weights", "subset: ");
        assert!(session.hover(file as usize, offset as usize - 6).unwrap().title.ends_with(".subset"));
        assert!(!session.complete(file as usize, offset as usize).items.is_empty());
        assert!(session.names().hosts.contains("fleetman-staff-service"));
    }

    #[test]
    fn a_subset_is_followed_and_renamed_across_its_places() {
        let (session, file, offset) = at("canary-weights", "subset: ");
        let text = |span: crate::Span| {
            session.files()[span.file as usize].text[span.start as usize..span.end as usize].to_owned()
        };
        let definition = session.definition(file, offset).unwrap();
        assert_eq!(text(definition), "safe");
        let places = session.references(file, offset);
        assert!(places.len() >= 2 && places.iter().all(|place| text(*place) == "safe"), "{places:?}");
        assert_eq!(session.rename(file, offset, "stable").unwrap().len(), places.len());
        assert!(session.rename(file, offset, "risky").is_err());
    }

    #[test]
    fn a_file_has_an_outline_and_its_defaults() {
        let (session, file, _) = at("circuit-breaking", "kind: DestinationRule");
        let outline = session.outline(file);
        assert!(outline.iter().any(|item| item.detail == "DestinationRule"), "{outline:?}");
        let whole = |file| crate::Span { file, start: 0, end: u32::MAX };
        let defaults = session.defaults(whole(file));
        assert!(defaults.iter().any(|ghost| ghost.text.contains("LEAST_REQUEST")), "{defaults:?}");
        let first = crate::Span { file, start: 0, end: 1 };
        assert!(session.defaults(first).len() < defaults.len());
        assert!(session.defaults(whole(99)).is_empty() && session.outline(99).is_empty());
    }
}
