//! The sources of Content-Security-Policy's `frame-ancestors`.

use mesh_words::say;

use super::Failure;

/// Takes a list of sources as the directive has it. Anything else would be ignored by browsers or begin a directive of
/// its own.
pub(super) fn parse_frame_ancestors(text: &str) -> Result<String, Failure> {
    let sources: Vec<&str> = text.split(' ').filter(|source| !source.is_empty()).collect();
    if sources.is_empty() {
        return Err(say!("flag-frame-ancestors-nobody").into());
    }
    if sources.len() > 1 && sources.contains(&"'none'") {
        return Err(say!("flag-frame-ancestors-none").into());
    }
    match sources.iter().find(|source| !is_source(source)) {
        Some(wrong) => Err(say!("flag-frame-ancestors", source = wrong.escape_debug().to_string()).into()),
        None => Ok(sources.join(" ")),
    }
}

fn is_source(source: &str) -> bool {
    if matches!(source, "*" | "'none'" | "'self'") {
        return true;
    }
    let host = match source.split_once(':') {
        Some((scheme, "")) => return is_scheme(scheme),
        Some((scheme, rest)) if rest.starts_with("//") => {
            if !is_scheme(scheme) {
                return false;
            }
            &rest[2..]
        }
        _ => source,
    };
    let (authority, path) = host.split_at(host.find('/').unwrap_or(host.len()));
    let (name, port) = authority.split_once(':').unwrap_or((authority, "*"));
    is_name(name) && is_port(port) && path.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b';' | b','))
}

fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

fn is_name(name: &str) -> bool {
    let labels = name.strip_prefix("*.").unwrap_or(name);
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    labels == "*" || labels.split('.').all(is_label)
}

fn is_port(port: &str) -> bool {
    port == "*" || port.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::parse_frame_ancestors;

    #[test]
    fn lists_of_sources_are_taken() {
        for list in [
            "*",
            "'none'",
            "'self' https://docs.example.com",
            "https:",
            "*.example.com:8443",
            "http://localhost:*",
            "https://example.com/docs/",
        ] {
            assert_eq!(parse_frame_ancestors(list), Ok(list.to_owned()));
        }
        assert_eq!(parse_frame_ancestors("  https://a.example   https://b.example ").unwrap().matches("  ").count(), 0);
    }

    #[test]
    fn what_is_no_list_of_sources_is_refused_with_the_cure() {
        for list in [
            "",
            " ",
            "'none' https://a.example",
            "*; script-src *",
            "https://a.example,https://b.example",
            "https://a.example\r\nx-header: 1",
            "'unsafe-inline'",
            "\"*\"",
            "https://",
            "https://a..example",
            "https://a.example:port",
            "ht tp://ex\u{e4}mple",
        ] {
            assert!(parse_frame_ancestors(list).is_err(), "{list:?}");
        }
        let message = parse_frame_ancestors("https://a.example\nx: 1").unwrap_err().to_string();
        assert!(message.contains("write *") && !message.contains('\n'), "{message}");
    }
}
