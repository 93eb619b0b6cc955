//! Merging of a root's route with those of its delegate (`MergeHTTPRoutes`).

use mesh_config::Spanned;
use mesh_config::model::{HttpMatchRequest, StringMatch};
use mesh_ordered::OrderedMap;
use mesh_proxy::config::Origin;

use super::{HttpEntry, HttpOrigins};

/// The delegate's routes with what the root's entry adds to each; those that conflict with it are dropped.
#[must_use]
pub fn merge_http_routes(root: &HttpEntry, delegate: &[HttpEntry]) -> Vec<HttpEntry> {
    delegate.iter().filter_map(|entry| merge(root, entry)).collect()
}

fn merge(root: &HttpEntry, delegate: &HttpEntry) -> Option<HttpEntry> {
    let merged = merge_match_requests(
        &with_origins(&root.route.matches, &root.origins.matches),
        &with_origins(&delegate.route.matches, &delegate.origins.matches),
    )?;
    let mut entry = delegate.clone();
    (entry.route.matches, entry.origins.matches) = merged.into_iter().unzip();
    entry.route.name = join_names(root.route.name.as_ref(), delegate.route.name.as_ref());

    let HttpEntry { route: from, origins: theirs } = root;
    let HttpEntry { route: to, origins: ours } = &mut entry;
    inherit(&mut to.rewrite, &from.rewrite, &mut ours.rewrite, theirs.rewrite);
    inherit(&mut to.direct_response, &from.direct_response, &mut ours.action, theirs.action);
    inherit(&mut to.timeout, &from.timeout, &mut ours.timeout, theirs.timeout);
    inherit(&mut to.retries, &from.retries, &mut ours.retries, theirs.retries);
    inherit(&mut to.fault, &from.fault, &mut ours.fault, theirs.fault);
    inherit(&mut to.mirror, &from.mirror, &mut ours.mirror, theirs.mirror);
    inherit(&mut to.cors_policy, &from.cors_policy, &mut ours.cors, theirs.cors);
    inherit(&mut to.headers, &from.headers, &mut ours.headers, theirs.headers);
    to.mirror_percent = to.mirror_percent.clone().or_else(|| from.mirror_percent.clone());
    to.mirror_percentage = to.mirror_percentage.or(from.mirror_percentage);
    if to.mirrors.is_empty() {
        to.mirrors.clone_from(&from.mirrors);
    }
    Some(entry)
}

fn inherit<T: Clone>(ours: &mut Option<T>, theirs: &Option<T>, our_origin: &mut Origin, their_origin: Origin) {
    if ours.is_none() && theirs.is_some() {
        ours.clone_from(theirs);
        *our_origin = their_origin;
    }
}

fn with_origins<'a>(matches: &'a [HttpMatchRequest], origins: &[Origin]) -> Vec<(&'a HttpMatchRequest, Origin)> {
    let origin = |index: usize| origins.get(index).copied().unwrap_or_default();
    matches.iter().enumerate().map(|(index, condition)| (condition, origin(index))).collect()
}

/// `root-leaf`, or the only name there is.
fn join_names(root: Option<&Spanned<String>>, leaf: Option<&Spanned<String>>) -> Option<Spanned<String>> {
    let present = |name: Option<&Spanned<String>>| name.filter(|name| !name.is_empty()).cloned();
    match (present(root), present(leaf)) {
        (Some(root), Some(leaf)) => Some(Spanned::new(format!("{}-{}", root.value, leaf.value), leaf.span)),
        (root, leaf) => leaf.or(root),
    }
}

/// Each of the delegate's conditions with each of the root's that it is part of; `None` when one of them is part
/// of none (`mergeHTTPMatchRequests`).
#[must_use]
pub fn merge_match_requests(
    root: &[(&HttpMatchRequest, Origin)],
    delegate: &[(&HttpMatchRequest, Origin)],
) -> Option<Vec<(HttpMatchRequest, Origin)>> {
    let owned =
        |list: &[(&HttpMatchRequest, Origin)]| list.iter().map(|(one, origin)| ((*one).clone(), *origin)).collect();
    if root.is_empty() {
        return Some(owned(delegate));
    }
    if delegate.is_empty() {
        return Some(owned(root));
    }
    let mut merged = Vec::new();
    for (leaf, origin) in delegate {
        let before = merged.len();
        let fitting = root.iter().filter(|(root, _)| !has_conflict(root, leaf));
        merged.extend(fitting.map(|(root, _)| (merge_match_request(root, leaf), *origin)));
        if merged.len() == before {
            return None;
        }
    }
    Some(merged)
}

fn merge_match_request(root: &HttpMatchRequest, leaf: &HttpMatchRequest) -> HttpMatchRequest {
    let mut merged = leaf.clone();
    merged.name = join_names(root.name.as_ref(), leaf.name.as_ref());
    let fill = |ours: &mut Option<StringMatch>, theirs: &Option<StringMatch>| {
        if ours.is_none() {
            ours.clone_from(theirs);
        }
    };
    fill(&mut merged.uri, &root.uri);
    fill(&mut merged.scheme, &root.scheme);
    fill(&mut merged.method, &root.method);
    fill(&mut merged.authority, &root.authority);
    merged.headers = merge_maps(&root.headers, &leaf.headers);
    merged.without_headers = merge_maps(&root.without_headers, &leaf.without_headers);
    merged.query_params = merge_maps(&root.query_params, &leaf.query_params);
    merged.source_labels = merge_maps(&root.source_labels, &leaf.source_labels);
    if merged.port.as_ref().is_none_or(|port| port.value == 0) {
        merged.port.clone_from(&root.port);
    }
    if merged.source_namespace.as_ref().is_none_or(|namespace| namespace.is_empty()) {
        merged.source_namespace.clone_from(&root.source_namespace);
    }
    if merged.gateways.is_empty() {
        merged.gateways.clone_from(&root.gateways);
    }
    if merged.stat_prefix.is_none() {
        merged.stat_prefix.clone_from(&root.stat_prefix);
    }
    merged
}

fn merge_maps<T: Clone>(root: &OrderedMap<String, T>, leaf: &OrderedMap<String, T>) -> OrderedMap<String, T> {
    let mut merged = root.clone();
    merged.extend(leaf.iter().map(|(key, value)| (key.clone(), value.clone())));
    merged
}

/// Whether no request can satisfy both (`hasConflict`).
#[must_use]
pub fn has_conflict(root: &HttpMatchRequest, leaf: &HttpMatchRequest) -> bool {
    let pairs = [
        (&root.uri, &leaf.uri),
        (&root.scheme, &leaf.scheme),
        (&root.method, &leaf.method),
        (&root.authority, &leaf.authority),
    ];
    let maps = [
        (&root.headers, &leaf.headers),
        (&root.without_headers, &leaf.without_headers),
        (&root.query_params, &leaf.query_params),
    ];
    let port = |request: &HttpMatchRequest| request.port.as_ref().map_or(0, |port| port.value);
    let namespace = |request: &HttpMatchRequest| {
        request.source_namespace.as_ref().map_or_else(String::new, |name| name.value.clone())
    };
    let ignore_case = |request: &HttpMatchRequest| request.ignore_uri_case.as_ref().is_some_and(|ignore| ignore.value);

    pairs.iter().any(|(root, leaf)| string_conflict(root.as_ref(), leaf.as_ref()))
        || maps.iter().any(|(root, leaf)| leaf.iter().any(|(key, value)| string_conflict(root.get(key), Some(value))))
        || ignore_case(root) != ignore_case(leaf)
        || (port(root) > 0 && port(leaf) > 0 && port(root) != port(leaf))
        || (!namespace(root).is_empty() && namespace(root) != namespace(leaf))
        || leaf
            .source_labels
            .iter()
            .any(|(key, value)| root.source_labels.get(key).is_some_and(|ours| ours.value != value.value))
        || gateways_conflict(root, leaf)
}

fn gateways_conflict(root: &HttpMatchRequest, leaf: &HttpMatchRequest) -> bool {
    if root.gateways.is_empty() || leaf.gateways.is_empty() {
        return false;
    }
    let known = |gateway: &Spanned<String>| root.gateways.iter().any(|ours| ours.value == gateway.value);
    root.gateways.len() < leaf.gateways.len() || !leaf.gateways.iter().all(known)
}

/// Whether the leaf asks for something that the root's condition rules out. A regex goes with nothing else.
fn string_conflict(root: Option<&StringMatch>, leaf: Option<&StringMatch>) -> bool {
    let (Some(root), Some(leaf)) = (root, leaf) else { return false };
    let text = |matched: &StringMatch| matched.text().is_some_and(|text| !text.is_empty());
    match (root, leaf) {
        (StringMatch::Regex(_), _) if text(root) && text(leaf) => true,
        (_, StringMatch::Regex(_)) if text(leaf) && text(root) => true,
        (StringMatch::Exact(exact), StringMatch::Exact(theirs)) if text(root) => exact.value != theirs.value,
        (StringMatch::Exact(_), _) if text(root) => true,
        (StringMatch::Prefix(prefix), StringMatch::Prefix(theirs) | StringMatch::Exact(theirs))
            if text(root) && text(leaf) =>
        {
            !theirs.starts_with(prefix.as_str())
        }
        _ => true,
    }
}

impl HttpOrigins {
    /// The same origins for other conditions.
    #[must_use]
    pub fn with_matches(mut self, matches: Vec<Origin>) -> Self {
        self.matches = matches;
        self
    }
}
