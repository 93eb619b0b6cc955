//! A small HTTP/1.1 client that sends exactly what it is told.

use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

/// What is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// As `GET`.
    pub method: String,
    /// The Host header.
    pub host: String,
    /// The target, as it stands in the request line.
    pub path: String,
    /// All other headers.
    pub headers: Vec<(String, String)>,
}

impl Request {
    /// A GET without further headers.
    #[must_use]
    pub fn get(host: &str, path: &str) -> Self {
        Self { method: "GET".to_owned(), host: host.to_owned(), path: path.to_owned(), headers: Vec::new() }
    }

    /// With a further header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The command that sends it by hand.
    #[must_use]
    pub fn curl(&self, port: u16) -> String {
        let headers = self.headers.iter().map(|(name, value)| format!(" -H '{name}: {value}'")).collect::<String>();
        let (method, host, path) = (&self.method, &self.host, &self.path);
        format!("curl -i --path-as-is -X {method} -H 'host: {host}'{headers} 'http://127.0.0.1:{port}{path}'")
    }
}

/// What comes back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Response {
    /// The first value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Requests to one port of loopback, on one connection as long as it lasts.
#[derive(Debug)]
pub struct Client {
    port: u16,
    connection: Option<BufReader<TcpStream>>,
}

impl Client {
    /// A client that is not yet connected.
    #[must_use]
    pub fn new(port: u16) -> Self {
        Self { port, connection: None }
    }

    /// Sends a request and waits for the answer.
    ///
    /// # Errors
    /// The connection failed, or what came is not HTTP.
    pub fn ask(&mut self, request: &Request) -> Result<Response> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => {
                let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
                stream.set_read_timeout(Some(Duration::from_secs(30)))?;
                stream.set_nodelay(true)?;
                BufReader::new(stream)
            }
        };
        let mut text = format!("{} {} HTTP/1.1\r\nhost: {}\r\n", request.method, request.path, request.host);
        for (name, value) in &request.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        connection.get_mut().write_all(text.as_bytes())?;
        let (first, headers) = read_head(&mut connection)?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| Error::new(ErrorKind::InvalidData, first))?;
        let mut response = Response { status, headers, body: String::new() };
        if request.method != "HEAD" {
            response.body = read_body(&mut connection, &response)?;
        }
        if response.header("connection") != Some("close") {
            self.connection = Some(connection);
        }
        Ok(response)
    }
}

/// The first line and the headers, whose names are put in lower case.
///
/// # Errors
/// The connection ended or broke.
pub fn read_head(connection: &mut impl BufRead) -> Result<(String, Vec<(String, String)>)> {
    let mut line = String::new();
    if connection.read_line(&mut line)? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    let first = line.trim_end().to_owned();
    let mut headers = Vec::new();
    loop {
        line.clear();
        if connection.read_line(&mut line)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let Some((name, value)) = line.trim_end().split_once(':') else { return Ok((first, headers)) };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

fn read_body(connection: &mut BufReader<TcpStream>, response: &Response) -> Result<String> {
    let mut body = Vec::new();
    if response.header("transfer-encoding") == Some("chunked") {
        loop {
            let mut line = String::new();
            connection.read_line(&mut line)?;
            let length = usize::from_str_radix(line.trim(), 16).map_err(|_| Error::from(ErrorKind::InvalidData))?;
            let mut chunk = vec![0; length + 2];
            connection.read_exact(&mut chunk)?;
            if length == 0 {
                break;
            }
            body.extend_from_slice(&chunk[..length]);
        }
    } else {
        let length = response.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        body.resize(length, 0);
        connection.read_exact(&mut body)?;
    }
    Ok(String::from_utf8_lossy(&body).into_owned())
}
