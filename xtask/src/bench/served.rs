//! The playground, served while something is measured on its page.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

const START: Duration = Duration::from_secs(30);

/// A server that ends with this value.
#[derive(Debug)]
pub(super) struct Served {
    process: Child,
    address: SocketAddr,
}

impl Served {
    /// Starts it on a free port, keeping nothing, and waits until it answers.
    pub(super) fn start(binary: &Path) -> Result<Self> {
        // Free again at once: the port is the server's to open.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr())?;
        let process = Command::new(binary)
            .args(["serve", "--database-url", "none", "--addr", &address.to_string()])
            // Its log of every request would stand between the figures.
            .env("RUST_LOG", "warn")
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", binary.display()))?;
        let mut served = Self { process, address };
        let started = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(status) = served.process.try_wait()? {
                bail!("`{} serve` ended with {status} before it answered", binary.display());
            }
            if started.elapsed() > START {
                bail!("`{} serve` does not answer on {address} after {START:?}", binary.display());
            }
            sleep(Duration::from_millis(50));
        }
        Ok(served)
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
