//! `RouteAction.HashPolicy`: what of a request decides its host in ring hash and Maglev.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::json::{duration, is_default};
use super::{Origin, RegexMatchAndSubstitute};

/// A header's values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HeaderHash {
    /// The header's name.
    pub header_name: String,
    /// A rewrite of the value before it is hashed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regex_rewrite: Option<RegexMatchAndSubstitute>,
}

/// A cookie's value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cookie {
    /// The cookie's name.
    pub name: String,
    /// How long a cookie that Envoy makes itself lives; absent: it makes none, 0: as long as the session.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub ttl: Option<Duration>,
    /// The path of a cookie that Envoy makes itself.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// Further attributes of a cookie that Envoy makes itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<CookieAttribute>,
}

/// An attribute of a cookie: `name=value`, or only its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CookieAttribute {
    /// The attribute's name.
    pub name: String,
    /// Its value; empty where the name says it all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
}

/// The connection's properties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConnectionProperties {
    /// The client's address, without its port.
    #[serde(skip_serializing_if = "is_default")]
    pub source_ip: bool,
}

/// A parameter's value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueryParameterHash {
    /// The parameter's name, in its exact case.
    pub name: String,
}

/// What is hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HashPolicySpecifier {
    /// A header.
    Header(HeaderHash),
    /// A cookie.
    Cookie(Cookie),
    /// The connection.
    ConnectionProperties(ConnectionProperties),
    /// A query parameter.
    QueryParameter(QueryParameterHash),
}

/// One of the parts of a request's hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HashPolicy {
    /// What is hashed.
    #[serde(flatten)]
    pub policy_specifier: HashPolicySpecifier,
    /// Whether the parts behind it are left out once there is a hash.
    #[serde(default, skip_serializing_if = "is_default")]
    pub terminal: bool,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

impl From<HashPolicySpecifier> for HashPolicy {
    fn from(policy_specifier: HashPolicySpecifier) -> Self {
        Self { policy_specifier, terminal: false, origin: Origin::NONE }
    }
}
