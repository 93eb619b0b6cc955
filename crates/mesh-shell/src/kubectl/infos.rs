//! The objects that arguments and files name (`k8s.io/cli-runtime/pkg/resource.Builder`).

use mesh_cluster::api::{ApiResource, Verb};
use serde_json::Value;

use super::call::Call;
use super::failure::{Failure, error};
use super::manifest;
use super::resources::{address, named, one};
use crate::{Context, json};

/// An object that a command is about.
#[derive(Clone, Debug)]
pub(crate) struct Info {
    /// Its resource.
    pub(crate) resource: ApiResource,
    /// Its namespace; empty for what has none.
    pub(crate) namespace: String,
    /// Its name.
    pub(crate) name: String,
    /// The object: as the server has it, or as the file has it.
    pub(crate) object: Value,
    /// The file that it is from; empty where it is from the server.
    pub(crate) source: String,
}

impl Info {
    pub(crate) fn of(resource: ApiResource, object: Value) -> Info {
        Info {
            resource,
            namespace: json::namespace(&object).to_owned(),
            name: json::name(&object).to_owned(),
            object,
            source: String::new(),
        }
    }

    /// Where it stands.
    pub(crate) fn address(&self) -> mesh_cluster::api::Address {
        address(&self.resource, &self.namespace, &self.name)
    }

    /// `deployment.apps/web`.
    pub(crate) fn called(&self) -> String {
        super::resources::called(&self.resource, &self.name)
    }

    /// Asks the server for it.
    pub(crate) fn fetch(&self, context: &mut Context<'_>) -> Result<Value, Failure> {
        get(&self.resource, &self.namespace, &self.name, context)
    }
}

/// What has been found, and what could not be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// The objects, in order.
    pub(crate) infos: Vec<Info>,
    /// Why others could not be found.
    pub(crate) failures: Vec<Failure>,
    /// The resources that were asked for as a whole.
    pub(crate) listed: Vec<ApiResource>,
    /// Whether one object was named, so that it is printed by itself.
    pub(crate) single: bool,
}

impl Found {
    /// The objects, if all were found.
    pub(crate) fn all(self) -> Result<Vec<Info>, Failure> {
        match self.failures.len() {
            0 => Ok(self.infos),
            1 => Err(self.failures.into_iter().next().unwrap_or(Failure::Said(1))),
            _ => Err(Failure::Many(self.failures)),
        }
    }
}

/// How objects are looked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    /// `TYPE NAME…`, `TYPE/NAME…`.
    pub(crate) arguments: Vec<String>,
    /// `-l`.
    pub(crate) labels: String,
    /// `--field-selector`.
    pub(crate) fields: String,
    /// Whether a type alone means all of its objects.
    pub(crate) all: bool,
    /// `-A`.
    pub(crate) all_namespaces: bool,
    /// Whether the objects are not asked of the server (`--local`, or names are enough).
    pub(crate) names_only: bool,
}

/// What has to be said where neither arguments nor files name anything.
pub(crate) const NOTHING: &str = "You must provide one or more resources by argument or filename.\n\
    Example resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'";

const NO_NEED: &str = "there is no need to specify a resource type as a separate argument when passing arguments in \
    resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";

/// The namespace that a command is about.
pub(crate) fn namespace(call: &Call, context: &Context<'_>) -> String {
    match call.text("namespace") {
        "" if context.session.namespace.is_empty() => "default".to_owned(),
        "" => context.session.namespace.clone(),
        named => named.to_owned(),
    }
}

/// One object of the server.
pub(crate) fn get(
    resource: &ApiResource,
    namespace: &str,
    name: &str,
    context: &mut Context<'_>,
) -> Result<Value, Failure> {
    let object = context.server.call(&Verb::Get(address(resource, namespace, name)))?;
    warn(resource, context);
    Ok(object)
}

/// The objects of a resource; `None` in all namespaces.
pub(crate) fn list(
    resource: &ApiResource,
    namespace: Option<&str>,
    labels: &str,
    fields: &str,
    context: &mut Context<'_>,
) -> Result<Vec<Value>, Failure> {
    let namespace = if resource.namespaced { namespace.map(str::to_owned) } else { None };
    let verb =
        Verb::List { resource: resource.resource(), namespace, labels: labels.to_owned(), fields: fields.to_owned() };
    match context.server.call(&verb) {
        Ok(answer) => {
            warn(resource, context);
            let items = json::items(&answer, "items").iter();
            Ok(items.map(|item| with_kind(item.clone(), resource)).collect())
        }
        Err(mut status) => {
            if matches!(status.reason.as_str(), "BadRequest" | "NotFound") {
                let subject = format!("{}/{}, Resource={}", resource.group, resource.version, resource.plural);
                status.message = if labels.is_empty() && fields.is_empty() {
                    format!("Unable to list {subject:?}: {}", status.message)
                } else {
                    format!(
                        "Unable to find {subject:?} that match label selector {labels:?}, field selector {fields:?}: {}",
                        status.message
                    )
                };
            }
            Err(status.into())
        }
    }
}

/// An object with its API version and kind, which the items of a list need not have.
fn with_kind(mut object: Value, resource: &ApiResource) -> Value {
    if let Some(map) = object.as_object_mut() {
        map.entry("apiVersion").or_insert_with(|| Value::String(resource.api_version()));
        map.entry("kind").or_insert_with(|| Value::String(resource.kind.to_owned()));
    }
    object
}

/// The API server's warnings of what is deprecated.
fn warn(resource: &ApiResource, context: &mut Context<'_>) {
    let text = match (resource.group, resource.plural) {
        ("", "endpoints") => "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
        ("", "componentstatuses") => "v1 ComponentStatus is deprecated in v1.19+",
        _ => return,
    };
    let text = format!("Warning: {text}\n");
    // The client says each warning once.
    if !context.console.text(crate::Stream::Err).contains(&text) {
        context.err(&text);
    }
}

/// The objects that a query and the files of a command name.
pub(crate) fn find(call: &Call, query: &Query, context: &mut Context<'_>) -> Result<Found, Failure> {
    let files = call.each("filename");
    let home = namespace(call, context);
    if !files.is_empty() || call.has("kustomize") {
        let (infos, failures) = manifest::read(call, &files, &home, context)?;
        let single = infos.len() + failures.len() == 1;
        let mut found = Found { infos: Vec::new(), failures, listed: Vec::new(), single };
        for info in infos {
            if query.names_only {
                found.infos.push(info);
                continue;
            }
            match info.fetch(context) {
                Ok(object) => found.infos.push(Info { object, ..info }),
                Err(failure) => found.failures.push(failure),
            }
        }
        return Ok(found);
    }
    let Some((kinds, names)) = split(&query.arguments)? else { return error(NOTHING) };
    let selects = !query.labels.is_empty() || !query.fields.is_empty() || query.all;
    match kinds {
        Kinds::Named(pairs) if !query.labels.is_empty() || !query.fields.is_empty() => {
            let _ = pairs;
            error("name cannot be provided when a selector is specified")
        }
        Kinds::Named(pairs) => {
            for (kind, _) in &pairs {
                across(one(kind, context)?, query)?;
            }
            let mut found = Found { single: pairs.len() == 1, ..Found::default() };
            let mut resolved = Vec::new();
            for (kind, name) in pairs {
                resolved.push((one(&kind, context)?, name));
            }
            for (resource, name) in resolved {
                found.named(&resource, &name, &home, query, context);
            }
            Ok(found)
        }
        Kinds::Types(types) => {
            let mut resources: Vec<ApiResource> = Vec::new();
            for word in types {
                for resource in named(&word, context)? {
                    if !resources.contains(&resource) {
                        resources.push(resource);
                    }
                }
            }
            if !names.is_empty() {
                let asks = !query.labels.is_empty() || !query.fields.is_empty() || call.is("all");
                if asks {
                    return error("name cannot be provided when a selector is specified");
                }
                let mut found = Found { single: names.len() == 1 && resources.len() == 1, ..Found::default() };
                for resource in &resources {
                    across(*resource, query)?;
                    for name in &names {
                        found.named(resource, name, &home, query, context);
                    }
                }
                return Ok(found);
            }
            if !selects {
                return error("resource(s) were provided, but no name was specified");
            }
            let mut found = Found { listed: resources.clone(), ..Found::default() };
            let place = if query.all_namespaces { None } else { Some(home.as_str()) };
            for resource in resources {
                match list(&resource, place, &query.labels, &query.fields, context) {
                    Ok(objects) => found.infos.extend(objects.into_iter().map(|object| Info::of(resource, object))),
                    Err(failure) => found.failures.push(failure),
                }
            }
            Ok(found)
        }
    }
}

/// A name alone says nothing where all namespaces are meant.
fn across(resource: ApiResource, query: &Query) -> Result<(), Failure> {
    if query.all_namespaces && resource.namespaced {
        return error("a resource cannot be retrieved by name across all namespaces");
    }
    Ok(())
}

impl Found {
    fn named(&mut self, resource: &ApiResource, name: &str, home: &str, query: &Query, context: &mut Context<'_>) {
        let namespace = if resource.namespaced { home.to_owned() } else { String::new() };
        let info =
            Info { resource: *resource, namespace, name: name.to_owned(), object: Value::Null, source: String::new() };
        if query.names_only {
            self.infos.push(info);
            return;
        }
        match info.fetch(context) {
            Ok(object) => self.infos.push(Info { object, ..info }),
            Err(failure) => self.failures.push(failure),
        }
    }
}

/// What the arguments name.
enum Kinds {
    /// `TYPE/NAME` each.
    Named(Vec<(String, String)>),
    /// `TYPE[,TYPE]`.
    Types(Vec<String>),
}

/// The types and names in arguments; `None` where there are none.
fn split(arguments: &[String]) -> Result<Option<(Kinds, Vec<String>)>, Failure> {
    let slashes = arguments.iter().filter(|argument| argument.contains('/')).count();
    if slashes > 0 && slashes < arguments.len() {
        return error(NO_NEED);
    }
    if slashes > 0 {
        let mut pairs = Vec::new();
        for argument in arguments {
            let pieces: Vec<&str> = argument.split('/').collect();
            match pieces.as_slice() {
                [kind, name] if !kind.is_empty() && !name.is_empty() => {
                    for kind in kind.split(',') {
                        pairs.push((kind.to_owned(), (*name).to_owned()));
                    }
                }
                [_, _] => return error("arguments in resource/name form must have a single resource and name"),
                _ => return error("arguments in resource/name form may not have more than one slash"),
            }
        }
        return Ok(Some((Kinds::Named(pairs), Vec::new())));
    }
    let Some((types, names)) = arguments.split_first() else { return Ok(None) };
    let types = types.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    Ok(Some((Kinds::Types(types), names.to_vec())))
}
