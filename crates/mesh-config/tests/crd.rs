//! The field table against the CRDs of Istio: each of their fields is known, with its type and the words of its enum.

use mesh_config::KINDS;
use mesh_config::schema::{Message, Shape};

#[test]
fn every_field_of_the_crds_is_known() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in include_str!("crd_fields.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let (kind, path) = (words.next().unwrap(), words.next().unwrap());
        let Some(message) = message_at(kind, path) else { continue };
        let words: Vec<&str> = words.collect();
        for field in message.fields {
            if words.iter().all(|word| word.split_once('=').is_none_or(|(name, _)| name != field.name)) {
                wrong.push(format!("{kind} {path}: {} is ours alone", field.name));
            }
        }
        for word in words {
            seen += 1;
            let (name, wanted) = word.split_once('=').unwrap();
            let Some(field) = message.field(name) else {
                if !message.is_other(name) {
                    wrong.push(format!("{kind} {path}: {name} is missing"));
                }
                continue;
            };
            if let Err(ours) = agrees((field.shape)(), wanted) {
                wrong.push(format!("{kind} {path}: {name} is {ours}, in the CRD {wanted}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {seen} fields:\n{}", wrong.len(), wrong.join("\n"));
    assert!(seen > 500, "only {seen} fields were compared");
}

/// The message at a path below `spec`; `None` below a field that is known but not read.
fn message_at(kind: &str, path: &str) -> Option<&'static Message> {
    let kind = KINDS.iter().find(|known| known.name == kind && known.group == "networking.istio.io").unwrap();
    path.split('.').filter(|step| !step.is_empty()).try_fold(kind.spec, |message, step| {
        let field = message.field(step.trim_end_matches(['[', ']', '{', '}']))?;
        let mut shape = (field.shape)();
        while let Shape::List(inner) | Shape::Map(inner) = shape {
            shape = inner();
        }
        match shape {
            Shape::Message(message) => Some(message),
            _ => None,
        }
    })
}

/// Whether a shape takes what the CRD says; our type's name where it does not.
fn agrees(ours: Shape, wanted: &str) -> Result<(), String> {
    let (word, inner) = wanted.split_once(':').unwrap_or((wanted, ""));
    let same = match (ours, word) {
        (Shape::Any, _) => true,
        (Shape::List(item), "list") => inner.is_empty() || agrees(item(), inner).is_ok(),
        (Shape::Map(value), "map") => inner.is_empty() || agrees(value(), inner).is_ok(),
        (Shape::Message(_), "object" | "list" | "map") => true,
        (Shape::Enum(known), "enum") => {
            // Old words stay readable, so ours may be more.
            inner.split('|').all(|word| known.values.iter().any(|value| value.name == word))
        }
        (Shape::Scalar("string" | "Duration"), "string") => true,
        (Shape::Scalar("bool"), "boolean") => true,
        (Shape::Scalar("double" | "float"), "number") => true,
        (Shape::Scalar(name), "integer") => name.contains("int"),
        (Shape::Scalar("IntOrString"), "int-or-string") => true,
        _ => false,
    };
    if same { Ok(()) } else { Err(ours.type_name().to_string()) }
}
