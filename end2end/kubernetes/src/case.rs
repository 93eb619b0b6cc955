//! Recorded cases, and runs of them.

use std::collections::BTreeMap;
use std::env;
use std::path::Path;

use serde_json::Value;

/// A recorded case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// The nodes.
    pub nodes: Vec<Value>,
    /// What ran before time 0.
    pub setup: Vec<Value>,
    /// What ran.
    pub steps: Vec<Value>,
    /// What came of it.
    pub run: Run,
}

/// What came of a case, recorded or simulated.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// When each step began and ended, in seconds.
    pub steps: Vec<Timed>,
    /// The state at time 0: kind, name, view.
    pub before: State,
    /// The state at the end.
    pub after: State,
    /// The time line.
    pub timeline: Vec<Value>,
}

/// Kind, name, view.
pub type State = BTreeMap<String, BTreeMap<String, Value>>;

/// A step with its times.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timed {
    /// When it began.
    pub from: f64,
    /// When it ended.
    pub to: f64,
    /// Whether it changes something or waits.
    pub counts: bool,
    /// Whether the command itself waits.
    pub waits: bool,
    /// When a drain tried.
    pub tries: Vec<f64>,
}

/// How far apart the tries of a drain are at least.
const APART: f64 = 2.5;

/// When a drain tried, by the times of the lines it answered.
#[must_use]
pub fn tries(step: &Value, answer: &Value, from: f64) -> Vec<f64> {
    let drains = step.get("cmd").and_then(Value::as_str).is_some_and(|command| command.contains("kubectl drain"));
    let lines = answer.get("lines").and_then(Value::as_array).into_iter().flatten();
    let mut all: Vec<f64> = lines.filter_map(|line| line.get(0)?.as_f64()).filter(|_| drains).collect();
    all.sort_by(f64::total_cmp);
    let mut bursts: Vec<f64> = Vec::new();
    let mut last = f64::NEG_INFINITY;
    for at in all {
        if at - last >= APART {
            bursts.push(from + at);
        }
        last = at;
    }
    bursts
}

/// Reads a state.
#[must_use]
pub fn state(value: &Value) -> State {
    let objects =
        |value: &Value| value.as_object().into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())).collect();
    value.as_object().into_iter().flatten().map(|(kind, all)| (kind.clone(), objects(all))).collect()
}

/// A number of a step.
#[must_use]
pub fn number(step: &Value, field: &str) -> Option<f64> {
    step.get(field).and_then(Value::as_f64)
}

/// Whether a command takes time in a simulator.
#[must_use]
pub fn waits(step: &Value) -> bool {
    let Some(command) = step.get("cmd").and_then(Value::as_str) else { return false };
    let starts = ["kubectl drain", "kubectl delete", "kubectl rollout status", "kubectl wait", "sleep"];
    starts.iter().any(|start| command.contains(start))
        || command.contains("replace --force")
        || command.contains(" -w")
        || command.contains("logs") && command.contains(" -f")
}

/// Whether a step only looks.
fn looks(step: &Value) -> bool {
    let Some(command) = step.get("cmd").and_then(Value::as_str) else { return false };
    ["kubectl get", "kubectl describe", "kubectl logs", "kubectl events", "kubectl rollout history"]
        .iter()
        .any(|start| command.starts_with(start))
        && !waits(step)
}

/// The recorded times of steps.
#[must_use]
pub fn times(steps: &[Value]) -> Vec<Timed> {
    let timed = |step: &Value| {
        let from = number(step, "t").unwrap_or(0.0);
        let to = from + number(step, "dur").unwrap_or(0.0);
        Timed { from, to, counts: !looks(step), waits: waits(step), tries: tries(step, step, from) }
    };
    steps.iter().map(timed).collect()
}

/// The cases of a part of the corpus; none where there is no corpus.
///
/// # Panics
/// In CI (`CI=true`) without a corpus, and where what `MESH_CORPUS` names cannot be read.
#[must_use]
pub fn cases(part: &str) -> Vec<Case> {
    let Some(root) = env::var_os("MESH_CORPUS") else {
        assert!(
            env::var_os("CI").is_none_or(|value| value != "true"),
            "CI needs the corpus: set MESH_CORPUS to its folder"
        );
        eprintln!("not checked: MESH_CORPUS is not set, so {part} is not compared");
        return Vec::new();
    };
    let path = Path::new(&root).join("kubernetes-goldens").join(format!("{part}.jsonl"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| read(&serde_json::from_str(line).expect("a case is a line of JSON"))).collect()
}

fn read(case: &Value) -> Case {
    let list = |field: &str| case.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
    let steps = list("steps");
    let field = |name: &str| case.get(name).map(state).unwrap_or_default();
    Case {
        id: case.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(),
        nodes: list("nodes"),
        setup: list("setup"),
        run: Run { steps: times(&steps), before: field("before"), after: field("after"), timeline: list("timeline") },
        steps,
    }
}
