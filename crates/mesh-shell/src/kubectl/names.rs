//! Names and values that the client checks by itself, in the words of `k8s.io/apimachinery/pkg/util/validation`.

const VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must \
    start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is \
    '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const NAME: &str = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an \
    alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is \
    '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

fn fits(text: &str) -> bool {
    let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    edge(text.chars().next())
        && edge(text.chars().last())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// What is wrong with a label's value.
pub(crate) fn wrong_label_value(value: &str) -> Option<String> {
    if value.len() > 63 {
        return Some("must be no more than 63 bytes".to_owned());
    }
    (!value.is_empty() && !fits(value)).then(|| VALUE.to_owned())
}

/// What is wrong with a qualified name (`example.com/name`).
pub(crate) fn wrong_qualified_name(name: &str) -> Option<String> {
    let last = name.rsplit('/').next().unwrap_or_default();
    if last.is_empty() {
        return Some("name part must be non-empty".to_owned());
    }
    if last.len() > 63 {
        return Some("name part must be no more than 63 bytes".to_owned());
    }
    (!fits(last)).then(|| NAME.to_owned())
}
