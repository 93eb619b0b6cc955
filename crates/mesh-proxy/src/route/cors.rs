//! Cross-origin requests (`CorsFilter`).

use super::headers::HeaderMap;
use super::request::Request;
use super::string_match::StringMatch;
use crate::config::{CorsPolicy, StringMatcher};
use crate::re2::Error;

/// The policy of a route over that of its virtual host: what one leaves empty comes from the other.
#[derive(Clone, Debug)]
pub struct Cors {
    origins: Vec<StringMatch>,
    any_origin: bool,
    allow_methods: Box<str>,
    allow_headers: Box<str>,
    expose_headers: Box<str>,
    max_age: Box<str>,
    allow_credentials: bool,
    forward_not_matching_preflights: bool,
}

impl Cors {
    /// Compiles policies, the closest first; `None` where there is none, or the closest is not in force.
    ///
    /// # Errors
    /// A pattern that cannot be used.
    pub fn new(policies: &[&CorsPolicy]) -> Result<Option<Self>, Error> {
        let Some(closest) = policies.first() else { return Ok(None) };
        if closest.filter_enabled.as_ref().is_some_and(|enabled| enabled.share().numerator == 0) {
            return Ok(None);
        }
        let text = |part: fn(&CorsPolicy) -> &String| -> Box<str> {
            let mut texts = policies.iter().map(|policy| part(policy).as_str());
            texts.find(|text| !text.is_empty()).unwrap_or("").into()
        };
        let origins: &[StringMatcher] = policies
            .iter()
            .map(|policy| policy.allow_origin_string_match.as_slice())
            .find(|origins| !origins.is_empty())
            .unwrap_or(&[]);
        let origins = origins.iter().map(StringMatch::new).collect::<Result<Vec<_>, _>>()?;
        Ok(Some(Self {
            any_origin: origins.iter().any(|origin| origin.matches("*")),
            origins,
            allow_methods: text(|policy| &policy.allow_methods),
            allow_headers: text(|policy| &policy.allow_headers),
            expose_headers: text(|policy| &policy.expose_headers),
            max_age: text(|policy| &policy.max_age),
            allow_credentials: policies.iter().find_map(|policy| policy.allow_credentials).unwrap_or(false),
            forward_not_matching_preflights: policies
                .iter()
                .find_map(|policy| policy.forward_not_matching_preflights)
                .unwrap_or(true),
        }))
    }

    fn allows(&self, origin: &str) -> bool {
        self.any_origin || self.origins.iter().any(|allowed| allowed.matches(origin))
    }

    /// Whether a request is a preflight that is answered here.
    #[must_use]
    pub fn answers(&self, request: &Request<'_>) -> bool {
        let Some(origin) = origin(request) else { return false };
        let preflight = request.method == "OPTIONS"
            && request.headers.get("access-control-request-method").is_some_and(|method| !method.is_empty());
        preflight && (self.allows(origin) || !self.forward_not_matching_preflights)
    }

    /// The headers of the answer to a preflight.
    #[must_use]
    pub fn preflight_headers(&self, request: &Request<'_>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Some(origin) = origin(request).filter(|origin| self.allows(origin)) {
            headers.set("access-control-allow-origin", origin);
        }
        if self.allow_credentials {
            headers.set("access-control-allow-credentials", "true");
        }
        // A star gives back what was asked for.
        let mut allow = |name: &str, allowed: &str, asked: &str| {
            let value = if allowed == "*" { request.headers.get(asked).unwrap_or("") } else { allowed };
            if !allowed.is_empty() {
                headers.set(name, value);
            }
        };
        allow("access-control-allow-methods", &self.allow_methods, "access-control-request-method");
        allow("access-control-allow-headers", &self.allow_headers, "access-control-request-headers");
        if !self.max_age.is_empty() {
            headers.set("access-control-max-age", &self.max_age);
        }
        headers
    }

    /// What is added to any response to a request from an allowed origin.
    pub fn apply_to_response(&self, headers: &mut HeaderMap, request: &Request<'_>) {
        let Some(origin) = origin(request).filter(|origin| self.allows(origin)) else { return };
        headers.set("access-control-allow-origin", origin);
        if self.allow_credentials {
            headers.set("access-control-allow-credentials", "true");
        }
        if !self.expose_headers.is_empty() {
            headers.set("access-control-expose-headers", &self.expose_headers);
        }
    }
}

fn origin<'a>(request: &Request<'a>) -> Option<&'a str> {
    request.headers.get("origin").filter(|origin| !origin.is_empty())
}
