//! Header values with Envoy's substitution commands (`%REQ(x-user)%`), as far as they can be known here.

use super::headers::HeaderMap;
use super::request::Request;

/// A parsed header value.
#[derive(Clone, Debug)]
pub struct Format {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    RequestHeader { name: Box<str>, otherwise: Option<Box<str>>, length: usize },
    ResponseHeader { name: Box<str>, otherwise: Option<Box<str>>, length: usize },
    RemoteAddress,
    RemoteIp,
    LocalAddress,
    Protocol,
}

impl Format {
    /// Parses a value.
    ///
    /// # Errors
    /// A command that Envoy does not have, or whose value the simulation does not know; the text names it.
    pub fn new(value: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut rest = value;
        while let Some((before, behind)) = rest.split_once('%') {
            text.push_str(before);
            if let Some(behind) = behind.strip_prefix('%') {
                text.push('%');
                rest = behind;
                continue;
            }
            let Some(end) = end_of_command(behind) else {
                return Err(format!("{value:?} has a % that begins no command: write %% for a percent sign"));
            };
            let (command, behind) = behind.split_at(end);
            rest = behind.strip_prefix('%').unwrap_or("");
            if !text.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut text)));
            }
            pieces.push(command_piece(command)?);
        }
        text.push_str(rest);
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        Ok(Self { pieces })
    }

    /// The value for a request and, where there is one already, its response. What is absent is empty.
    #[must_use]
    pub fn evaluate(&self, request: &Request<'_>, response: Option<&HeaderMap>) -> String {
        let mut value = String::new();
        let header = |map: Option<&str>, fallback: Option<&str>, length: usize, value: &mut String| {
            value.extend(map.or(fallback).unwrap_or("").chars().take(length));
        };
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => value.push_str(text),
                Piece::RequestHeader { name, otherwise, length } => {
                    let fallback = otherwise.as_deref().and_then(|name| request.values(name).next());
                    header(request.values(name).next(), fallback, *length, &mut value);
                }
                Piece::ResponseHeader { name, otherwise, length } => {
                    let get = |name: &str| response.and_then(|response| response.get(name));
                    header(get(name), otherwise.as_deref().and_then(get), *length, &mut value);
                }
                Piece::RemoteAddress => value.push_str(request.connection.remote),
                Piece::RemoteIp => value.push_str(request.connection.source_ip()),
                Piece::LocalAddress => value.push_str(request.connection.local),
                Piece::Protocol => value.push_str("HTTP/1.1"),
            }
        }
        value
    }
}

/// Where the `%` that ends a command is: behind its arguments, if it has any.
fn end_of_command(text: &str) -> Option<usize> {
    let name = text
        .find(|character: char| !(character.is_ascii_uppercase() || character.is_ascii_digit() || character == '_'))?;
    match text.as_bytes().get(name)? {
        b'%' if name > 0 => Some(name),
        b'(' if name > 0 => {
            let close = name + text.get(name..)?.find(')')?;
            Some(close + text.get(close..)?.find('%')?)
        }
        _ => None,
    }
}

fn command_piece(command: &str) -> Result<Piece, String> {
    let unknown = || Err(format!("%{command}% is not simulated"));
    let (name, arguments) = command.split_once('(').map_or((command, None), |(name, rest)| (name, Some(rest)));
    match (name, arguments) {
        ("REQ" | "RESP", Some(arguments)) => {
            let Some((names, length)) = arguments.split_once(')') else { return unknown() };
            let length = match length.strip_prefix(':') {
                None if length.is_empty() => usize::MAX,
                Some(digits) => match digits.parse() {
                    Ok(length) => length,
                    Err(_) => return unknown(),
                },
                None => return unknown(),
            };
            let lower = |name: &str| name.to_ascii_lowercase().into();
            let (first, otherwise) = names.split_once('?').map_or((names, None), |(first, rest)| (first, Some(rest)));
            let (first, otherwise) = (lower(first), otherwise.map(lower));
            Ok(if name == "REQ" {
                Piece::RequestHeader { name: first, otherwise, length }
            } else {
                Piece::ResponseHeader { name: first, otherwise, length }
            })
        }
        ("DOWNSTREAM_REMOTE_ADDRESS", None) => Ok(Piece::RemoteAddress),
        ("DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT", None) => Ok(Piece::RemoteIp),
        ("DOWNSTREAM_LOCAL_ADDRESS", None) => Ok(Piece::LocalAddress),
        ("PROTOCOL", None) => Ok(Piece::Protocol),
        _ => unknown(),
    }
}

#[cfg(test)]
mod tests {
    use super::Format;
    use crate::route::{Connection, HeaderMap, Request};

    #[test]
    fn commands_are_filled_in() {
        let headers: HeaderMap = [("x-a", "value")].into_iter().collect();
        let response: HeaderMap = [("x-r", "answer")].into_iter().collect();
        let connection = Connection { remote: "10.1.0.2:4000", local: "10.96.0.2:80" };
        let request =
            Request { method: "GET", scheme: "http", authority: "host", path: "/p", headers: &headers, connection };
        for (format, value) in [
            ("plain b c", "plain b c"),
            ("100%%", "100%"),
            ("%REQ(X-A)%", "value"),
            ("<%REQ(x-b?:path):2%>", "</p>"),
            ("%REQ(x-b)%", ""),
            ("%REQ(x-a):3%", "val"),
            ("%RESP(x-r)%", "answer"),
            ("%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%", "10.1.0.2"),
        ] {
            let parsed = Format::new(format).expect(format);
            assert_eq!(parsed.evaluate(&request, Some(&response)), value, "{format}");
        }
        for format in ["100%", "%", "%REQ(x", "%START_TIME%", "%lower%", "50% off"] {
            assert!(Format::new(format).is_err(), "{format}");
        }
    }
}
