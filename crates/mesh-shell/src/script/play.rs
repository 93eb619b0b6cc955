//! Runs a script in a world.

use serde_json::{Value, json};

use super::World;
use crate::time::SECOND;
use crate::{Running, Session, Step, Stream};

/// A quiet world is one in which nothing has changed for so long.
const QUIET: u64 = 1_500_000_000;
/// Kubelets start one after another, so far apart.
const BETWEEN_NODES: u64 = 30_000_000;
/// The last of them is there for so long before anything happens.
const BEGIN: u64 = 500_000_000;
/// So long may a step wait that nothing ends.
const LONGEST: u64 = 24 * 3600 * SECOND;
/// So many things may happen in one script.
const MOST_EVENTS: usize = 5_000_000;

/// A script: one world and what is done in it.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// The nodes.
    pub nodes: Vec<Value>,
    /// What is done before time 0.
    pub setup: Vec<Value>,
    /// What is done then.
    pub steps: Vec<Value>,
}

impl Script {
    /// Reads scripts: one JSON object a line that is a whole case (`nodes`, `setup`, `steps`), else steps, one a line.
    ///
    /// # Errors
    /// What is no JSON, with its line.
    pub fn read(text: &str) -> Result<Vec<Script>, String> {
        let mut scripts: Vec<Script> = Vec::new();
        let mut steps = Vec::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let value: Value = serde_json::from_str(line).map_err(|error| format!("line {}: {error}", number + 1))?;
            let list = |field: &str| value.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
            match value.get("steps").is_some() || value.get("nodes").is_some() {
                true => scripts.push(Script { nodes: list("nodes"), setup: list("setup"), steps: list("steps") }),
                false => steps.push(value),
            }
        }
        if !steps.is_empty() {
            scripts.push(Script { steps, ..Script::default() });
        }
        Ok(scripts)
    }
}

/// A world in which a script runs.
pub struct Play<'a> {
    world: &'a mut dyn World,
    session: Session,
    /// When time 0 of the script is.
    zero: u64,
    steps: Vec<Taken>,
    /// How many more things may happen.
    left: usize,
    changed: u64,
}

/// A step that has begun.
struct Taken {
    began: u64,
    ended: Option<u64>,
    run: Option<Running>,
    /// What it waits for; `None` once it has ended.
    waits: Option<Step>,
    /// When it is stopped.
    stop: Option<u64>,
    code: Option<Value>,
}

/// Runs a script; the answer is `{"steps", "before", "after", "timeline"}`.
pub fn play(script: &Script, world: &mut dyn World) -> Value {
    let mut play = Play::new(world);
    for node in &script.nodes {
        play.world.add_node(node);
        play.pass(BETWEEN_NODES);
    }
    play.pass(BEGIN);
    for step in &script.setup {
        play.step(step, false);
    }
    play.steps.clear();
    play.zero = play.world.now();
    let before = play.world.state();
    for step in &script.steps {
        play.step(step, true);
    }
    play.end();
    let after = play.world.state();
    let timeline = play.world.timeline(play.zero);
    json!({ "steps": play.answers(), "before": before, "after": after, "timeline": timeline })
}

impl<'a> Play<'a> {
    /// Nothing has happened yet.
    pub fn new(world: &'a mut dyn World) -> Self {
        let zero = world.now();
        Self { world, session: Session::default(), zero, steps: Vec::new(), left: MOST_EVENTS, changed: zero }
    }

    /// Runs a step to its end, or begins one that runs beside the next.
    pub fn step(&mut self, step: &Value, timed: bool) {
        if let Some(at) = number(step, "t").filter(|_| timed) {
            let at = self.zero.saturating_add(nanoseconds(at));
            self.until(at);
        }
        let text = |field: &str| step.get(field).and_then(Value::as_str);
        let taken = Taken { began: self.world.now(), ended: None, run: None, waits: None, stop: None, code: None };
        self.steps.push(taken);
        let is_command = text("apply").is_some() || text("cmd").is_some();
        if is_command {
            let (line, input) = match text("apply") {
                Some(yaml) => ("kubectl apply -f -", yaml),
                None => (text("cmd").unwrap_or_default(), text("in").unwrap_or_default()),
            };
            self.command(line, input, step);
        } else if let Some(seconds) = number(step, "wait") {
            self.pass(nanoseconds(seconds));
        } else if let Some(most) = number(step, "quiet") {
            self.quiet(nanoseconds(most));
        } else if step.get("join").is_some() {
            self.settle();
        } else if let Some(node) = text("lost") {
            self.world.silence(node, number(step, "v") != Some(0.0));
        } else if let (Some(node), Some(pod)) = (text("static"), step.get("pod")) {
            self.world.add_static_pod(node, pod);
        } else if let Some(scheduler) = step.get("scheduler") {
            self.world.start_scheduler(scheduler);
        } else if let Some(name) = text("kill") {
            self.world.stop_scheduler(name, false);
        } else if let Some(name) = text("kill9") {
            self.world.stop_scheduler(name, true);
        } else if step.get("main_scheduler").is_some() {
            self.world.start_main_scheduler();
        } else if let Some(file) = step.get("file") {
            let field = |name: &str| file.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            self.session.files.insert(field("name"), field("text"));
        }
    }

    fn command(&mut self, line: &str, input: &str, step: &Value) {
        let now = self.world.now();
        let line = if line.contains("istio-crds.yaml") && line.contains("create") {
            self.world.install_istio();
            "true"
        } else {
            line
        };
        let run = self.session.start(line, input);
        if let Some(taken) = self.steps.last_mut() {
            taken.run = Some(run);
            taken.waits = Some(Step::until(now));
            taken.stop = number(step, "timeout").map(|seconds| now.saturating_add(nanoseconds(seconds)));
        }
        let index = self.steps.len() - 1;
        self.go_on(true);
        if step.get("bg").is_some() {
            return;
        }
        let limit = now.saturating_add(LONGEST);
        while self.steps.get(index).is_some_and(|taken| taken.waits.is_some()) && self.world.now() < limit {
            if !self.advance(limit) {
                break;
            }
        }
        self.stop(index);
    }

    /// Ends a step that still runs.
    fn stop(&mut self, index: usize) {
        let now = self.world.now();
        if let Some(taken) = self.steps.get_mut(index).filter(|taken| taken.waits.is_some()) {
            taken.waits = None;
            taken.ended = Some(now);
            taken.code = Some(json!("stopped"));
        }
    }

    /// Lets time pass.
    fn pass(&mut self, time: u64) {
        self.until(self.world.now().saturating_add(time));
    }

    fn until(&mut self, time: u64) {
        while self.world.now() < time && self.advance(time) {}
        // What happens at the moment itself has happened, too.
        while self.world.next().is_some_and(|next| next <= time) && self.advance(time) {}
    }

    /// Lets time pass until nothing has changed for a while.
    fn quiet(&mut self, most: u64) {
        let end = self.world.now().saturating_add(most);
        self.changed = self.world.now();
        loop {
            let target = end.min(self.changed.saturating_add(QUIET));
            if self.world.now() >= target || !self.advance(target) {
                return;
            }
        }
    }

    /// Waits for the steps that run beside the others.
    fn settle(&mut self) {
        let limit = self.world.now().saturating_add(LONGEST);
        while self.steps.iter().any(|taken| taken.waits.is_some()) && self.world.now() < limit {
            if !self.advance(limit) {
                break;
            }
        }
    }

    /// Ends what still runs.
    fn end(&mut self) {
        for index in 0..self.steps.len() {
            self.stop(index);
        }
    }

    /// Goes on to the next thing that happens, and no further than `time`; `false` once too much has happened.
    fn advance(&mut self, time: u64) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let due = |taken: &Taken| {
            let until = match taken.waits {
                Some(Step::Wait { until, .. }) => until,
                _ => None,
            };
            let stop = taken.stop.filter(|_| taken.waits.is_some());
            until.into_iter().chain(stop).min()
        };
        let next = self.steps.iter().filter_map(due).min().map_or(time, |due| due.min(time));
        let changed = self.world.advance(next);
        if changed {
            self.changed = self.world.now();
        }
        self.go_on(changed);
        true
    }

    /// Lets the steps that wait go on, as far as what they wait for has come.
    fn go_on(&mut self, changed: bool) {
        let now = self.world.now();
        for taken in &mut self.steps {
            let (Some(Step::Wait { until, on_change }), Some(run)) = (taken.waits, &mut taken.run) else { continue };
            let due = until.is_some_and(|until| until <= now) || (on_change && changed);
            if due {
                let step = run.step(&mut self.session, &mut *self.world);
                taken.waits = Some(step);
                if let Step::Done(code) = step {
                    taken.waits = None;
                    taken.ended = Some(now);
                    taken.code = Some(json!(code));
                    continue;
                }
            }
            if taken.stop.is_some_and(|stop| stop <= now) {
                taken.waits = None;
                taken.ended = Some(now);
                taken.code = Some(json!("stopped"));
            }
        }
    }

    /// Runs a line that somebody has typed: what it prints on standard output and standard error, and its exit code.
    pub fn line(&mut self, line: &str) -> (String, String, i32) {
        self.step(&json!({ "cmd": line }), false);
        let Some(taken) = self.steps.pop() else { return Default::default() };
        let code = taken.code.as_ref().and_then(Value::as_i64).and_then(|code| i32::try_from(code).ok());
        let text = |stream| taken.run.as_ref().map(|run| run.console.text(stream)).unwrap_or_default();
        (text(Stream::Out), text(Stream::Err), code.unwrap_or(130))
    }

    fn answers(&self) -> Vec<Value> {
        self.steps.iter().map(|taken| taken.answer(self.zero)).collect()
    }
}

impl Taken {
    fn answer(&self, zero: u64) -> Value {
        let mut answer = json!({ "t": seconds(self.began, zero) });
        let (Some(run), Some(map)) = (&self.run, answer.as_object_mut()) else { return answer };
        let console = &run.console;
        map.insert("rc".to_owned(), self.code.clone().unwrap_or_else(|| json!("stopped")));
        map.insert("dur".to_owned(), seconds(self.ended.unwrap_or(self.began), self.began));
        map.insert("stdout".to_owned(), json!(console.text(Stream::Out)));
        map.insert("stderr".to_owned(), json!(console.text(Stream::Err)));
        let lines = console
            .lines()
            .into_iter()
            .map(|(at, stream)| json!([seconds(at, self.began), if stream == Stream::Out { "o" } else { "e" }]));
        map.insert("lines".to_owned(), lines.collect());
        answer
    }
}

/// A time in seconds after another, to the millisecond.
fn seconds(at: u64, from: u64) -> Value {
    json!((at.saturating_sub(from) / 1_000_000) as f64 / 1000.0)
}

fn number(step: &Value, field: &str) -> Option<f64> {
    step.get(field).and_then(Value::as_f64)
}

fn nanoseconds(seconds: f64) -> u64 {
    (seconds.clamp(0.0, 1e9) * SECOND as f64) as u64
}
