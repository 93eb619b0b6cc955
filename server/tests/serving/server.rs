//! A server in this process, with limits that suit a test.

use std::net::SocketAddr;
use std::time::Duration;

use mesh_server::{Config, Limits, serve};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Longer than any test takes.
pub(crate) const LONG: Duration = Duration::from_secs(3600);

/// No limit that a test would come to.
pub(crate) fn limits() -> Limits {
    Limits { head: LONG, idle: LONG, stalled: LONG, request: LONG, shutdown: LONG, ..Limits::default() }
}

/// A server in this process, which ends with this value.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(limits: Limits) -> Self {
        let (tell, told) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                let config = Config { site: crate::built::site(), limits, ..Config::default() };
                serve(listener, config, async { drop(stopped.await) }).await;
            });
        });
        Self { address: told.recv().unwrap(), stop: Some(stop), thread: Some(thread) }
    }

    pub(crate) fn end(mut self) {
        self.stop.take().unwrap().send(()).unwrap();
        self.thread.take().unwrap().join().unwrap();
    }
}
