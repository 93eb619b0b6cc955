//! `kubectl logs` (`k8s.io/kubectl/pkg/cmd/logs`).

use mesh_cluster::api::{ApiResource, Verb};
use serde_json::Value;

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{Info, Query, find, list, namespace};
use super::resources::{address, one};
use crate::{Context, Program, Step, json};

const USAGE: &str = "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the \
    logs command";

/// A container whose log is printed.
#[derive(Clone, Debug)]
struct Source {
    pod: String,
    namespace: String,
    container: String,
    prefix: String,
    /// How many bytes of it have been printed.
    seen: usize,
}

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let selector = call.text("selector");
    let mut container = call.text("container").to_owned();
    match call.arguments.as_slice() {
        [] if selector.is_empty() => return call.usage(USAGE),
        [] => {}
        [_] | [_, _] if !selector.is_empty() => return call.usage("only a selector (-l) or a POD name is allowed"),
        [_] => {}
        [_, _] if !container.is_empty() => return error("only one of -c or an inline [CONTAINER] arg is allowed"),
        [_, inline] => container.clone_from(inline),
        _ => return call.usage(USAGE),
    }
    if call.is("all-containers") && !container.is_empty() {
        return error(format!("--all-containers=true should not be specified with container name {container}"));
    }
    if call.number("tail") < -1 {
        return error("--tail must be greater than or equal to -1");
    }
    if call.has("since") && call.has("since-time") {
        return error("only one of --since-time or --since may be used");
    }
    let since = call.text("since-time");
    if !since.is_empty() && !since.starts_with(|c: char| c.is_ascii_digit()) {
        return error(format!(
            "parsing time {since:?} as \"2006-01-02T15:04:05Z07:00\": cannot parse {since:?} as \"2006\""
        ));
    }
    let pods = one("pods", context)?;
    let place = namespace(call, context);
    let chosen = choose(call, &pods, &place, context)?;
    if chosen.is_empty() {
        context.err(&format!("No resources found in {place} namespace.\n"));
        return Ok(Ran::Done(0));
    }
    let mut sources = Vec::new();
    for pod in &chosen {
        let names = if call.is("all-containers") {
            ["spec.initContainers", "spec.containers"]
                .iter()
                .flat_map(|path| json::items(pod, path))
                .map(|container| json::text(container, "name").to_owned())
                .collect()
        } else {
            vec![container_of(pod, &container, context)?]
        };
        for container in names {
            let (namespace, pod) = (json::namespace(pod).to_owned(), json::name(pod).to_owned());
            let prefix = if call.is("prefix") { format!("[pod/{pod}/{container}] ") } else { String::new() };
            sources.push(Source { pod, namespace, container, prefix, seen: 0 });
        }
    }
    let tail = match call.number("tail") {
        // Of several pods the last ten lines each are shown.
        -1 if !selector.is_empty() && !call.has("tail") => Some(10),
        tail => usize::try_from(tail).ok(),
    };
    let previous = call.is("previous");
    for source in &mut sources {
        let text = source.read(&pods, previous, context)?;
        source.seen = text.len();
        source.print(&last_lines(&text, tail), context);
    }
    let runs = chosen.iter().any(|pod| !matches!(json::text(pod, "status.phase"), "Succeeded" | "Failed"));
    if !call.is("follow") || previous || !runs || !context.server.keeps_logs_open() {
        return Ok(Ran::Done(0));
    }
    Ok(Ran::On(Box::new(Follow { pods, sources })))
}

/// The pods whose logs are asked for.
fn choose(call: &Call, pods: &ApiResource, place: &str, context: &mut Context<'_>) -> Result<Vec<Value>, Failure> {
    let Some(argument) = call.arguments.first() else {
        return list(pods, Some(place), call.text("selector"), "", context);
    };
    let arguments = match argument.contains('/') {
        true => vec![argument.clone()],
        false => vec!["pods".to_owned(), argument.clone()],
    };
    let found =
        find(call, &Query { arguments, ..Query::default() }, context)?.all().map_err(|failure| match failure {
            Failure::Server(status) if status.reason == "NotFound" => {
                Failure::Error(format!("error from server (NotFound): {} in namespace {place:?}", status.message))
            }
            other => other,
        })?;
    let Some(info) = found.into_iter().next() else { return error("expected a resource") };
    if info.resource == *pods {
        return Ok(vec![info.object]);
    }
    of_workload(&info, pods, context)
}

/// The pod of a workload whose log is shown: one that is ready, the oldest of them.
fn of_workload(info: &Info, pods: &ApiResource, context: &mut Context<'_>) -> Result<Vec<Value>, Failure> {
    let selector = match (info.resource.group, info.resource.plural) {
        ("", "services" | "replicationcontrollers") => super::columns::labels(&info.object, "spec.selector"),
        ("apps" | "batch", _) => super::columns::selector(&info.object, "spec.selector"),
        _ => {
            return error(format!(
                "cannot get the logs from {}: selector for {} not implemented",
                info.resource.kind, info.resource.kind
            ));
        }
    };
    let mut found = list(pods, Some(&info.namespace), &selector, "", context)?;
    let rank = |pod: &Value| {
        let ready = json::condition(pod, "Ready").is_some_and(|condition| json::text(condition, "status") == "True");
        let phase = match json::text(pod, "status.phase") {
            "Running" => 0,
            "Pending" => 2,
            _ => 1,
        };
        let bound = !json::text(pod, "spec.nodeName").is_empty();
        (!bound, phase, !ready, json::text(pod, "metadata.creationTimestamp").to_owned())
    };
    found.sort_by_key(rank);
    let Some(first) = found.first().cloned() else {
        return error("timed out waiting for the condition");
    };
    if found.len() > 1 {
        context.err(&format!("Found {} pods, using pod/{}\n", found.len(), json::name(&first)));
    }
    Ok(vec![first])
}

/// The container that is meant: the one that is named, else the first.
pub(super) fn container_of(pod: &Value, wanted: &str, context: &mut Context<'_>) -> Result<String, Failure> {
    let names: Vec<&str> = ["spec.containers", "spec.initContainers"]
        .iter()
        .flat_map(|path| json::items(pod, path))
        .map(|container| json::text(container, "name"))
        .collect();
    let all = names
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let init = index >= json::items(pod, "spec.containers").len();
            if init { format!("{name} (init)") } else { (*name).to_owned() }
        })
        .collect::<Vec<_>>()
        .join(", ");
    if !wanted.is_empty() {
        return match names.contains(&wanted) {
            true => Ok(wanted.to_owned()),
            false => error(format!("container {wanted} is not valid for pod {} out of: {all}", json::name(pod))),
        };
    }
    let annotated = json::at(pod, "metadata.annotations").get("kubectl.kubernetes.io/default-container");
    if let Some(name) = annotated.and_then(Value::as_str).filter(|name| names.contains(name)) {
        return Ok(name.to_owned());
    }
    let first = names.first().copied().unwrap_or_default().to_owned();
    if names.len() > 1 {
        context.err(&format!("Defaulted container {first:?} out of: {all}\n"));
    }
    Ok(first)
}

fn last_lines(text: &str, count: Option<usize>) -> String {
    let Some(count) = count else { return text.to_owned() };
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    lines.get(lines.len().saturating_sub(count)..).unwrap_or_default().concat()
}

impl Source {
    fn read(&self, pods: &ApiResource, previous: bool, context: &mut Context<'_>) -> Result<String, Failure> {
        let verb = Verb::Log {
            address: address(pods, &self.namespace, &self.pod),
            container: self.container.clone(),
            previous,
        };
        let answer = context.server.call(&verb)?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    fn print(&self, text: &str, context: &mut Context<'_>) {
        let lines: String = text.split_inclusive('\n').map(|line| format!("{}{line}", self.prefix)).collect();
        context.out(&lines);
    }
}

/// `logs -f`: what is added, until the pods end.
#[derive(Clone, Debug)]
struct Follow {
    pods: ApiResource,
    sources: Vec<Source>,
}

impl Program for Follow {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        let mut runs = false;
        for source in &mut self.sources {
            let Ok(text) = source.read(&self.pods, false, context) else { continue };
            // A container that has restarted begins its log anew.
            let new = text.get(if text.len() < source.seen { 0 } else { source.seen }..).unwrap_or_default().to_owned();
            source.seen = text.len();
            source.print(&new, context);
            let pod = context.server.call(&Verb::Get(address(&self.pods, &source.namespace, &source.pod)));
            runs |= pod.is_ok_and(|pod| {
                let status = json::items(&pod, "status.containerStatuses")
                    .iter()
                    .find(|status| json::text(status, "name") == source.container);
                status.is_some_and(|status| !json::at(status, "state.running").is_null())
            });
        }
        if runs { Step::Wait { until: None, on_change: true } } else { Step::Done(0) }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}
