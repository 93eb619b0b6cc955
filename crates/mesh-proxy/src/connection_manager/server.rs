//! `server` of a response (`ConnectionManagerImpl::ActiveStream::encodeHeaders`).

use crate::config::{HttpConnectionManager, ServerHeaderTransformation};

/// What the client gets, given what the host sent; `None` for no header.
#[must_use]
pub fn server_header<'a>(manager: &'a HttpConnectionManager, of_host: Option<&'a str>) -> Option<&'a str> {
    let own = if manager.server_name.is_empty() { "envoy" } else { &manager.server_name };
    match manager.server_header_transformation {
        ServerHeaderTransformation::Overwrite => Some(own),
        ServerHeaderTransformation::AppendIfAbsent => of_host.or(Some(own)),
        ServerHeaderTransformation::PassThrough => of_host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_name_the_client_sees() {
        use ServerHeaderTransformation::{AppendIfAbsent, Overwrite, PassThrough};
        // name | transformation | the host's | the client's
        for (name, transformation, of_host, seen) in [
            ("", Overwrite, Some("nginx"), Some("envoy")),
            ("edge", Overwrite, None, Some("edge")),
            ("edge", AppendIfAbsent, Some("nginx"), Some("nginx")),
            ("edge", AppendIfAbsent, None, Some("edge")),
            ("", PassThrough, Some("nginx"), Some("nginx")),
            ("", PassThrough, None, None),
        ] {
            let manager = HttpConnectionManager {
                server_name: name.to_owned(),
                server_header_transformation: transformation,
                ..HttpConnectionManager::default()
            };
            assert_eq!(server_header(&manager, of_host), seen, "{name} {transformation:?} {of_host:?}");
        }
    }
}
