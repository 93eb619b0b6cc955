//! A request as it leaves for its host.

use mesh_proxy::config::{Action, HostRewriteSpecifier, RouteAction};
use mesh_proxy::route::{Decision, Request, upstream_request};

use super::headers::{MOST, shortened};
use crate::decision::{Change, StepKind};

/// What the proxy tells the host of the try itself, whatever the route says.
const OF_THE_PROXY: &str = "x-envoy-";

/// What a route makes of a request; none where it changes nothing. A rewrite that leaves the path as it is counts: people
/// ask what became of it.
pub(super) fn changes(decision: &Decision<'_>, request: &Request<'_>) -> Option<StepKind> {
    let Action::Route(action) = &decision.route_config()?.action else { return None };
    let leaving = upstream_request(decision, request);
    let change = |name: &str, from: &str, to: &str| Change {
        name: name.to_owned(),
        from: Some(shortened(from.to_owned())),
        to: Some(shortened(to.to_owned())),
    };
    let is_rewritten = rewrites_path(action) || leaving.path != request.path;
    let path = is_rewritten.then(|| change("path", request.path, &leaving.path));
    let is_renamed = renames(action) || leaving.authority != request.authority;
    let authority = is_renamed.then(|| change("Host", request.authority, &leaving.authority));
    let joined = |values: Vec<&str>| (!values.is_empty()).then(|| shortened(values.join(",")));
    let mut headers: Vec<Change> = Vec::new();
    let names = leaving.headers.iter().chain(request.headers.iter()).map(|(name, _)| name);
    for name in names.filter(|name| !name.starts_with(OF_THE_PROXY)) {
        let from = joined(request.headers.get_all(name).collect());
        let to = joined(leaving.headers.get_all(name).collect());
        if from != to && headers.len() < MOST && !headers.iter().any(|known| known.name == name) {
            headers.push(Change { name: name.to_owned(), from, to });
        }
    }
    let is_changed = path.is_some() || authority.is_some() || !headers.is_empty();
    is_changed.then_some(StepKind::Leaving { path, authority, headers })
}

fn rewrites_path(action: &RouteAction) -> bool {
    !action.prefix_rewrite.is_empty() || action.regex_rewrite.is_some()
}

fn renames(action: &RouteAction) -> bool {
    !matches!(action.host_rewrite_specifier, None | Some(HostRewriteSpecifier::AutoHostRewrite(_)))
}
