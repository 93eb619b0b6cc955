//! Connections to a listener, made from a seed.

use std::fmt;

use end2end_envoy::random::Random;
use mesh_proxy::listener::{ClientCertificate, ClientHello, Downstream};
use serde_json::Value;

use crate::listeners::PROTOCOLS;

/// A connection as a client opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Connection {
    /// What it says in TLS; `None`: it sends plain bytes.
    pub(crate) tls: Option<Hello>,
    /// Whether it sends HTTP, or bytes that are none.
    pub(crate) speaks_http: bool,
    /// What it shows where it is asked for a certificate.
    pub(crate) certificate: ClientCertificate,
}

/// What a client says in TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hello {
    pub(crate) server_name: Option<String>,
    pub(crate) application_protocols: Vec<String>,
}

impl Connection {
    /// The same to the simulated proxy.
    pub(crate) fn downstream(&self, port: u16) -> Downstream<'_> {
        let tls = self.tls.as_ref().map(|hello| ClientHello {
            server_name: hello.server_name.as_deref(),
            application_protocols: &hello.application_protocols,
        });
        let address = Some(std::net::Ipv4Addr::LOCALHOST.into());
        Downstream { address, port, tls, speaks_http: self.speaks_http, certificate: self.certificate }
    }
}

/// As one opens it by hand.
impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if self.speaks_http { r"GET / HTTP/1.1\r\nhost: a\r\n\r\n" } else { r"no HTTP\r\n\r\n" };
        write!(f, "printf '{text}' | ")?;
        let Some(hello) = &self.tls else { return write!(f, "nc 127.0.0.1 PORT") };
        write!(f, "openssl s_client -quiet -connect 127.0.0.1:PORT")?;
        match &hello.server_name {
            Some(name) => write!(f, " -servername {name}")?,
            None => write!(f, " -noservername")?,
        }
        if !hello.application_protocols.is_empty() {
            write!(f, " -alpn {}", hello.application_protocols.join(","))?;
        }
        match self.certificate {
            ClientCertificate::None => Ok(()),
            shown => write!(f, " # with a certificate: {shown:?}"),
        }
    }
}

/// Names that clients ask for, whether a chain is for them or not.
const ASKED: &[&str] = &[
    "shop.example.com",
    "x.shop.example.com",
    "pay.shop.example.com",
    "a.b.pay.shop.example.com",
    "example.com",
    "com",
    "x.example.com",
    "x.y.example.com",
    "example.org",
    "api.example.org",
    "shop",
    "other.net",
];

/// A connection to a listener.
pub(crate) fn connection(listener: &Value, random: &mut Random) -> Connection {
    let certificate = random.pick(&[ClientCertificate::Trusted, ClientCertificate::None, ClientCertificate::Untrusted]);
    let tls = random.percent(70).then(|| Hello {
        server_name: (!random.percent(12)).then(|| server_name(listener, random)),
        application_protocols: application_protocols(random),
    });
    Connection { tls, speaks_http: random.percent(70), certificate }
}

fn application_protocols(random: &mut Random) -> Vec<String> {
    let mut offered: Vec<String> = Vec::new();
    for _ in 0..random.below(4) {
        let protocol = random.pick(PROTOCOLS);
        if offered.iter().all(|known| known != protocol) {
            offered.push(protocol.to_owned());
        }
    }
    offered
}

/// Mostly one that a chain of the listener is for.
fn server_name(listener: &Value, random: &mut Random) -> String {
    let chains = listener["filter_chains"].as_array().into_iter().flatten();
    let names = chains.flat_map(|chain| chain["filter_chain_match"]["server_names"].as_array().into_iter().flatten());
    let names: Vec<&str> = names.filter_map(Value::as_str).collect();
    let name = if names.is_empty() || random.percent(30) { random.pick(ASKED) } else { random.pick(&names) };
    let name = match name.strip_prefix('*') {
        Some(rest) => format!("{}.{}", random.pick(&["a", "a.b", "shop"]), rest.trim_start_matches(['.', '-'])),
        None => name.replace('*', "x"),
    };
    if random.percent(20) { name.to_uppercase() } else { name.to_lowercase() }
}
