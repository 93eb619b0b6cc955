//! The certificates that clients and gateways have: their names are all that is known of them.

use std::sync::LazyLock;

use mesh_proxy::connection_manager::Certificate;

/// What clients outside of the mesh show to a server that asks. Hash and text stand for those of a real one.
pub(crate) static OF_CLIENTS: LazyLock<Certificate> = LazyLock::new(|| Certificate {
    hash: "a12e108d8d240a3b00856427b1f9948d8728aee2ce37ce9a4c87b83def59ce2b".to_owned(),
    pem: "-----BEGIN%20CERTIFICATE-----%0AY2xpZW50LmV4YW1wbGUuY29t%0A-----END%20CERTIFICATE-----%0A".to_owned(),
    subject: "CN=client".to_owned(),
    uris: vec!["spiffe://example.com/client".to_owned()],
    dns_names: vec!["client.example.com".to_owned()],
});

/// What gateways show.
pub(crate) static OF_GATEWAYS: LazyLock<Certificate> =
    LazyLock::new(|| Certificate { uris: vec!["spiffe://example.com/edge".to_owned()], ..Certificate::default() });
