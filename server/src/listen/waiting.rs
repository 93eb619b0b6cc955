//! The connections that have no request under way, the longest waiting first.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// Who waits; keys count up, so the first has waited for the longest.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    connections: Mutex<(u64, BTreeMap<u64, Arc<Notify>>)>,
    joined: Notify,
}

impl Waiting {
    /// Takes in a connection that is to be ended through `end`, and gives its key.
    pub(super) fn join(&self, end: Arc<Notify>) -> u64 {
        let mut connections = self.lock();
        connections.0 += 1;
        let key = connections.0;
        connections.1.insert(key, end);
        self.joined.notify_one();
        key
    }

    /// The connection of this key has a request, or has ended.
    pub(super) fn leave(&self, key: u64) {
        self.lock().1.remove(&key);
    }

    /// Ends the connection that has waited for the longest; whether there was one.
    pub(super) fn end_longest(&self) -> bool {
        let longest = self.lock().1.pop_first();
        longest.inspect(|(_, end)| end.notify_one()).is_some()
    }

    /// Ready when a connection may have joined.
    pub(super) async fn joined(&self) {
        self.joined.notified().await;
    }

    fn lock(&self) -> MutexGuard<'_, (u64, BTreeMap<u64, Arc<Notify>>)> {
        // Nothing panics while it is held, and a map of handles has no state that could be half done.
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_longest_waiting_is_ended_first_and_once() {
        let waiting = Waiting::default();
        let ends: [Arc<Notify>; 3] = std::array::from_fn(|_| Arc::default());
        let first = waiting.join(ends[0].clone());
        waiting.join(ends[1].clone());
        waiting.leave(first);
        waiting.join(ends[2].clone());
        assert!(waiting.end_longest());
        ends[1].notified().await;
        assert!(waiting.end_longest());
        ends[2].notified().await;
        assert!(!waiting.end_longest());
    }
}
