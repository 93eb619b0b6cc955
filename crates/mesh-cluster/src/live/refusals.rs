//! Refusals in the API server's words (k8s.io/apimachinery/pkg/api/errors and util/validation/field).

use serde_json::Value;

use super::kind::Kind;
use crate::api::{Cause, Status};

/// A field at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldError {
    pub(crate) field: String,
    pub(crate) reason: &'static str,
    pub(crate) message: String,
}

impl FieldError {
    fn new(field: impl Into<String>, reason: &'static str, message: String) -> Self {
        Self { field: field.into(), reason, message }
    }

    /// `Invalid value: …`.
    pub(crate) fn invalid(field: impl Into<String>, value: &Value, detail: &str) -> Self {
        Self::new(field, "FieldValueInvalid", format!("Invalid value: {value}: {detail}"))
    }

    /// `Required value`.
    pub(crate) fn required(field: impl Into<String>, detail: &str) -> Self {
        let message = if detail.is_empty() { "Required value".to_owned() } else { format!("Required value: {detail}") };
        Self::new(field, "FieldValueRequired", message)
    }

    /// `Forbidden: …`.
    pub(crate) fn forbidden(field: impl Into<String>, detail: &str) -> Self {
        Self::new(field, "FieldValueForbidden", format!("Forbidden: {detail}"))
    }

    /// `Not found: …`.
    pub(crate) fn not_found(field: impl Into<String>, value: &Value) -> Self {
        Self::new(field, "FieldValueNotFound", format!("Not found: {value}"))
    }

    /// `Duplicate value: …`.
    pub(crate) fn duplicate(field: impl Into<String>, value: &Value) -> Self {
        Self::new(field, "FieldValueDuplicate", format!("Duplicate value: {value}"))
    }

    /// The same of a value as Go prints it.
    pub(crate) fn duplicate_text(field: impl Into<String>, value: &str) -> Self {
        Self::new(field, "FieldValueDuplicate", format!("Duplicate value: {value}"))
    }

    /// `Unsupported value: …`.
    pub(crate) fn unsupported(field: impl Into<String>, value: &Value, supported: &[&str]) -> Self {
        Self::unsupported_text(field, &value.to_string(), supported)
    }

    /// The same of a value as Go prints it.
    pub(crate) fn unsupported_text(field: impl Into<String>, value: &str, supported: &[&str]) -> Self {
        let quoted: Vec<String> = supported.iter().map(|value| format!("\"{value}\"")).collect();
        let message = format!("Unsupported value: {value}: supported values: {}", quoted.join(", "));
        Self::new(field, "FieldValueNotSupported", message)
    }
}

fn status(code: u16, reason: &str, message: String) -> Status {
    Status { code, reason: reason.to_owned(), message, ..Status::default() }
}

fn of(kind: Kind, name: &str, status: Status) -> Status {
    Status { kind: kind.plural.to_owned(), group: kind.group.to_owned(), name: name.to_owned(), ..status }
}

/// There is no such object.
pub(crate) fn not_found(kind: Kind, name: &str) -> Status {
    of(kind, name, status(404, "NotFound", format!("{} \"{name}\" not found", kind.qualified())))
}

/// There is no such resource.
pub(crate) fn no_such_resource() -> Status {
    status(404, "NotFound", "the server could not find the requested resource".to_owned())
}

/// The resource has no such verb.
pub(crate) fn not_allowed() -> Status {
    status(405, "MethodNotAllowed", "the server does not allow this method on the requested resource".to_owned())
}

/// There is one already.
pub(crate) fn already_exists(kind: Kind, name: &str) -> Status {
    of(kind, name, status(409, "AlreadyExists", format!("{} \"{name}\" already exists", kind.qualified())))
}

/// The object is not what the writer has read.
pub(crate) fn conflict(kind: Kind, name: &str) -> Status {
    let detail = "the object has been modified; please apply your changes to the latest version and try again";
    let message = format!("Operation cannot be fulfilled on {} \"{name}\": {detail}", kind.qualified());
    of(kind, name, status(409, "Conflict", message))
}

/// The call makes no sense.
pub(crate) fn bad_request(message: impl Into<String>) -> Status {
    status(400, "BadRequest", message.into())
}

/// It is not allowed.
pub(crate) fn forbidden(kind: Kind, name: &str, why: &str) -> Status {
    let message = format!("{} \"{name}\" is forbidden: {why}", kind.qualified());
    of(kind, name, status(403, "Forbidden", message))
}

/// The object is not valid.
pub(crate) fn invalid(kind: Kind, name: &str, errors: Vec<FieldError>) -> Status {
    let texts: Vec<String> = errors.iter().map(|error| format!("{}: {}", error.field, error.message)).collect();
    let list = match texts.as_slice() {
        [one] => one.clone(),
        many => format!("[{}]", many.join(", ")),
    };
    let qualified =
        if kind.group.is_empty() { kind.name().to_owned() } else { format!("{}.{}", kind.name(), kind.group) };
    let cause =
        |error: FieldError| Cause { reason: error.reason.to_owned(), message: error.message, field: error.field };
    Status {
        code: 422,
        reason: "Invalid".to_owned(),
        message: format!("{qualified} \"{name}\" is invalid: {list}"),
        kind: kind.name().to_owned(),
        group: kind.group.to_owned(),
        name: name.to_owned(),
        causes: errors.into_iter().map(cause).collect(),
    }
}

/// An eviction that a budget refuses (pkg/registry/core/pod/storage/eviction.go).
pub(crate) fn too_many_requests(budget: &str, needed: i64, healthy: i64) -> Status {
    let message = "Cannot evict pod as it would violate the pod's disruption budget.".to_owned();
    let cause = format!("The disruption budget {budget} needs {needed} healthy pods and has {healthy} currently");
    let cause = Cause { reason: "DisruptionBudget".to_owned(), message: cause, field: String::new() };
    Status { causes: vec![cause], ..status(429, "TooManyRequests", message) }
}

/// Something that the server cannot do.
pub(crate) fn internal(message: impl Into<String>) -> Status {
    status(500, "InternalError", message.into())
}
