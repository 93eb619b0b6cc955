//! `docs/fields.md`: the field table as a page.

use std::fmt::Write;

use mesh_ordered::OrderedSet;
use mesh_words::{FieldDocs, Language};

use super::{Message, Shape, Support};
use crate::KINDS;

/// What the page says beside the table.
struct Around {
    head: &'static str,
    see_above: &'static str,
    reference: &'static str,
    columns: &'static str,
    simulated: &'static str,
    checked: &'static str,
    not_simulated: &'static str,
}

const ENGLISH: Around = Around {
    head: "# Fields\n\nEvery field that the playground knows, made from the field table by `UPDATE_DOCS=1 cargo test -p mesh-config --test fields`.\n\n\
           *simulated*: requests behave by it. *checked*: it is read and validated, but changes no request. *not simulated*: it is known and has no effect here.\n",
    see_above: "see above",
    reference: "Reference",
    columns: "field | type | default | support | meaning",
    simulated: "simulated",
    checked: "checked",
    not_simulated: "not simulated",
};

const KOREAN: Around = Around {
    head: "# 필드\n\n플레이그라운드가 아는 모든 필드입니다. `UPDATE_DOCS=1 cargo test -p mesh-config --test fields`가 필드 표로 만듭니다. 영어 문서는 [fields.md](fields.md)입니다.\n\n\
           *시뮬레이션*: 요청이 이 필드에 따라 동작합니다. *검증*: 읽고 검증하지만, 요청의 동작은 바뀌지 않습니다. *시뮬레이션하지 않음*: 알고 있지만 여기에서는 효과가 없습니다.\n",
    see_above: "위를 보세요",
    reference: "레퍼런스",
    columns: "필드 | 타입 | 기본값 | 지원 | 의미",
    simulated: "시뮬레이션",
    checked: "검증",
    not_simulated: "시뮬레이션하지 않음",
};

/// The field table as Markdown, kind by kind, each message once. Types are said in the language that is spoken.
#[must_use]
pub fn fields_markdown(language: Language, docs: &FieldDocs) -> String {
    let around = match language {
        Language::En => &ENGLISH,
        Language::Ko => &KOREAN,
    };
    let mut page = around.head.to_owned();
    let mut done = OrderedSet::new();
    for kind in KINDS {
        let _ = write!(page, "\n## {} (`{}`)\n", kind.name, kind.api_version());
        let mut queue = vec![kind.spec];
        while let Some(message) = queue.pop() {
            if !done.insert(message.link.to_owned() + message.name) {
                let _ = write!(page, "\n`{}`: {}.\n", message.name, around.see_above);
                continue;
            }
            write_message(&mut page, message, around, docs);
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

fn write_message(page: &mut String, message: &Message, around: &Around, docs: &FieldDocs) {
    let _ = write!(page, "\n### {}\n\n{}\n", message.name, docs.said(message.name, "", message.english()).doc);
    if !message.link.is_empty() {
        let _ = writeln!(page, "[{}]({})", around.reference, message.url());
    }
    let _ = write!(page, "\n| {} |\n|---|---|---|---|---|\n", around.columns);
    for field in message.fields {
        let support = match field.support {
            Support::Simulated => around.simulated,
            Support::Checked => around.checked,
            Support::NotSimulated => around.not_simulated,
        };
        let cell = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
        let said = docs.said(message.name, field.name, field.english());
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {support} | {} |",
            field.name,
            cell(&(field.shape)().type_name().to_string()),
            cell(said.default),
            cell(said.doc)
        );
    }
}
