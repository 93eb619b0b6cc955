//! A client that opens connections, with TLS or without, and says what came of each.

use std::io::{Read, Result, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use mesh_proxy::listener::ClientCertificate;
use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme, Stream};

use crate::certificates::Certificates;
use crate::connections::{Connection, Hello};

/// What an answer begins with in which Envoy says that it reads HTTP and got none.
pub(crate) const BAD_REQUEST: &str = "HTTP/1.1 400";

/// How TLS begins to say why it ends the connection (RFC 8446, sections 5.1 and 6).
const ALERT: &str = "\u{15}\u{3}";

/// The text by which an answer says who gave it.
pub(crate) fn mark(name: &str) -> String {
    format!("<<{name}>>")
}

/// What a client saw of a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Its own port, by which the log names the connection; `None`: nobody listens.
    pub(crate) port: Option<u16>,
    /// What it read, in TLS if that came about, besides alerts.
    pub(crate) text: String,
    /// The protocol that TLS agreed on.
    pub(crate) application_protocol: Option<String>,
}

impl Seen {
    /// Who answered.
    pub(crate) fn mark(&self) -> Option<&str> {
        let (_, rest) = self.text.split_once("<<")?;
        rest.split_once(">>").map(|(mark, _)| mark)
    }
}

/// Opens connections.
pub(crate) struct Client<'a> {
    certificates: &'a Certificates,
    provider: Arc<CryptoProvider>,
}

impl<'a> Client<'a> {
    pub(crate) fn new(certificates: &'a Certificates) -> Self {
        Self { certificates, provider: Arc::new(ring::default_provider()) }
    }

    /// Opens a connection to a port of loopback, and waits for an answer or the end.
    pub(crate) fn open(&self, port: u16, connection: &Connection) -> Seen {
        let Ok(stream) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)) else { return Seen::default() };
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a connection");
        stream.set_nodelay(true).expect("a connection");
        let own = stream.local_addr().expect("its own address").port();
        let mut seen = Seen { port: Some(own), ..Seen::default() };
        let mut stream = Recorded { stream, begin: Vec::new() };
        match &connection.tls {
            None => exchange(&mut stream, request(connection, false), &mut seen),
            Some(hello) => self.open_tls(&mut stream, hello, connection, &mut seen),
        }
        if seen.text.starts_with(ALERT) {
            seen.text.clear();
        }
        seen
    }

    fn open_tls(&self, stream: &mut Recorded, hello: &Hello, connection: &Connection, seen: &mut Seen) {
        let name = match &hello.server_name {
            Some(name) => ServerName::try_from(name.clone()).expect("a server name"),
            // TLS names no address.
            None => Ipv4Addr::LOCALHOST.into(),
        };
        let config = Arc::new(self.config(hello, connection.certificate));
        let mut tls = ClientConnection::new(config, name).expect("a client");
        while tls.is_handshaking() {
            if tls.complete_io(stream).is_err() {
                // What came is no TLS, or the end.
                seen.text = String::from_utf8_lossy(&stream.begin).into_owned();
                return;
            }
        }
        seen.application_protocol = tls.alpn_protocol().map(|name| String::from_utf8_lossy(name).into_owned());
        let is_http2 = seen.application_protocol.as_deref() == Some("h2");
        exchange(&mut Stream::new(&mut tls, stream), request(connection, is_http2), seen);
    }

    fn config(&self, hello: &Hello, certificate: ClientCertificate) -> ClientConfig {
        let builder = ClientConfig::builder_with_provider(self.provider.clone());
        let builder = builder.with_safe_default_protocol_versions().expect("versions of TLS");
        let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(AnyServer(self.provider.clone())));
        let shown = match certificate {
            ClientCertificate::None => None,
            ClientCertificate::Trusted => Some(&self.certificates.trusted),
            ClientCertificate::Untrusted => Some(&self.certificates.untrusted),
        };
        let mut config = match shown.map(|shown| shown.chain_and_key()) {
            None => builder.with_no_client_auth(),
            Some((chain, key)) => builder.with_client_auth_cert(chain, key).expect("a certificate"),
        };
        config.alpn_protocols = hello.application_protocols.iter().map(|name| name.clone().into_bytes()).collect();
        config.resumption = Resumption::disabled();
        config
    }
}

/// What a client says first.
fn request(connection: &Connection, is_http2: bool) -> &'static [u8] {
    match (connection.speaks_http, is_http2) {
        (false, _) => b"these bytes are no HTTP\r\n\r\n",
        (true, false) => b"GET / HTTP/1.1\r\nhost: a.com\r\nconnection: close\r\n\r\n",
        // The preface, no settings, and GET https://a.com/ as the only headers of stream 1 (RFC 9113, RFC 7541).
        (true, true) => {
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0\0\0\x0a\x01\x05\0\0\0\x01\x82\x87\x84\x41\x05a.com"
        }
    }
}

/// Sends, and reads as long as nobody has answered.
fn exchange(stream: &mut (impl Read + Write), request: &[u8], seen: &mut Seen) {
    // Whoever refuses a connection may do so before all is sent.
    let _ = stream.write_all(request).and_then(|()| stream.flush());
    let mut buffer = [0; 4096];
    while seen.mark().is_none() && !seen.text.starts_with(BAD_REQUEST) {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(length) => seen.text.push_str(&String::from_utf8_lossy(&buffer[..length])),
        }
    }
}

/// A connection that remembers what came first.
struct Recorded {
    stream: TcpStream,
    begin: Vec<u8>,
}

impl Read for Recorded {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let length = self.stream.read(buffer)?;
        if self.begin.len() < 1024 {
            self.begin.extend_from_slice(&buffer[..length]);
        }
        Ok(length)
    }
}

impl Write for Recorded {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        self.stream.flush()
    }
}

/// Who the server is does not matter here: which chain answers does.
#[derive(Debug)]
struct AnyServer(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyServer {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> std::result::Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
