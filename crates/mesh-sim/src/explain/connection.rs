//! What became of a connection, in words.

use mesh_words::{Words, say};

use crate::decision::AskedName;

/// The names that pilot gives the chains for what no rule and no service is for.
fn is_catch_all(chain: &str) -> bool {
    chain == "PassthroughFilterChain" || chain.starts_with("virtualOutbound-catchall")
}

/// Which filter chain took a connection; `tls` tells whether the client's ends there, where it has some.
pub(super) fn filter_chain(listener: &str, chain: &str, server_name: Option<&str>, tls: Option<bool>) -> Words {
    if is_catch_all(chain) {
        return match (tls, server_name) {
            (None, _) => say!("step-catch-all-bytes", listener, chain),
            (Some(_), Some(server_name)) => say!("step-catch-all-server-name", listener, server_name, chain),
            (Some(_), None) => say!("step-catch-all-tls", listener, chain),
        };
    }
    match (tls, server_name) {
        (None, _) => say!("step-chain-bytes", chain, listener),
        (Some(true), Some(server_name)) => say!("step-chain-ends-tls", chain, listener, server_name),
        (Some(true), None) => say!("step-chain-ends-tls-unnamed", chain, listener),
        (Some(false), Some(server_name)) => say!("step-chain-passes-tls", chain, listener, server_name),
        (Some(false), None) => say!("step-chain-passes-tls-unnamed", chain, listener),
    }
}

/// What server name the TLS of a cluster asks for.
pub(super) fn tls_begun(server_name: &AskedName, is_wrapping: bool) -> Words {
    match (server_name, is_wrapping) {
        (AskedName::Written(server_name), false) => say!("step-tls-begun", server_name),
        (AskedName::OfHostHeader, false) => say!("step-tls-begun-of-host"),
        (AskedName::None, false) => say!("step-tls-begun-unnamed"),
        (AskedName::Written(server_name), true) => say!("step-tls-wrapped", server_name),
        (AskedName::OfHostHeader, true) => say!("step-tls-wrapped-of-host"),
        (AskedName::None, true) => say!("step-tls-wrapped-unnamed"),
    }
}
