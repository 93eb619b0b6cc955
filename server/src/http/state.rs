//! What the handlers share.

use std::sync::Arc;

use axum::extract::FromRef;
use tokio::sync::Semaphore;

use super::metrics::Metrics;
use super::problem::Problem;
use crate::{Site, Store};

/// What the operator decides.
#[derive(Debug, Clone)]
pub struct Config {
    /// The built page.
    pub site: Site,
    /// Where scenarios are stored; `None` switches saving off.
    pub store: Option<Store>,
    /// Who may frame `/embed`: the sources of a `frame-ancestors` directive, as `*` or `https://docs.example.com`.
    pub frame_ancestors: String,
    /// How many simulations run at once; the others wait.
    pub simulations: usize,
}

impl Default for Config {
    /// The built page, nothing stored, framed by anyone, one simulation per core.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { site: Site::built(), store: None, frame_ancestors: "*".to_owned(), simulations: cores }
    }
}

/// The state of the router.
#[derive(Debug, Clone)]
pub(crate) struct AppState {
    pub(crate) config: Arc<Config>,
    pub(crate) metrics: Arc<Metrics>,
    simulations: Arc<Semaphore>,
}

impl FromRef<AppState> for Arc<Metrics> {
    fn from_ref(state: &AppState) -> Self {
        state.metrics.clone()
    }
}

impl AppState {
    pub(crate) fn new(config: Config) -> Self {
        let simulations = Arc::new(Semaphore::new(config.simulations.max(1)));
        Self { config: Arc::new(config), metrics: Arc::new(Metrics::default()), simulations }
    }

    /// The store, or the answer that there is none.
    pub(crate) fn store(&self) -> Result<&Store, Problem> {
        self.config.store.as_ref().ok_or_else(|| {
            Problem::new(axum::http::StatusCode::NOT_FOUND, "This server stores nothing: share a link instead.")
        })
    }

    /// Runs computing work where it keeps no other request waiting, a few at a time.
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let permit = self.simulations.clone().acquire_owned().await.map_err(|closed| Problem::internal(&closed))?;
        let span = tracing::Span::current();
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            span.in_scope(work)
        })
        .await
        .map_err(|failed| Problem::internal(&failed))
    }
}
