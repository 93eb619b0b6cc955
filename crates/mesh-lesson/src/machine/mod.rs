//! The machine's part of a step: `steps/<id>.yaml`.

mod action;
mod check;
mod declared;
mod fields;

use std::time::Duration;

use mesh_config::{Node, duration};
use mesh_view::{LessonAction, LessonLook, MistakeSign, Span};
use mesh_words::say;

use crate::fault::{Faults, MACHINE};
use crate::judged::Judged;
use action::action;
pub(crate) use check::Expected;
use check::expectations;
pub(crate) use declared::Declared;
use fields::Fields;

/// How long the run goes on after a step's action where nothing else is said.
const SETTLE: Duration = Duration::from_secs(10);
/// The longest of it.
const LONGEST: Duration = Duration::from_secs(600);
/// Checks, mistakes or predictions of a step, at most.
const MOST: usize = 20;

/// The machine's part of a step.
#[derive(Clone, Debug, Default)]
pub(crate) struct Machine {
    /// The id of the step.
    pub(crate) step: String,
    /// Where its file begins.
    pub(crate) span: Span,
    pub(crate) look: LessonLook,
    pub(crate) action: Option<LessonAction>,
    pub(crate) predictions: Vec<Predicted>,
    pub(crate) checks: Vec<MachineCheck>,
    pub(crate) mistakes: Vec<MachineMistake>,
    /// Figures that its words may say, though nothing is put in or seen that is so much.
    pub(crate) declared: Vec<Declared>,
    /// Its Checks and those of its mistakes, for the engine.
    pub(crate) judged: Judged,
    /// Those of its mistakes alone.
    pub(crate) detecting: Judged,
    /// How long the run goes on after the action before the next step begins.
    pub(crate) settle: Duration,
}

/// What is right about a prediction.
#[derive(Clone, Debug)]
pub(crate) struct Predicted {
    pub(crate) id: String,
    pub(crate) span: Span,
    pub(crate) right: Right,
}

/// The right answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Right {
    /// A choice, from 0.
    Choice(u32),
    Number {
        check: String,
        figure: u32,
        within: f64,
        unit: String,
    },
    Node {
        app: String,
        version: String,
    },
}

/// A check of a step.
#[derive(Clone, Debug)]
pub(crate) struct MachineCheck {
    pub(crate) name: String,
    pub(crate) span: Span,
    /// The figures that it sees.
    pub(crate) figures: Vec<Expected>,
}

/// A detector of a step.
#[derive(Clone, Debug)]
pub(crate) struct MachineMistake {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) when: MistakeSign,
    /// What makes it happen.
    pub(crate) attempt: LessonAction,
    pub(crate) look: LessonLook,
}

/// Reads the machine's part of a step.
pub(crate) fn read_machine(step: &str, text: &str, file: u32, faults: &mut Faults) -> Machine {
    let (nodes, found) = mesh_config::documents(text);
    for mut found in found {
        found.relocate(|span| Span { file, ..span });
        faults.add(found);
    }
    let span = Span { file, start: 0, end: 0 };
    let mut machine = Machine { step: step.to_owned(), span, settle: SETTLE, ..Machine::default() };
    let root = match nodes.as_slice() {
        [] => return machine,
        [root] => root,
        [_, second, ..] => {
            faults.at(MACHINE, place(second, file), say!("lesson-one-document"));
            return machine;
        }
    };
    let known = &["look", "action", "predict", "checks", "mistakes", "figures", "settle"];
    let fields = Fields::of(root, file, known, faults);
    machine.look = fields.get("look").map(|node| look(node, file, faults)).unwrap_or_default();
    machine.action = fields.get("action").map(|node| action(node, file, &["typed"], faults));
    if let Some(node) = fields.get("settle") {
        match node.text().and_then(duration).filter(|settle| *settle <= LONGEST) {
            Some(settle) => machine.settle = settle,
            None => faults.at(MACHINE, place(node, file), say!("lesson-settle", most = LONGEST.as_secs())),
        }
    }
    for (id, node, span) in named(fields.get("predict"), file, faults) {
        machine.predictions.extend(predicted(id, node, span, faults));
    }
    for (name, node, span) in named(fields.get("checks"), file, faults) {
        machine.judged.add(&name, node);
        machine.checks.push(MachineCheck { name, span, figures: expectations(node, file, faults) });
    }
    for (name, node, span) in named(fields.get("mistakes"), file, faults) {
        if machine.checks.iter().any(|check| check.name == name) {
            faults.at(MACHINE, span, say!("lesson-name-taken", name = &name));
        }
        machine.mistakes.extend(mistake(name, node, span, [&mut machine.judged, &mut machine.detecting], faults));
    }
    machine.declared = fields.get("figures").map(|node| declared::read(node, file, faults)).unwrap_or_default();
    check::judge(&machine.judged, file, faults);
    machine
}

fn mistake(
    name: String,
    node: &Node,
    span: Span,
    judged: [&mut Judged; 2],
    faults: &mut Faults,
) -> Option<MachineMistake> {
    let file = span.file;
    let fields = Fields::of(node, file, &["check", "finding", "try", "look"], faults);
    let finding = fields.text("finding", faults);
    let when = match (fields.get("check"), finding) {
        (Some(check), None) => {
            expectations(check, file, faults);
            judged.into_iter().for_each(|judged| judged.add(&name, check));
            MistakeSign::Check
        }
        (None, Some(code)) => MistakeSign::Finding(code),
        _ => {
            faults.at(MACHINE, span, say!("lesson-mistake-sign", name));
            return None;
        }
    };
    let Some(attempt) = fields.get("try").map(|node| action(node, file, &[], faults)) else {
        faults.at(MACHINE, span, say!("lesson-mistake-try", name));
        return None;
    };
    let look = fields.get("look").map(|node| look(node, file, faults)).unwrap_or_default();
    Some(MachineMistake { name, span, when, attempt, look })
}

fn predicted(id: String, node: &Node, span: Span, faults: &mut Faults) -> Option<Predicted> {
    let fields = Fields::of(node, span.file, &["choice", "number", "figure", "within", "unit", "node"], faults);
    let number = |key: &str| fields.get(key).and_then(Node::text).and_then(|text| text.parse::<f64>().ok());
    let right = match (fields.get("choice"), fields.text("number", faults), fields.get("node")) {
        (Some(_), None, None) => {
            let from_one = number("choice").filter(|number| (1.0..=20.0).contains(number) && number.fract() == 0.0);
            from_one.map(|number| Right::Choice(number as u32 - 1))
        }
        (None, Some(check), None) => {
            let figure = if fields.get("figure").is_some() { number("figure") } else { Some(0.0) };
            let figure = figure.filter(|number| (0.0..100.0).contains(number) && number.fract() == 0.0);
            let within = number("within").filter(|within| *within >= 0.0 && within.is_finite());
            let unit = fields.text("unit", faults).unwrap_or_default();
            figure.zip(within).map(|(figure, within)| Right::Number { check, figure: figure as u32, within, unit })
        }
        (None, None, Some(node)) => {
            let labels = Fields::of(node, span.file, &["app", "version"], faults);
            let version = labels.text("version", faults).unwrap_or_default();
            labels.text("app", faults).map(|app| Right::Node { app, version })
        }
        _ => None,
    };
    if right.is_none() {
        faults.at(MACHINE, span, say!("lesson-predict-right", id = &id));
    }
    Some(Predicted { id, span, right: right? })
}

/// What a mapping of names holds; names are what texts can say.
fn named<'a>(node: Option<&'a Node>, file: u32, faults: &mut Faults) -> Vec<(String, &'a Node, Span)> {
    let Some(node) = node else { return Vec::new() };
    if node.entries().is_empty() {
        faults.at(MACHINE, place(node, file), say!("lesson-names-expected"));
    }
    if let Some(entry) = node.entries().get(MOST) {
        faults.at(MACHINE, Span { file, ..entry.key.span }, say!("lesson-many-names", most = MOST));
    }
    let mut named = Vec::new();
    for entry in node.entries().iter().take(MOST) {
        let (name, span) = (&entry.key.value, Span { file, ..entry.key.span });
        if crate::markdown::is_id(name) {
            named.push((name.clone(), &entry.value, span));
        } else {
            faults.at(MACHINE, span, say!("lesson-id", id = name));
        }
    }
    named
}

/// The tabs of the dock.
const DOCKS: &[&str] = &["time", "events", "log", "terminal", "checks"];

fn look(node: &Node, file: u32, faults: &mut Faults) -> LessonLook {
    let fields = Fields::of(node, file, &["file", "line", "select", "dock", "cluster"], faults);
    let mut text = |key| fields.text(key, faults).unwrap_or_default();
    let look = LessonLook {
        file: text("file"),
        line: text("line"),
        select: text("select"),
        dock: text("dock"),
        cluster: fields.is_true("cluster", faults),
    };
    if !look.dock.is_empty() && !DOCKS.contains(&look.dock.as_str()) {
        faults.at(MACHINE, place(node, file), say!("lesson-dock", dock = &look.dock, known = DOCKS.to_vec()));
    }
    if look.file.is_empty() && !look.line.is_empty() {
        faults.at(MACHINE, place(node, file), say!("lesson-look-line"));
    }
    look
}

fn place(node: &Node, file: u32) -> Span {
    Span { file, ..node.span }
}
