//! What a route does instead of, or before, forwarding: redirect, direct response, rewrite.

use super::{fault, http_match::STRING_MATCH, names, regexp};
use crate::{field::Field, findings::Findings};

const KILOBYTE: usize = 1024;

/// Checks a redirect (`validateHTTPRedirect`): the first error only, as Istio does.
pub(crate) fn redirect(redirect: Field<'_>, matches: Field<'_>, findings: &mut Findings<'_>) {
    if redirect.present() {
        findings.check(redirect, redirect_error(redirect, matches));
    }
}

fn redirect_error(redirect: Field<'_>, matches: Field<'_>) -> Result<(), String> {
    let is_set = |name: &str| !redirect.get(name).text().is_empty();
    if is_set("uri") && is_set("prefixRewrite") {
        return Err("redirect may only specify one of uri or prefix_rewrite".into());
    }
    let not_prefix = |matching: Field<'_>| {
        let uri = matching.get("uri");
        uri.present() && !matches!(uri.one_of(&STRING_MATCH), Some(("prefix", _)))
    };
    if is_set("prefixRewrite") && matches.items().any(not_prefix) {
        return Err("redirect prefix_rewrite requires all URI matches to use prefix match type".into());
    }
    let port = redirect.one_of(&["port", "derivePort"]);
    if !(is_set("uri") || is_set("prefixRewrite") || is_set("authority") || is_set("scheme") || port.is_some()) {
        return Err("redirect must specify URI, authority, scheme, or port".into());
    }
    let code = redirect.get("redirectCode").integer();
    if code != 0 && !(300..=399).contains(&code) {
        return Err(format!("{code} is not a valid redirect code, must be 3xx"));
    }
    if !matches!(redirect.get("scheme").text().as_ref(), "" | "http" | "https") {
        return Err("invalid redirect scheme, must be \"http\" or \"https\"".into());
    }
    match port {
        Some(("port", port)) if port.integer() > 0 => names::port(port.integer()),
        _ => Ok(()),
    }
}

/// Checks a direct response (`validateHTTPDirectResponse`).
pub(crate) fn direct_response(response: Field<'_>, findings: &mut Findings<'_>) {
    if !response.present() {
        return;
    }
    let body = response.get("body");
    let size = match body.one_of(&["string", "bytes"]) {
        Some(("bytes", bytes)) => bytes.text().trim_end_matches('=').len() * 3 / 4,
        Some((_, text)) => text.text().len(),
        None => 0,
    };
    if size > KILOBYTE * KILOBYTE {
        findings.error(body, "large direct_responses may impact control plane performance, must be less than 1MB");
    } else if size > 100 * KILOBYTE {
        findings.warning(body, "large direct_responses may impact control plane performance");
    }
    let status = response.get("status");
    // Istio looks at 32 bits with a sign.
    findings.check(status, fault::http_status(i64::from(status.integer() as i32)));
}

/// Checks a rewrite (`validateHTTPRewrite`): the first error only, as Istio does.
pub(crate) fn rewrite(rewrite: Field<'_>, findings: &mut Findings<'_>) {
    if rewrite.present() {
        findings.check(rewrite, rewrite_error(rewrite));
    }
}

fn rewrite_error(rewrite: Field<'_>) -> Result<(), String> {
    let regex = rewrite.get("uriRegexRewrite");
    let has_uri = !rewrite.get("uri").text().is_empty();
    if has_uri && regex.present() {
        return Err("rewrite may only contain one of URI or UriRegexRewrite".into());
    }
    if !has_uri && !regex.present() && rewrite.get("authority").text().is_empty() {
        return Err("rewrite must specify at least one of URI, UriRegexRewrite, or authority. \
                    Only one of URI or UriRegexRewrite may be specified"
            .into());
    }
    if !regex.present() {
        return Ok(());
    }
    let pattern = regex.get("match").text();
    let verdict = if pattern.is_empty() || regex.get("rewrite").text().is_empty() {
        Err("UriRegexRewrite requires both Rewrite and Match fields to be specified".into())
    } else {
        regexp::validate(&pattern, "HTTPRewrite.UriRegexRewrite.Match")
    };
    verdict.map_err(|error| format!("UriRegexRewrite has errors\n{error}"))
}
