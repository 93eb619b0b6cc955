//! Events as kubectl shows them (core/v1 `Event`), kept for an hour.

use std::sync::Arc;

use serde_json::{Value, json};

use super::change::{Change, Kept, Snapshot, Verdict};
use super::kind::{EVENTS, Kind, Name};
use super::pod::Pod;
use super::{Machine, json, time};
use mesh_ordered::Lookup;

/// How long an event is kept (`--event-ttl`).
const KEPT: u64 = 3600 * time::SECOND;

/// Who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source<'a> {
    /// A component of the control plane that writes v1 Events.
    Component(&'a str),
    /// A node's kubelet; of a container the path of its field.
    Kubelet(&'a str, Option<&'a str>),
    /// A scheduler, which writes events.k8s.io Events with an action.
    Scheduler(&'a str, &'static str),
}

/// What is spoken of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct About {
    pub(crate) kind: Kind,
    pub(crate) name: Name,
    pub(crate) uid: Arc<str>,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    name: Name,
    uid: String,
    about: About,
    field: String,
    warning: bool,
    reason: Arc<str>,
    message: Arc<str>,
    component: Arc<str>,
    host: Arc<str>,
    action: &'static str,
    first: u64,
    last: u64,
    count: u64,
    /// The version of its object, as far as it tells two events apart.
    of: u64,
    /// When it was last said, written or not.
    heard: u64,
    version: u64,
}

/// What makes two events one that happened twice: object, place, reason, message, component.
type Sameness = (Arc<str>, String, Arc<str>, Arc<str>, Arc<str>);

/// What stands before the message of an event that stands for several.
const COMBINED: &str = "(combined from similar events): ";

/// From how many different messages on they are combined, and for how long they count (client-go's events_cache.go).
const DISTINCT: usize = 10;
const SIMILAR: u64 = 600 * time::SECOND;

/// How many events a component may write of one object at once, and how long it waits for each more.
const BURST: u64 = 25;
const REFILL: u64 = 300 * time::SECOND;

/// How long a series goes on without a word (`finishTime`): what is said later begins another.
const SERIES: u64 = 360 * time::SECOND;

/// Messages that differ in nothing else, and when the last came.
type Similar = (std::collections::BTreeSet<Arc<str>>, u64);

/// Object, reason and component.
type Kindred = (Arc<str>, Arc<str>, Arc<str>);

/// The events of the last hour.
#[derive(Clone, Debug, Default)]
pub(crate) struct Events {
    similar: Lookup<Kindred, Similar>,
    /// For each component and object how many events it may still write, and since when.
    allowed: Lookup<(Arc<str>, Arc<str>), (u64, u64)>,
    events: Lookup<u64, Arc<Event>>,
    names: Lookup<Name, u64>,
    same: Lookup<Sameness, u64>,
    first: u64,
    next: u64,
}

impl Events {
    /// All of them in order of their names; without a namespace those of all.
    pub(crate) fn list(&self, namespace: Option<&str>) -> Vec<Arc<Event>> {
        let all = self.events.iter().map(|(_, event)| event);
        let mut list: Vec<_> = all
            .filter(|event| namespace.is_none_or(|namespace| &*event.name.namespace == namespace))
            .cloned()
            .collect();
        list.sort_by(|a, b| a.name.cmp(&b.name));
        list
    }

    /// One by its name.
    pub(crate) fn named(&self, name: &Name) -> Option<&Arc<Event>> {
        self.events.get(self.names.get(name)?)
    }

    /// Drops what an object of a namespace has left.
    pub(crate) fn remove(&mut self, name: &Name) -> bool {
        let Some(number) = self.names.remove(name) else { return false };
        if let Some(event) = self.events.remove(&number) {
            let sameness = event.sameness();
            if self.same.get(&sameness) == Some(&number) {
                self.same.remove(&sameness);
            }
        }
        true
    }

    fn expire(&mut self, now: u64) {
        while self.first < self.next {
            match self.events.get(&self.first) {
                Some(event) if event.last.saturating_add(KEPT) > now => return,
                Some(event) => {
                    let name = event.name.clone();
                    self.remove(&name);
                }
                None => {}
            }
            self.first += 1;
        }
    }
}

impl Event {
    fn sameness(&self) -> Sameness {
        let (about, field) = (Arc::clone(&self.about.uid), format!("{}{}", self.field, self.of));
        // All that have been combined are one.
        let message = if self.message.starts_with(COMBINED) { COMBINED.into() } else { Arc::clone(&self.message) };
        (about, field, Arc::clone(&self.reason), message, Arc::clone(&self.component))
    }

    /// The object.
    pub(crate) fn object(&self) -> Value {
        let mut involved = json!({
            "apiVersion": self.about.kind.api_version(), "kind": self.about.kind.name(),
            "name": &*self.about.name.name, "uid": &*self.about.uid,
        });
        if !self.about.name.namespace.is_empty() {
            json::set(&mut involved, "namespace", &*self.about.name.namespace);
        }
        if !self.field.is_empty() {
            json::set(&mut involved, "fieldPath", self.field.as_str());
        }
        let mut object = json!({
            "apiVersion": "v1", "kind": "Event", "involvedObject": involved, "message": &*self.message,
            "metadata": {
                "creationTimestamp": time::rfc3339(self.first), "name": &*self.name.name,
                "namespace": &*self.name.namespace, "resourceVersion": self.version.to_string(), "uid": self.uid,
            },
            "reason": &*self.reason, "reportingComponent": &*self.component, "reportingInstance": &*self.host,
            "type": if self.warning { "Warning" } else { "Normal" },
        });
        if self.action.is_empty() {
            let mut source = json!({"component": &*self.component});
            if !self.host.is_empty() {
                json::set(&mut source, "host", &*self.host);
            }
            json::set(&mut object, "source", source);
            json::set(&mut object, "eventTime", Value::Null);
            json::set(&mut object, "firstTimestamp", time::rfc3339(self.first));
            json::set(&mut object, "lastTimestamp", time::rfc3339(self.last));
            json::set(&mut object, "count", self.count);
        } else {
            json::set(&mut object, "source", json!({}));
            json::set(&mut object, "action", self.action);
            json::set(&mut object, "eventTime", time::rfc3339_micro(self.first));
            json::set(&mut object, "firstTimestamp", Value::Null);
            json::set(&mut object, "lastTimestamp", Value::Null);
            if self.count > 1 {
                let series = json!({"count": self.count, "lastObservedTime": time::rfc3339_micro(self.last)});
                json::set(&mut object, "series", series);
            }
        }
        object
    }
}

impl Machine {
    /// Says something of a pod.
    pub(super) fn say_of_pod(&mut self, pod: &Pod, source: Source<'_>, warning: bool, reason: &str, message: &str) {
        let name = Name { namespace: Arc::clone(&pod.namespace), name: Arc::clone(&pod.name) };
        let about = About { kind: super::kind::PODS, name, uid: Arc::clone(&pod.uid) };
        // What a scheduler says again of a pod that has changed meanwhile is another event: its key has the whole reference.
        let of = if matches!(source, Source::Scheduler(..)) { pod.version } else { 0 };
        self.say_of_version(about, of, source, warning, reason, message);
    }

    /// Says something of an object.
    pub(super) fn say_of(
        &mut self,
        kind: Kind,
        object: &Value,
        source: &str,
        warning: bool,
        reason: &str,
        message: &str,
    ) {
        let uid = if kind == super::kind::NODES { "metadata/name" } else { "metadata/uid" };
        let about = About { kind, name: Name::of(object), uid: json::text(object, uid).into() };
        self.say(about, Source::Component(source), warning, reason, message);
    }

    /// What client-go does before it writes: too many different messages become one, too many events are dropped.
    fn correlate(&mut self, event: &mut Event) -> bool {
        let (uid, component) = (Arc::clone(&event.about.uid), Arc::clone(&event.component));
        let now = self.now;
        let key = (Arc::clone(&uid), Arc::clone(&event.reason), Arc::clone(&component));
        let (messages, last) = self.events.similar.entry(key);
        if now.saturating_sub(*last) > SIMILAR {
            messages.clear();
        }
        *last = now;
        if messages.len() < DISTINCT {
            messages.insert(Arc::clone(&event.message));
        }
        if messages.len() >= DISTINCT {
            event.message = format!("{COMBINED}{}", event.message).into();
        }
        let (left, since) = self.events.allowed.entry((uid, component));
        if *since == 0 {
            (*left, *since) = (BURST, now.max(1));
        }
        let more = now.saturating_sub(*since) / REFILL;
        *left = (*left + more).min(BURST);
        *since += more * REFILL;
        if *left == 0 {
            return false;
        }
        *left -= 1;
        true
    }

    /// Writes an event, or counts one that is there already.
    pub(super) fn say(&mut self, about: About, source: Source<'_>, warning: bool, reason: &str, message: &str) {
        self.say_of_version(about, 0, source, warning, reason, message);
    }

    fn say_of_version(
        &mut self,
        about: About,
        of: u64,
        source: Source<'_>,
        warning: bool,
        reason: &str,
        message: &str,
    ) {
        let (component, host, field, action) = match source {
            Source::Component(name) => (name, String::new(), String::new(), ""),
            Source::Kubelet(node, None) => ("kubelet", node.to_owned(), String::new(), ""),
            Source::Kubelet(node, Some(container)) => {
                ("kubelet", node.to_owned(), format!("spec.containers{{{container}}}"), "")
            }
            Source::Scheduler(name, action) => (name, format!("{name}-{}", super::leases::HOST), String::new(), action),
        };
        self.events.expire(self.now);
        let version = self.store.next_version();
        let number = self.events.next;
        let namespace =
            if about.name.namespace.is_empty() { "default".into() } else { Arc::clone(&about.name.namespace) };
        let mut event = Event {
            // Names end with the time in nanoseconds; two at the same time differ by their number.
            name: Name::new(
                namespace,
                format!("{}.{:016x}", about.name.name, 0x18ec_0000_0000_0000_u64 + self.now + number),
            ),
            uid: String::new(),
            field,
            warning,
            reason: reason.into(),
            message: message.into(),
            component: component.into(),
            host: host.into(),
            action,
            first: self.now,
            last: self.now,
            count: 1,
            of,
            heard: self.now,
            version,
            about,
        };
        if action.is_empty() && !self.correlate(&mut event) {
            return;
        }
        let known = self.events.same.get(&event.sameness()).copied();
        let known = known.and_then(|number| self.events.events.get_mut(&number));
        if let Some(old) = known.filter(|old| old.action.is_empty() || old.heard.saturating_add(SERIES) > event.last) {
            let old = Arc::make_mut(old);
            old.heard = event.last;
            // A series is written when it begins, and then no more (client-go/tools/events/event_broadcaster.go).
            if !old.action.is_empty() && old.count > 1 {
                return;
            }
            old.count += 1;
            old.last = event.last;
            old.message = Arc::clone(&event.message);
            old.version = version;
            let address = old.name.address(EVENTS);
            let object = Snapshot(Kept::Event(Arc::new(old.clone())));
            self.changes.push(Change::Object { verdict: Verdict::Modified, address, object });
            return;
        }
        // What is said of leases is the control plane's own.
        event.uid = if event.about.kind == super::kind::LEASES { self.own_uid() } else { self.new_uid() };
        self.events.next += 1;
        self.events.same.insert(event.sameness(), number);
        self.events.names.insert(event.name.clone(), number);
        let (address, event) = (event.name.address(EVENTS), Arc::new(event));
        let object = Snapshot(Kept::Event(Arc::clone(&event)));
        self.changes.push(Change::Object { verdict: Verdict::Added, address, object });
        self.events.events.insert(number, event);
    }
}
