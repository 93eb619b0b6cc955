//! What HTTP takes as method, URL and header of a request, and in words what it does not.
//!
//! The few rules of RFC 9110 and 3986 that a question can break stand here and not in a library of HTTP's, whose tables
//! of known names would make the page larger for nothing.

use mesh_words::{Words, say};

/// Longer URLs are refused by servers and proxies (RFC 9110 asks for 8,000 bytes at least).
pub const MAX_URL: usize = 8 * 1024;
/// Bytes of all headers of a request; Envoy answers 431 to more.
pub const MAX_HEADERS: usize = 60 * 1024;
/// Headers of a request; Envoy answers 431 to more.
pub const MAX_HEADER_COUNT: usize = 100;

/// What a URL may begin with: HTTP, plain and in TLS, and bytes that are no HTTP, in TLS and plain.
const SCHEMES: [&str; 4] = ["http", "https", "tls", "tcp"];

/// A URL, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Url<'a> {
    /// As written; `http` where none is.
    pub scheme: &'a str,
    /// Name or address, an IPv6 address in its brackets.
    pub host: &'a str,
    /// The port, where one is written.
    pub port: Option<u16>,
    /// Host and port as written.
    pub authority: &'a str,
    /// Path and query; empty, or from its `/` or `?` on. A fragment is not part of it: no client sends one.
    pub path: &'a str,
}

impl<'a> Url<'a> {
    /// Takes a URL apart.
    ///
    /// # Errors
    /// When HTTP does not take it: what is wrong, and what would be right.
    pub fn parse(url: &'a str) -> Result<Self, Words> {
        if url.len() > MAX_URL {
            return Err(say!("config-url-bytes", url = shown(url), bytes = url.len(), most = MAX_URL));
        }
        // In a path or query it is part of another URL.
        let scheme = url.split_once("://").filter(|(scheme, _)| !scheme.contains(['/', '?', '#']));
        let (scheme, rest) = scheme.unwrap_or(("http", url));
        let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if !SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
            return Err(say!("config-url-scheme", url = shown(url)));
        }
        if authority.contains('@') {
            return Err(say!("config-url-user", url = shown(url)));
        }
        let Some((host, port)) = split_port(authority) else {
            return Err(say!("config-url-port", url = shown(url)));
        };
        if host.is_empty() {
            return Err(say!("config-url-host-none", url = shown(url)));
        }
        if port.is_none() && (scheme.eq_ignore_ascii_case("tls") || scheme.eq_ignore_ascii_case("tcp")) {
            return Err(say!("config-url-port-none", url = shown(url)));
        }
        if let Some(other) = other_than_a_host(host) {
            let (url, character) = (shown(url), named(other));
            return Err(match other.is_ascii() {
                true => say!("config-url-host-character", url, character),
                false => say!("config-url-host-not-ascii", url, character),
            });
        }
        if let Some(other) = path.chars().find(|other| !other.is_ascii_graphic()) {
            return Err(say!("config-url-path-character", url = shown(url), character = named(other)));
        }
        Ok(Self { scheme, host, port, authority, path })
    }
}

/// Host and port of an authority; IPv6 addresses stand in brackets. `None` where the port is no number.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    match authority.rfind(':').filter(|colon| authority.rfind(']').is_none_or(|bracket| bracket < *colon)) {
        None => Some((authority, None)),
        Some(colon) => {
            let (host, digits) = authority.split_at_checked(colon)?;
            let digits =
                digits.strip_prefix(':').filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()))?;
            Some((host, Some(digits.parse().ok().filter(|port| *port > 0)?)))
        }
    }
}

/// The first character that no host has.
fn other_than_a_host(host: &str) -> Option<char> {
    let (inner, allowed): (_, fn(char) -> bool) = match host.strip_prefix('[') {
        Some(address) => {
            (address.strip_suffix(']').unwrap_or(host), |part| part.is_ascii_hexdigit() || ":.".contains(part))
        }
        None => (host, is_in_names),
    };
    inner.chars().find(|part| !allowed(*part))
}

/// Letters, digits and what else RFC 3986 lets stand in a name.
fn is_in_names(part: char) -> bool {
    part.is_ascii_alphanumeric() || "-._~%!$&'()*+,;=".contains(part)
}

/// Says what is wrong with a method, if anything is.
///
/// # Errors
/// When it is no token of HTTP's.
pub fn check_method(method: &str) -> Result<(), Words> {
    match method.chars().find(|part| !is_token(*part)) {
        _ if method.is_empty() => Err(say!("config-method-empty")),
        _ if method.len() > 64 => Err(say!("config-method-long", method = shown(method))),
        Some(other) => Err(say!("config-method-character", method = shown(method), character = named(other))),
        None => Ok(()),
    }
}

/// Says what is wrong with a header, if anything is.
///
/// # Errors
/// When its name is no token of HTTP's, or its value holds what no header carries.
pub fn check_header(name: &str, value: &str) -> Result<(), Words> {
    match name.chars().find(|part| !is_token(*part)) {
        _ if name.is_empty() => Err(say!("config-header-empty")),
        Some(':') if name.starts_with(':') => Err(say!("config-header-pseudo", name = shown(name))),
        Some(other) => Err(say!("config-header-character", name = shown(name), character = named(other))),
        None => match value.chars().find(|part| part.is_control() && *part != '\t') {
            Some(other) => Err(say!("config-header-value", name = shown(name), character = named(other))),
            None => Ok(()),
        },
    }
}

/// What a method and the name of a header are made of (RFC 9110, 5.6.2).
fn is_token(part: char) -> bool {
    part.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(part)
}

/// A character by its name, where it does not show.
fn named(character: char) -> Words {
    let code = || format!("U+{:04X}", u32::from(character));
    match character {
        ' ' => say!("config-character-space"),
        '\r' | '\n' => say!("config-character-line-break", code = code()),
        '\t' => say!("config-character-tab"),
        '\0'..'\u{20}' | '\u{7f}'..'\u{a0}' => say!("config-character-control", code = code()),
        shows if shows.is_ascii_graphic() || shows.is_alphanumeric() => {
            say!("config-character-shown", character = shows)
        }
        _ => say!("config-character-other", code = code()),
    }
}

/// The beginning of a text as an error quotes it, with escapes for what does not show.
#[must_use]
pub fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let mut shown: String = text.chars().take(MOST).flat_map(char::escape_debug).collect();
    if text.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_taken_apart() {
        let url = Url::parse("https://[::1]:8080/a?b=c#d").unwrap();
        assert_eq!((url.scheme, url.host, url.port, url.path), ("https", "[::1]", Some(8080), "/a?b=c"));
        let url = Url::parse("reviews?x").unwrap();
        assert_eq!((url.scheme, url.authority, url.port, url.path), ("http", "reviews", None, "?x"));
        let url = Url::parse("reviews/login?to=http://a/").unwrap();
        assert_eq!((url.scheme, url.host, url.path), ("http", "reviews", "/login?to=http://a/"));
        for fine in ["http://my_service.default:1/", "http://*.example.com/", "HTTP://A:65535/%7B{a}|\"'<>^`\\"] {
            assert!(Url::parse(fine).is_ok(), "{fine}");
        }
    }

    #[test]
    fn what_is_no_url_names_the_place_and_the_cure() {
        for (url, place, cure) in [
            ("", "names no host", "http://reviews:9080/path"),
            ("http://", "names no host", "http://reviews:9080/path"),
            ("http://:80/", "names no host", "http://reviews:9080/path"),
            ("ftp://a/", "scheme", "http://reviews:9080/path"),
            ("javascript://a/", "scheme", "http://reviews:9080/path"),
            ("http://a b/", "its host holds a space", "http://reviews:9080/path"),
            ("http://a\r\nb/", "its host holds a line break (U+000D)", "http://reviews:9080/path"),
            ("http://a\0/", "its host holds the control character U+0000", "http://reviews:9080/path"),
            ("http://카나리/", "its host holds `카`", "xn--"),
            ("http://a\u{202e}b/", "its host holds the character U+202E", "xn--"),
            ("http://a<b>/", "its host holds `<`", "http://reviews:9080/path"),
            ("http://[::1/", "its host holds `[`", "http://reviews:9080/path"),
            ("http://[g]/", "its host holds `g`", "http://reviews:9080/path"),
            ("http://a:0/", "its port", "1 to 65535"),
            ("http://a:70000/", "its port", "1 to 65535"),
            ("http://a:+80/", "its port", "1 to 65535"),
            ("http://a:-1/", "its port", "1 to 65535"),
            ("http://a:/", "its port", "1 to 65535"),
            ("http://user:secret@a/", "names a user", "authorization: Basic"),
            ("http://a/b c", "its path holds a space", "%20"),
            ("http://a/\u{7f}", "its path holds the control character U+007F", "%20"),
            ("http://a/안녕", "its path holds `안`", "percent codes"),
        ] {
            let message = Url::parse(url).unwrap_err().to_string();
            assert!(message.contains(place) && message.contains(cure), "{url:?}: {message}");
            assert!(!message.contains(|part: char| part.is_control()), "{message:?}");
        }
    }

    #[test]
    fn an_overlong_url_is_not_repeated_in_its_error() {
        let message = Url::parse(&format!("http://a/{}", "b".repeat(MAX_URL))).unwrap_err().to_string();
        assert!(message.contains("8201 bytes; 8192 at most") && message.len() < 200, "{message}");
        assert!(Url::parse(&format!("http://a/{}", "b".repeat(MAX_URL - 9))).is_ok());
    }

    #[test]
    fn methods_are_tokens() {
        for fine in ["GET", "M-SEARCH", "get"] {
            assert_eq!(check_method(fine), Ok(()));
        }
        for (method, words) in [
            ("", "empty"),
            ("G ET", "a space"),
            ("GET\r\n", "a line break"),
            ("GÉT", "`É`"),
            (&*"A".repeat(65), "is no method"),
        ] {
            let message = check_method(method).unwrap_err().to_string();
            assert!(message.contains(words) && message.contains("such as `GET`"), "{message}");
        }
    }

    #[test]
    fn headers_cannot_carry_a_second_one() {
        for (name, value) in [("x-a", ""), ("x-a", "b\tc é"), ("x_a.b~", "1")] {
            assert_eq!(check_header(name, value), Ok(()));
        }
        for (name, value, words) in [
            ("", "b", "without a name"),
            ("x a", "b", "a space"),
            ("x-a\r\n", "b", "a line break"),
            ("x-é", "b", "`é`"),
            (":authority", "b", "the header `host`"),
            ("x-a", "b\r\nx-evil: 1", "a line break (U+000D)"),
            ("x-a", "b\0", "U+0000"),
            ("x-a", "\u{1b}[2J", "U+001B"),
        ] {
            let message = check_header(name, value).unwrap_err().to_string();
            assert!(message.contains(words), "{message}");
            assert!(!message.contains(|part: char| part.is_control()), "{message:?}");
        }
    }
}
