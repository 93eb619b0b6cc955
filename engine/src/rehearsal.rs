//! What a tab does before anybody needs more: the build runs it, and what it does not call is left out of the first module.
//!
//! Whatever is left out still works, it only has to be fetched first: what is missing here costs somebody a wait, nothing else.

use std::collections::VecDeque;

use mesh_scenario::{Preset, Work};
use mesh_view::{
    Ask, Choices, Direction, Fault, Frame, GraphType, Look, Place, Question, Scenario, SourceFile, Span, Stage, Stride,
    Tell, Update,
};

use crate::Desk;

/// Moments that the engine may be ahead of what is shown.
const AHEAD: usize = 3;

/// A tab.
#[derive(Default)]
struct Tab {
    desk: Desk,
    revision: u32,
    number: u32,
    shown: f64,
    frame: Frame,
    /// Moments that are told and not yet shown.
    ahead: VecDeque<Update>,
}

/// Opens each preset and all of them together, looks at them while they run, and changes them. Gives a question, as bytes.
pub(crate) fn rehearse() -> Vec<u8> {
    // A cluster that lives from time 0 needs the rest.
    let presets: Vec<&Preset> = mesh_scenario::presets().iter().filter(|preset| !lives(preset)).collect();
    presets.iter().map(|preset| preset.scenario()).for_each(open_and_change);
    let of_preset = |preset: &&Preset| {
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

/// What the document of each preset hands over, as bytes. It moves the first requests by itself.
pub(crate) fn openings() -> Vec<Vec<u8>> {
    let opening = |preset: &Preset| {
        let mut opening = mesh_scenario::opening(preset.scenario(), &mut Work::network());
        opening.moment.dots = mesh_view::Dots::default();
        postcard::to_allocvec(&opening).unwrap_or_default()
    };
    mesh_scenario::presets().iter().map(opening).collect()
}

/// Whether the cluster of a preset lives without anybody's command: it runs images of its own, or a Timeline.
fn lives(preset: &Preset) -> bool {
    let brings = |(name, text): &(&str, &str)| name.starts_with("Dockerfile") || text.contains("kind: Timeline");
    preset.files.iter().any(brings)
}

fn open_and_change(scenario: Scenario) {
    let mut tab = Tab::default();
    if let Tell::Text(Some(link)) = tab.ask(Ask::Link(scenario.clone(), Choices::default())) {
        tab.ask(Ask::OpenLink(link));
    }
    tab.change(Ask::OpenAt(scenario.clone(), 1.0));
    tab.change(Ask::Open(scenario.clone()));
    tab.change(Ask::Step(0.1));
    for (stride, direction) in [
        (Stride::Request, Direction::Forwards),
        (Stride::Request, Direction::Backwards),
        (Stride::Event, Direction::Forwards),
        (Stride::Event, Direction::Backwards),
    ] {
        tab.change(Ask::StepBy(stride, direction));
    }
    tab.run(8);
    for graph_type in [GraphType::App, GraphType::VersionedApp, GraphType::Service, GraphType::Workload] {
        tab.change(Ask::Look(Look { graph_type, ..Look::default() }));
    }
    for (width, height) in [(978.0, 462.0), (1700.0, 900.0), (374.0, 316.0), (374.0, 700.0)] {
        let stage = Some(Stage { width, height });
        tab.change(Ask::Look(Look { stage, ..Look::default() }));
        tab.run(1);
    }
    let graph = &tab.frame.graph;
    let shown: Vec<String> =
        graph.nodes.iter().map(|node| &node.id).chain(graph.edges.iter().map(|edge| &edge.id)).cloned().collect();
    for selected in &shown {
        tab.change(Ask::Look(Look { selected: Some(selected.clone()), ..Look::default() }));
    }
    if let Some(node) = shown.first() {
        tab.change(Ask::Inject(node.clone(), Fault::Fail));
    }
    tab.run(8);
    // Figures of more than a minute.
    tab.change(Ask::Seek(90.0));
    tab.run(2);
    tab.change(Ask::Seek(2.0));
    for index in 0..scenario.files.len() {
        tab.write(&scenario.files, index);
    }
    tab.type_before(&scenario.files);
    tab.change(Ask::Restart(7));
    tab.run(2);
}

impl Tab {
    fn question(&self, ask: Ask) -> Vec<u8> {
        let question = Question { revision: self.revision, shown: self.shown, known: self.number, ask };
        postcard::to_allocvec(&question).unwrap_or_default()
    }

    /// Asks as the page does: by bytes, and bytes are made of the answer.
    fn ask(&mut self, ask: Ask) -> Tell {
        let Ok(question) = postcard::from_bytes(&self.question(ask)) else { return Tell::Done };
        let answer = self.desk.answer(question);
        let _ = postcard::to_allocvec(&answer);
        answer.tell
    }

    /// Asks for what changes the run, or what is shown of it: what the engine has told ahead is not shown any more.
    fn change(&mut self, ask: Ask) {
        self.revision += 1;
        self.ahead.clear();
        if let Tell::Moment(update) | Tell::Restarted(update, _) = self.ask(ask) {
            self.show(*update);
        }
    }

    fn show(&mut self, update: Update) {
        let _ = update.apply((&mut self.number, &mut self.frame));
        self.shown = self.frame.time;
    }

    /// Has the engine run ahead in stretches, and follows it.
    fn run(&mut self, stretches: usize) {
        for _ in 0..stretches {
            if let Tell::Moment(update) = self.ask(Ask::Run(0.25)) {
                self.ahead.push_back(*update);
            }
            if self.ahead.len() > AHEAD
                && let Some(update) = self.ahead.pop_front()
            {
                self.show(update);
            }
        }
    }

    /// Types letter by letter before the text of the first file what cannot be read, and takes it away again.
    fn type_before(&mut self, files: &[SourceFile]) {
        const TYPED: &str = "broken: [";
        let mut files = files.to_vec();
        let Some(before) = files.first().map(|file| file.text.clone()) else { return };
        for end in (1..=TYPED.len()).chain([0]) {
            let text = format!("{}{before}", TYPED.get(..end).unwrap_or_default());
            if let Some(file) = files.first_mut() {
                file.text.clone_from(&text);
            }
            self.ask(Ask::Edit(files.clone()));
            let offset = u32::try_from(end).unwrap_or_default();
            self.ask(Ask::Complete(Place { file: 0, offset, text }));
            self.change(Ask::Push);
            self.run(1);
        }
    }

    /// Types into a file: a comment, what nobody can read, what nobody knows, other numbers, less.
    fn write(&mut self, files: &[SourceFile], index: usize) {
        let Some(text) = files.get(index).map(|file| file.text.clone()) else { return };
        let lines = text.trim_end().rfind('\n').map_or(0, |end| end + 1);
        let shorter = text.get(..lines).unwrap_or_default().to_owned();
        let others = [
            format!("# typed\n{text}"),
            format!("{text}\n: [\n"),
            format!("{text}\nunknown: 1\n"),
            format!("a: b: c\n{text}"),
            text.replacen("  ", "\t", 1),
            text.replacen(": ", ": \"", 1),
            text.replacen(": ", ": {", 1),
            text.replacen("kind: ", "kind: X", 1),
            text.replacen("name: ", "name: A_", 1),
            text.replacen("- ", "", 1),
            text.replace(": 1", ": 2").replace(": 9", ": 6"),
            shorter,
        ];
        for text in others.into_iter().chain([text]) {
            let mut files = files.to_vec();
            if let Some(file) = files.get_mut(index) {
                file.text.clone_from(&text);
            }
            self.ask(Ask::Edit(files));
            self.change(Ask::Push);
            self.run(2);
            let file = u32::try_from(index).unwrap_or_default();
            self.ask(Ask::Outline(file));
            let all = u32::try_from(text.len()).unwrap_or_default();
            self.ask(Ask::Defaults(Span { file, start: 0, end: all }));
            // Where a word ends, where a line does, and where nothing follows.
            let words = text.match_indices(": ").step_by(7);
            let lines = text.match_indices('\n').step_by(3);
            for offset in words.chain(lines).map(|(at, _)| at).chain([text.len()]) {
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
    fn the_opening_of_each_preset_can_be_handed_over() {
        let openings = openings();
        assert_eq!(openings.len(), mesh_scenario::presets().len());
        for (opening, preset) in openings.iter().zip(mesh_scenario::presets()) {
            let opening: mesh_view::Opening = postcard::from_bytes(opening).expect("it is an opening");
            assert_eq!(opening.scenario, preset.scenario());
            assert!(!opening.moment.frame.graph.nodes.is_empty(), "{}", preset.slug);
        }
    }

    #[test]
    fn everything_that_is_rehearsed_happens() {
        for preset in mesh_scenario::presets() {
            let mut tab = Tab::default();
            tab.change(Ask::Open(preset.scenario()));
            let opened = tab.shown;
            tab.run(AHEAD + 4);
            assert!(tab.shown > opened + 0.9, "{} runs", preset.slug);
            tab.write(&preset.scenario().files, 0);
            assert!(!tab.frame.graph.nodes.is_empty() && !tab.frame.stale, "{} is as it was", preset.slug);
        }
        assert!(Tab::default().desk.answer_bytes(&rehearse()).is_some());
    }
}
