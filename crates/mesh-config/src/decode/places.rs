//! Where a field that is unknown where it stands is known: nearby in the table of the same kind, or in another kind.

use crate::schema::{Message, Shape, closest};
use crate::{KINDS, Kind, Node, Value};

/// Messages are compared no further away than this: a step up or down costs one, a step into a list two.
const FARTHEST: usize = 4;

/// A slip of the pen in the wrong place is looked for no further away than this.
const FARTHEST_SLIP: usize = 2;

/// Names as short as this are too alike to be taken for slips of each other.
const SHORTEST_SLIP: usize = 6;

/// A key on the way down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) key: &'static str,
    /// Whether its value is a list, in an item of which the way goes on.
    pub(crate) list: bool,
}

/// A place as it is found from where the field stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// So many messages up.
    pub(crate) up: usize,
    /// From there down.
    pub(crate) down: Vec<Step>,
    /// The field's name there.
    pub(crate) name: String,
}

impl Place {
    pub(crate) fn below(down: &[&'static str], name: impl Into<String>) -> Self {
        let down = down.iter().map(|key| Step { key, list: false }).collect();
        Self { up: 0, down, name: name.into() }
    }
}

/// The messages around a field, the outermost first, and the kind that they are of.
pub(crate) struct Surroundings<'a> {
    pub(crate) messages: &'a [&'static Message],
    pub(crate) kind: Option<&'static Kind>,
}

impl Surroundings<'_> {
    /// The nearest place that has a field of this name and takes such a value.
    pub(crate) fn place_of(&self, key: &str, value: &Node) -> Option<Place> {
        let same = |message: &'static Message| {
            let field = message.field(key).map(|field| (field.name, Some((field.shape)())));
            field.or_else(|| message.others.iter().find(|other| **other == key).map(|other| (*other, None)))
        };
        self.nearest(value, FARTHEST, &same)
    }

    /// The nearest place that has a field of nearly this name.
    pub(crate) fn place_of_slip(&self, key: &str, value: &Node) -> Option<Place> {
        if key.len() < SHORTEST_SLIP {
            return None;
        }
        let alike = |message: &'static Message| {
            let near = closest(key, message.fields.iter().map(|field| field.name))?;
            message.field(near).map(|field| (field.name, Some((field.shape)())))
        };
        self.nearest(value, FARTHEST_SLIP, &alike)
    }

    fn nearest(&self, value: &Node, farthest: usize, known: &Known<'_>) -> Option<Place> {
        (1..=farthest).find_map(|cost| self.at_distance(cost, value, known))
    }

    /// Above goes before below: what is indented too far is told more often than what is not far enough.
    fn at_distance(&self, cost: usize, value: &Node, known: &Known<'_>) -> Option<Place> {
        (0..=cost.min(self.messages.len().saturating_sub(1))).rev().find_map(|up| {
            let message = self.messages.iter().rev().nth(up)?;
            let mut down = Vec::new();
            let name = self.below(message, cost - up, value, known, &mut down)?;
            Some(Place { up, down, name: name.to_owned() })
        })
    }

    fn below(
        &self,
        message: &'static Message,
        cost: usize,
        value: &Node,
        known: &Known<'_>,
        down: &mut Vec<Step>,
    ) -> Option<&'static str> {
        if cost == 0 {
            let (name, shape) = known(message)?;
            return shape.is_none_or(|shape| takes(shape, value)).then_some(name);
        }
        message.fields.iter().find_map(|field| {
            let (list, inner) = match (field.shape)() {
                Shape::Message(inner) => (false, inner),
                Shape::List(item) => match item() {
                    Shape::Message(inner) => (true, inner),
                    _ => return None,
                },
                // The object's own table does not say what `spec` is.
                Shape::Any if field.name == "spec" => (false, self.kind?.spec),
                _ => return None,
            };
            let rest = cost.checked_sub(1 + usize::from(list))?;
            down.push(Step { key: field.name, list });
            let found = self.below(inner, rest, value, known, down);
            if found.is_none() {
                down.pop();
            }
            found
        })
    }

    /// A field of the innermost message that is not written and takes all that a mapping holds.
    pub(crate) fn field_for(&self, value: &Node, beside: &Node) -> Option<&'static str> {
        let message = self.messages.last()?;
        let entries = value.entries();
        let takes_all = |inner: &Message| !entries.is_empty() && entries.iter().all(|entry| knows(inner, &entry.key));
        let absent = message.fields.iter().filter(|field| beside.get(field.name).is_none());
        let mut fitting = absent.filter(|field| match (field.shape)() {
            Shape::Message(inner) => takes_all(inner),
            Shape::Any if field.name == "spec" => self.kind.is_some_and(|kind| takes_all(kind.spec)),
            _ => false,
        });
        let only = fitting.next()?;
        fitting.next().is_none().then_some(only.name)
    }

    /// Another kind of the same group that has the field in its `spec`.
    pub(crate) fn other_kind(&self, key: &str, value: &Node) -> Option<&'static Kind> {
        let own = self.kind?;
        let has = |kind: &&Kind| kind.spec.field(key).is_some_and(|field| takes((field.shape)(), value));
        KINDS.iter().filter(|kind| kind.group == own.group && kind.name != own.name).find(has)
    }
}

/// A field as a message knows it, with its shape where the table says it.
type Known<'a> = dyn Fn(&'static Message) -> Option<(&'static str, Option<Shape>)> + 'a;

/// Whether a value can be what a place holds; of a mapping one key has to be known there.
fn takes(shape: Shape, value: &Node) -> bool {
    match (shape, &value.value) {
        _ if value.is_null() => true,
        (Shape::Scalar(_) | Shape::Enum(_), Value::Scalar(_))
        | (Shape::Map(_), Value::Mapping(_))
        | (Shape::Any, _) => true,
        (Shape::Message(message), Value::Mapping(entries)) => {
            entries.is_empty() || entries.iter().any(|entry| knows(message, &entry.key))
        }
        (Shape::List(item), Value::Sequence(items)) => items.first().is_none_or(|first| takes(item(), first)),
        _ => false,
    }
}

/// Whether a message has a key.
pub(crate) fn knows(message: &Message, key: &str) -> bool {
    message.field(key).is_some() || message.is_other(key)
}

/// Where the labels of a selector belong that are written into it directly.
pub(crate) fn place_of_label(message: &'static Message, value: &Node) -> Option<&'static str> {
    let is_map = |shape: Shape| matches!(shape, Shape::Map(_));
    let labels = message.fields.iter().find(|field| is_map((field.shape)()))?;
    let is_scalar = value.scalar().is_some_and(|_| !value.is_null());
    (message.name.ends_with("Selector") && is_scalar).then_some(labels.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find_kind;
    use crate::object::OBJECT;

    fn steps(place: &Place) -> String {
        let down =
            place.down.iter().map(|step| if step.list { format!("{}[]", step.key) } else { step.key.to_owned() });
        format!("{} {}", place.up, down.chain([place.name.clone()]).collect::<Vec<_>>().join("."))
    }

    fn value(text: &str) -> Node {
        let file = crate::SourceFile { name: "a".into(), text: format!("kind: X\nspec: {text}\n") };
        crate::parse(&[file]).resources.first().and_then(|one| one.node.get("spec").cloned()).unwrap_or_default()
    }

    #[test]
    fn fields_are_found_above_below_and_beside() {
        for (kind, inner, key, text, expected) in [
            (
                "DestinationRule",
                &[][..],
                "outlierDetection",
                "{interval: 1s}",
                Some("0 trafficPolicy.outlierDetection"),
            ),
            ("DestinationRule", &["trafficPolicy"], "simple", "RANDOM", Some("0 loadBalancer.simple")),
            (
                "DestinationRule",
                &["trafficPolicy", "outlierDetection"],
                "connectionPool",
                "{tcp: {}}",
                Some("1 connectionPool"),
            ),
            ("DestinationRule", &[], "name", "x", Some("1 metadata.name")),
            ("VirtualService", &["http", "route", "destination"], "weight", "1", Some("1 weight")),
            ("VirtualService", &["http", "route"], "timeout", "1s", Some("1 timeout")),
            ("VirtualService", &["http", "route"], "host", "x", Some("0 destination.host")),
            ("VirtualService", &["http", "match"], "prefix", "/", Some("0 uri.prefix")),
            ("VirtualService", &[], "match", "[{uri: {prefix: /}}]", Some("0 http[].match")),
            ("VirtualService", &["http"], "attempts", "3", Some("0 retries.attempts")),
            ("VirtualService", &["http"], "nonsense", "3", None),
            // Its inside says that it is not the pool's.
            ("DestinationRule", &["trafficPolicy", "outlierDetection"], "http", "{consecutiveErrors: 1}", None),
        ] {
            let kind = find_kind("networking.istio.io/v1", kind).unwrap();
            let mut messages = vec![&OBJECT, kind.spec];
            for key in inner {
                let shape = (messages.last().unwrap().field(key).unwrap().shape)();
                messages.push(match shape {
                    Shape::Message(message) => message,
                    Shape::List(item) => match item() {
                        Shape::Message(message) => message,
                        _ => panic!("{key}"),
                    },
                    _ => panic!("{key}"),
                });
            }
            let around = Surroundings { messages: &messages, kind: Some(kind) };
            let found = around.place_of(key, &value(text)).map(|place| steps(&place));
            assert_eq!(found.as_deref(), expected, "{key} in {inner:?}");
        }
    }

    #[test]
    fn another_kind_may_have_it() {
        let kind = find_kind("networking.istio.io/v1", "VirtualService").unwrap();
        let around = Surroundings { messages: &[&OBJECT, kind.spec], kind: Some(kind) };
        let name = |key, text| around.other_kind(key, &value(text)).map(|kind| kind.name);
        assert_eq!(name("subsets", "[{name: a}]"), Some("DestinationRule"));
        assert_eq!(name("servers", "[{hosts: []}]"), Some("Gateway"));
        assert_eq!(name("nothing", "1"), None);
    }
}
