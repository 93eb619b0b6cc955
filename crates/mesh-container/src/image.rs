//! Images: what a container is made of.

use crate::files::Files;

/// What an image says of the containers that are made of it (`container.Config` of the Docker API).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// `ENTRYPOINT`; empty where there is none.
    pub entrypoint: Vec<String>,
    /// `CMD`; empty where there is none.
    pub command: Vec<String>,
    /// `ENV`, in order, with `PATH` first.
    pub environment: Vec<(String, String)>,
    /// `WORKDIR`; empty where there is none.
    pub folder: String,
    /// `USER`; empty where there is none.
    pub user: String,
    /// `SHELL`; empty where there is none.
    pub shell: Vec<String>,
    /// `STOPSIGNAL`; empty where there is none.
    pub stop_signal: String,
    /// The `Test` of `HEALTHCHECK`; empty where there is none.
    pub health: Vec<String>,
    /// `EXPOSE`, as `80/tcp`.
    pub ports: Vec<String>,
    /// `VOLUME`.
    pub volumes: Vec<String>,
    /// `LABEL`.
    pub labels: Vec<(String, String)>,
    /// What `ONBUILD` keeps.
    pub triggers: Vec<String>,
}

/// The `PATH` of an image that says none (`system.DefaultPathEnv`).
pub const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

impl Config {
    /// Sets a variable where it stands, or at the end.
    pub(crate) fn set(&mut self, name: &str, value: String) {
        match self.environment.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None => self.environment.push((name.to_owned(), value)),
        }
    }
}

/// An image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// What it says of containers.
    pub config: Config,
    /// Its files.
    pub files: Files,
}

/// The name of an image with its tag: `base` is `base:latest`.
#[must_use]
pub fn with_tag(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or(name);
    if last.contains(':') || name.contains('@') { name.to_owned() } else { format!("{name}:latest") }
}

impl Image {
    /// 64 digits that are the same for images that are the same.
    #[must_use]
    pub fn id(&self) -> String {
        crate::image::digits(&format!("{self:?}"))
    }
}

/// 64 digits of a text: a name, nothing that keeps a secret.
#[must_use]
pub fn digits(text: &str) -> String {
    let hash = |seed: u64| {
        let mut sum = seed;
        for byte in text.bytes() {
            sum = (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        sum ^ (sum >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    };
    let seeds = [0xcbf2_9ce4_8422_2325, 0x1234_5678_9abc_def1, 0x0fed_cba9_8765_4321, 0x5555_aaaa_3333_cccc];
    seeds.iter().map(|seed| format!("{:016x}", hash(*seed))).collect()
}
