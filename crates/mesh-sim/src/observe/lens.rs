//! Between a run and who looks at it: names are found once, not for each request.

use std::collections::HashMap;
use std::sync::Arc;

use mesh_proxy::connection_manager::request_id;
use mesh_proxy::proxy::{ClusterEvent, ClusterEventKind};
use mesh_proxy::{Time, Unobserved};

use super::{Answered, Ejected, Onlooker, TakenRule};
use crate::draws::KeyHasher;
use crate::engine::{Begun, Call, Caller, Outcome, Seen, Watch};
use crate::ids::ClientId;
use crate::slab::SlotId;
use crate::world::{TakenRoute, World};

/// Calls whose headers are kept until they are answered.
const MOST_CALLS: usize = 50_000;

/// What is known for as long as a configuration holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Lens {
    rules: HashMap<(ClientId, TakenRoute), Option<Arc<TakenRule>>, KeyHasher>,
    headers: HashMap<SlotId, Arc<[(String, String)]>, KeyHasher>,
}

impl Lens {
    /// The lens before an onlooker's eye.
    pub(super) fn over<'a>(&'a mut self, onlooker: &'a mut dyn Onlooker) -> Looking<'a> {
        Looking { lens: self, onlooker, unobserved: Unobserved }
    }

    fn rule(&mut self, world: &World, call: &Call) -> Option<Arc<TakenRule>> {
        let key = (call.client, call.route);
        if let Some(known) = self.rules.get(&key) {
            return known.clone();
        }
        let rule = world.view(call.client).and_then(|view| {
            let named = view.route_name(world, call.route)?;
            let name = view.compiled.route(call.route.route).map(|(_, route)| route.name.clone()).unwrap_or_default();
            Some(Arc::new(TakenRule { name, route: named.route, destination: named.destination }))
        });
        self.rules.insert(key, rule.clone());
        rule
    }
}

pub(super) struct Looking<'a> {
    lens: &'a mut Lens,
    onlooker: &'a mut dyn Onlooker,
    unobserved: Unobserved,
}

impl Watch for Looking<'_> {
    type Proxy = Unobserved;

    fn proxy(&mut self, _: Time, _: ClientId, _: Option<SlotId>) -> &mut Unobserved {
        &mut self.unobserved
    }

    fn begun(&mut self, _: Time, world: &World, begun: Begun<'_>) {
        if self.onlooker.reads_headers() && self.lens.headers.len() < MOST_CALLS {
            let headers = headers(world, &begun);
            self.lens.headers.insert(begun.id, headers.into());
        }
    }

    fn answered(&mut self, now: Time, world: &World, id: SlotId, call: &Call, outcome: &Outcome) {
        let headers = self.lens.headers.remove(&id).unwrap_or_default();
        if call.caller == Caller::Mirror {
            return;
        }
        let rule = self.lens.rule(world, call);
        self.onlooker.answered(&Answered { now, world, call, outcome, rule: rule.as_deref(), headers: &headers });
    }

    fn cluster(&mut self, now: Time, world: &World, client: ClientId, event: &ClusterEvent) {
        let ClusterEventKind::Ejection { address, enforced: true, .. } = event.kind else { return };
        let Some(view) = world.view(client) else { return };
        let host = view.host_name(world, address);
        let (cluster, target) = (view.cluster_name(event.cluster), view.target(world, address));
        self.onlooker.ejected(&Ejected { now, world, client, cluster, target, host: &host });
    }

    fn pushed(&mut self, _: Time, _: &Arc<World>, _: u32) {
        self.lens.rules.clear();
    }
}

/// The headers of a request as it leaves for its host; without a proxy, as it was sent.
fn headers(world: &World, begun: &Begun<'_>) -> Vec<(String, String)> {
    let Begun { call, requests, draws, .. } = *begun;
    let Some(text) = requests.get(call.request) else { return Vec::new() };
    let (Some(view), Some(table)) = (world.view(call.client), call.table) else {
        return text.request.headers.clone();
    };
    let mut draws = draws;
    let seen = Seen::new(view.manager(table), text).with_request_id(|| request_id(&mut draws, call.id_subject));
    view.leaving(table, &seen, world.address(call.client), call.stream_number).headers
}
