//! Header operations (`TranslateHeadersOperations`).

use mesh_config::Spanned;
use mesh_config::model::Headers;
use mesh_ordered::OrderedMap;
use mesh_proxy::config::{AppendAction, HeaderValue, HeaderValueOption, Origin};

/// What one level of `headers` comes to.
#[derive(Clone, Debug, Default)]
pub struct Operations {
    /// Added to or set in the request.
    pub request_add: Vec<HeaderValueOption>,
    /// Removed from the request.
    pub request_remove: Vec<String>,
    /// Added to or set in the response.
    pub response_add: Vec<HeaderValueOption>,
    /// Removed from the response.
    pub response_remove: Vec<String>,
    /// A `Host` among the request's headers: it rewrites the authority instead.
    pub authority: Option<String>,
}

impl Operations {
    /// Translates one level: all `set` in the order of names, then all `add`.
    #[must_use]
    pub fn new(headers: Option<&Headers>, origin: Origin) -> Self {
        let Some(headers) = headers else { return Self::default() };
        let mut operations = Self::default();
        if let Some(request) = &headers.request {
            operations.request_add = options(&request.set, AppendAction::OverwriteIfExistsOrAdd, origin);
            operations.request_add.extend(options(&request.add, AppendAction::AppendIfExistsOrAdd, origin));
            operations.request_remove = removable(&request.remove);
            operations.authority = authority(&request.set).or_else(|| authority(&request.add));
        }
        if let Some(response) = &headers.response {
            operations.response_add = options(&response.set, AppendAction::OverwriteIfExistsOrAdd, origin);
            operations.response_add.extend(options(&response.add, AppendAction::AppendIfExistsOrAdd, origin));
            operations.response_remove = removable(&response.remove);
        }
        operations
    }
}

fn options(
    headers: &OrderedMap<String, Spanned<String>>,
    append_action: AppendAction,
    origin: Origin,
) -> Vec<HeaderValueOption> {
    let option = |(key, value): (&String, &Spanned<String>)| HeaderValueOption {
        header: HeaderValue { key: key.clone(), value: value.value.clone() },
        append_action,
        keep_empty_value: false,
        origin,
    };
    headers.iter().filter(|(key, _)| !is_internal(key)).map(option).collect()
}

fn removable(names: &[Spanned<String>]) -> Vec<String> {
    names.iter().map(|name| name.value.clone()).filter(|name| !is_internal(name)).collect()
}

fn authority(headers: &OrderedMap<String, Spanned<String>>) -> Option<String> {
    let found = headers.iter().filter(|(key, _)| is_authority(key)).map(|(_, value)| value.value.clone()).next_back();
    found.filter(|value| !value.is_empty())
}

fn is_authority(name: &str) -> bool {
    name.eq_ignore_ascii_case(":authority") || name.eq_ignore_ascii_case("host")
}

/// Names that Envoy does not let be changed as headers.
fn is_internal(name: &str) -> bool {
    name.starts_with(':') || name.eq_ignore_ascii_case("host")
}
