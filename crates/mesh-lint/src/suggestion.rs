//! "Did you mean": what somebody may have meant by a name that nobody has, offered as an edit.

use std::collections::{HashMap, HashSet};

use mesh_config::schema::closest;
use mesh_config::{Diagnostic, Resource, Scalar, TextEdit};

use crate::context::Context;
use crate::field::Field;
use crate::host_names::full_name;

/// Of longer lists only so many names are compared: thousands of wrong names among thousands would cost seconds.
const MOST_COMPARED: usize = 20;

/// Services beyond so many names with a letter left out are not suggested: the index would take too much memory.
const MOST_PARTS: usize = 100_000;

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

/// The Services, found by names that differ by one letter. Looked up only, never walked.
#[derive(Default)]
pub(crate) struct NearServices<'a> {
    /// By namespace and a name with one letter left out; none where several have it.
    by_part: HashMap<(&'a str, String), Option<&'a str>>,
    /// The namespace of the only Service of a name.
    owners: HashMap<&'a str, Option<&'a str>>,
}

impl<'a> NearServices<'a> {
    /// Indexes Services.
    pub(crate) fn new(services: impl Iterator<Item = &'a Resource>) -> Self {
        let mut index = Self::default();
        for service in services {
            let (namespace, name) = (service.metadata.namespace.as_str(), service.metadata.name.as_str());
            let only = |other: &mut Option<&str>, own| *other = other.filter(|other| *other == own);
            index.owners.entry(name).and_modify(|other| only(other, namespace)).or_insert(Some(namespace));
            let room = MOST_PARTS.saturating_sub(index.by_part.len());
            for part in parts(name).take(room) {
                index.by_part.entry((namespace, part)).and_modify(|other| only(other, name)).or_insert(Some(name));
            }
        }
        index
    }

    /// The only Service of a namespace whose name is one letter more, less or other than a written one.
    fn near(&self, namespace: &str, written: &str) -> Option<&'a str> {
        let found: HashSet<&str> = parts(written).filter_map(|part| *self.by_part.get(&(namespace, part))?).collect();
        let mut found = found.into_iter();
        found.next().filter(|_| found.next().is_none())
    }

    fn only_owner(&self, name: &str) -> Option<&'a str> {
        *self.owners.get(name)?
    }
}

/// A name, and what is left of it without each of its letters. Nothing of names that no Service can have.
fn parts(name: &str) -> impl Iterator<Item = String> {
    const LONGEST: usize = 64;
    let name = if name.len() <= LONGEST { name.to_lowercase() } else { String::new() };
    let without = |at: usize, letter: char| [&name[..at], &name[at + letter.len_utf8()..]].concat();
    let mut parts: Vec<String> = name.char_indices().map(|(at, letter)| without(at, letter)).collect();
    parts.push(name);
    parts.into_iter().filter(|part| !part.is_empty())
}
