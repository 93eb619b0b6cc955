//! From what a client has written to what is kept: types are checked, defaults filled in, fields judged.

mod affinity_validation;
mod container_validation;
mod decoding;
mod defaults;
mod istio;
mod metadata;
mod other_validation;
mod pod_defaults;
mod pod_validation;
mod pods;
mod schema;
mod service_defaults;
mod service_validation;
mod validation;

pub(crate) use decoding::decodes;
pub(crate) use validation::validate;
