//! `RedirectAction` and `DirectResponseAction`: answers that the proxy gives itself.

use serde::{Deserialize, Serialize};

use super::json::is_default;
use super::{Origin, RegexMatchAndSubstitute};

/// The status of a redirect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RedirectResponseCode {
    /// 301.
    #[default]
    MovedPermanently,
    /// 302.
    Found,
    /// 303.
    SeeOther,
    /// 307.
    TemporaryRedirect,
    /// 308.
    PermanentRedirect,
}

impl RedirectResponseCode {
    /// The number.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::MovedPermanently => 301,
            Self::Found => 302,
            Self::SeeOther => 303,
            Self::TemporaryRedirect => 307,
            Self::PermanentRedirect => 308,
        }
    }
}

/// A new scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchemeRewriteSpecifier {
    /// To https.
    HttpsRedirect(bool),
    /// To any.
    SchemeRedirect(String),
}

/// A new path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PathRewriteSpecifier {
    /// In place of the whole path; empty changes nothing.
    PathRedirect(String),
    /// In place of the matched prefix.
    PrefixRewrite(String),
    /// In place of what a pattern matches.
    RegexRewrite(RegexMatchAndSubstitute),
}

/// An answer that sends the client elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RedirectAction {
    /// The scheme.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub scheme_rewrite_specifier: Option<SchemeRewriteSpecifier>,
    /// The host; empty stays.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub host_redirect: String,
    /// The port; 0 stays.
    #[serde(skip_serializing_if = "is_default")]
    pub port_redirect: u32,
    /// The path.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub path_rewrite_specifier: Option<PathRewriteSpecifier>,
    /// The status.
    #[serde(skip_serializing_if = "is_default")]
    pub response_code: RedirectResponseCode,
    /// Whether the query is dropped.
    #[serde(skip_serializing_if = "is_default")]
    pub strip_query: bool,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

/// Text in the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DataSource {
    /// The text itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inline_string: Option<String>,
}

/// An answer made of the configuration alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DirectResponseAction {
    /// The HTTP status, 200 to 599.
    pub status: u32,
    /// The body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<DataSource>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}
