//! The scenarios of Envoy's own tests.
