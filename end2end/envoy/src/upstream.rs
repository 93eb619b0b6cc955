//! Upstream hosts: each answers as it is told, and with what it was asked.

use std::io::{BufReader, Result, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::client::read_head;

/// What a host is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The host's port.
    pub port: u16,
    /// As `GET`.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Headers with Host, names in lower case.
    pub headers: Vec<(String, String)>,
}

impl Asked {
    /// The first value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What a host does.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Answers after a while.
    Status {
        /// The status.
        status: u16,
        /// How long it takes.
        after: Duration,
        /// Headers of the answer.
        headers: Vec<(String, String)>,
    },
    /// Closes the connection instead.
    Close,
}

impl Answer {
    /// At once.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Answer::Status { status, after: Duration::ZERO, headers: Vec::new() }
    }
}

/// How hosts behave.
pub type Behaviour = dyn Fn(&Asked) -> Answer + Send + Sync;

/// Starts a host on a free port of loopback; gives the port. It lives as long as the process.
///
/// # Panics
/// Without any free port.
pub fn start(behaviour: Arc<Behaviour>) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port of loopback");
    let port = listener.local_addr().expect("its address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let behaviour = behaviour.clone();
            // The proxy may close a connection at any time.
            std::thread::spawn(move || drop(serve(&stream, port, &*behaviour)));
        }
    });
    port
}

fn serve(mut stream: &TcpStream, port: u16, behaviour: &Behaviour) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    loop {
        let (first, headers) = read_head(&mut reader)?;
        let mut words = first.split(' ').map(str::to_owned);
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let asked = Asked { port, method, path, headers };
        let Answer::Status { status, after, headers } = behaviour(&asked) else { return Ok(()) };
        if !after.is_zero() {
            std::thread::sleep(after);
        }
        let body = json!({"port": port, "path": asked.path, "headers": asked.headers}).to_string();
        let body = if asked.method == "HEAD" { String::new() } else { body };
        let mut text = format!("HTTP/1.1 {status} -\r\ncontent-length: {}\r\n", body.len());
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        text.push_str(&body);
        stream.write_all(text.as_bytes())?;
    }
}
