//! What a tab does before anybody needs more: the build runs it, and what it does not call is left out of the first module.
//!
//! Whatever is left out still works, it only has to be fetched first: what is missing here costs somebody a wait, nothing else.

use mesh_scenario::Preset;
use mesh_view::{Answer, Ask, Fault, Frame, GraphType, Look, Place, Question, Scenario, SourceFile, Span, Tell};

use crate::Desk;

/// A tab that shows each moment at once.
#[derive(Default)]
struct Tab {
    desk: Desk,
    revision: u32,
    number: u32,
    shown: f64,
    frame: Frame,
}

/// Opens each preset and all of them together, looks at them while they run, and changes them. Gives a question, as bytes.
pub(crate) fn rehearse() -> Vec<u8> {
    let presets = mesh_scenario::presets();
    presets.iter().map(Preset::scenario).for_each(open_and_change);
    let of_preset = |preset: &Preset| {
        let slug = preset.slug;
        preset
            .scenario()
            .files
            .into_iter()
            .map(move |file| SourceFile { name: format!("{slug}-{}", file.name), ..file })
    };
    // Names are taken twice, and texts are long.
    open_and_change(Scenario::new(presets.iter().flat_map(of_preset).collect()));
    Tab::default().question(Ask::Push)
}

fn open_and_change(scenario: Scenario) {
    let mut tab = Tab::default();
    if let Tell::Text(Some(link)) = tab.ask(Ask::Link(scenario.clone())) {
        tab.ask(Ask::OpenLink(link));
    }
    tab.ask(Ask::OpenAt(scenario.clone(), 1.0));
    tab.ask(Ask::Open(scenario.clone()));
    tab.run(8);
    for graph_type in [GraphType::App, GraphType::VersionedApp, GraphType::Service, GraphType::Workload] {
        tab.ask(Ask::Look(Look { graph_type, selected: None }));
    }
    let graph = &tab.frame.graph;
    let shown: Vec<String> =
        graph.nodes.iter().map(|node| &node.id).chain(graph.edges.iter().map(|edge| &edge.id)).cloned().collect();
    for selected in &shown {
        tab.ask(Ask::Look(Look { selected: Some(selected.clone()), ..Look::default() }));
    }
    if let Some(node) = shown.first() {
        tab.ask(Ask::Inject(node.clone(), Fault::Fail));
    }
    tab.run(8);
    // Figures of more than a minute.
    tab.ask(Ask::Seek(90.0));
    tab.run(2);
    tab.ask(Ask::Seek(2.0));
    for index in 0..scenario.files.len() {
        tab.write(&scenario.files, index);
    }
    tab.ask(Ask::Restart(7));
    tab.run(2);
}

impl Tab {
    fn question(&self, ask: Ask) -> Vec<u8> {
        let question = Question { revision: self.revision, shown: self.shown, known: self.number, ask };
        postcard::to_allocvec(&question).unwrap_or_default()
    }

    fn ask(&mut self, ask: Ask) -> Tell {
        // As the page asks, by bytes; and once more, to see what it is told.
        let bytes = self.question(ask.clone());
        let _ = self.desk.answer_bytes(&bytes);
        let question = Question { revision: self.revision, shown: self.shown, known: self.number, ask };
        let Answer { tell, .. } = self.desk.answer(question);
        if let Tell::Moment(update) | Tell::Restarted(update, _) = &tell {
            let _ = update.clone().apply((&mut self.number, &mut self.frame));
            self.shown = self.frame.time;
        }
        tell
    }

    /// Runs on in stretches as the page asks for them.
    fn run(&mut self, stretches: usize) {
        for _ in 0..stretches {
            self.ask(Ask::Run(0.25));
        }
    }

    /// Types into a file: a comment, what nobody can read, what nobody knows, other numbers, less.
    fn write(&mut self, files: &[SourceFile], index: usize) {
        let Some(text) = files.get(index).map(|file| file.text.clone()) else { return };
        let lines = text.trim_end().rfind('\n').map_or(0, |end| end + 1);
        let shorter = text.get(..lines).unwrap_or_default().to_owned();
        for text in
            [format!("# typed\n{text}"), format!("{text}\n: [\n"), format!("{text}\nunknown: 1\n"), shorter, text]
        {
            self.revision += 1;
            let mut files = files.to_vec();
            if let Some(file) = files.get_mut(index) {
                file.text.clone_from(&text);
            }
            self.ask(Ask::Edit(files));
            self.ask(Ask::Push);
            self.run(2);
            let file = u32::try_from(index).unwrap_or_default();
            self.ask(Ask::Outline(file));
            let all = u32::try_from(text.len()).unwrap_or_default();
            self.ask(Ask::Defaults(Span { file, start: 0, end: all }));
            // Where a word ends.
            for offset in text.match_indices(": ").map(|(at, _)| at).step_by(7) {
                let offset = u32::try_from(offset).unwrap_or_default();
                self.ask(Ask::Hover(Place { file, offset, text: text.clone() }));
                self.ask(Ask::Complete(Place { file, offset, text: text.clone() }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_rehearsed_happens() {
        for preset in mesh_scenario::presets() {
            let mut tab = Tab::default();
            tab.ask(Ask::Open(preset.scenario()));
            let opened = tab.shown;
            tab.run(4);
            assert!(tab.shown > opened + 0.9, "{} runs", preset.slug);
            tab.write(&preset.scenario().files, 0);
            assert!(!tab.frame.graph.nodes.is_empty() && !tab.frame.stale, "{} is as it was", preset.slug);
        }
        assert!(Tab::default().desk.answer_bytes(&rehearse()).is_some());
    }
}
