//! `kubectl create`: of files, and the generators (`k8s.io/kubectl/pkg/cmd/create`).

use mesh_cluster::api::Verb;
use serde_json::Value;

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::field_validation::Validation;
use super::generate;
use super::infos::{Info, namespace};
use super::manifest;
use super::merge::with_annotation;
use super::output::{DryRun, say};
use super::resources::of_kind;
use crate::Context;

/// `create -f`.
pub(super) fn files(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    if call.has("raw") {
        return super::raw::create(call, context);
    }
    if !call.arguments.is_empty() {
        return call.usage(format!("Unexpected args: [{}]", call.arguments.join(" ")));
    }
    if !call.has("filename") && !call.has("kustomize") {
        return error("must specify one of -f and -k");
    }
    let dry_run = DryRun::of(call, context)?;
    let validation = Validation::of(call)?;
    let home = namespace(call, context);
    let (infos, mut failures) = manifest::read(call, &call.each("filename"), &home, context)?;
    if infos.is_empty() && failures.is_empty() {
        return error("no objects passed to create");
    }
    for info in infos {
        let object = if call.is("save-config") { with_annotation(&info.object) } else { info.object.clone() };
        let result =
            send(&info, object, dry_run, validation, context).map_err(|failure| failure.when("creating", &info.source));
        failures.extend(result.and_then(|(info, object)| say(call, &info, &object, "created", dry_run, context)).err());
    }
    super::ended(failures)
}

/// Makes an object, or only seems to.
pub(super) fn send(
    info: &Info,
    object: Value,
    dry_run: DryRun,
    validation: Validation,
    context: &mut Context<'_>,
) -> Result<(Info, Value), Failure> {
    if dry_run == DryRun::Client {
        return Ok((info.clone(), object));
    }
    let verb = Verb::Create {
        resource: info.resource.resource(),
        namespace: info.namespace.clone(),
        object,
        dry_run: dry_run == DryRun::Server,
    };
    let answer = validation.call(verb, context)?;
    let name = crate::json::name(&answer).to_owned();
    Ok((Info { name, ..info.clone() }, answer))
}

/// `create KIND NAME …`.
pub(super) fn generated(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let kind = call.command.name();
    let object = generate::object(call, context)?;
    let dry_run = DryRun::of(call, context)?;
    let mut info = info_of(call, object, context)?;
    let mut object = info.object.clone();
    if call.is("save-config") {
        object = with_annotation(&object);
    }
    let sent = if dry_run == DryRun::Client {
        Ok((info.clone(), object))
    } else {
        in_namespace(&mut info, &mut object, call, context);
        send(&info, object, dry_run, Validation::Strict, context)
    };
    let (info, object) = sent.map_err(|failure| match (kind, failure) {
        // Most generators wrap what the server says; a few print it as it is.
        ("namespace", failure) => failure,
        (_, Failure::Server(status)) => {
            let name = if call.path().starts_with("create service ") { "service" } else { kind };
            let name = if call.path().starts_with("create secret ") { "secret" } else { name };
            let name = if name == "quota" { "resource quota" } else { name };
            if matches!(kind, "clusterip" | "nodeport" | "loadbalancer" | "externalname") {
                let kind = crate::json::text(&info.object, "spec.type").to_owned();
                Failure::Error(format!("failed to create {kind} service: {}", status.message))
            } else {
                Failure::Error(format!("failed to create {name}: {}", status.message))
            }
        }
        (_, failure) => failure,
    })?;
    say(call, &info, &object, "created", dry_run, context)?;
    Ok(Ran::Done(0))
}

/// A generated object with its resource; the namespace is in it only where it was asked for.
pub(super) fn info_of(call: &Call, mut object: Value, context: &mut Context<'_>) -> Result<Info, Failure> {
    let (api_version, kind) = super::resources::kind_of(&object);
    let Some(resource) = of_kind(api_version, kind, context) else {
        return error(format!("no matches for kind {kind:?} in version {api_version:?}"));
    };
    let place = if resource.namespaced { namespace(call, context) } else { String::new() };
    if resource.namespaced
        && call.has("namespace")
        && let Some(metadata) = crate::json::map_mut(&mut object, &["metadata"])
    {
        metadata.insert("namespace".to_owned(), Value::String(place.clone()));
    }
    Ok(Info { namespace: place, ..Info::of(resource, object) })
}

/// Writes the namespace into an object before it is sent.
pub(super) fn in_namespace(info: &mut Info, object: &mut Value, call: &Call, context: &Context<'_>) {
    if !info.resource.namespaced {
        return;
    }
    info.namespace = namespace(call, context);
    if let Some(metadata) = crate::json::map_mut(object, &["metadata"]) {
        metadata.insert("namespace".to_owned(), Value::String(info.namespace.clone()));
    }
}
