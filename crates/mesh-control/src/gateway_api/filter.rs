//! Filters of HTTPRoute rules (`createHeadersFilter`, `createRewriteFilter`, `createRedirectFilter`, `createMirrorFilter`).

use std::collections::BTreeMap;

use mesh_config::model::{
    HeaderFilter, HeaderOperations, Headers, HttpHeader, HttpMirrorPolicy, HttpRedirect, HttpRewrite, HttpRoute,
    KubernetesHttpFilter, Percent, RedirectPortSelection, RegexRewrite, RequestMirrorFilter, RequestRedirectFilter,
    UrlRewriteFilter,
};
use mesh_config::{Span, Spanned};

use super::backend::destination;

/// Applies the filters of a rule.
pub(super) fn apply(route: &mut HttpRoute, filters: &[KubernetesHttpFilter], namespace: &str) {
    route.headers = headers(filters);
    for filter in filters {
        if let Some(redirect_filter) = &filter.request_redirect {
            route.redirect = Some(redirect(redirect_filter));
        }
        if let Some(rewrite_filter) = &filter.url_rewrite {
            route.rewrite = rewrite(rewrite_filter);
        }
        route.mirrors.extend(filter.request_mirror.as_ref().and_then(|filter| mirror(filter, namespace)));
    }
}

/// The header operations among filters; the last of each side counts.
pub(super) fn headers(filters: &[KubernetesHttpFilter]) -> Option<Headers> {
    let mut headers = Headers::default();
    for filter in filters {
        if let Some(request) = &filter.request_header_modifier {
            headers.request = Some(operations(request));
            headers.span = filter.span;
        }
        if let Some(response) = &filter.response_header_modifier {
            headers.response = Some(operations(response));
            headers.span = filter.span;
        }
    }
    (headers.request.is_some() || headers.response.is_some()).then_some(headers)
}

fn operations(filter: &HeaderFilter) -> HeaderOperations {
    let map = |list: &[HttpHeader]| -> BTreeMap<String, Spanned<String>> {
        list.iter().filter_map(|header| Some((header.name.as_ref()?.value.clone(), header.value.clone()?))).collect()
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

fn mirror(filter: &RequestMirrorFilter, namespace: &str) -> Option<HttpMirrorPolicy> {
    let backend = filter.backend_ref.as_ref()?;
    let fraction = filter.fraction.as_ref().map(|fraction| {
        let number =
            |value: &Option<Spanned<i32>>, default: i32| f64::from(value.as_ref().map_or(default, |value| value.value));
        100.0 * number(&fraction.numerator, 0) / number(&fraction.denominator, 100).max(1.0)
    });
    let value = fraction.or(filter.percent.as_ref().map(|percent| f64::from(percent.value)));
    Some(HttpMirrorPolicy {
        span: filter.span,
        destination: Some(destination(backend, namespace)),
        percentage: value.map(|value| percent(value, filter.span)),
    })
}

fn percent(value: f64, span: Span) -> Percent {
    Percent { span, value }
}
