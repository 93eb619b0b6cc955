//! What is known of a transfer: what `-v`, `-i` and `-w` tell of it.

/// A transfer, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Transfer {
    pub(crate) url: String,
    pub(crate) scheme: String,
    pub(crate) method: String,
    /// The host that is connected to, and its address and port.
    pub(crate) host: String,
    pub(crate) address: String,
    pub(crate) port: u16,
    /// The lines of the request behind the first one.
    pub(crate) request: Vec<String>,
    pub(crate) path: String,
    /// Bytes of the request's body.
    pub(crate) uploaded: usize,
    pub(crate) http2: bool,
    /// The status; 0 where there is no answer.
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    /// Bytes of the answer's body.
    pub(crate) body: usize,
    /// From its beginning to its end, in nanoseconds.
    pub(crate) took: u64,
    pub(crate) redirects: u32,
    pub(crate) redirect_url: String,
    pub(crate) exit: i32,
    pub(crate) error: String,
    /// Where the body went.
    pub(crate) file: String,
}

impl Transfer {
    /// The first value of a header of the answer.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn version(&self) -> &'static str {
        if self.http2 { "HTTP/2" } else { "HTTP/1.1" }
    }

    /// The answer's first line and its headers.
    pub(crate) fn head(&self) -> Vec<String> {
        let first = match self.http2 {
            true => format!("{} {} ", self.version(), self.status),
            false => format!("{} {} {}", self.version(), self.status, crate::reason_phrase(self.status)),
        };
        let headers = self.headers.iter().map(|(name, value)| format!("{name}: {value}"));
        std::iter::once(first).chain(headers).chain([String::new()]).collect()
    }

    /// `-v` until the request is on its way (curl 8.7).
    pub(crate) fn told_of_connecting(&self) -> String {
        let Self { host, address, port, .. } = self;
        let mut out = String::new();
        if host != address {
            out.push_str(&format!("* Host {host}:{port} was resolved.\n* IPv6: (none)\n* IPv4: {address}\n"));
        }
        out.push_str(&format!("*   Trying {address}:{port}...\n"));
        out
    }

    /// `-v` of the request.
    pub(crate) fn told_of_request(&self) -> String {
        let Self { host, address, port, .. } = self;
        let mut out = format!("* Connected to {host} ({address}) port {port}\n");
        if self.scheme == "https" {
            let offered = if self.http2 { "h2,http/1.1" } else { "http/1.1" };
            let accepted = if self.http2 { "h2" } else { "http/1.1" };
            out.push_str(&format!(
                "* ALPN: curl offers {offered}\n* TLSv1.3 (OUT), TLS handshake, Client hello (1):\n\
                 * TLSv1.3 (IN), TLS handshake, Server hello (2):\n* TLSv1.3 (IN), TLS handshake, Finished (20):\n\
                 * TLSv1.3 (OUT), TLS handshake, Finished (20):\n\
                 * SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384 / x25519 / RSASSA-PSS\n\
                 * ALPN: server accepted {accepted}\n* using {}\n",
                if self.http2 { "HTTP/2" } else { "HTTP/1.x" }
            ));
        }
        out.push_str(&format!("> {} {} {}\n", self.method, self.path, self.version()));
        for line in &self.request {
            out.push_str(&format!("> {line}\n"));
        }
        out.push_str("> \n");
        match self.uploaded {
            0 => out.push_str("* Request completely sent off\n"),
            bytes => out.push_str(&format!("* upload completely sent off: {bytes} bytes\n")),
        }
        out
    }

    /// `-v` of the answer.
    pub(crate) fn told_of_answer(&self) -> String {
        self.head().iter().map(|line| format!("< {line}\n")).collect()
    }
}
