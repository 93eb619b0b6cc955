//! What the API server answers (k8s.io/apiserver's handlers).

mod delete;
mod read;
mod scale;
mod write;

use super::kind::{Kind, Name};
use super::{Machine, refusals};
use crate::api::{Address, Answer, ApiResource, Resource, Status, Verb};

impl Machine {
    /// Answers a call.
    pub(super) fn answer(&mut self, verb: &Verb) -> Answer {
        if let Verb::Create { dry_run: true, .. }
        | Verb::Replace { dry_run: true, .. }
        | Verb::Patch { dry_run: true, .. }
        | Verb::Delete { dry_run: true, .. }
        | Verb::Evict { dry_run: true, .. }
        | Verb::Scale { dry_run: true, .. } = verb
        {
            // A dry run is a run of a copy.
            let mut copy = self.clone();
            return copy.carry_out(verb);
        }
        self.carry_out(verb)
    }

    fn carry_out(&mut self, verb: &Verb) -> Answer {
        match verb {
            Verb::Get(address) => {
                let (kind, name) = self.locate(address)?;
                let object = self.object(kind, &name).ok_or_else(|| refusals::not_found(kind, &name.name))?;
                Ok((*object).clone())
            }
            Verb::List { resource, namespace, labels, fields } => {
                let known = self.known(resource)?;
                self.list(known.into(), namespace.as_deref(), labels, fields)
            }
            Verb::Create { resource, namespace, object, .. } => {
                let known = self.known(resource)?;
                self.post(known.into(), known.namespaced, namespace, object.clone())
            }
            Verb::Replace { address, object, .. } => {
                let (kind, name) = self.locate(address)?;
                self.replace(kind, &name, object.clone())
            }
            Verb::Patch { address, patch_type, patch, .. } => {
                let (kind, name) = self.locate(address)?;
                self.patch(kind, &name, *patch_type, patch)
            }
            Verb::Delete { address, grace, propagation, .. } => {
                let (kind, name) = self.locate(address)?;
                self.delete(kind, &name, *grace, *propagation)
            }
            Verb::Evict { address, grace, .. } => {
                let (_, name) = self.locate(address)?;
                self.evict(&name, *grace)
            }
            Verb::Scale { address, replicas, .. } => {
                let (kind, name) = self.locate(address)?;
                self.scale(kind, &name, *replicas)
            }
            Verb::Log { address, container, previous } => {
                let (_, name) = self.locate(address)?;
                self.log(&name, container, *previous)
            }
        }
    }

    /// The resource as the API has it.
    pub(super) fn known(&self, resource: &Resource) -> Result<&'static ApiResource, Status> {
        Kind::of(resource, self.settings.istio).ok_or_else(refusals::no_such_resource)
    }

    fn locate(&self, address: &Address) -> Result<(Kind, Name), Status> {
        let known = self.known(&address.resource)?;
        let namespace = if known.namespaced { address.namespace.as_str() } else { "" };
        Ok((known.into(), Name::new(namespace, address.name.as_str())))
    }
}
