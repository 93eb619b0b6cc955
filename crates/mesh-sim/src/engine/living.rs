//! The cluster of a run, once somebody handles it: until then it stands still as the files say, and costs nothing.
//!
//! A machine of `mesh_cluster::live`, moved by events of the run's own queue. What it decides reaches requests here: a process
//! that ends resets what it was answering, a pod that comes or goes changes endpoints, which istiod sends after its debounce.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::sync::Arc;

use mesh_cluster::Cluster;
use mesh_cluster::api::Address;
use mesh_cluster::live::{
    Change, FormerImage, Images, Machine, Overview, Runner, SETTLING, Settings, Snapshot, Standing, Suffixes, Verdict,
    Wake, built_images,
};
use mesh_config::Config;
use mesh_container::{Image, with_tag};
use mesh_control::Mesh;
use mesh_ordered::{Lookup, OrderedSet};
use mesh_proxy::Time;
use mesh_words::say;
use serde_json::Value;

use super::cluster_events::{GonePod, Told};
use super::course::{Course, Due};
use super::drift::{Drift, Key, is_said, key_of, key_of_document, overlaid};
use super::pods::Pods;
use super::watch::Watch;
use crate::event::EventKind;
use crate::ids::PodId;
use crate::world::{Over, World};

/// More wakes than this are not kept: each is some change that has not come to rest.
const MOST_WAKES: usize = 200_000;

/// So many pods are named that go on with a former image.
const MOST_FORMER: usize = 20;

/// A pod by its namespace and name.
pub(super) type PodName = (String, String);

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
    pods: Lookup<PodName, Standing>,
    /// Pods of which endpoints differ since istiod sent them last.
    changed: Arc<BTreeSet<PodName>>,
}

/// What a patch of endpoints is made of.
pub(super) struct Patching {
    /// The pods, by namespace and name.
    pub(super) changed: Arc<BTreeSet<PodName>>,
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

    /// The cluster of a run's world begins to live; nothing about it changes by that.
    pub(super) fn come_to_life(course: &mut Course) -> Self {
        let (mut living, waits) = Self::begin(course.world.rules(), course.trace.untraced().seed());
        course.steps += STEPS_OF_A_POD * living.pods.len() as u64;
        for (at, wake) in waits {
            living.arm(course, at, wake);
        }
        living
    }

    /// A cluster that stands still, as people look at it: of its pods the first `most`.
    pub(super) fn overview_of(course: &Course, most: usize) -> Overview {
        Self::begin(course.world.rules(), course.trace.untraced().seed()).0.machine.overview(most)
    }

    /// The machine wants to be woken.
    pub(super) fn arm(&mut self, course: &mut Course, at: u64, wake: Wake) {
        if self.wakes.len() < MOST_WAKES {
            self.next += 1;
            self.wakes.insert(self.next, wake);
            let at = Time(at.saturating_sub(SETTLING)).max(course.now);
            course.at(at, Due::Cluster(self.next));
        }
    }

    /// The machine goes on with what it asked to be woken for; gives what has changed.
    pub(super) fn wake(&mut self, now: Time, number: u64) -> Option<Vec<Change>> {
        let wake = self.wakes.remove(&number)?;
        let mut changes = Vec::new();
        self.machine.handle(machine_time(now), &wake, &mut changes);
        Some(changes)
    }

    /// An object became different: people are told of it.
    pub(super) fn tell<W: Watch>(
        &mut self,
        now: Time,
        (verdict, address, object): (Verdict, &Address, &Snapshot),
        watch: &mut W,
    ) {
        self.told.tell(now, &self.machine, (verdict, address, object), watch);
    }

    /// The pods that went a short while ago.
    pub(super) fn gone_pods(&self, now: Time) -> Vec<GonePod> {
        self.told.gone(now)
    }

    /// A rule lives otherwise now.
    pub(super) fn take_rule(&mut self, verdict: Verdict, object: Arc<Value>) {
        self.drift.insert(key_of(&object), (verdict != Verdict::Deleted).then_some(object));
        self.has_drifted = true;
    }

    /// How a pod stood when it was looked at last, and how it stands now, where that is different.
    pub(super) fn look_at_pod(&mut self, name: &PodName) -> Option<(Standing, Standing)> {
        let now = self.machine.standing(&name.0, &name.1);
        let before = self.pods.get(name).copied();
        if now == before {
            return None;
        }
        match now {
            Some(now) => self.pods.insert(name.clone(), now),
            None => self.pods.remove(name),
        };
        Some((before.unwrap_or_default(), now.unwrap_or_default()))
    }

    /// The endpoints of a pod differ from what istiod sent last.
    pub(super) fn endpoints_change(&mut self, pod: PodName) {
        Arc::make_mut(&mut self.changed).insert(pod);
    }

    /// An image has been built in the terminal; gives pods that go on with what it was.
    pub(super) fn add_image(&mut self, name: &str, image: &Image) -> Vec<FormerImage> {
        let named = Images::from([(with_tag(name), image.clone())]);
        let former = self.machine.former_images(&named, MOST_FORMER);
        self.machine.add_image(name, image);
        former
    }

    /// The rules over what runs now, and which addresses take no requests.
    pub(super) fn mesh(&mut self, rules: &Arc<Mesh>) -> (Arc<Mesh>, OrderedSet<Ipv4Addr>) {
        let mut mesh = Arc::clone(rules);
        self.changed = Arc::default();
        if std::mem::take(&mut self.has_drifted) {
            mesh = Arc::new(mesh.with_rules(overlaid(&self.files, &self.drift)));
            self.base = Arc::clone(mesh.cluster());
        }
        let cluster = self.machine.running(&self.base);
        if cluster != **mesh.cluster() {
            mesh = Arc::new(mesh.over(Arc::new(cluster)));
        }
        (mesh, self.machine.not_serving())
    }

    /// Takes the files of an edit; gives those of before, and pods that go on with what their image was. What the files say
    /// otherwise is the caller's to apply.
    pub(super) fn take_files(&mut self, mesh: &Mesh) -> (Arc<Config>, Vec<FormerImage>) {
        let images = built_images(mesh.config());
        let former = self.machine.former_images(&images, MOST_FORMER);
        self.machine.add_images(images);
        let before = std::mem::replace(&mut self.files, Arc::new(mesh.config().clone()));
        self.machine.set_apps(mesh.config());
        self.base = Arc::clone(mesh.cluster());
        (before, former)
    }

    /// The rules that live otherwise than the files say.
    pub(super) fn drifted(&self) -> BTreeSet<Key> {
        self.drift.keys().cloned().collect()
    }

    /// The mesh of an edit that was applied, over what runs then, and which addresses take no requests. What the edit itself
    /// changed is as the files say; of what had drifted before, documents that say the same now are followed again.
    pub(super) fn edited(&mut self, edited: &Arc<Mesh>, drifted: &BTreeSet<Key>) -> (Arc<Mesh>, OrderedSet<Ipv4Addr>) {
        self.drift.retain(|key, _| drifted.contains(key));
        for resource in &edited.config().resources {
            let key = key_of_document(resource);
            if self.drift.get(&key).and_then(Option::as_ref).is_some_and(|live| is_said(resource, live)) {
                self.drift.remove(&key);
            }
        }
        self.has_drifted = false;
        self.changed = Arc::default();
        let mut mesh = Arc::clone(edited);
        if !self.drift.is_empty() {
            mesh = Arc::new(mesh.with_rules(overlaid(&self.files, &self.drift)));
            self.base = Arc::clone(mesh.cluster());
        }
        let mesh = Arc::new(mesh.over(Arc::new(self.machine.running(&self.base))));
        (mesh, self.machine.not_serving())
    }

    /// The addresses of pods that take no requests.
    pub(super) fn not_serving(&self) -> OrderedSet<Ipv4Addr> {
        self.machine.not_serving()
    }

    /// Tells how the pods of a world stand.
    pub(super) fn fit(&self, world: &World, pods: &mut Pods) {
        for ((namespace, name), standing) in self.pods.iter() {
            if let Some(pod) = world.pod(namespace, name) {
                pods.set_standing(pod, standing);
            }
        }
    }

    /// The same of the pods that have come since so many were known.
    pub(super) fn fit_later(&self, world: &World, known: usize, pods: &mut Pods) {
        for (pod, _) in (0..).map(PodId).zip(world.plan.pods.iter()).skip(known) {
            if let Some(standing) = world.pod_name(pod).and_then(|name| self.pods.get(&name)) {
                pods.set_standing(pod, standing);
            }
        }
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

/// Pods that run go on with what their image was: a node looks for it when a container starts.
pub(super) fn tell_former_images<W: Watch>(now: Time, former: &[FormerImage], watch: &mut W) {
    for FormerImage { pod, image, cure, .. } in former {
        let change = say!("pod-keeps-image", image, command = cure);
        watch.happened(now, || EventKind::Pod { pod: pod.clone(), change });
    }
}
