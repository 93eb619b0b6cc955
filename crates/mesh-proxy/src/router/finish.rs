//! The end of a request: its answer, and everything it held.

use crate::draw::Draws;
use crate::flags::ResponseFlag;
use crate::grpc::grpc_status_of_http;
use crate::proxy::{Action, Context, Observer, Proxy, Response};
use crate::response::{ResetReason, ResponseDetails};

impl Proxy {
    pub(crate) fn set_flag(&mut self, index: u32, flag: ResponseFlag) {
        if let Some(stream) = self.streams.at_mut(index) {
            stream.flags.set(flag);
        }
    }

    /// Answers the client by the proxy itself; a gRPC call gets the status as a grpc-status (`Utility::sendLocalReply`).
    pub(crate) fn reply<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        status: u16,
        details: ResponseDetails,
    ) {
        let is_grpc = status != 0 && self.streams.at(index).is_some_and(|stream| stream.is_grpc);
        let grpc_status = is_grpc.then(|| grpc_status_of_http(status));
        self.reply_with(cx, index, status, grpc_status, details);
    }

    /// Answers the client and lets go of all that the request held.
    pub(crate) fn reply_with<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        status: u16,
        grpc_status: Option<u32>,
        details: ResponseDetails,
    ) {
        let id = self.stream_id(index);
        let Some(stream) = self.streams.at(index) else { return };
        let response = Response {
            status,
            grpc_status,
            flags: stream.flags,
            details,
            attempts: stream.attempt,
            cluster: stream.cluster,
            address: stream.address,
            overloaded: details == ResponseDetails::UpstreamResetBeforeResponseStarted(ResetReason::Overflow),
        };
        cx.actions.push(Action::Respond { stream: id, key: stream.key, response });
        let freed = self.release_attempt(cx, index, details == ResponseDetails::ViaUpstream);
        self.release_retry(index);
        self.release_fault(index);
        if let Some(stream) = self.streams.remove(index)
            && let Some(state) = stream.state
        {
            if let Some(cluster) = self.states.at_mut(state) {
                cluster.users = cluster.users.saturating_sub(1);
            }
            self.serve_freed(cx, freed);
            self.drop_if_unused(state, cx.actions);
        }
    }
}
