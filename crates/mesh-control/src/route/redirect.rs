//! Redirects and direct responses (`ApplyRedirect`, `ApplyDirectResponse`).

use mesh_config::model::{HttpDirectResponse, HttpRedirect, RedirectPortSelection};
use mesh_proxy::config::{
    DataSource, DirectResponseAction, Origin, PathRewriteSpecifier, RedirectAction, RedirectResponseCode,
    SchemeRewriteSpecifier,
};

/// The redirect of a route on a listener of `port`; `None` for a status that Envoy has no name for.
#[must_use]
pub fn redirect(redirect: &HttpRedirect, port: u32, is_tls: bool, origin: Origin) -> Option<RedirectAction> {
    let text = |value: &Option<mesh_config::Spanned<String>>| {
        value.as_ref().map_or_else(String::new, |text| text.value.clone())
    };
    let prefix_rewrite = text(&redirect.prefix_rewrite);
    let path = if prefix_rewrite.is_empty() {
        PathRewriteSpecifier::PathRedirect(text(&redirect.uri))
    } else {
        PathRewriteSpecifier::PrefixRewrite(prefix_rewrite)
    };
    let scheme = text(&redirect.scheme);
    Some(RedirectAction {
        host_redirect: text(&redirect.authority),
        port_redirect: redirect_port(redirect, port, &scheme, is_tls),
        path_rewrite_specifier: Some(path),
        scheme_rewrite_specifier: (!scheme.is_empty()).then(|| SchemeRewriteSpecifier::SchemeRedirect(scheme.clone())),
        response_code: response_code(redirect.redirect_code.as_ref().map_or(0, |code| code.value))?,
        strip_query: false,
        origin,
    })
}

/// The port to send clients to; the scheme's own is left out.
fn redirect_port(redirect: &HttpRedirect, listener_port: u32, scheme: &str, is_tls: bool) -> u32 {
    let derived = redirect.derive_port.as_ref().map(|derive| derive.value);
    let port = match (derived, &redirect.port) {
        (Some(RedirectPortSelection::FromRequestPort), _) => listener_port,
        (None, Some(port)) => port.value,
        _ => 0,
    };
    let scheme = match scheme {
        "" if is_tls => "https",
        "" => "http",
        scheme => scheme,
    };
    if (port, scheme) == (80, "http") || (port, scheme) == (443, "https") { 0 } else { port }
}

fn response_code(code: u32) -> Option<RedirectResponseCode> {
    Some(match code {
        0 | 301 => RedirectResponseCode::MovedPermanently,
        302 => RedirectResponseCode::Found,
        303 => RedirectResponseCode::SeeOther,
        307 => RedirectResponseCode::TemporaryRedirect,
        308 => RedirectResponseCode::PermanentRedirect,
        _ => return None,
    })
}

/// The answer that the proxy gives itself.
#[must_use]
pub fn direct_response(response: &HttpDirectResponse, origin: Origin) -> DirectResponseAction {
    let body = response.body.as_ref().and_then(|body| {
        let text = body.string.as_ref().map(|text| &text.value);
        text.or(body.bytes.as_ref().map(|bytes| &bytes.value.0))
    });
    DirectResponseAction {
        status: response.status.as_ref().map_or(0, |status| status.value),
        body: body.map(|body| DataSource { inline_string: Some(body.clone()) }),
        origin,
    }
}
