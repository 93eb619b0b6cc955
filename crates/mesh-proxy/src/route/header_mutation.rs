//! Adding and removing headers (`Router::HeaderParser`).

use super::format::Format;
use super::headers::HeaderMap;
use super::request::Request;
use crate::config::{AppendAction, HeaderValueOption};

/// Compiled header changes of one level: cluster, route, virtual host or route configuration.
#[derive(Clone, Debug, Default)]
pub struct HeaderMutation {
    remove: Vec<Box<str>>,
    add: Vec<Addition>,
}

#[derive(Clone, Debug)]
struct Addition {
    name: Box<str>,
    value: Format,
    action: AppendAction,
    keep_empty: bool,
}

impl HeaderMutation {
    /// Compiles changes; those whose value cannot be had are left out and told to `problem`.
    pub fn new(
        add: &[HeaderValueOption],
        remove: &[String],
        mut problem: impl FnMut(&HeaderValueOption, String),
    ) -> Self {
        let mut additions = Vec::with_capacity(add.len());
        for option in add {
            match Format::new(&option.header.value) {
                Ok(value) => additions.push(Addition {
                    name: option.header.key.to_ascii_lowercase().into(),
                    value,
                    action: option.append_action,
                    keep_empty: option.keep_empty_value,
                }),
                Err(error) => problem(option, error),
            }
        }
        Self { remove: remove.iter().map(|name| name.to_ascii_lowercase().into()).collect(), add: additions }
    }

    /// Whether nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.remove.is_empty() && self.add.is_empty()
    }

    /// Changes the headers of a request (given apart from it, as they are on the way).
    pub fn apply_to_request(&self, headers: &mut HeaderMap, request: &Request<'_>) {
        self.apply(headers, |value, headers| value.evaluate(&Request { headers, ..*request }, None));
    }

    /// Changes the headers of the response to a request.
    pub fn apply_to_response(&self, headers: &mut HeaderMap, request: &Request<'_>) {
        self.apply(headers, |value, headers| value.evaluate(request, Some(headers)));
    }

    /// Removes first; then all values are worked out before any is written, and replaced before appended.
    fn apply(&self, headers: &mut HeaderMap, evaluate: impl Fn(&Format, &HeaderMap) -> String) {
        for name in &self.remove {
            headers.remove(name);
        }
        let mut replace = Vec::new();
        let mut append = Vec::new();
        for addition in &self.add {
            let value = evaluate(&addition.value, headers);
            if value.is_empty() && !addition.keep_empty {
                continue;
            }
            let present = headers.contains(&addition.name);
            match addition.action {
                AppendAction::AppendIfExistsOrAdd => append.push((&addition.name, value)),
                AppendAction::AddIfAbsent if !present => append.push((&addition.name, value)),
                AppendAction::OverwriteIfExists if present => replace.push((&addition.name, value)),
                AppendAction::OverwriteIfExistsOrAdd => replace.push((&addition.name, value)),
                AppendAction::AddIfAbsent | AppendAction::OverwriteIfExists => {}
            }
        }
        for (name, value) in replace {
            headers.set(name, &value);
        }
        for (name, value) in append {
            headers.append(name, &value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::HeaderMutation;
    use crate::config::{AppendAction, HeaderValue, HeaderValueOption};
    use crate::route::{Connection, HeaderMap, Request};

    #[test]
    fn removal_goes_before_and_replacing_before_appending() {
        let option = |key: &str, value: &str, append_action| HeaderValueOption {
            header: HeaderValue { key: key.to_owned(), value: value.to_owned() },
            append_action,
            ..HeaderValueOption::default()
        };
        let mutation = HeaderMutation::new(
            &[
                option("A", "new", AppendAction::AppendIfExistsOrAdd),
                option("b", "new", AppendAction::AddIfAbsent),
                option("c", "new", AppendAction::OverwriteIfExists),
                option("d", "%REQ(b)%", AppendAction::OverwriteIfExistsOrAdd),
                option("e", "new", AppendAction::AddIfAbsent),
                option("f", "%REQ(gone)%", AppendAction::AppendIfExistsOrAdd),
                option("a", "set", AppendAction::OverwriteIfExistsOrAdd),
            ],
            &["Gone".to_owned()],
            |option, error| panic!("{option:?}: {error}"),
        );
        let mut headers: HeaderMap = [("a", "1"), ("b", "2"), ("gone", "3"), ("d", "4")].into_iter().collect();
        let request = Request {
            method: "GET",
            scheme: "http",
            authority: "a",
            path: "/",
            headers: &headers.clone(),
            connection: Connection::default(),
        };
        mutation.apply_to_request(&mut headers, &request);
        let expected = [("a", "set"), ("b", "2"), ("d", "2"), ("a", "new"), ("e", "new")];
        assert_eq!(headers.iter().collect::<Vec<_>>(), expected);
    }
}
