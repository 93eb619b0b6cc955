//! Jobs (pkg/controller/job): pods that run to their end.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::change::Controller;
use super::super::kind::{JOBS, Name};
use super::super::pod::Pod;
use super::super::time::{self, SECOND};
use super::super::{Machine, json};
use super::pods::selector_of;

/// Keeps a pod until its end has been counted.
const TRACKED: &str = "batch.kubernetes.io/job-tracking";

impl Machine {
    /// One look at a Job.
    pub(in super::super) fn sync_job(&mut self, name: &Name) {
        let Some(job) = self.store.get(JOBS, name).cloned() else { return };
        if json::at(&job, "metadata/deletionTimestamp").is_some() || !json::list(&job, "status/conditions").is_empty() {
            return;
        }
        let pods = self.claim(JOBS, &job, &selector_of(JOBS, &job));
        let count = |keep: fn(&Pod) -> bool| i64::try_from(pods.iter().filter(|pod| keep(pod)).count()).unwrap_or(0);
        let (more_succeeded, more_failed) = self.count_ends(&job, &pods);
        let succeeded = json::int(&job, "status/succeeded").unwrap_or(0) + more_succeeded;
        let failed = json::int(&job, "status/failed").unwrap_or(0) + more_failed;
        let active = count(Pod::is_active);
        let parallel = json::int(&job, "spec/parallelism").unwrap_or(1);
        let completions = json::int(&job, "spec/completions");
        let limit = json::int(&job, "spec/backoffLimit").unwrap_or(6);
        let restarts: i64 = pods
            .iter()
            .filter(|pod| pod.spec.restart == "OnFailure")
            .flat_map(|pod| &pod.status.containers)
            .map(|container| i64::from(container.restarts))
            .sum();
        let done = completions.map_or(succeeded > 0 && active == 0, |wanted| succeeded >= wanted);
        let given_up = failed > limit || restarts > limit;
        let terminating = count(|pod| pod.deletion.is_some() && !pod.is_finished());
        let paused = json::flag(&job, "spec/suspend");
        // After a failure the next pod waits: ten seconds, doubled each time, from the whole second of the last end.
        let mut waits = false;
        if more_failed > 0 {
            let doubled = 10_u64.saturating_mul(1 << failed.clamp(1, 10).saturating_sub(1)).min(600);
            let asked = pods.iter().filter_map(|pod| pod.deletion).map(|deletion| deletion.asked).max();
            let ended = asked.unwrap_or(self.now.saturating_sub(SECOND));
            let due = (ended / SECOND).saturating_add(doubled).saturating_mul(SECOND).max(self.now + 1);
            Arc::make_mut(&mut self.lifecycle.retries).insert(json::text(&job, "metadata/uid").to_owned(), due);
            self.enqueue_at(due, Controller::Job, JOBS, name.clone());
        }
        if let Some(due) = self.lifecycle.retries.get(json::text(&job, "metadata/uid")) {
            waits = *due > self.now;
        }
        if !done && !given_up && !paused && !waits {
            let left = completions.map_or(parallel, |wanted| (wanted - succeeded).min(parallel));
            for _ in active..left {
                self.make_job_pod(&job, &pods);
            }
        }
        let active =
            self.store.pods.owned(json::text(&job, "metadata/uid")).iter().filter(|pod| pod.is_active()).count();
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

    /// How many pods have succeeded and failed since the last look. One that is deleted before it has ended has failed.
    fn count_ends(&mut self, job: &Value, pods: &[Arc<Pod>]) -> (i64, i64) {
        let ends =
            Arc::make_mut(&mut self.lifecycle.ends).entry(json::text(job, "metadata/uid").to_owned()).or_default();
        let (mut succeeded, mut failed) = (0, 0);
        let mut counted = Vec::new();
        for pod in pods.iter().filter(|pod| pod.is_finished() || pod.deletion.is_some()) {
            if ends.insert(pod.id) {
                if pod.status.phase == "Succeeded" && pod.deletion.is_none() {
                    succeeded += 1
                } else {
                    failed += 1
                }
                counted.push(pod.id);
            }
        }
        // What has been counted need not be kept for it.
        for id in counted {
            let pod = self.update_pod(id, |pod| {
                pod.finalizers = pod.finalizers.iter().filter(|name| *name != TRACKED).cloned().collect();
            });
            if let Some(pod) = pod {
                self.finish_pod(&pod);
            }
        }
        (succeeded, failed)
    }

    fn make_job_pod(&mut self, job: &Value, pods: &[Arc<Pod>]) {
        match self.pod_of_template(JOBS, job, pods.first(), None, |pod| {
            json::set(pod, "metadata/finalizers", json!([TRACKED]))
        }) {
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
