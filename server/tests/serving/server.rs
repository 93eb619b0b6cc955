//! A server in this process, with limits that suit a test.

use std::net::SocketAddr;
use std::time::Duration;

use mesh_server::{Config, Limits, Site, serve};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Longer than any test takes.
pub(crate) const LONG: Duration = Duration::from_secs(3600);

/// No limit that a test would come to.
pub(crate) fn limits() -> Limits {
    Limits { head: LONG, idle: LONG, stalled: LONG, request: LONG, shutdown: LONG, ..Limits::default() }
}

/// The names of a built page. That its files are not there is no matter to the server.
fn site() -> Site {
    let names = [
        "style.css",
        "mesh_app.js",
        "mesh_app_bg.wasm",
        "mesh_app_rest.wasm",
        "mesh_engine.js",
        "mesh_engine_bg.wasm",
        "mesh_engine_rest.wasm",
        "engine.js",
        "worker.js",
        "dots.js",
        "editor.js",
        "sentences.en.txt",
        "sentences.ko.txt",
        "icon.svg",
    ];
    Site::of(names.map(|name| (name.to_owned(), format!("/assets/{name}"))).into())
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
                let config = Config { site: site(), limits, ..Config::default() };
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
