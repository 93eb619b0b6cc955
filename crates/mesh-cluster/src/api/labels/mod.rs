//! Labels as client and server judge and select them (k8s.io/apimachinery/pkg/{labels,api/validate/content}).

mod lexer;
mod selector;

pub use selector::{Operator, Requirement, parse};

const VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must \
    start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is \
    '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const KEY: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric \
    character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is \
    '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and \
    must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is \
    '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LONGEST: usize = 63;
const LONGEST_PREFIX: usize = 253;

fn too_long(most: usize) -> String {
    format!("must be no more than {most} bytes")
}

/// Letters and digits at both ends, and between them also some signs.
fn fits(text: &str, at_ends: fn(char) -> bool, signs: &[char]) -> bool {
    text.starts_with(at_ends) && text.ends_with(at_ends) && text.chars().all(|c| at_ends(c) || signs.contains(&c))
}

/// What is wrong with a label's value (`IsLabelValue`).
#[must_use]
pub fn wrong_value(value: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if value.len() > LONGEST {
        wrong.push(too_long(LONGEST));
    }
    if !value.is_empty() && !fits(value, |c| c.is_ascii_alphanumeric(), &['-', '_', '.']) {
        wrong.push(VALUE.to_owned());
    }
    wrong
}

/// What is wrong with a label's key, or with another name of that form, as `example.com/name` (`IsLabelKey`).
#[must_use]
pub fn wrong_key(key: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let name = match key.split('/').collect::<Vec<_>>().as_slice() {
        [name] => *name,
        [prefix, name] => {
            if prefix.is_empty() {
                wrong.push("prefix part must be non-empty".to_owned());
            } else {
                wrong.extend(wrong_subdomain(prefix).into_iter().map(|why| format!("prefix part {why}")));
            }
            *name
        }
        _ => {
            return vec![format!(
                "a valid label key {KEY} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            )];
        }
    };
    if name.is_empty() {
        wrong.push("name part must be non-empty".to_owned());
    } else if name.len() > LONGEST {
        wrong.push(format!("name part {}", too_long(LONGEST)));
    }
    if !fits(name, |c| c.is_ascii_alphanumeric(), &['-', '_', '.']) {
        wrong.push(format!("name part {KEY}"));
    }
    wrong
}

fn wrong_subdomain(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if text.len() > LONGEST_PREFIX {
        wrong.push(too_long(LONGEST_PREFIX));
    }
    let lower = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if !text.split('.').all(|part| fits(part, lower, &['-'])) {
        wrong.push(SUBDOMAIN.to_owned());
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_values_are_judged_in_their_own_words() {
        for key in ["app", "example.com/app", "a_b.c-d"] {
            assert!(wrong_key(key).is_empty(), "{key}");
        }
        for (key, begins) in [
            ("", "name part must be non-empty"),
            ("-a", "name part must consist of"),
            ("/a", "prefix part must be non-empty"),
            ("A/b", "prefix part a lowercase RFC 1123 subdomain"),
            ("a/b/c", "a valid label key must consist of"),
        ] {
            assert!(wrong_key(key).first().is_some_and(|why| why.starts_with(begins)), "{key}");
        }
        assert!(wrong_value("").is_empty() && wrong_value("a.b").is_empty());
        assert_eq!(wrong_value(&"a".repeat(64)), ["must be no more than 63 bytes"]);
        assert!(wrong_value("a b").first().is_some_and(|why| why.starts_with("a valid label must be")));
    }
}
