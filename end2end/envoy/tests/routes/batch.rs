//! Tables and requests to them, asked of both worlds together.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use end2end_envoy::access_log;
use end2end_envoy::client::{Client, Request, Response};
use end2end_envoy::envoy::{self, Envoy};
use end2end_envoy::scratch::Scratch;
use end2end_envoy::shrink::Case;
use end2end_envoy::simulated::{Does, Simulated};
use end2end_envoy::world::World;
use mesh_proxy::CompiledConfig;
use mesh_proxy::bootstrap::{Options, bootstrap};
use mesh_proxy::config::ProxyConfig;
use serde_json::Value;

use crate::outcome::Outcome;

/// Tables, and requests to them by the table's position.
#[derive(Default)]
pub(crate) struct Batch {
    tables: Vec<Value>,
    pub(crate) cases: Vec<(usize, Request)>,
}

impl Batch {
    pub(crate) fn add(&mut self, table: Value, requests: Vec<Request>) {
        self.cases.extend(requests.into_iter().map(|request| (self.tables.len(), request)));
        self.tables.push(table);
    }

    /// One request and its table.
    pub(crate) fn case(&self, index: usize) -> Case {
        let (table, request) = &self.cases[index];
        Case { table: self.tables[*table].clone(), request: request.clone() }
    }

    /// What the real Envoy and the simulated proxy make of each request.
    pub(crate) fn ask(&self, program: &Path, world: &World, seed: u64) -> Vec<(Outcome, Outcome)> {
        let config = world.config(&self.tables);
        let compiled = CompiledConfig::new(Arc::new(config.clone()));
        assert!(compiled.problems().is_empty(), "{:?}", compiled.problems());
        let folder = Scratch::new("routes");
        let answers = self.ask_envoy(program, world, &config, &folder);
        let log = access_log::read(&folder.join("access.log"), self.cases.len());
        let mut simulated = Simulated::new(compiled, seed, |_, _, _| Does::Answer(200, Duration::ZERO));
        let outcomes = self.cases.iter().zip(&answers).enumerate().map(|(key, ((table, request), response))| {
            let name = key.to_string();
            let request = request.clone().with(access_log::NAME, &name);
            let real = Outcome::of_envoy(world, &log[&name], response, &name);
            let table = self.tables[*table]["name"].as_str().expect("a name");
            (real, Outcome::of_simulation(&mut simulated, table, &request, key as u64))
        });
        outcomes.collect()
    }

    fn ask_envoy(&self, program: &Path, world: &World, config: &ProxyConfig, folder: &Path) -> Vec<Response> {
        let base_port = envoy::free_ports(u16::try_from(self.tables.len()).expect("not that many tables") + 1);
        let options = Options { base_port, endpoint_map: world.endpoint_map.clone() };
        let mut bootstrap = bootstrap(config, &options).expect("a bootstrap");
        access_log::add(&mut bootstrap, &folder.join("access.log"));
        let envoy = Envoy::start(program, &bootstrap, folder);
        let mut answers = Vec::with_capacity(self.cases.len());
        let mut client: Option<(usize, Client)> = None;
        for (key, (table, request)) in self.cases.iter().enumerate() {
            let (_, client) = match &mut client {
                Some(client) if client.0 == *table => client,
                other => other.insert((*table, Client::new(base_port + *table as u16))),
            };
            let request = request.clone().with(access_log::NAME, &key.to_string());
            let answer = client.ask(&request);
            answers.push(answer.unwrap_or_else(|error| panic!("request {}: {error}", request.curl(base_port))));
        }
        // Copies are on their way still.
        std::thread::sleep(Duration::from_millis(300));
        drop(envoy);
        answers
    }
}
