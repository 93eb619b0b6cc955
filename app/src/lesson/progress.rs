//! How far a reader has come in a lesson; kept in the browser.

use mesh_ordered::OrderedMap;
use mesh_view::{Lesson, LessonStep, Prediction};
use serde::{Deserialize, Serialize};

use crate::browser::storage;

const KEY: &str = "mesh-playground.lessons";

/// How far one has come, and what was answered and seen on the way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Progress {
    /// The step that was last open.
    pub(crate) step: String,
    /// The steps that are done.
    pub(crate) done: Vec<String>,
    /// What was answered, by `step/prediction`; empty where the question was skipped.
    pub(crate) answers: OrderedMap<String, String>,
    /// What checks have seen, by their names: what people read, and the number in it.
    pub(crate) seen: OrderedMap<String, Vec<(String, Option<String>)>>,
}

impl Progress {
    /// What was answered to a prediction of a step; `Some("")` where it was skipped.
    pub(crate) fn answer(&self, step: &LessonStep, prediction: &Prediction) -> Option<&str> {
        self.answers.get(&key(step, prediction)).map(String::as_str)
    }

    /// Remembers an answer: the first one counts.
    pub(crate) fn keep_answer(&mut self, step: &LessonStep, prediction: &Prediction, answer: String) {
        self.answers.entry(key(step, prediction)).or_insert(answer);
    }

    /// Whether every prediction of a step is answered or skipped.
    pub(crate) fn is_settled(&self, step: &LessonStep) -> bool {
        step.predictions.iter().all(|prediction| self.answer(step, prediction).is_some())
    }

    pub(crate) fn is_done(&self, step: &str) -> bool {
        self.done.iter().any(|done| done == step)
    }

    /// Remembers that a step is done.
    pub(crate) fn finish(&mut self, step: &str) {
        if !self.is_done(step) {
            self.done.push(step.to_owned());
        }
    }

    /// How many steps of a lesson are done.
    pub(crate) fn count(&self, steps: &[String]) -> usize {
        steps.iter().filter(|step| self.is_done(step)).count()
    }

    /// Where one goes on in a lesson: where one was, unless that step is gone.
    pub(crate) fn place(&self, lesson: &Lesson) -> usize {
        lesson.steps.iter().position(|step| step.id == self.step).unwrap_or_default()
    }
}

fn key(step: &LessonStep, prediction: &Prediction) -> String {
    format!("{}/{}", step.id, prediction.id)
}

/// How far the reader has come in each lesson.
pub(crate) fn all() -> OrderedMap<String, Progress> {
    storage::read(KEY).unwrap_or_default()
}

/// How far the reader has come in a lesson.
pub(crate) fn of(slug: &str) -> Progress {
    all().remove(slug).unwrap_or_default()
}

/// Remembers it.
pub(crate) fn keep(slug: &str, progress: &Progress) {
    let mut all = all();
    all.insert(slug.to_owned(), progress.clone());
    storage::write(KEY, &all);
}

#[cfg(test)]
mod tests {
    use mesh_view::PredictedAnswer;

    use super::*;

    fn prediction(id: &str) -> Prediction {
        let answer = PredictedAnswer::Node { app: String::new(), version: String::new() };
        Prediction { id: id.into(), text: Vec::new(), answer }
    }

    fn step(id: &str, predictions: &[&str]) -> LessonStep {
        let predictions = predictions.iter().map(|id| prediction(id)).collect();
        LessonStep { id: id.into(), predictions, ..LessonStep::default() }
    }

    #[test]
    fn a_step_is_settled_once_each_question_is_answered_or_skipped() {
        let step = step("one", &["a", "b"]);
        let mut progress = Progress::default();
        assert!(!progress.is_settled(&step));
        progress.keep_answer(&step, &step.predictions[0], "2".into());
        assert!(!progress.is_settled(&step));
        progress.keep_answer(&step, &step.predictions[1], String::new());
        progress.keep_answer(&step, &step.predictions[0], "1".into());
        assert!(progress.is_settled(&step));
        assert_eq!(progress.answer(&step, &step.predictions[0]), Some("2"), "the first answer counts");
        assert!(progress.is_settled(&super::tests::step("two", &[])));
    }

    #[test]
    fn one_goes_on_where_one_was() {
        let lesson = Lesson { steps: vec![step("one", &[]), step("two", &[])], ..Lesson::default() };
        let mut progress = Progress { step: "two".into(), ..Progress::default() };
        assert_eq!(progress.place(&lesson), 1);
        progress.step = "gone".into();
        assert_eq!(progress.place(&lesson), 0);
        progress.finish("two");
        progress.finish("two");
        assert_eq!((progress.count(&["one".into(), "two".into()]), progress.done.len()), (1, 1));
    }

    #[test]
    fn what_was_stored_is_read_even_where_it_says_less() {
        let progress: Progress = serde_json::from_str(r#"{"step":"two","later":1}"#).unwrap();
        assert_eq!(progress, Progress { step: "two".into(), ..Progress::default() });
    }
}
