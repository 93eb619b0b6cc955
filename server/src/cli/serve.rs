//! `mesh-playground serve`.

use std::time::Duration;

use mesh_words::say;
use tokio::net::TcpListener;

use super::args::ServeArguments;
use super::origin::check_origin;
use super::signals::Signals;
use super::{Failure, Outcome, log};
use crate::{Config, Limits, Store, StoreError};

/// What is left for computing to see that nobody waits for it any more, and for the database to close its files.
const LAST: Duration = Duration::from_secs(1);

/// Serves until it is interrupted or told to end; requests that are under way are answered first.
pub(super) fn run(arguments: ServeArguments) -> Result<Outcome, Failure> {
    log::start(arguments.log_format)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| say!("command-serve-start", error = error.to_string()))?;
    let served = runtime.block_on(serve(arguments));
    runtime.shutdown_timeout(LAST);
    served.map(|()| Outcome::Clean)
}

async fn serve(arguments: ServeArguments) -> Result<(), Failure> {
    if let Some(url) = &arguments.public_url {
        check_origin("--public-url", url)?;
    }
    let signals = Signals::listen().map_err(|error| say!("command-serve-signals", error = error.to_string()))?;
    let store = match arguments.database_url.as_str() {
        "none" => None,
        address => {
            let wrong = |error: StoreError| say!("flag-wrong", flag = "--database-url", problem = error.words());
            Some(Store::open(address).await.map_err(wrong)?)
        }
    };
    let listener = TcpListener::bind(arguments.addr)
        .await
        .map_err(|error| say!("flag-addr", address = arguments.addr.to_string(), error = error.to_string()))?;
    let address = listener.local_addr().unwrap_or(arguments.addr);
    let config = Config {
        store: store.clone(),
        limits: limits(&arguments),
        frame_ancestors: arguments.frame_ancestors,
        public_url: arguments.public_url.map(|url| url.trim_end_matches('/').to_owned()),
        ..Config::default()
    };
    tracing::info!("Mesh Playground is at http://{address}");
    let stop = async { drop(signals.first.await) };
    tokio::select! {
        () = crate::serve(listener, config, stop) => {}
        Ok(()) = signals.second => {}
    }
    if let Some(store) = store
        && tokio::time::timeout(LAST, store.close()).await.is_err()
    {
        tracing::warn!("the database did not close in time; what was saved is kept");
    }
    tracing::info!("ended");
    Ok(())
}

fn limits(arguments: &ServeArguments) -> Limits {
    let usual = Limits::default();
    Limits {
        connections: arguments.max_connections.into(),
        idle: arguments.idle_timeout,
        request: arguments.request_timeout,
        shutdown: arguments.shutdown_timeout,
        pages: arguments.max_pages.map_or(usual.pages, usize::from),
        simulations: arguments.max_simulations.map_or(usual.simulations, usize::from),
        ..usual
    }
}
