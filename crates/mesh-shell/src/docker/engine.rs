//! What dockerd keeps: images by name, and containers.

use std::collections::BTreeMap;

use mesh_container::{Image, Process, Ran, Refused, Signal, digits, well_known, with_tag};

/// An image that was built or tagged here.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) image: Image,
    pub(super) created: u64,
}

/// A container.
#[derive(Clone, Debug)]
pub(super) struct Container {
    pub(super) id: String,
    pub(super) name: String,
    /// The image, as it was named.
    pub(super) image: String,
    pub(super) process: Process,
    pub(super) created: u64,
    /// When it was started last.
    pub(super) started: Option<u64>,
    /// What came of that.
    pub(super) ran: Option<Result<Ran, Refused>>,
    /// Why the daemon itself could not start it.
    pub(super) error: String,
    pub(super) stop_signal: String,
    pub(super) stop_timeout: u64,
    pub(super) labels: Vec<(String, String)>,
    pub(super) is_removed_at_end: bool,
}

/// So far is a container looked ahead.
const HORIZON: u64 = 7 * 24 * 3600 * crate::time::SECOND;

/// How a container stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It has not been started, or could not be.
    Created,
    /// It runs.
    Running,
    /// It has ended, when and how.
    Exited(u64, i32),
}

impl Container {
    /// Starts it.
    pub(super) fn start(&mut self, now: u64) {
        self.process.signals.clear();
        self.process.until = HORIZON;
        self.started = Some(now);
        self.ran = Some(self.process.run());
    }

    /// Sends a signal to its first process.
    pub(super) fn signal(&mut self, now: u64, signal: Signal) {
        let Some(started) = self.started else { return };
        self.process.signals.push((now.saturating_sub(started), signal));
        self.ran = Some(self.process.run());
    }

    /// When it ends, as far as is known.
    pub(super) fn end(&self) -> Option<(u64, i32)> {
        let (Some(started), Some(Ok(ran))) = (self.started, &self.ran) else { return None };
        ran.end.map(|(at, status)| (started.saturating_add(at), status))
    }

    /// How it stands at a time.
    pub(super) fn state(&self, now: u64) -> State {
        match (&self.ran, self.end()) {
            (None | Some(Err(_)), _) => State::Created,
            (_, Some((at, status))) if at <= now => State::Exited(at, status),
            _ => State::Running,
        }
    }

    /// The words that it runs.
    pub(super) fn argv(&self) -> &[String] {
        &self.process.argv
    }

    /// Its exit code as `inspect` says it.
    pub(super) fn status(&self, now: u64) -> i32 {
        match (&self.ran, self.state(now)) {
            // The daemon itself writes down less.
            (Some(Err(refused)), _) => refused.status.min(127).max(126 + i32::from(refused.status != 126)),
            (None, _) if !self.error.is_empty() => 128,
            (_, State::Exited(_, status)) => status,
            _ => 0,
        }
    }
}

/// The daemon of a terminal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Engine {
    pub(super) images: BTreeMap<String, Stored>,
    pub(super) containers: Vec<Container>,
    /// How many containers there have been.
    pub(super) count: u64,
}

/// So many containers and images may a terminal have.
pub(super) const MOST: usize = 500;

impl Engine {
    /// An image by its name or the beginning of its id.
    pub(super) fn image(&self, name: &str) -> Option<Image> {
        let stored = self.images.get(&with_tag(name)).map(|stored| stored.image.clone());
        stored.or_else(|| well_known(name)).or_else(|| self.image_by_id(name))
    }

    fn image_by_id(&self, id: &str) -> Option<Image> {
        let id = id.strip_prefix("sha256:").unwrap_or(id);
        let fits = id.len() >= 4 && id.chars().all(|c| c.is_ascii_hexdigit());
        self.images.values().map(|stored| &stored.image).find(|image| fits && image.id().starts_with(id)).cloned()
    }

    /// The place of a container by its name or the beginning of its id.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let name = name.strip_prefix('/').unwrap_or(name);
        let by_name = self.containers.iter().position(|container| container.name == name);
        by_name.or_else(|| {
            let fits = !name.is_empty() && name.chars().all(|c| c.is_ascii_hexdigit());
            self.containers.iter().position(|container| fits && container.id.starts_with(name))
        })
    }

    /// The id and the name of a new container.
    pub(super) fn next(&mut self, image: &str) -> (String, String) {
        self.count += 1;
        let id = digits(&format!("container {} of {image}", self.count));
        (id, random_name(self.count))
    }

    /// Takes away what was to go when it ended.
    pub(super) fn clean_up(&mut self, now: u64) {
        self.containers.retain(|container| {
            !(container.is_removed_at_end && matches!(container.state(now), State::Exited(..) | State::Created))
                || container.started.is_none()
        });
    }
}

/// A name as the daemon gives them: an adjective and somebody to remember (`pkg/namesgenerator`).
fn random_name(number: u64) -> String {
    const LEFT: [&str; 16] = [
        "admiring", "brave", "clever", "dazzling", "eager", "focused", "gifted", "happy", "jolly", "keen", "lucid",
        "modest", "nifty", "quirky", "sharp", "wizardly",
    ];
    const RIGHT: [&str; 15] = [
        "babbage", "curie", "dijkstra", "euler", "franklin", "goodall", "hopper", "jackson", "kepler", "lovelace",
        "noether", "pasteur", "ritchie", "shannon", "turing",
    ];
    let pick = |list: &[&'static str], at: u64| list.get(usize::try_from(at).unwrap_or(0) % list.len()).copied();
    let (left, right) = (pick(&LEFT, number * 7), pick(&RIGHT, number * 11));
    format!("{}_{}", left.unwrap_or("brave"), right.unwrap_or("hopper"))
}
