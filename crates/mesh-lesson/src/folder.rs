//! The folder of a lesson: its scenario, what it begins with, its steps in each language.

use mesh_config::{Spec, TextEdit, amended, is_dockerfile, parse};
use mesh_view::{Diagnostic, Lesson, LessonAction, Severity, SourceFile, Span, apply_edits};
use mesh_words::say;

use crate::fault::{Faults, RULE};
use crate::machine::{Machine, read_machine};
use crate::{assemble, markdown, rules};

/// Files of a folder, at most.
pub const MOST_FILES: usize = 200;
/// Bytes of a file of words or of a step, at most.
const MOST_BYTES: usize = 128 << 10;
/// What earlier commands stand in, where a step is opened by itself.
const TIMELINE: &str = "timeline.yaml";

/// A lesson with all that belongs to it.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// Its name.
    pub slug: String,
    /// All files as they were read; findings point into them.
    pub files: Vec<SourceFile>,
    /// The finished example.
    pub scenario: Vec<SourceFile>,
    /// What it begins with.
    pub start: Vec<SourceFile>,
    /// It in each language, English first.
    pub lessons: Vec<Lesson>,
    /// What is wrong with it, by place.
    pub findings: Vec<Diagnostic>,
    /// The machine's part of each step, in the order of the words.
    pub(crate) machines: Vec<Machine>,
}

impl Folder {
    /// Reads the files of a folder, by their names below it. Never fails: what is wrong is in `findings`.
    #[must_use]
    pub fn read(slug: &str, mut files: Vec<SourceFile>) -> Self {
        let mut faults = Faults::default();
        files.sort_by(|one, other| rank(&one.name).cmp(&rank(&other.name)).then_with(|| one.name.cmp(&other.name)));
        if files.len() > MOST_FILES {
            // What else is wrong cannot be known: anything may stand in what is not read.
            files.truncate(1);
            faults.at(RULE, Span::default(), say!("lesson-many-files", most = MOST_FILES));
            return Self { slug: slug.to_owned(), findings: faults.into_found(), files, ..Self::default() };
        }
        let mut written = Vec::new();
        let mut machines = Vec::new();
        for (file, number) in files.iter().zip(0_u32..) {
            let language = file.name.strip_prefix("lesson.").and_then(|rest| rest.strip_suffix(".md"));
            let step = file.name.strip_prefix("steps/").and_then(|rest| rest.strip_suffix(".yaml"));
            if (language.is_some() || step.is_some()) && file.text.len() > MOST_BYTES {
                let kibibytes = MOST_BYTES >> 10;
                faults.at(RULE, Span { file: number, start: 0, end: 0 }, say!("lesson-large-file", kibibytes));
            } else if let Some(language) = language {
                written.push(markdown::read(language, &file.text, number, &mut faults));
            } else if let Some(step) = step {
                machines.push(read_machine(step, &file.text, number, &mut faults));
            } else if file.name.starts_with("steps/") {
                faults.at(RULE, Span { file: number, start: 0, end: 0 }, say!("lesson-step-name", file = &file.name));
            }
        }
        written.sort_by_key(|written| (written.language != "en", written.language.clone()));
        if written.is_empty() {
            faults.at(RULE, Span::default(), say!("lesson-no-words"));
        }
        let scenario: Vec<SourceFile> = files.iter().filter(|file| is_of_scenario(&file.name)).cloned().collect();
        let start = start(&files, &scenario);
        of_scenario(&files, "", &scenario, &mut faults);
        of_scenario(&files, "start/", &start, &mut faults);
        let lessons: Vec<Lesson> = written.iter().map(|written| assemble::lesson(slug, written, &machines)).collect();
        rules::judge(&written, &machines, &files, &mut faults);
        let order = written.first().map_or(&[][..], |written| &written.steps);
        let machines =
            order.iter().map(|step| machines.iter().find(|it| it.step == step.id).cloned().unwrap_or_default());
        let machines = machines.collect();
        Self { slug: slug.to_owned(), scenario, start, lessons, findings: faults.into_found(), machines, files }
    }

    /// The lesson in a language, else in English, else in the first that it has.
    #[must_use]
    pub fn lesson(&self, language: &str) -> Option<&Lesson> {
        let of = |wanted: &str| self.lessons.iter().find(|lesson| lesson.language == wanted);
        of(language).or_else(|| of("en")).or_else(|| self.lessons.first())
    }

    /// What the steps before a step have done, in order; `None` where there is no such step.
    pub(crate) fn actions_before(&self, step: &str) -> Option<Vec<(&LessonAction, f64)>> {
        let lesson = self.lessons.first()?;
        let place = lesson.steps.iter().position(|it| it.id == step)?;
        let before = lesson.steps.iter().take(place).zip(&self.machines);
        Some(before.filter_map(|(step, machine)| Some((step.action.as_ref()?, machine.settle.as_secs_f64()))).collect())
    }

    /// The scenario as it is when a step begins: the changes of earlier steps made in the files, their commands in a Timeline at
    /// 1 s, 2 s …, and the view behind them.
    #[must_use]
    pub fn files_at(&self, step: &str) -> Option<Vec<SourceFile>> {
        let actions = self.actions_before(step)?;
        let patches: Vec<_> = actions.iter().flat_map(|(action, _)| action.patches.clone()).collect();
        let mut files = amended(&self.start, &patches);
        let commands: Vec<&String> = actions.iter().flat_map(|(action, _)| &action.commands).collect();
        if !commands.is_empty() {
            let name = if files.iter().any(|file| file.name == TIMELINE) { "earlier-steps.yaml" } else { TIMELINE };
            let settle = actions.iter().map(|(_, settle)| *settle).fold(0.0, f64::max);
            look_at(&mut files, commands.len() as f64 + settle);
            files.push(SourceFile { name: name.to_owned(), text: timeline(&commands) });
        }
        Some(files)
    }
}

/// Says what is wrong with manifests, where they are those of a folder.
fn of_scenario(files: &[SourceFile], folder: &str, scenario: &[SourceFile], faults: &mut Faults) {
    for mut found in parse(scenario).diagnostics.into_iter().filter(|found| found.severity != Severity::Info) {
        let name = scenario.get(found.span.file as usize).map(|file| format!("{folder}{}", file.name));
        let place = files.iter().position(|file| Some(&file.name) == name.as_ref());
        if let Some(place) = place.and_then(|place| u32::try_from(place).ok()) {
            found.relocate(|span| Span { file: place, ..span });
            faults.add(found);
        }
    }
}

/// The order of a scenario's files: that of the presets.
fn rank(name: &str) -> u32 {
    match name {
        name if is_dockerfile(name) => 0,
        "mesh.yaml" => 1,
        "apps.yaml" => 2,
        "traffic.yaml" => 4,
        "scenario.yaml" => 5,
        _ => 3,
    }
}

pub(crate) fn is_of_scenario(name: &str) -> bool {
    !name.contains('/') && (name.ends_with(".yaml") || name.ends_with(".yml") || is_dockerfile(name))
}

/// What a lesson begins with: files in `start/` take the place of those of their name; an empty one leaves it out.
fn start(files: &[SourceFile], scenario: &[SourceFile]) -> Vec<SourceFile> {
    let mut start = scenario.to_vec();
    for (name, file) in files.iter().filter_map(|file| Some((file.name.strip_prefix("start/")?, file))) {
        let text = file.text.clone();
        match start.iter().position(|file| file.name == name) {
            Some(place) if text.trim().is_empty() => {
                start.remove(place);
            }
            Some(place) => {
                if let Some(file) = start.get_mut(place) {
                    file.text = text;
                }
            }
            None if text.trim().is_empty() => {}
            None => start.push(SourceFile { name: name.to_owned(), text }),
        }
    }
    start.sort_by_key(|file| rank(&file.name));
    start
}

fn timeline(commands: &[&String]) -> String {
    let mut text = "# What the steps before this one have done.\napiVersion: playground.mesh/v1\nkind: Timeline\n\
                    metadata:\n  name: earlier-steps\nspec:\n  steps:\n"
        .to_owned();
    for (command, second) in commands.iter().zip(1..) {
        text.push_str(&format!("  - {{at: {second}s, run: {}}}\n", crate::judged::quoted(command)));
    }
    text
}

/// Sets the moment that the page opens at, where the scenario states one.
fn look_at(files: &mut [SourceFile], seconds: f64) {
    let config = parse(files);
    let scenario = config.resources.iter().find(|resource| matches!(resource.spec, Spec::Scenario(_)));
    let at = scenario.and_then(|scenario| scenario.node.get("spec")?.get("view")?.get("at"));
    if let Some(at) = at {
        let edit = TextEdit { span: at.span, text: format!("{}s", seconds.ceil()) };
        apply_edits(files, &[edit]);
    }
}
