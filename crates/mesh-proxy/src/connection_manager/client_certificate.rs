//! `x-forwarded-client-cert` (`ConnectionManagerUtility::mutateXfccRequestHeader`).

use super::Downstream;
use crate::config::{ForwardClientCertDetails, HttpConnectionManager, SetCurrentClientCertDetails};
use crate::route::HeaderMap;

const HEADER: &str = "x-forwarded-client-cert";

/// What a certificate says: names only, nothing of it is verified here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// SHA-256 of it, in hexadecimal.
    pub hash: String,
    /// The whole of it, PEM with percent signs.
    pub pem: String,
    /// Whose it is, as `CN=client`.
    pub subject: String,
    /// Its URIs.
    pub uris: Vec<String>,
    /// Its DNS names.
    pub dns_names: Vec<String>,
}

/// Takes the header away, leaves it, or writes the client's certificate into it.
pub(super) fn forward(manager: &HttpConnectionManager, downstream: &Downstream<'_>, headers: &mut HeaderMap) {
    use ForwardClientCertDetails::{AlwaysForwardOnly, AppendForward, ForwardOnly, Sanitize, SanitizeSet};
    let tls = downstream.tls.unwrap_or_default();
    let (Some(client), false) = (tls.client, manager.forward_client_cert_details == Sanitize) else {
        if manager.forward_client_cert_details != AlwaysForwardOnly {
            headers.remove(HEADER);
        }
        return;
    };
    let current = || element(client, tls.own, manager.set_current_client_cert_details.as_ref());
    match manager.forward_client_cert_details {
        SanitizeSet => headers.set(HEADER, &current()),
        AppendForward => {
            let known: Vec<&str> = headers.get_all(HEADER).filter(|value| !value.is_empty()).collect();
            let list = known.into_iter().chain([current().as_str()]).collect::<Vec<_>>().join(",");
            headers.set(HEADER, &list);
        }
        Sanitize | ForwardOnly | AlwaysForwardOnly => {}
    }
}

/// One client in the list: the proxy's own URI, the hash, and the parts of the certificate that are asked for.
fn element(client: &Certificate, own: Option<&Certificate>, details: Option<&SetCurrentClientCertDetails>) -> String {
    let mut parts: Vec<String> = own.into_iter().flat_map(|own| &own.uris).map(|uri| format!("By={uri}")).collect();
    parts.push(format!("Hash={}", client.hash));
    if let Some(details) = details {
        let asked = |asked: bool, text: String| asked.then_some(text);
        parts.extend(asked(details.cert, format!("Cert=\"{}\"", client.pem)));
        parts.extend(asked(details.chain, format!("Chain=\"{}\"", client.pem)));
        parts.extend(asked(details.subject == Some(true), format!("Subject=\"{}\"", client.subject)));
        if details.uri {
            // The key is there even without any.
            let uris = if client.uris.is_empty() { &[String::new()][..] } else { &client.uris };
            parts.extend(uris.iter().map(|uri| format!("URI={uri}")));
        }
        if details.dns {
            parts.extend(client.dns_names.iter().map(|name| format!("DNS={name}")));
        }
    }
    parts.join(";")
}
