//! Commands and flags. Names are contracts: scripts rely on them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use mesh_scenario::Work;
use mesh_words::Language;

use super::frame_ancestors::parse_frame_ancestors;
use super::language::{VARIABLE, parse_language};
use super::{parse_bytes, parse_duration, parse_timeout};

/// Help is a sentence of the catalogue, said in the language that is spoken when the commands are made.
macro_rules! said {
    ($key:tt) => {
        mesh_words::say!($key).to_string()
    };
}

/// What a command line asks for.
#[derive(Debug, Parser)]
#[command(name = "mesh-playground", version, about = said!("help"))]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[arg(help = said!("help-lang"))]
    #[arg(long, global = true, value_name = "LANGUAGE", env = VARIABLE, default_value = "en", value_parser = parse_language)]
    pub(crate) lang: Language,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(about = said!("help-serve"))]
    Serve(ServeArguments),
    #[command(about = said!("help-lint"))]
    Lint(LintArguments),
    #[command(about = said!("help-simulate"))]
    Simulate(SimulateArguments),
    #[command(about = said!("help-route"))]
    Route(RouteArguments),
    #[command(about = said!("help-envoy-config"))]
    EnvoyConfig(EnvoyConfigArguments),
    #[command(about = said!("help-share"))]
    Share(ShareArguments),
    #[command(about = said!("help-open"))]
    Open(OpenArguments),
    #[command(about = said!("help-render"))]
    Render(RenderArguments),
    #[command(about = said!("help-check"))]
    Check(CheckArguments),
    #[command(about = said!("help-compare"))]
    Compare(CompareArguments),
    #[command(about = said!("help-lesson"))]
    Lesson(LessonArguments),
    #[command(about = said!("help-shell"))]
    Shell(ShellArguments),
}

/// What every command over files takes.
#[derive(Debug, Args)]
pub(crate) struct Input {
    #[arg(help = said!("help-files"))]
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct Common {
    #[arg(help = said!("help-format"))]
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    #[arg(help = said!("help-strict"))]
    #[arg(long)]
    pub(crate) strict: bool,
    #[arg(help = said!("help-seed"))]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
}

/// What every command that runs something takes.
#[derive(Debug, Args)]
pub(crate) struct Budget {
    #[arg(help = said!("help-max-steps"))]
    #[arg(long, value_name = "N", default_value_t = 2_000_000_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) max_steps: u64,
    #[arg(help = said!("help-max-memory"))]
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
    #[value(help = said!("help-for-people"))]
    Text,
    #[value(help = said!("help-for-programs"))]
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    #[arg(help = said!("help-addr"))]
    #[arg(long, env = "MESH_PLAYGROUND_ADDR", default_value = "127.0.0.1:3000")]
    pub(crate) addr: SocketAddr,
    #[arg(help = said!("help-database-url"))]
    #[arg(long, value_name = "URL", env = "MESH_PLAYGROUND_DATABASE_URL", hide_env_values = true)]
    #[arg(default_value = "sqlite://playground.db")]
    pub(crate) database_url: String,
    #[arg(help = said!("help-frame-ancestors"))]
    #[arg(long, value_name = "SOURCES", env = "MESH_PLAYGROUND_FRAME_ANCESTORS", default_value = "*")]
    #[arg(value_parser = parse_frame_ancestors)]
    pub(crate) frame_ancestors: String,
    #[arg(help = said!("help-public-url"))]
    #[arg(long, value_name = "URL", env = "MESH_PLAYGROUND_PUBLIC_URL")]
    pub(crate) public_url: Option<String>,
    #[arg(help = said!("help-log-format"))]
    #[arg(long, value_enum, env = "MESH_PLAYGROUND_LOG_FORMAT", default_value_t = Format::Text)]
    pub(crate) log_format: Format,
    #[arg(help = said!("help-shutdown-timeout"))]
    #[arg(long, value_name = "TIME", env = "MESH_PLAYGROUND_SHUTDOWN_TIMEOUT", default_value = "10s")]
    #[arg(value_parser = parse_timeout)]
    pub(crate) shutdown_timeout: Duration,
    #[arg(help = said!("help-idle-timeout"))]
    #[arg(long, value_name = "TIME", env = "MESH_PLAYGROUND_IDLE_TIMEOUT", default_value = "75s")]
    #[arg(value_parser = parse_timeout)]
    pub(crate) idle_timeout: Duration,
    #[arg(help = said!("help-request-timeout"))]
    #[arg(long, value_name = "TIME", env = "MESH_PLAYGROUND_REQUEST_TIMEOUT", default_value = "30s")]
    #[arg(value_parser = parse_timeout)]
    pub(crate) request_timeout: Duration,
    #[arg(help = said!("help-max-connections"))]
    #[arg(long, value_name = "N", env = "MESH_PLAYGROUND_MAX_CONNECTIONS", default_value_t = 512)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) max_connections: u16,
    #[arg(help = said!("help-max-pages"))]
    #[arg(long, value_name = "N", env = "MESH_PLAYGROUND_MAX_PAGES")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) max_pages: Option<u16>,
    #[arg(help = said!("help-max-simulations"))]
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
    #[arg(help = said!("help-for"))]
    #[arg(long = "for", value_name = "TIME", value_parser = parse_duration)]
    pub(crate) duration: Option<Duration>,
    #[arg(help = said!("help-requests"))]
    #[arg(short = 'n', value_name = "N")]
    pub(crate) requests: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    #[arg(help = said!("help-files"))]
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[arg(help = said!("help-format"))]
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub(crate) format: CheckFormat,
    #[arg(help = said!("help-strict"))]
    #[arg(long)]
    pub(crate) strict: bool,
    #[arg(help = said!("help-first-seed"))]
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
    #[command(about = said!("help-lesson-check"))]
    Check {
        #[arg(help = said!("help-lesson-folder"))]
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        #[arg(help = said!("help-format"))]
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        #[command(flatten)]
        budget: Budget,
    },
    #[command(about = said!("help-lesson-new"))]
    New {
        #[arg(help = said!("help-lesson-slug"))]
        #[arg(value_name = "SLUG")]
        slug: String,
        #[arg(help = said!("help-lesson-in"))]
        #[arg(long = "in", value_name = "DIR", default_value = ".")]
        folder: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    #[arg(help = said!("help-compare-a"))]
    #[arg(value_name = "A", required = true)]
    pub(crate) a: Vec<PathBuf>,
    #[arg(help = said!("help-compare-b"))]
    #[arg(value_name = "B", required = true, last = true)]
    pub(crate) b: Vec<PathBuf>,
    #[arg(help = said!("help-format"))]
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    #[arg(help = said!("help-strict"))]
    #[arg(long)]
    pub(crate) strict: bool,
    #[arg(help = said!("help-compare-seed"))]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    #[arg(help = said!("help-compare-for"))]
    #[arg(long = "for", value_name = "TIME", value_parser = parse_duration)]
    pub(crate) duration: Option<Duration>,
    #[command(flatten)]
    pub(crate) budget: Budget,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    #[value(help = said!("help-for-people"))]
    Text,
    #[value(help = said!("help-for-programs"))]
    Json,
    #[value(help = said!("help-for-junit"))]
    Junit,
}

#[derive(Debug, Args)]
pub(crate) struct ShellArguments {
    #[arg(help = said!("help-shell-files"))]
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[arg(help = said!("help-shell-script"))]
    #[arg(long, value_name = "STEPS")]
    pub(crate) script: Option<PathBuf>,
    #[arg(help = said!("help-shell-format"))]
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    #[arg(help = said!("help-strict"))]
    #[arg(long)]
    pub(crate) strict: bool,
    #[arg(help = said!("help-shell-seed"))]
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
    #[arg(help = said!("help-route-from"))]
    #[arg(long, value_name = "CLIENT")]
    pub(crate) from: String,
    #[arg(help = said!("help-route-url"))]
    #[arg(long)]
    pub(crate) url: String,
    #[arg(help = said!("help-route-method"))]
    #[arg(long, default_value = "GET")]
    pub(crate) method: String,
    #[arg(help = said!("help-route-header"))]
    #[arg(short = 'H', value_name = "HEADER")]
    pub(crate) headers: Vec<String>,
    #[arg(help = said!("help-route-sni"))]
    #[arg(long, value_name = "NAME")]
    pub(crate) sni: Option<String>,
    #[arg(help = said!("help-route-alpn"))]
    #[arg(long, value_name = "PROTOCOLS")]
    pub(crate) alpn: Option<String>,
    #[arg(help = said!("help-route-client-cert"))]
    #[arg(long, value_name = "CERTIFICATE")]
    pub(crate) client_cert: Option<String>,
    #[arg(help = said!("help-route-client-ip"))]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) client_ip: Option<String>,
    #[arg(help = said!("help-route-requests"))]
    #[arg(short = 'n', value_name = "N", default_value_t = 1)]
    pub(crate) requests: u64,
}

#[derive(Debug, Args)]
pub(crate) struct EnvoyConfigArguments {
    #[command(flatten)]
    pub(crate) input: Input,
    #[arg(help = said!("help-envoy-proxy"))]
    #[arg(long, value_name = "CLIENT")]
    pub(crate) proxy: String,
    #[arg(help = said!("help-envoy-endpoint-map"))]
    #[arg(long, value_name = "FILE")]
    pub(crate) endpoint_map: Option<PathBuf>,
    #[arg(help = said!("help-envoy-base-port"))]
    #[arg(long, value_name = "PORT", default_value_t = 20_000)]
    pub(crate) base_port: u16,
}

#[derive(Debug, Args)]
pub(crate) struct ShareArguments {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) budget: Budget,
    #[arg(help = said!("help-share-origin"))]
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:3000")]
    pub(crate) origin: String,
}

#[derive(Debug, Args)]
pub(crate) struct OpenArguments {
    #[arg(help = said!("help-open-link"))]
    pub(crate) link: String,
    #[arg(help = said!("help-open-output"))]
    #[arg(short = 'o', value_name = "FOLDER")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What the graph is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    #[value(help = said!("help-form-svg"))]
    Svg,
    #[value(help = said!("help-form-png"))]
    Png,
    #[value(help = said!("help-form-mmd"))]
    Mmd,
    #[value(help = said!("help-form-dot"))]
    Dot,
    #[value(help = said!("help-form-json"))]
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
    #[arg(help = said!("help-render-output"))]
    #[arg(short = 'o', value_name = "FILE")]
    pub(crate) output: PathBuf,
    #[arg(help = said!("help-render-as"))]
    #[arg(long = "as", value_enum, value_name = "FORM")]
    pub(crate) form: Option<Form>,
    #[arg(help = said!("help-render-at"))]
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
