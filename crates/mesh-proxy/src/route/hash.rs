//! The hash of a request for ring hash and Maglev (`Http::HashPolicyImpl`).

use xxhash_rust::xxh64::xxh64;

use super::hash_key::{HashKey, HashPart};
use super::query::query_parameter;
use super::request::{Connection, Request};
use crate::config::{CookieAttribute, HashPolicy, HashPolicySpecifier};
use crate::re2::{Error, Substitution};

/// Compiled hash policies of a route.
#[derive(Clone, Debug, Default)]
pub struct HashPolicies {
    policies: Vec<(Method, bool)>,
}

#[derive(Clone, Debug)]
enum Method {
    Header { name: Box<str>, rewrite: Option<Substitution> },
    Cookie { name: Box<str>, path: Box<str>, ttl: Option<u64>, attributes: Box<str> },
    SourceIp,
    QueryParameter(Box<str>),
}

/// A cookie that the proxy makes because the client sent none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedCookie {
    /// The value of `set-cookie`.
    pub set_cookie: String,
}

impl HashPolicies {
    /// Compiles policies.
    ///
    /// # Errors
    /// A pattern that cannot be used.
    pub fn new(policies: &[HashPolicy]) -> Result<Self, Error> {
        let mut compiled = Vec::with_capacity(policies.len());
        for policy in policies {
            let method = match &policy.policy_specifier {
                HashPolicySpecifier::Header(header) => {
                    let rewrite = header.regex_rewrite.as_ref();
                    let rewrite =
                        rewrite.map(|rewrite| Substitution::new(&rewrite.pattern.regex, &rewrite.substitution));
                    Method::Header {
                        name: header.header_name.to_ascii_lowercase().into(),
                        rewrite: rewrite.transpose()?,
                    }
                }
                HashPolicySpecifier::Cookie(cookie) => Method::Cookie {
                    name: cookie.name.as_str().into(),
                    path: cookie.path.as_str().into(),
                    ttl: cookie.ttl.map(|ttl| ttl.as_secs()),
                    attributes: written(&cookie.attributes).into(),
                },
                HashPolicySpecifier::ConnectionProperties(properties) if properties.source_ip => Method::SourceIp,
                HashPolicySpecifier::ConnectionProperties(_) => continue,
                HashPolicySpecifier::QueryParameter(parameter) => {
                    Method::QueryParameter(parameter.name.as_str().into())
                }
            };
            compiled.push((method, policy.terminal));
        }
        Ok(Self { policies: compiled })
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.policies.is_empty()
    }

    /// The hash of a request; `None` means that the load balancer draws one.
    #[must_use]
    pub fn hash(&self, request: &Request<'_>) -> Option<u64> {
        let mut hash: Option<u64> = None;
        for (method, terminal) in &self.policies {
            if let Some(new) = method.hash(request) {
                hash = Some(hash.map_or(0, |hash| hash.rotate_left(1)) ^ new);
            }
            if *terminal && hash.is_some() {
                break;
            }
        }
        hash
    }

    /// What of a request is hashed, up to where the hash is made.
    #[must_use]
    pub(super) fn keys(&self, request: &Request<'_>) -> Vec<HashKey> {
        let mut keys: Vec<HashKey> = Vec::new();
        for (method, terminal) in &self.policies {
            keys.push(method.key(request));
            if *terminal && keys.iter().any(|key| key.value.is_some()) {
                break;
            }
        }
        keys
    }

    /// The cookies that the proxy makes for a request: those that decide the hash and are missing.
    #[must_use]
    pub fn generated_cookies(&self, request: &Request<'_>) -> Vec<GeneratedCookie> {
        let mut cookies = Vec::new();
        let mut any = false;
        for (method, terminal) in &self.policies {
            any |= method.hash(request).is_some();
            if let Method::Cookie { name, path, ttl: Some(ttl), attributes } = method
                && cookie(request, name).is_none()
            {
                let mut set_cookie = format!("{name}=\"{}\"", generated(&request.connection));
                if *ttl > 0 {
                    set_cookie.push_str(&format!("; Max-Age={ttl}"));
                }
                if !path.is_empty() {
                    set_cookie.push_str(&format!("; Path={path}"));
                }
                set_cookie.push_str(attributes);
                set_cookie.push_str("; HttpOnly");
                cookies.push(GeneratedCookie { set_cookie });
            }
            if *terminal && any {
                break;
            }
        }
        cookies
    }
}

impl Method {
    fn key(&self, request: &Request<'_>) -> HashKey {
        let mut is_generated = false;
        let (part, value) = match self {
            Method::Header { name, .. } => {
                let values: Vec<&str> = request.values(name).collect();
                (HashPart::Header(name.to_string()), (!values.is_empty()).then(|| values.join(",")))
            }
            Method::Cookie { name, ttl, .. } => {
                let sent = cookie(request, name).map(str::to_owned);
                is_generated = sent.is_none() && ttl.is_some();
                let made = is_generated.then(|| generated(&request.connection));
                (HashPart::Cookie(name.to_string()), sent.or(made))
            }
            Method::SourceIp => {
                let address = request.connection.source_ip();
                (HashPart::SourceIp, (!address.is_empty()).then(|| address.to_owned()))
            }
            Method::QueryParameter(name) => {
                let value = query_parameter(request.path, name).map(|value| value.to_string());
                (HashPart::QueryParameter(name.to_string()), value)
            }
        };
        HashKey { part, value, is_generated }
    }

    fn hash(&self, request: &Request<'_>) -> Option<u64> {
        match self {
            Method::Header { name, rewrite } => {
                let mut values = request.values(name);
                let first = values.next()?;
                match (values.next(), rewrite) {
                    (None, None) => Some(xxh64(first.as_bytes(), 0)),
                    _ => Some(several(request.values(name), rewrite.as_ref())),
                }
            }
            Method::Cookie { name, ttl, .. } => match cookie(request, name) {
                Some(value) => Some(xxh64(value.as_bytes(), 0)),
                None => ttl.map(|_| xxh64(generated(&request.connection).as_bytes(), 0)),
            },
            Method::SourceIp => {
                let address = request.connection.source_ip();
                (!address.is_empty()).then(|| xxh64(address.as_bytes(), 0))
            }
            Method::QueryParameter(name) => query_parameter(request.path, name).map(|value| xxh64(value.as_bytes(), 0)),
        }
    }
}

/// The hash of all values of a header, whatever their order.
fn several<'a>(values: impl Iterator<Item = &'a str>, rewrite: Option<&Substitution>) -> u64 {
    let rewritten = values.map(|value| match rewrite {
        Some(rewrite) => rewrite.replace_all(value),
        None => value.to_owned(),
    });
    let mut values: Vec<String> = rewritten.collect();
    values.sort_unstable();
    values.iter().fold(0, |seed, value| xxh64(value.as_bytes(), seed))
}

/// The value of a cookie, without quotes; an empty one counts as missing (`Utility::parseCookieValue`).
fn cookie<'a>(request: &Request<'a>, name: &str) -> Option<&'a str> {
    let all = request.headers.get_all("cookie").flat_map(|header| header.split(';'));
    let mut pairs = all.filter_map(|pair| pair.trim_start_matches(' ').split_once('='));
    let value = pairs.find(|(key, _)| *key == name).map(|(_, value)| value)?;
    let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    Some(quoted.unwrap_or(value)).filter(|value| !value.is_empty())
}

/// The value of a cookie that the proxy makes: the hash of the connection's ends.
fn generated(connection: &Connection<'_>) -> String {
    let mut ends = String::with_capacity(connection.remote.len() + connection.local.len());
    ends.push_str(connection.remote);
    ends.push_str(connection.local);
    format!("{:016x}", xxh64(ends.as_bytes(), 0))
}

/// Attributes as `set-cookie` has them (`Http::Utility::makeSetCookieValue`).
fn written(attributes: &[CookieAttribute]) -> String {
    let one = |attribute: &CookieAttribute| match attribute.value.as_str() {
        "" => format!("; {}", attribute.name),
        value => format!("; {}={value}", attribute.name),
    };
    attributes.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::HashPolicies;
    use crate::route::{Connection, HeaderMap, Request};

    fn hash(policies: serde_json::Value, path: &str, headers: &[(&str, &str)]) -> Option<u64> {
        let headers: HeaderMap = headers.iter().copied().collect();
        let connection = Connection { remote: "10.1.0.9:4000", local: "10.96.0.2:80" };
        let request = Request { method: "GET", scheme: "http", authority: "a", path, headers: &headers, connection };
        let policies: Vec<crate::config::HashPolicy> = serde_json::from_value(policies).expect("policies");
        HashPolicies::new(&policies).expect("no regex").hash(&request)
    }

    #[test]
    fn hashes_are_those_of_the_binary() {
        let header = json!([{"header": {"header_name": "X-User"}}]);
        for (value, expected) in [
            ("alice", 8_332_761_332_120_969_289),
            ("bob", 10_558_559_838_520_660_027),
            ("a", 15_154_266_338_359_012_955),
        ] {
            assert_eq!(hash(header.clone(), "/", &[("x-user", value)]), Some(expected), "{value}");
            let cookie = json!([{"cookie": {"name": "s"}}]);
            assert_eq!(hash(cookie, "/", &[("cookie", &format!("t=1; s={value}"))]), Some(expected));
            let parameter = json!([{"query_parameter": {"name": "q"}}]);
            assert_eq!(hash(parameter, &format!("/?q={value}&q=z"), &[]), Some(expected));
        }
        assert_eq!(hash(header.clone(), "/", &[]), None);
        let both = [("x-user", "b"), ("x-user", "a")];
        let swapped = [("x-user", "a"), ("x-user", "b")];
        assert_eq!(hash(header.clone(), "/", &both), hash(header, "/", &swapped));
    }

    #[test]
    fn policies_are_combined_until_a_terminal_one() {
        let alice = 8_332_761_332_120_969_289_u64;
        let bob = 10_558_559_838_520_660_027_u64;
        let policies = |terminal: bool| json!([{"header": {"header_name": "a"}, "terminal": terminal}, {"header": {"header_name": "b"}}]);
        let headers = [("a", "alice"), ("b", "bob")];
        assert_eq!(hash(policies(false), "/", &headers), Some(alice.rotate_left(1) ^ bob));
        assert_eq!(hash(policies(true), "/", &headers), Some(alice));
        assert_eq!(hash(policies(true), "/", &headers[1..]), Some(bob));
    }

    #[test]
    fn a_cookie_is_made_only_with_a_lifetime() {
        assert_eq!(hash(json!([{"cookie": {"name": "s"}}]), "/", &[]), None);
        assert!(hash(json!([{"cookie": {"name": "s", "ttl": "0s"}}]), "/", &[]).is_some());
        let address = hash(json!([{"connection_properties": {"source_ip": true}}]), "/", &[]);
        assert_eq!(address, Some(xxhash_rust::xxh64::xxh64(b"10.1.0.9", 0)));
    }
}
