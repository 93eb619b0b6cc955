//! Conditions and filters of the Gateway API's HTTPRoute.

use super::HttpBackendRef;
use crate::Spanned;
use crate::schema::message;

message! {
    /// A condition on a request; all its parts must hold.
    KubernetesHttpMatch = "HTTPRouteMatch", "https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch" {
        /// The path.
        path: Option<KubernetesPathMatch> = "path" or "PathPrefix /";
        /// Headers.
        headers: Vec<KubernetesNameMatch> = "headers";
        /// Query parameters.
        query_params: Vec<KubernetesNameMatch> = "queryParams";
        /// The method.
        method: Option<Spanned<String>> = "method";
    }
}

message! {
    /// A condition on the path.
    KubernetesPathMatch = "HTTPPathMatch", "https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch" {
        /// Exact, PathPrefix (by whole segments) or RegularExpression.
        match_type: Option<Spanned<String>> = "type" or "PathPrefix";
        /// What it is compared with.
        value: Option<Spanned<String>> = "value" or "/";
    }
}

message! {
    /// A condition on a header or a query parameter.
    KubernetesNameMatch = "HTTPHeaderMatch", "https://gateway-api.sigs.k8s.io/reference/spec/#httpheadermatch" {
        /// Exact or RegularExpression.
        match_type: Option<Spanned<String>> = "type" or "Exact";
        /// Its name.
        name: Option<Spanned<String>> = "name";
        /// What it is compared with.
        value: Option<Spanned<String>> = "value";
    }
}

message! {
    /// What is done to requests or answers; `type` says which of the others counts.
    KubernetesHttpFilter = "HTTPRouteFilter", "https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter" {
        /// RequestHeaderModifier, ResponseHeaderModifier, RequestMirror, RequestRedirect, URLRewrite, CORS or ExtensionRef.
        filter_type: Option<Spanned<String>> = "type";
        /// Changes headers of the request.
        request_header_modifier: Option<HeaderFilter> = "requestHeaderModifier";
        /// Changes headers of the answer.
        response_header_modifier: Option<HeaderFilter> = "responseHeaderModifier";
        /// Copies requests to another destination.
        request_mirror: Option<RequestMirrorFilter> = "requestMirror";
        /// Answers with a redirect.
        request_redirect: Option<RequestRedirectFilter> = "requestRedirect";
        /// Changes path or host just before forwarding.
        url_rewrite: Option<UrlRewriteFilter> = "urlRewrite";
        /// Cross-origin resource sharing.
        cors: Option<HttpCorsFilter> = "cors";
        /// An extension.
        extension_ref: Option<crate::Node> = "extensionRef", not_simulated;
        /// Asks another service for leave.
        external_auth: Option<crate::Node> = "externalAuth", not_simulated;
    }
}

message! {
    /// Cross-origin resource sharing.
    HttpCorsFilter = "HTTPCORSFilter", "https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter" {
        /// Origins that may ask; `*` stands for any text.
        allow_origins: Vec<Spanned<String>> = "allowOrigins";
        /// Whether requests may carry credentials.
        allow_credentials: Option<Spanned<bool>> = "allowCredentials" or "false";
        /// Methods for access-control-allow-methods.
        allow_methods: Vec<Spanned<String>> = "allowMethods";
        /// Headers for access-control-allow-headers.
        allow_headers: Vec<Spanned<String>> = "allowHeaders";
        /// Headers for access-control-expose-headers.
        expose_headers: Vec<Spanned<String>> = "exposeHeaders";
        /// How many seconds a browser may keep the answer to its preflight.
        max_age: Option<Spanned<i32>> = "maxAge" or "5";
    }
}

message! {
    /// Changes of headers.
    HeaderFilter = "HTTPHeaderFilter", "https://gateway-api.sigs.k8s.io/reference/spec/#httpheaderfilter" {
        /// Replaces a header, or adds it where it is missing.
        set: Vec<HttpHeader> = "set";
        /// Adds one more value of a header.
        add: Vec<HttpHeader> = "add";
        /// Removes a header.
        remove: Vec<Spanned<String>> = "remove";
    }
}

message! {
    /// A header.
    HttpHeader = "HTTPHeader", "https://gateway-api.sigs.k8s.io/reference/spec/#httpheader" {
        /// Its name.
        name: Option<Spanned<String>> = "name";
        /// Its value.
        value: Option<Spanned<String>> = "value";
    }
}

message! {
    /// Copies requests to another destination.
    RequestMirrorFilter = "HTTPRequestMirrorFilter", "https://gateway-api.sigs.k8s.io/reference/spec/#httprequestmirrorfilter" {
        /// Where the copies go.
        backend_ref: Option<Box<HttpBackendRef>> = "backendRef";
        /// The share of requests in percent.
        percent: Option<Spanned<i32>> = "percent" or "100";
        /// The share of requests as a fraction.
        fraction: Option<Fraction> = "fraction";
    }
}

message! {
    /// A fraction.
    Fraction = "Fraction", "https://gateway-api.sigs.k8s.io/reference/spec/#fraction" {
        /// What is divided.
        numerator: Option<Spanned<i32>> = "numerator";
        /// By what.
        denominator: Option<Spanned<i32>> = "denominator" or "100";
    }
}

message! {
    /// Answers with a redirect.
    RequestRedirectFilter = "HTTPRequestRedirectFilter", "https://gateway-api.sigs.k8s.io/reference/spec/#httprequestredirectfilter" {
        /// `http` or `https`.
        scheme: Option<Spanned<String>> = "scheme";
        /// The new host.
        hostname: Option<Spanned<String>> = "hostname";
        /// The new path.
        path: Option<PathModifier> = "path";
        /// The new port.
        port: Option<Spanned<i32>> = "port";
        /// The status of the answer.
        status_code: Option<Spanned<u32>> = "statusCode" or "302";
    }
}

message! {
    /// Changes path or host just before forwarding.
    UrlRewriteFilter = "HTTPURLRewriteFilter", "https://gateway-api.sigs.k8s.io/reference/spec/#httpurlrewritefilter" {
        /// The new host.
        hostname: Option<Spanned<String>> = "hostname";
        /// The new path.
        path: Option<PathModifier> = "path";
    }
}

message! {
    /// A change of the path.
    PathModifier = "HTTPPathModifier", "https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifier" {
        /// ReplaceFullPath or ReplacePrefixMatch.
        modifier_type: Option<Spanned<String>> = "type", checked;
        /// The whole new path.
        replace_full_path: Option<Spanned<String>> = "replaceFullPath";
        /// What takes the place of the matched prefix.
        replace_prefix_match: Option<Spanned<String>> = "replacePrefixMatch";
    }
}
