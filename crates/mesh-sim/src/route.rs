//! Separate decisions with fresh state, as `route` reports them.

use std::collections::BTreeMap;
use std::sync::Arc;

use mesh_control::ClientError;
use mesh_proxy::{ResponseDetails, Time, Unobserved};

use crate::decision::{DecisionRecord, StepKind};
use crate::engine::{Call, Core, Facts, Outcome, Watch};
use crate::ids::ClientId;
use crate::keys::{RequestId, Sender};
use crate::recorder::Recorder;
use crate::report::RouteAnswer;
use crate::request::Request;
use crate::slab::SlotId;
use crate::work::{Stopped, Work};
use crate::world::World;

/// Beginning anew takes as long as some events.
const STEPS_OF_FRESH_STATE: u64 = 4;

/// More events than any one decision needs: retries are few, and nothing calls on.
const EVENTS_OF_ONE: u64 = 10_000;

/// Decides about a request `count` times (at least once) at time 0 with fresh state, every app answering 200 at once,
/// as far as there is work for it.
///
/// # Errors
/// There is no such client, or no clear choice.
pub fn route(
    world: &Arc<World>,
    from: &str,
    request: &Request,
    seed: u64,
    count: u64,
    work: &mut Work,
) -> Result<RouteAnswer, ClientError> {
    let client = world.client(from)?;
    let request = Arc::new(request.clone());
    let mut core = Core::at_rest(world.clone(), seed);
    let wanted = RequestId { sender: Sender::Command, number: 0 };
    let mut recorder = Recorder::new(wanted, world.clone());
    decide(&mut core, client, &request, &mut recorder);
    let record = recorder.record();
    let facts = record.as_ref().map(|_| Facts::of(&mut core, world, client, &request));
    let mut core = Core::at_rest(world.clone(), seed);
    let mut tally = Tally::default();
    let mut stopped = None;
    for _ in 0..count.max(1) {
        if let Some(why) = work.exceeded(core.bytes()) {
            stopped = Some(Stopped { at: Time::ZERO, why });
            break;
        }
        let before = core.course.steps;
        decide(&mut core, client, &request, &mut tally);
        work.take(core.course.steps - before + STEPS_OF_FRESH_STATE);
    }
    let Facts { virtual_host, virtual_service, route, chain, upstream } = facts.unwrap_or_default();
    let upstream = upstream.filter(|_| record.as_ref().is_some_and(has_left));
    Ok(RouteAnswer {
        virtual_host,
        virtual_service,
        route,
        chain,
        upstream,
        clusters: tally.clusters,
        responses: tally.responses,
        explain: record.iter().flat_map(|record| record.text()).collect(),
        stopped,
        record,
    })
}

/// Whether anything of a request was sent to a host.
fn has_left(record: &DecisionRecord) -> bool {
    let steps = record.hops.first().into_iter().flat_map(|hop| &hop.steps);
    steps.into_iter().any(|step| match &step.kind {
        StepKind::Attempt { .. } | StepKind::PassedOn { .. } => true,
        StepKind::Response { details, .. } => *details == ResponseDetails::ViaUpstream.to_string(),
        _ => false,
    })
}

/// Makes one decision with fresh state at time 0.
fn decide<W: Watch>(core: &mut Core, client: ClientId, request: &Arc<Request>, watch: &mut W) {
    core.refresh();
    core.send_command(client, request, watch);
    for _ in 0..EVENTS_OF_ONE {
        if core.commands.pending == 0 || !core.step(watch) {
            break;
        }
    }
}

/// Counts decisions.
#[derive(Default)]
struct Tally {
    clusters: BTreeMap<String, u64>,
    responses: BTreeMap<String, u64>,
    unobserved: Unobserved,
}

impl Watch for Tally {
    type Proxy = Unobserved;

    fn proxy(&mut self, _: Time, _: ClientId, _: Option<SlotId>) -> &mut Unobserved {
        &mut self.unobserved
    }

    fn answered(&mut self, _: Time, world: &World, _: SlotId, call: &Call, outcome: &Outcome) {
        if call.is_mirror() {
            return;
        }
        if let Some((view, cluster)) = world.view(call.client).zip(outcome.cluster) {
            *self.clusters.entry(view.cluster_name(cluster).to_owned()).or_default() += 1;
        }
        *self.responses.entry(format!("{} {}", outcome.http_status, outcome.flags)).or_default() += 1;
    }
}
