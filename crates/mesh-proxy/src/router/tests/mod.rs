//! Whole requests through faults, retries, timeouts and breakers; rows of Envoy's tests and rows measured on Envoy 1.40.

mod breakers;
mod faults;
mod flags;
mod grpc;
mod mirrors;
mod original_destination;
mod retries;
mod retry_rows;
mod timeouts;
