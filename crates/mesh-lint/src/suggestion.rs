//! "Did you mean": what somebody may have meant by a name that nobody has, offered as an edit.

use mesh_config::schema::closest;
use mesh_config::{Diagnostic, Scalar, TextEdit};

use crate::context::Context;
use crate::field::Field;
use crate::host_names::full_name;

/// Of longer lists only so many names are compared: thousands of wrong names among thousands would cost seconds.
const MOST_COMPARED: usize = 20;

/// A finding that offers to write something else at a field.
pub(crate) fn offering(finding: Diagnostic, place: Field<'_>, instead: Option<String>) -> Diagnostic {
    match instead.filter(|text| place.present() && is_plain_word(text)) {
        Some(text) => {
            let edit = TextEdit { span: place.span(), text: text.clone() };
            finding.fix(format!("Change to `{text}`"), vec![edit])
        }
        None => finding,
    }
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

/// The host that may be meant by one that nobody has, in a rule of a namespace: `name.namespace` written out, the only
/// Service of that name elsewhere, or one whose name differs by a slip of the pen.
pub(crate) fn near_host(context: &Context<'_>, namespace: &str, host: &str) -> Option<String> {
    let short = host.strip_suffix(".svc.cluster.local").unwrap_or(host);
    let (name, owner) = short.strip_suffix(".svc").unwrap_or(short).split_once('.').unwrap_or((short, namespace));
    if context.service(owner, name).is_some() {
        return Some(full_name(owner, name)).filter(|full| full != host);
    }
    if let Some(near) = context.near_services().near(owner, name) {
        return Some(if name.len() == host.len() { near.to_owned() } else { full_name(owner, near) });
    }
    Some(full_name(context.near_services().only_owner(name)?, name))
}
