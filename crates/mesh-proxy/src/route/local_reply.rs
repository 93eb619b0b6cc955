//! Answers that the proxy gives itself because the route says so.

use super::decide::{Decision, LocalAnswer};
use super::headers::HeaderMap;
use super::path::split;
use super::request::Request;
use super::rewrite::change_response;
use crate::compiled::CompiledAction;
use crate::config::{Action, PathRewriteSpecifier, RedirectAction, SchemeRewriteSpecifier};
use crate::grpc::grpc_status_of_http;
use crate::router::RouteOutcome;

/// An answer without any upstream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocalReply {
    /// The HTTP status.
    pub status: u16,
    /// Headers that the route gives; those of transport (content-length, date, server) are not among them.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

/// The answer to a request whose decision has a [`LocalAnswer`].
#[must_use]
pub fn local_reply(decision: &Decision<'_>, request: &Request<'_>) -> Option<LocalReply> {
    let kind = decision.local?;
    let RouteOutcome::Direct(status) = decision.outcome else { return None };
    let mut reply = LocalReply { status, ..LocalReply::default() };
    match kind {
        LocalAnswer::TlsRedirect => {
            // `createSslRedirectPath`: the port stays, even 80.
            reply.headers.set("location", &format!("https://{}{}", request.authority, request.path));
        }
        LocalAnswer::Preflight => {
            let cors = decision.route?.1.cors()?;
            reply.headers = cors.preflight_headers(request);
            cors.apply_to_response(&mut reply.headers, request);
        }
        LocalAnswer::Redirect => {
            if let Action::Redirect(redirect) = &decision.route_config()?.action {
                let path = redirected_path(decision, redirect, request.path);
                reply.headers.set("location", &location(redirect, request, &path));
                change_response(decision, &Request { path: &path, ..*request }, &mut reply.headers);
            }
        }
        LocalAnswer::DirectResponse => {
            if let Action::DirectResponse(direct) = &decision.route_config()?.action {
                reply.body = direct.body.as_ref().and_then(|body| body.inline_string.clone()).unwrap_or_default();
                if direct.status == 201 || (300..400).contains(&direct.status) {
                    reply.headers.set("location", &location(&RedirectAction::default(), request, request.path));
                }
            }
            if !reply.body.is_empty() {
                reply.headers.set("content-type", "text/plain");
            }
            change_response(decision, request, &mut reply.headers);
        }
    }
    if request.is_grpc() && kind != LocalAnswer::Preflight {
        as_grpc(&mut reply);
    }
    Some(reply)
}

/// The path of the request after the redirect's own rewrite of a prefix or by a pattern.
fn redirected_path(decision: &Decision<'_>, redirect: &RedirectAction, request_path: &str) -> String {
    let (path, query) = split(request_path);
    let route = decision.route.map(|(_, route)| route);
    match &redirect.path_rewrite_specifier {
        Some(PathRewriteSpecifier::PrefixRewrite(prefix)) if !prefix.is_empty() => {
            let matched = route.and_then(|route| route.path()).map_or(path, |matcher| matcher.matched(path));
            format!("{prefix}{}", request_path.get(matched.len()..).unwrap_or(""))
        }
        Some(PathRewriteSpecifier::RegexRewrite(_)) => match route.map(|route| route.action()) {
            Some(CompiledAction::Redirect { path: Some(substitution), .. }) => {
                let rewritten = substitution.replace_all(path);
                if rewritten.is_empty() { request_path.to_owned() } else { format!("{rewritten}{query}") }
            }
            _ => request_path.to_owned(),
        },
        _ => request_path.to_owned(),
    }
}

/// Where the client is sent (`Utility::newUri`).
fn location(redirect: &RedirectAction, request: &Request<'_>, path: &str) -> String {
    let scheme = match &redirect.scheme_rewrite_specifier {
        Some(SchemeRewriteSpecifier::SchemeRedirect(scheme)) if !scheme.is_empty() => scheme.as_str(),
        Some(SchemeRewriteSpecifier::HttpsRedirect(true)) => "https",
        _ => request.scheme,
    };
    let port = if redirect.port_redirect == 0 { String::new() } else { format!(":{}", redirect.port_redirect) };
    let host = if redirect.host_redirect.is_empty() {
        host_of(request, scheme, !port.is_empty())
    } else {
        redirect.host_redirect.as_str()
    };
    let query = path.find('?').and_then(|start| path.get(start..)).unwrap_or("");
    let mut path = match &redirect.path_rewrite_specifier {
        Some(PathRewriteSpecifier::PathRedirect(new)) if !new.is_empty() => {
            let slash = if new.starts_with('/') { "" } else { "/" };
            if new.contains('?') {
                return format!("{scheme}://{host}{port}{slash}{new}");
            }
            format!("{slash}{new}{query}")
        }
        _ => path.to_owned(),
    };
    if redirect.strip_query {
        path.truncate(path.find('?').unwrap_or(path.len()));
    }
    format!("{scheme}://{host}{port}{path}")
}

/// The request's host without a port that the redirect replaces, or that was its old scheme's own.
fn host_of<'a>(request: &Request<'a>, scheme: &str, new_port: bool) -> &'a str {
    let host = request.authority;
    let end = if host.starts_with('[') { host.rfind("]:").map(|end| end + 1) } else { host.rfind(':') };
    let Some((name, port)) = end.and_then(|end| host.split_at_checked(end)) else { return host };
    let own = matches!((request.scheme, port), ("https", ":443") | ("http", ":80"));
    if new_port || (scheme != request.scheme && own) { name } else { host }
}

/// A gRPC client is told by `grpc-status` and `grpc-message` (`Utility::httpToGrpcStatus`).
fn as_grpc(reply: &mut LocalReply) {
    let code = grpc_status_of_http(std::mem::replace(&mut reply.status, 200));
    reply.headers.set("content-type", "application/grpc");
    reply.headers.set("grpc-status", &code.to_string());
    if !reply.body.is_empty() {
        reply.headers.set("grpc-message", &std::mem::take(&mut reply.body));
    }
}
