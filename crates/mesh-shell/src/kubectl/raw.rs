//! `--raw`: a request by its URL.

use mesh_cluster::api::{Address, Verb};
use serde_json::Value;

use super::Ran;
use super::call::Call;
use super::failure::Failure;
use super::yaml_out::json_line;
use crate::{Context, json};

/// What a URL of the API names: the resource, the namespace, the name, the subresource.
fn parse(url: &str, context: &Context<'_>) -> Option<(Address, bool, String)> {
    let path = url.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let (group, rest) = match parts.as_slice() {
        ["api", "v1", rest @ ..] => ("", rest),
        ["apis", group, _, rest @ ..] => (*group, rest),
        _ => return None,
    };
    let (namespace, rest) = match rest {
        ["namespaces", namespace, rest @ ..] if !rest.is_empty() => (*namespace, rest),
        rest => ("", rest),
    };
    let (plural, rest) = rest.split_first()?;
    let resource =
        context.server.resources().into_iter().find(|known| known.group == group && known.plural == *plural)?;
    let all = namespace.is_empty() && resource.namespaced;
    let name = rest.first().copied().unwrap_or_default().to_owned();
    let address = Address { resource: resource.resource(), namespace: namespace.to_owned(), name };
    Some((address, all, rest.get(1).copied().unwrap_or_default().to_owned()))
}

fn unknown() -> Failure {
    let status = mesh_cluster::api::Status {
        code: 404,
        reason: "NotFound".to_owned(),
        message: "the server could not find the requested resource".to_owned(),
        ..Default::default()
    };
    status.into()
}

/// `get --raw`.
pub(super) fn get(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let url = call.text("raw");
    if matches!(url.split('?').next(), Some("/healthz" | "/livez" | "/readyz")) {
        context.out("ok");
        return Ok(Ran::Done(0));
    }
    let (address, all, _) = parse(url, context).ok_or_else(unknown)?;
    let verb = match address.name.as_str() {
        "" => Verb::List {
            resource: address.resource,
            namespace: (!all).then_some(address.namespace),
            labels: String::new(),
            fields: String::new(),
        },
        _ => Verb::Get(address),
    };
    let answer = context.server.call(&verb)?;
    context.out(&(json_line(&answer) + "\n"));
    Ok(Ran::Done(0))
}

/// `create --raw`: of evictions and of new objects.
pub(super) fn create(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let url = call.text("raw");
    let text = std::mem::take(&mut context.input.text);
    let (address, _, subresource) = parse(url, context).ok_or_else(unknown)?;
    let object: Value = serde_json::from_str(&text).map_err(|error| Failure::Error(error.to_string()))?;
    let verb = match subresource.as_str() {
        "eviction" => Verb::Evict {
            address,
            grace: json::at(&object, "deleteOptions.gracePeriodSeconds").as_u64(),
            dry_run: false,
        },
        "" => Verb::Create { resource: address.resource, namespace: address.namespace, object, dry_run: false },
        _ => return Err(unknown()),
    };
    let evicts = matches!(verb, Verb::Evict { .. });
    let answer = context.server.call(&verb)?;
    let text = if evicts {
        r#"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","code":201}"#.to_owned()
    } else {
        json_line(&answer)
    };
    context.out(&(text + "\n"));
    Ok(Ran::Done(0))
}
