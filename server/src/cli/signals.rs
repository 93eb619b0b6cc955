//! Being told to end.

use std::io;

use tokio::sync::oneshot;

/// SIGINT and SIGTERM, wherever they come from: the first asks to end, the second to do so at once.
#[derive(Debug)]
pub(super) struct Signals {
    pub(super) first: oneshot::Receiver<()>,
    pub(super) second: oneshot::Receiver<()>,
}

impl Signals {
    /// From here on signals no longer end the process by themselves.
    pub(super) fn listen() -> io::Result<Self> {
        let mut signals = Either::listen()?;
        let (tell_first, first) = oneshot::channel();
        let (tell_second, second) = oneshot::channel();
        tokio::spawn(async move {
            signals.next().await;
            tracing::info!("ending: waiting for requests that are under way");
            tell_first.send(()).ok();
            signals.next().await;
            tracing::warn!("ending at once");
            tell_second.send(()).ok();
        });
        Ok(Self { first, second })
    }
}

#[cfg(unix)]
struct Either {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Either {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Either;

#[cfg(not(unix))]
impl Either {
    fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}
