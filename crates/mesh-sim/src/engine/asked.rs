//! Requests that programs of the terminal send: each is a request of the run, and whoever sent it waits for what comes of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use mesh_proxy::connection_manager::{REQUEST_ID, request_id};
use mesh_proxy::{Draws as _, Purpose};
use mesh_shell::{Outcome as Answer, Place};

use super::calls::command_key;
use super::core::Core;
use super::course::{Due, Task};
use super::state::{Call, Caller, Inbound, Target};
use super::watch::{Outcome, Watch};
use crate::draws::KeyedDraws;
use crate::ids::{ClientId, PodId};
use crate::keys::{RequestId, Sender};
use crate::request::Request;
use crate::slab::SlotId;

/// So many are kept that nobody has asked for yet; the oldest go first.
const MOST: usize = 20_000;

/// So many answers of apps are kept of one.
const MOST_ANSWERS: usize = 64;

/// A request that a program has sent.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// Its call, while it is under way.
    pub(super) call: Option<SlotId>,
    /// Who answered below it, in the order in which they did.
    pub(super) answers: Vec<Below>,
    /// What came of it.
    pub(super) outcome: Option<Answer>,
}

/// An answer below a request of a program.
#[derive(Clone, Debug)]
pub(super) enum Below {
    /// An app's, which got this request.
    App {
        /// Whose.
        pod: PodId,
        /// What it got.
        request: Arc<Request>,
    },
    /// A proxy's own, in the place of a host.
    Proxy(String),
}

/// The requests of programs, by their number.
pub(super) type AllAsked = BTreeMap<u64, Asked>;

impl Core {
    /// Sends a request of a program; gives its number.
    pub(super) fn ask<W: Watch>(&mut self, place: &Place, request: &Arc<Request>, watch: &mut W) -> Option<u64> {
        let number = self.commands;
        let (client, refused) = match place {
            Place::Pod { namespace, name } => {
                let pod = self.course.world.pod(namespace, name)?;
                (self.course.world.plan.pod(pod)?.client, false)
            }
            Place::Outside => match self.door(number, request) {
                Some(client) => (client, false),
                None => (self.course.world.outside()?, true),
            },
        };
        self.commands += 1;
        while self.asked.len() >= MOST {
            self.asked.pop_first();
        }
        if refused {
            let (call, outcome) = (None, Some(Answer::Refused));
            self.asked.insert(number, Asked { call, answers: Vec::new(), outcome });
            return Some(number);
        }
        self.pending_commands += 1;
        let request = self.requests.intern(request);
        let root = RequestId { sender: Sender::Command, number };
        let call = self.enter(root, command_key(number), client, request, Caller::Command);
        self.asked.insert(number, Asked { call: Some(call), answers: Vec::new(), outcome: None });
        self.begin_soon(call);
        self.settle(watch);
        Some(number)
    }

    /// Who takes a request from outside of the cluster: a gateway's proxy where a gateway stands behind the Service, else
    /// the client that no proxy stands before. `None`: there is nobody behind the Service.
    fn door(&mut self, number: u64, request: &Request) -> Option<ClientId> {
        let outside = self.course.world.outside()?;
        let world = self.course.world.clone();
        let destination = world.kube_proxy(outside, request);
        let draws = &mut self.course.trace;
        let target = destination.one(|| draws.draw(command_key(number), Purpose::Host, 1))?;
        match target {
            Target::Pod { pod, .. } if world.plan.pod(pod)?.app.forwards() => {
                self.accepts(target).then_some(world.plan.pod(pod)?.client)
            }
            _ => Some(outside),
        }
    }

    /// What came of a request of a program, which is told once.
    pub(super) fn take_outcome(&mut self, number: u64) -> Option<Answer> {
        self.asked.get(&number).filter(|asked| asked.outcome.is_some())?;
        self.asked.remove(&number)?.outcome
    }

    /// Nobody waits for a request of a program any more.
    pub(super) fn stop_asking<W: Watch>(&mut self, number: u64, watch: &mut W) {
        if let Some(asked) = self.asked.remove(&number)
            && asked.outcome.is_none()
        {
            self.course.inbox.extend(asked.call.map(Task::GiveUp));
            self.settle(watch);
        }
    }

    /// Nobody waits for any of them any more.
    pub(super) fn stop_asking_all<W: Watch>(&mut self, watch: &mut W) {
        let asked = std::mem::take(&mut self.asked).into_values().filter(|asked| asked.outcome.is_none());
        self.course.inbox.extend(asked.filter_map(|asked| asked.call).map(Task::GiveUp));
        self.settle(watch);
    }

    /// An app answers something.
    pub(super) fn app_answers(&mut self, inbound: &Inbound) {
        if self.asked.is_empty() || inbound.root.sender != Sender::Command {
            return;
        }
        let forwards = self.course.world.plan.pod(inbound.pod).is_some_and(|plan| plan.app.forwards());
        let Some(text) = self.requests.get(inbound.request).filter(|_| !forwards) else { return };
        let request = match text.has_generated_id {
            true => Arc::new(with_request_id(&text.request, &mut self.course.trace.untraced(), inbound.id_subject)),
            false => text.request.clone(),
        };
        if let Some(asked) = self.asked.get_mut(&inbound.root.number).filter(|it| it.answers.len() < MOST_ANSWERS) {
            asked.answers.push(Below::App { pod: inbound.pod, request });
        }
    }

    /// A call is over; of those of programs it is kept what came of them.
    pub(super) fn note_outcome(&mut self, call: &Call, outcome: &Outcome) {
        if self.asked.is_empty() || call.root.sender != Sender::Command {
            return;
        }
        let Some(mut asked) = self.asked.remove(&call.root.number) else { return };
        match call.caller {
            Caller::Command => {
                asked.outcome = Some(self.answer_of(call, outcome, &asked.answers));
                self.wake_terminal();
            }
            Caller::Work { .. } if asked.answers.len() < MOST_ANSWERS => {
                asked.answers.extend(self.own_body(call, outcome).map(Below::Proxy));
            }
            Caller::Work { .. } | Caller::Traffic(_) | Caller::Mirror => {}
        }
        self.asked.insert(call.root.number, asked);
    }

    /// Lines of the terminal that wait for something look whether it has come, after what happens at this moment.
    fn wake_terminal(&mut self) {
        if !self.cluster_has_changed && self.terminal.is_busy() {
            self.course.at(self.course.now, Due::Terminal);
        }
        self.cluster_has_changed = true;
    }
}

/// The request with the id that a proxy has made for it.
fn with_request_id(request: &Request, draws: &mut KeyedDraws, subject: u64) -> Request {
    let mut request = request.clone();
    for (_, value) in request.headers.iter_mut().filter(|(name, _)| name == REQUEST_ID) {
        *value = request_id(draws, subject);
    }
    request
}
