//! Room for computing: so much at once, a short queue, and no work for those who have gone.

use std::sync::Arc;
use std::time::Duration;

use mesh_scenario::{Cancel, Work};
use mesh_words::say;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::Problem;

/// When to come again: by then most of what was in the queue has been computed.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// Places for computing work of one kind.
#[derive(Debug)]
pub(crate) struct Room {
    places: Arc<Semaphore>,
    queue: Semaphore,
    patience: Duration,
}

impl Room {
    /// Room for so many at once; `queue` may wait for each of them, and each no longer than `patience`.
    pub(crate) fn new(places: usize, queue: usize, patience: Duration) -> Self {
        let places = places.clamp(1, Semaphore::MAX_PERMITS);
        let queue = places.saturating_mul(queue).min(Semaphore::MAX_PERMITS);
        Self { places: Arc::new(Semaphore::new(places)), queue: Semaphore::new(queue), patience }
    }

    /// Runs `work` where it keeps no other request waiting, with what a stranger may ask for. That is withdrawn when this
    /// future is dropped: when its asker is gone, or has waited for too long.
    ///
    /// # Errors
    /// 503 when there is no room.
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Work) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let place = self.enter().await?;
        compute(move |budget| {
            // Held by the work itself: until it sees that it is cancelled it still keeps a core busy.
            let _place = place;
            work(budget)
        })
        .await
    }

    async fn enter(&self) -> Result<OwnedSemaphorePermit, Problem> {
        if let Ok(place) = self.places.clone().try_acquire_owned() {
            return Ok(place);
        }
        let busy = || Problem::unavailable(say!("problem-busy"), RETRY_AFTER);
        let _queued = self.queue.try_acquire().map_err(|_full| busy())?;
        let place = tokio::time::timeout(self.patience, self.places.clone().acquire_owned()).await;
        place.map_err(|_late| busy())?.map_err(|closed| Problem::internal(&closed))
    }
}

/// Runs `work` as [`Room::compute`] does, but at once.
pub(crate) async fn compute<T: Send + 'static>(
    work: impl FnOnce(&mut Work) -> T + Send + 'static,
) -> Result<T, Problem> {
    let asker = Asker(Cancel::default());
    let mut budget = Work::network().cancelled_by(&asker.0);
    let span = tracing::Span::current();
    let done = tokio::task::spawn_blocking(move || span.in_scope(|| work(&mut budget))).await;
    // Why it panicked is logged where it did.
    done.map_err(|_panicked| Problem::internal(&"its computing panicked"))
}

/// Somebody who waits for an answer.
struct Asker(Cancel);

impl Drop for Asker {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use axum::http::StatusCode;
    use mesh_config::SourceFile;
    use mesh_scenario::Exceeded;

    use super::*;
    use crate::engine::{self, Input};

    /// Work that takes its place until the sender is dropped or used.
    fn held() -> (mpsc::Sender<()>, impl FnOnce(&mut Work) + Send + 'static) {
        let (release, released) = mpsc::channel();
        (release, move |_: &mut Work| {
            released.recv().ok();
        })
    }

    #[tokio::test]
    async fn what_has_no_room_is_refused_at_once_or_after_a_short_wait() {
        let room = Arc::new(Room::new(1, 1, Duration::from_millis(50)));
        let (release, work) = held();
        let first = tokio::spawn({
            let room = room.clone();
            async move { room.compute(work).await }
        });
        tokio::task::yield_now().await;
        let mut waiting = std::pin::pin!(room.compute(|_| ()));
        assert!(poll_once(&mut waiting).await.is_none(), "the queue has one place");
        let refused = room.compute(|_| ()).await.unwrap_err();
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE, "the queue is full");
        let late = waiting.await.unwrap_err();
        assert_eq!(late.status(), StatusCode::SERVICE_UNAVAILABLE, "its wait is over");
        release.send(()).unwrap();
        first.await.unwrap().unwrap();
        room.compute(|_| ()).await.unwrap();
    }

    #[tokio::test]
    async fn who_waits_gets_the_place_that_becomes_free() {
        let room = Arc::new(Room::new(1, 1, Duration::from_secs(60)));
        let (release, work) = held();
        let first = tokio::spawn({
            let room = room.clone();
            async move { room.compute(work).await }
        });
        tokio::task::yield_now().await;
        let second = tokio::spawn(async move { room.compute(|_| 7).await });
        tokio::task::yield_now().await;
        release.send(()).unwrap();
        first.await.unwrap().unwrap();
        assert_eq!(second.await.unwrap().unwrap(), 7);
    }

    #[tokio::test]
    async fn work_is_cancelled_when_its_asker_is_gone() {
        let (tell_begun, begun) = tokio::sync::oneshot::channel();
        let (tell_ended, ended) = tokio::sync::oneshot::channel();
        let file = SourceFile {
            name: "a.yaml".into(),
            text: "\
kind: VirtualService
apiVersion: networking.istio.io/v1
metadata: {name: a}
spec: {hosts: [a], http: [{route: [{destination: {host: a}}]}]}
"
            .into(),
        };
        let input = Input { files: vec![file], ..Input::default() };
        let asker = tokio::spawn(compute(move |work| {
            tell_begun.send(()).unwrap();
            let year = Some(Duration::from_secs(365 * 24 * 3600));
            tell_ended.send(engine::simulate(&input, year, None, work).report.stopped).unwrap();
        }));
        begun.await.unwrap();
        asker.abort();
        assert_eq!(ended.await.unwrap().unwrap().why, Exceeded::Cancelled);
    }

    #[tokio::test]
    async fn a_panic_of_the_work_is_no_panic_of_the_server() {
        let problem = compute(|_| panic!("on purpose")).await.map(|(): ()| ()).unwrap_err();
        assert_eq!(problem.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    async fn poll_once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
        std::future::poll_fn(|context| match std::pin::Pin::new(&mut *future).poll(context) {
            std::task::Poll::Ready(output) => std::task::Poll::Ready(Some(output)),
            std::task::Poll::Pending => std::task::Poll::Ready(None),
        })
        .await
    }
}
