//! Work that takes longer than any test.

use std::io::Write as _;
use std::net::{SocketAddr, TcpStream};

use mesh_config::SourceFile;
use mesh_scenario::{Scenario, link};
use serde_json::json;

use crate::client::{connect, posted};

/// A small scenario that is to be shown as it is after most of a year.
pub(crate) fn endless() -> Vec<SourceFile> {
    let text = "\
apiVersion: playground.mesh/v1
kind: Scenario
metadata: {name: endless}
spec:
  view: {at: 8000h}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews}
spec:
  hosts: [reviews]
  http:
  - route:
    - destination: {host: reviews}
";
    vec![SourceFile { name: "endless.yaml".into(), text: text.into() }]
}

/// Asks for work that takes longer than the test, in every way there is, and does not read the answers.
pub(crate) fn ask_for_everything(address: SocketAddr) -> Vec<TcpStream> {
    let payload = link::encode(&link::Envelope::new(Scenario { files: endless(), seed: None }, String::new()));
    let simulate = posted("/api/v1/simulate", &json!({"files": endless(), "for": "8000h"}).to_string());
    let page = |path: &str| format!("GET {path}{payload} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    [page("/c/"), page("/c/"), page("/embed/c/"), simulate.clone(), simulate]
        .iter()
        .map(|request| {
            let mut stream = connect(address);
            stream.write_all(request.as_bytes()).unwrap();
            stream
        })
        .collect()
}

/// The address of a page that shows it.
pub(crate) fn page(path: &str) -> String {
    let scenario = Scenario { files: endless(), seed: None };
    format!("{path}{}", link::encode(&link::Envelope::new(scenario, String::new())))
}

/// Asks for a page, and leaves the answer where it is.
pub(crate) fn hold(address: SocketAddr, path: &str) -> TcpStream {
    let mut stream = connect(address);
    write!(stream, "GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").unwrap();
    stream
}
