//! Normalising a path as the HTTP connection manager does with `normalize_path` (Chromium's `CanonicalizePath`).

use std::borrow::Cow;

/// A path without its fragment, which Envoy cuts off before anything else sees it.
#[must_use]
pub fn strip_fragment(path: &str) -> &str {
    path.split_once('#').map_or(path, |(path, _)| path)
}

/// A path (with its query, which stays) without dot segments; backslashes become slashes, `%2E` and other escaped
/// letters and digits themselves, and what may not stand in a path is escaped. `//` and `%2F` stay.
#[must_use]
pub fn normalize_path(path: &str) -> Cow<'_, str> {
    let (only, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    if is_normal(only) {
        return Cow::Borrowed(path);
    }
    let mut output: Vec<u8> = Vec::with_capacity(path.len());
    if !only.starts_with(['/', '\\']) {
        output.push(b'/');
    }
    let bytes = only.as_bytes();
    let mut index = 0;
    while let Some(byte) = bytes.get(index) {
        if let Some(length) = dot(bytes, index) {
            index += length;
            if output.last() == Some(&b'/') {
                index += dots(bytes, index, &mut output);
            } else {
                output.push(b'.');
            }
            continue;
        }
        match byte {
            b'\\' => output.push(b'/'),
            b'%' => match escaped(bytes, index) {
                Some(code) if is_unreserved(code) => {
                    output.push(code);
                    index += 2;
                }
                _ => output.push(b'%'),
            },
            byte if must_be_escaped(*byte) => {
                output.extend(format!("%{byte:02X}").into_bytes());
            }
            byte => output.push(*byte),
        }
        index += 1;
    }
    output.extend_from_slice(query.as_bytes());
    // All that was pushed is ASCII or comes from the text whole.
    String::from_utf8(output).map_or(Cow::Borrowed(path), Cow::Owned)
}

/// Behind a slash and a dot: drops `./`, resolves `../`, else writes the dot. Gives the bytes that it took.
fn dots(bytes: &[u8], index: usize, output: &mut Vec<u8>) -> usize {
    let slash = |at: usize| match bytes.get(at) {
        None => Some(0),
        Some(b'/' | b'\\') => Some(1),
        Some(_) => None,
    };
    if let Some(length) = slash(index) {
        return length;
    }
    if let Some(second) = dot(bytes, index)
        && let Some(length) = slash(index + second)
    {
        // Up: without the last segment, but never above the root.
        output.pop();
        while output.last().is_some_and(|byte| *byte != b'/') {
            output.pop();
        }
        if output.is_empty() {
            output.push(b'/');
        }
        return second + length;
    }
    output.push(b'.');
    0
}

fn dot(bytes: &[u8], index: usize) -> Option<usize> {
    match bytes.get(index)? {
        b'.' => Some(1),
        b'%' if escaped(bytes, index) == Some(b'.') => Some(3),
        _ => None,
    }
}

fn escaped(bytes: &[u8], index: usize) -> Option<u8> {
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    u8::try_from(digit(index + 1)? * 16 + digit(index + 2)?).ok()
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~')
}

fn must_be_escaped(byte: u8) -> bool {
    !byte.is_ascii_graphic() || matches!(byte, b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'^' | b'|')
}

fn is_normal(path: &str) -> bool {
    path.starts_with('/')
        && !path.contains("/.")
        && path.bytes().all(|byte| byte != b'\\' && byte != b'%' && !must_be_escaped(byte))
}

#[cfg(test)]
mod tests {
    use super::{normalize_path, strip_fragment};

    #[test]
    fn dot_segments_go_and_slashes_stay() {
        for (path, normal) in [
            ("/a/b?c=/../d", "/a/b?c=/../d"),
            ("/a/./b", "/a/b"),
            ("/a/../b", "/b"),
            ("/a/..", "/"),
            ("/a/.", "/a/"),
            ("/../../a", "/a"),
            ("/a/%2e%2E/b", "/b"),
            ("/a/.b", "/a/.b"),
            ("/a/..b", "/a/..b"),
            ("/a/...", "/a/..."),
            ("/a.b", "/a.b"),
            (r"\a\b", "/a/b"),
            (r"/a\..\b", "/b"),
            ("//w", "//w"),
            ("/a//../b", "/a/b"),
            ("/a%2Fb%5Cc", "/a%2Fb%5Cc"),
            ("/%61%7E%zz%2", "/a~%zz%2"),
            ("/a b\"é", "/a%20b%22%C3%A9"),
            ("", "/"),
        ] {
            assert_eq!(normalize_path(path), normal, "{path}");
        }
        assert_eq!(strip_fragment("/a?b#c#d"), "/a?b");
    }
}
