//! A lesson, played: does each step do what it says?
//!
//! Each step is played on the run that the steps before it have made. Before its action, checks must not hold, though as much time
//! passes; after it they must, and go on so. Each mistake is made in its place, on a run of its own, and must be seen there, while
//! the step is not done; and neither before anything is done nor at any moment on the right way.

mod detect;
mod looks;
mod run;
mod step;

use mesh_words::Words;

use crate::Folder;
use mesh_scenario::Work;

/// What came of playing a lesson.
#[derive(Clone, Debug, Default)]
pub struct Played {
    /// Each thing that was tried, in the order of the steps.
    pub rows: Vec<Row>,
}

/// Something of a step that was tried.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The id of the step.
    pub step: String,
    /// What it is: `check`, `mistake`, `predict`, `look` or `action`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// How it stood with as much time but without the action; of a mistake, after the right action.
    pub before: Option<Verdict>,
    /// How it stood after the action; of a mistake, after what makes it happen.
    pub after: Option<Verdict>,
    /// What is wrong; nothing where it is as it must be.
    pub why: Option<Words>,
}

/// How something stood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it held; `None` where that was not known.
    pub holds: Option<bool>,
    /// What was seen of each thing that it expects.
    pub seen: Vec<Words>,
}

/// Plays a lesson whose files have no fault, as far as there is work for it.
#[must_use]
pub fn play(folder: &Folder, work: &mut Work) -> Played {
    let mut played = Played::default();
    let Some(lesson) = folder.lessons.first() else { return played };
    let mut run = run::Running::open(&folder.start, work);
    for (step, machine) in lesson.steps.iter().zip(&folder.machines) {
        played.rows.extend(step::rows(step, machine, &mut run, work));
    }
    played
}
