//! Self-made certificates: of the server, of its clients, and of clients that it does not trust.

use std::collections::BTreeSet;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::{Value, json};

/// A certificate with its key.
pub(crate) struct Identity {
    pem: String,
    key: KeyPair,
    certificate: CertificateDer<'static>,
}

impl Identity {
    /// As the TLS library takes it.
    pub(crate) fn chain_and_key(&self) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
        (vec![self.certificate.clone()], PrivatePkcs8KeyDer::from(self.key.serialize_der()).into())
    }
}

/// All certificates of a run.
pub(crate) struct Certificates {
    authority: String,
    pub(crate) server: Identity,
    /// Of the authority that the server trusts.
    pub(crate) trusted: Identity,
    /// Of another one.
    pub(crate) untrusted: Identity,
}

impl Certificates {
    pub(crate) fn new() -> Self {
        let (ours, others) = (authority("ours"), authority("others"));
        Self {
            authority: ours.pem(),
            server: identity("server", &ours),
            trusted: identity("client", &ours),
            untrusted: identity("stranger", &others),
        }
    }

    /// The secrets that listeners name.
    pub(crate) fn secrets(&self, listeners: &[Value]) -> Value {
        let text = |text: &str| json!({"inline_string": text});
        let (chain, key) = (text(&self.server.pem), text(&self.server.key.serialize_pem()));
        let (mut servers, mut authorities) = (BTreeSet::new(), BTreeSet::new());
        listeners.iter().for_each(|listener| names(listener, &mut servers, &mut authorities));
        let servers = servers
            .into_iter()
            .map(|name| json!({"name": name, "tls_certificate": {"certificate_chain": chain, "private_key": key}}));
        let authorities = authorities
            .into_iter()
            .map(|name| json!({"name": name, "validation_context": {"trusted_ca": text(&self.authority)}}));
        servers.chain(authorities).collect()
    }
}

/// The names of certificates and of authorities, wherever they stand.
fn names<'a>(value: &'a Value, servers: &mut BTreeSet<&'a str>, authorities: &mut BTreeSet<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| names(item, servers, authorities)),
        Value::Object(members) => {
            for (key, member) in members {
                match key.as_str() {
                    "tls_certificate_sds_secret_configs" => {
                        servers
                            .extend(member.as_array().into_iter().flatten().filter_map(|each| each["name"].as_str()));
                    }
                    "validation_context_sds_secret_config" => authorities.extend(member["name"].as_str()),
                    _ => names(member, servers, authorities),
                }
            }
        }
        _ => {}
    }
}

fn parameters(name: &str) -> CertificateParams {
    let mut parameters = CertificateParams::new(vec![format!("{name}.example.com")]).expect("a name");
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters
}

fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut parameters = parameters(name);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.key_usages.push(KeyUsagePurpose::KeyCertSign);
    CertifiedIssuer::self_signed(parameters, KeyPair::generate().expect("a key")).expect("a certificate")
}

fn identity(name: &str, issuer: &CertifiedIssuer<'static, KeyPair>) -> Identity {
    let key = KeyPair::generate().expect("a key");
    let certificate = parameters(name).signed_by(&key, issuer).expect("a certificate");
    Identity { pem: certificate.pem(), key, certificate: certificate.der().clone() }
}
