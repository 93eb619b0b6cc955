//! A request as a client asks for it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A request as a client asks for it, before any proxy has seen it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// The HTTP method.
    pub method: String,
    /// `http` or `https`.
    pub scheme: String,
    /// The host that the client connects to.
    pub host: String,
    /// The port that the client connects to.
    pub port: u16,
    /// The Host header.
    pub authority: String,
    /// Path and query.
    pub path: String,
    /// The other headers, names in lower case, in the order in which they were given.
    pub headers: Vec<(String, String)>,
}

/// Why a URL cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlError {
    url: String,
    problem: &'static str,
}

impl fmt::Display for UrlError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, problem } = self;
        write!(formatter, "cannot read the URL `{url}`: {problem}; write it as `http://reviews:9080/path`")
    }
}

impl std::error::Error for UrlError {}

impl Request {
    /// A request to a URL. A `host` header replaces the URL's host as the Host header.
    ///
    /// # Errors
    /// When the URL has another scheme than http and https, no host, or a port that is none.
    pub fn new<N: AsRef<str>, V: AsRef<str>>(
        method: &str,
        url: &str,
        headers: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, UrlError> {
        let error = |problem| UrlError { url: url.to_owned(), problem };
        let (scheme, rest) = match url.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("http".to_owned(), url),
        };
        let default_port = match scheme.as_str() {
            "http" => 80,
            "https" => 443,
            _ => return Err(error("its scheme is not http or https")),
        };
        let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let (host, port) = split_port(authority).ok_or_else(|| error("its port is not a number from 1 to 65535"))?;
        if host.is_empty() {
            return Err(error("it names no host"));
        }
        let path = match path {
            "" => "/".to_owned(),
            query if query.starts_with('?') => format!("/{query}"),
            path => path.to_owned(),
        };
        let mut request = Self {
            method: if method.is_empty() { "GET".to_owned() } else { method.to_owned() },
            scheme,
            host: host.to_owned(),
            port: port.unwrap_or(default_port),
            authority: authority.to_owned(),
            path,
            headers: Vec::new(),
        };
        for (name, value) in headers {
            let name = name.as_ref().to_ascii_lowercase();
            if name == "host" {
                request.authority = value.as_ref().to_owned();
            } else {
                request.headers.push((name, value.as_ref().to_owned()));
            }
        }
        Ok(request)
    }

    /// The path without its query.
    pub(crate) fn path_only(&self) -> &str {
        self.path.split_once('?').map_or(&self.path, |(path, _)| path)
    }

    /// The first value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(candidate, _)| candidate == name).map(|(_, value)| value.as_str())
    }
}

/// Host and port of an authority; IPv6 addresses stand in brackets. `None` where the port is no number.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let bracket = authority.rfind(']').unwrap_or(0);
    match authority.rfind(':').filter(|colon| *colon > bracket) {
        None => Some((authority, None)),
        Some(colon) => {
            let port: u16 = authority[colon + 1..].parse().ok().filter(|port| *port > 0)?;
            Some((&authority[..colon], Some(port)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(url: &str) -> Result<Request, UrlError> {
        Request::new("", url, [("X-My-Header", "canary")])
    }

    #[test]
    fn urls_are_taken_apart() {
        let request = parsed("http://reviews:9080/a/b?c=d#e").unwrap();
        assert_eq!(
            (request.host.as_str(), request.port, request.authority.as_str()),
            ("reviews", 9080, "reviews:9080")
        );
        assert_eq!((request.path.as_str(), request.path_only()), ("/a/b?c=d", "/a/b"));
        assert_eq!((request.method.as_str(), request.header("x-my-header")), ("GET", Some("canary")));
        let request = parsed("https://shop.example.com?q").unwrap();
        assert_eq!((request.port, request.path.as_str()), (443, "/?q"));
        assert_eq!(parsed("a.b").unwrap().port, 80);
        assert_eq!(parsed("http://[::1]:8080/").unwrap().host, "[::1]");
    }

    #[test]
    fn a_host_header_changes_what_is_asked_for_only() {
        let request = Request::new("GET", "http://10.0.0.1/", [("Host", "a.com")]).unwrap();
        assert_eq!((request.host.as_str(), request.authority.as_str()), ("10.0.0.1", "a.com"));
        assert!(request.headers.is_empty());
    }

    #[test]
    fn what_is_no_url_is_refused_with_a_cure() {
        for url in ["", "http://", "ftp://a/", "http://a:0/", "http://a:x/", "http://a:99999/"] {
            let message = parsed(url).unwrap_err().to_string();
            assert!(message.contains("write it as"), "{message}");
        }
    }
}
