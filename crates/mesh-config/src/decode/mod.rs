//! From the spanned tree to typed values, by the field table; what does not fit becomes a diagnostic at its place.

mod checks;
mod collections;
mod decoder;
mod duration;
mod former_fields;
mod moving;
mod own_kinds;
mod places;
mod scalar;
mod unknown_field;
mod written;
mod wrong_shape;

pub(crate) use decoder::{Decoder, shortened};
pub use duration::duration;
pub(crate) use duration::parse_duration;
pub(crate) use own_kinds::check_bounds;
pub(crate) use scalar::{Refusal, enumeration_value};

use crate::schema::Shape;
use crate::{Node, Scalar};

/// A value that can be read from a node.
pub(crate) trait FromNode: Sized {
    /// What may stand there, for the field table.
    fn shape() -> Shape;
    /// The value; `None` when nothing of it can be used, which is then reported.
    fn from_node(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self>;
}

/// A value that is written as one scalar.
pub(crate) trait FromScalar: Sized {
    /// What may stand there, for the field table.
    fn shape() -> Shape;
    /// The value, or why it is none.
    ///
    /// # Errors
    /// Says what was expected in its place.
    fn from_scalar(scalar: &Scalar) -> Result<Self, Refusal>;
}

/// What a field holds: an optional value, a list or a map.
pub(crate) trait FieldValue: Default {
    /// What may stand there, for the field table.
    fn shape() -> Shape;
    /// The value; the default when nothing of it can be used, which is then reported.
    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Self;
}
