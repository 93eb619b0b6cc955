//! Mirrored copies (`shadow_writer_impl.cc`).

use super::RouteOutcome;
use crate::draw::{Draws, Purpose};
use crate::proxy::{Action, Context, Observer, Proxy, Stream};

impl Proxy {
    /// Starts the copies of a request that its route's mirror policies ask for. They are taken by the stream id, as
    /// weighted clusters are: the two go together.
    pub(crate) fn start_mirrors<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32) {
        let Some(stream) = self.streams.at(index) else { return };
        let (key, stream_id, hash, policy) = (stream.key, stream.stream_id, stream.hash, stream.policy.clone());
        let timeout = stream.timeout;
        let parent = self.stream_id(index);
        for (position, mirror) in policy.mirrors.iter().enumerate() {
            if mirror.fraction.is_some_and(|fraction| !fraction.contains(stream_id)) {
                continue;
            }
            let Some(cluster) = mirror.cluster.and_then(|cluster| self.cluster_now(index, cluster)) else { continue };
            let position = position as u32;
            let subject = cx.draws.draw(key, Purpose::Mirror, position);
            let mut copy = Stream::new(key, subject, stream_id, policy.clone());
            copy.mirror = true;
            copy.timeout = timeout;
            copy.hash = hash;
            copy.cluster = Some(cluster);
            copy.outcome = RouteOutcome::Cluster(cluster);
            let (copy, _) = self.streams.insert(copy);
            let stream = self.stream_id(copy);
            cx.observer.stream(stream, Some(parent));
            cx.actions.push(Action::Mirror { stream, parent, key, policy: position, cluster });
            self.forward(cx, copy, cluster);
        }
    }
}
