//! What an instruction says (`frontend/dockerfile/instructions/parse.go`, as the builder of dockerd 20.10 has it).

use super::heredoc::{Heredoc, script};
use super::node::Node;

/// A command line: words as they are, or a text for a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine {
    /// The words of the exec form; of the shell form its text alone, or nothing.
    pub words: Vec<String>,
    /// Whether a shell is put before them.
    pub is_shell_form: bool,
}

/// An instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instruction {
    /// `FROM image [AS stage]`.
    From {
        /// The image, before the expansion of `ARG`s.
        image: String,
        /// The name of the stage, in small letters; empty where it has none.
        stage: String,
    },
    /// `ARG name[=value] …`.
    Arg(Vec<(String, Option<String>)>),
    /// `ENV name=value …`.
    Env(Vec<(String, String)>),
    /// `LABEL name=value …`.
    Label(Vec<(String, String)>),
    /// `RUN`; the flag of BuildKit that it has, if any.
    Run(CommandLine, Option<String>),
    /// `CMD`.
    Cmd(CommandLine),
    /// `ENTRYPOINT`.
    Entrypoint(CommandLine),
    /// `COPY` or `ADD`.
    Copy {
        /// `COPY` or `ADD`.
        name: &'static str,
        /// The stage or image of `--from`.
        from: Option<String>,
        /// `--chmod`.
        mode: Option<String>,
        /// Sources that stand in the file itself.
        heredocs: Vec<Heredoc>,
        /// What is copied.
        sources: Vec<String>,
        /// Where to.
        destination: String,
    },
    /// `WORKDIR`.
    Workdir(String),
    /// `USER`.
    User(String),
    /// `SHELL`.
    Shell(Vec<String>),
    /// `HEALTHCHECK`, as `Config.Healthcheck.Test` has it.
    Healthcheck(Vec<String>),
    /// `EXPOSE`.
    Expose(Vec<String>),
    /// `VOLUME`.
    Volume(Vec<String>),
    /// `STOPSIGNAL`.
    StopSignal(String),
    /// `ONBUILD`: the instruction that it keeps.
    Onbuild(String),
    /// `MAINTAINER`.
    Maintainer(String),
}

fn at_least_one(name: &str) -> String {
    format!("{name} requires at least one argument")
}

fn only(node: &Node) -> Result<String, String> {
    match node.arguments.as_slice() {
        [argument] => Ok(argument.clone()),
        _ => Err(format!("{} requires exactly one argument", node.name)),
    }
}

fn pairs(node: &Node) -> Result<Vec<(String, String)>, String> {
    if node.arguments.is_empty() {
        return Err(at_least_one(&node.name));
    }
    let pairs = node.arguments.chunks_exact(2).filter_map(|pair| Some((pair.first()?, pair.get(1)?)));
    pairs
        .map(|(name, value)| match name.as_str() {
            "" => Err(format!("{} names can not be blank", node.name)),
            name => Ok((name.to_owned(), value.clone())),
        })
        .collect()
}

impl Instruction {
    /// Reads an instruction.
    pub(super) fn read(node: &Node) -> Result<Instruction, String> {
        let none = |node: &Node| node.flags([]).map(|_| ());
        let some = |node: &Node| match node.arguments.is_empty() {
            true => Err(at_least_one(&node.name)),
            false => node.flags([]).map(|_| node.arguments.clone()),
        };
        let command = || CommandLine { words: node.arguments.clone(), is_shell_form: !node.is_json };
        Ok(match node.name.as_str() {
            "FROM" => from(node)?,
            "ARG" => Instruction::Arg(args(node)?),
            "ENV" => none(node).and_then(|()| pairs(node)).map(Instruction::Env)?,
            "LABEL" => none(node).and_then(|()| pairs(node)).map(Instruction::Label)?,
            "RUN" => {
                node.flags(["mount", "network", "security"])?;
                let flag = node.flags.first().map(|flag| flag.split('=').next().unwrap_or_default().to_owned());
                let mut line = command();
                if let ([text], true) = (line.words.as_mut_slice(), line.is_shell_form) {
                    *text = script(text, &node.heredocs);
                }
                Instruction::Run(line, flag)
            }
            "CMD" => none(node).map(|()| Instruction::Cmd(command()))?,
            "ENTRYPOINT" => none(node).map(|()| Instruction::Entrypoint(command()))?,
            "COPY" | "ADD" => copy(node)?,
            "WORKDIR" => only(node).and_then(|path| node.flags([]).map(|_| Instruction::Workdir(path)))?,
            "USER" => only(node).and_then(|user| node.flags([]).map(|_| Instruction::User(user)))?,
            "SHELL" => {
                none(node)?;
                match (node.arguments.is_empty(), node.is_json) {
                    (true, _) => return Err(at_least_one("SHELL")),
                    (_, true) => Instruction::Shell(node.arguments.clone()),
                    _ => return Err("SHELL requires the arguments to be in JSON form".to_owned()),
                }
            }
            "HEALTHCHECK" => Instruction::Healthcheck(health(node)?),
            "EXPOSE" => {
                let mut ports = some(node)?;
                ports.sort();
                Instruction::Expose(ports)
            }
            "VOLUME" => {
                let volumes = some(node)?;
                if volumes.iter().any(|volume| volume.trim().is_empty()) {
                    return Err("VOLUME specified can not be an empty string".to_owned());
                }
                Instruction::Volume(volumes.iter().map(|volume| volume.trim().to_owned()).collect())
            }
            "STOPSIGNAL" => Instruction::StopSignal(only(node)?),
            "ONBUILD" => onbuild(node)?,
            "MAINTAINER" => Instruction::Maintainer(only(node)?),
            other => return Err(format!("unknown instruction: {other}")),
        })
    }
}

fn from(node: &Node) -> Result<Instruction, String> {
    let (image, stage) = match node.arguments.as_slice() {
        [image] => (image, String::new()),
        [image, word, stage] if word.eq_ignore_ascii_case("as") => {
            let name = stage.to_lowercase();
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
            if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(fits) {
                return Err(format!(
                    "invalid name for build stage: {stage:?}, name can't start with a number or contain symbols"
                ));
            }
            (image, name)
        }
        _ => return Err("FROM requires either one or three arguments".to_owned()),
    };
    node.flags(["platform"])?;
    Ok(Instruction::From { image: image.clone(), stage })
}

fn args(node: &Node) -> Result<Vec<(String, Option<String>)>, String> {
    if node.arguments.is_empty() {
        return Err(at_least_one("ARG"));
    }
    let read = |argument: &String| match argument.split_once('=') {
        Some(("", _)) => Err("ARG names can not be blank".to_owned()),
        Some((name, value)) => Ok((name.to_owned(), Some(value.to_owned()))),
        None => Ok((argument.clone(), None)),
    };
    node.arguments.iter().map(read).collect()
}

fn copy(node: &Node) -> Result<Instruction, String> {
    let name = if node.name == "ADD" { "ADD" } else { "COPY" };
    let Some((destination, sources)) = node.arguments.split_last().filter(|(_, sources)| !sources.is_empty()) else {
        return Err(format!(
            "{name} requires at least two arguments, but only one was provided. Destination could not be determined"
        ));
    };
    let [from, mode] = match name {
        "ADD" => node.flags(["chown", "chmod"]).map(|[_, mode]| [None, mode])?,
        _ => node.flags(["chown", "chmod", "from"]).map(|[_, mode, from]| [from, mode])?,
    };
    let (heredocs, destination) = (node.heredocs.clone(), destination.clone());
    Ok(Instruction::Copy { name, from, mode, heredocs, sources: sources.to_vec(), destination })
}

fn health(node: &Node) -> Result<Vec<String>, String> {
    let Some((kind, command)) = node.arguments.split_first() else { return Err(at_least_one("HEALTHCHECK")) };
    let kind = kind.to_uppercase();
    if kind == "NONE" {
        return match command {
            [] => Ok(vec![kind]),
            _ => Err("HEALTHCHECK NONE takes no arguments".to_owned()),
        };
    }
    let [interval, timeout, start, retries] = node.flags(["interval", "timeout", "start-period", "retries"])?;
    if kind != "CMD" {
        return Err(format!("Unknown type {kind:?} in HEALTHCHECK (try CMD)"));
    }
    if command.is_empty() {
        return Err("Missing command after HEALTHCHECK CMD".to_owned());
    }
    for time in [interval, timeout, start].into_iter().flatten() {
        if time.parse::<f64>().is_ok() && time != "0" {
            return Err(format!("time: missing unit in duration {time:?}"));
        }
        if !time.ends_with(['s', 'm', 'h']) && time != "0" {
            return Err(format!("time: invalid duration {time:?}"));
        }
    }
    if let Some(retries) = retries {
        let number: i32 =
            retries.parse().map_err(|_| format!("strconv.ParseInt: parsing {retries:?}: invalid syntax"))?;
        if number < 1 {
            return Err(format!("--retries must be at least 1 (not {number})"));
        }
    }
    let test = if node.is_json { "CMD" } else { "CMD-SHELL" };
    Ok(std::iter::once(test.to_owned()).chain(command.iter().cloned()).collect())
}

fn onbuild(node: &Node) -> Result<Instruction, String> {
    let Some(argument) = node.arguments.first() else { return Err(at_least_one("ONBUILD")) };
    node.flags([])?;
    let trigger = argument.split_whitespace().next().unwrap_or_default().to_uppercase();
    match trigger.as_str() {
        "ONBUILD" => Err("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed".to_owned()),
        "MAINTAINER" | "FROM" => Err(format!("{trigger} isn't allowed as an ONBUILD trigger")),
        _ => Ok(Instruction::Onbuild(argument.trim().to_owned())),
    }
}
