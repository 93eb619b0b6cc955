//! Whether a connection has a request under way.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::sync::Notify;

use super::waiting::Waiting;

/// What the parts of one connection know of it.
#[derive(Debug)]
pub(super) struct Phase {
    busy: AtomicBool,
    begun: AtomicU64,
    key: AtomicU64,
    end: Arc<Notify>,
    waiting: Arc<Waiting>,
}

impl Phase {
    /// A new connection, which waits for its first request.
    pub(super) fn new(waiting: Arc<Waiting>) -> Arc<Self> {
        let end = Arc::<Notify>::default();
        let key = AtomicU64::new(waiting.join(end.clone()));
        Arc::new(Self { busy: AtomicBool::new(false), begun: AtomicU64::new(0), key, end, waiting })
    }

    /// Whether a request is under way: from the end of its head to the end of its answer.
    pub(super) fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Acquire)
    }

    /// How many requests have begun.
    pub(super) fn begun(&self) -> u64 {
        self.begun.load(Ordering::Acquire)
    }

    /// Ready when the connection is to give way to another.
    pub(super) async fn ended(&self) {
        self.end.notified().await;
    }

    /// A request begins; it ends with the value.
    pub(super) fn begin(self: &Arc<Self>) -> Busy {
        self.busy.store(true, Ordering::Release);
        self.begun.fetch_add(1, Ordering::AcqRel);
        self.waiting.leave(self.key.load(Ordering::Acquire));
        Busy(self.clone())
    }
}

impl Drop for Phase {
    fn drop(&mut self) {
        self.waiting.leave(*self.key.get_mut());
    }
}

/// A request under way.
#[derive(Debug)]
pub(super) struct Busy(Arc<Phase>);

impl Drop for Busy {
    fn drop(&mut self) {
        let Self(phase) = self;
        phase.key.store(phase.waiting.join(phase.end.clone()), Ordering::Release);
        phase.busy.store(false, Ordering::Release);
    }
}

/// The body of an answer: while it is being sent, its request is under way.
#[derive(Debug)]
pub(super) struct Answer {
    body: Body,
    _busy: Busy,
}

impl Answer {
    pub(super) fn new(body: Body, busy: Busy) -> Self {
        Self { body, _busy: busy }
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
