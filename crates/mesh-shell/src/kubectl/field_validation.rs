//! `--validate`: what becomes of fields that a kind does not have (`cmdutil.GetValidationDirective`).

use mesh_cluster::api::{Answer, Status, Verb};
use serde_json::Value;

use super::call::Call;
use super::failure::{Failure, error};
use crate::Context;

/// What the API server is told to do about unknown fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Validation {
    Strict,
    Warn,
    Ignore,
}

/// Before the names of the fields that are not known.
const UNKNOWN: &str = "strict decoding error: ";

impl Validation {
    /// As a command asks for it.
    pub(super) fn of(call: &Call) -> Result<Validation, Failure> {
        match call.text("validate") {
            "" | "strict" | "true" => Ok(Validation::Strict),
            "warn" => Ok(Validation::Warn),
            "ignore" | "false" => Ok(Validation::Ignore),
            other => error(format!(
                "invalid - validate option {other:?}; must be one of: strict (or true), warn, ignore (or false)"
            )),
        }
    }

    /// Calls the API server; what is not known is left out unless it is to be refused.
    pub(super) fn call(self, mut verb: Verb, context: &mut Context<'_>) -> Answer {
        let refused = match context.server.call(&verb) {
            Err(status) if self != Validation::Strict => status,
            answer => return answer,
        };
        let fields = unknown(&refused);
        let Some(object) = written(&mut verb).filter(|_| !fields.is_empty()) else { return Err(refused) };
        for field in &fields {
            let path: Vec<&str> = field.split('.').collect();
            take_out(object, &path);
            if self == Validation::Warn {
                context.err(&format!("Warning: unknown field \"{field}\"\n"));
            }
        }
        context.server.call(&verb)
    }
}

/// What a call writes.
fn written(verb: &mut Verb) -> Option<&mut Value> {
    match verb {
        Verb::Create { object, .. } | Verb::Replace { object, .. } => Some(object),
        Verb::Patch { patch, .. } => Some(patch),
        _ => None,
    }
}

/// The fields that a refusal names.
fn unknown(status: &Status) -> Vec<String> {
    let named = status.message.split_once(UNKNOWN).map_or("", |(_, named)| named).split(", ");
    let field = |one: &str| Some(one.strip_prefix("unknown field \"")?.strip_suffix('"')?.to_owned());
    named.filter_map(field).collect()
}

/// Takes a field out, of every item where a list stands on the way.
fn take_out(value: &mut Value, path: &[&str]) {
    let (Some((first, rest)), Value::Object(map)) = (path.split_first(), value) else { return };
    let name = first.split('[').next().unwrap_or_default();
    if rest.is_empty() {
        map.remove(name);
        return;
    }
    match map.get_mut(name) {
        Some(Value::Array(items)) => items.iter_mut().for_each(|item| take_out(item, rest)),
        Some(inner) => take_out(inner, rest),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn unknown_fields_are_taken_out_where_they_stand() {
        let message = "Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: unknown field \"spec.a\", unknown field \"spec.containers[1].b\"";
        let status = Status { message: message.to_owned(), ..Status::default() };
        let mut pod = json!({"spec": {"a": 1, "containers": [{"name": "x"}, {"name": "y", "b": 2}]}});
        for field in unknown(&status) {
            take_out(&mut pod, &field.split('.').collect::<Vec<_>>());
        }
        assert_eq!(pod, json!({"spec": {"containers": [{"name": "x"}, {"name": "y"}]}}));
        assert_eq!(unknown(&Status::default()), Vec::<String>::new());
    }
}
