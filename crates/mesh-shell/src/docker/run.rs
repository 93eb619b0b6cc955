//! `docker run` and `docker create` (docker/cli, `cli/command/container/run.go`).

use mesh_container::{Process, Signal, argv, check_user, environment};

use super::Begun;
use super::call::Call;
use super::engine::{Container, MOST};
use super::follow::{Follow, printed};
use crate::Context;

/// What stands before what runc says.
const SHIM: &str =
    "failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ";

/// What dockerd adds where a path leads through a file.
const NO_FOLDER: &str = ": Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists \
    and is the expected type";

/// The whole of what dockerd says of words that cannot be started.
pub(super) fn refused(message: &str) -> String {
    let more = if message.ends_with("not a directory") { NO_FOLDER } else { "" };
    format!("{SHIM}{message}: unknown{more}")
}

/// Says what the daemon says, as `docker run` shows it.
fn fail(command: &str, why: &str, status: i32, context: &mut Context<'_>) -> Begun {
    let by = if command == "create" { "Error response from daemon: " } else { "docker: Error response from daemon: " };
    let more = if command == "create" { "" } else { "\n\nRun 'docker run --help' for more information" };
    context.err(&format!("{by}{why}{more}\n"));
    Err(if command == "create" { 1 } else { status })
}

pub(super) fn run(command: &str, call: &Call, context: &mut Context<'_>) -> Begun {
    let now = context.now();
    let Some((image_name, arguments)) = call.arguments.split_first() else { return Err(1) };
    if image_name.chars().any(|c| c.is_ascii_uppercase()) || image_name.is_empty() {
        let why = "invalid reference format: repository name must be lowercase";
        context.err(&format!("docker: {why}\n\nRun 'docker run --help' for more information\n"));
        return Err(125);
    }
    let Some(image) = context.session.docker.image(image_name) else {
        let name = mesh_container::with_tag(image_name);
        context.err(&format!("Unable to find image '{name}' locally\n"));
        let repository = name.split(':').next().unwrap_or_default();
        let why = format!(
            "pull access denied for {repository}, repository does not exist or may require 'docker login': denied: requested \
             access to the resource is denied"
        );
        return fail(command, &why, 125, context);
    };
    if let Some(name) = call.last("name") {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
        if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || name.len() < 2 || !name.chars().all(fits) {
            let why = format!("Invalid container name ({name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
            return fail(command, &why, 125, context);
        }
        if let Some(other) = context.session.docker.containers.iter().find(|container| container.name == name) {
            let why = format!(
                "Conflict. The container name \"/{name}\" is already in use by container \"{}\". You have to remove (or rename) \
                 that container to be able to reuse that name.",
                other.id
            );
            return fail(command, &why, 125, context);
        }
    }
    let words = argv::of_run(&image.config, call.last("entrypoint"), arguments);
    if words.is_empty() {
        return fail(command, "No command specified", 125, context);
    }
    if let Some(folder) = call.last("workdir").filter(|folder| !folder.starts_with('/')) {
        let why = format!("the working directory '{folder}' is invalid, it needs to be an absolute path");
        return fail(command, &why, 125, context);
    }
    let stop_signal = call.last("stop-signal").unwrap_or(&image.config.stop_signal).to_owned();
    if !stop_signal.is_empty() && Signal::read(&stop_signal).is_none() {
        return fail(command, &format!("Invalid signal: {stop_signal}"), 125, context);
    }
    if context.session.docker.containers.len() >= MOST {
        return fail(command, "no space left on device", 125, context);
    }
    let (id, given) = context.session.docker.next(image_name);
    let mut config = image.config.clone();
    if let Some(user) = call.last("user") {
        user.clone_into(&mut config.user);
    }
    let host = call.last("hostname").unwrap_or_else(|| id.get(..12).unwrap_or_default()).to_owned();
    let of_terminal = |name: &str| context.session.variables.get(name).cloned();
    let extra: Vec<(String, String)> = call
        .all("env")
        .filter_map(|pair| match pair.split_once('=') {
            Some((name, value)) => Some((name.to_owned(), value.to_owned())),
            None => of_terminal(pair).map(|value| (pair.to_owned(), value)),
        })
        .collect();
    let mut files = image.files.clone();
    let folder = call.last("workdir").unwrap_or(&config.folder).to_owned();
    if !folder.is_empty() && files.get(&folder).is_none() {
        files.put(&folder, mesh_container::Entry::Directory);
    }
    let process = Process {
        argv: words,
        environment: environment(&config, &files, &host, &extra),
        folder,
        user: config.user.clone(),
        files,
        has_init: call.is("init"),
        ..Process::default()
    };
    let mut labels = image.config.labels.clone();
    labels.extend(
        call.all("label")
            .map(|label| label.split_once('=').unwrap_or((label, "")))
            .map(|(a, b)| (a.to_owned(), b.to_owned())),
    );
    let mut container = Container {
        id: id.clone(),
        name: call.last("name").map_or(given, str::to_owned),
        image: image_name.clone(),
        process,
        created: now,
        started: None,
        ran: None,
        error: String::new(),
        stop_signal,
        stop_timeout: call.last("stop-timeout").and_then(|text| text.parse().ok()).unwrap_or(10),
        labels,
        is_removed_at_end: call.is("rm"),
    };
    if command == "create" {
        context.out(&format!("{id}\n"));
        context.session.docker.containers.push(container);
        return Err(0);
    }
    if let Err(why) = check_user(&image.files, &config.user) {
        container.error.clone_from(&why);
        if !container.is_removed_at_end {
            context.session.docker.containers.push(container);
        }
        return fail(command, &why, 125, context);
    }
    container.start(now);
    let detached = call.is("detach");
    if let Some(Err(why)) = &container.ran {
        let (text, status) = (refused(&why.message), why.status);
        container.error.clone_from(&text);
        if detached {
            context.out(&format!("{id}\n"));
        }
        if !container.is_removed_at_end {
            context.session.docker.containers.push(container);
        }
        return fail(command, &text, status, context);
    }
    let removed = container.is_removed_at_end;
    context.session.docker.containers.push(container);
    if detached {
        context.out(&format!("{id}\n"));
        return Err(0);
    }
    Ok(Box::new(Follow::of_run(id, printed(now), removed)))
}
