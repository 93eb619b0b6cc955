//! Commands beside the shell, signals between processes, traps.

use std::sync::Arc;

use super::tree::Command;
use super::{Ended, Flavor, Shell, Stop};
use crate::process::{Disposition, World};
use crate::signal::Signal;

/// A command that runs beside the shell.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) process: u64,
    /// When it ends, and how; `None` where it runs on.
    pub(super) end: Option<(u64, i32)>,
    /// What runs, to run it again with a signal: the command, the shell and the world as they were.
    begun: Arc<(Command, Shell, World)>,
    signals: Vec<(u64, Signal)>,
    /// Where its pieces begin among those of the world, and how many they are.
    pieces: (usize, usize),
}

/// So many commands may run beside a shell.
const MOST_JOBS: usize = 64;

impl Shell {
    /// Begins a command beside the shell.
    pub(super) fn begin(&mut self, command: &Command, world: &mut World) -> Result<(), Stop> {
        world.step()?;
        if self.jobs.len() >= MOST_JOBS || world.depth >= crate::process::MAX_DEPTH {
            return Ok(());
        }
        let process = world.next_process;
        let mut inner = self.subshell(world);
        inner.process = process;
        let begun = Arc::new((command.clone(), inner, world.beside(&[])));
        let mut job = Job { process, end: None, begun, signals: Vec::new(), pieces: (world.pieces.len(), 0) };
        job.run(world);
        self.jobs.push(job);
        Ok(())
    }

    /// `wait [PROCESS]…`.
    pub(super) fn wait(&mut self, processes: &[String], world: &mut World) -> Ended {
        let jobs: Vec<(u64, Option<(u64, i32)>)> = if processes.is_empty() {
            self.jobs.iter().map(|job| (job.process, job.end)).collect()
        } else {
            let mut chosen = Vec::new();
            for process in processes {
                let number = process.trim_start_matches('%').parse::<u64>().unwrap_or(0);
                let known = self.jobs.iter().find(|job| job.process == number);
                let known = known.or_else(|| {
                    let index = process.strip_prefix('%').and_then(|index| index.parse::<usize>().ok())?;
                    self.jobs.get(index.checked_sub(1)?)
                });
                match known {
                    Some(job) => chosen.push((job.process, job.end)),
                    None => {
                        if self.flavor == Flavor::Bash {
                            self.complain(world, &format!("wait: pid {process} is not a child of this shell"));
                        }
                        return Ok(127);
                    }
                }
            }
            chosen
        };
        let mut status = 0;
        for (_, end) in jobs {
            let until = end.map_or(u64::MAX, |(at, _)| at).max(world.now);
            if self.is_main {
                if world.pass_until_signal(until)? {
                    let signal = world.pending.first().map_or(0, |signal| signal.0);
                    return Ok(128 + signal);
                }
            } else {
                world.pass(until)?;
            }
            status = if processes.is_empty() { 0 } else { end.map_or(0, |(_, status)| status) };
        }
        Ok(status)
    }

    /// `kill [-SIGNAL] PROCESS…`.
    pub(super) fn kill(&mut self, arguments: &[String], world: &mut World) -> Ended {
        let (mut signal, mut rest) = (Signal::TERM, arguments);
        let named = match arguments {
            [option, name, ..] if option == "-s" => Some((name.as_str(), 2)),
            [option, ..] => option.strip_prefix('-').map(|name| (name, 1)),
            [] => None,
        };
        if let Some((name, taken)) = named {
            if name == "0" {
                return Ok(0);
            }
            let Some(known) = Signal::read(name) else {
                self.complain(world, &format!("kill: invalid signal number or name: {name}"));
                return Ok(2);
            };
            signal = known;
            rest = arguments.get(taken..).unwrap_or_default();
        }
        if rest.is_empty() {
            let usage = "Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]";
            self.complain(world, usage);
            return Ok(2);
        }
        let mut status = 0;
        for word in rest {
            let number = word.trim_start_matches('-').parse::<u64>().ok();
            let by_job = word.strip_prefix('%').and_then(|index| index.parse::<usize>().ok());
            let by_job = by_job.and_then(|index| self.jobs.get(index.checked_sub(1)?)).map(|job| job.process);
            match by_job.or(number) {
                Some(process) if process == self.process => self.raise(signal, world)?,
                Some(1) => {
                    if signal != Signal::KILL || !world.is_init {
                        world.receive(signal)?;
                    }
                }
                Some(process) => {
                    let now = world.now;
                    match self.jobs.iter_mut().find(|job| job.process == process) {
                        Some(job) if job.end.is_none_or(|(at, _)| at > now) => {
                            job.signals.push((now, signal));
                            job.run(world);
                        }
                        _ => {
                            self.complain(world, "kill: No such process");
                            status = 1;
                        }
                    }
                }
                None => {
                    self.complain(world, &format!("kill: Illegal number: {word}"));
                    status = 2;
                }
            }
        }
        Ok(status)
    }

    /// A signal that the shell sends to itself.
    fn raise(&mut self, signal: Signal, world: &mut World) -> Result<(), Stop> {
        if self.is_main {
            // The kernel keeps what would end the first process of a namespace from it.
            if signal != Signal::KILL || !world.is_init {
                world.receive(signal)?;
            }
            return Ok(());
        }
        match self.traps.get(&signal).cloned() {
            Some(action) if signal != Signal::KILL => self.run_trap(&action, world),
            None if signal.is_ignored_by_default() => Ok(()),
            _ => {
                self.traps.remove(&Signal(0));
                Err(Stop::Exit(128 + signal.0))
            }
        }
    }

    /// Runs what a trap says; the exit code is that of before, for `exit` in it too.
    fn run_trap(&mut self, action: &str, world: &mut World) -> Result<(), Stop> {
        let before = self.before_trap.replace(self.status);
        let status = self.status;
        let ended = self.run(action, 1, world);
        self.before_trap = before;
        self.status = status;
        ended.map(|_| ())
    }

    /// Does what traps say for the signals that have come.
    pub(super) fn handle_signals(&mut self, world: &mut World) -> Result<(), Stop> {
        while self.is_main && !world.pending.is_empty() {
            let signal = world.pending.remove(0);
            match self.traps.get(&signal).cloned() {
                Some(action) => self.run_trap(&action, world)?,
                // What Ctrl-C sends ends dash.
                None => return Err(Stop::Exit(128 + signal.0)),
            }
        }
        Ok(())
    }

    /// `trap [ACTION] SIGNAL…`.
    pub(super) fn trap(&mut self, arguments: &[String], world: &mut World) -> Ended {
        let arguments = arguments.strip_prefix(&["--".to_owned()]).unwrap_or(arguments);
        let Some((action, signals)) = arguments.split_first() else {
            let text: String = self
                .traps
                .iter()
                .map(|(signal, action)| format!("trap -- '{action}' {}\n", signal_name(*signal)))
                .collect();
            self.out(world, &text);
            return Ok(0);
        };
        let resets = action == "-" || (signals.is_empty() && read(action).is_some());
        let signals = if signals.is_empty() { arguments } else { signals };
        for name in signals {
            let Some(signal) = read(name) else {
                let why = match self.flavor {
                    Flavor::Dash => format!("trap: {name}: bad trap"),
                    Flavor::Bash => format!("trap: {name}: invalid signal specification"),
                };
                self.complain(world, &why);
                return Ok(1);
            };
            if resets {
                self.traps.remove(&signal);
            } else {
                self.traps.insert(signal, action.clone());
            }
            if self.is_main && signal != Signal(0) {
                let disposition = match (resets, action.is_empty()) {
                    (true, _) if signal == Signal::INTERRUPT && self.flavor == Flavor::Dash => Disposition::Handle,
                    (true, _) => Disposition::Default,
                    (_, true) => Disposition::Ignore,
                    _ => Disposition::Handle,
                };
                world.dispositions.insert(signal, disposition);
            }
        }
        Ok(0)
    }
}

fn read(name: &str) -> Option<Signal> {
    if matches!(name, "EXIT" | "0") { Some(Signal(0)) } else { Signal::read(name) }
}

fn signal_name(signal: Signal) -> String {
    if signal == Signal(0) { "EXIT".to_owned() } else { crate::signal::name(signal) }
}

impl Job {
    /// Runs it from its beginning with the signals that it gets.
    fn run(&mut self, world: &mut World) {
        let (command, shell, began) = &*self.begun;
        let mut shell = shell.clone();
        let mut beside = began.beside(&self.signals);
        shell.is_main = !self.signals.is_empty();
        beside.dispositions.extend(
            shell
                .traps
                .iter()
                .filter(|(_, action)| action.is_empty())
                .map(|(signal, _)| (*signal, Disposition::Ignore)),
        );
        let ended = shell.run_beside(command, &mut beside);
        self.end = match (ended, beside.end) {
            (_, Some(end)) => Some(end),
            (Ok(status), None) => Some((beside.now, status)),
            (Err(_), None) => None,
        };
        // Its pieces stand in one place of those of the world, so that another run can take them away.
        let (at, count) = self.pieces;
        let at = at.min(world.pieces.len());
        let upto = (at + count).min(world.pieces.len());
        let end = self.end.map_or(u64::MAX, |(at, _)| at);
        let pieces: Vec<_> = beside.pieces.into_iter().filter(|piece| piece.at <= end).collect();
        self.pieces = (at, pieces.len());
        world.pieces.splice(at..upto, pieces);
        world.files = beside.files;
        world.pipes.clone_from(&beside.pipes);
        world.next_process = world.next_process.max(beside.next_process);
    }
}

impl Shell {
    /// Runs a command as a process of its own.
    fn run_beside(&mut self, command: &Command, world: &mut World) -> Result<i32, Stop> {
        world.depth += 1;
        let list = vec![super::tree::Item { command: command.clone(), in_background: false }];
        let ended = self.list(&list, world);
        self.finish(ended, world)
    }
}
