//! What a client does beneath HTTP, as the flags of `route` say it.

use std::net::IpAddr;

use mesh_config::http::shown;
use mesh_sim::{ClientCertificate, ClientConnection};
use mesh_words::{Words, say};

/// Bytes of a server name or of a protocol: TLS holds no more (RFC 6066, RFC 7301).
const LONGEST: usize = 255;
/// Protocols that a client offers; real ones offer two or three.
const MOST_PROTOCOLS: usize = 16;

/// What is said of a connection; what is not said is as usual.
#[derive(Debug, Clone, Default)]
pub(crate) struct ConnectionFlags {
    /// The server name in TLS; empty: none.
    pub(crate) sni: Option<String>,
    /// The protocols that TLS offers, with commas between them.
    pub(crate) alpn: Option<String>,
    /// `valid`, `none` or `untrusted`.
    pub(crate) client_cert: Option<String>,
    /// The client's address.
    pub(crate) client_ip: Option<String>,
}

impl ConnectionFlags {
    /// Changes the connection of a request to what the flags say; a server name and protocols mean nothing outside TLS.
    pub(crate) fn apply(&self, connection: &mut ClientConnection, is_tls: bool) -> Result<(), Words> {
        if let Some(sni) = &self.sni {
            let sni = parse_sni(sni)?;
            connection.sni = sni.filter(|_| is_tls);
        }
        if let Some(alpn) = &self.alpn {
            connection.alpn = parse_alpn(alpn)?;
        }
        if let Some(certificate) = &self.client_cert {
            connection.certificate = parse_certificate(certificate)?;
        }
        if let Some(address) = &self.client_ip {
            connection.address = Some(parse_address(address)?);
        }
        Ok(())
    }
}

fn parse_sni(text: &str) -> Result<Option<String>, Words> {
    let is_name = |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_' | '*');
    match text {
        "" => Ok(None),
        name if name.len() <= LONGEST && name.chars().all(is_name) => Ok(Some(name.to_owned())),
        _ => Err(say!("flag-sni", text = shown(text))),
    }
}

fn parse_alpn(text: &str) -> Result<Vec<String>, Words> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let is_protocol =
        |name: &&str| (1..=LONGEST).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_graphic());
    let names: Vec<&str> = text.split(',').collect();
    if names.len() <= MOST_PROTOCOLS && names.iter().all(is_protocol) {
        return Ok(names.into_iter().map(str::to_owned).collect());
    }
    Err(say!("flag-alpn", text = shown(text), most = MOST_PROTOCOLS))
}

fn parse_certificate(text: &str) -> Result<ClientCertificate, Words> {
    match text {
        "valid" => Ok(ClientCertificate::Trusted),
        "none" => Ok(ClientCertificate::None),
        "untrusted" => Ok(ClientCertificate::Untrusted),
        _ => Err(say!("flag-client-cert", text = shown(text))),
    }
}

fn parse_address(text: &str) -> Result<IpAddr, Words> {
    text.parse().map_err(|_| say!("flag-client-ip", text = shown(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(flags: &ConnectionFlags, is_tls: bool) -> Result<ClientConnection, Words> {
        let mut connection = ClientConnection { sni: Some("of.the.url".to_owned()), ..ClientConnection::default() };
        flags.apply(&mut connection, is_tls).map(|()| connection)
    }

    #[test]
    fn what_is_said_takes_the_place_of_what_is_usual() {
        let flags = ConnectionFlags {
            sni: Some("shop.example.com".to_owned()),
            alpn: Some("h2,http/1.1".to_owned()),
            client_cert: Some("untrusted".to_owned()),
            client_ip: Some("10.3.3.3".to_owned()),
        };
        let expected = ClientConnection {
            sni: Some("shop.example.com".to_owned()),
            alpn: vec!["h2".to_owned(), "http/1.1".to_owned()],
            certificate: ClientCertificate::Untrusted,
            address: Some(IpAddr::from([10, 3, 3, 3])),
        };
        assert_eq!(applied(&flags, true), Ok(expected.clone()));
        assert_eq!(applied(&flags, false), Ok(ClientConnection { sni: None, ..expected }));
        assert_eq!(applied(&ConnectionFlags::default(), true).unwrap().sni.as_deref(), Some("of.the.url"));
        let none =
            ConnectionFlags { sni: Some(String::new()), alpn: Some(String::new()), ..ConnectionFlags::default() };
        assert_eq!(applied(&none, true), Ok(ClientConnection::default()));
    }

    #[test]
    fn what_cannot_be_read_says_what_could() {
        let say = |text: &str| Some(text.to_owned());
        let of = ConnectionFlags::default();
        for (flags, cure) in [
            (ConnectionFlags { sni: say("shop.example.com:443"), ..of.clone() }, "without a port"),
            (ConnectionFlags { sni: say(&"a".repeat(256)), ..of.clone() }, "host name"),
            (ConnectionFlags { alpn: say("h2, http/1.1"), ..of.clone() }, "h2,http/1.1"),
            (ConnectionFlags { alpn: say("h2,"), ..of.clone() }, "h2,http/1.1"),
            (ConnectionFlags { alpn: say(&["h2"; 17].join(",")), ..of.clone() }, "at most 16"),
            (ConnectionFlags { client_cert: say("other"), ..of.clone() }, "none, untrusted, or valid"),
            (ConnectionFlags { client_ip: say("10.0.0.1/8"), ..of.clone() }, "203.0.113.9"),
        ] {
            assert!(applied(&flags, true).unwrap_err().to_string().contains(cure), "{flags:?}");
        }
    }
}
