//! Kubernetes' `IntOrString`.

use mesh_words::say;

use crate::Scalar;
use crate::decode::{FromScalar, Refusal};
use crate::schema::Shape;

/// A number or a text: a port by number or name, a count or a percentage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntOrString {
    /// Written without quotes as a whole number.
    Int(i32),
    /// Anything else, `25%` among it.
    String(String),
}

impl Default for IntOrString {
    fn default() -> Self {
        IntOrString::Int(0)
    }
}

impl FromScalar for IntOrString {
    fn shape() -> Shape {
        Shape::Scalar("IntOrString")
    }

    fn from_scalar(scalar: &Scalar) -> Result<Self, Refusal> {
        let is_no_text = scalar.as_bool().is_some() || scalar.as_number().is_some_and(|number| number.fract() != 0.0);
        if is_no_text {
            return Err(Refusal::new(say!("config-expected-int-or-string"), say!("config-cure-quote-name")));
        }
        match scalar.as_integer() {
            Some(number) => number.try_into().map(IntOrString::Int).map_err(|_| {
                Refusal::new(say!("config-expected-int-or-string-of-32-bits"), say!("config-cure-smaller-number"))
            }),
            None => Ok(IntOrString::String(scalar.text.to_string())),
        }
    }
}
