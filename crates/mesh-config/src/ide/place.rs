//! Follows a path through the field table.

use super::scanner::Step;
use crate::Kind;
use crate::object::OBJECT;
use crate::schema::{Message, Shape};

/// The keys of any object.
pub(super) fn object_shape() -> &'static Message {
    &OBJECT
}

/// What may stand at a path of an object.
pub(super) fn shape_at(kind: Option<&'static Kind>, path: &[Step]) -> Option<Shape> {
    let mut shape = Shape::Message(&OBJECT);
    for (depth, step) in path.iter().enumerate() {
        shape = match (step, shape) {
            (Step::Key(key), Shape::Message(message)) if depth == 0 => match (message.field(key), kind) {
                (Some(field), Some(kind)) if field.name == "spec" => Shape::Message(kind.spec),
                (Some(field), _) => (field.shape)(),
                (None, Some(kind)) if !kind.has_spec() => (kind.spec.field(key)?.shape)(),
                (None, _) => return None,
            },
            (Step::Key(key), Shape::Message(message)) => (message.field(key)?.shape)(),
            (Step::Key(_), Shape::Map(value)) => value(),
            (Step::Item, Shape::List(item)) => item(),
            _ => return None,
        };
    }
    Some(shape)
}
