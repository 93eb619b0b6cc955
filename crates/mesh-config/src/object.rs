//! From one object of the tree to a resource.

use std::sync::Arc;

use mesh_ordered::OrderedMap;
use mesh_words::say;

use crate::content::Content;
use crate::decode::{Decoder, FieldValue, FromNode, check_bounds, shortened};
use crate::former_kinds::successor;
use crate::kinds::{find_kind, is_of_others, nearest_kind};
use crate::lengths::{refuse_too_long, refuse_too_long_template};
use crate::mesh_config_text::read_mesh_config;
use crate::model::ObjectMeta;
use crate::schema::{Field, Message, Shape, Support};
use crate::yaml::Chunk;
use crate::{Diagnostic, KINDS, Kind, Metadata, Node, Resource, Severity, Spanned, Spec, TextEdit, Value, codes};
use crate::{other_files, template};

/// Turns one object into a resource; `None` when it is not an object with a kind, which is then reported.
pub(crate) fn decode_object(node: Arc<Node>, text: Chunk<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Resource> {
    let kind = kind_of(&node);
    let mut decoder = Decoder::new(diagnostics).of(&node, text, kind);
    let mut resource = decode_typed(node, kind, &mut decoder)?;
    let mesh = resource.metadata.name.value == "istio" && resource.metadata.namespace == "istio-system";
    if let Spec::ConfigMap(map) = &mut resource.spec
        && mesh
    {
        let node = resource.node.get("data").and_then(|data| data.get("mesh"));
        map.mesh = node.and_then(|node| read_mesh_config(node, text, diagnostics)).map(Box::new);
    }
    Some(resource)
}

/// Turns an object inside another one into a resource.
pub(crate) fn decode_nested(node: &Node, decoder: &mut Decoder<'_>) -> Option<Resource> {
    let node = Arc::new(node.clone());
    decoder.nested(|diagnostics, text| {
        let kind = kind_of(&node);
        let decoder = Decoder::new(diagnostics);
        let mut decoder = match text {
            Some(text) => decoder.of(&node, text, kind),
            None => decoder,
        };
        decode_typed(node, kind, &mut decoder)
    })
}

/// The kind that an object says it is of.
fn kind_of(node: &Node) -> Option<&'static Kind> {
    let text = |key| node.get(key).and_then(Node::text).unwrap_or_default();
    find_kind(text("apiVersion"), text("kind"))
}

fn decode_typed(node: Arc<Node>, kind: Option<&'static Kind>, decoder: &mut Decoder<'_>) -> Option<Resource> {
    if node.get("kind").and_then(Node::text).is_none_or(str::is_empty) {
        if let Some(message) = other_files::recognized(&node) {
            decoder.report(other_files::remark(message, start_of(&node)));
            return None;
        }
        let message = match &node.value {
            Value::Mapping(_) => say!("config-object-no-kind"),
            _ => say!("config-object-none"),
        };
        decoder.report(Diagnostic::new(codes::NO_OBJECT, Severity::Error, message, start_of(&node)));
        return None;
    }
    let template =
        kind.filter(|kind| kind.has_spec() && !kind.is_own()).and_then(|kind| template::in_object(kind, &node));
    if let Some(found) = template {
        decoder.leave_out(found);
        // What else is wrong with it, and what it seems to need, follows from the marks.
        let resource = decode_plain(node, kind, &mut Decoder::new(&mut Vec::new()));
        return Some(Resource { readable: false, spec: Spec::Unknown, ..resource });
    }
    Some(decode_plain(node, kind, decoder))
}

/// Decodes an object that says what it is.
fn decode_plain(node: Arc<Node>, kind: Option<&'static Kind>, decoder: &mut Decoder<'_>) -> Resource {
    let text = |key| node.get(key).and_then(Node::text).unwrap_or_default().to_owned();
    let (api_version, kind_name) = (text("apiVersion"), text("kind"));
    match kind {
        Some(kind) => check_keys(kind, &node, decoder),
        None => report_ignored(&node, &api_version, &kind_name, decoder),
    }
    if !kind.is_some_and(Kind::is_own) {
        refuse_endless_numbers(&node, decoder);
    }
    let (metadata, spec) = decoder.within(&OBJECT, |decoder| {
        let metadata = decode_metadata(kind, &node, decoder);
        (metadata, kind.and_then(|kind| decode_spec(kind, &node, decoder)).unwrap_or(Spec::Unknown))
    });
    Resource {
        api_version,
        kind: kind_name,
        metadata,
        spec,
        span: node.span,
        readable: decoder.readable(),
        node,
        content: Content::default(),
    }
}

/// Kubernetes reads an object as JSON, which has no word for what is no number or without end.
fn refuse_endless_numbers(node: &Node, decoder: &mut Decoder<'_>) {
    match &node.value {
        Value::Scalar(scalar) if scalar.as_number().is_some_and(|number| !number.is_finite()) => {
            decoder.wrong_type(node, say!("config-expected-finite-number"), say!("config-cure-quote-text"));
        }
        Value::Scalar(_) => {}
        Value::Sequence(items) => items.iter().for_each(|item| refuse_endless_numbers(item, decoder)),
        Value::Mapping(entries) => entries.iter().for_each(|entry| refuse_endless_numbers(&entry.value, decoder)),
    }
}

fn decode_spec(kind: &Kind, node: &Node, decoder: &mut Decoder<'_>) -> Option<Spec> {
    if !kind.has_spec() {
        return (kind.decode)(node, decoder);
    }
    let nothing = Node { span: node.span, ..Node::default() };
    decoder.inside_key("spec", |decoder| {
        let mut spec = (kind.decode)(node.get("spec").unwrap_or(&nothing), decoder)?;
        check_bounds(&mut spec, decoder);
        Some(spec)
    })
}

fn decode_metadata(kind: Option<&Kind>, node: &Node, decoder: &mut Decoder<'_>) -> Metadata {
    let meta: Option<ObjectMeta> = node
        .get("metadata")
        .and_then(|value| decoder.inside_key("metadata", |decoder| FieldValue::decode(value, decoder)));
    let mut meta = meta.unwrap_or_default();
    refuse_too_long(kind, &mut meta, decoder);
    refuse_too_long_template(node, decoder);
    let named = meta.name.as_ref().is_some_and(|name| !name.value.is_empty());
    if !named && kind.is_some_and(|kind| !kind.is_own()) && node.at("metadata.generateName").is_none() {
        let message = say!("config-object-no-name");
        decoder.report(Diagnostic::new(codes::NO_OBJECT, Severity::Error, message, start_of(node)));
    }
    let namespace = match meta.namespace {
        _ if kind.is_some_and(|kind| !kind.namespaced) => String::new(),
        Some(namespace) if !namespace.value.is_empty() => namespace.value,
        _ => "default".to_owned(),
    };
    let plain =
        |map: OrderedMap<String, Spanned<String>>| map.into_iter().map(|(key, value)| (key, value.value)).collect();
    Metadata {
        name: meta.name.unwrap_or_else(|| Spanned::new(String::new(), start_of(node))),
        namespace,
        labels: plain(meta.labels),
        annotations: plain(meta.annotations),
        creation_timestamp: meta.creation_timestamp.map(|time| time.value),
    }
}

/// The keys of an object with a `spec`.
pub(crate) static OBJECT: Message = Message {
    name: "the object",
    doc: "An object as `kubectl apply` takes it.",
    link: "https://kubernetes.io/docs/concepts/overview/working-with-objects/",
    fields: &[
        object_field("apiVersion", "The group and version of the kind.", || Shape::Scalar("string")),
        object_field("kind", "What it is.", || Shape::Scalar("string")),
        object_field("metadata", "Its name, namespace, labels and annotations.", ObjectMeta::shape),
        object_field("spec", "What it shall be.", || Shape::Any),
    ],
    oneofs: &[],
    others: &["status"],
};

const fn object_field(name: &'static str, doc: &'static str, shape: fn() -> Shape) -> Field {
    Field { name, doc, default: "", support: Support::Simulated, shape }
}

fn check_keys(kind: &Kind, node: &Node, decoder: &mut Decoder<'_>) {
    let unknown = |key: &str| OBJECT.field(key).is_none() && !OBJECT.is_other(key);
    if kind.has_spec() {
        for entry in node.entries().iter().filter(|entry| unknown(&entry.key)) {
            decoder.within(&OBJECT, |decoder| decoder.unknown(entry, &OBJECT));
        }
    }
}

fn report_ignored(node: &Node, api_version: &str, kind: &str, decoder: &mut Decoder<'_>) {
    let span = node.get("kind").map_or(node.span, |kind| kind.span);
    let (kind, api_version) = (shortened(kind), shortened(api_version));
    if let Some(cure) = successor(&api_version, &kind) {
        let message = say!("config-kind-former", kind, version = api_version, cure);
        return decoder.report(Diagnostic::new(codes::FORMER_KIND, Severity::Warning, message, span));
    }
    let group = api_version.rsplit_once('/').map_or("", |(group, _)| group);
    let diagnostic = match nearest_kind(&api_version, &kind) {
        Some(near) if near.name == kind => {
            let span = node.get("apiVersion").map_or(span, |version| version.span);
            let near = near.api_version();
            let message = say!("config-kind-near-version", kind, version = api_version, near = &near);
            let title = say!("config-fix-change-to", text = &near);
            Diagnostic::new(codes::IGNORED_KIND, Severity::Warning, message, span)
                .fix(title, vec![TextEdit { span, text: near }])
        }
        Some(near) => {
            let message = say!("config-kind-near-name", kind, near = near.name);
            let edit = TextEdit { span, text: near.name.to_owned() };
            Diagnostic::new(codes::IGNORED_KIND, Severity::Warning, message, span)
                .fix(say!("config-fix-change-to", text = near.name), vec![edit])
        }
        // It has the name of another kind, so its group is said.
        None if is_of_others(group) && KINDS.iter().any(|known| known.name == kind) => {
            let message = say!("config-kind-ignored-of-group", kind, version = api_version);
            Diagnostic::new(codes::IGNORED_KIND, Severity::Info, message, span)
        }
        None => {
            let message = say!("config-kind-ignored", kind);
            Diagnostic::new(codes::IGNORED_KIND, Severity::Info, message, span)
        }
    };
    decoder.report(diagnostic);
}

/// The first key of an object, to mark something short.
fn start_of(node: &Node) -> crate::Span {
    node.entries().first().map_or(node.span, |entry| entry.key.span)
}
