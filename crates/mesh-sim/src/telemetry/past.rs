//! Chunks that are closed: the last minute second by second, what is older in ever wider ones, so that the figures of a
//! run take about as much memory after an hour as after ten minutes.

use std::sync::Arc;

use super::chunk::{CHUNK_SECONDS, Chunk};

/// Chunks that are kept second by second: the page shows figures and curves of the last minute.
const FINE: usize = 8;

/// Chunks of each greater width that are kept before the oldest two are joined.
const OF_EACH_WIDTH: usize = 16;

/// Closed chunks, the oldest first. Cloning shares them.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    chunks: Vec<Arc<Chunk>>,
}

impl Past {
    /// All chunks, the oldest first.
    pub(super) fn chunks(&self) -> impl Iterator<Item = &Chunk> {
        self.chunks.iter().map(|chunk| &**chunk)
    }

    /// Takes a chunk that was closed.
    pub(super) fn close(&mut self, mut chunk: Chunk) {
        chunk.answers.shrink_to_fit();
        chunk.latencies.shrink_to_fit();
        self.chunks.push(Arc::new(chunk));
        let mut width = CHUNK_SECONDS;
        // The oldest chunk is the widest, but where a run was silent.
        while self.chunks.first().is_some_and(|oldest| oldest.seconds >= width) {
            while self.join_oldest_of(width) {}
            width = width.saturating_mul(2);
        }
    }

    /// Joins the two oldest chunks of about a width where there are too many of it.
    fn join_oldest_of(&mut self, width: u32) -> bool {
        let most = if width == CHUNK_SECONDS { FINE } else { OF_EACH_WIDTH };
        let is_wide = |chunk: &Arc<Chunk>| chunk.seconds >= width && chunk.seconds / 2 < width;
        let mut wide = self.chunks.iter().enumerate().filter(|(_, chunk)| is_wide(chunk)).map(|(at, _)| at);
        let Some(first) = wide.next() else { return false };
        if wide.count() < most + 1 {
            return false;
        }
        let second = first + 1;
        if let (Some(one), Some(other)) = (self.chunks.get(first), self.chunks.get(second)) {
            let joined = Arc::new(one.join(other));
            self.chunks.splice(first..=second, [joined]);
        }
        true
    }

    /// Bytes that they take.
    pub(super) fn bytes(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.bytes()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telemetry::EdgeId;
    use crate::telemetry::chunk::AnswerCell;
    use mesh_proxy::ResponseFlags;

    fn chunk(from: u32) -> Chunk {
        let cell = |second| AnswerCell {
            second,
            edge: EdgeId(0),
            status: 200,
            flags: ResponseFlags::NONE,
            count: 3,
            attempts: 4,
        };
        Chunk { from, seconds: CHUNK_SECONDS, answers: (from..from + 10).map(cell).collect(), ..Chunk::default() }
    }

    #[test]
    fn ten_hours_take_some_dozen_chunks_and_lose_nothing() {
        let mut past = Past::default();
        for second in (0..36_000).step_by(10) {
            past.close(chunk(second));
            let (count, cells) = (past.chunks.len(), past.chunks().map(|chunk| chunk.answers.len()).sum::<usize>());
            assert!(count <= 160 && cells <= 160 + 10 * (FINE + 2), "{count} chunks of {cells} cells");
        }
        let sum = |of: fn(&AnswerCell) -> u64| past.chunks().flat_map(|chunk| &chunk.answers).map(of).sum::<u64>();
        assert_eq!((sum(|cell| cell.count), sum(|cell| cell.attempts)), (36_000 * 3, 36_000 * 4));
        let mut next = 0;
        for chunk in past.chunks() {
            assert_eq!(chunk.from, next, "no gap and no overlap");
            next = chunk.from + chunk.seconds;
        }
        let fine = past.chunks().filter(|chunk| chunk.seconds == CHUNK_SECONDS).count();
        assert!((FINE..=FINE + 1).contains(&fine), "{fine}");
    }

    #[test]
    fn seconds_without_anything_leave_no_chunk_and_do_no_harm() {
        let mut past = Past::default();
        for second in (0..100_000).step_by(500) {
            past.close(chunk(second));
        }
        assert!(past.chunks.len() < 200);
        assert_eq!(past.chunks().flat_map(|chunk| &chunk.answers).map(|cell| cell.count).sum::<u64>(), 200 * 30);
    }
}
