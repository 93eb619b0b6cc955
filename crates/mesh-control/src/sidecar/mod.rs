//! What a sidecar gets: listeners and routes for what its app sends out.

pub mod domains;
