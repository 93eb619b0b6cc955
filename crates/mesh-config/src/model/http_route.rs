//! The HTTP rules of a VirtualService. What few of them have stands in a box: there may be thousands of rules.

use std::time::Duration;

use mesh_ordered::OrderedMap;

use super::{Base64, CorsPolicy, Destination, HttpFaultInjection, HttpMatchRequest, HttpRetry, Percent};
use crate::Spanned;
use crate::schema::{enumeration, message};

message! {
    /// A rule for HTTP requests: conditions, and what happens to the requests that meet one of them.
    HttpRoute = "HTTPRoute", "virtual-service/#HTTPRoute" {
        /// The name of the route, as it appears in access logs.
        name: Option<Spanned<String>> = "name";
        /// Conditions, one of which must hold; none means always.
        matches: Vec<HttpMatchRequest> = "match";
        /// Where the requests go, by weight.
        route: Vec<HttpRouteDestination> = "route";
        /// Answers with a redirect instead of forwarding.
        redirect: Option<Box<HttpRedirect>> = "redirect";
        /// Answers with a fixed status and body instead of forwarding.
        direct_response: Option<Box<HttpDirectResponse>> = "directResponse";
        /// Takes the rules of another VirtualService, one that has no hosts.
        delegate: Option<Box<Delegate>> = "delegate";
        /// Changes path or authority just before forwarding.
        rewrite: Option<Box<HttpRewrite>> = "rewrite";
        /// The time for the whole request, retries included.
        timeout: Option<Spanned<Duration>> = "timeout" or "none";
        /// How failed tries are repeated.
        retries: Option<Box<HttpRetry>> = "retries" or "2 attempts on connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";
        /// Delays or fails requests on purpose, at the client's side.
        fault: Option<Box<HttpFaultInjection>> = "fault";
        /// Sends a copy of each request there; its answer is thrown away.
        mirror: Option<Box<Destination>> = "mirror";
        /// Copies to several destinations, each with its own share. Not together with `mirror`.
        mirrors: Vec<HttpMirrorPolicy> = "mirrors";
        /// The share of requests that are mirrored, in percent. Deprecated: use mirrorPercentage.
        mirror_percent: Option<Spanned<u32>> = "mirrorPercent" or "100";
        /// The share of requests that are mirrored.
        mirror_percentage: Option<Percent> = "mirrorPercentage" or "100";
        /// Cross-origin resource sharing.
        cors_policy: Option<Box<CorsPolicy>> = "corsPolicy";
        /// Headers to set, add or remove.
        headers: Option<Box<Headers>> = "headers";
    }
}

message! {
    /// A destination of HTTP requests and its share.
    HttpRouteDestination = "HTTPRouteDestination", "virtual-service/#HTTPRouteDestination" {
        /// Where the requests go.
        destination: Option<Destination> = "destination";
        /// The share among the destinations of the rule: weight divided by the sum of all. A lone destination gets everything.
        weight: Option<Spanned<i32>> = "weight";
        /// Headers to set, add or remove for this destination only.
        headers: Option<Box<Headers>> = "headers";
    }
}

message! {
    /// The VirtualService whose rules are taken in the place of this one.
    Delegate = "Delegate", "virtual-service/#Delegate" {
        /// Its name.
        name: Option<Spanned<String>> = "name";
        /// Its namespace.
        namespace: Option<Spanned<String>> = "namespace" or "the namespace of this rule";
    }
}

message! {
    /// Changes of path or authority.
    HttpRewrite = "HTTPRewrite", "virtual-service/#HTTPRewrite" {
        /// Replaces the matched prefix, or the whole path where the match is exact or a regex.
        uri: Option<Spanned<String>> = "uri";
        /// Replaces the Host header.
        authority: Option<Spanned<String>> = "authority";
        /// Replaces what an expression finds in the path.
        uri_regex_rewrite: Option<RegexRewrite> = "uriRegexRewrite";
    }
}

message! {
    /// Replaces every place of the path that an expression matches.
    RegexRewrite = "RegexRewrite", "virtual-service/#RegexRewrite" {
        /// The RE2 expression.
        matches: Option<Spanned<String>> = "match";
        /// What is put in its place; `\1` stands for the first group.
        rewrite: Option<Spanned<String>> = "rewrite";
    }
}

message! {
    /// An answer that sends the client elsewhere.
    HttpRedirect = "HTTPRedirect", "virtual-service/#HTTPRedirect" {
        /// The new path, in place of the whole old one.
        uri: Option<Spanned<String>> = "uri";
        /// The new beginning of the path; only where every match of the rule is a prefix.
        prefix_rewrite: Option<Spanned<String>> = "prefixRewrite";
        /// The new host.
        authority: Option<Spanned<String>> = "authority" or "the host of the request";
        /// The new port.
        port: Option<Spanned<u32>> = "port";
        /// Where the port comes from. Not together with `port`.
        derive_port: Option<Spanned<RedirectPortSelection>> = "derivePort" or "FROM_PROTOCOL_DEFAULT";
        /// `http` or `https`.
        scheme: Option<Spanned<String>> = "scheme" or "the scheme of the request";
        /// 301, 302, 303, 307 or 308.
        redirect_code: Option<Spanned<u32>> = "redirectCode" or "301";
    }
    oneof &[&["port", "derivePort"]];
}

enumeration! {
    /// Where the port of a redirect comes from.
    RedirectPortSelection = "HTTPRedirect.RedirectPortSelection" {
        /// 80 for HTTP, 443 for HTTPS.
        FromProtocolDefault = "FROM_PROTOCOL_DEFAULT" 0,
        /// The port that the client asked for.
        FromRequestPort = "FROM_REQUEST_PORT" 1,
    }
}

message! {
    /// An answer that the proxy gives itself.
    HttpDirectResponse = "HTTPDirectResponse", "virtual-service/#HTTPDirectResponse" {
        /// The status code.
        status: Option<Spanned<u32>> = "status";
        /// The body.
        body: Option<HttpBody> = "body" or "empty";
    }
}

message! {
    /// The body of a direct response: one of the two.
    HttpBody = "HTTPBody", "virtual-service/#HTTPBody" {
        /// As text.
        string: Option<Spanned<String>> = "string";
        /// As base64.
        bytes: Option<Spanned<Base64>> = "bytes";
    }
    oneof &[&["string", "bytes"]];
}

message! {
    /// A copy of the requests to another destination.
    HttpMirrorPolicy = "HTTPMirrorPolicy", "virtual-service/#HTTPMirrorPolicy" {
        /// Where the copies go.
        destination: Option<Destination> = "destination";
        /// The share of requests that are copied.
        percentage: Option<Percent> = "percentage" or "100";
    }
}

message! {
    /// Changes of headers on the way there and back.
    Headers = "Headers", "virtual-service/#Headers" {
        /// On the request.
        request: Option<HeaderOperations> = "request";
        /// On the response.
        response: Option<HeaderOperations> = "response";
    }
}

message! {
    /// Changes of headers: first removed, then set, then added.
    HeaderOperations = "HeaderOperations", "virtual-service/#Headers-HeaderOperations" {
        /// Replaces a header, or adds it where it is missing.
        set: OrderedMap<String, Spanned<String>> = "set";
        /// Adds one more value of a header.
        add: OrderedMap<String, Spanned<String>> = "add";
        /// Removes a header.
        remove: Vec<Spanned<String>> = "remove";
    }
}
