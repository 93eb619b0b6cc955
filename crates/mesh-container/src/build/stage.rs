//! What an instruction does to a stage (`builder/dockerfile/dispatchers.go`).

use super::arguments::Arguments;
use super::{Builder, Wrong};
use crate::dockerfile::{CommandLine, Instruction};
use crate::environment::{check_user, environment};
use crate::files::{Entry, absolute};
use crate::image::{Config, DEFAULT_PATH, Image};
use crate::process::{Process, Stream};
use crate::signal::Signal;

/// A stage of a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stage {
    pub(super) name: String,
    pub(super) image: Image,
    pub(super) arguments: Arguments,
    /// The arguments from before the first `FROM`, which `ARG NAME` takes over.
    pub(super) meta: Arguments,
    /// Whether this build has said a `CMD` that is not empty.
    pub(super) command_is_set: bool,
    /// Whether there is anything in it: `FROM scratch` alone is no image.
    pub(super) has_image: bool,
}

impl Stage {
    pub(super) fn scratch() -> Stage {
        let config = Config { environment: vec![("PATH".to_owned(), DEFAULT_PATH.to_owned())], ..Config::default() };
        Stage { image: Image { config, ..Image::default() }, ..Stage::default() }
    }

    pub(super) fn of(image: Image) -> Stage {
        Stage { image, has_image: true, ..Stage::default() }
    }

    /// The beginning of its id, as the builder shows it.
    pub(super) fn id(&self) -> String {
        if self.has_image { self.image.id().get(..12).unwrap_or_default().to_owned() } else { String::new() }
    }
}

/// So long may a `RUN` take.
const LONGEST: u64 = 3_600_000_000_000;

impl Builder<'_> {
    /// Does what an instruction says.
    pub(super) fn perform(&mut self, instruction: &Instruction) -> Result<(), Wrong> {
        let (escape, given) = (self.escape, self.context.arguments);
        if let Instruction::Copy { name, from, mode, heredocs, sources, destination } = instruction {
            return self.copy(name, from.as_deref(), mode.is_some(), (sources, heredocs), destination);
        }
        if let Instruction::Run(line, flag) = instruction {
            return self.run(line, flag.as_deref());
        }
        let Some(stage) = &mut self.stage else { return Ok(()) };
        let variables = stage.image.config.environment.clone();
        let arguments = stage.arguments.clone();
        let expand = |word: &str| arguments.expand(word, escape, &variables);
        let config = &mut stage.image.config;
        match instruction {
            Instruction::Env(pairs) => {
                for (name, value) in pairs {
                    config.set(&expand(name)?, expand(value)?);
                }
            }
            Instruction::Label(pairs) => {
                for (name, value) in pairs {
                    let (name, value) = (expand(name)?, expand(value)?);
                    config.labels.retain(|(known, _)| *known != name);
                    config.labels.push((name, value));
                }
            }
            Instruction::Arg(all) => {
                for (name, value) in all {
                    let default = match value {
                        Some(value) => Some(expand(value)?),
                        None => stage.meta.get(name).map(str::to_owned),
                    };
                    stage.arguments.declare(name, default, given);
                }
            }
            Instruction::Cmd(line) => {
                config.command = resolved(line, config, false);
                stage.command_is_set |= !line.words.is_empty();
            }
            Instruction::Entrypoint(line) => {
                config.entrypoint = resolved(line, config, true);
                if !stage.command_is_set {
                    config.command.clear();
                }
            }
            Instruction::Workdir(path) => {
                let path = expand(path)?;
                let before = if config.folder.is_empty() { "/" } else { &config.folder };
                config.folder = absolute(before, &path);
                let folder = config.folder.clone();
                if stage.image.files.get(&folder).is_none() {
                    stage.image.files.put(&folder, Entry::Directory);
                }
            }
            Instruction::User(user) => config.user = expand(user)?,
            Instruction::Shell(shell) => config.shell.clone_from(shell),
            Instruction::Healthcheck(test) => config.health.clone_from(test),
            Instruction::Expose(ports) => {
                for word in ports {
                    for port in expand(word)?.split_whitespace() {
                        let port = exposed(port)?;
                        if !config.ports.contains(&port) {
                            config.ports.push(port);
                            config.ports.sort();
                        }
                    }
                }
            }
            Instruction::Volume(volumes) => {
                for volume in volumes {
                    let volume = expand(volume)?;
                    if volume.is_empty() {
                        return Err("VOLUME specified can not be an empty string".to_owned().into());
                    }
                    if !config.volumes.contains(&volume) {
                        config.volumes.push(volume);
                        config.volumes.sort();
                    }
                }
            }
            Instruction::StopSignal(signal) => {
                let signal = expand(signal)?;
                if Signal::read(&signal).is_none() {
                    return Err(format!("Invalid signal: {signal}").into());
                }
                config.stop_signal = signal;
            }
            Instruction::Onbuild(trigger) => config.triggers.push(trigger.clone()),
            Instruction::Maintainer(_) | Instruction::From { .. } | Instruction::Run(..) | Instruction::Copy { .. } => {
            }
        }
        stage.has_image = true;
        Ok(())
    }

    /// `RUN`: what it leaves is the next layer.
    fn run(&mut self, line: &CommandLine, flag: Option<&str>) -> Result<(), Wrong> {
        if let Some(flag) = flag {
            return Err(needs_buildkit(flag).into());
        }
        let Some(stage) = &mut self.stage else { return Ok(()) };
        let config = &stage.image.config;
        let argv = resolved(line, config, false);
        check_user(&stage.image.files, &config.user)?;
        let extra: Vec<(String, String)> = stage.arguments.beside(&config.environment).collect();
        let host = stage.image.id();
        let host = host.get(12..24).unwrap_or_default();
        self.log.push_str(&format!(" ---> Running in {host}\n"));
        let process = Process {
            argv: argv.clone(),
            environment: environment(config, &stage.image.files, host, &extra),
            folder: config.folder.clone(),
            user: config.user.clone(),
            files: stage.image.files.clone(),
            until: LONGEST,
            ..Process::default()
        };
        let ran = process.run().map_err(|refused| {
            format!(
                "failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: \
                 {}: unknown",
                refused.message
            )
        })?;
        for piece in &ran.pieces {
            match piece.stream {
                Stream::Out => self.log.push_str(&piece.text),
                Stream::Err => self.log.push_str(&format!("\u{1b}[91m{}\u{1b}[0m", piece.text)),
            }
        }
        match ran.end {
            Some((_, 0)) => {}
            Some((_, status)) => {
                let message = format!("The command '{}' returned a non-zero code: {status}", argv.join(" "));
                return Err(Wrong { message, status });
            }
            None => return Err("context canceled".to_owned().into()),
        }
        stage.image.files = ran.files;
        stage.has_image = true;
        self.log.push_str(&format!("Removing intermediate container {host}\n"));
        Ok(())
    }
}

/// The words of a command line: the shell form has a shell before it (`resolveCmdLine`).
fn resolved(line: &CommandLine, config: &Config, empty_is_none: bool) -> Vec<String> {
    if !line.is_shell_form || (empty_is_none && line.words.is_empty()) {
        return line.words.clone();
    }
    let shell =
        if config.shell.is_empty() { vec!["/bin/sh".to_owned(), "-c".to_owned()] } else { config.shell.clone() };
    shell.into_iter().chain(line.words.iter().cloned()).collect()
}

/// What the builder says of a flag that only BuildKit knows.
pub(super) fn needs_buildkit(flag: &str) -> String {
    format!(
        "the {flag} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with \
         BuildKit enabled"
    )
}

/// A port with its protocol.
fn exposed(text: &str) -> Result<String, Wrong> {
    let (port, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    let (first, last) = port.split_once('-').unwrap_or((port, port));
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|port| port > 0);
    if !is_port(first) || !is_port(last) {
        return Err(format!("Invalid containerPort: {port}").into());
    }
    if !matches!(protocol.to_ascii_lowercase().as_str(), "tcp" | "udp" | "sctp") {
        return Err(format!("Invalid proto: {protocol}").into());
    }
    Ok(format!("{port}/{}", protocol.to_ascii_lowercase()))
}
