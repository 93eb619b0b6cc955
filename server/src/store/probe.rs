//! Whether the store could be written, asked seldom and answered soon.

use std::future::Future;
use std::time::{Duration, Instant};

use mesh_words::{Words, say};
use tokio::sync::Mutex;

use super::StoreError;

/// What is waited for: who asks wants to know within a second.
const LIMIT: Duration = Duration::from_millis(900);

/// For how long an answer holds: however many ask, the database is asked twice a second.
const FRESH: Duration = Duration::from_millis(500);

/// The last answer.
#[derive(Debug, Default)]
pub(super) struct Probe {
    last: Mutex<Option<(Instant, Result<(), Words>)>>,
}

impl Probe {
    /// The last answer if it is fresh, else that of `ask`; an error says what is wrong.
    pub(super) async fn answer<F>(&self, ask: impl FnOnce() -> F) -> Result<(), Words>
    where
        F: Future<Output = Result<(), StoreError>> + Send + 'static,
    {
        let mut last = self.last.lock().await;
        if let Some((at, answer)) = &*last
            && at.elapsed() < FRESH
        {
            return answer.clone();
        }
        // A task of its own, which goes on when nobody waits any more: given up half way, it could leave a connection
        // in an unknown state.
        let answer = match tokio::time::timeout(LIMIT, tokio::spawn(ask())).await {
            Ok(Ok(answer)) => answer.map_err(|error| error.words()),
            Ok(Err(_panicked)) => Err(say!("store-unasked")),
            Err(_late) => Err(StoreError::Late(LIMIT).words()),
        };
        if let Err(error) = &answer {
            tracing::warn!("the store is not ready: {error}");
        }
        *last = Some((Instant::now(), answer.clone()));
        answer
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn many_who_ask_at_once_are_one_question() {
        let probe = Arc::new(Probe::default());
        let asked = Arc::new(AtomicUsize::new(0));
        for _ in 0..10 {
            let count = asked.clone();
            let ask = move || async move {
                count.fetch_add(1, Ordering::Relaxed);
                Ok(())
            };
            assert_eq!(probe.answer(ask).await, Ok(()));
        }
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_database_that_says_nothing_is_given_up() {
        let answer = Probe::default().answer(std::future::pending).await;
        assert!(answer.unwrap_err().to_string().contains("did not answer within 0.9 s"));
    }
}
