//! Filters of HTTPRoute rules (`createHeadersFilter`, `createRewriteFilter`, `createRedirectFilter`,
//! `createMirrorFilter`).

use mesh_config::model::{
    HeaderFilter, HeaderOperations, Headers, HttpHeader, HttpMirrorPolicy, HttpRedirect, HttpRewrite, HttpRoute,
    KubernetesHttpFilter, Percent, RedirectPortSelection, RegexRewrite, RequestMirrorFilter, RequestRedirectFilter,
    UrlRewriteFilter,
};
use mesh_config::{Span, Spanned};
use mesh_ordered::OrderedMap;

use super::backend::{Lookup, Refusal, destination, is_known};
use super::cors;

/// Applies the filters of a rule.
///
/// # Errors
/// A filter that Istio does not know refuses the whole route.
pub(super) fn apply(
    route: &mut HttpRoute,
    filters: &[KubernetesHttpFilter],
    lookup: Lookup<'_>,
) -> Result<(), Refusal> {
    route.headers = headers(filters).map(Box::new);
    for filter in filters {
        match kind(filter) {
            "RequestHeaderModifier" | "ResponseHeaderModifier" => {}
            "RequestRedirect" => route.redirect = filter.request_redirect.as_ref().map(redirect).map(Box::new),
            "URLRewrite" => route.rewrite = filter.url_rewrite.as_ref().and_then(rewrite).map(Box::new),
            "RequestMirror" => {
                // A mirror that leads nowhere is left out, whatever is wrong with it.
                route.mirrors.extend(filter.request_mirror.as_ref().and_then(|filter| mirror(filter, lookup)));
            }
            "CORS" => route.cors_policy = filter.cors.as_ref().map(cors::policy).map(Box::new),
            _ => return Err(Refusal::Route),
        }
    }
    Ok(())
}

fn kind(filter: &KubernetesHttpFilter) -> &str {
    filter.filter_type.as_ref().map_or("", |kind| kind.value.as_str())
}

/// Whether a backend may have these filters: only those that change headers.
pub(super) fn change_headers_alone(filters: &[KubernetesHttpFilter]) -> bool {
    filters.iter().all(|filter| matches!(kind(filter), "RequestHeaderModifier" | "ResponseHeaderModifier"))
}

/// The header operations among filters; the last of each side counts.
pub(super) fn headers(filters: &[KubernetesHttpFilter]) -> Option<Headers> {
    let mut headers = Headers::default();
    for filter in filters {
        if let Some(request) =
            filter.request_header_modifier.as_ref().filter(|_| kind(filter) == "RequestHeaderModifier")
        {
            headers.request = Some(operations(request));
            headers.span = filter.span;
        }
        if let Some(response) =
            filter.response_header_modifier.as_ref().filter(|_| kind(filter) == "ResponseHeaderModifier")
        {
            headers.response = Some(operations(response));
            headers.span = filter.span;
        }
    }
    (headers.request.is_some() || headers.response.is_some()).then_some(headers)
}

/// Of one header, in whatever case, the first entry counts.
fn operations(filter: &HeaderFilter) -> HeaderOperations {
    let map = |list: &[HttpHeader]| {
        let mut headers: OrderedMap<String, Spanned<String>> = OrderedMap::new();
        for header in list {
            if let Some(name) = &header.name {
                let value = header.value.clone().unwrap_or_else(|| Spanned::new(String::new(), header.span));
                headers.entry(name.value.to_ascii_lowercase()).or_insert(value);
            }
        }
        headers
    };
    HeaderOperations { span: filter.span, set: map(&filter.set), add: map(&filter.add), remove: filter.remove.clone() }
}

/// The port of the request is kept unless a port or a scheme is named.
fn redirect(filter: &RequestRedirectFilter) -> HttpRedirect {
    let derive = if filter.scheme.is_some() {
        RedirectPortSelection::FromProtocolDefault
    } else {
        RedirectPortSelection::FromRequestPort
    };
    let port = filter
        .port
        .as_ref()
        .and_then(|port| u32::try_from(port.value).ok().map(|number| Spanned::new(number, port.span)));
    let path = filter.path.as_ref();
    HttpRedirect {
        span: filter.span,
        authority: filter.hostname.clone(),
        scheme: filter.scheme.clone(),
        derive_port: port.is_none().then(|| Spanned::new(derive, filter.span)),
        port,
        // Gateway API's default is 302.
        redirect_code: Some(filter.status_code.clone().unwrap_or_else(|| Spanned::new(302, filter.span))),
        uri: path.and_then(|path| path.replace_full_path.clone()),
        prefix_rewrite: path.and_then(|path| path.replace_prefix_match.clone()),
    }
}

/// Removing a whole prefix is written as `/`; a full path is replaced by an expression for any path.
fn rewrite(filter: &UrlRewriteFilter) -> Option<HttpRewrite> {
    let mut rewrite = HttpRewrite { span: filter.span, authority: filter.hostname.clone(), ..HttpRewrite::default() };
    if let Some(path) = &filter.path {
        if let Some(prefix) = &path.replace_prefix_match {
            let trimmed = prefix.value.strip_suffix('/').unwrap_or(&prefix.value);
            rewrite.uri = Some(Spanned::new(if trimmed.is_empty() { "/" } else { trimmed }.to_owned(), prefix.span));
        } else if let Some(full) = &path.replace_full_path {
            rewrite.uri_regex_rewrite = Some(RegexRewrite {
                span: path.span,
                matches: Some(Spanned::new("/.*".to_owned(), path.span)),
                rewrite: Some(full.clone()),
            });
        }
    }
    (rewrite.uri.is_some() || rewrite.uri_regex_rewrite.is_some() || rewrite.authority.is_some()).then_some(rewrite)
}

fn mirror(filter: &RequestMirrorFilter, lookup: Lookup<'_>) -> Option<HttpMirrorPolicy> {
    let destination = destination(filter.backend_ref.as_ref()?, lookup).ok()?;
    if !is_known(&destination, lookup.config) {
        return None;
    }
    let fraction = filter.fraction.as_ref().map(|fraction| {
        let number =
            |value: &Option<Spanned<i32>>, default: i32| f64::from(value.as_ref().map_or(default, |value| value.value));
        100.0 * number(&fraction.numerator, 0) / number(&fraction.denominator, 100).max(1.0)
    });
    let value = fraction.or(filter.percent.as_ref().map(|percent| f64::from(percent.value)));
    Some(HttpMirrorPolicy {
        span: filter.span,
        destination: Some(destination),
        percentage: value.map(|value| percent(value, filter.span)),
    })
}

fn percent(value: f64, span: Span) -> Percent {
    Percent { span, value }
}
