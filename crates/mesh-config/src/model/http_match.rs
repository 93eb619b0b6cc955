//! Conditions on HTTP requests.

use mesh_ordered::OrderedMap;

use super::StringMatch;
use crate::Spanned;
use crate::schema::message;

message! {
    /// A condition on a request; all its parts must hold.
    HttpMatchRequest = "HTTPMatchRequest", "virtual-service/#HTTPMatchRequest" {
        /// A name that is appended to the route's.
        name: Option<Spanned<String>> = "name";
        /// The path without its query.
        uri: Option<StringMatch> = "uri";
        /// `http` or `https`.
        scheme: Option<StringMatch> = "scheme";
        /// The method, such as `GET`.
        method: Option<StringMatch> = "method";
        /// The Host header, with its port where the client sent one.
        authority: Option<StringMatch> = "authority";
        /// Headers by name; `{}` means that it is present.
        headers: OrderedMap<String, StringMatch> = "headers";
        /// Headers that must not be so; `{}` means that it is absent.
        without_headers: OrderedMap<String, StringMatch> = "withoutHeaders";
        /// Query parameters by name; `{}` means that it is present.
        query_params: OrderedMap<String, StringMatch> = "queryParams";
        /// Compare path exact and prefix without regard to case.
        ignore_uri_case: Option<Spanned<bool>> = "ignoreUriCase" or "false";
        /// The port that the client asked for; of a gateway, that of its server.
        port: Option<Spanned<u32>> = "port";
        /// Labels of the client's workload.
        source_labels: OrderedMap<String, Spanned<String>> = "sourceLabels";
        /// The client's namespace.
        source_namespace: Option<Spanned<String>> = "sourceNamespace";
        /// Gateways at which it applies, in place of the rule's own list.
        gateways: Vec<Spanned<String>> = "gateways";
        /// A prefix for statistics of this route.
        stat_prefix: Option<Spanned<String>> = "statPrefix", checked;
    }
}
