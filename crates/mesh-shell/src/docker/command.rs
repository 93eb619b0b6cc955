//! The commands of `docker`, their flags and their usage lines (docker/cli 28, `cli/command`).

/// A command.
pub(super) struct Command {
    pub(super) name: &'static str,
    /// What stands behind its name in the usage line.
    pub(super) usage: &'static str,
    pub(super) about: &'static str,
    /// The fewest and the most arguments.
    pub(super) arguments: (usize, Option<usize>),
    /// Flags without a value, with their letter or a blank: `d:detach`.
    pub(super) switches: &'static str,
    /// Flags with a value.
    pub(super) values: &'static str,
    /// Whether flags end at the first argument.
    pub(super) stops: bool,
}

const CREATE_SWITCHES: &str = "i:interactive t:tty :init :rm :privileged P:publish-all :read-only :no-healthcheck \
    :oom-kill-disable :disable-content-trust q:quiet";
const CREATE_VALUES: &str = ":add-host :annotation a:attach :blkio-weight :cap-add :cap-drop :cgroup-parent :cgroupns :cidfile \
    :cpu-period :cpu-quota c:cpu-shares :cpus :cpuset-cpus :cpuset-mems :device :dns :dns-option :dns-search :domainname \
    :entrypoint e:env :env-file :expose :gpus :group-add :health-cmd :health-interval :health-retries :health-start-period \
    :health-timeout h:hostname :ip :ip6 :ipc :isolation l:label :label-file :link :log-driver :log-opt :mac-address m:memory \
    :memory-reservation :memory-swap :memory-swappiness :mount :name :network :net :network-alias :oom-score-adj :pid \
    :pids-limit :platform p:publish :pull :restart :runtime :security-opt :shm-size :stop-signal :stop-timeout :storage-opt \
    :sysctl :tmpfs :ulimit u:user :userns :uts v:volume :volume-driver :volumes-from w:workdir";

const fn command(
    name: &'static str,
    usage: &'static str,
    about: &'static str,
    arguments: (usize, Option<usize>),
    switches: &'static str,
    values: &'static str,
) -> Command {
    Command { name, usage, about, arguments, switches, values, stops: false }
}

const CONTAINERS: &str = "[OPTIONS] CONTAINER [CONTAINER...]";
const SOME: (usize, Option<usize>) = (1, None);
const ONE: (usize, Option<usize>) = (1, Some(1));

pub(super) const COMMANDS: [Command; 19] = [
    command(
        "build",
        "[OPTIONS] PATH | URL | -",
        "Build an image from a Dockerfile",
        ONE,
        "q:quiet :no-cache :pull :rm :force-rm :compress :squash",
        "t:tag f:file :build-arg :target :label :platform :cache-from :network :progress :output :iidfile :secret :ssh m:memory",
    ),
    Command {
        stops: true,
        ..command(
            "run",
            "[OPTIONS] IMAGE [COMMAND] [ARG...]",
            "Create and run a new container from an image",
            SOME,
            "",
            "",
        )
    },
    Command {
        stops: true,
        ..command("create", "[OPTIONS] IMAGE [COMMAND] [ARG...]", "Create a new container", SOME, "", "")
    },
    command(
        "ps",
        "[OPTIONS]",
        "List containers",
        (0, Some(0)),
        "a:all q:quiet l:latest s:size :no-trunc",
        "f:filter :format n:last",
    ),
    command("stop", CONTAINERS, "Stop one or more running containers", SOME, "", "t:timeout :time s:signal"),
    command(
        "start",
        CONTAINERS,
        "Start one or more stopped containers",
        SOME,
        "a:attach i:interactive",
        ":detach-keys",
    ),
    command("restart", CONTAINERS, "Restart one or more containers", SOME, "", "t:timeout :time s:signal"),
    command("kill", CONTAINERS, "Kill one or more running containers", SOME, "", "s:signal"),
    command(
        "wait",
        "CONTAINER [CONTAINER...]",
        "Block until one or more containers stop, then print their exit codes",
        SOME,
        "",
        "",
    ),
    command("rm", CONTAINERS, "Remove one or more containers", SOME, "f:force v:volumes l:link", ""),
    command(
        "logs",
        "[OPTIONS] CONTAINER",
        "Fetch the logs of a container",
        ONE,
        "f:follow t:timestamps :details",
        "n:tail :since :until",
    ),
    Command {
        stops: true,
        ..command(
            "exec",
            "[OPTIONS] CONTAINER COMMAND [ARG...]",
            "Execute a command in a running container",
            (2, None),
            "d:detach i:interactive t:tty :privileged",
            "e:env :env-file u:user w:workdir :detach-keys",
        )
    },
    command(
        "inspect",
        "[OPTIONS] NAME|ID [NAME|ID...]",
        "Return low-level information on Docker objects",
        SOME,
        "s:size",
        "f:format :type",
    ),
    command(
        "images",
        "[OPTIONS] [REPOSITORY[:TAG]]",
        "List images",
        (0, Some(1)),
        "a:all q:quiet :digests :no-trunc :tree",
        "f:filter :format",
    ),
    command("rmi", "[OPTIONS] IMAGE [IMAGE...]", "Remove one or more images", SOME, "f:force :no-prune", ""),
    command(
        "tag",
        "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
        "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE",
        (2, Some(2)),
        "",
        "",
    ),
    command("rename", "CONTAINER NEW_NAME", "Rename a container", (2, Some(2)), "", ""),
    command(
        "pull",
        "[OPTIONS] NAME[:TAG|@DIGEST]",
        "Download an image from a registry",
        ONE,
        "a:all-tags q:quiet :disable-content-trust",
        ":platform",
    ),
    command("version", "[OPTIONS]", "Show the Docker version information", (0, Some(0)), "", "f:format"),
];

impl Command {
    /// Its flags without a value and with one.
    pub(super) fn flags(&self) -> (String, &'static str) {
        match self.name {
            "run" => (format!("{CREATE_SWITCHES} d:detach :sig-proxy"), CREATE_VALUES),
            "create" => (CREATE_SWITCHES.to_owned(), CREATE_VALUES),
            _ => (self.switches.to_owned(), self.values),
        }
    }
}

/// The command of a name; `docker container ls` and the like are other names of the same.
pub(super) fn find(words: &[String]) -> Option<(&'static Command, &[String])> {
    let (first, rest) = words.split_first()?;
    let (name, rest) = match (first.as_str(), rest) {
        ("container", [second, rest @ ..]) => (second.as_str(), rest),
        ("image", [second, rest @ ..]) => match second.as_str() {
            "ls" | "list" => ("images", rest),
            "rm" | "remove" => ("rmi", rest),
            second => (second, rest),
        },
        (first, rest) => (first, rest),
    };
    let name = match name {
        "ls" | "list" => "ps",
        "remove" => "rm",
        name => name,
    };
    COMMANDS.iter().find(|command| command.name == name).map(|command| (command, rest))
}
