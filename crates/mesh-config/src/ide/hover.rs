//! What the field table says about the word at a place.

use super::context::Context;
use super::scanner::Step;
use mesh_view::Hover;

use crate::schema::{Field, Message, Shape};

/// What is known about the word at a byte of a text.
#[must_use]
pub fn hover(text: &str, offset: usize) -> Option<Hover> {
    let mut context = Context::at(text, offset)?;
    let word = text.get(context.word.clone())?.trim_matches(['"', '\'']).to_owned();
    if word.is_empty() {
        return None;
    }
    let is_key = context.keys().is_some_and(|message| message.field(&word).is_some())
        || context.path.is_empty() && context.kind.is_some_and(|kind| kind.spec.field(&word).is_some());
    if !is_key && context.keys().is_some() {
        return None;
    }
    if is_key {
        context.path.push(Step::Key(word.clone()));
    }
    let shape = context.shape();
    let (message, field) = context.field()?;
    let mut hover = describe(message, field, context.word.clone());
    if let (false, Some(Shape::Enum(enumeration))) = (is_key, shape)
        && let Some(value) = enumeration.values.iter().find(|value| value.name == word)
    {
        hover.title = format!("{}: {word}", hover.title);
        hover.doc = value.said(enumeration).to_owned();
    }
    Some(hover)
}

fn describe(message: &'static Message, field: &'static Field, range: std::ops::Range<usize>) -> Hover {
    let owner = if message.name == "the object" { String::new() } else { format!("{}.", message.name) };
    let said = field.said(message);
    Hover {
        range,
        title: format!("{owner}{}", field.name),
        type_name: (field.shape)().type_name(),
        doc: said.doc.to_owned(),
        default: said.default.to_owned(),
        link: message.url(),
        support: field.support,
    }
}
