//! Header names and values (`validation.go`, `header_value_validator.go`).

use crate::{field::Field, findings::Findings};

/// Checks the operations of a `headers` block on requests and responses.
pub(crate) fn operations(headers: Field<'_>, findings: &mut Findings<'_>) {
    let request = headers.get("request");
    let response = headers.get("response");
    for (block, name_rule) in [(request, request_name as fn(&str) -> Result<(), String>), (response, plain_name)] {
        for operation in ["add", "set"] {
            for (name, value) in block.get(operation).entries() {
                findings.check(value, name_rule(name));
                findings.check(value, value_rule(&value.text()));
            }
        }
        for name in block.get("remove").items() {
            findings.check(name, plain_name(&name.text()));
        }
    }
}

/// Checks that the authority is set in one place at most: by `rewrite` or by one header.
pub(crate) fn one_authority(rewrite: Field<'_>, headers: Field<'_>, findings: &mut Findings<'_>) {
    let mut current = rewrite.get("authority").text().into_owned();
    let request = headers.get("request");
    for operation in ["set", "add"] {
        for (_, value) in request.get(operation).entries().filter(|(name, _)| is_authority(name)) {
            let text = value.text().into_owned();
            if !current.is_empty() {
                let message = format!(
                    "authority header cannot be set multiple times: have {current:?}, attempting to set {text:?}"
                );
                findings.error(value, message);
                return;
            }
            current = text;
        }
    }
}

fn is_authority(name: &str) -> bool {
    name.eq_ignore_ascii_case(":authority") || name.eq_ignore_ascii_case("host")
}

fn request_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("header name cannot be empty".into());
    }
    if name.starts_with(':') && !is_authority(name) {
        return Err(format!("invalid header {name:?}: header cannot have \":\" prefix"));
    }
    Ok(())
}

fn plain_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("header name cannot be empty".into());
    }
    if name.eq_ignore_ascii_case("host") {
        return Err(format!("invalid header {name:?}: cannot set Host header"));
    }
    if name.starts_with(':') {
        return Err(format!("invalid header {name:?}: header cannot have \":\" prefix"));
    }
    Ok(())
}

/// Checks a header's name in a match, where a JWT claim may stand too.
pub(crate) fn match_name(name: &str) -> Result<(), String> {
    let is_pseudo = matches!(name, ":method" | ":scheme" | ":authority" | ":path" | ":status");
    if !name.is_empty() && (is_jwt_claim(name) || is_pseudo) {
        return Ok(());
    }
    token(name)
}

/// Checks a header's name in a CORS policy.
pub(crate) fn cors_name(name: &str) -> Result<(), String> {
    if name == "*" { Ok(()) } else { token(name) }
}

fn token(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("header name cannot be empty".into());
    }
    // The comma too: in Istio's pattern `+-.` is a range.
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+,-.^_`|~".contains(&byte);
    if name.bytes().all(is_token) { Ok(()) } else { Err(format!("header name {name} is not a valid header name")) }
}

/// Whether a match key stands for a claim of a JWT, as `@request.auth.claims.group`.
pub(crate) fn is_jwt_claim(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.strip_prefix("@request.auth.claims").is_some_and(|rest| {
        rest.strip_prefix('.').is_some_and(|claim| !claim.is_empty())
            || rest.strip_prefix('[').and_then(|claim| claim.strip_suffix(']')).is_some_and(|claim| !claim.is_empty())
    })
}

fn value_rule(value: &str) -> Result<(), String> {
    let is_control = |character: char| matches!(character, '\u{0}'..='\u{8}' | '\u{a}'..='\u{1f}' | '\u{7f}');
    if value.contains(is_control) {
        return Err(format!("header value configuration {value} is invalid"));
    }
    formatter(value).map_err(|error| format!("header value configuration: {error}"))
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Literal,
    Variable,
    Array,
    Text,
    ArrayText,
    ArrayNext,
    ArgumentsEnd,
    VariableEnd,
}

/// Walks Envoy's `%VARIABLE(arguments)%` syntax as `source/common/router/header_parser.cc` did.
fn formatter(value: &str) -> Result<(), String> {
    let bytes = value.as_bytes();
    let mut state = State::Literal;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1);
        state = match (state, byte) {
            (State::Literal, b'%') => match next {
                None => return Err("invalid header configuration. Un-escaped %".into()),
                Some(b'%') => {
                    at += 1;
                    State::Literal
                }
                Some(_) => State::Variable,
            },
            (State::Variable, b'%') => State::Literal,
            (State::Variable, b'(') => State::Array,
            (State::Array, b'[') => State::ArrayText,
            (State::Array, b' ') => State::Array,
            (State::Array, _) => State::Text,
            (State::ArrayNext, b',') => State::ArrayText,
            (State::ArrayNext, b']') => State::ArgumentsEnd,
            (State::ArrayText, b'"') => State::Text,
            (State::Text, b'\\') if next.is_none() => {
                return Err("invalid header configuration. Un-terminated backslash in JSON string".into());
            }
            (State::Text, b'\\') => {
                at += 1;
                State::Text
            }
            (State::Text, b')') | (State::ArgumentsEnd, b')') => State::VariableEnd,
            (State::Text, b'"') => State::ArrayNext,
            (State::VariableEnd, b'%') => State::Literal,
            (State::Literal | State::Variable | State::Text, _) | (_, b' ') => state,
            (State::ArrayNext, _) => {
                return Err("invalid header configuration. Expecting ',', ']', or whitespace".into());
            }
            (State::ArrayText, _) => return Err("invalid header configuration. Expecting '\"'".into()),
            (State::ArgumentsEnd, _) => {
                return Err(
                    "invalid header configuration. Expecting ')' or whitespace after '{}', but found '{}'".into()
                );
            }
            (State::VariableEnd, _) => {
                return Err("invalid header configuration. Expecting '%' or whitespace after".into());
            }
        };
        at += 1;
    }
    if state == State::Literal {
        return Ok(());
    }
    Err(format!("invalid header configuration. Un-terminated variable expression '{value}'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_values_follow_envoys_formatter() {
        for good in ["", "100%%", "%HOSTNAME%", "a %REQ(x-y)% b", "%DYNAMIC_METADATA([\"a\", \"b\"])%"] {
            assert_eq!(formatter(good), Ok(()), "{good}");
        }
        assert_eq!(formatter("50%").unwrap_err(), "invalid header configuration. Un-escaped %");
        assert_eq!(
            formatter("abc%123").unwrap_err(),
            "invalid header configuration. Un-terminated variable expression 'abc%123'"
        );
    }

    #[test]
    fn claims_are_told_from_headers() {
        assert!(is_jwt_claim("@request.auth.claims.group"));
        assert!(is_jwt_claim("@request.auth.claims[a.b]"));
        assert!(!is_jwt_claim("@request.auth.claims"));
        assert!(match_name("bad name").is_err());
    }
}
