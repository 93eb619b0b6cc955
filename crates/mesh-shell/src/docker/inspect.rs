//! `docker inspect` (docker/cli, `cli/command/inspect`).

use mesh_container::{Config, Image};
use serde_json::{Value, json};

use super::call::Call;
use super::engine::{Container, State};
use crate::Context;
use crate::go_template::GoTemplate;

fn list(words: &[String]) -> Value {
    if words.is_empty() { Value::Null } else { json!(words) }
}

fn map<'a>(pairs: impl Iterator<Item = (&'a String, Value)>) -> Value {
    let object: serde_json::Map<String, Value> = pairs.map(|(name, value)| (name.clone(), value)).collect();
    if object.is_empty() { Value::Null } else { Value::Object(object) }
}

/// The part `Config` that images and containers have.
fn config(config: &Config) -> Value {
    let environment: Vec<String> = config.environment.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut value = json!({
        "Hostname": "", "Domainname": "", "User": config.user, "AttachStdin": false, "AttachStdout": false,
        "AttachStderr": false, "Tty": false, "OpenStdin": false, "StdinOnce": false, "Env": list(&environment),
        "Cmd": list(&config.command), "Image": "", "WorkingDir": config.folder, "Entrypoint": list(&config.entrypoint),
        "OnBuild": list(&config.triggers),
        "Volumes": map(config.volumes.iter().map(|volume| (volume, json!({})))),
        "Labels": map(config.labels.iter().map(|(name, value)| (name, json!(value)))),
    });
    let more = [
        ("ExposedPorts", map(config.ports.iter().map(|port| (port, json!({}))))),
        ("Shell", list(&config.shell)),
        ("StopSignal", if config.stop_signal.is_empty() { Value::Null } else { json!(config.stop_signal) }),
        ("Healthcheck", if config.health.is_empty() { Value::Null } else { json!({"Test": config.health}) }),
    ];
    if let Some(object) = value.as_object_mut() {
        object.extend(
            more.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)),
        );
    }
    value
}

fn image(name: &str, image: &Image) -> Value {
    json!({
        "Id": format!("sha256:{}", image.id()), "RepoTags": [mesh_container::with_tag(name)], "RepoDigests": [], "Parent": "",
        "Comment": "", "DockerVersion": "20.10.24", "Author": "", "Config": config(&image.config), "Architecture": "amd64",
        "Os": "linux",
    })
}

fn time(context: &Context<'_>, at: Option<u64>) -> String {
    let Some(at) = at else { return "0001-01-01T00:00:00Z".to_owned() };
    let whole = i128::from(context.server.epoch()) * i128::from(crate::time::SECOND) + i128::from(at);
    crate::time::rfc3339(whole)
}

fn container(container: &Container, found: Option<&Image>, context: &Context<'_>) -> Value {
    let now = context.now();
    let state = container.state(now);
    let ended = match state {
        State::Exited(at, _) => Some(at),
        _ => None,
    };
    let word = match state {
        State::Created => "created",
        State::Running => "running",
        State::Exited(..) => "exited",
    };
    let (first, rest) = container.argv().split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    let mut own = found.map(|image| image.config.clone()).unwrap_or_default();
    own.user.clone_from(&container.process.user);
    own.folder.clone_from(&container.process.folder);
    own.environment = container.process.environment.iter().filter(|(name, _)| name != "HOSTNAME").cloned().collect();
    own.labels.clone_from(&container.labels);
    own.stop_signal.clone_from(&container.stop_signal);
    json!({
        "Id": container.id, "Created": time(context, Some(container.created)), "Path": first, "Args": rest,
        "State": {
            "Status": word, "Running": state == State::Running, "Paused": false, "Restarting": false, "OOMKilled": false,
            "Dead": false, "Pid": if state == State::Running { 4242 } else { 0 }, "ExitCode": container.status(now),
            "Error": container.error, "StartedAt": time(context, container.started.filter(|_| state != State::Created)),
            "FinishedAt": time(context, ended),
        },
        "Image": format!("sha256:{}", found.map(Image::id).unwrap_or_default()), "Name": format!("/{}", container.name),
        "RestartCount": 0, "Driver": "overlay2", "Platform": "linux", "Config": config(&own),
        "HostConfig": {"AutoRemove": container.is_removed_at_end, "Init": container.process.has_init},
    })
}

pub(super) fn inspect(call: &Call, context: &mut Context<'_>) -> i32 {
    let kind = call.last("type").unwrap_or_default().to_owned();
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for name in &call.arguments {
        let engine = &context.session.docker;
        let of_container = engine.find(name).and_then(|index| engine.containers.get(index)).filter(|_| kind != "image");
        if let Some(known) = of_container {
            let of = engine.image(&known.image);
            found.push(container(known, of.as_ref(), context));
        } else if let Some(known) = engine.image(name).filter(|_| kind != "container") {
            found.push(image(name, &known));
        } else {
            wrong.push(match kind.as_str() {
                "" => format!("Error: No such object: {name}\n"),
                kind => format!("Error response from daemon: No such {kind}: {name}\n"),
            });
        }
    }
    let status = match call.last("format").filter(|format| *format != "json") {
        None => {
            let text = serde_json::to_string_pretty(&found).unwrap_or_default().replace("  ", "    ");
            context.out(&format!("{text}\n"));
            0
        }
        Some(format) => formatted(format, &found, context),
    };
    for text in &wrong {
        context.err(text);
    }
    if status == 0 { i32::from(!wrong.is_empty()) } else { status }
}

fn formatted(format: &str, found: &[Value], context: &mut Context<'_>) -> i32 {
    let shown = |why: &str| why.replace("template: output:1:", "template: :1:");
    let template = match GoTemplate::with_json(format) {
        Ok(template) => template,
        Err(why) => {
            context.err(&format!("template parsing error: {}\n", shown(&why)));
            return 64;
        }
    };
    for object in found {
        match template.print(object) {
            Ok(text) => context.out(&format!("{text}\n")),
            Err(why) => {
                context.err(&format!("template parsing error: {}\n", shown(&why)));
                return 64;
            }
        }
    }
    0
}
