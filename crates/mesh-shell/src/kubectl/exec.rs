//! `kubectl exec`, of a few commands, and what else would need a connection to a pod.

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{Query, find};
use super::logs::container_of;
use crate::programs::in_pod;
use crate::{Context, json};

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let dash = call.dash.unwrap_or(call.arguments.len());
    let own = call.arguments.get(..dash).unwrap_or_default();
    let command = call.arguments.get(dash..).unwrap_or_default();
    if call.arguments.is_empty() && !call.has("filename") {
        return error("pod, type/name or --filename must be specified");
    }
    if own.len() > 1 {
        return call.usage("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead");
    }
    let Some((program, arguments)) = command.split_first() else {
        return error("you must specify at least one command for the container");
    };
    let target = own.first().cloned().unwrap_or_default();
    let pod = pod(call, &target, context)?;
    let phase = json::text(&pod, "status.phase");
    if matches!(phase, "Succeeded" | "Failed") {
        return error(format!("cannot exec into a container in a completed pod; current phase is {phase}"));
    }
    let container = container_of(&pod, call.text("container"), context)?;
    let status =
        json::items(&pod, "status.containerStatuses").iter().find(|status| json::text(status, "name") == container);
    if status.is_none_or(|status| json::at(status, "state.running").is_null()) {
        return error(format!(
            "Internal error occurred: unable to upgrade connection: container not found ({container:?})"
        ));
    }
    if let Some(running) = in_pod::begin(json::namespace(&pod), json::name(&pod), command, context) {
        return Ok(Ran::On(running));
    }
    match program.as_str() {
        "hostname" => context.out(&format!("{}\n", json::name(&pod))),
        "echo" => context.out(&format!("{}\n", arguments.join(" "))),
        "true" => {}
        "false" => return Ok(exited(1, context)),
        "env" | "printenv" => {
            let mut text = format!("HOSTNAME={}\n", json::name(&pod));
            let spec = json::items(&pod, "spec.containers").iter().find(|known| json::text(known, "name") == container);
            for variable in spec.map(|spec| json::items(spec, "env")).unwrap_or_default() {
                text.push_str(&format!("{}={}\n", json::text(variable, "name"), json::text(variable, "value")));
            }
            context.out(&text);
        }
        other => {
            return error(format!(
                "Internal error occurred: error executing command in container: failed to exec in container: failed to start \
                 exec: OCI runtime exec failed: exec failed: unable to start container process: exec: {other:?}: executable \
                 file not found in $PATH: unknown"
            ));
        }
    }
    Ok(Ran::Done(0))
}

fn exited(code: i32, context: &mut Context<'_>) -> Ran {
    context.err(&format!("command terminated with exit code {code}\n"));
    Ran::Done(code)
}

/// The pod that an argument names.
fn pod(call: &Call, target: &str, context: &mut Context<'_>) -> Result<serde_json::Value, Failure> {
    let arguments = match target.contains('/') {
        true => vec![target.to_owned()],
        false => vec!["pods".to_owned(), target.to_owned()],
    };
    let found = find(call, &Query { arguments, ..Query::default() }, context)?.all()?;
    match found.into_iter().next() {
        Some(info) if info.resource.plural == "pods" => Ok(info.object),
        Some(info) => {
            let pods = super::resources::one("pods", context)?;
            let selector = super::columns::selector(&info.object, "spec.selector");
            let mut found = super::infos::list(&pods, Some(&info.namespace), &selector, "", context)?;
            if found.is_empty() { error("timed out waiting for the condition") } else { Ok(found.remove(0)) }
        }
        None => error("pod, type/name or --filename must be specified"),
    }
}

/// `attach`, which has nothing to attach to here.
pub(super) fn attach(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let Some(target) = call.arguments.first() else {
        return error("at least 1 argument is required for attach");
    };
    pod(call, target, context)?;
    error("attach is not supported by this playground")
}

/// `port-forward`, which has no ports of its own to forward from.
pub(super) fn port_forward(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let [target, ports @ ..] = call.arguments.as_slice() else {
        return call.usage("TYPE/NAME and list of ports are required for port-forward");
    };
    if ports.is_empty() {
        return call.usage("TYPE/NAME and list of ports are required for port-forward");
    }
    let pod = pod(call, target, context)?;
    for port in ports {
        let remote = port.rsplit(':').next().unwrap_or_default();
        if remote.parse::<u16>().is_err() {
            let named = json::items(&pod, "spec.containers")
                .iter()
                .flat_map(|container| json::items(container, "ports"))
                .any(|known| json::text(known, "name") == remote);
            if !named {
                return error(format!("Pod '{}' does not have a named port '{remote}'", json::name(&pod)));
            }
        }
    }
    error("port-forward is not supported by this playground")
}
