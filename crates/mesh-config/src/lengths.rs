//! How long names and labels may be (apimachinery, `pkg/util/validation`).

use mesh_words::say;

use crate::decode::Decoder;
use crate::model::ObjectMeta;
use crate::{Kind, Node, Span};

/// A label of a domain name: Services, namespaces, values of labels.
const LABEL: usize = 63;

/// A domain name: what most kinds may be called.
const DOMAIN: usize = 253;

/// The key of a label with its prefix.
const KEY: usize = DOMAIN + 1 + LABEL;

/// Labels of one object: a limit of the playground, since each of an object's pods has them.
const MOST_LABELS: usize = 100;

/// What may be too long.
#[derive(Clone, Copy)]
enum What {
    /// The value of a field, by its path.
    Field(&'static str),
    LabelKey,
    LabelValue,
}

/// Refuses what the API server would refuse because of its length, and cuts it. Each of ten thousand pods carries its names
/// and labels: without bounds a short text could fill any memory, also while it is judged.
pub(crate) fn refuse_too_long(kind: Option<&Kind>, meta: &mut ObjectMeta, decoder: &mut Decoder<'_>) {
    let most = if kind.is_some_and(|kind| matches!(kind.name, "Service" | "Namespace")) { LABEL } else { DOMAIN };
    if let Some(name) = &mut meta.name {
        check(What::Field("metadata.name"), &name.value, name.span, most, decoder);
        cut(&mut name.value, most);
    }
    if let Some(namespace) = &mut meta.namespace {
        check(What::Field("metadata.namespace"), &namespace.value, namespace.span, LABEL, decoder);
        cut(&mut namespace.value, LABEL);
    }
    refuse_labels("metadata.labels", meta, decoder);
}

/// The same for the labels that a workload gives its pods.
pub(crate) fn refuse_too_long_template(node: &Node, decoder: &mut Decoder<'_>) {
    let labels = node.at("spec.template.metadata.labels");
    let Some(labels) = labels else { return };
    let entries = labels.entries();
    count("spec.template.metadata.labels", entries.len(), labels.span, decoder);
    for entry in entries {
        check(What::LabelKey, &entry.key, entry.key.span, KEY, decoder);
        check(What::LabelValue, entry.value.text().unwrap_or_default(), entry.value.span, LABEL, decoder);
    }
}

fn refuse_labels(place: &str, meta: &ObjectMeta, decoder: &mut Decoder<'_>) {
    let Some((_, first)) = meta.labels.iter().next() else { return };
    count(place, meta.labels.len(), first.span, decoder);
    for (key, value) in &meta.labels {
        check(What::LabelKey, key, value.span, KEY, decoder);
        check(What::LabelValue, &value.value, value.span, LABEL, decoder);
    }
}

fn cut(text: &mut String, most: usize) {
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
    }
}

fn count(place: &str, count: usize, span: Span, decoder: &mut Decoder<'_>) {
    if count > MOST_LABELS {
        let message = say!("config-too-many-labels", field = place, count, most = MOST_LABELS);
        decoder.too_long(span, message);
    }
}

fn check(what: What, text: &str, span: Span, most: usize, decoder: &mut Decoder<'_>) {
    let length = text.chars().count();
    if length > most {
        let message = match what {
            What::Field(field) => say!("config-too-long-field", field, most, length),
            What::LabelKey => say!("config-too-long-label-key", most, length),
            What::LabelValue => say!("config-too-long-label-value", most, length),
        };
        decoder.too_long(span, message);
    }
}
