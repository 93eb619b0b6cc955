//! Runs a case in the world of a script, as `mesh-playground shell --script` does.

use mesh_shell::script::{Living, Script, play};
use serde_json::Value;

use crate::case::{self, Case, Run, Timed};
use crate::script;

/// What the simulator answered.
#[derive(Clone, Debug, Default)]
pub struct Simulated {
    /// What came of it.
    pub run: Run,
    /// For each recorded step what was answered.
    pub answers: Vec<Value>,
}

/// Runs a case at the recorded pace.
#[must_use]
pub fn run(case: &Case) -> Simulated {
    let paced = script::script(&case.setup, &case.steps, &case.run.timeline);
    let script = Script { nodes: case.nodes.clone(), setup: paced.setup, steps: paced.steps };
    let answer = play(&script, &mut Living::new());
    let all = answer["steps"].as_array().cloned().unwrap_or_default();
    let mut answers = vec![Value::Null; case.steps.len()];
    for (place, own) in paced.recorded.iter().zip(all) {
        if let Some(slot) = place.and_then(|index| answers.get_mut(index)) {
            *slot = own;
        }
    }
    let both = case.steps.iter().zip(&answers).zip(&case.run.steps);
    let steps = both.map(|((step, answer), recorded)| {
        let from = case::number(answer, "t").unwrap_or(0.0);
        let to = from + case::number(answer, "dur").unwrap_or(0.0);
        Timed { from, to, tries: case::tries(step, answer, from), ..recorded.clone() }
    });
    let state = |field: &str| case::state(&answer[field]);
    let timeline = answer["timeline"].as_array().cloned().unwrap_or_default();
    let run = Run { steps: steps.collect(), before: state("before"), after: state("after"), timeline };
    Simulated { run, answers }
}
