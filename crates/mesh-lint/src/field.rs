//! A view of the tree that answers like Istio's messages do: what is absent is empty, and has a place all the same.

use std::borrow::Cow;

use mesh_config::{Entry, Node, Resource, Scalar, Span, Value, parse_float, schema::Enumeration};
use mesh_ordered::sort_by;

/// A field of a resource, there or not. Names are asked for in camelCase and found in snake_case too, as protobuf does.
#[derive(Clone, Copy)]
pub(crate) struct Field<'a> {
    node: Option<&'a Node>,
    /// The field itself, else the nearest one around it that is there.
    place: &'a Node,
    span: Span,
    /// An item of a list or a value of a map: null is an empty one.
    is_item: bool,
}

/// The `spec` of a resource.
pub(crate) fn spec(resource: &Resource) -> Field<'_> {
    root(resource).get("spec")
}

/// The whole document of a resource.
pub(crate) fn root(resource: &Resource) -> Field<'_> {
    Field::new(&resource.node, resource.metadata.name.span)
}

impl<'a> Field<'a> {
    /// The field that a node is.
    pub(crate) fn new(node: &'a Node, span: Span) -> Self {
        Self { node: Some(node), place: node, span, is_item: false }
    }

    /// A field of this one.
    pub(crate) fn get(self, name: &str) -> Field<'a> {
        let entries = || self.node.into_iter().flat_map(Node::entries);
        // Where both spellings stand protobuf takes its own.
        let own = entries().find(|entry| entry.key.value == name);
        let entry = own.or_else(|| entries().find(|entry| is_snake_case_of(&entry.key.value, name)));
        entry.map_or(Field { node: None, is_item: false, ..self }, entry_field)
    }

    /// Of fields that exclude each other the one that counts: the last of those that are there.
    pub(crate) fn one_of(self, names: &[&'static str]) -> Option<(&'static str, Field<'a>)> {
        names.iter().rev().map(|name| (*name, self.get(name))).find(|(_, field)| field.present())
    }

    /// Whether it is there and not null.
    pub(crate) fn present(self) -> bool {
        self.node.is_some_and(|node| self.is_item || !node.is_null())
    }

    /// Whether it is a list or a map with something in it: protobuf knows no empty ones.
    pub(crate) fn is_filled(self) -> bool {
        self.node.is_some_and(|node| !node.items().is_empty() || !node.entries().is_empty())
    }

    /// Whether Istio knows the line of it: that of a scalar that stands where it is used.
    pub(crate) fn has_line(self) -> bool {
        self.node.is_some_and(|node| matches!(node.value, Value::Scalar(_)))
    }

    /// The text of a scalar; empty for anything else.
    pub(crate) fn text(self) -> Cow<'a, str> {
        match self.node.filter(|node| !node.is_null()).and_then(Node::text) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Borrowed(""),
        }
    }

    /// The word of an enumeration that it holds, by name or by number; a number without a name as it is.
    pub(crate) fn word(self, of: &'static Enumeration) -> Cow<'a, str> {
        let named = |number: i64| of.values.iter().find(|value| i64::from(value.number) == number);
        match self.scalar().and_then(Scalar::as_number) {
            Some(_) => named(self.integer()).map_or(self.text(), |value| Cow::Borrowed(value.name)),
            None => self.text(),
        }
    }

    /// The whole number that it holds, as number or text; else 0.
    pub(crate) fn integer(self) -> i64 {
        let number = self.number();
        self.scalar()
            .and_then(Scalar::as_integer)
            .map_or(if number.fract() == 0.0 { number as i64 } else { 0 }, |integer| {
                integer.clamp(i64::MIN.into(), i64::MAX.into()) as i64
            })
    }

    /// The number that it holds, as number or text; else 0.
    pub(crate) fn number(self) -> f64 {
        let Some(scalar) = self.scalar() else { return 0.0 };
        scalar.as_number().or_else(|| parse_float(scalar.text.trim())).unwrap_or_default()
    }

    fn scalar(self) -> Option<&'a Scalar> {
        self.node.and_then(Node::scalar)
    }

    /// Whether it says yes.
    pub(crate) fn is_true(self) -> bool {
        self.node.and_then(Node::scalar).and_then(mesh_config::Scalar::as_bool).unwrap_or_default()
    }

    /// The items of a list; none of anything else.
    pub(crate) fn items(self) -> impl ExactSizeIterator<Item = Field<'a>> {
        let items = self.node.map_or(&[][..], Node::items);
        items.iter().map(|node| Field { node: Some(node), place: node, span: short_span(node), is_item: true })
    }

    /// The entries of a map; none of anything else.
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'a str, Field<'a>)> {
        let entries = self.node.map_or(&[][..], Node::entries);
        entries.iter().map(|entry| (entry.key.value.as_str(), Field { is_item: true, ..entry_field(entry) }))
    }

    /// Where to point: the value of a scalar, the key of a block, what is around it if it is not there.
    pub(crate) fn span(self) -> Span {
        self.span
    }

    /// The node at the field's place.
    pub(crate) fn place(self) -> &'a Node {
        self.place
    }

    /// The same text for the same meaning: keys sorted, nulls and the named keys left out.
    pub(crate) fn canonical(self, without: &[&str]) -> String {
        let mut text = String::new();
        if let Some(node) = self.node {
            write_canonical(node, without, &mut text);
        }
        text
    }
}

fn entry_field(entry: &Entry) -> Field<'_> {
    let node = &entry.value;
    let span = if node.text().is_some_and(|text| !text.is_empty()) { node.span } else { entry.key.span };
    Field { node: Some(node), place: node, span, is_item: false }
}

/// The first key of a mapping in a list stands for the item: a whole block is too much to mark.
fn short_span(node: &Node) -> Span {
    node.entries().first().map_or(node.span, |entry| entry.key.span)
}

fn is_snake_case_of(key: &str, name: &str) -> bool {
    // Both spellings begin alike, and nearly all keys are told apart by that.
    key.as_bytes().first() == name.as_bytes().first() && key.contains('_') && camel_case(key) == name
}

fn camel_case(key: &str) -> String {
    let mut upper = false;
    let mut text = String::with_capacity(key.len());
    for character in key.chars() {
        if character == '_' {
            upper = true;
        } else {
            text.push(if upper { character.to_ascii_uppercase() } else { character });
            upper = false;
        }
    }
    text
}

fn write_canonical(node: &Node, without: &[&str], text: &mut String) {
    match &node.value {
        Value::Scalar(scalar) => text.push_str(&format!("{:?}", scalar.text)),
        Value::Sequence(items) => {
            text.push('[');
            for item in items {
                write_canonical(item, &[], text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Mapping(entries) => {
            let mut entries: Vec<&Entry> = entries.iter().filter(|entry| !entry.value.is_null()).collect();
            sort_by(&mut entries, |one, other| one.key.value.cmp(&other.key.value));
            text.push('{');
            for entry in entries.into_iter().filter(|entry| !without.contains(&entry.key.value.as_str())) {
                text.push_str(&format!("{:?}:", entry.key.value));
                write_canonical(&entry.value, &[], text);
                text.push(',');
            }
            text.push('}');
        }
    }
}

/// Where no place in the text tells which item holds a node, because aliases stand among them, only so many are looked at:
/// each of a hundred thousand findings would look at each of a hundred thousand items.
const MOST_LOOKED_AT: usize = 1_000;

/// The path of a node below another, as `spec.http[0].route[1]`; none if it is not there.
pub(crate) fn path_to(root: &Node, target: &Node) -> Option<String> {
    if std::ptr::eq(root, target) {
        return Some(String::new());
    }
    if !(root.span.start <= target.span.start && target.span.end <= root.span.end) {
        return None;
    }
    let join = |step: String, rest: String| {
        let separator = if rest.is_empty() || rest.starts_with('[') { "" } else { "." };
        format!("{step}{separator}{rest}")
    };
    match &root.value {
        Value::Scalar(_) => None,
        Value::Sequence(items) => {
            let (index, rest) = child_with(items, |item| item, target)?;
            Some(join(format!("[{index}]"), rest))
        }
        Value::Mapping(entries) => {
            let (index, rest) = child_with(entries, |entry| &entry.value, target)?;
            Some(join(entries.get(index)?.key.value.clone(), rest))
        }
    }
}

/// The child that holds a node, and the path from there: in the order of the text it is found by its place.
fn child_with<T>(children: &[T], node: impl Fn(&T) -> &Node, target: &Node) -> Option<(usize, String)> {
    let likely = children.partition_point(|child| node(child).span.end < target.span.end);
    let first = children.get(likely).and_then(|child| Some((likely, path_to(node(child), target)?)));
    first.or_else(|| {
        let looked_at = children.iter().enumerate().take(MOST_LOOKED_AT);
        looked_at.into_iter().find_map(|(index, child)| path_to(node(child), target).map(|rest| (index, rest)))
    })
}

#[cfg(test)]
mod tests {
    use mesh_config::{SourceFile, parse};

    use super::*;

    #[test]
    fn each_node_has_its_path_aliases_too() {
        let text = "kind: X\nmetadata: {name: x}\nspec: {list: [&a {b: [1, 2]}, *a, {c: {d: 3}}], other: ''}\n";
        let config = parse(&[SourceFile { name: "a.yaml".into(), text: text.into() }]);
        let root = &*config.resources[0].node;
        let at = |path: &str, node: &Node| assert_eq!(path_to(root, node).as_deref(), Some(path));
        let list = root.at("spec.list").unwrap().items();
        at("spec.list[0].b[1]", &list[0].get("b").unwrap().items()[1]);
        at("spec.list[1].b[0]", &list[1].get("b").unwrap().items()[0]);
        at("spec.list[2].c.d", list[2].get("c").unwrap().get("d").unwrap());
        at("spec.other", root.at("spec.other").unwrap());
        assert_eq!(path_to(root, &Node::default()), None);
    }
}
