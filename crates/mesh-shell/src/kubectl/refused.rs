//! Commands that this playground does not run: what is wrong with their line, else a word why.

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{NOTHING, Query, find};
use crate::Context;

/// `edit` needs an editor, which a terminal in simulated time has not.
pub(super) fn edit(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    if call.arguments.is_empty() && !call.has("filename") {
        return error(NOTHING);
    }
    let query = Query { arguments: call.arguments.clone(), ..Query::default() };
    find(call, &query, context)?.all()?;
    error("edit is not supported by this playground: change the file and apply it, or use kubectl patch")
}

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let first = call.arguments.first().map(String::as_str);
    match (call.path(), first) {
        ("top pod" | "top node", _) if call.arguments.len() > 1 => {
            call.usage(format!("{} [NAME | -l label]", call.command.name()))
        }
        ("top pod" | "top node", _) => error("Metrics API not available"),
        ("alpha", _) => {
            context.err("No alpha commands are available in this version of kubectl\n");
            Ok(Ran::Done(0))
        }
        ("plugin list", _) => error("unable to find any kubectl plugins in your PATH"),
        ("completion", None) => call.usage("Shell not specified."),
        ("completion", Some(shell)) => call.usage(format!("Unsupported shell type {shell:?}.")),
        ("kustomize", _) => {
            let place = context.session.variables.get("PWD").cloned().unwrap_or_default();
            let text =
                "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory";
            error(format!("{text} '{place}'"))
        }
        ("cp", _) if call.arguments.len() != 2 => error("source and destination are required"),
        ("cp", _) if call.arguments.len() == 2 && !call.arguments.iter().any(|argument| argument.contains(':')) => {
            error("one of src or dest must be a remote file specification")
        }
        // A verb alone asks nothing; kubectl itself writes where the help is.
        ("auth can-i", _) if call.arguments.len() < 2 && !call.is("list") => {
            context.err(
                "error: you must specify two arguments: verb resource or verb resource/resourceName.\n\
                 See 'kubectl auth can-i -h' for help and examples.\n",
            );
            Ok(Ran::Done(1))
        }
        ("auth can-i", Some(_)) if unknown_resource(call, context) => {
            let word = call.arguments.get(1).map(String::as_str).unwrap_or_default();
            context.err(&format!("Warning: the server doesn't have a resource type '{word}'\n\n"));
            context.out(if call.is("quiet") { "" } else { "yes\n" });
            Ok(Ran::Done(0))
        }
        ("auth can-i", Some(_)) => {
            if let Some(word) = call.arguments.get(1).filter(|word| is_cluster_wide(word, context))
                && !call.is("all-namespaces")
            {
                context.err(&format!("Warning: resource '{word}' is not namespace scoped\n\n"));
            }
            if call.is("quiet") {
                return Ok(Ran::Done(0));
            }
            context.out("yes\n");
            Ok(Ran::Done(0))
        }
        ("certificate approve" | "certificate deny", None) if !call.has("filename") => {
            error("one or more CSRs must be specified as <name> or -f <filename>")
        }
        ("certificate approve" | "certificate deny", Some(_)) => {
            let requests = call.arguments.iter().map(|name| format!("certificatesigningrequests/{name}")).collect();
            let query = Query { arguments: requests, ..Query::default() };
            find(call, &query, context)?.all()?;
            error("nobody signs certificates in this playground")
        }
        ("debug", _) => debug(call, context),
        (path, _) => error(format!("{path} is not supported by this playground")),
    }
}

/// Whether a word names a resource that stands in no namespace; in which group that is said too (`cmd/auth/cani.go`).
fn is_cluster_wide(word: &str, context: &mut Context<'_>) -> bool {
    let name = word.split('/').next().unwrap_or_default();
    super::resources::one(name, context).is_ok_and(|resource| !resource.namespaced)
}

/// `debug` looks into a running pod with another image, which a container in simulated time cannot; what is wrong with its line
/// is said as kubectl says it (`k8s.io/kubectl/pkg/cmd/debug`).
fn debug(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let (image, copy) = (call.text("image"), !call.text("copy-to").is_empty());
    let has_arguments = call.dash.is_some_and(|dash| dash < call.arguments.len());
    if call.is("attach") && call.has("attach") && image.is_empty() && call.text("container").is_empty() {
        return error("you must specify --container or create a new container using --image in order to attach.");
    }
    if copy && image.is_empty() && !call.has("set-image") && !has_arguments {
        return error("you must specify --image, --set-image or command arguments.");
    }
    if copy && has_arguments && call.text("container").is_empty() && image.is_empty() {
        return error("you must specify an existing container or a new image when specifying args.");
    }
    if !copy {
        for flag in ["replace", "same-node"] {
            if call.is(flag) {
                return error(format!("--{flag} may only be used with --copy-to."));
            }
        }
        if call.has("set-image") {
            return error("--set-image may only be used with --copy-to.");
        }
        if image.is_empty() {
            return error("you must specify --image when not using --copy-to.");
        }
    }
    let names = call.arguments.get(..call.dash.unwrap_or(call.arguments.len())).unwrap_or_default();
    if names.is_empty() && !call.has("filename") {
        return error("NAME or TYPE/NAME is required for debug");
    }
    let kind_and_name = |name: &String| if name.contains('/') { name.clone() } else { format!("pod/{name}") };
    let query = Query { arguments: names.iter().map(kind_and_name).collect(), ..Query::default() };
    find(call, &query, context)?.all()?;
    error(
        "debug is not supported by this playground: kubectl exec runs a program in the pod, kubectl logs shows its output",
    )
}

/// Whether what is asked about is no resource, no URL and not everything.
fn unknown_resource(call: &Call, context: &mut Context<'_>) -> bool {
    let word = call.arguments.get(1).map(String::as_str).unwrap_or_default();
    let kind = word.split('/').next().unwrap_or_default();
    word != "*" && !word.starts_with('/') && super::resources::one(kind, context).is_err()
}
