//! What the handlers share.

use std::sync::Arc;

use axum::extract::FromRef;
use axum::http::StatusCode;
use mesh_words::{Language, say};
use tokio::sync::OnceCell;

use super::front::Front;
use super::metrics::Metrics;
use super::problem::Problem;
use super::room::Room;
use crate::{Limits, Site, Store};

/// What the operator decides.
#[derive(Debug, Clone)]
pub struct Config {
    /// The built page.
    pub site: Site,
    /// Where scenarios are stored; `None` switches saving off.
    pub store: Option<Store>,
    /// Who may frame `/embed`: the sources of a `frame-ancestors` directive, as `*` or `https://docs.example.com`.
    pub frame_ancestors: String,
    /// The address under which others reach the server, as `https://mesh.example.com`: links are shown as cards with it.
    pub public_url: Option<String>,
    /// How much is taken on at once.
    pub limits: Limits,
}

impl Default for Config {
    /// The built page, nothing stored, framed by anyone, one simulation per core.
    fn default() -> Self {
        let frame_ancestors = "*".to_owned();
        Self { site: Site::built(), store: None, frame_ancestors, public_url: None, limits: Limits::default() }
    }
}

/// The state of the router.
#[derive(Debug, Clone)]
pub(crate) struct AppState {
    pub(crate) config: Arc<Config>,
    pub(crate) metrics: Arc<Metrics>,
    /// For the first frames of pages and embeds: quick ones, which no simulation keeps waiting.
    pub(crate) pages: Arc<Room>,
    /// For what the API is asked.
    pub(crate) simulations: Arc<Room>,
    /// `/` in each language, once somebody has asked for it.
    pub(crate) fronts: Arc<[OnceCell<Front>; Language::ALL.len()]>,
}

impl FromRef<AppState> for Arc<Metrics> {
    fn from_ref(state: &AppState) -> Self {
        state.metrics.clone()
    }
}

impl AppState {
    pub(crate) fn new(config: Config) -> Self {
        let room = |places| Arc::new(Room::new(places, config.limits.queue, config.limits.patience));
        Self {
            pages: room(config.limits.pages),
            simulations: room(config.limits.simulations),
            config: Arc::new(config),
            metrics: Arc::default(),
            fronts: Arc::default(),
        }
    }

    /// The store, or the answer that there is none.
    pub(crate) fn store(&self) -> Result<&Store, Problem> {
        let store = self.config.store.as_ref();
        store.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, say!("problem-stores-nothing")))
    }
}
