//! What the server and the configuration are: `api-resources`, `api-versions`, `version`, `cluster-info`, `config`.

use serde_json::{Value, json};

use super::call::Call;
use super::failure::{Failure, error};
use super::output::Format;
use super::resources::{full_name, is_in};
use super::tab_writer::TabWriter;
use super::{CONTEXT, Ran};
use crate::Context;

/// The version of client and server.
const VERSION: &str = "v1.36.3";
const SERVER: &str = "https://127.0.0.1:6443";

/// Versions of groups besides the preferred ones.
const MORE_VERSIONS: [&str; 1] = ["autoscaling/v1"];

/// The verbs of a resource, as `-o wide` lists them.
const VERBS: &str = "create,delete,deletecollection,get,list,patch,update,watch";

pub(super) fn api_resources(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    if !call.arguments.is_empty() {
        return call.usage(format!("unexpected arguments: [{}]", call.arguments.join(" ")));
    }
    let mut all = context.server.resources();
    all.retain(|resource| {
        (!call.has("api-group") || resource.group == call.text("api-group"))
            && (!call.has("namespaced") || resource.namespaced == call.is("namespaced"))
            && call.list("verbs").iter().all(|verb| VERBS.split(',').any(|known| known == verb))
            && call.list("categories").iter().all(|category| is_in(resource, category))
    });
    match call.text("sort-by") {
        "" => {}
        "name" => all.sort_by_key(|resource| resource.plural),
        "kind" => all.sort_by_key(|resource| resource.kind),
        _ => return error("--sort-by accepts only name or kind"),
    }
    let wide = match call.text("output") {
        "" => false,
        "wide" => true,
        "name" => {
            let names: String = all.iter().map(|resource| full_name(resource) + "\n").collect();
            context.out(&names);
            return Ok(Ran::Done(0));
        }
        other => return error(format!("--output {other} is not available")),
    };
    let mut text = String::new();
    if !call.is("no-headers") {
        text.push_str("NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND");
        text.push_str(if wide { "\tVERBS\tCATEGORIES\n" } else { "\n" });
    }
    for resource in &all {
        let short = resource.short_names.join(",");
        text.push_str(&format!(
            "{}\t{short}\t{}\t{}\t{}",
            resource.plural,
            resource.api_version(),
            resource.namespaced,
            resource.kind
        ));
        if wide {
            let category = if resource.in_all { "all" } else { "" };
            text.push_str(&format!("\t{VERBS}\t{category}"));
        }
        text.push('\n');
    }
    let text = TabWriter::of_tables().align(&text);
    context.out(&text);
    Ok(Ran::Done(0))
}

pub(super) fn api_versions(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    if !call.arguments.is_empty() {
        return call.usage(format!("unexpected arguments: [{}]", call.arguments.join(" ")));
    }
    let resources = context.server.resources();
    let mut all: Vec<String> = resources.iter().map(mesh_cluster::api::ApiResource::api_version).collect();
    all.extend(MORE_VERSIONS.iter().map(|version| (*version).to_owned()));
    all.sort();
    all.dedup();
    context.out(&(all.join("\n") + "\n"));
    Ok(Ran::Done(0))
}

pub(super) fn version(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    if !call.arguments.is_empty() {
        return error(format!("extra arguments: [{}]", call.arguments.join(" ")));
    }
    if !matches!(call.text("output"), "" | "yaml" | "json") {
        return error("--output must be 'yaml' or 'json'");
    }
    let mut text = format!("Client Version: {VERSION}\nKustomize Version: v5.8.1\n");
    if !call.is("client") {
        text.push_str(&format!("Server Version: {VERSION}\n"));
    }
    context.out(&text);
    Ok(Ran::Done(0))
}

pub(super) fn cluster_info(context: &mut Context<'_>) -> Ran {
    context.out(&format!(
        "Kubernetes control plane is running at {SERVER}\n\nTo further debug and diagnose cluster problems, use 'kubectl \
         cluster-info dump'.\n"
    ));
    Ran::Done(0)
}

/// The configuration as kubectl keeps it.
fn configuration(namespace: &str) -> Value {
    let mut own = json!({"cluster": "kubernetes", "user": "kubernetes-admin"});
    if !namespace.is_empty()
        && let Some(map) = own.as_object_mut()
    {
        map.insert("namespace".to_owned(), json!(namespace));
    }
    json!({
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "kubernetes", "cluster": {"insecure-skip-tls-verify": true, "server": SERVER}}],
        "contexts": [{"name": CONTEXT, "context": own}],
        "current-context": CONTEXT,
        "users": [{"name": "kubernetes-admin", "user": {"token": "REDACTED"}}],
    })
}

pub(super) fn config(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let unexpected = |call: &Call| call.usage(format!("unexpected arguments: [{}]", call.arguments.join(" ")));
    match call.command.name() {
        "current-context" => context.out(&format!("{CONTEXT}\n")),
        "get-contexts" if call.text("output") == "name" => context.out(&format!("{CONTEXT}\n")),
        "get-contexts" => {
            let unknown = call.arguments.iter().find(|name| name.as_str() != CONTEXT);
            let mut text = String::new();
            if !call.is("no-headers") {
                text.push_str("CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n");
            }
            if unknown.is_none() || call.arguments.len() > 1 {
                let place = &context.session.namespace;
                text.push_str(&format!("*\t{CONTEXT}\tkubernetes\tkubernetes-admin\t{place}\n"));
            }
            let text = TabWriter::of_tables().align(&text);
            context.out(&text);
            if let Some(unknown) = unknown {
                return error(format!("context {unknown} not found"));
            }
        }
        "get-clusters" => context.out("NAME\nkubernetes\n"),
        "get-users" => context.out("NAME\nkubernetes-admin\n"),
        "use-context" => match call.arguments.as_slice() {
            [name] if name == CONTEXT => context.out(&format!("Switched to context {name:?}.\n")),
            [name] => return error(format!("no context exists with the name: {name:?}")),
            others => {
                context.out(&call.command.help);
                return error(format!("Unexpected args: [{}]", others.join(" ")));
            }
        },
        "set-context" => {
            let known = call.arguments.first().map(String::as_str);
            if !call.is("current") && known != Some(CONTEXT) {
                return error("only the current context can be changed in this playground");
            }
            if call.has("namespace") {
                call.text("namespace").clone_into(&mut context.session.namespace);
            }
            context.out(&format!("Context {CONTEXT:?} modified.\n"));
        }
        "view" => {
            if !call.arguments.is_empty() {
                return unexpected(call);
            }
            let value = configuration(&context.session.namespace);
            let format = Format::of(call)?;
            let text =
                if format.is_human() { super::yaml_out::yaml(&value) } else { format.show(&value, None, call)? };
            context.out(&text);
        }
        other => return error(format!("config {other} is not supported by this playground")),
    }
    Ok(Ran::Done(0))
}
