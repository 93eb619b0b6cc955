//! The request of a transfer.

use mesh_config::http::{MAX_HEADER_COUNT, MAX_HEADERS, check_header, check_method};

use super::options::Options;
use super::transfer::Transfer;
use super::{VERSION, parsed};
use crate::{Context, HttpRequest};

/// The request for a URL, and what is known of its transfer.
///
/// # Errors
/// The exit code, and why there is none.
pub(super) fn made(
    options: &Options,
    url: &str,
    method: Option<String>,
    mut transfer: Transfer,
    context: &mut Context<'_>,
) -> Result<(HttpRequest, Transfer), (i32, String, Transfer)> {
    let parts = match parsed(url) {
        Ok(parts) => parts,
        Err((code, error)) => return Err((code, error, transfer)),
    };
    let scheme = parts.scheme.to_ascii_lowercase();
    let secure = scheme == "https";
    let own_port = if secure { 443 } else { 80 };
    let port = parts.port.unwrap_or(own_port);
    let data = if method.is_some() { None } else { data(options, context) };
    let mut path = if parts.path.starts_with('/') { parts.path.to_owned() } else { format!("/{}", parts.path) };
    if let (true, Some(data)) = (options.get, &data) {
        path.push(if path.contains('?') { '&' } else { '?' });
        path.push_str(data);
    }
    let body = data.filter(|_| !options.get);
    let usual = match (options.head, body.is_some()) {
        (true, _) => "HEAD",
        (false, true) => "POST",
        (false, false) => "GET",
    };
    let method = options.method.clone().or(method).unwrap_or_else(|| usual.to_owned());
    let authority = if parts.port.is_none_or(|port| port == own_port) { parts.host } else { parts.authority };
    let (mut request_authority, mut headers) = (authority.to_owned(), Vec::new());
    let written: Vec<(String, Option<String>)> = options.headers.iter().filter_map(|line| header(line)).collect();
    let is_written = |name: &str| written.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    let mut usual = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty() && !is_written(name)) {
            headers.push((name.to_owned(), value));
        }
    };
    usual("Authorization", options.user.as_deref().map(|user| format!("Basic {}", base64(user.as_bytes()))));
    usual("User-Agent", Some(options.user_agent.clone().unwrap_or_else(|| format!("curl/{VERSION}"))));
    usual("Accept", Some(if options.json { "application/json" } else { "*/*" }.to_owned()));
    usual("Referer", options.referer.clone());
    usual("Cookie", options.cookie.clone().filter(|cookie| cookie.contains('=')));
    if let Some(body) = &body {
        usual("Content-Length", Some(body.len().to_string()));
        let kind = if options.json { "application/json" } else { "application/x-www-form-urlencoded" };
        usual("Content-Type", Some(kind.to_owned()));
    }
    for (name, value) in written {
        match value {
            Some(value) if name.eq_ignore_ascii_case("host") => request_authority = value,
            Some(value) => headers.push((name, value)),
            None => {}
        }
    }
    let bytes: usize = headers.iter().map(|(name, value)| name.len() + value.len()).sum();
    let is_taken = check_method(&method).is_ok()
        && headers.iter().all(|(name, value)| check_header(name, value).is_ok())
        && check_header("host", &request_authority).is_ok();
    if !is_taken || bytes > MAX_HEADERS || headers.len() > MAX_HEADER_COUNT {
        return Err((43, "A libcurl function was given a bad argument".to_owned(), transfer));
    }
    let is_address = parts.host.starts_with('[') || parts.host.parse::<std::net::IpAddr>().is_ok();
    let http2 = secure && !options.http1;
    let offered = match (secure, http2) {
        (false, _) => Vec::new(),
        (true, true) => vec!["h2".to_owned(), "http/1.1".to_owned()],
        (true, false) => vec!["http/1.1".to_owned()],
    };
    let line = |(name, value): &(String, String)| format!("{name}: {value}");
    transfer.request = std::iter::once(format!("Host: {request_authority}")).chain(headers.iter().map(line)).collect();
    transfer.scheme.clone_from(&scheme);
    transfer.method.clone_from(&method);
    (transfer.host, transfer.port) = (parts.host.to_owned(), port);
    transfer.path.clone_from(&path);
    transfer.uploaded = body.map_or(0, |body| body.len());
    transfer.http2 = http2;
    let request = HttpRequest {
        method,
        scheme,
        host: parts.host.to_owned(),
        port,
        authority: request_authority,
        path,
        headers: headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect(),
        server_name: (secure && !is_address).then(|| parts.host.to_owned()),
        protocols: offered,
        certificate: options.certificate,
    };
    Ok((request, transfer))
}

/// The body: as written, or that of a file.
fn data(options: &Options, context: &mut Context<'_>) -> Option<String> {
    let data = options.data.as_ref()?;
    Some(match data.strip_prefix('@') {
        Some("-") => std::mem::take(&mut context.input.text),
        Some(file) => context.session.files.get(file).cloned().unwrap_or_default(),
        None => data.clone(),
    })
}

/// A header as `-H` has it: `name: value`, `name;` without a value; one without either is taken away.
fn header(line: &str) -> Option<(String, Option<String>)> {
    match line.split_once(':') {
        Some((name, value)) => {
            let value = value.trim();
            Some((name.trim().to_owned(), (!value.is_empty()).then(|| value.to_owned())))
        }
        None => Some((line.strip_suffix(';')?.trim().to_owned(), Some(String::new()))),
    }
}

/// Where a redirect leads from a URL.
pub(super) fn joined(url: &str, location: &str) -> String {
    if location.contains("://") {
        return location.to_owned();
    }
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    match location.starts_with('/') {
        true => format!("{scheme}://{authority}{location}"),
        false => {
            let folder = path.split(['?', '#']).next().and_then(|path| path.rsplit_once('/')).map_or("", |it| it.0);
            format!("{scheme}://{authority}{folder}/{location}")
        }
    }
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letter = |bits: u32| LETTERS.get((bits & 63) as usize).map_or('=', |letter| char::from(*letter));
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            out.push(if place <= chunk.len() { letter(bits >> (18 - 6 * place)) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_as_written() {
        for (line, expected) in [
            ("x-a: 1", Some(("x-a", Some("1")))),
            ("x-a:", Some(("x-a", None))),
            ("x-a;", Some(("x-a", Some("")))),
            ("nothing", None),
        ] {
            let read = header(line);
            assert_eq!(read.as_ref().map(|(name, value)| (name.as_str(), value.as_deref())), expected, "{line}");
        }
    }

    #[test]
    fn redirects_lead_on_from_where_they_came() {
        for (url, location, expected) in [
            ("http://a/b/c?d", "/x", "http://a/x"),
            ("http://a/b/c?d", "x", "http://a/b/x"),
            ("https://a", "x", "https://a/x"),
            ("http://a/b", "https://c/d", "https://c/d"),
        ] {
            assert_eq!(joined(url, location), expected);
        }
    }

    #[test]
    fn users_are_sent_in_base64() {
        for (text, expected) in [("", ""), ("a", "YQ=="), ("ab", "YWI="), ("user:pass", "dXNlcjpwYXNz")] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
