//! The cluster of a run under everybody's hands: calls of its API, the machine's own wakes, the edits of its files, and what
//! requests meet of all that.

use std::sync::Arc;

use mesh_cluster::api::{Address, Answer, Verb};
use mesh_cluster::live::{Change, Overview, applied, stirs};
use mesh_container::Image;
use mesh_shell::Completions;

use super::cluster_events::GonePod;
use super::core::Core;
use super::drift::is_rule;
use super::fold::Fact;
use super::living::{Living, PodName, machine_time, tell_former_images};
use super::state::PodChange;
use super::terminal::RunningServer;
use super::watch::Watch;
use crate::draws::{mix, mix_text};
use crate::ids::PodId;
use crate::world::World;

impl Core {
    /// The cluster as people look at it, of its pods the first `most`.
    pub(crate) fn overview(&self, most: usize) -> Overview {
        match &self.living {
            Some(living) => living.machine.overview(most),
            None => Living::overview_of(&self.course, most),
        }
    }

    /// The pods that went a short while ago.
    pub(crate) fn gone_pods(&self) -> Vec<GonePod> {
        self.living.as_ref().map(|living| living.gone_pods(self.course.now)).unwrap_or_default()
    }

    /// An API call, and what the API server answers.
    #[expect(clippy::result_large_err, reason = "a refusal is rare, and goes straight to whoever asked")]
    pub(crate) fn call_api<W: Watch>(&mut self, verb: &Verb, watch: &mut W) -> Answer {
        let now = machine_time(self.course.now);
        let mut changes = Vec::new();
        let answer = self.come_to_life().machine.apply(now, verb, &mut changes);
        self.take_changes(changes, watch);
        answer
    }

    /// The machine goes on with what it asked to be woken for.
    pub(super) fn wake_machine<W: Watch>(&mut self, number: u64, watch: &mut W) {
        let Some(living) = &mut self.living else { return };
        let Some(changes) = living.wake(self.course.now, number) else { return };
        self.take_changes(changes, watch);
    }

    /// The cluster, which begins to live if it stood still.
    fn come_to_life(&mut self) -> &mut Living {
        let Self { living, course, .. } = self;
        living.get_or_insert_with(|| Box::new(Living::come_to_life(course)))
    }

    /// Where a container of an image that the files build ends by itself or cannot be started, the cluster does not stand still:
    /// it lives from the beginning. Gives the world as istiod knows it then, without the endpoints that were never ready.
    pub(super) fn begin_stirring(&mut self, world: Arc<World>) -> Arc<World> {
        if !stirs(world.rules().config()) {
            return world;
        }
        let unready = self.come_to_life().not_serving();
        if unready.is_empty() {
            return world;
        }
        let world = Arc::new(world.with_endpoints(world.rules().clone(), unready, self.course.now));
        self.course.world = world.clone();
        world
    }

    /// Whether pods that are new in the world have a process.
    pub(super) fn fit_living(&mut self) {
        if let Some(living) = &self.living {
            living.fit(&self.course.world, &mut self.apps.pods);
        }
    }

    /// An image has been built in the terminal.
    pub(super) fn add_image<W: Watch>(&mut self, name: &str, image: &Image, watch: &mut W) {
        let Some(living) = &mut self.living else { return };
        tell_former_images(self.course.now, &living.add_image(name, image), watch);
    }

    fn take_changes<W: Watch>(&mut self, changes: Vec<Change>, watch: &mut W) {
        self.course.steps += changes.len() as u64;
        let mut has_changed = false;
        for change in changes {
            let Some(living) = &mut self.living else { return };
            match change {
                Change::Arm { at, wake } => living.arm(&mut self.course, at, wake),
                Change::Object { address, verdict, object } => {
                    has_changed = true;
                    living.tell(self.course.now, (verdict, &address, &object), watch);
                    if is_pod(&address) {
                        self.look_at_pod((address.namespace, address.name), watch);
                    } else if is_rule(&address) {
                        living.take_rule(verdict, object.object());
                        self.discovery.change(&mut self.course);
                    }
                }
            }
        }
        if has_changed {
            self.terminal.news(&mut self.course);
        }
        self.settle(watch);
    }

    /// What of a pod's change requests meet.
    fn look_at_pod<W: Watch>(&mut self, name: PodName, watch: &mut W) {
        let Some(living) = &mut self.living else { return };
        let Some((before, now)) = living.look_at_pod(&name) else { return };
        let bits = u64::from(now.serves) << 1 | u64::from(now.runs);
        self.course.trace.fact(Fact::Pod, mix(mix_text(mix_text(0, &name.0), &name.1), bits));
        let pod = self.course.world.pod(&name.0, &name.1);
        if (before.serves, before.address, before.labels) != (now.serves, now.address, now.labels) {
            living.endpoints_change(name);
            self.discovery.change(&mut self.course);
        }
        let Some(pod) = pod else { return };
        if before.serves != now.serves {
            watch.pod(self.course.now, &self.course.world, pod, PodChange::Ready(now.serves));
        }
        self.apps.pods.set_standing(pod, &now);
        if before.runs && !now.runs {
            self.lose_process(pod);
        }
    }

    /// The kubelet sees a pod otherwise; istiod sends that after its debounce.
    pub(super) fn endpoint_changes(&mut self, pod: PodId) {
        if let (Some(living), Some(name)) = (&mut self.living, self.course.world.pod_name(pod)) {
            living.endpoints_change(name);
        }
        self.discovery.change(&mut self.course);
    }

    /// The documents of an edit are applied to the cluster that lives: the world of the edit over what runs then.
    pub(super) fn edit_living<W: Watch>(&mut self, world: &Arc<World>, watch: &mut W) -> Option<Arc<World>> {
        if self.living.is_none() && stirs(world.mesh().config()) {
            self.come_to_life();
        }
        self.terminal.take_files(self.course.world.rules().config(), world.mesh().config());
        let living = self.living.as_mut()?;
        let (before, former) = living.take_files(world.mesh());
        let drifted = living.drifted();
        tell_former_images(self.course.now, &former, watch);
        for verb in applied(&before, world.mesh().config(), world.mesh().cluster()) {
            // What the API server refuses stays as it lives.
            let _ = self.call_api(&verb, watch);
        }
        let (mesh, mut not_serving) = self.living.as_mut()?.edited(world.mesh(), &drifted);
        not_serving.extend(self.apps.pods.failed_checks(&self.course.world));
        Some(Arc::new(self.course.world.with_endpoints(mesh, not_serving, self.course.now)))
    }

    /// Types a line into the terminal; gives its number.
    pub(crate) fn type_line<W: Watch>(&mut self, text: &str, input: &str, watch: &mut W) -> u64 {
        self.come_to_life();
        let number = self.terminal.start_line(&self.course, text, input);
        self.go_on_typing(watch);
        number
    }

    /// Each line of the terminal whose time has come goes on.
    pub(super) fn go_on_typing<W: Watch>(&mut self, watch: &mut W) {
        let mut terminal = std::mem::take(&mut self.terminal);
        terminal.go_on(&mut RunningServer { core: self, watch });
        self.terminal = terminal;
    }

    /// What a line could go on with where its cursor stands. Of a copy of a run: whoever asks brings its cluster to life.
    pub(crate) fn completions<W: Watch>(&mut self, line: &str, cursor: usize, watch: &mut W) -> Completions {
        self.come_to_life();
        let session = self.terminal.session().clone();
        mesh_shell::completions(line, cursor, &session, &mut RunningServer { core: self, watch })
    }

    /// Ends what the terminal is running, as Ctrl-C does.
    pub(crate) fn interrupt<W: Watch>(&mut self, watch: &mut W) {
        if self.terminal.interrupt() {
            self.stop_asking_all(watch);
        }
    }
}

fn is_pod(address: &Address) -> bool {
    address.resource.group.is_empty() && address.resource.plural == "pods"
}
