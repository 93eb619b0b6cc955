//! Commands and flags. Names are contracts: scripts rely on them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use mesh_scenario::Work;

use super::frame_ancestors::parse_frame_ancestors;
use super::{parse_bytes, parse_duration, parse_timeout};

/// A playground for Istio's traffic rules: what requests do under a VirtualService, DestinationRule and Gateway,
/// without a cluster.
#[derive(Debug, Parser)]
#[command(name = "mesh-playground", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the page and the API
    Serve(ServeArguments),
    /// Say what is wrong with the files; exit code 1 when there is an error or a warning
    Lint(LintArguments),
    /// Run the traffic of the files and print its figures
    Simulate(SimulateArguments),
    /// Say where a request goes, and why
    Route(RouteArguments),
    /// Print the bootstrap of a proxy, for a real Envoy
    EnvoyConfig(EnvoyConfigArguments),
    /// Print a link that holds the files
    Share(ShareArguments),
    /// Print the files that a link holds
    Open(OpenArguments),
    /// Draw the traffic graph
    Render(RenderArguments),
    /// Say whether what the files' Checks expect holds; exit code 1 when something does not
    Check(CheckArguments),
    /// Run two scenarios on the same draws and say which requests end otherwise; exit code 1 when some do
    Compare(CompareArguments),
    /// Write a lesson, or play one and say whether it does what it says
    Lesson(LessonArguments),
    /// Handle the cluster of the files from a terminal (kubectl), while their traffic flows
    Shell(ShellArguments),
}

/// What every command over files takes.
#[derive(Debug, Args)]
pub(crate) struct Input {
    /// YAML or JSON; `-` is standard input, a folder is its YAML files, several are one scenario
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Imply no services, workloads or traffic that the files do not have
    #[arg(long)]
    pub(crate) strict: bool,
    /// Seed of all random draws [default: the scenario's, else 1]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
}

/// What every command that runs something takes.
#[derive(Debug, Args)]
pub(crate) struct Budget {
    /// Steps that a run may take: events, and what takes as long
    #[arg(long, value_name = "N", default_value_t = 2_000_000_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) max_steps: u64,
    /// Memory that a run's state may take
    #[arg(long, value_name = "AMOUNT", default_value = "1GiB", value_parser = parse_bytes)]
    pub(crate) max_memory: u64,
}

impl Budget {
    /// The budget of one run.
    pub(crate) fn work(&self) -> Work {
        Work::new(self.max_steps, self.max_memory)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// Where to listen
    #[arg(long, env = "MESH_PLAYGROUND_ADDR", default_value = "127.0.0.1:3000")]
    pub(crate) addr: SocketAddr,
    /// Where scenarios are stored: sqlite://FILE, postgres://…, or none
    #[arg(long, value_name = "URL", env = "MESH_PLAYGROUND_DATABASE_URL", hide_env_values = true)]
    #[arg(default_value = "sqlite://playground.db")]
    pub(crate) database_url: String,
    /// Who may embed scenarios: sources of Content-Security-Policy's frame-ancestors
    #[arg(long, value_name = "SOURCES", env = "MESH_PLAYGROUND_FRAME_ANCESTORS", default_value = "*")]
    #[arg(value_parser = parse_frame_ancestors)]
    pub(crate) frame_ancestors: String,
    /// The address that others reach the server at, as https://mesh.example.com: links then unfold into cards with a picture
    #[arg(long, value_name = "URL", env = "MESH_PLAYGROUND_PUBLIC_URL")]
    pub(crate) public_url: Option<String>,
    /// How log lines are written
    #[arg(long, value_enum, env = "MESH_PLAYGROUND_LOG_FORMAT", default_value_t = Format::Text)]
    pub(crate) log_format: Format,
    /// After a signal to end: how long requests that are under way have left
    #[arg(long, value_name = "TIME", env = "MESH_PLAYGROUND_SHUTDOWN_TIMEOUT", default_value = "10s")]
    #[arg(value_parser = parse_timeout)]
    pub(crate) shutdown_timeout: Duration,
    /// How long a connection is kept without a request: longer than the proxy in front keeps it
    #[arg(long, value_name = "TIME", env = "MESH_PLAYGROUND_IDLE_TIMEOUT", default_value = "75s")]
    #[arg(value_parser = parse_timeout)]
    pub(crate) idle_timeout: Duration,
    /// Time for a whole request, its body and its answer included
    #[arg(long, value_name = "TIME", env = "MESH_PLAYGROUND_REQUEST_TIMEOUT", default_value = "30s")]
    #[arg(value_parser = parse_timeout)]
    pub(crate) request_timeout: Duration,
    /// Connections open at once; one more ends the one that has been idle for the longest
    #[arg(long, value_name = "N", env = "MESH_PLAYGROUND_MAX_CONNECTIONS", default_value_t = 512)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) max_connections: u16,
    /// First frames of links and embeds computed at once [default: one per core]
    #[arg(long, value_name = "N", env = "MESH_PLAYGROUND_MAX_PAGES")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) max_pages: Option<u16>,
    /// Questions of the API computed at once [default: one per core]
    #[arg(long, value_name = "N", env = "MESH_PLAYGROUND_MAX_SIMULATIONS")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) max_simulations: Option<u16>,
}

#[derive(Debug, Args)]
pub(crate) struct LintArguments {
    #[command(flatten)]
    pub(crate) input: Input,
}

#[derive(Debug, Args)]
pub(crate) struct SimulateArguments {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) budget: Budget,
    /// Simulated time, as 250ms, 90s or 2m [default: the scenario's duration]
    #[arg(long = "for", value_name = "TIME", value_parser = parse_duration)]
    pub(crate) duration: Option<Duration>,
    /// End when so many requests of Traffic have been answered
    #[arg(short = 'n', value_name = "N")]
    pub(crate) requests: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// YAML or JSON; `-` is standard input, a folder is its YAML files, several are one scenario
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub(crate) format: CheckFormat,
    /// Imply no services, workloads or traffic that the files do not have
    #[arg(long)]
    pub(crate) strict: bool,
    /// Seed of all random draws, the first one of Checks with several [default: the scenario's, else 1]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    #[command(flatten)]
    pub(crate) budget: Budget,
}

#[derive(Debug, Args)]
pub(crate) struct LessonArguments {
    #[command(subcommand)]
    pub(crate) command: LessonCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LessonCommand {
    /// Play a lesson: its checks fail before their step and hold after it, mistakes are seen; exit code 1 when something is wrong
    Check {
        /// The folder of the lesson
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// How the answer is written
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        #[command(flatten)]
        budget: Budget,
    },
    /// Write a lesson that is whole, to be changed
    New {
        /// Its name: small letters, digits and dashes
        #[arg(value_name = "SLUG")]
        slug: String,
        /// The folder that its folder is made in
        #[arg(long = "in", value_name = "DIR", default_value = ".")]
        folder: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    /// The files of A: YAML or JSON; a folder is its YAML files, several are one scenario
    #[arg(value_name = "A", required = true)]
    pub(crate) a: Vec<PathBuf>,
    /// The files of B
    #[arg(value_name = "B", required = true, last = true)]
    pub(crate) b: Vec<PathBuf>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Imply no services, workloads or traffic that the files do not have
    #[arg(long)]
    pub(crate) strict: bool,
    /// Seed of all random draws [default: that of A, else 1]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Simulated time, as 250ms, 90s or 2m [default: the duration of A]
    #[arg(long = "for", value_name = "TIME", value_parser = parse_duration)]
    pub(crate) duration: Option<Duration>,
    #[command(flatten)]
    pub(crate) budget: Budget,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For continuous integration: JUnit's XML
    Junit,
}

#[derive(Debug, Args)]
pub(crate) struct ShellArguments {
    /// YAML or JSON; a folder is its YAML files, several are one scenario; there need be none
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Steps to run on a cluster by itself, without a mesh: one JSON object a line; `-` is standard input
    #[arg(long, value_name = "STEPS")]
    pub(crate) script: Option<PathBuf>,
    /// How the answer to a script is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Imply no services, workloads or traffic that the files do not have
    #[arg(long)]
    pub(crate) strict: bool,
    /// The seed of everything that is random [default: the scenario's own]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    #[command(flatten)]
    pub(crate) budget: Budget,
}

#[derive(Debug, Args)]
pub(crate) struct RouteArguments {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) budget: Budget,
    /// Who asks: ingress, client or <workload>[.<namespace>]
    #[arg(long, value_name = "CLIENT")]
    pub(crate) from: String,
    /// What is asked for
    #[arg(long)]
    pub(crate) url: String,
    /// The method
    #[arg(long, default_value = "GET")]
    pub(crate) method: String,
    /// A request header, as 'name: value'; may be given several times
    #[arg(short = 'H', value_name = "HEADER")]
    pub(crate) headers: Vec<String>,
    /// The server name that TLS asks for; '' sends none [default: the URL's host]
    #[arg(long, value_name = "NAME")]
    pub(crate) sni: Option<String>,
    /// The protocols that TLS offers, as h2,http/1.1 [default: none]
    #[arg(long, value_name = "PROTOCOLS")]
    pub(crate) alpn: Option<String>,
    /// The certificate that the client shows to a server that asks: valid, none or untrusted [default: valid]
    #[arg(long, value_name = "CERTIFICATE")]
    pub(crate) client_cert: Option<String>,
    /// The client's address [default: 203.0.113.9 at a gateway, else the pod's own]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) client_ip: Option<String>,
    /// How many separate decisions
    #[arg(short = 'n', value_name = "N", default_value_t = 1)]
    pub(crate) requests: u64,
}

#[derive(Debug, Args)]
pub(crate) struct EnvoyConfigArguments {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Whose proxy: ingress, client or <workload>[.<namespace>]
    #[arg(long, value_name = "CLIENT")]
    pub(crate) proxy: String,
    /// Where the pods can be reached, as JSON: {"10.1.0.5:8080": "127.0.0.1:21000"}
    #[arg(long, value_name = "FILE")]
    pub(crate) endpoint_map: Option<PathBuf>,
    /// Port of the first listener; the admin interface is on the port before it
    #[arg(long, value_name = "PORT", default_value_t = 20_000)]
    pub(crate) base_port: u16,
}

#[derive(Debug, Args)]
pub(crate) struct ShareArguments {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) budget: Budget,
    /// The playground that opens the link
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:3000")]
    pub(crate) origin: String,
}

#[derive(Debug, Args)]
pub(crate) struct OpenArguments {
    /// The link, or what stands in it from `1.` on
    pub(crate) link: String,
    /// Write the files into this folder, byte for byte
    #[arg(short = 'o', value_name = "FOLDER")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What the graph is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// A picture that scales
    Svg,
    /// A picture of pixels
    Png,
    /// Mermaid, which Git hosts draw by themselves
    Mmd,
    /// Graphviz
    Dot,
    /// The graph as Kiali's API answers it
    Json,
}

impl Form {
    /// The form that files with such an extension have.
    pub(crate) fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            "mmd" => Some(Self::Mmd),
            "dot" => Some(Self::Dot),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct RenderArguments {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) budget: Budget,
    /// Where to: a name that ends in .svg, .png, .mmd (Mermaid), .dot (Graphviz) or .json (Kiali's graph), or `-`
    #[arg(short = 'o', value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// The form, where the name does not tell it
    #[arg(long = "as", value_enum, value_name = "FORM")]
    pub(crate) form: Option<Form>,
    /// The simulated moment [default: the scenario's view]
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    pub(crate) at: Option<Duration>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_commands_are_well_formed() {
        super::Arguments::command().debug_assert();
    }
}
