//! Connections: accepted, bounded in number and time, and ended in good order.

mod connection;
mod phase;
mod timed;
mod waiting;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

use self::waiting::Waiting;
use crate::http::router;
use crate::{Config, Limits};

/// After a failed accept, which is mostly a lack of file descriptors: trying again at once would only keep a core busy.
const BREATHER: Duration = Duration::from_millis(100);

/// Serves until `stop` is ready. Then nothing new is taken in, and what is under way has [`Limits::shutdown`] left; what
/// remains is dropped, which cancels its computing.
///
/// Dropping the future ends all connections at once.
pub async fn serve(listener: TcpListener, config: Config, stop: impl Future<Output = ()>) {
    let limits = Arc::new(config.limits.clone());
    let router = router(config);
    let room = Room::new(&limits);
    let (stopping, stopped) = watch::channel(false);
    let mut connections = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            // Without this the ended ones would pile up.
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!("no connection could be accepted: {error}");
                room.waiting.end_longest();
                tokio::time::sleep(BREATHER).await;
                continue;
            }
        };
        let place = tokio::select! {
            () = &mut stop => break,
            place = room.place() => place,
        };
        let served = connection::serve(stream, router.clone(), limits.clone(), room.waiting.clone(), stopped.clone());
        connections.spawn(async move {
            let _place = place;
            served.await;
        });
    }
    drop(listener);
    // Fails only where no connection is left to be told.
    stopping.send(true).ok();
    drop(stopped);
    let drained = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.shutdown, drained).await.is_err() {
        tracing::warn!("{} connections did not end in time: dropped", connections.len());
        connections.shutdown().await;
    }
}

/// The places for connections.
struct Room {
    places: Arc<Semaphore>,
    waiting: Arc<Waiting>,
}

impl Room {
    fn new(limits: &Limits) -> Self {
        Self { places: Arc::new(Semaphore::new(limits.connections.max(1))), waiting: Arc::default() }
    }

    /// A place for a connection. Where all are taken, the one that has been without a request for the longest gives
    /// way, as in nginx: idle connections must not shut others out.
    async fn place(&self) -> Option<OwnedSemaphorePermit> {
        loop {
            if let Ok(place) = self.places.clone().try_acquire_owned() {
                return Some(place);
            }
            let ended = self.waiting.end_longest();
            tokio::select! {
                place = self.places.clone().acquire_owned() => return place.ok(),
                () = self.waiting.joined(), if !ended => {}
            }
        }
    }
}
