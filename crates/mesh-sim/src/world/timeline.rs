//! What a Timeline does when.

use mesh_cluster::api::Verb;
use mesh_cluster::live;
use mesh_config::model::{FaultKind, Timeline, TimelineStep};
use mesh_config::{Config, Resource, Spanned, Spec};
use mesh_control::Mesh;
use mesh_ordered::OrderedMap;
use mesh_proxy::Time;
use mesh_words::{Words, say};

use crate::draws::mix_text;
use crate::engine::{Cut, Labelled, PodFault};
use crate::what_if::WhatIf;

/// A step of a Timeline.
#[derive(Clone, Debug)]
pub(crate) struct ScriptedStep {
    /// Its name: where it stands and what it says.
    pub(crate) key: u64,
    /// When it happens.
    pub(crate) at: Time,
    /// What happens.
    pub(crate) what: Scripted,
}

/// What happens in a step.
#[derive(Clone, Debug)]
pub(crate) enum Scripted {
    /// A line is typed into the terminal.
    Type(String),
    /// A call of the API.
    Call(Box<Verb>),
    /// Something goes wrong, or is put right again.
    WhatIf(WhatIf),
}

impl Scripted {
    /// What is said of it on the time line.
    pub(crate) fn words(&self) -> Words {
        match self {
            Scripted::Type(line) => say!("step-run", line),
            Scripted::Call(verb) => {
                let (is_deletion, object) = called(verb);
                if is_deletion { say!("step-delete", object) } else { say!("step-apply", object) }
            }
            Scripted::WhatIf(what_if) => what_if.words(),
        }
    }
}

/// Whether a call deletes something, and the object as kubectl names it.
fn called(verb: &Verb) -> (bool, String) {
    let named = |plural: &str, name: &str| format!("{plural}/{name}");
    match verb {
        Verb::Delete { address, .. } => (true, named(&address.resource.plural, &address.name)),
        Verb::Create { resource, object, .. } => {
            let name = object.pointer("/metadata/name").and_then(serde_json::Value::as_str).unwrap_or_default();
            (false, named(&resource.plural, name))
        }
        Verb::Replace { address, .. }
        | Verb::Patch { address, .. }
        | Verb::Evict { address, .. }
        | Verb::Scale { address, .. }
        | Verb::Log { address, .. }
        | Verb::Get(address) => (false, named(&address.resource.plural, &address.name)),
        Verb::List { resource, .. } => (false, resource.plural.clone()),
    }
}

/// The steps of all Timelines, in document order.
pub(super) fn steps(mesh: &Mesh) -> Vec<ScriptedStep> {
    let timelines = mesh.config().resources.iter().filter_map(|resource| match &resource.spec {
        Spec::Timeline(timeline) => Some((resource, timeline.as_ref())),
        _ => None,
    });
    timelines.flat_map(|(resource, timeline)| of_timeline(mesh, resource, timeline)).collect()
}

fn of_timeline(mesh: &Mesh, resource: &Resource, timeline: &Timeline) -> Vec<ScriptedStep> {
    let name = resource.qualified_name();
    let step = |(number, step): (u64, &TimelineStep)| {
        let what = what(mesh, step)?;
        let at = Time::ZERO + step.at.as_ref().map(|at| at.value).unwrap_or_default();
        let key = mix_text(mix_text(number, &name), &format!("{at:?}{what:?}"));
        Some(ScriptedStep { key, at, what })
    };
    (0..).zip(&timeline.steps).filter_map(step).collect()
}

fn what(mesh: &Mesh, step: &TimelineStep) -> Option<Scripted> {
    if let Some(line) = &step.run {
        return Some(Scripted::Type(line.value.clone()));
    }
    if let Some(applied) = &step.apply {
        let resource = &applied.0;
        let mut now = Config::default();
        now.resources.push(resource.clone());
        let mut before = Config::default();
        let same = |known: &&std::sync::Arc<Resource>| {
            known.kind == resource.kind && known.qualified_name() == resource.qualified_name()
        };
        before.resources.extend(mesh.config().resources.iter().find(same).cloned());
        return live::applied(&before, &now, mesh.cluster())
            .into_iter()
            .next()
            .map(|verb| Scripted::Call(Box::new(verb)));
    }
    let text = |value: &Option<Spanned<String>>| value.as_ref().map(|value| value.value.clone());
    if let Some(fault) = &step.fault {
        let kind = fault.kind.as_ref().map(|kind| kind.value).unwrap_or_default();
        let pods = labelled(&fault.pods, text(&fault.namespace));
        return Some(Scripted::WhatIf(WhatIf::Fault(pods, pod_fault(kind))));
    }
    if let Some(cut) = &step.cut {
        return Some(Scripted::WhatIf(WhatIf::Cut(Cut { from: text(&cut.from)?, to: text(&cut.to)? })));
    }
    if let Some(heal) = &step.heal {
        return Some(Scripted::WhatIf(if !heal.pods.is_empty() {
            WhatIf::HealPods(labelled(&heal.pods, text(&heal.namespace)))
        } else if heal.from.is_some() || heal.to.is_some() {
            WhatIf::Mend(text(&heal.from), text(&heal.to))
        } else {
            WhatIf::HealAll
        }));
    }
    let deleted = step.delete.as_ref()?;
    let (kind, name) = (text(&deleted.kind)?, text(&deleted.name)?);
    let namespace = text(&deleted.namespace).unwrap_or_else(|| "default".to_owned());
    live::deletion(&kind, &namespace, &name).map(|verb| Scripted::Call(Box::new(verb)))
}

fn labelled(labels: &OrderedMap<String, Spanned<String>>, namespace: Option<String>) -> Labelled {
    Labelled {
        namespace: namespace.unwrap_or_else(|| "default".to_owned()),
        labels: labels.iter().map(|(name, value)| (name.clone(), value.value.clone())).collect(),
    }
}

fn pod_fault(kind: FaultKind) -> PodFault {
    match kind {
        FaultKind::Slow => PodFault::SLOW,
        FaultKind::Fail => PodFault::FAIL,
        FaultKind::Hang => PodFault::Hang,
        FaultKind::Kill => PodFault::Kill,
    }
}
