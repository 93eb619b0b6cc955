//! The log of a server.

use std::panic;

use mesh_words::say;
use tracing_subscriber::EnvFilter;

use super::Failure;
use super::args::Format;

/// Log lines on standard error; `RUST_LOG` says which.
pub(super) fn start(format: Format) -> Result<(), Failure> {
    let filter = match std::env::var("RUST_LOG") {
        Ok(filter) if !filter.is_empty() => {
            EnvFilter::try_new(filter).map_err(|error| say!("command-serve-log", error = error.to_string()))?
        }
        _ => EnvFilter::new("info,sqlx=warn"),
    };
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second logger can only be a caller's own: it stays.
    match format {
        Format::Text => log.try_init().ok(),
        Format::Json => log.json().try_init().ok(),
    };
    panic::set_hook(Box::new(panicked));
    Ok(())
}

/// Says where. What a panic says may be of somebody's text, which is not to be in a log that nobody asked to be detailed.
fn panicked(panic: &panic::PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "panicked: please report it");
    let payload = panic.payload();
    let words = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
    tracing::debug!(words, "panicked");
}
