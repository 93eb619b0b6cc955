//! What the editor asks while one types.

use mesh_config::ide::{self, Completions, Hover, Names};

use super::Session;

impl Session {
    /// What could stand at a byte of a file: the field table, and the names of the scenario and of what is implied.
    #[must_use]
    pub fn complete(&self, file: usize, offset: usize) -> Completions {
        let Some(file) = self.scenario.files.get(file) else { return Completions::default() };
        let mut names = Names::of(&self.config);
        names.extend(self.running.mesh.config());
        ide::complete(&file.text, offset, &names)
    }

    /// What is known about the word at a byte of a file.
    #[must_use]
    pub fn hover(&self, file: usize, offset: usize) -> Option<Hover> {
        ide::hover(&self.scenario.files.get(file)?.text, offset)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Session, preset};

    #[test]
    fn the_editor_is_answered_from_the_scenario() {
        let mut scenario = preset("canary-weights").unwrap().scenario();
        let Some(file) = scenario.files.iter_mut().find(|file| file.text.contains("subset: ")) else { panic!() };
        let at = file.text.find("subset: ").unwrap();
        let name = file.name.clone();
        let session = Session::open(scenario);
        let index = session.scenario().files.iter().position(|file| file.name == name).unwrap();
        assert!(session.hover(index, at + 2).unwrap().title.ends_with(".subset"));
        assert!(!session.complete(index, at + "subset: ".len()).items.is_empty());
    }
}
