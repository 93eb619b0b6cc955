//! `docs/fields.md`: the field table as a page.

use std::fmt::Write;

use mesh_ordered::OrderedSet;

use super::{Message, Shape, Support};
use crate::KINDS;

/// The field table as Markdown, kind by kind, each message once.
#[must_use]
pub fn fields_markdown() -> String {
    let mut page = String::from(
        "# Fields\n\nEvery field that the playground knows, made from the field table by `UPDATE_DOCS=1 cargo test -p mesh-config --test fields`.\n\n\
         *simulated*: requests behave by it. *checked*: it is read and validated, but changes no request. *not simulated*: it is known and has no effect here.\n",
    );
    let mut done = OrderedSet::new();
    for kind in KINDS {
        let _ = write!(page, "\n## {} (`{}`)\n", kind.name, kind.api_version());
        let mut queue = vec![kind.spec];
        while let Some(message) = queue.pop() {
            if !done.insert(message.link.to_owned() + message.name) {
                let _ = write!(page, "\n`{}`: see above.\n", message.name);
                continue;
            }
            write_message(&mut page, message);
            let inner: Vec<_> = message.fields.iter().filter_map(|field| inner_message((field.shape)())).collect();
            let fresh = inner.into_iter().filter(|inner| !done.contains(&(inner.link.to_owned() + inner.name)));
            let mut fresh: Vec<_> = fresh.collect();
            fresh.dedup_by_key(|message| message.name);
            queue.extend(fresh.into_iter().rev());
            dedup(&mut queue);
        }
    }
    page
}

/// Keeps the message that is nearest to be written.
fn dedup(queue: &mut Vec<&'static Message>) {
    let mut seen = OrderedSet::new();
    queue.reverse();
    queue.retain(|message| seen.insert(message.link.to_owned() + message.name));
    queue.reverse();
}

fn inner_message(shape: Shape) -> Option<&'static Message> {
    match shape {
        Shape::Message(message) => Some(message),
        Shape::List(item) => inner_message(item()),
        Shape::Map(value) => inner_message(value()),
        _ => None,
    }
}

fn write_message(page: &mut String, message: &Message) {
    let _ = write!(page, "\n### {}\n\n{}\n", message.name, message.doc.trim());
    if !message.link.is_empty() {
        let _ = writeln!(page, "[Reference]({})", message.url());
    }
    page.push_str("\n| field | type | default | support | meaning |\n|---|---|---|---|---|\n");
    for field in message.fields {
        let support = match field.support {
            Support::Simulated => "simulated",
            Support::Checked => "checked",
            Support::NotSimulated => "not simulated",
        };
        let cell = |text: &str| text.trim().replace('|', "\\|").replace('\n', " ");
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {support} | {} |",
            field.name,
            cell(&(field.shape)().type_name().to_string()),
            cell(field.default),
            cell(field.doc)
        );
    }
}
