//! What happened to the mesh, kept as far as people read it: from the beginning as much as a report prints, then the last
//! of it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use mesh_ordered::sort_by_key;
use mesh_proxy::Time;

use crate::event::{Event, EventKind};

/// Events that are kept from the beginning of a run: overflows, which come by the thousand, and all others.
const FIRST_OVERFLOWS: usize = 5_000;
const FIRST_OTHERS: usize = 10_000;

/// Later ones that are kept.
const LAST: usize = 500;

/// Events that a clone does not share.
const SEALED: usize = 100;

/// The events of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Happened {
    sealed: Vec<Arc<[Event]>>,
    open: Vec<Event>,
    last: VecDeque<Event>,
    overflows: usize,
    others: usize,
    /// All that there were.
    total: u64,
    /// How often each client's breakers for a cluster refused.
    refused: BTreeMap<(String, String), u64>,
}

impl Happened {
    /// Takes an event.
    pub(super) fn push(&mut self, event: Event) {
        self.total += 1;
        let (count, most) = match &event.kind {
            EventKind::Overflow { client, cluster, .. } => {
                match self.refused.get_mut(&(client.clone(), cluster.clone())) {
                    Some(count) => *count += 1,
                    None => {
                        self.refused.insert((client.clone(), cluster.clone()), 1);
                    }
                }
                (&mut self.overflows, FIRST_OVERFLOWS)
            }
            _ => (&mut self.others, FIRST_OTHERS),
        };
        if *count >= most {
            if self.last.len() >= LAST {
                self.last.pop_front();
            }
            self.last.push_back(event);
            return;
        }
        *count += 1;
        self.open.push(event);
        if self.open.len() >= SEALED {
            self.sealed.push(std::mem::take(&mut self.open).into());
        }
    }

    /// How many there were in all.
    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// How often a client's breakers for a cluster refused.
    pub(super) fn refused(&self, client: &str, cluster: &str) -> u64 {
        self.refused.get(&(client.to_owned(), cluster.to_owned())).copied().unwrap_or(0)
    }

    /// Those that are kept of `from..to`, in order.
    pub(super) fn between(&self, from: Time, to: Time) -> Vec<Event> {
        let first = self.sealed.iter().flat_map(|events| events.iter()).chain(&self.open);
        let within = |event: &&Event| from <= event.at && event.at < to;
        let mut events: Vec<Event> = first.chain(&self.last).filter(within).cloned().collect();
        // The last overflows may be older than the newest of what is still kept from the beginning.
        sort_by_key(&mut events, |event| event.at);
        events
    }

    /// The last so many that are kept, in order.
    pub(super) fn recent(&self, count: usize) -> Vec<Event> {
        let first = self.open.iter().rev().chain(self.sealed.iter().rev().flat_map(|events| events.iter().rev()));
        let mut events: Vec<Event> = self.last.iter().rev().take(count).chain(first.take(count)).cloned().collect();
        events.reverse();
        sort_by_key(&mut events, |event| event.at);
        events.drain(..events.len().saturating_sub(count));
        events
    }

    /// Bytes that they take, about.
    pub(super) fn bytes(&self) -> usize {
        (self.overflows + self.others + self.last.len()) * EVENT_BYTES + self.refused.len() * EVENT_BYTES
    }
}

/// An event with its names.
const EVENT_BYTES: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;

    fn overflow(at: u64) -> Event {
        let (client, cluster, breaker) = ("a".to_owned(), "outbound|80||b".to_owned(), "max_requests".to_owned());
        Event { at: Time(at), kind: EventKind::Overflow { client, cluster, breaker } }
    }

    #[test]
    fn a_flood_of_overflows_is_counted_and_leaves_room_for_the_rest() {
        let mut happened = Happened::default();
        for at in 0..100_000 {
            happened.push(overflow(at));
        }
        happened.push(Event { at: Time(100_000), kind: EventKind::Push { proxies: 1 } });
        let kept = happened.between(Time::ZERO, Time::NEVER);
        assert_eq!(kept.len(), FIRST_OVERFLOWS + LAST + 1);
        assert!(kept.is_sorted_by_key(|event| event.at));
        assert_eq!(kept.last().map(|event| &event.kind), Some(&EventKind::Push { proxies: 1 }));
        assert_eq!(happened.total(), 100_001);
        assert_eq!(happened.refused("a", "outbound|80||b"), 100_000);
        let recent: Vec<u64> = happened.recent(3).iter().map(|event| event.at.0).collect();
        assert_eq!(recent, [99_998, 99_999, 100_000]);
    }

    #[test]
    fn few_events_are_all_there() {
        let mut happened = Happened::default();
        (0..250).for_each(|at| happened.push(overflow(at)));
        assert_eq!(happened.between(Time(10), Time(20)).len(), 10);
        assert_eq!(happened.recent(1_000).len(), 250);
    }
}
