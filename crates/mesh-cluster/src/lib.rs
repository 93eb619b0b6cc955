//! The Kubernetes part: pods of workloads, Services and their endpoints.
//!
//! Knows what the API server and the controllers would make of the resources. Must never know of
//! VirtualServices or DestinationRules: those are the control plane's.
#![forbid(unsafe_code)]
