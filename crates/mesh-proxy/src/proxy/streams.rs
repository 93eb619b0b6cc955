//! The requests on their way through a proxy.

use std::sync::Arc;

use super::ids::{AttemptId, ConnectionIndex, Generation, StreamId, StreamIndex};
use super::stream::{Phase, Stream};
use crate::flags::ResponseFlag;
use crate::router::RoutePolicy;

/// The requests of a proxy. Places are used again, so a request costs no allocation, and the place of one whose route had
/// the same policy not even another holder of that.
#[derive(Clone, Debug, Default)]
pub(crate) struct Streams {
    places: Vec<Place>,
    free: Vec<StreamIndex>,
    no_policy: Arc<RoutePolicy>,
}

#[derive(Clone, Debug)]
struct Place {
    is_taken: bool,
    /// The request, or the one that was here last.
    stream: Stream,
}

impl Streams {
    /// A request begins; `None` where no route says anything about it.
    pub(crate) fn begin(&mut self, policy: Option<&Arc<RoutePolicy>>) -> Option<&mut Stream> {
        let policy = policy.unwrap_or(&self.no_policy);
        let index = match self.free.pop() {
            Some(index) => index,
            None => {
                let index = StreamIndex(u32::try_from(self.places.len()).ok()?);
                let stream = Stream::new(StreamId { index, generation: Generation::default() }, policy.clone());
                self.places.push(Place { is_taken: false, stream });
                index
            }
        };
        let place = self.places.get_mut(index.index())?;
        place.is_taken = true;
        place.stream.begin(policy);
        Some(&mut place.stream)
    }

    /// A request is over; its place may be used again.
    pub(crate) fn end(&mut self, index: StreamIndex) {
        let Some(place) = self.places.get_mut(index.index()).filter(|place| place.is_taken) else { return };
        place.is_taken = false;
        place.stream.id.generation = place.stream.id.generation.next();
        place.stream.end();
        self.free.push(index);
    }

    /// The request at a position.
    pub(crate) fn at(&self, index: StreamIndex) -> Option<&Stream> {
        self.places.get(index.index()).filter(|place| place.is_taken).map(|place| &place.stream)
    }

    /// The request at a position.
    pub(crate) fn at_mut(&mut self, index: StreamIndex) -> Option<&mut Stream> {
        self.places.get_mut(index.index()).filter(|place| place.is_taken).map(|place| &mut place.stream)
    }

    /// All requests with their positions, in the order of these.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (StreamIndex, &Stream)> {
        (0..)
            .map(StreamIndex)
            .zip(&self.places)
            .filter(|(_, place)| place.is_taken)
            .map(|(index, place)| (index, &place.stream))
    }

    /// Bytes on the heap, without those that requests hold themselves.
    pub(crate) fn bytes(&self) -> usize {
        self.places.capacity() * size_of::<Place>() + self.free.capacity() * size_of::<StreamIndex>()
    }

    /// How many positions there ever were.
    #[cfg(test)]
    pub(crate) fn capacity(&self) -> u32 {
        self.places.len() as u32
    }

    /// The id of a stream by its position.
    pub(crate) fn id(&self, index: StreamIndex) -> StreamId {
        let unknown = StreamId { index, generation: Generation::default() };
        self.places.get(index.index()).map_or(unknown, |place| place.stream.id)
    }

    /// The id of a stream's current try.
    pub(crate) fn attempt_id(&self, index: StreamIndex) -> AttemptId {
        self.at(index).map_or(AttemptId { stream: self.id(index), number: 0 }, Stream::attempt_id)
    }

    /// The position of a stream that is not over.
    pub(crate) fn live(&self, stream: StreamId) -> Option<StreamIndex> {
        self.at(stream.index).is_some_and(|live| live.id == stream).then_some(stream.index)
    }

    /// The position of a stream that is in a phase.
    pub(crate) fn live_in(&self, stream: StreamId, phase: Phase) -> Option<StreamIndex> {
        self.live(stream).filter(|index| self.at(*index).is_some_and(|stream| stream.phase == phase))
    }

    /// The position of the stream whose current try this is, if a host works on it.
    pub(crate) fn in_flight(&self, attempt: AttemptId) -> Option<StreamIndex> {
        let stream = self.at(attempt.stream.index)?;
        let is_it = stream.attempt_id() == attempt && matches!(stream.phase, Phase::InFlight(_));
        is_it.then_some(attempt.stream.index)
    }

    /// The positions of those that a host works on, on one connection.
    pub(crate) fn in_flight_on(&self, connection: ConnectionIndex) -> Vec<StreamIndex> {
        let is_on = |(_, stream): &(StreamIndex, &Stream)| stream.phase == Phase::InFlight(connection);
        self.iter().filter(is_on).map(|(index, _)| index).collect()
    }

    /// Sets a flag of a stream.
    pub(crate) fn set_flag(&mut self, index: StreamIndex, flag: ResponseFlag) {
        if let Some(stream) = self.at_mut(index) {
            stream.flags.set(flag);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flags::ResponseFlags;
    use crate::proxy::{AddressId, ClusterIndex, HostSlot, StateIndex};
    use crate::router::RouteOutcome;
    use crate::time::Duration;

    #[test]
    fn a_place_that_is_used_again_has_another_name_and_nothing_of_the_request_before() {
        let mut streams = Streams::default();
        let policy = Arc::new(RoutePolicy::default());
        let first = streams.begin(Some(&policy)).unwrap();
        (first.timeout, first.retries_left, first.attempt) = (Duration::from_secs(1), 1, 2);
        first.host = HostSlot(3);
        (first.is_grpc, first.came_in_http2, first.mirror, first.started) = (true, true, true, true);
        (first.holds_retry, first.holds_fault) = (true, true);
        first.outcome = RouteOutcome::Direct(200);
        first.phase = Phase::BackOff;
        first.flags = ResponseFlags::NONE.with(ResponseFlag::LocalReset);
        (first.cluster, first.state, first.hash) = (Some(ClusterIndex(1)), Some(StateIndex(1)), Some(1));
        (first.asked, first.address) = (Some(AddressId(1)), Some(AddressId(1)));
        first.previous_priorities = Some(Box::default());
        first.tried.push(AddressId(1));
        let before = first.id;
        streams.end(before.index);
        assert_eq!((streams.live(before), streams.at(before.index).is_none()), (None, true));
        let holders = Arc::strong_count(&policy);
        let next = streams.begin(Some(&policy)).unwrap();
        assert_eq!((next.id.index, next.id.generation), (before.index, before.generation.next()));
        assert_eq!(format!("{next:?}"), format!("{:?}", Stream::new(next.id, policy.clone())));
        assert_eq!(Arc::strong_count(&policy), holders);
    }
}
