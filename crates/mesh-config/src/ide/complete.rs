//! What could stand at the cursor.

use mesh_view::{Completion, CompletionKind, Completions, Support};
use mesh_words::{Words, say};

use super::Names;
use super::context::Context;
use super::scanner::Step;
use super::values::{candidates, label_keys};
use crate::schema::{Field, Message, Shape};

/// What could stand at a byte of a text; nothing where nothing is known.
#[must_use]
pub fn complete(text: &str, offset: usize, names: &Names) -> Completions {
    let Some(mut context) = Context::at(text, offset) else {
        return Completions { replace: offset..offset, items: Vec::new() };
    };
    let wrap = enter_list(&mut context);
    let mut items = Vec::new();
    if let Some(message) = context.keys() {
        let spec = context.kind.filter(|kind| context.path.is_empty() && !kind.has_spec()).map(|kind| kind.spec);
        let owners = [Some(message), spec].into_iter().flatten();
        let fields = owners.flat_map(|owner| owner.fields.iter().map(move |field| (owner, field)));
        let fields = fields.filter(|(_, field)| spec.is_none() || field.name != "spec");
        let written = |name: &str| context.siblings().iter().any(|(key, _)| key == name);
        let at_word = text.get(context.word.clone()).unwrap_or_default();
        items.extend(
            fields
                .filter(|(_, field)| field.name == at_word || !written(field.name))
                .map(|(owner, field)| key(owner, field, &context)),
        );
    }
    items.extend(label_keys(&context, names).into_iter().map(|label| Completion {
        label: label.clone(),
        insert: format!("{label}: "),
        detail: say!("config-completion-label"),
        doc: String::new(),
        kind: CompletionKind::Field,
    }));
    if context.keys().is_none() {
        items.extend(candidates(&context, names).into_iter().map(|candidate| Completion {
            insert: quoted_if_needed(&candidate.text, context.shape()),
            label: candidate.text,
            detail: Words::default(),
            doc: candidate.doc,
            kind: CompletionKind::Value,
        }));
    }
    for item in &mut items {
        item.insert = format!("{}{}{}", wrap.0, item.insert, wrap.1);
    }
    Completions { replace: context.word, items }
}

/// Where a list is to come, its items are offered with the marks that make it one.
fn enter_list(context: &mut Context) -> (&'static str, &'static str) {
    let Some(Shape::List(_)) = context.shape() else { return ("", "") };
    context.path.push(Step::Item);
    let on_own_line = !context.value && !context.flow;
    if on_own_line {
        context.indent += 2;
        ("- ", "")
    } else {
        ("[", "]")
    }
}

fn key(owner: &Message, field: &'static Field, context: &Context) -> Completion {
    let shape = (field.shape)();
    let inner = " ".repeat(context.indent + 2);
    let outer = " ".repeat(context.indent);
    let insert = match shape {
        Shape::Message(_) | Shape::Map(_) if !context.flow => format!("{}:\n{inner}", field.name),
        Shape::List(_) if !context.flow => format!("{}:\n{outer}- ", field.name),
        _ => format!("{}: ", field.name),
    };
    let said = field.said(owner);
    let (is_simulated, default) = (field.support != Support::NotSimulated, said.default);
    let shape = shape.type_name();
    let detail = match (default, is_simulated) {
        ("", true) => shape,
        ("", false) => say!("config-completion-not-simulated", shape),
        (_, true) => say!("config-completion-default", shape, default),
        (_, false) => say!("config-completion-default-not-simulated", shape, default),
    };
    Completion { label: field.name.to_owned(), insert, detail, doc: said.doc.to_owned(), kind: CompletionKind::Field }
}

/// A text that would be read as something else, or not at all, is written in quotes.
fn quoted_if_needed(text: &str, shape: Option<Shape>) -> String {
    let scalar = crate::Scalar { text: text.into(), plain: true };
    let is_text = matches!(shape, Some(Shape::Scalar("string")));
    let misread = scalar.as_bool().is_some() || scalar.as_number().is_some() || scalar.is_null();
    if text.starts_with(['*', '&', '!', '@', '%']) || is_text && misread {
        format!("\"{text}\"")
    } else {
        text.to_owned()
    }
}
