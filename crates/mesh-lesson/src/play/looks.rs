//! Whether what a step brings into view is there.

use mesh_view::{GraphType, LessonLook, LessonStep, PredictedAnswer, SourceFile};
use mesh_words::say;

use super::Row;
use super::run::Running;
use super::step::looked;
use crate::machine::MachineMistake;

/// What a step looks at as it begins. A file may be one that its action makes.
pub(super) fn rows(step: &LessonStep, run: &mut Running) -> Vec<Row> {
    let files = run.session.files().to_vec();
    let patches = step.action.iter().flat_map(|action| &action.patches);
    let made: Vec<SourceFile> =
        patches.map(|patch| SourceFile { name: patch.file.clone(), text: patch.text.clone() }).collect();
    let mut rows = of_look(step, "", &step.look, &[files, made].concat());
    let select = &step.look.select;
    if !select.is_empty() {
        run.session.set_graph_type(GraphType::VersionedApp);
        let nodes = run.session.frame().graph.nodes;
        let is_it = |node: &mesh_view::Node| [&node.app, &node.workload, &node.service, &node.id].contains(&select);
        if !nodes.iter().any(is_it) {
            rows.push(looked(step, "", say!("lesson-play-select", name = select)));
        }
    }
    rows
}

/// What a detector looks at once its mistake is made.
pub(super) fn of_mistake(step: &LessonStep, mistake: &MachineMistake, run: &Running) -> Vec<Row> {
    of_look(step, &mistake.name, &mistake.look, run.session.files())
}

fn of_look(step: &LessonStep, name: &str, look: &LessonLook, files: &[SourceFile]) -> Vec<Row> {
    if look.file.is_empty() {
        return Vec::new();
    }
    let mut texts = files.iter().filter(|file| file.name == look.file).peekable();
    if texts.peek().is_none() {
        let known: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
        return vec![looked(step, name, say!("lesson-play-file", file = &look.file, known))];
    }
    let has_line = texts.any(|file| file.text.lines().any(|line| line.contains(&look.line)));
    if has_line || look.line.is_empty() {
        return Vec::new();
    }
    vec![looked(step, name, say!("lesson-play-line", file = &look.file, line = &look.line))]
}

/// Nodes that are to be clicked are in the graph after the action.
pub(super) fn nodes(step: &LessonStep, run: &mut Running) -> Vec<Row> {
    let by_node: Vec<_> = step
        .predictions
        .iter()
        .filter_map(|prediction| match &prediction.answer {
            PredictedAnswer::Node { app, version } => Some((prediction.id.clone(), app.clone(), version.clone())),
            _ => None,
        })
        .collect();
    if by_node.is_empty() {
        return Vec::new();
    }
    run.session.set_graph_type(GraphType::VersionedApp);
    let nodes = run.session.frame().graph.nodes;
    let row = |(id, app, version): (String, String, String)| {
        let is_there = nodes.iter().any(|node| node.app == app && (version.is_empty() || node.version == version));
        let why = (!is_there).then(|| say!("lesson-play-node", app, version));
        Row { step: step.id.clone(), kind: "predict", name: id, why, ..Row::default() }
    };
    by_node.into_iter().map(row).collect()
}
