//! Jobs (pkg/controller/job): pods that run to their end.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::kind::{JOBS, Name};
use super::super::pod::Pod;
use super::super::time;
use super::super::{Machine, json};
use super::pods::selector_of;

impl Machine {
    /// One look at a Job.
    pub(in super::super) fn sync_job(&mut self, name: &Name) {
        let Some(job) = self.store.get(JOBS, name).cloned() else { return };
        if json::at(&job, "metadata/deletionTimestamp").is_some() || !json::list(&job, "status/conditions").is_empty() {
            return;
        }
        let pods = self.claim(JOBS, &job, &selector_of(JOBS, &job));
        let count = |keep: fn(&Pod) -> bool| i64::try_from(pods.iter().filter(|pod| keep(pod)).count()).unwrap_or(0);
        let succeeded = count(|pod| pod.status.phase == "Succeeded");
        let failed = count(|pod| pod.status.phase == "Failed" || pod.deletion.is_some() && pod.status.phase != "Succeeded");
        let active = count(Pod::is_active);
        let parallel = json::int(&job, "spec/parallelism").unwrap_or(1);
        let completions = json::int(&job, "spec/completions");
        let limit = json::int(&job, "spec/backoffLimit").unwrap_or(6);
        let restarts: i64 = pods.iter().filter(|pod| pod.spec.restart == "OnFailure")
            .flat_map(|pod| &pod.status.containers).map(|container| i64::from(container.restarts)).sum();
        let done = completions.map_or(succeeded > 0 && active == 0, |wanted| succeeded >= wanted);
        let given_up = failed > limit || restarts > limit;
        let terminating = count(|pod| pod.deletion.is_some() && !pod.is_finished());
        let paused = json::flag(&job, "spec/suspend");
        if !done && !given_up && !paused {
            let left = completions.map_or(parallel, |wanted| (wanted - succeeded).min(parallel));
            for _ in active + terminating..left {
                self.make_job_pod(&job, &pods);
            }
        }
        let active = self.store.pods.owned(json::text(&job, "metadata/uid")).iter().filter(|pod| pod.is_active()).count();
        let ready = count(|pod| pod.is_active() && pod.is_ready());
        let at = time::rfc3339(self.now);
        self.update(JOBS, name, |job| {
            json::default(job, "status/startTime", at.as_str());
            json::set_count(job, "status/active", i64::try_from(active).unwrap_or(0));
            json::set_count(job, "status/succeeded", succeeded);
            json::set_count(job, "status/failed", failed);
            json::set(job, "status/ready", ready);
            json::set(job, "status/terminating", terminating);
            json::set(job, "status/uncountedTerminatedPods", json!({}));
            let condition = |kind: &str, reason: &str, message: &str| {
                json!({"lastProbeTime": at, "lastTransitionTime": at, "message": message, "reason": reason, "status": "True", "type": kind})
            };
            if done {
                let (reason, message) = ("CompletionsReached", "Reached expected number of succeeded pods");
                json::set(job, "status/conditions", json!([
                    condition("SuccessCriteriaMet", reason, message), condition("Complete", reason, message),
                ]));
                json::set(job, "status/completionTime", at.as_str());
            } else if given_up {
                let (reason, message) = ("BackoffLimitExceeded", "Job has reached the specified backoff limit");
                json::set(job, "status/conditions", json!([
                    condition("FailureTarget", reason, message), condition("Failed", reason, message),
                ]));
            }
        });
        if done {
            self.say_of(JOBS, &job, "job-controller", false, "Completed", "Job completed");
        } else if given_up {
            let message = "Job has reached the specified backoff limit";
            self.say_of(JOBS, &job, "job-controller", true, "BackoffLimitExceeded", message);
            for pod in pods.iter().filter(|pod| pod.is_active()) {
                self.delete_pod(pod, None);
            }
        }
    }

    fn make_job_pod(&mut self, job: &Value, pods: &[Arc<Pod>]) {
        match self.pod_of_template(JOBS, job, pods.first(), None, |_| {}) {
            Ok(pod) => {
                let made = self.create_generated(pod);
                let message = format!("Created pod: {}", made.name);
                self.say_of(JOBS, job, "job-controller", false, "SuccessfulCreate", &message);
            }
            Err(status) => {
                let message = format!("Error creating: {}", status.message);
                self.say_of(JOBS, job, "job-controller", true, "FailedCreate", &message);
            }
        }
    }
}
