//! Images that were built of Dockerfiles, and what the process of a container does by them. The one place where a kubelet learns
//! what an argv does: it asks `mesh-container`, as `docker run` does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use mesh_config::{Config, Spec};
use mesh_container::{Context, Image, Process, Signal, argv, build, environment, undescribed, well_known, with_tag};

use super::Machine;
use super::pod::{Container, ContainerState, ContainerStatus, Course, Pod};
use super::time::SECOND;
use crate::{WorkloadKind, kube_scheduler};

/// Images by name with tag.
pub type Images = BTreeMap<String, Image>;

/// When a process is told to end, to learn how it takes that.
const TOLD: u64 = 2 * SECOND;

/// A process that runs so long runs on.
const LONG: u64 = 48 * 3600 * SECOND;

/// So many images may be built.
const MOST_IMAGES: usize = 200;

/// The images of the Dockerfiles of a configuration. One may be made from another, whatever their order.
#[must_use]
pub fn built_images(config: &Config) -> Images {
    let files: BTreeMap<String, String> =
        config.dockerfiles.iter().map(|file| (file.name.clone(), file.text.clone())).collect();
    let mut built = Images::new();
    let mut left: Vec<_> = config.dockerfiles.iter().filter_map(|file| Some((file.image()?, &file.text))).collect();
    left.truncate(MOST_IMAGES);
    loop {
        let before = left.len();
        left.retain(|(name, text)| {
            let images = |name: &str| built.get(&with_tag(name)).cloned().or_else(|| well_known(name));
            let context = Context { files: &files, images: &images, arguments: &[], target: "" };
            let Ok(done) = build(text, &context) else { return true };
            built.insert(with_tag(name), done.image);
            false
        });
        if left.is_empty() || left.len() == before {
            return built;
        }
    }
}

/// Whether a cluster of these documents does not stand still: a container of an image that is built here ends by itself, or
/// cannot be started.
#[must_use]
pub fn stirs(config: &Config) -> bool {
    if config.dockerfiles.is_empty() {
        return false;
    }
    let images = built_images(config);
    let names: BTreeSet<String> = images.keys().cloned().collect();
    config.resources.iter().filter(|resource| matches!(resource.spec, Spec::Workload(..) | Spec::Pod(_))).any(
        |resource| {
            let object = super::manifest::object(resource);
            let spec = super::json::at(&object, "spec/template/spec").or_else(|| super::json::at(&object, "spec"));
            let containers = spec.map(|spec| super::json::list(spec, "containers")).unwrap_or_default();
            containers.iter().map(super::pod::container_of).any(|container| {
                names.contains(&with_tag(&container.image)) && {
                    let course = course(images.get(&with_tag(&container.image)), &container);
                    course.refused.is_some() || course.end.is_some()
                }
            })
        },
    )
}

/// A pod that goes on with what an image was before it was built anew: a node looks for an image when a container starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerImage {
    /// The pod's namespace.
    pub namespace: String,
    /// Its name.
    pub pod: String,
    /// The image, as the pod names it.
    pub image: String,
    /// The command that starts it again.
    pub cure: String,
}

impl Machine {
    /// The pods, at most so many, whose containers run an image that is about to be replaced by another of its name.
    #[must_use]
    pub fn former_images(&self, images: &Images, most: usize) -> Vec<FormerImage> {
        let is_replaced = |name: &str| {
            let (before, now) = (self.images.get(&with_tag(name)), images.get(&with_tag(name)));
            before.is_some() && now.is_some() && before != now
        };
        if !images.keys().any(|name| is_replaced(name)) {
            return Vec::new();
        }
        let former = |pod: &Arc<Pod>| {
            let mut containers = pod.spec.containers.iter().zip(&pod.status.containers);
            let runs = |status: &ContainerStatus| matches!(status.state, ContainerState::Running { .. });
            let (container, _) =
                containers.find(|(container, status)| is_replaced(&container.image) && runs(status))?;
            Some(FormerImage {
                namespace: pod.namespace.to_string(),
                pod: pod.name.to_string(),
                image: container.image.to_string(),
                cure: self.command_that_starts_again(pod),
            })
        };
        let pods = self.store.pods.list(None);
        pods.iter().filter(|pod| pod.deletion.is_none()).filter_map(former).take(most).collect()
    }

    fn command_that_starts_again(&self, pod: &Pod) -> String {
        let (kind, name) = self.workload_of(pod);
        let namespace = match &*pod.namespace {
            "default" => String::new(),
            namespace => format!(" -n {namespace}"),
        };
        match kind {
            WorkloadKind::Deployment => format!("kubectl rollout restart deployment/{}{namespace}", name.name),
            WorkloadKind::DaemonSet => format!("kubectl rollout restart daemonset/{}{namespace}", name.name),
            WorkloadKind::StatefulSet => format!("kubectl rollout restart statefulset/{}{namespace}", name.name),
            // A bare one does not come back by itself.
            WorkloadKind::ReplicaSet | WorkloadKind::Pod => format!("kubectl delete pod/{}{namespace}", pod.name),
        }
    }

    /// Adds an image that was built; every node has it from now on.
    pub fn add_image(&mut self, name: &str, image: &Image) {
        let images = Arc::make_mut(&mut self.images);
        if images.len() < MOST_IMAGES || images.contains_key(&with_tag(name)) {
            images.insert(with_tag(name), image.clone());
        }
    }

    /// Adds the images of a configuration.
    pub fn add_images(&mut self, images: Images) {
        if !images.is_empty() {
            Arc::make_mut(&mut self.images).extend(images);
        }
    }

    /// What the process of a container does.
    pub(super) fn course(&self, container: &Container) -> Course {
        course(self.images.get(&with_tag(&container.image)), container)
    }
}

/// What the process of a container does, by its image where that is known, else by its words alone.
fn course(image: Option<&Image>, container: &Container) -> Course {
    if image.is_none() && container.command.is_empty() && container.arguments.is_empty() {
        return Course::serving();
    }
    let unknown = Image { files: undescribed(), ..Image::default() };
    let image_of = image.unwrap_or(&unknown);
    let words = argv::of_pod(&image_of.config, &container.command, &container.arguments, &container.environment);
    if words.is_empty() {
        return Course { refused: Some("no command specified".to_owned()), ..Course::serving() };
    }
    // An image that nobody has described, but everybody knows.
    if image.is_none() && kube_scheduler::is_scheduler(&words) {
        let end = kube_scheduler::has_former_flag(&words).then_some((0, 1));
        return Course { end, ..Course::serving() };
    }
    let host = &container.name;
    let process = Process {
        argv: words,
        environment: environment(&image_of.config, &image_of.files, host, &container.environment),
        folder: if container.folder.is_empty() { image_of.config.folder.clone() } else { container.folder.clone() },
        user: image_of.config.user.clone(),
        files: image_of.files.clone(),
        until: LONG,
        ..Process::default()
    };
    let ran = match process.run() {
        Ok(ran) => ran,
        Err(refused) => return Course { refused: Some(refused.message), ..Course::serving() },
    };
    let signal = Signal::read(&image_of.config.stop_signal).unwrap_or(Signal::TERM);
    let stopped = Process { signals: vec![(TOLD, signal)], ..process }.run().ok().and_then(|ran| ran.end);
    // What ends in that time by itself has not heard the signal.
    let stop = stopped.filter(|end| Some(*end) != ran.end && end.0 >= TOLD).map(|(at, status)| (at - TOLD, status));
    Course { refused: None, end: ran.end, stop, pieces: ran.pieces }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_config::{SourceFile, parse};
    use serde_json::json;

    fn container(value: serde_json::Value) -> Container {
        super::super::pod::container_of(&value)
    }

    /// The outcome in short: `-` where it runs on and hears SIGTERM, `kill` where it does not.
    fn said(course: &Course) -> String {
        match (&course.refused, course.end, course.stop) {
            (Some(why), _, _) => why.clone(),
            (_, Some((at, status)), _) => format!("{status} after {} s", at / SECOND),
            (_, None, Some((_, status))) => format!("serves, stops {status}"),
            _ => "kill".to_owned(),
        }
    }

    #[test]
    fn commands_of_images_that_nobody_has_described_end_as_they_say() {
        for (command, wanted) in [
            (json!([]), "serves, stops 0"),
            (json!(["sleep", "5"]), "0 after 5 s"),
            (json!(["sleep", "infinity"]), "kill"),
            (json!(["true"]), "0 after 0 s"),
            (json!(["false"]), "1 after 0 s"),
            (json!(["sh", "-c", "sleep 2; exit 3"]), "3 after 2 s"),
            (json!(["sh", "-c", "while true; do sleep 1; done"]), "kill"),
            (json!(["sh", "-c", "trap 'exit 7' TERM; while true; do sleep 1; done"]), "serves, stops 7"),
            (json!(["no-such-program"]), "exec: \"no-such-program\": executable file not found in $PATH"),
            (json!(["my-server", "-g"]), "serves, stops 0"),
        ] {
            let course = course(None, &container(json!({"name": "a", "image": "a", "command": command})));
            assert_eq!(said(&course), wanted, "{command}");
        }
    }

    /// The table of the documentation ("Define a Command and Arguments"), and what becomes of each.
    #[test]
    fn command_and_args_of_a_pod_meet_those_of_its_image() {
        let text = "# docker build -t ubuntu-sleeper .\nFROM ubuntu\nENTRYPOINT [\"sleep\"]\nCMD [\"5\"]\n";
        let config = parse(&[SourceFile { name: "Dockerfile".into(), text: text.into() }]);
        let images = built_images(&config);
        for (container_json, wanted) in [
            (json!({}), "0 after 5 s"),
            (json!({"args": ["10"]}), "0 after 10 s"),
            (json!({"args": ["$(TIME)"], "env": [{"name": "TIME", "value": "7"}]}), "0 after 7 s"),
            (
                json!({"command": ["sleep2.0"], "args": ["10"]}),
                "exec: \"sleep2.0\": executable file not found in $PATH",
            ),
            (json!({"command": ["sleep", "5000"]}), "0 after 5000 s"),
            (json!({"command": ["sleep"]}), "1 after 0 s"),
            (json!({"args": ["wrong"]}), "1 after 0 s"),
        ] {
            let mut value = json!({"name": "a", "image": "ubuntu-sleeper"});
            value.as_object_mut().unwrap().extend(container_json.as_object().unwrap().clone());
            let course = course(images.get("ubuntu-sleeper:latest"), &container(value.clone()));
            assert_eq!(said(&course), wanted, "{value}");
        }
    }

    #[test]
    fn images_are_built_from_one_another() {
        let files = [
            SourceFile { name: "Dockerfile.child".into(), text: "FROM parent\nCMD [\"2\"]\n".into() },
            SourceFile { name: "Dockerfile.parent".into(), text: "FROM base\nENTRYPOINT [\"sleep\"]\n".into() },
            SourceFile { name: "Dockerfile.wrong".into(), text: "FROM nowhere\n".into() },
        ];
        let names: Vec<String> = built_images(&parse(&files)).into_keys().collect();
        assert_eq!(names, ["child:latest", "parent:latest"]);
    }
}
