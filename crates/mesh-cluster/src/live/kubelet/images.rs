//! Images that cannot be pulled.

use std::sync::Arc;

use super::super::Machine;
use super::super::events::Source;
use super::super::pod::{ContainerState, Pod, full_image};
use super::super::time::{MILLISECOND, SECOND};
use super::{Act, start};

/// Whether no registry has an image: a scenario cannot ask one, so the name says it.
pub(super) fn is_missing(image: &str) -> bool {
    image.ends_with(":bad") || ["typo", "nonexistent", "does-not-exist"].iter().any(|word| image.contains(word))
}

impl Machine {
    /// Begins to pull an image that is nowhere.
    pub(super) fn pull_in_vain(&mut self, pod: &Arc<Pod>, node: &Arc<str>, number: usize) {
        let Some(container) = pod.spec.containers.get(number).cloned() else { return };
        let source = Source::Kubelet(node, Some(&container.name));
        self.say_of_pod(pod, source, false, "Pulling", &format!("Pulling image \"{}\"", container.image));
        self.plan(pod.id, self.settings.kubelet.pull_failure, Act::PullFailed(number));
    }

    /// The pull has failed: `ErrImagePull`.
    pub(super) fn fail_pull(&mut self, pod: &Arc<Pod>, node: &Arc<str>, number: usize) {
        let Some(container) = pod.spec.containers.get(number).cloned() else { return };
        let source = Source::Kubelet(node, Some(&container.name));
        let (image, full) = (&container.image, full_image(&container.image));
        let why = format!(
            "failed to pull and unpack image \"{full}\": failed to resolve image: pull access denied, repository does not \
             exist or may require authorization: server message: insufficient_scope: authorization failed"
        );
        self.say_of_pod(pod, source, true, "Failed", &format!("Failed to pull image \"{image}\": {why}"));
        self.say_of_pod(pod, source, true, "Failed", "Error: ErrImagePull");
        let address = pod.status.ip.is_none().then(|| self.pod_address(node));
        self.wait(pod, number, "ErrImagePull", &why, address);
        self.plan(pod.id, SECOND, Act::PullBackOff(number));
    }

    /// It is tried again later: `ImagePullBackOff`.
    pub(super) fn back_off_pull(&mut self, pod: &Arc<Pod>, node: &Arc<str>, number: usize) {
        let Some(container) = pod.spec.containers.get(number).cloned() else { return };
        let source = Source::Kubelet(node, Some(&container.name));
        let message = format!("Back-off pulling image \"{}\"", container.image);
        self.say_of_pod(pod, source, false, "BackOff", &message);
        self.say_of_pod(pod, source, true, "Failed", "Error: ImagePullBackOff");
        self.wait(pod, number, "ImagePullBackOff", &message, None);
        let tries = pod.life.tries.get(number).map_or(0, |(_, pulls)| *pulls);
        self.update_pod(pod.id, |pod| {
            if let Some((_, pulls)) = pod.life.tries.get_mut(number) {
                *pulls += 1;
            }
        });
        self.plan(pod.id, self.back_off_time(tries).saturating_add(60 * MILLISECOND), Act::Start(number));
    }

    fn wait(&mut self, pod: &Pod, number: usize, reason: &'static str, message: &str, address: Option<String>) {
        let now = self.now;
        self.update_pod(pod.id, |pod| {
            if let Some(status) = pod.status.containers.get_mut(number) {
                status.state = ContainerState::Waiting { reason, message: message.into() };
                status.ready = false;
            }
            if let Some(address) = address {
                pod.status.ip = Some(address.into());
                pod.status.set(now, super::super::pod::Condition::plain("PodReadyToStartContainers", "True"));
            }
            start::conclude(&pod.spec, &mut pod.status, now);
        });
    }

    /// How long a kubelet waits before the n-th try from 0: doubled each time, five minutes at most.
    pub(super) fn back_off_time(&self, tries: u32) -> u64 {
        self.settings.kubelet.back_off.saturating_mul(1 << tries.min(10)).min(300 * SECOND)
    }
}
