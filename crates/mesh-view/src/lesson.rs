//! A lesson as it is played: words of one language, and what a step does, asks and holds against the run.
//!
//! docs/lessons.md says how it is written.

use serde::{Deserialize, Serialize};

/// What a gallery tells of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LessonCard {
    /// The folder of its scenario, and its name in links.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence.
    pub summary: String,
    /// What one can do after it, as the end of "After it you can …".
    pub outcome: String,
    /// How long it takes.
    pub minutes: u32,
    /// The group that it stands under.
    pub group: String,
    /// The ids of its steps.
    pub steps: Vec<String>,
}

/// A lesson in one language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// What a gallery tells of it.
    pub card: LessonCard,
    /// The language, as in `html lang`.
    pub language: String,
    /// Its steps in order; the last leaves everything to the learner.
    pub steps: Vec<LessonStep>,
}

/// A step of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LessonStep {
    /// Its name in links and in stored progress.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it says.
    pub text: Vec<Block>,
    /// What is asked before the run shows it.
    pub predictions: Vec<Prediction>,
    /// What is done to the scenario; `None` where the learner only looks or is free.
    pub action: Option<LessonAction>,
    /// What ticks by itself; with none the step is done when it was read.
    pub checks: Vec<LessonCheck>,
    /// YAML of `kind: Check` for the engine: each of `checks` and of `mistakes` that is one, under its name. Its times count from
    /// the step's action; from the beginning of the step where it has none.
    pub judged: String,
    /// Detectors for what usually goes wrong.
    pub mistakes: Vec<Mistake>,
    /// Three, from a push to the whole way.
    pub hints: Vec<Vec<Block>>,
    /// What is said once all checks hold.
    pub after: Vec<Block>,
    /// What is in view when the step begins.
    pub look: LessonLook,
}

/// What a step does to the scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LessonAction {
    /// Changes of files, shown as a difference.
    pub patches: Vec<FilePatch>,
    /// Command lines for the terminal, in order.
    pub commands: Vec<String>,
    /// Whether the learner writes it: then it is shown only as the last hint.
    pub is_typed: bool,
}

/// A change of a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FilePatch {
    /// The file; made where there is none.
    pub file: String,
    /// YAML documents: each takes the place of the one of its kind, namespace and name, or comes after the last. In a file that is
    /// no YAML the whole text.
    pub text: String,
    /// What is taken out, as `Kind/name` or `Kind/namespace/name`.
    pub delete: Vec<String>,
}

/// A file with the changes of a step, held against it as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amended {
    /// Its name; there may be no such file yet.
    pub file: String,
    /// Its whole text afterwards.
    pub text: String,
    /// What differs, with two lines around each change.
    pub lines: Vec<AmendedLine>,
}

/// A line of a difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendedLine {
    /// In which of the two texts it stands.
    pub kind: AmendedKind,
    /// What it says.
    pub text: String,
    /// Its number from 1: in the text as it stands if it is taken out, else in the text afterwards.
    pub number: u32,
}

/// In which text a line of a difference stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AmendedKind {
    /// In both.
    Same,
    /// In the text afterwards alone.
    Added,
    /// In the text as it stands alone.
    Removed,
}

/// A question that is answered before the run shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// Its name in stored progress.
    pub id: String,
    /// What is asked.
    pub text: Vec<Block>,
    /// How it is answered, and what is right.
    pub answer: PredictedAnswer,
}

/// How a prediction is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PredictedAnswer {
    /// One of several.
    Choice {
        /// What can be chosen.
        choices: Vec<Choice>,
        /// The place of the right one.
        right: u32,
    },
    /// A number; what a check has seen is right.
    Number {
        /// The check.
        check: String,
        /// The place of the figure among what it expects.
        figure: u32,
        /// How far from it an answer may be.
        within: f64,
        /// What it is counted in, as `%`; may be empty.
        unit: String,
    },
    /// A node of the graph that is clicked.
    Node {
        /// Its `app` label.
        app: String,
        /// Its `version` label; any where it is empty.
        version: String,
    },
}

/// Something that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What is said.
    pub text: Vec<Inline>,
    /// What is replied to whoever chose it.
    pub reply: Vec<Inline>,
}

/// A check of a step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LessonCheck {
    /// The name of its Check.
    pub name: String,
    /// What must hold, for people.
    pub text: Vec<Inline>,
}

/// A detector for something that usually goes wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mistake {
    /// Its name.
    pub name: String,
    /// How it is seen.
    pub when: MistakeSign,
    /// What went wrong, and what to look at.
    pub text: Vec<Block>,
    /// What is in view then.
    pub look: LessonLook,
}

/// How a mistake is seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum MistakeSign {
    /// The Check of its name holds.
    Check,
    /// The texts have a finding of this code.
    Finding(String),
}

/// What is in view.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LessonLook {
    /// The file that is open; empty: as it was.
    pub file: String,
    /// A piece of the line that is shown; empty: none.
    pub line: String,
    /// The app, workload or Service that is selected; empty: none.
    pub select: String,
    /// The tab of the dock: `time`, `events`, `log`, `terminal`, `checks`; empty: as it was.
    pub dock: String,
    /// Whether the nodes of the cluster are looked at.
    pub cluster: bool,
}

/// A block of text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// Whether its items are counted.
        is_ordered: bool,
        /// Its items.
        items: Vec<Vec<Block>>,
    },
    /// Code as it stands.
    Code {
        /// The language that it names; may be empty.
        language: String,
        /// The text.
        text: String,
    },
    /// A remark that stands apart.
    Quote(Vec<Block>),
    /// A table.
    Table {
        /// Its head.
        head: Vec<Vec<Inline>>,
        /// Its rows.
        rows: Vec<Vec<Vec<Inline>>>,
    },
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Code.
    Code(String),
    /// Words that stand out.
    Strong(Vec<Inline>),
    /// Words that are stressed.
    Emphasis(Vec<Inline>),
    /// A link; its address is `https:`, `/…` or `#…`.
    Link {
        /// Where it leads.
        address: String,
        /// What is read.
        text: Vec<Inline>,
    },
    /// What a check has seen.
    Figure {
        /// The check, of this step or an earlier one.
        check: String,
        /// The place of the figure among what it expects.
        figure: u32,
    },
}
