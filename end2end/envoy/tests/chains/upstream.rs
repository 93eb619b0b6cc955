//! Hosts that say whose they are, and whether TLS reached them.

use std::io::{Read, Result, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring;
use rustls::{ServerConfig, ServerConnection, Stream};

use crate::certificates::Identity;
use crate::client::mark;
use crate::outcome::{CLUSTER, IN_TLS};

/// The first byte of a record in which TLS shakes hands.
const HANDSHAKE: u8 = 22;

/// Starts the host of a cluster on a free port of loopback; gives the port. It lives as long as the process.
pub(crate) fn start(cluster: &str, identity: &Identity) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port of loopback");
    let port = listener.local_addr().expect("its address").port();
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().expect("versions of TLS").with_no_client_auth();
    let (chain, key) = identity.chain_and_key();
    let config = Arc::new(builder.with_single_cert(chain, key).expect("a certificate"));
    let cluster = cluster.to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (config, cluster) = (config.clone(), cluster.clone());
            // The proxy may close a connection at any time.
            std::thread::spawn(move || drop(serve(stream, &cluster, config)));
        }
    });
    port
}

fn serve(mut stream: TcpStream, cluster: &str, config: Arc<ServerConfig>) -> Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut first = [0];
    stream.peek(&mut first)?;
    if first == [HANDSHAKE] {
        let mut tls = ServerConnection::new(config).map_err(std::io::Error::other)?;
        answer(&mut Stream::new(&mut tls, &mut stream), &format!("{CLUSTER}{cluster}{IN_TLS}"))?;
    } else {
        answer(&mut stream, &format!("{CLUSTER}{cluster}"))?;
    }
    // What is not read yet would make an end a reset, and the answer be lost.
    stream.shutdown(Shutdown::Write)?;
    std::io::copy(&mut stream, &mut std::io::sink()).map(drop)
}

fn answer(stream: &mut (impl Read + Write), text: &str) -> Result<()> {
    if stream.read(&mut [0; 4096])? > 0 {
        stream.write_all(mark(text).as_bytes())?;
        stream.flush()?;
    }
    Ok(())
}
