//! One connection, from its first byte to its last.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tower::ServiceExt as _;

use super::phase::{Answer, Phase};
use super::timed::Timed;
use super::waiting::Waiting;
use crate::Limits;

/// The head of a request: a link has 64 KiB at most, and browsers add some headers.
const HEAD_LIMIT: usize = 80 * 1024;

/// Answers the requests of a connection, until one side ends it.
pub(super) async fn serve(
    stream: TcpStream,
    router: Router,
    limits: Arc<Limits>,
    waiting: Arc<Waiting>,
    mut stopping: watch::Receiver<bool>,
) {
    // Answers are written whole; waiting for more of them would only delay them. Where it cannot be set, they come later.
    stream.set_nodelay(true).ok();
    let phase = Phase::new(waiting);
    // The stream has times of its own, which are shorter. But only with one set does hyper look for a next request, and
    // so at the time, once an answer is sent.
    let longest = limits.idle.saturating_add(limits.head);
    let stream = TokioIo::new(Timed::new(stream, phase.clone(), limits));
    let service = service_fn(|request: Request<Incoming>| {
        let busy = phase.begin();
        let answer = router.clone().oneshot(request.map(Body::new));
        async move { answer.await.map(|response| response.map(|body| Answer::new(body, busy))) }
    });
    let connection = http1::Builder::new()
        .max_header_size(HEAD_LIMIT)
        .max_buf_size(2 * HEAD_LIMIT)
        .timer(TokioTimer::new())
        .header_read_timeout(longest)
        .serve_connection(stream, service);
    let mut connection = std::pin::pin!(connection);
    let mut told = false;
    loop {
        tokio::select! {
            result = connection.as_mut() => {
                if let Err(error) = result {
                    tracing::debug!("a connection ended: {error}");
                }
                return;
            }
            () = phase.ended() => return,
            _ = stopping.wait_for(|stopping| *stopping), if !told => {
                told = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}
