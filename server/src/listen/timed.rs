//! A stream that ends when its other side keeps the server waiting.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::phase::Phase;
use crate::Limits;

/// What is waited for from a client that has no request under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    /// Nothing: a request is under way, which has a time of its own.
    Nothing,
    /// The first byte of a request.
    Request,
    /// The rest of its head, or the first request of a connection.
    Head,
}

/// A stream with times for the head of a request, between requests, and for taking answers.
///
/// hyper has one time for the first two. It would have to be both short, since a head takes no longer, and long, since
/// a proxy that sends to a connection that is just being closed loses a request.
#[derive(Debug)]
pub(super) struct Timed<S> {
    stream: S,
    phase: Arc<Phase>,
    limits: Arc<Limits>,
    awaited: Awaited,
    /// Requests that had begun when it was last read: one may begin and end between two reads.
    begun: u64,
    reading: Alarm,
    writing: Alarm,
}

impl<S> Timed<S> {
    pub(super) fn new(stream: S, phase: Arc<Phase>, limits: Arc<Limits>) -> Self {
        let mut reading = Alarm::default();
        reading.set(limits.head);
        Self { stream, phase, limits, awaited: Awaited::Head, begun: 0, reading, writing: Alarm::default() }
    }

    /// What a write, a flush or a shutdown came to: it may be pending for a while only.
    fn written<T>(&mut self, context: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.writing.unset();
            return result;
        }
        if !self.writing.is_set() {
            self.writing.set(self.limits.stalled);
        }
        ready!(self.writing.poll(context));
        Poll::Ready(Err(late("its answer was not taken in time")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Timed<S> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let (busy, begun) = (this.phase.is_busy(), this.phase.begun());
        if begun != this.begun {
            this.begun = begun;
            this.awaited = Awaited::Nothing;
            this.reading.unset();
        }
        let result = Pin::new(&mut this.stream).poll_read(context, buffer);
        if busy {
            return result;
        }
        if result.is_ready() {
            if this.awaited != Awaited::Head {
                this.awaited = Awaited::Head;
                this.reading.set(this.limits.head);
            }
            return result;
        }
        if this.awaited == Awaited::Nothing {
            this.awaited = Awaited::Request;
            this.reading.set(this.limits.idle);
        }
        ready!(this.reading.poll(context));
        Poll::Ready(Err(late("no request came in time")))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Timed<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let result = Pin::new(&mut this.stream).poll_write(context, bytes);
        this.written(context, result)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let result = Pin::new(&mut this.stream).poll_flush(context);
        this.written(context, result)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let result = Pin::new(&mut this.stream).poll_shutdown(context);
        this.written(context, result)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let result = Pin::new(&mut this.stream).poll_write_vectored(context, slices);
        this.written(context, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

fn late(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, what)
}

/// A time that is reached unless it is taken back. Its timer is made once a connection.
#[derive(Debug, Default)]
struct Alarm {
    set: bool,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Alarm {
    fn set(&mut self, after: Duration) {
        self.set = true;
        let at = Instant::now() + after;
        match &mut self.timer {
            Some(timer) => timer.as_mut().reset(at),
            None => self.timer = Some(Box::pin(sleep_until(at))),
        }
    }

    fn unset(&mut self) {
        self.set = false;
    }

    fn is_set(&self) -> bool {
        self.set
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        match &mut self.timer {
            Some(timer) if self.set => timer.as_mut().poll(context),
            _ => Poll::Pending,
        }
    }
}
