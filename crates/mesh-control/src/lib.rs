//! The istiod part: resources and endpoints to the proxy configuration of each client.
//!
//! Follows pilot (istio/istio, 1.32) name by name, and keeps where each piece came from. Must never know
//! what a proxy does at run time.
#![forbid(unsafe_code)]
