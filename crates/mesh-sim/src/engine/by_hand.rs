//! What is done to a run by hand, or by the Timeline of its scenario.

use std::sync::Arc;

use mesh_proxy::{Draws as _, Purpose};
use mesh_shell::Place;

use super::calls::{Call, Caller, command_key};
use super::core::Core;
use super::course::Task;
use super::faults::Labelled;
use super::state::{PodChange, PodFault, Target};
use super::watch::Watch;
use crate::ids::{ClientId, Life, PodId};
use crate::keys::{RequestId, Sender};
use crate::request::Request;
use crate::what_if::WhatIf;
use crate::world::Scripted;

impl Core {
    /// A step of a Timeline is due; one that an edit took away does nothing.
    pub(super) fn follow_script<W: Watch>(&mut self, key: u64, watch: &mut W) {
        let world = self.course.world.clone();
        let Some(step) = world.plan.timeline.iter().find(|step| step.key == key) else { return };
        watch.stepped(self.course.now, &step.what.words());
        match &step.what {
            Scripted::Type(line) => drop(self.type_line(line, "", watch)),
            Scripted::Call(verb) => drop(self.call_api(verb, watch)),
            Scripted::WhatIf(what_if) => self.go_wrong(what_if, watch),
        }
    }

    /// Lets something go wrong, or puts it right again.
    pub(crate) fn go_wrong<W: Watch>(&mut self, what: &WhatIf, watch: &mut W) {
        match what {
            WhatIf::Fault(pods, fault) => {
                for pod in pods.pods(&self.course.world) {
                    self.change_pod(pod, *fault, watch);
                }
            }
            WhatIf::Cut(cut) => self.cuts.cut(cut),
            WhatIf::HealPods(pods) => self.heal_pods(Some(pods), watch),
            WhatIf::Mend(from, to) => self.cuts.mend(from.as_deref(), to.as_deref()),
            WhatIf::HealAll => {
                self.heal_pods(None, watch);
                self.cuts.mend(None, None);
            }
        }
    }

    /// Pods are healed: those with the labels, or all.
    fn heal_pods<W: Watch>(&mut self, pods: Option<&Labelled>, watch: &mut W) {
        let all = self.apps.pods.iter().map(|(pod, _)| pod);
        let wanted: Vec<PodId> = pods.map_or_else(|| all.collect(), |pods| pods.pods(&self.course.world));
        for pod in wanted {
            if self.apps.pods.get(pod).is_some_and(|state| state.fault != PodFault::None) {
                self.change_pod(pod, PodFault::None, watch);
            }
        }
    }

    /// Does something to a pod.
    pub(crate) fn change_pod<W: Watch>(&mut self, pod: PodId, fault: PodFault, watch: &mut W) {
        let Some(before) = self.apps.pods.set_fault(pod, fault) else { return };
        watch.pod(self.course.now, &self.course.world, pod, PodChange::Fault(fault));
        match (before, fault) {
            (PodFault::Kill, PodFault::Kill) => {}
            (_, PodFault::Kill) => {
                self.lose_process(pod);
                self.apps.pods.check(&mut self.course, pod);
            }
            (PodFault::Kill, _) => self.apps.pods.check(&mut self.course, pod),
            _ => {}
        }
        self.settle(watch);
    }

    /// A process has ended: its connections with it, and all that it worked on.
    pub(super) fn lose_process(&mut self, pod: PodId) {
        self.clients.close_connections(&mut self.course, pod);
        self.apps.lose_process(&mut self.course, pod);
    }

    /// The kubelet has found out what became of a process.
    pub(super) fn checked<W: Watch>(&mut self, pod: PodId, life: Life, watch: &mut W) {
        let Some(is_ready) = self.apps.pods.checked(pod, life) else { return };
        watch.pod(self.course.now, &self.course.world, pod, PodChange::Ready(is_ready));
        self.endpoint_changes(pod);
    }

    /// Sends a request by hand from a client.
    pub(crate) fn send_command<W: Watch>(
        &mut self,
        client: ClientId,
        request: &Arc<Request>,
        watch: &mut W,
    ) -> RequestId {
        let number = self.commands.begin();
        let request = self.requests.intern(request);
        let root = RequestId { sender: Sender::Command, number };
        let caller = (Caller::Command, self.course.now);
        let call = self.calls.insert(Call::new((root, command_key(number)), client, request, caller));
        self.calls.begin_soon(&mut self.course, call);
        self.settle(watch);
        root
    }

    /// Sends a request of a program of the terminal; gives its number.
    pub(super) fn ask<W: Watch>(&mut self, place: &Place, request: &Arc<Request>, watch: &mut W) -> Option<u64> {
        let client = match place {
            Place::Pod { namespace, name } => {
                let pod = self.course.world.pod(namespace, name)?;
                Some(self.course.world.plan.pod(pod)?.client)
            }
            Place::Outside => {
                self.course.world.outside()?;
                self.door(request)
            }
        };
        let Some(client) = client else { return Some(self.commands.refuse()) };
        let number = self.commands.begin();
        let request = self.requests.intern(request);
        let root = RequestId { sender: Sender::Command, number };
        let caller = (Caller::Command, self.course.now);
        let call = self.calls.insert(Call::new((root, command_key(number)), client, request, caller));
        self.commands.await_answer(number, call);
        self.calls.begin_soon(&mut self.course, call);
        self.settle(watch);
        Some(number)
    }

    /// Who takes the next request from outside of the cluster: a gateway's proxy where a gateway stands behind the Service,
    /// else the client that no proxy stands before. `None`: there is nobody behind the Service.
    fn door(&mut self, request: &Request) -> Option<ClientId> {
        let outside = self.course.world.outside()?;
        let world = self.course.world.clone();
        let destination = world.kube_proxy(outside, request);
        let (key, draws) = (command_key(self.commands.sent), &mut self.course.trace);
        let target = destination.one(|| draws.draw(key, Purpose::Host, 1))?;
        match target {
            Target::Pod { pod, .. } if world.plan.pod(pod)?.app.forwards() => {
                self.apps.pods.accepts(&world, target).then_some(world.plan.pod(pod)?.client)
            }
            _ => Some(outside),
        }
    }

    /// Nobody waits for a request of a program any more.
    pub(super) fn stop_asking<W: Watch>(&mut self, number: u64, watch: &mut W) {
        if let Some(call) = self.commands.forget(number) {
            self.course.soon(Task::GiveUp(call));
            self.settle(watch);
        }
    }

    /// Nobody waits for any of them any more.
    pub(super) fn stop_asking_all<W: Watch>(&mut self, watch: &mut W) {
        self.course.inbox.extend(self.commands.forget_all().map(Task::GiveUp));
        self.settle(watch);
    }
}
