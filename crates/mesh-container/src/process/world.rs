//! What the processes of a container share while they run: a clock, files, what they print, and the signals that come.

use std::collections::BTreeMap;

use crate::files::{Content, Entry, Files, absolute};
use crate::signal::Signal;

/// Where a process prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// A text that was printed at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// When, in nanoseconds since the start.
    pub at: u64,
    /// Where.
    pub stream: Stream,
    /// What.
    pub text: String,
}

/// Why a process does not go on: it has ended with the container, or nobody looks any further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Halt;

/// Where a file descriptor leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The container's standard output or standard error.
    Container(Stream),
    /// `/dev/null`.
    Null,
    /// A file, written at its end.
    File(String),
    /// A pipe, or what a command substitution reads: the number of the text.
    Pipe(usize),
    /// Text that is read: the number of the pipe.
    Input(usize),
}

/// File descriptors of a process.
#[derive(Clone, Debug)]
pub(crate) struct Descriptors(BTreeMap<u32, Target>);

impl Default for Descriptors {
    fn default() -> Self {
        Self(BTreeMap::from([
            (0, Target::Null),
            (1, Target::Container(Stream::Out)),
            (2, Target::Container(Stream::Err)),
        ]))
    }
}

impl Descriptors {
    pub(crate) fn get(&self, number: u32) -> Option<&Target> {
        self.0.get(&number)
    }

    pub(crate) fn set(&mut self, number: u32, target: Target) {
        self.0.insert(number, target);
    }

    pub(crate) fn close(&mut self, number: u32) {
        self.0.remove(&number);
    }
}

/// What the first process of the container does on a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disposition {
    /// What the kernel does by itself.
    Default,
    /// Nothing.
    Ignore,
    /// Something of its own, when it comes to it.
    Handle,
}

/// The world of a container's processes.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// Nanoseconds since the start.
    pub(crate) now: u64,
    pub(crate) files: Files,
    pub(crate) pieces: Vec<Piece>,
    /// Signals to the first process that have not come yet, in order.
    signals: Vec<(u64, Signal)>,
    /// Signals that it handles, and has not come to.
    pub(crate) pending: Vec<Signal>,
    /// What it does on signals.
    pub(crate) dispositions: BTreeMap<Signal, Disposition>,
    /// Whether it is the first process of its namespace, which the kernel does not end by what it has no handler for.
    pub(crate) is_init: bool,
    /// How the container has ended.
    pub(crate) end: Option<(u64, i32)>,
    /// Nobody looks past this time.
    until: u64,
    steps: usize,
    bytes: usize,
    pub(crate) pipes: Vec<String>,
    pub(crate) next_process: u64,
    /// How deep processes have started one another.
    pub(crate) depth: usize,
}

/// So many steps may the processes of a container take.
const MOST_STEPS: usize = 20_000;
/// So many more when a signal comes.
const STEPS_OF_A_SIGNAL: usize = 2_000;
/// So much may they print and write.
const MOST_BYTES: usize = 1 << 20;
/// How deep processes may start one another.
pub(crate) const MAX_DEPTH: usize = 24;

impl World {
    pub(crate) fn new(files: Files, signals: &[(u64, Signal)], until: u64, is_init: bool) -> Self {
        let mut signals = signals.to_vec();
        signals.sort_by_key(|(at, _)| *at);
        Self {
            now: 0,
            files,
            pieces: Vec::new(),
            signals,
            pending: Vec::new(),
            dispositions: BTreeMap::new(),
            is_init,
            end: None,
            until,
            steps: MOST_STEPS,
            bytes: 0,
            pipes: Vec::new(),
            next_process: 7,
            depth: 0,
        }
    }

    /// A world for a process that runs beside the others, as it is now; signals to it are its own.
    pub(crate) fn beside(&self, signals: &[(u64, Signal)]) -> World {
        World {
            signals: signals.to_vec(),
            pending: Vec::new(),
            dispositions: BTreeMap::new(),
            is_init: false,
            pieces: Vec::new(),
            end: None,
            steps: self.steps / 2,
            ..self.clone()
        }
    }

    /// Prints or writes.
    pub(crate) fn write(&mut self, target: Option<&Target>, text: &str) {
        self.bytes += text.len();
        if self.bytes > MOST_BYTES {
            return;
        }
        match target {
            Some(Target::Container(stream)) if !text.is_empty() => match self.pieces.last_mut() {
                Some(last) if last.at == self.now && last.stream == *stream => last.text.push_str(text),
                _ => self.pieces.push(Piece { at: self.now, stream: *stream, text: text.to_owned() }),
            },
            Some(Target::Pipe(number)) => {
                if let Some(pipe) = self.pipes.get_mut(*number) {
                    pipe.push_str(text);
                }
            }
            Some(Target::File(path)) => {
                let mut whole = match self.files.get(path) {
                    Some(Entry::File { content: Content::Text(text), .. }) => text.clone(),
                    _ => String::new(),
                };
                whole.push_str(text);
                self.files.write(path, whole);
            }
            _ => {}
        }
    }

    /// Takes what can be read: a line with its line feed, or all of it.
    pub(crate) fn read(&mut self, source: Option<&Target>, line: bool) -> String {
        let Some(Target::Input(number)) = source else { return String::new() };
        let Some(text) = self.pipes.get_mut(*number) else { return String::new() };
        let length = if line { text.find('\n').map_or(text.len(), |at| at + 1) } else { text.len() };
        let rest = text.split_off(length);
        std::mem::replace(text, rest)
    }

    /// A new pipe with a text in it.
    pub(crate) fn pipe(&mut self, text: String) -> usize {
        self.pipes.push(text);
        self.pipes.len() - 1
    }

    /// The number of a new process.
    pub(crate) fn process(&mut self) -> u64 {
        self.next_process += 1;
        self.next_process - 1
    }

    /// Counts a step.
    pub(crate) fn step(&mut self) -> Result<(), Halt> {
        if self.steps > 0 {
            self.steps -= 1;
            return Ok(());
        }
        // It works on for as long as nothing comes from outside.
        let Some((at, _)) = self.signals.first().copied() else { return Err(Halt) };
        self.steps = STEPS_OF_A_SIGNAL;
        self.pass(at.max(self.now))
    }

    /// Lets time pass while the first process waits for another one.
    pub(crate) fn pass(&mut self, to: u64) -> Result<(), Halt> {
        while let Some((at, signal)) = self.signals.first().copied().filter(|(at, _)| *at <= to) {
            self.signals.remove(0);
            self.now = at.max(self.now);
            if self.now > self.until {
                return Err(Halt);
            }
            self.receive(signal)?;
        }
        self.now = to.max(self.now);
        if self.now > self.until { Err(Halt) } else { Ok(()) }
    }

    /// Lets time pass, but not past a signal that the first process handles; says whether one has come.
    pub(crate) fn pass_until_signal(&mut self, to: u64) -> Result<bool, Halt> {
        loop {
            if !self.pending.is_empty() {
                return Ok(true);
            }
            match self.signals.first().map(|(at, _)| *at).filter(|at| *at <= to) {
                Some(at) => self.pass(at.max(self.now))?,
                None => {
                    self.pass(to)?;
                    return Ok(false);
                }
            }
        }
    }

    /// The first process gets a signal.
    pub(crate) fn receive(&mut self, signal: Signal) -> Result<(), Halt> {
        if signal == Signal::KILL {
            return Err(self.finish(128 + signal.0));
        }
        match self.dispositions.get(&signal).copied().unwrap_or(Disposition::Default) {
            Disposition::Handle => self.pending.push(signal),
            Disposition::Ignore => {}
            Disposition::Default if self.is_init || signal.is_ignored_by_default() => {}
            Disposition::Default => return Err(self.finish(128 + signal.0)),
        }
        Ok(())
    }

    /// Ends the container now.
    pub(crate) fn finish(&mut self, status: i32) -> Halt {
        self.end.get_or_insert((self.now, status));
        Halt
    }

    /// What stands at a path as seen from a folder.
    pub(crate) fn look(&self, folder: &str, path: &str) -> Option<&Entry> {
        self.files.get(&absolute(folder, path))
    }
}
