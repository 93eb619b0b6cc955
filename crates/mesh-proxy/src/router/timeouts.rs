//! Timeouts, and clients that go away.

use crate::draw::Draws;
use crate::flags::ResponseFlag;
use crate::proxy::{Context, Observer, Phase, Proxy};
use crate::response::{ResetReason, ResponseDetails};
use crate::upstream::AttemptResult;

/// The status of requests that took too long.
const TIMEOUT_STATUS: u16 = 504;

impl Proxy {
    /// The route's timeout passed, over all tries (`Filter::onResponseTimeout`).
    pub(crate) fn route_timeout<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32) {
        if self.streams.at(index).is_some_and(|stream| matches!(stream.phase, Phase::InFlight(_))) {
            self.cancel_in_flight(cx, index);
            self.report(cx, index, AttemptResult::LocalOriginTimeout, Some(TIMEOUT_STATUS));
        }
        self.set_flag(index, ResponseFlag::UpstreamRequestTimeout);
        self.reply(cx, index, TIMEOUT_STATUS, ResponseDetails::ResponseTimeout);
    }

    /// The current try took too long (`Filter::onPerTryTimeout`).
    pub(crate) fn per_try_timeout<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32) {
        self.cancel_in_flight(cx, index);
        let freed = self.release_attempt(cx, index, false);
        self.report(cx, index, AttemptResult::LocalOriginTimeout, Some(TIMEOUT_STATUS));
        if !self.retry_after_reset(cx, index, ResetReason::LocalReset) {
            self.set_flag(index, ResponseFlag::UpstreamRequestTimeout);
            self.reply(cx, index, TIMEOUT_STATUS, ResponseDetails::UpstreamPerTryTimeout);
        }
        self.serve_freed(cx, freed);
    }

    /// The client went away: nothing is reported of the host.
    pub(crate) fn downstream_reset<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32) {
        self.cancel_in_flight(cx, index);
        self.set_flag(index, ResponseFlag::DownstreamConnectionTermination);
        self.reply(cx, index, 0, ResponseDetails::DownstreamRemoteDisconnect);
    }
}
