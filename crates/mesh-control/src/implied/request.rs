//! A request that a condition takes.

use mesh_config::model::{HttpMatchRequest, StringMatch};
use mesh_ordered::OrderedMap;
use mesh_proxy::re2::FullMatch;

use super::regex_text::shortest;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) method: String,
    /// Path and query.
    pub(super) path: String,
    pub(super) headers: OrderedMap<String, String>,
    /// The port that the condition wants.
    pub(super) port: Option<u32>,
}

impl Default for Request {
    fn default() -> Self {
        Self { method: "GET".to_owned(), path: "/".to_owned(), headers: OrderedMap::new(), port: None }
    }
}

/// A request that a condition takes, a GET where it can be; `None` where none can be made from a client without labels.
pub(super) fn taken_by(condition: &HttpMatchRequest) -> Option<Request> {
    if !condition.source_labels.is_empty() {
        return None;
    }
    let mut request = Request {
        port: condition.port.as_ref().map(|port| port.value).filter(|port| *port != 0),
        ..Request::default()
    };
    if let Some(uri) = &condition.uri {
        request.path = path(uri)?;
    }
    if let Some(method) = &condition.method {
        // A GET where that is possible.
        if !takes(method, "GET") {
            request.method = text(method)?;
        }
    }
    if let Some(authority) = &condition.authority {
        request.headers.insert("host".to_owned(), text(authority)?);
    }
    for (name, value) in &condition.headers {
        if name.starts_with('@') {
            return None;
        }
        request.headers.insert(name.clone(), present(value)?);
    }
    for (name, value) in &condition.without_headers {
        // A header that is missing counts as empty: a condition that takes the empty text rules it out for good.
        let presence =
            matches!(value, StringMatch::Unset(_)) || matches!(value, StringMatch::Regex(regex) if regex.value == "*");
        if !presence && takes(value, "") {
            return None;
        }
        request.headers.remove(name);
    }
    for (index, (name, value)) in condition.query_params.iter().enumerate() {
        let separator = if index == 0 { '?' } else { '&' };
        request.path.push(separator);
        request.path.push_str(&format!("{name}={}", present(value)?));
    }
    Some(request)
}

/// A path begins with a slash, also where a pattern would do without.
fn path(uri: &StringMatch) -> Option<String> {
    let found = text(uri)?;
    let slashed = if found.starts_with('/') { found } else { format!("/{found}") };
    (takes(uri, &slashed) && !slashed.contains(char::is_whitespace)).then_some(slashed)
}

/// A text that a condition takes; one for presence is as good as any.
fn text(condition: &StringMatch) -> Option<String> {
    let found = match condition {
        StringMatch::Exact(text) | StringMatch::Prefix(text) => text.value.clone(),
        StringMatch::Regex(regex) if regex.value == "*" => String::new(),
        StringMatch::Regex(regex) => shortest(&regex.value)?,
        StringMatch::Unset(_) => String::new(),
    };
    takes(condition, &found).then_some(found)
}

/// A value of a header or a query parameter that must be there.
fn present(condition: &StringMatch) -> Option<String> {
    let found = text(condition)?;
    // An empty value would be left out on the way.
    let filled = if found.is_empty() { "1".to_owned() } else { found };
    takes(condition, &filled).then_some(filled)
}

fn takes(condition: &StringMatch, text: &str) -> bool {
    match condition {
        StringMatch::Exact(wanted) => wanted.value == text,
        StringMatch::Prefix(prefix) => text.starts_with(prefix.value.as_str()),
        StringMatch::Regex(regex) if regex.value == "*" => true,
        StringMatch::Regex(regex) => FullMatch::new(&regex.value).is_ok_and(|pattern| pattern.matches(text)),
        StringMatch::Unset(_) => true,
    }
}
