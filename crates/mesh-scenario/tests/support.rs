//! A field says `simulated` only where a scenario runs otherwise without it.
//!
//! The proof is made from the field table: of each scenario here each field is left out in turn, and the configuration of
//! every proxy and the digest of the run are compared. A field that changes neither anywhere is not simulated.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use mesh_cluster::PodIndex;
use mesh_config::schema::{Field, Message, Shape, Support};
use mesh_config::{Entry, Node, SourceFile, Value};
use mesh_control::Mesh;
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_proxy::Time;
use mesh_sim::{Simulation, Work, World};

/// More places than these of one field are not tried.
const MOST_TRIES: usize = 12;

/// The page of a message with its name, and the name of a field.
type Name = (String, &'static str);

/// A field in a text: the resource it is in, the steps to it.
struct Place {
    name: Name,
    resource: usize,
    steps: Vec<usize>,
}

#[test]
fn what_is_said_to_be_simulated_changes_a_run() {
    let mut proven: OrderedSet<Name> = OrderedSet::new();
    let claimed = claimed();
    for text in witnesses() {
        prove(&text, &claimed, &mut proven);
    }
    let unproven: Vec<String> =
        claimed.difference(&proven).map(|(message, field)| format!("{message}.{field}")).collect();
    assert!(
        unproven.is_empty(),
        "{} of {} fields change no run; write a scenario in tests/support that runs otherwise without them, or say `checked` in \
         the table:\n{}",
        unproven.len(),
        claimed.len(),
        unproven.join("\n")
    );
}

/// The scenarios made for this, the presets and the fixtures of the rules.
fn witnesses() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts: Vec<String> = Vec::new();
    for folder in ["tests/support", "../mesh-lint/tests/fixtures"] {
        texts.extend(files(&root.join(folder)).iter().map(|path| std::fs::read_to_string(path).unwrap()));
    }
    for preset in files(&root.join("../../public/scenarios")) {
        let parts = files(&preset);
        let parts = parts.iter().filter(|path| path.extension().is_some_and(|extension| extension == "yaml"));
        let parts: Vec<String> = parts.map(|path| std::fs::read_to_string(path).unwrap()).collect();
        texts.push(parts.join("\n---\n"));
    }
    texts
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// All fields of the table that say so.
fn claimed() -> OrderedSet<Name> {
    let mut found = OrderedSet::new();
    let mut seen = OrderedSet::new();
    let mut messages: Vec<&'static Message> = mesh_config::KINDS.iter().map(|kind| kind.spec).collect();
    while let Some(message) = messages.pop() {
        if !seen.insert(title(message)) {
            continue;
        }
        for field in message.fields {
            if field.support == Support::Simulated {
                found.insert((title(message), field.name));
                messages.extend(inner((field.shape)()));
            }
        }
    }
    found
}

/// Two APIs may give one name to messages of theirs.
fn title(message: &Message) -> String {
    format!("{} ({})", message.name, message.link)
}

fn inner(shape: Shape) -> Option<&'static Message> {
    match shape {
        Shape::Message(message) => Some(message),
        Shape::List(item) => inner(item()),
        Shape::Map(value) => inner(value()),
        _ => None,
    }
}

/// Leaves out each field of a text that is not proven yet.
fn prove(text: &str, claimed: &OrderedSet<Name>, proven: &mut OrderedSet<Name>) {
    let config = mesh_config::parse(&[file(text)]);
    let trees: Vec<Node> = config.resources.iter().map(|resource| Node::clone(&resource.node)).collect();
    let mut places = Vec::new();
    for (index, resource) in config.resources.iter().enumerate() {
        let Some(kind) = mesh_config::find_kind(&resource.api_version, &resource.kind) else { continue };
        let spec = if kind.has_spec() {
            let at = resource.node.entries().iter().position(|entry| entry.key.value == "spec");
            at.and_then(|at| Some((vec![at], &resource.node.entries().get(at)?.value)))
        } else {
            Some((Vec::new(), resource.node.as_ref()))
        };
        if let Some((steps, node)) = spec {
            collect(Shape::Message(kind.spec), node, index, &steps, &mut places);
        }
    }
    places.retain(|place| claimed.contains(&place.name) && !proven.contains(&place.name));
    if places.is_empty() {
        return;
    }
    let whole = Ran::new(&written(&trees));
    let mut tries: OrderedMap<Name, usize> = OrderedMap::new();
    for place in places {
        let count = tries.entry(place.name.clone()).or_default();
        if proven.contains(&place.name) || *count >= MOST_TRIES {
            continue;
        }
        *count += 1;
        let mut without = trees.clone();
        remove(&mut without[place.resource], &place.steps);
        if differs(&whole, &written(&without)) {
            proven.insert(place.name);
        }
    }
}

fn collect(shape: Shape, node: &Node, resource: usize, steps: &[usize], places: &mut Vec<Place>) {
    let below = |index: usize| steps.iter().copied().chain([index]).collect::<Vec<usize>>();
    match (shape, &node.value) {
        (Shape::Message(message), Value::Mapping(entries)) => {
            for (index, entry) in entries.iter().enumerate() {
                let Some(field) = message.field(&entry.key.value) else { continue };
                let Field { name, shape, .. } = field;
                places.push(Place { name: (title(message), name), resource, steps: below(index) });
                collect(shape(), &entry.value, resource, &below(index), places);
            }
        }
        (Shape::List(item), Value::Sequence(items)) => {
            for (index, node) in items.iter().enumerate() {
                collect(item(), node, resource, &below(index), places);
            }
        }
        (Shape::Map(value), Value::Mapping(entries)) => {
            for (index, entry) in entries.iter().enumerate() {
                collect(value(), &entry.value, resource, &below(index), places);
            }
        }
        _ => {}
    }
}

fn remove(node: &mut Node, steps: &[usize]) {
    match (&mut node.value, steps) {
        (Value::Mapping(entries), [last]) => {
            entries.remove(*last);
        }
        (Value::Mapping(entries), [step, rest @ ..]) => remove(&mut entries[*step].value, rest),
        (Value::Sequence(items), [step, rest @ ..]) => remove(&mut items[*step], rest),
        _ => {}
    }
}

fn file(text: &str) -> SourceFile {
    SourceFile { name: "scenario.yaml".into(), text: text.into() }
}

fn written(trees: &[Node]) -> String {
    trees.iter().map(flow).collect::<Vec<_>>().join("\n---\n")
}

fn flow(node: &Node) -> String {
    match &node.value {
        Value::Scalar(scalar) if scalar.plain && !scalar.text.is_empty() && is_word(&scalar.text) => {
            scalar.text.to_string()
        }
        Value::Scalar(scalar) if scalar.is_null() => "null".to_owned(),
        Value::Scalar(scalar) => serde_json::to_string(&scalar.text).unwrap(),
        Value::Sequence(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Mapping(entries) => {
            let entry =
                |entry: &Entry| format!("{}: {}", serde_json::to_string(&entry.key.value).unwrap(), flow(&entry.value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

fn is_word(text: &str) -> bool {
    text.chars().all(|character| character.is_ascii_alphanumeric() || "-_./+".contains(character))
}

/// The configuration of each proxy, and the digest of a run.
struct Ran {
    proxies: Vec<String>,
    digest: String,
}

impl Ran {
    fn new(text: &str) -> Self {
        let mesh = mesh(text);
        Self { proxies: proxies(&mesh), digest: digest(mesh) }
    }
}

fn differs(whole: &Ran, text: &str) -> bool {
    let mesh = mesh(text);
    proxies(&mesh) != whole.proxies || digest(mesh) != whole.digest
}

fn mesh(text: &str) -> Arc<Mesh> {
    Arc::new(Mesh::from_files(&[file(text)], false))
}

/// Pods with the same view share one configuration.
fn proxies(mesh: &Mesh) -> Vec<String> {
    let of_pods = (0..mesh.cluster().pods.len()).filter_map(|pod| mesh.pod_client(PodIndex(pod)));
    let clients = of_pods.chain(mesh.client("client")).chain(mesh.client("ingress"));
    let mut known: Vec<Arc<mesh_proxy::config::ProxyConfig>> = Vec::new();
    let mut found = Vec::new();
    for client in clients {
        let config = mesh.proxy_config(&client);
        match known.iter().position(|one| Arc::ptr_eq(one, &config)) {
            Some(place) => found.push(place.to_string()),
            None => {
                found.push(serde_json::to_string(&*config).unwrap());
                known.push(config);
            }
        }
    }
    found
}

fn digest(mesh: Arc<Mesh>) -> String {
    let world = Arc::new(World::new(mesh));
    let seed = world.seed();
    let until = world.duration().min(Time(1_500_000_000));
    let mut simulation = Simulation::one_way(world, seed);
    let _ = simulation.run(until, &mut Work::new(20_000, 200_000_000));
    simulation.digest().to_string()
}
