//! Bytes in a text.

use mesh_words::say;

use crate::Scalar;
use crate::decode::{FromScalar, Refusal};
use crate::schema::Shape;

/// Bytes, written as base64.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base64(pub String);

impl FromScalar for Base64 {
    fn shape() -> Shape {
        Shape::Scalar("string")
    }

    fn from_scalar(scalar: &Scalar) -> Result<Self, Refusal> {
        let text = String::from_scalar(scalar)?;
        let digits: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect();
        let padding = digits.iter().rev().take_while(|byte| **byte == b'=').count();
        let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        let is_base64 =
            digits.len().is_multiple_of(4) && padding <= 2 && digits.iter().take(digits.len() - padding).all(is_digit);
        is_base64
            .then_some(Self(text))
            .ok_or_else(|| Refusal::new(say!("config-expected-base64"), say!("config-cure-base64")))
    }
}
