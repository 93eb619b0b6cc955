//! What is done to a run, as it is done again when the run is wound back.

use std::sync::Arc;

use mesh_cluster::api::Verb;

use crate::engine::{Core, PodFault, Watch};
use crate::ids::{ClientId, PodId};
use crate::keys::RequestId;
use crate::request::Request;
use crate::what_if::WhatIf;
use crate::world::World;

/// A command as it is done again when a run is wound back: names resolved, configuration numbered.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Push(Arc<World>),
    Send(ClientId, Arc<Request>),
    ChangePod(PodId, PodFault),
    WhatIf(Arc<WhatIf>),
    Call(Arc<Verb>),
    Type(Arc<str>, Arc<str>),
    Interrupt,
}

impl Act {
    /// Does it at the time of now.
    pub(crate) fn perform<W: Watch>(&self, core: &mut Core, watch: &mut W) -> Option<RequestId> {
        match self {
            Act::Push(world) => core.edit(world, watch),
            Act::Send(client, request) => return Some(core.send_command(*client, request, watch)),
            Act::ChangePod(pod, fault) => core.change_pod(*pod, *fault, watch),
            Act::WhatIf(what_if) => {
                watch.stepped(core.course.now, &what_if.words());
                core.go_wrong(what_if, watch);
            }
            Act::Call(verb) => drop(core.call_api(verb, watch)),
            Act::Type(line, input) => drop(core.type_line(line, input, watch)),
            Act::Interrupt => core.interrupt(watch),
        }
        None
    }
}
