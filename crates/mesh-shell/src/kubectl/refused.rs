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
        ("auth can-i", Some(_)) if call.is("quiet") => Ok(Ran::Done(0)),
        ("auth can-i", Some(_)) => {
            context.out("yes\n");
            Ok(Ran::Done(0))
        }
        ("diff", _) if !call.has("filename") && !call.has("kustomize") => {
            context.err("error: must specify one of -f and -k\n");
            Ok(Ran::Done(2))
        }
        (path, _) => error(format!("{path} is not supported by this playground")),
    }
}

/// Whether what is asked about is no resource, no URL and not everything.
fn unknown_resource(call: &Call, context: &mut Context<'_>) -> bool {
    let word = call.arguments.get(1).map(String::as_str).unwrap_or_default();
    let kind = word.split('/').next().unwrap_or_default();
    word != "*" && !word.starts_with('/') && super::resources::one(kind, context).is_err()
}
