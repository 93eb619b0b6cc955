//! How a copy of a run stands at its moment: pods, endpoints, and what command lines say.

use mesh_cluster::api::{Answer, Verb};
use mesh_ordered::OrderedMap;
use mesh_proxy::{Duration, Time};
use mesh_shell::Stream;

use super::lens::Lens;
use super::{Answered, Observation, Onlooker};
use crate::running::{End, Run};
use crate::work::{Stopped, Work};

/// How long a command line may take.
const LONGEST: Duration = Duration::from_secs(600);

/// What a command line has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineResult {
    /// What it printed to standard output.
    pub output: String,
    /// Its exit code; `None` where it did not end in ten minutes of the run.
    pub exit_code: Option<i32>,
}

/// Sees nothing.
struct Nobody;

impl Onlooker for Nobody {
    fn answered(&mut self, _: &Answered<'_>) {}
}

impl Observation {
    /// What the API server of the cluster as it stands answers; what that changes, it changes in a copy.
    #[expect(clippy::result_large_err, reason = "a refusal is rare, and goes straight to whoever asked")]
    pub fn call(&self, verb: &Verb, work: &mut Work) -> Answer {
        let mut core = self.core.clone();
        let answer = core.call_api(verb, &mut Lens::default().over(&mut Nobody));
        work.take(1 + core.course.steps - self.core.course.steps + core.apps.pods.len() as u64);
        answer
    }

    /// How many ready endpoints with these labels a service has, as istiod has sent it last; `None` without such a service.
    #[must_use]
    pub fn endpoints(&self, namespace: &str, service: &str, labels: &OrderedMap<String, String>) -> Option<u64> {
        let world = &self.core.course.world;
        let cluster = world.mesh().cluster();
        let service = cluster.service(namespace, service)?;
        let Some(port) = service.ports.first() else { return Some(0) };
        let is_meant = |endpoint: &mesh_cluster::Endpoint| {
            let pod = cluster.pods.get(endpoint.pod.index());
            pod.is_some_and(|pod| {
                // A pod that was never ready in a cluster that lives is told by patches, which `mesh` does not show.
                let state = world.pod(&pod.namespace, &pod.name).and_then(|id| self.core.apps.pods.get(id));
                pod.ready
                    && !world.unready().contains(&pod.ip)
                    && state.is_none_or(|state| !state.not_serving)
                    && labels.iter().all(|(name, value)| pod.labels.get(name) == Some(value))
            })
        };
        Some(cluster.endpoints(service, port).iter().filter(|endpoint| is_meant(endpoint)).count() as u64)
    }

    /// What a command line does that is typed now, in a copy of this copy.
    ///
    /// # Errors
    /// The work is used up.
    pub fn line(&self, line: &str, work: &mut Work) -> Result<LineResult, Stopped> {
        let mut copy = Self { core: self.core.clone(), done: 0, lens: Lens::default() };
        let mut nobody = Nobody;
        let mut looking = copy.lens.over(&mut nobody);
        copy.core.interrupt(&mut looking);
        let number = copy.core.type_line(line, "", &mut looking);
        let until = Time(copy.core.course.now.0.saturating_add(LONGEST.as_nanos() as u64));
        work.take(1 + copy.core.course.steps - self.core.course.steps);
        let mut run = Run { core: &mut copy.core, commands: &[], done: &mut copy.done, beside: 0 };
        if let End::Stopped(stopped) = run.until(until, &mut looking, work, |core, _| core.terminal.is_busy()) {
            return Err(stopped);
        }
        let terminal = &copy.core.terminal;
        let printed = terminal.printed().iter().filter(|it| it.line == number && it.stream == Some(Stream::Out));
        let output = printed.map(|printed| printed.text.as_str()).collect();
        Ok(LineResult { output, exit_code: (!terminal.is_busy()).then(|| terminal.status()) })
    }
}
