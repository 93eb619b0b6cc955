//! `mesh-playground serve`.

use std::net::SocketAddr;

use tracing_subscriber::EnvFilter;

use super::args::{Format, ServeArguments};
use super::{Failure, Outcome};
use crate::{Config, Store, router};

/// Serves until it is interrupted or told to end; requests that are under way are answered first.
pub(super) fn run(arguments: ServeArguments) -> Result<Outcome, Failure> {
    start_log(arguments.log_format);
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("cannot start: {error}")))?
        .block_on(serve(arguments))?;
    Ok(Outcome::Clean)
}

/// Log lines on standard error; `RUST_LOG` says which.
fn start_log(format: Format) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second logger can only be a caller's own: it stays.
    match format {
        Format::Text => log.try_init().ok(),
        Format::Json => log.json().try_init().ok(),
    };
}

async fn serve(arguments: ServeArguments) -> Result<(), Failure> {
    let store = match arguments.database_url.as_str() {
        "none" => None,
        address => Some(Store::open(address).await.map_err(|error| Failure::new(format!("--database-url: {error}")))?),
    };
    let config =
        Config { store: store.clone(), frame_ancestors: arguments.frame_ancestors.clone(), ..Config::default() };
    let listener = tokio::net::TcpListener::bind(arguments.addr)
        .await
        .map_err(|error| Failure::new(format!("cannot listen on {}: {error}", arguments.addr)))?;
    let address = listener.local_addr().unwrap_or(arguments.addr);
    announce(address);
    axum::serve(listener, router(config))
        .with_graceful_shutdown(interrupted())
        .await
        .map_err(|error| Failure::new(error.to_string()))?;
    if let Some(store) = store {
        store.close().await;
    }
    Ok(())
}

fn announce(address: SocketAddr) {
    tracing::info!("Mesh Playground is at http://{address}");
}

/// Ends on SIGINT or SIGTERM.
async fn interrupted() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
    tracing::info!("ending: waiting for requests that are under way");
}
