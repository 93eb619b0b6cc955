//! The cluster of a run, once somebody handles it: until then it stands still as the files say, and costs nothing.
//!
//! A machine of `mesh_cluster::live`, moved by events of the run's own queue. What it decides reaches requests here: a process
//! that ends resets what it was answering, a pod that comes or goes changes endpoints, which istiod sends after its debounce.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::sync::Arc;

use mesh_cluster::Cluster;
use mesh_cluster::api::{Address, Answer, Verb};
use mesh_cluster::live::{
    Change, FormerImage, Images, Machine, Overview, Runner, SETTLING, Settings, Standing, Suffixes, Verdict, Wake,
    applied, built_images, stirs,
};
use mesh_config::Config;
use mesh_container::{Image, with_tag};
use mesh_control::Mesh;
use mesh_ordered::{Lookup, OrderedSet};
use mesh_proxy::Time;
use mesh_words::say;
use serde_json::Value;

use super::cluster_events::{GonePod, Told};
use super::core::Core;
use super::course::Due;
use super::drift::{Drift, Key, is_rule, is_said, key_of, key_of_document, overlaid};
use super::fold::Fact;
use super::state::PodChange;
use super::watch::Watch;
use crate::draws::{mix, mix_text};
use crate::event::EventKind;
use crate::ids::PodId;
use crate::world::{Over, World};

/// More wakes than this are not kept: each is some change that has not come to rest.
const MOST_WAKES: usize = 200_000;

/// So many pods are named that go on with a former image.
const MOST_FORMER: usize = 20;

/// A cluster that lives.
#[derive(Clone, Debug)]
pub(crate) struct Living {
    pub(crate) machine: Machine,
    /// What it wants to be woken for, by the number of the event.
    wakes: Lookup<u64, Wake>,
    next: u64,
    /// What the files say, in whose terms pods are told.
    base: Arc<Cluster>,
    /// The documents themselves.
    files: Arc<Config>,
    /// Rules that live otherwise than they say.
    drift: Drift,
    /// Whether istiod has not sent that yet.
    has_drifted: bool,
    /// What people were told of it.
    told: Told,
    /// How pods stood when they were looked at last, by namespace and name.
    pods: Lookup<(String, String), Standing>,
    /// Pods of which endpoints differ since istiod sent them last.
    changed: Arc<BTreeSet<(String, String)>>,
}

/// What a patch of endpoints is made of.
pub(super) struct Patching {
    /// The pods, by namespace and name.
    pub(super) changed: Arc<BTreeSet<(String, String)>>,
    /// What runs.
    pub(super) over: Over,
}

impl Living {
    /// The cluster of a mesh, and when it wants to be woken.
    fn begin(mesh: &Mesh, seed: u64) -> (Self, Vec<(u64, Wake)>) {
        let settings = Settings { suffixes: Suffixes::Keyed(seed), ..Settings::default() };
        let base = mesh.cluster();
        let (machine, waits) = Runner::settled(settings, mesh.config(), base).into_parts();
        let pods = machine.standings().collect();
        let living = Self {
            told: Told::of(&machine),
            machine,
            wakes: Lookup::default(),
            next: 0,
            base: Arc::clone(base),
            files: Arc::new(mesh.config().clone()),
            drift: Drift::new(),
            has_drifted: false,
            pods,
            changed: Arc::default(),
        };
        (living, waits)
    }

    /// What has changed, where it is nothing but pods; `None` where istiod has other rules to send.
    pub(super) fn patching(&mut self) -> Option<Patching> {
        if self.has_drifted {
            return None;
        }
        let changed = std::mem::take(&mut self.changed);
        Some(Patching { changed, over: Over { machine: self.machine.clone(), base: Arc::clone(&self.base) } })
    }

    /// Bytes that it holds, about.
    pub(super) fn bytes(&self) -> u64 {
        BYTES_OF_A_POD * self.machine.pod_count() as u64
    }
}

/// A pod in the machine, with what its controllers keep of it, about.
const BYTES_OF_A_POD: u64 = 4_096;

/// What it takes to bring a pod to life, in steps.
const STEPS_OF_A_POD: u64 = 50;

/// The time of the machine: time 0 of the run is some while after the files were applied.
pub(crate) fn machine_time(now: Time) -> u64 {
    now.0.saturating_add(SETTLING)
}

impl Core {
    /// The cluster as people look at it, of its pods the first `most`.
    pub(crate) fn overview(&self, most: usize) -> Overview {
        match &self.living {
            Some(living) => living.machine.overview(most),
            None => {
                Living::begin(self.course.world.rules(), self.course.trace.untraced().seed()).0.machine.overview(most)
            }
        }
    }

    /// The pods that went a short while ago.
    pub(crate) fn gone_pods(&self) -> Vec<GonePod> {
        self.living.as_ref().map(|living| living.told.gone(self.course.now)).unwrap_or_default()
    }

    /// An API call, and what the API server answers.
    #[expect(clippy::result_large_err, reason = "a refusal is rare, and goes straight to whoever asked")]
    pub(crate) fn call_api<W: Watch>(&mut self, verb: &Verb, watch: &mut W) -> Answer {
        self.come_to_life();
        let now = machine_time(self.course.now);
        let mut changes = Vec::new();
        let Some(living) = &mut self.living else { return Err(Default::default()) };
        let answer = living.machine.apply(now, verb, &mut changes);
        self.take_changes(changes, watch);
        answer
    }

    /// The machine goes on with what it asked to be woken for.
    pub(super) fn wake_machine<W: Watch>(&mut self, number: u64, watch: &mut W) {
        let now = machine_time(self.course.now);
        let mut changes = Vec::new();
        let Some(living) = &mut self.living else { return };
        let Some(wake) = living.wakes.remove(&number) else { return };
        living.machine.handle(now, &wake, &mut changes);
        self.take_changes(changes, watch);
    }

    /// The cluster that stood still begins to live; nothing about it changes by that.
    pub(super) fn come_to_life(&mut self) {
        if self.living.is_none() {
            let (living, waits) = Living::begin(self.course.world.rules(), self.course.trace.untraced().seed());
            self.course.steps += STEPS_OF_A_POD * living.pods.len() as u64;
            self.living = Some(Box::new(living));
            for (at, wake) in waits {
                self.arm(at, wake);
            }
        }
    }

    /// Where a container of an image that the files build ends by itself or cannot be started, the cluster does not stand still:
    /// it lives from the beginning.
    pub(super) fn begin_stirring(&mut self) {
        if stirs(self.course.world.rules().config()) {
            self.come_to_life();
            self.fit_living();
            self.discovery.change(&mut self.course);
        }
    }

    /// An image has been built in the terminal.
    pub(super) fn add_image<W: Watch>(&mut self, name: &str, image: &Image, watch: &mut W) {
        let Some(living) = &mut self.living else { return };
        let named = Images::from([(with_tag(name), image.clone())]);
        let former = living.machine.former_images(&named, MOST_FORMER);
        living.machine.add_image(name, image);
        self.tell_former_images(&former, watch);
    }

    /// Pods that run go on with what their image was: a node looks for it when a container starts.
    fn tell_former_images<W: Watch>(&self, former: &[FormerImage], watch: &mut W) {
        for FormerImage { pod, image, cure, .. } in former {
            let change = say!("pod-keeps-image", image, command = cure);
            watch.happened(self.course.now, || EventKind::Pod { pod: pod.clone(), change });
        }
    }

    fn arm(&mut self, at: u64, wake: Wake) {
        let Some(living) = &mut self.living else { return };
        if living.wakes.len() < MOST_WAKES {
            living.next += 1;
            living.wakes.insert(living.next, wake);
            let at = Time(at.saturating_sub(SETTLING)).max(self.course.now);
            self.course.at(at, Due::Cluster(living.next));
        }
    }

    fn take_changes<W: Watch>(&mut self, changes: Vec<Change>, watch: &mut W) {
        self.course.steps += changes.len() as u64;
        let mut has_changed = false;
        for change in changes {
            match change {
                Change::Arm { at, wake } => self.arm(at, wake),
                Change::Object { address, verdict, object } => {
                    has_changed = true;
                    if let Some(living) = &mut self.living {
                        living.told.tell(self.course.now, &living.machine, (verdict, &address, &object), watch);
                    }
                    if is_pod(&address) {
                        self.look_at_pod(address, watch);
                    } else if is_rule(&address) {
                        self.rule_changed(verdict, object.object());
                    }
                }
            }
        }
        if has_changed {
            self.terminal.news(&mut self.course);
        }
        self.settle(watch);
    }

    /// A rule lives otherwise now; istiod sends that after its debounce.
    fn rule_changed(&mut self, verdict: Verdict, object: Arc<Value>) {
        let Some(living) = &mut self.living else { return };
        living.drift.insert(key_of(&object), (verdict != Verdict::Deleted).then_some(object));
        living.has_drifted = true;
        self.discovery.change(&mut self.course);
    }

    /// The kubelet sees a pod otherwise.
    pub(super) fn endpoint_changes(&mut self, pod: PodId) {
        let plan = self.course.world.plan.pod(pod);
        let name = plan.and_then(|plan| {
            Some((self.course.world.plan.client(plan.client)?.namespace.to_string(), plan.name.to_string()))
        });
        if let (Some(living), Some(name)) = (&mut self.living, name) {
            Arc::make_mut(&mut living.changed).insert(name);
        }
        self.discovery.change(&mut self.course);
    }

    /// What of a pod's change requests meet.
    fn look_at_pod<W: Watch>(&mut self, address: Address, watch: &mut W) {
        let Some(living) = &mut self.living else { return };
        let key = (address.namespace, address.name);
        let now = living.machine.standing(&key.0, &key.1);
        let before = living.pods.get(&key).copied();
        if now == before {
            return;
        }
        match now {
            Some(now) => living.pods.insert(key.clone(), now),
            None => living.pods.remove(&key),
        };
        let (before, now) = (before.unwrap_or_default(), now.unwrap_or_default());
        let bits = u64::from(now.serves) << 1 | u64::from(now.runs);
        self.course.trace.fact(Fact::Pod, mix(mix_text(mix_text(0, &key.0), &key.1), bits));
        if (before.serves, before.address, before.labels) != (now.serves, now.address, now.labels) {
            Arc::make_mut(&mut living.changed).insert(key.clone());
            self.discovery.change(&mut self.course);
        }
        let Some(pod) = self.course.world.pod(&key.0, &key.1) else { return };
        if before.serves != now.serves {
            watch.pod(self.course.now, &self.course.world, pod, PodChange::Ready(now.serves));
        }
        self.apps.pods.set_standing(pod, &now);
        if before.runs && !now.runs {
            self.lose_process(pod);
        }
    }

    /// The mesh over what runs now, and which addresses take no requests; `None` where the cluster stands still.
    pub(super) fn living_mesh(&mut self) -> Option<(Arc<Mesh>, OrderedSet<Ipv4Addr>)> {
        let living = self.living.as_mut()?;
        let mut mesh = Arc::clone(self.course.world.rules());
        living.changed = Arc::default();
        if std::mem::take(&mut living.has_drifted) {
            mesh = Arc::new(mesh.with_rules(overlaid(&living.files, &living.drift)));
            living.base = Arc::clone(mesh.cluster());
        }
        let cluster = living.machine.running(&living.base);
        if cluster != **mesh.cluster() {
            mesh = Arc::new(mesh.over(Arc::new(cluster)));
        }
        Some((mesh, living.machine.not_serving()))
    }

    /// The documents of an edit are applied to the cluster that lives: the world of the edit over what runs then.
    pub(super) fn edit_living<W: Watch>(&mut self, world: &Arc<World>, watch: &mut W) -> Option<Arc<World>> {
        if self.living.is_none() && stirs(world.mesh().config()) {
            self.come_to_life();
        }
        self.terminal.take_files(self.course.world.rules().config(), world.mesh().config());
        let living = self.living.as_mut()?;
        let images = built_images(world.mesh().config());
        let former = living.machine.former_images(&images, MOST_FORMER);
        living.machine.add_images(images);
        let before = std::mem::replace(&mut living.files, Arc::new(world.mesh().config().clone()));
        living.machine.set_apps(world.mesh().config());
        living.base = Arc::clone(world.mesh().cluster());
        self.tell_former_images(&former, watch);
        let living = self.living.as_mut()?;
        let drifted: BTreeSet<Key> = living.drift.keys().cloned().collect();
        for verb in applied(&before, world.mesh().config(), world.mesh().cluster()) {
            // What the API server refuses stays as it lives.
            let _ = self.call_api(&verb, watch);
        }
        let living = self.living.as_mut()?;
        // What the edit itself changed is as the files say; of what had drifted before, documents that say the same now are
        // followed again.
        living.drift.retain(|key, _| drifted.contains(key));
        for resource in &world.mesh().config().resources {
            let key = key_of_document(resource);
            if living.drift.get(&key).and_then(Option::as_ref).is_some_and(|live| is_said(resource, live)) {
                living.drift.remove(&key);
            }
        }
        living.has_drifted = false;
        living.changed = Arc::default();
        let mut mesh = Arc::clone(world.mesh());
        if !living.drift.is_empty() {
            mesh = Arc::new(mesh.with_rules(overlaid(&living.files, &living.drift)));
            living.base = Arc::clone(mesh.cluster());
        }
        let machine = &living.machine;
        let mesh = Arc::new(mesh.over(Arc::new(machine.running(&living.base))));
        let mut not_serving = machine.not_serving();
        not_serving.extend(self.apps.pods.failed_checks(&self.course.world));
        Some(Arc::new(self.course.world.with_endpoints(mesh, not_serving, self.course.now)))
    }

    /// Whether pods that are new in the world have a process.
    pub(super) fn fit_living(&mut self) {
        let Some(living) = &self.living else { return };
        for ((namespace, name), standing) in living.pods.iter() {
            if let Some(pod) = self.course.world.pod(namespace, name) {
                self.apps.pods.set_standing(pod, standing);
            }
        }
    }
}

impl Core {
    /// The same for the pods that have come since so many were known.
    pub(super) fn fit_living_pods(&mut self, known: usize) {
        let Some(living) = &self.living else { return };
        let plans = (0..).map(PodId).zip(self.course.world.plan.pods.iter());
        for (pod, plan) in plans.skip(known) {
            let client = self.course.world.plan.client(plan.client);
            let name = client.map(|client| (client.namespace.to_string(), plan.name.to_string()));
            if let Some(standing) = name.and_then(|name| living.pods.get(&name)) {
                self.apps.pods.set_standing(pod, standing);
            }
        }
    }
}

fn is_pod(address: &Address) -> bool {
    address.resource.group.is_empty() && address.resource.plural == "pods"
}
