//! istioctl 1.32 on the simulated mesh, its words and forms after `istioctl/pkg` of istio/istio.

mod analyze;
mod describe;
mod flags;
mod pods;
mod proxy_config;
mod proxy_status;
mod version;

use crate::{Context, Network, Program};
use flags::{Flags, Known};

/// The version of everything in the mesh.
const VERSION: &str = "1.32.0";

/// Why a command has failed: its words behind `Error: ` and its exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Failure(String, i32);

/// A failure with the exit code of most.
fn error<T>(words: impl Into<String>) -> Result<T, Failure> {
    Err(Failure(words.into(), 1))
}

/// What a command has come to: its exit code.
type Ran = Result<i32, Failure>;

/// Begins istioctl, which waits for nothing but its standard input.
pub(crate) fn start(arguments: &[String], context: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    if arguments.iter().any(|argument| argument == "-") && !context.input.ended {
        return Ok(Box::new(Reads(arguments.to_vec())));
    }
    Err(run(arguments, context))
}

/// istioctl that waits for the end of its standard input.
#[derive(Clone, Debug)]
struct Reads(Vec<String>);

impl Program for Reads {
    fn step(&mut self, context: &mut Context<'_>) -> crate::Step {
        match context.input.ended {
            true => crate::Step::Done(run(&self.0, context)),
            false => crate::Step::FOR_INPUT,
        }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

fn run(arguments: &[String], context: &mut Context<'_>) -> i32 {
    match dispatch(arguments, context) {
        Ok(code) => code,
        Err(Failure(words, code)) => {
            context.err(&format!("Error: {words}\n"));
            code
        }
    }
}

/// Flags that every command has, with whether they take a value.
const GLOBAL: &[Known] = &[
    Known { name: "namespace", letter: 'n', takes_value: true },
    Known { name: "istioNamespace", letter: 'i', takes_value: true },
    Known { name: "kubeconfig", letter: 'c', takes_value: true },
    Known { name: "context", letter: '\0', takes_value: true },
    Known { name: "vklog", letter: '\0', takes_value: true },
    Known { name: "revision", letter: 'r', takes_value: true },
    Known { name: "help", letter: 'h', takes_value: false },
];

fn dispatch(arguments: &[String], context: &mut Context<'_>) -> Ran {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (command, rest): (&str, &[String]) = match words.as_slice() {
        [] | ["help" | "-h" | "--help", ..] => {
            context.out(HELP);
            return Ok(0);
        }
        ["x" | "exp" | "experimental", "describe" | "des", ..] => ("describe", arguments.get(2..).unwrap_or_default()),
        ["x" | "exp" | "experimental"] => {
            context.out("Experimental commands that may be modified or deprecated\n\nAvailable Commands:\n  describe       Describe resource and related Istio configuration\n");
            return Ok(0);
        }
        ["x" | "exp" | "experimental", rest @ ..] => {
            let word = rest.first().copied().unwrap_or_default();
            return unknown(word, "istioctl experimental");
        }
        [command, ..] => (command, arguments.get(1..).unwrap_or_default()),
    };
    match command {
        "analyze" => analyze::run(&Flags::read(rest, &[analyze::FLAGS, GLOBAL])?, context),
        "proxy-config" | "pc" => proxy_config::run(rest, context),
        "proxy-status" | "ps" => proxy_status::run(&Flags::read(rest, &[proxy_status::FLAGS, GLOBAL])?, context),
        "describe" => describe::run(&Flags::read(rest, &[describe::FLAGS, GLOBAL])?, context),
        "version" => version::run(&Flags::read(rest, &[version::FLAGS, GLOBAL])?, context),
        "install"
        | "uninstall"
        | "upgrade"
        | "operator"
        | "manifest"
        | "kube-inject"
        | "dashboard"
        | "dash"
        | "d"
        | "bug-report"
        | "create-remote-secret"
        | "remote-clusters"
        | "tag"
        | "validate"
        | "waypoint"
        | "ztunnel-config"
        | "zc"
        | "admin"
        | "completion" => error(format!("{command} is not supported by this playground")),
        flag if flag.starts_with('-') => error(format!("unknown flag: {flag}")),
        other => unknown(other, "istioctl"),
    }
}

/// cobra's words for a command that is not there; istioctl takes it for incorrect usage (`istioctl/cmd/sysexits.go`).
fn unknown<T>(word: &str, of: &str) -> Result<T, Failure> {
    Err(Failure(format!("unknown command {word:?} for {of:?}\nRun '{of} --help' for usage."), 64))
}

/// The network, which istioctl asks about proxies.
fn network<'a>(context: &'a mut Context<'_>) -> Result<&'a mut dyn Network, Failure> {
    match context.server.network() {
        Some(network) => Ok(network),
        None => error("no running Istio pods in \"istio-system\""),
    }
}

/// The namespace that a command is about.
fn namespace(flags: &Flags, context: &Context<'_>) -> String {
    let own = flags.text("namespace").unwrap_or(&context.session.namespace);
    if own.is_empty() { "default".to_owned() } else { own.to_owned() }
}

const HELP: &str = "Istio configuration command line utility for service operators to
debug and diagnose their Istio mesh.

Usage:
  istioctl [command]

Available Commands:
  analyze        Analyze Istio configuration and print validation messages
  experimental   Experimental commands that may be modified or deprecated
  help           Help about any command
  proxy-config   Retrieve information about proxy configuration from Envoy [kube only]
  proxy-status   Retrieves the synchronization status of each Envoy in the mesh
  version        Prints out build version information

Use \"istioctl [command] --help\" for more information about a command.
";

#[cfg(test)]
mod tests;
