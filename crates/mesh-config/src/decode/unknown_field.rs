//! What is said of a key that a message does not have, and how it is mended.

use mesh_words::{Words, say};

use super::decoder::{Decoder, name_of, shortened};
use super::former_fields::today;
use super::moving::{Move, without_level};
use super::places::{Place, Surroundings, knows, place_of_label};
use super::written::Text;
use crate::schema::{Message, closest};
use crate::yaml::push_key;
use crate::{Diagnostic, Entry, Node, Severity, TextEdit, Value, codes};

/// What was likely meant by an unknown field.
enum Meant {
    /// Another field of the same message.
    Name(&'static str),
    /// The same, one level further in than it belongs.
    SuperfluousLevel,
    /// A field of another place.
    Place(Place),
    /// What the message had once.
    Today(Place),
    /// A field of another kind.
    Kind(&'static str),
    Nothing,
}

impl Decoder<'_> {
    /// Reports a key that a message does not have.
    pub(crate) fn unknown(&mut self, entry: &Entry, message: &'static Message) {
        if self.is_full() {
            return;
        }
        let meant = self.meant(entry, message);
        let text = self.sentence(&meant, &entry.key, message);
        let mut diagnostic = Diagnostic::new(codes::UNKNOWN_FIELD, Severity::Warning, text, entry.key.span);
        if let Some((title, edits)) = self.mended(&meant, entry) {
            diagnostic = diagnostic.fix(title, edits);
        }
        self.inside_key(&entry.key, |decoder| decoder.report(diagnostic));
    }

    fn meant(&self, entry: &Entry, message: &'static Message) -> Meant {
        let (key, value) = (entry.key.as_str(), &entry.value);
        if let Some(place) = today(message.name, key) {
            return Meant::Today(place);
        }
        let near = closest(key, message.fields.iter().map(|field| field.name).chain(message.others.iter().copied()));
        if let Some(near) = near.filter(|near| is_slip(key, near)) {
            return Meant::Name(near);
        }
        let superfluous = is_superfluous(value, message);
        if superfluous && self.key_within(1) == Some(key) {
            return Meant::SuperfluousLevel;
        }
        if let Some(labels) = place_of_label(message, value) {
            return Meant::Place(Place::below(&[labels], key));
        }
        let messages = self.messages();
        let around = Surroundings { messages: &messages, kind: self.kind() };
        if let Some(place) = around.place_of(key, value) {
            return Meant::Place(place);
        }
        if superfluous {
            return Meant::SuperfluousLevel;
        }
        if let Some(near) = near {
            return Meant::Name(near);
        }
        if let Some(place) = around.place_of_slip(key, value) {
            return Meant::Place(place);
        }
        if let Some(kind) = around.other_kind(key, value) {
            return Meant::Kind(kind.name);
        }
        let beside = self.nodes_around(0).and_then(|nodes| nodes.first().copied());
        beside.and_then(|beside| around.field_for(value, beside)).map_or(Meant::Nothing, Meant::Name)
    }

    fn sentence(&self, meant: &Meant, key: &str, message: &Message) -> Words {
        let (owner, field) = (name_of(message), shortened(key));
        match meant {
            Meant::Name(near) => say!("config-field-unknown-name", owner, field, near),
            Meant::SuperfluousLevel => say!("config-field-unknown-level", owner, field),
            Meant::Today(place) => {
                let path: Vec<&str> = place.down.iter().map(|step| step.key).chain([place.name.as_str()]).collect();
                say!("config-field-unknown-today", owner, field, path = path.join("."))
            }
            Meant::Place(place) => {
                let path = self.path_of(place);
                match (place.down.last(), self.key_within(place.up)) {
                    (Some(step), _) => say!("config-field-unknown-under", owner, field, key = step.key, path),
                    (None, Some(beside)) => say!("config-field-unknown-beside", owner, field, beside, path),
                    (None, None) => say!("config-field-unknown-up", owner, field, path),
                }
            }
            Meant::Kind(kind) => say!("config-field-unknown-kind", owner, field, kind),
            Meant::Nothing => say!("config-field-unknown-nothing", owner, field),
        }
    }

    /// The path of a place, as far as it is known: `[]` stands for any item of a list.
    fn path_of(&self, place: &Place) -> String {
        let mut path = self.path_above(place.up).to_owned();
        for step in &place.down {
            push_key(&mut path, step.key);
            if step.list {
                path.push_str("[]");
            }
        }
        push_key(&mut path, &shortened(&place.name));
        path
    }

    fn mended(&self, meant: &Meant, entry: &Entry) -> Option<(Words, Vec<TextEdit>)> {
        match meant {
            Meant::Name(near) => {
                let edit = TextEdit { span: entry.key.span, text: (*near).to_owned() };
                Some((say!("config-fix-change-to", text = near), vec![edit]))
            }
            Meant::SuperfluousLevel => {
                let edits = without_level(self.text(entry)?, entry)?;
                Some((say!("config-fix-remove-level", field = shortened(&entry.key)), edits))
            }
            Meant::Place(place) | Meant::Today(place) => {
                let around = self.nodes_around(place.up)?;
                let edits = Move { text: self.text(entry)?, entry, around: &around, place }.edits()?;
                Some((say!("config-fix-move-to", path = self.path_of(place)), edits))
            }
            Meant::Kind(_) | Meant::Nothing => None,
        }
    }

    fn text(&self, entry: &Entry) -> Option<Text<'_>> {
        Some(Text { chunk: self.chunk()?, file: entry.key.span.file })
    }
}

/// Whether a name is that of a field but for a letter, or for its ending.
fn is_slip(key: &str, near: &str) -> bool {
    let (key, near) = (key.to_ascii_lowercase(), near.to_ascii_lowercase());
    key.len().abs_diff(near.len()) <= 3 && (near.starts_with(&key) || key.starts_with(&near))
        || (key.len() > 3 && crate::schema::closest(&key, [near.as_str()]).is_some() && differs_by_one(&key, &near))
}

/// Whether one letter is missing, too many, another one, or changed places with its neighbour.
fn differs_by_one(left: &str, right: &str) -> bool {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let head = left.iter().zip(&right).take_while(|(left, right)| left == right).count();
    let tail = |left: &[char], right: &[char]| {
        left.iter().rev().zip(right.iter().rev()).take_while(|(left, right)| left == right).count()
    };
    let (left, right) = (left.get(head..).unwrap_or_default(), right.get(head..).unwrap_or_default());
    let tail = tail(left, right);
    let (left, right) = (left.len() - tail, right.len() - tail);
    left.max(right) <= 1 || (left, right) == (2, 2)
}

/// Whether a mapping holds nothing but fields of the message in which it stands.
fn is_superfluous(value: &Node, message: &Message) -> bool {
    match &value.value {
        Value::Mapping(entries) => !entries.is_empty() && entries.iter().all(|entry| knows(message, &entry.key)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_other_names() {
        for (key, near, slip) in [
            ("host", "hosts", true),
            ("timeOut", "timeout", true),
            ("weigth", "weight", true),
            ("subsett", "subset", true),
            ("address", "addresses", true),
            ("retry", "retries", false),
            ("labels", "tables", false),
        ] {
            assert_eq!(is_slip(key, near), slip, "{key} {near}");
        }
    }
}
