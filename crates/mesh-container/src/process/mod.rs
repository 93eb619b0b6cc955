//! What running some words gives: what is printed when, and how it ends. The one place that says what an argv does, for
//! `docker run`, `RUN` of a Dockerfile, and the kubelets of the living cluster.

mod execute;
mod programs;
mod world;

pub use world::{Piece, Stream};

use execute::execute;
pub(crate) use execute::{Found, execute_for_shell, find};
pub(crate) use programs::{echo, printf, test};
pub(crate) use world::{Descriptors, Disposition, Halt, MAX_DEPTH, Target, World};

use crate::files::Files;
use crate::signal::Signal;

/// What a process has around it.
#[derive(Clone, Debug)]
pub(crate) struct Surroundings {
    pub(crate) environment: Vec<(String, String)>,
    pub(crate) folder: String,
    pub(crate) user: String,
    pub(crate) descriptors: Descriptors,
    /// Whether it is the first process of the container.
    pub(crate) is_main: bool,
}

/// A process that is to be run.
#[derive(Clone, Debug, Default)]
pub struct Process {
    /// Its words.
    pub argv: Vec<String>,
    /// Its environment, in order.
    pub environment: Vec<(String, String)>,
    /// Its working folder.
    pub folder: String,
    /// Who it runs as.
    pub user: String,
    /// The files that it sees.
    pub files: Files,
    /// Whether an init process stands before it (`docker run --init`), as tini does.
    pub has_init: bool,
    /// Signals that come to it, with their times in nanoseconds since the start.
    pub signals: Vec<(u64, Signal)>,
    /// Nobody looks past this time.
    pub until: u64,
}

/// Why a process cannot be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The exit code that `docker run` and the container have.
    pub status: i32,
    /// What runc says.
    pub message: String,
}

/// What came of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// What it and its children printed, in order.
    pub pieces: Vec<Piece>,
    /// When it ended, and its exit code; `None` where it runs on.
    pub end: Option<(u64, i32)>,
    /// The files as it left them.
    pub files: Files,
}

impl Process {
    /// Runs it.
    ///
    /// # Errors
    /// Why it cannot be started.
    pub fn run(&self) -> Result<Ran, Refused> {
        let mut world = World::new(self.files.clone(), &self.signals, self.until, !self.has_init);
        let surroundings = Surroundings {
            environment: self.environment.clone(),
            folder: if self.folder.is_empty() { "/".to_owned() } else { self.folder.clone() },
            user: self.user.clone(),
            descriptors: Descriptors::default(),
            is_main: true,
        };
        let ended = if self.has_init {
            execute::under_init(&self.argv, &surroundings, &mut world)
        } else {
            execute::check(&self.argv, &surroundings, &world)?;
            execute(&self.argv, &surroundings, &mut world).map_or(Ok(0), |ended| ended)
        };
        if let Ok(status) = ended {
            world.finish(status);
        }
        let mut pieces = world.pieces;
        pieces.sort_by_key(|piece| piece.at);
        let end = world.end;
        pieces.retain(|piece| end.is_none_or(|(at, _)| piece.at <= at) && piece.at <= self.until);
        Ok(Ran { pieces, end, files: world.files })
    }
}
