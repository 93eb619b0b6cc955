//! Single decisions outside of any traffic.

use std::sync::Arc;

use mesh_proxy::Time;

use super::core::Core;
use crate::world::World;

impl Core {
    /// A run without Traffic in which every app answers 200 at once.
    pub(crate) fn at_rest(world: Arc<World>, seed: u64) -> Self {
        let mut core = Self::new(world, seed);
        core.plain_apps = true;
        core.queue = Default::default();
        core
    }

    /// Back to time 0, everything fresh. The next request still has the next number, and so its own draws.
    pub(crate) fn refresh(&mut self) {
        self.now = Time::ZERO;
        self.queue = Default::default();
        self.inbox.clear();
        self.calls = Default::default();
        self.works = Default::default();
        self.pending_commands = 0;
        self.clients.reset();
    }

    pub(super) fn first_stream_id(&self) -> u64 {
        use mesh_proxy::Draws as _;
        let key = super::commands::command_key(0);
        let mut draws = self.draws;
        draws.draw(key, mesh_proxy::Purpose::StreamId, 0)
    }
}
