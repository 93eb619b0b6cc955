//! The event queue: by time, then in the order of scheduling.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use mesh_proxy::Time;

/// A queue of payloads ordered by (time, sequence): equal times come out in the order they went in. The heap moves
/// sixteen bytes per entry; payloads stay where they are.
#[derive(Clone, Debug)]
pub(crate) struct Queue<T> {
    heap: BinaryHeap<Reverse<Entry>>,
    payloads: Vec<T>,
    free: Vec<u32>,
    sequence: u64,
}

/// When a payload is due, how many were scheduled before it and where it is: one number, so that two are compared at once.
type Entry = u128;

/// Bits of an entry below its time.
const TIME_SHIFT: u32 = 64;

/// Bits of an entry that hold the place of its payload; the rest holds the sequence, enough for 2^40 events.
const PLACE_BITS: u32 = 24;
const PLACES: u64 = 1 << PLACE_BITS;

fn time_of(entry: Entry) -> Time {
    Time((entry >> TIME_SHIFT) as u64)
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self { heap: BinaryHeap::new(), payloads: Vec::new(), free: Vec::new(), sequence: 0 }
    }
}

impl<T: Copy> Queue<T> {
    /// Schedules a payload. More than 16 million at once are not kept: no bounded world schedules them.
    pub(crate) fn push(&mut self, time: Time, payload: T) {
        let place = match self.free.pop() {
            Some(place) => {
                if let Some(slot) = self.payloads.get_mut(place as usize) {
                    *slot = payload;
                }
                u64::from(place)
            }
            None => {
                let place = self.payloads.len() as u64;
                if place >= PLACES {
                    return;
                }
                self.payloads.push(payload);
                place
            }
        };
        self.sequence += 1;
        let entry = Entry::from(time.0) << TIME_SHIFT | Entry::from(self.sequence << PLACE_BITS | place);
        self.heap.push(Reverse(entry));
    }

    /// How many payloads were scheduled so far.
    pub(crate) fn scheduled(&self) -> u64 {
        self.sequence
    }

    /// For how many payloads there is room.
    pub(crate) fn capacity(&self) -> usize {
        self.payloads.capacity().max(self.heap.capacity())
    }

    /// How many payloads are due later.
    pub(crate) fn len(&self) -> usize {
        self.heap.len()
    }

    /// When the next payload is due.
    pub(crate) fn next_time(&self) -> Option<Time> {
        self.heap.peek().map(|entry| time_of(entry.0))
    }

    /// Takes the next payload.
    pub(crate) fn pop(&mut self) -> Option<(Time, T)> {
        let Reverse(entry) = self.heap.pop()?;
        let place = (entry as u64 & (PLACES - 1)) as u32;
        self.free.push(place);
        Some((time_of(entry), *self.payloads.get(place as usize)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_times_keep_their_order() {
        let mut queue = Queue::default();
        for (time, name) in [(5, 'c'), (1, 'a'), (5, 'd'), (1, 'b')] {
            queue.push(Time(time), name);
        }
        assert_eq!(queue.next_time(), Some(Time(1)));
        let order: String = std::iter::from_fn(|| queue.pop()).map(|(_, name)| name).collect();
        assert_eq!(order, "abcd");
    }
}
