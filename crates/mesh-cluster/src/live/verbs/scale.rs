//! The subresource `scale`.

use super::super::kind::{self, Kind, Name};
use super::super::{Machine, json, refusals};
use crate::api::Answer;

impl Machine {
    /// Writes how many replicas something is to have.
    pub(super) fn scale(&mut self, kind: Kind, name: &Name, replicas: u32) -> Answer {
        let scalable = matches!(
            kind,
            kind::DEPLOYMENTS | kind::REPLICA_SETS | kind::STATEFUL_SETS | kind::REPLICATION_CONTROLLERS
        );
        if !scalable {
            return Err(refusals::no_such_resource());
        }
        let object = self.update(kind, name, |object| json::set(object, "spec/replicas", replicas));
        object.map(|object| (*object).clone()).ok_or_else(|| refusals::not_found(kind, &name.name))
    }
}
