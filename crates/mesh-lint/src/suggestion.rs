//! "Did you mean": what somebody may have meant by a name that nobody has, offered as an edit.

use mesh_config::schema::closest;
use mesh_config::{Diagnostic, Scalar, TextEdit};
use mesh_words::say;

use crate::context::Context;
use crate::field::Field;
use crate::host_names::{full_name, service_of};

/// Of longer lists only so many names are compared: thousands of wrong names among thousands would cost seconds.
const MOST_COMPARED: usize = 20;

/// A finding that offers to write something else at a field.
pub(crate) fn offering(finding: Diagnostic, place: Field<'_>, instead: Option<String>) -> Diagnostic {
    match instead.filter(|text| place.present() && is_plain_word(text)) {
        Some(text) => {
            let edit = TextEdit { span: place.span(), text: text.clone() };
            finding.fix(say!("suggestion-change-to", text), vec![edit])
        }
        None => finding,
    }
}

/// A finding that offers to write another text at a field, as a path or a name with any letters.
pub(crate) fn offering_text(finding: Diagnostic, place: Field<'_>, instead: &str) -> Diagnostic {
    if !place.has_line() || instead.contains(['\n', '\r', '\t', '\'']) {
        return finding;
    }
    let is_safe = |each: char| each.is_ascii_alphanumeric() || matches!(each, '-' | '_' | '.' | '/');
    let is_plain = instead.starts_with('/') && instead.chars().all(is_safe);
    let text = if is_plain { instead.to_owned() } else { format!("'{instead}'") };
    let edit = TextEdit { span: place.span(), text };
    finding.fix(say!("suggestion-change-to", text = instead), vec![edit])
}

/// Whether a text can stand in YAML as it is, in braces too.
fn is_plain_word(text: &str) -> bool {
    let word = Scalar { text: text.into(), plain: true };
    let is_safe = |each: char| each.is_ascii_alphanumeric() || matches!(each, '-' | '_' | '.' | '/');
    text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.chars().all(is_safe)
        && !word.is_null()
        && word.as_bool().is_none()
}

/// The name that is nearest to a written one.
pub(crate) fn near_name(written: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let names: Vec<String> = names.take(MOST_COMPARED).collect();
    closest(written, names.iter().map(String::as_str)).filter(|near| *near != written).map(str::to_owned)
}

/// The full name of the Service that is written as `name.namespace`, which Kubernetes' DNS knows and Istio does not.
pub(crate) fn written_out(context: &Context<'_>, host: &str) -> Option<String> {
    let (name, owner) = host.strip_suffix(".svc").unwrap_or(host).split_once('.')?;
    context.service(owner, name).map(|_| full_name(owner, name))
}

/// The host that may be meant by one that nobody has, in a rule of a namespace: `name.namespace` written out, one whose
/// name differs by a slip of the pen, or the only Service of that name elsewhere.
pub(crate) fn near_host(context: &Context<'_>, namespace: &str, host: &str) -> Option<String> {
    let (owner, name) = service_of(namespace, host);
    let services = context.near_services();
    let as_written = |near: &str| if name == host { near.to_owned() } else { full_name(&owner, near) };
    let near = || services.near(&owner, &name).map(as_written);
    let elsewhere = || services.only_owner(&name).map(|owner| full_name(owner, &name));
    // A Service that is there but is not shown to this namespace is near to itself.
    written_out(context, host).or_else(near).or_else(elsewhere).filter(|meant| meant != host)
}
