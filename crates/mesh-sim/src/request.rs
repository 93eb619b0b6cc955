//! A request as a client asks for it.

use std::fmt;
use std::net::IpAddr;

use mesh_config::http::{self, Url};
use mesh_proxy::listener::{self, ClientHello, Downstream};
use mesh_words::{Words, say};
use serde::{Deserialize, Serialize};

/// A request as a client asks for it, before any proxy has seen it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// The HTTP method.
    pub method: String,
    /// `http` or `https`; `tcp` for bytes that are no HTTP, `tls` for such bytes in TLS.
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
    /// What the client does beneath HTTP.
    #[serde(default, skip_serializing_if = "ClientConnection::is_usual")]
    pub connection: ClientConnection,
}

/// What a client does beneath HTTP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClientConnection {
    /// The server name that its TLS asks for: the URL's host, where nothing else is said. `None`: no name.
    pub sni: Option<String>,
    /// The protocols that its TLS offers, such as `h2`; empty: it offers none.
    pub alpn: Vec<String>,
    /// What it shows to a server that asks for a certificate.
    pub certificate: ClientCertificate,
    /// Its address, as a gateway sees it; `None`: the one that clients of its kind have.
    pub address: Option<IpAddr>,
}

/// What a client shows to a server that asks for a certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ClientCertificate {
    /// One that the server trusts.
    #[default]
    Trusted,
    /// None.
    None,
    /// One that the server does not trust.
    Untrusted,
}

impl ClientConnection {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// Why a request cannot be sent: what is wrong with its method, URL or headers, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestError(Words);

impl RequestError {
    /// What is wrong, and what would be right.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.0
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for RequestError {}

impl Request {
    /// A request to a URL. A `host` header replaces the URL's host as the Host header; a port that the scheme has anyway
    /// is not part of it. TLS asks for the URL's host, unless that is an address (RFC 6066).
    ///
    /// # Errors
    /// When HTTP does not take the method, the URL or a header, or the URL has another scheme than http, https, tls and
    /// tcp, or one of the latter two without a port.
    pub fn new<N: AsRef<str>, V: AsRef<str>>(
        method: &str,
        url: &str,
        headers: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, RequestError> {
        http::check_method(method).map_err(RequestError)?;
        let Url { scheme, host, port, authority, path } = Url::parse(url).map_err(RequestError)?;
        let scheme = scheme.to_ascii_lowercase();
        let secure = matches!(scheme.as_str(), "https" | "tls");
        let default_port = if secure { 443 } else { 80 };
        let is_address = host.starts_with('[') || host.parse::<IpAddr>().is_ok();
        let sni = (secure && !is_address).then(|| host.to_owned());
        let authority = if port == Some(default_port) { host } else { authority };
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let mut request = Self {
            method: method.to_owned(),
            scheme,
            host: host.to_owned(),
            port: port.unwrap_or(default_port),
            authority: authority.to_owned(),
            path,
            headers: Vec::new(),
            connection: ClientConnection { sni, ..ClientConnection::default() },
        };
        let (mut bytes, mut count) = (0, 0);
        for (name, value) in headers {
            let (name, value) = (name.as_ref(), value.as_ref());
            http::check_header(name, value).map_err(RequestError)?;
            (bytes, count) = (bytes + name.len() + value.len(), count + 1);
            if bytes > http::MAX_HEADERS || count > http::MAX_HEADER_COUNT {
                let (count, kibibytes) = (http::MAX_HEADER_COUNT, http::MAX_HEADERS / 1024);
                return Err(RequestError(say!("request-headers", count, kibibytes)));
            }
            if name.eq_ignore_ascii_case("host") {
                request.authority = value.to_owned();
            } else {
                request.headers.push((name.to_ascii_lowercase(), value.to_owned()));
            }
        }
        Ok(request)
    }

    /// The connection that it is sent on, as a proxy sees it; where to is filled in by whoever knows.
    pub(crate) fn downstream(&self) -> Downstream<'_> {
        let hello =
            ClientHello { server_name: self.connection.sni.as_deref(), application_protocols: &self.connection.alpn };
        Downstream {
            tls: self.is_tls().then_some(hello),
            speaks_http: self.is_http(),
            certificate: match self.connection.certificate {
                ClientCertificate::Trusted => listener::ClientCertificate::Trusted,
                ClientCertificate::None => listener::ClientCertificate::None,
                ClientCertificate::Untrusted => listener::ClientCertificate::Untrusted,
            },
            ..Downstream::default()
        }
    }

    /// Whether it goes through TLS.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        matches!(self.scheme.as_str(), "https" | "tls")
    }

    /// Whether its bytes are HTTP.
    #[must_use]
    pub fn is_http(&self) -> bool {
        matches!(self.scheme.as_str(), "http" | "https")
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

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(url: &str) -> Result<Request, RequestError> {
        Request::new("GET", url, [("X-My-Header", "canary")])
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
    fn tls_asks_for_the_host_of_the_url() {
        // URL | Host header | SNI
        for (url, authority, sni) in [
            ("https://shop.example.com:443/", "shop.example.com", Some("shop.example.com")),
            ("https://Shop.example.com:8443/", "Shop.example.com:8443", Some("Shop.example.com")),
            ("https://10.0.0.1/", "10.0.0.1", None),
            ("https://[::1]:9/", "[::1]:9", None),
            ("http://shop.example.com:80/", "shop.example.com", None),
            ("http://shop.example.com:443/", "shop.example.com:443", None),
            ("tls://db.example.com:5432", "db.example.com:5432", Some("db.example.com")),
            ("tcp://db.example.com:5432", "db.example.com:5432", None),
        ] {
            let request = parsed(url).unwrap();
            assert_eq!((request.authority.as_str(), request.connection.sni.as_deref()), (authority, sni), "{url}");
        }
        assert!(parsed("tcp://db.example.com").unwrap_err().to_string().contains("tcp://db:5432"));
        assert!(parsed("ftp://a/").unwrap_err().to_string().contains("http, https, tls or tcp"));
    }

    #[test]
    fn a_host_header_changes_what_is_asked_for_only() {
        let request = Request::new("GET", "http://10.0.0.1/", [("Host", "a.com")]).unwrap();
        assert_eq!((request.host.as_str(), request.authority.as_str()), ("10.0.0.1", "a.com"));
        assert!(request.headers.is_empty());
    }

    #[test]
    fn what_http_does_not_take_is_refused_with_the_place_and_the_cure() {
        let refused = |method: &str, url: &str, name: &str, value: &str| {
            Request::new(method, url, [(name, value)]).unwrap_err().to_string()
        };
        assert!(refused("", "http://a/", "x", "y").contains("method is empty"));
        assert!(refused("GET", "http://a b/", "x", "y").contains("write it as `http://reviews:9080/path`"));
        assert!(refused("GET", "http://a/", "x", "y\r\nhost: z").contains("header `x` holds a line break"));
        assert!(refused("GET", "http://a/", "x y", "z").contains("no name of a header"));
        assert!(refused("GET", "http://a/", "Host", "a\nb").contains("header `Host`"));
    }

    #[test]
    fn as_many_headers_as_envoy_takes() {
        let of = |count, length| Request::new("GET", "http://a/", vec![("x", "y".repeat(length)); count]);
        assert_eq!(of(100, 1).unwrap().headers.len(), 100);
        assert!(of(101, 1).unwrap_err().to_string().contains("send fewer"));
        assert!(of(1, 60 * 1024).is_err() && of(2, 30 * 1024).is_err() && of(2, 30 * 1024 - 1).is_ok());
    }
}
