//! Runs a case on the machine alone.

mod apply;
mod client;
mod commands;
mod drain;
mod rollout;
mod words;

use mesh_cluster::live::{Addresses, Machine, Recorder, Runner, SchedulerConfiguration, Settings, Suffixes};
use serde_json::Value;

use crate::case::{Case, Run, Timed, number, state, waits};

/// A second in nanoseconds.
const SECOND: f64 = 1e9;

/// A cluster, its time line, and commands that run beside the others.
struct Drive {
    runner: Runner,
    recorder: Recorder,
    beside: Vec<commands::Waiting>,
    /// When drains tried.
    tries: Vec<u64>,
}

/// Tries that are far enough apart.
fn bursts(all: Vec<f64>) -> Vec<f64> {
    let mut bursts: Vec<f64> = Vec::new();
    let mut last = f64::NEG_INFINITY;
    for at in all {
        if at - last >= 2.5 {
            bursts.push(at);
        }
        last = at;
    }
    bursts
}

/// Runs a case.
#[must_use]
pub fn run(case: &Case) -> Run {
    let settings =
        Settings { suffixes: Suffixes::Ordinal(1), addresses: Addresses::PerNode, istio: false, ..Settings::default() };
    let mut drive = Drive {
        runner: Runner::new(Machine::new(settings)),
        recorder: Recorder::default(),
        beside: Vec::new(),
        tries: Vec::new(),
    };
    for node in &case.nodes {
        drive.act(|machine, now, out| machine.add_node(now, node, out));
        drive.pass(0.03);
    }
    let first = case.setup.iter().chain(&case.steps).filter_map(|step| number(step, "t")).next().unwrap_or(0.0);
    // Nodes are there for a moment before anything happens.
    drive.pass(0.6);
    drive.steps(&case.setup, first, 0.0);
    let begin = drive.runner.now();
    let before = drive.recorder.state();
    let last = last(case);
    let steps = drive.steps(&case.steps, 0.0, last);
    let seconds = |time: u64| (time as f64 - begin as f64) / SECOND;
    let timed = steps.into_iter().zip(&case.run.steps).map(|((from, to), recorded)| {
        let tries = drive
            .tries
            .iter()
            .filter(|at| (from..=to.max(from + 1)).contains(*at) || recorded.to > recorded.from && to == from);
        let tries = bursts(tries.map(|at| seconds(*at)).collect());
        Timed { from: seconds(from), to: seconds(to), tries, counts: recorded.counts, waits: recorded.waits }
    });
    Run {
        steps: timed.collect(),
        before: state(&before),
        after: state(&drive.recorder.state()),
        timeline: drive.recorder.timeline(begin),
    }
}

/// When a recorded case ends.
fn last(case: &Case) -> f64 {
    let command = case.run.steps.iter().map(|step| step.to).fold(0.0, f64::max);
    let entry = case.run.timeline.iter().filter_map(|entry| entry.get(0)?.as_f64()).fold(0.0, f64::max);
    command.max(entry) + 0.6
}

impl Drive {
    /// Runs steps, each as long after the one before as it was recorded.
    fn steps(&mut self, steps: &[Value], from: f64, last: f64) -> Vec<(u64, u64)> {
        let mut times = Vec::new();
        let mut recorded = from;
        for (index, step) in steps.iter().enumerate() {
            let at = number(step, "t").unwrap_or(recorded);
            self.pass((at - recorded).max(0.0));
            let begun = self.runner.now();
            self.step(step);
            times.push((begun, self.runner.now()));
            let beside = step.get("bg").is_some();
            // A command that waits takes its own time, whatever it took in the recording.
            recorded = if waits(step) && !beside { at + number(step, "dur").unwrap_or(0.0) } else { at };
            if step.get("join").is_some() {
                let next = steps.get(index + 1).and_then(|step| number(step, "t"));
                recorded = next.unwrap_or(recorded);
            }
        }
        self.pass((last - recorded).max(0.0));
        times
    }

    fn step(&mut self, step: &Value) {
        let text = |field: &str| step.get(field).and_then(Value::as_str);
        if let Some(yaml) = text("apply") {
            self.apply(yaml);
        } else if let Some(command) = text("cmd") {
            self.command(command, text("in"), step.get("bg").is_some());
        } else if step.get("join").is_some() {
            self.join();
        } else if let Some(node) = text("lost") {
            let silent = number(step, "v") == Some(1.0);
            self.act(|machine, now, out| machine.silence(now, node, silent, out));
        } else if let (Some(node), Some(pod)) = (text("static"), step.get("pod")) {
            self.act(|machine, now, out| machine.add_static_pod(now, node, pod, out));
        } else if let Some(scheduler) = step.get("scheduler") {
            let configuration = configuration(scheduler);
            self.act(|machine, now, out| machine.start_scheduler(now, configuration, out));
        } else if let Some(name) = text("kill") {
            self.act(|machine, now, out| machine.stop_scheduler(now, name, false, out));
        } else if let Some(name) = text("kill9") {
            self.act(|machine, now, out| machine.stop_scheduler(now, name, true, out));
        } else if step.get("main_scheduler").is_some() {
            self.act(|machine, now, out| machine.start_main_scheduler(now, out));
        }
    }

    fn act(&mut self, act: impl FnOnce(&mut Machine, u64, &mut Vec<mesh_cluster::live::Change>)) {
        let recorder = &mut self.recorder;
        self.runner.act(act, &mut |now, change| recorder.note(now, change));
    }

    /// Lets time pass; commands that run beside go on.
    fn pass(&mut self, seconds: f64) {
        let until = self.runner.now() + (seconds * SECOND) as u64;
        while let Some(due) = self.beside.iter().map(commands::Waiting::due).min().filter(|due| *due <= until) {
            self.until(due);
            self.go_on();
        }
        self.until(until);
    }

    fn until(&mut self, time: u64) {
        let recorder = &mut self.recorder;
        let told = &mut |now, change: &mesh_cluster::live::Change| recorder.note(now, change);
        assert!(self.runner.run_until(time, 1_000_000, told), "the machine does not come to rest");
    }
}

fn configuration(scheduler: &Value) -> SchedulerConfiguration {
    let at = |path: &str| scheduler.pointer(path);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let profiles = at("/config/profiles").and_then(Value::as_array).into_iter().flatten();
    let elects = at("/config/leaderElection/leaderElect").and_then(Value::as_bool) == Some(true);
    SchedulerConfiguration {
        name: at("/name").map(text).unwrap_or_default(),
        profiles: profiles.filter_map(|profile| profile.get("schedulerName").map(text)).collect(),
        lease: elects.then(|| at("/config/leaderElection/resourceName").map(text).unwrap_or_default()),
    }
}
