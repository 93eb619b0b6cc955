//! The documentation of fields, as the API server publishes it.
//!
//! `fields.txt` holds the types of Kubernetes 1.36 (its published OpenAPI, with the values of its enums) and of Istio 1.32 (its
//! custom resource definitions). A line `# TYPE<tab>DESCRIPTION` begins a type; each line below it is a field: name, type, the
//! type that it leads to, `!` where it is required, its values, its description.

const FIELDS: &str = include_str!("fields.txt");

/// A type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Type {
    /// What it is.
    pub(super) description: String,
    /// Its fields, in alphabetical order.
    pub(super) fields: Vec<Field>,
}

/// A field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Field {
    /// Its name.
    pub(super) name: &'static str,
    /// Its type, as `explain` writes it.
    pub(super) kind: &'static str,
    /// The type that it leads to; empty for text, numbers and what is not looked into.
    pub(super) leads_to: &'static str,
    /// Whether it has to be there.
    pub(super) required: bool,
    /// Its values, where they are few.
    pub(super) values: Vec<&'static str>,
    /// What it is.
    pub(super) description: String,
}

/// A text with the escapes of JSON.
fn plain(text: &str) -> String {
    serde_json::from_str(&format!("\"{text}\"")).unwrap_or_else(|_| text.to_owned())
}

/// The type of a name.
pub(super) fn find(name: &str) -> Option<Type> {
    let mut lines = FIELDS.lines();
    let description =
        lines.by_ref().find_map(|line| line.strip_prefix("# ")?.strip_prefix(name)?.strip_prefix('\t'))?;
    let fields = lines.take_while(|line| !line.starts_with("# ")).filter_map(|line| {
        let mut cells = line.split('\t');
        Some(Field {
            name: cells.next()?,
            kind: cells.next()?,
            leads_to: cells.next()?,
            required: cells.next()? == "!",
            values: cells.next()?.split(',').filter(|value| !value.is_empty()).collect(),
            description: plain(cells.next().unwrap_or_default()),
        })
    });
    Some(Type { description: plain(description), fields: fields.collect() })
}

impl Field {
    /// What is said of it by itself: its own description and that of the type that it leads to.
    pub(super) fn whole_description(&self) -> String {
        let mut text = self.description.clone();
        if !text.is_empty() {
            text.push('\n');
        }
        // An object that stands in its place has no description but its own; the items of a list and named types have.
        let inline = self.leads_to.starts_with('i') && !self.kind.starts_with("[]");
        if !inline && let Some(of) = find(self.leads_to).filter(|of| !of.description.is_empty()) {
            text.push_str(&of.description);
            text.push('\n');
        }
        text
    }
}
