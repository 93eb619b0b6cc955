//! Single decisions outside of any traffic.

use std::sync::Arc;

use mesh_proxy::Time;

use super::core::Core;
use crate::request::Request;
use crate::world::{Way, World};

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

    /// Virtual host, VirtualService and route name of a client's request, by its first decision.
    pub(crate) fn facts(
        &mut self,
        world: &World,
        client: u32,
        request: &Arc<Request>,
    ) -> (String, Option<String>, String) {
        let Some(view) = world.view(client) else { return Default::default() };
        let Way::Routes(table) = world.way(client, request) else { return Default::default() };
        let number = self.requests.intern(request);
        let stream_id = self.first_stream_id();
        let Some(text) = self.requests.get(number) else { return Default::default() };
        let decision = view.decision(Some(table), text, world.address(client), stream_id, &mut mesh_proxy::Unobserved);
        let virtual_host = decision.virtual_host_config().map_or_else(String::new, |host| host.name.clone());
        let rule = decision.route.and_then(|(_, route)| world.mesh().origin(route.origin()));
        let virtual_service = rule.filter(|rule| rule.kind == "VirtualService").map(|rule| rule.resource);
        (virtual_host, virtual_service, decision.route_name().to_owned())
    }

    fn first_stream_id(&self) -> u64 {
        use mesh_proxy::Draws as _;
        let key = super::commands::command_key(0);
        let mut draws = self.draws;
        draws.draw(key, mesh_proxy::Purpose::StreamId, 0)
    }
}
