//! What a Timeline does when.

use mesh_cluster::api::Verb;
use mesh_cluster::live;
use mesh_config::model::{Timeline, TimelineStep};
use mesh_config::{Config, Resource, Spec};
use mesh_control::Mesh;
use mesh_proxy::Time;

use crate::draws::mix_text;

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
    let deleted = step.delete.as_ref()?;
    let text = |value: &Option<mesh_config::Spanned<String>>| value.as_ref().map(|value| value.value.clone());
    let (kind, name) = (text(&deleted.kind)?, text(&deleted.name)?);
    let namespace = text(&deleted.namespace).unwrap_or_else(|| "default".to_owned());
    live::deletion(&kind, &namespace, &name).map(|verb| Scripted::Call(Box::new(verb)))
}
