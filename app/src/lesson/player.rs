//! The lesson that is played: where one is in it, what was done in the step, what has ticked.

use std::sync::Arc;

use leptos::prelude::*;
use mesh_view::{Amended, Lesson, LessonAction, LessonStep, SourceFile};

use super::progress::{self, Progress};
use crate::state::{Playground, ViewState};
use crate::text::Text;

/// That the step's action was applied by the player.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Applied {
    /// The simulated second.
    pub(super) at: f64,
    /// The texts before it; `None` where it cannot be taken back.
    pub(super) before: Option<Vec<SourceFile>>,
    /// The lines of the patch that were added, as they stand afterwards: file and number from 1.
    pub(super) lines: Vec<(String, u32)>,
}

/// Signals of the lesson that is played; a handle that is copied. There is one as long as the page lives.
#[derive(Clone, Copy)]
pub(crate) struct Player {
    pub(super) playground: Playground,
    pub(super) view: ViewState,
    pub(super) text: &'static Text,
    pub(super) lesson: RwSignal<Arc<Lesson>>,
    /// The place of the open step.
    pub(super) at: RwSignal<usize>,
    pub(super) progress: RwSignal<Progress>,
    /// What the step's patches change in the texts as they stand.
    pub(super) amended: RwSignal<Vec<Amended>>,
    /// Whether the step's action was applied by a click.
    pub(super) applied: RwSignal<Option<Applied>>,
    /// Command lines of the action that wait for the ones before them.
    pub(super) commands: RwSignal<Vec<String>>,
    /// Those of them that were typed for the learner and have not been seen in the terminal.
    pub(super) typed: StoredValue<Vec<String>>,
    /// Whether the learner has changed texts or typed commands in this step.
    pub(super) has_acted: RwSignal<bool>,
    /// The second from which the step's checks count.
    pub(super) since: RwSignal<f64>,
    /// The checks of the step that hold.
    pub(super) ticked: RwSignal<Vec<String>>,
    /// The mistakes of the step that were seen, by their names.
    pub(super) remarks: RwSignal<Vec<String>>,
    /// How many hints are shown.
    pub(super) hints: RwSignal<usize>,
    /// What is said to those who do not see it.
    pub(super) said: RwSignal<String>,
    /// What the last node that was clicked lacked.
    pub(super) pick_wrong: RwSignal<bool>,
    /// Whether the steps are listed where there is room for a line alone.
    pub(super) lists_steps: RwSignal<bool>,
    /// Whether it is shown to an audience.
    pub(super) presents: RwSignal<bool>,
    /// How many scenarios had been opened when its own was: another one ends it.
    pub(super) opened: StoredValue<u32>,
    /// How often the engine must have taken texts for the open step to be there, while it is on its way.
    pub(super) arrives: RwSignal<Option<u32>>,
    /// How often the engine had been given texts when the player gave them itself.
    pub(super) own_texts: StoredValue<u32>,
    pub(super) is_judging: StoredValue<bool>,
    /// The second at which the checks were last asked for.
    pub(super) judged_at: StoredValue<Option<f64>>,
}

impl Player {
    pub(super) fn new(playground: Playground, view: ViewState, text: &'static Text) -> Self {
        Self {
            playground,
            view,
            text,
            arrives: RwSignal::new(None),
            lesson: RwSignal::new(Arc::default()),
            at: RwSignal::new(0),
            progress: RwSignal::new(Progress::default()),
            amended: RwSignal::new(Vec::new()),
            applied: RwSignal::new(None),
            commands: RwSignal::new(Vec::new()),
            typed: StoredValue::new(Vec::new()),
            has_acted: RwSignal::new(false),
            since: RwSignal::new(0.0),
            ticked: RwSignal::new(Vec::new()),
            remarks: RwSignal::new(Vec::new()),
            hints: RwSignal::new(0),
            said: RwSignal::new(String::new()),
            pick_wrong: RwSignal::new(false),
            lists_steps: RwSignal::new(false),
            presents: RwSignal::new(false),
            opened: StoredValue::new(0),
            own_texts: StoredValue::new(0),
            is_judging: StoredValue::new(false),
            judged_at: StoredValue::new(None),
        }
    }

    /// What it is called.
    pub(crate) fn title(self) -> String {
        self.lesson.with(|lesson| lesson.card.title.clone())
    }

    /// Something of the open step; nothing where there is none.
    pub(super) fn with_step<T>(self, make: impl FnOnce(&LessonStep) -> T) -> Option<T> {
        let at = self.at.get();
        self.lesson.with(|lesson| lesson.steps.get(at).map(make))
    }

    /// The open step.
    pub(super) fn step(self) -> LessonStep {
        self.with_step(LessonStep::clone).unwrap_or_default()
    }

    /// The slug of the lesson.
    pub(super) fn slug(self) -> String {
        self.lesson.with(|lesson| lesson.card.slug.clone())
    }

    pub(super) fn is_last(self) -> bool {
        self.at.get() + 1 >= self.lesson.with(|lesson| lesson.steps.len())
    }

    /// Whether all questions of the step are answered: then it may be seen what happens.
    pub(super) fn is_settled(self) -> bool {
        self.with_step(|step| self.progress.with(|progress| progress.is_settled(step))).unwrap_or(true)
    }

    /// Whether the learner writes an action: where there is an editor.
    pub(super) fn is_written(self, action: &LessonAction) -> bool {
        action.is_typed && !self.view.embed
    }

    /// Whether something was done that the checks can be held against.
    pub(super) fn has_begun(self) -> bool {
        let is_to_look = self.with_step(|step| step.action.is_none()).unwrap_or(true);
        self.arrives.get().is_none()
            && self.is_settled()
            && (is_to_look || self.applied.with(Option::is_some) || self.has_acted.get())
    }

    /// Whether the open step is done.
    pub(super) fn is_done(self) -> bool {
        if !self.is_settled() {
            return false;
        }
        let holds = |step: &LessonStep| match step.checks.as_slice() {
            [] => step.action.is_none() || self.applied.with(Option::is_some) || self.has_acted.get(),
            checks => self.ticked.with(|ticked| checks.iter().all(|check| ticked.contains(&check.name))),
        };
        // The last step leaves everything to the learner: its checks are a bonus.
        self.is_last() || self.with_step(holds).unwrap_or(true)
    }

    /// Goes to a step, which is there once the engine has taken so many texts: nothing has been done in it.
    pub(super) fn enter(self, at: usize, arrives: u32) {
        self.own_texts.set_value(self.playground.texts_sent());
        self.arrives.set(Some(arrives));
        self.at.set(at);
        if self.applied.with_untracked(Option::is_some) {
            self.playground.lit.set(Vec::new());
        }
        self.applied.set(None);
        self.amended.set(Vec::new());
        self.commands.set(Vec::new());
        self.typed.set_value(Vec::new());
        self.has_acted.set(false);
        self.ticked.set(Vec::new());
        self.remarks.set(Vec::new());
        self.hints.set(0);
        self.pick_wrong.set(false);
        self.lists_steps.set(false);
        self.judged_at.set_value(None);
        self.change_progress(|progress, step| step.clone_into(&mut progress.step));
    }

    /// Changes what is remembered, told which step is open.
    pub(super) fn change_progress(self, change: impl FnOnce(&mut Progress, &str)) {
        untrack(|| {
            let step = self.with_step(|step| step.id.clone()).unwrap_or_default();
            self.progress.update(|progress| change(progress, &step));
            self.progress.with(|progress| progress::keep(&self.slug(), progress));
        });
    }
}
