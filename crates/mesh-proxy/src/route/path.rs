//! Parts of a path.

/// The path without its query and fragment (`PathUtil::removeQueryAndFragment`).
pub(super) fn without_query(path: &str) -> &str {
    path.find(['?', '#']).and_then(|end| path.get(..end)).unwrap_or(path)
}

/// The path in two: before the query or fragment, and from it on.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.split_at(without_query(path).len())
}
