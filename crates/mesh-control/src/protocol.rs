//! Port protocols (istio `pkg/config/protocol`, `pkg/config/kube/conversion.go`).

/// What a port speaks, as far as routing needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protocol {
    /// HTTP/1.1.
    Http,
    /// HTTP/2.
    Http2,
    /// gRPC.
    Grpc,
    /// gRPC-Web.
    GrpcWeb,
    /// A generic outbound proxy port, only in Sidecar egress listeners.
    HttpProxy,
    /// HTTP over TLS.
    Https,
    /// TLS with a server name.
    Tls,
    /// Bytes.
    Tcp,
    /// MongoDB.
    Mongo,
    /// Redis.
    Redis,
    /// MySQL.
    MySql,
    /// Datagrams; the proxy leaves them alone.
    Udp,
    /// Undeclared: found out at run time.
    Unsupported,
}

/// Ports whose servers speak first, which sniffing would break.
const WELL_KNOWN_PORTS: [u32; 4] = [25, 53, 3306, 27017];

impl Protocol {
    /// Reads a protocol's name, ignoring case.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "tcp" => Self::Tcp,
            "udp" => Self::Udp,
            "grpc" => Self::Grpc,
            "grpc-web" => Self::GrpcWeb,
            "http" => Self::Http,
            "http_proxy" => Self::HttpProxy,
            "http2" => Self::Http2,
            "https" => Self::Https,
            "tls" => Self::Tls,
            "mongo" => Self::Mongo,
            "redis" => Self::Redis,
            "mysql" => Self::MySql,
            _ => Self::Unsupported,
        }
    }

    /// The protocol of a Kubernetes Service port: its `appProtocol`, else the prefix of its name (`ConvertProtocol`).
    #[must_use]
    pub fn of_service_port(port: u32, name: &str, transport: &str, app_protocol: Option<&str>) -> Self {
        if transport.eq_ignore_ascii_case("UDP") {
            return Self::Udp;
        }
        match app_protocol {
            Some("kubernetes.io/h2c") => return Self::Http2,
            Some("kubernetes.io/ws") => return Self::Http,
            Some("kubernetes.io/wss") => return Self::Https,
            _ => {}
        }
        let name = app_protocol.unwrap_or(name);
        if name.get(..8).is_some_and(|prefix| prefix.eq_ignore_ascii_case("grpc-web")) {
            return Self::GrpcWeb;
        }
        match Self::parse(name.split('-').next().unwrap_or(name)) {
            Self::Unsupported if WELL_KNOWN_PORTS.contains(&port) => Self::Tcp,
            protocol => protocol,
        }
    }

    /// HTTP of any version.
    #[must_use]
    pub fn is_http(self) -> bool {
        matches!(self, Self::Http | Self::Http2 | Self::HttpProxy | Self::Grpc | Self::GrpcWeb)
    }

    /// HTTP, or may turn out to be.
    #[must_use]
    pub fn is_http_or_sniffed(self) -> bool {
        self.is_http() || self.is_unsupported()
    }

    /// HTTP/2 on the wire.
    #[must_use]
    pub fn is_http2(self) -> bool {
        matches!(self, Self::Http2 | Self::Grpc | Self::GrpcWeb)
    }

    /// Handled as bytes.
    #[must_use]
    pub fn is_tcp(self) -> bool {
        matches!(self, Self::Tcp | Self::Https | Self::Tls | Self::Mongo | Self::Redis | Self::MySql)
    }

    /// Begins with a TLS handshake.
    #[must_use]
    pub fn is_tls(self) -> bool {
        matches!(self, Self::Https | Self::Tls)
    }

    /// Found out at run time.
    #[must_use]
    pub fn is_unsupported(self) -> bool {
        self == Self::Unsupported
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_says_what_it_speaks_by_its_name_or_app_protocol() {
        assert_eq!(Protocol::of_service_port(80, "http-web", "TCP", None), Protocol::Http);
        assert_eq!(Protocol::of_service_port(80, "grpc-web-x", "TCP", None), Protocol::GrpcWeb);
        assert_eq!(Protocol::of_service_port(80, "tcp", "TCP", Some("kubernetes.io/h2c")), Protocol::Http2);
        assert_eq!(Protocol::of_service_port(80, "http", "UDP", None), Protocol::Udp);
        assert_eq!(Protocol::of_service_port(3306, "", "TCP", None), Protocol::Tcp);
        assert_eq!(Protocol::of_service_port(8081, "web", "TCP", None), Protocol::Unsupported);
    }
}
