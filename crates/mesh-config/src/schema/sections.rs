//! The field table part by part, for what says it in another language.

use mesh_words::FieldDoc;

use super::{Enumeration, Message, Shape};
use crate::KINDS;
use crate::object::OBJECT;

/// A message or an enumeration that the editor or `docs/fields.md` speaks of.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its name in the API's reference.
    pub owner: &'static str,
    /// The same; of several parts that have the same, all but the first say the kind in which they are met, as
    /// `Gateway (gateway.networking.k8s.io/v1 Gateway)`.
    pub name: String,
    /// Its keys and what English says of them; first, without a name, what it says of the whole of a message.
    pub keys: Vec<(&'static str, FieldDoc<'static>)>,
}

/// All parts, kind by kind, in the order in which they are met.
#[must_use]
pub fn sections() -> Vec<Section> {
    let mut found = Vec::new();
    collect(Shape::Message(&OBJECT), "", &mut found);
    for kind in KINDS {
        collect(Shape::Message(kind.spec), &format!("{} {}", kind.api_version(), kind.name), &mut found);
    }
    found
}

/// Adds a part and those that it leads to.
fn collect(shape: Shape, met_in: &str, found: &mut Vec<Section>) {
    match shape {
        Shape::List(inner) | Shape::Map(inner) => collect(inner(), met_in, found),
        Shape::Message(message) => {
            if add(message.name, keys_of_message(message), met_in, found) {
                message.fields.iter().for_each(|field| collect((field.shape)(), met_in, found));
            }
        }
        Shape::Enum(enumeration) => {
            add(enumeration.name, keys_of_enumeration(enumeration), met_in, found);
        }
        Shape::Scalar(_) | Shape::Any => {}
    }
}

/// Adds a part; whether it was not there.
fn add(
    owner: &'static str,
    keys: Vec<(&'static str, FieldDoc<'static>)>,
    met_in: &str,
    found: &mut Vec<Section>,
) -> bool {
    if found.iter().any(|known| known.owner == owner && known.keys == keys) {
        return false;
    }
    let is_taken = found.iter().any(|known| known.owner == owner);
    let name = if is_taken { format!("{owner} ({met_in})") } else { owner.to_owned() };
    found.push(Section { owner, name, keys });
    true
}

fn keys_of_message(message: &Message) -> Vec<(&'static str, FieldDoc<'static>)> {
    let fields = message.fields.iter().map(|field| (field.name, field.english()));
    [("", message.english())].into_iter().chain(fields).collect()
}

fn keys_of_enumeration(enumeration: &Enumeration) -> Vec<(&'static str, FieldDoc<'static>)> {
    enumeration.values.iter().map(|value| (value.name, value.english())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart_by_where_they_are_met() {
        let sections = sections();
        let names: Vec<_> = sections.iter().map(|section| section.name.as_str()).collect();
        for name in ["the object", "Gateway", "Gateway (gateway.networking.k8s.io/v1 Gateway)", "ServiceType"] {
            assert_eq!(names.iter().filter(|known| **known == name).count(), 1, "{name} in {names:?}");
        }
        let mut unique = names.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), names.len());
    }

    #[test]
    fn a_part_has_the_keys_of_the_table() {
        let sections = sections();
        let route = sections.iter().find(|section| section.name == "HTTPRoute").unwrap();
        assert_eq!(route.keys.first().map(|(name, _)| *name), Some(""));
        assert!(route.keys.iter().any(|(name, english)| *name == "timeout" && english.default == "none"));
    }
}
