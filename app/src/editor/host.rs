//! What the editor asks of the page: questions of `app/js/host.ts`.

use leptos::prelude::*;
use mesh_view::SourceFile;
use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use super::place::{InDocument, Place};
use super::{assist, rename};
use crate::browser::{Pending, autosave, bring, editor::Host, push_soon};
use crate::state::{Playground, ViewState};
use crate::text::Text;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Question {
    Complete(InDocument),
    Hover(InDocument),
    Define(Place),
    Took(Place),
    Rename { file: String, offset: u32, name: String, apply: bool },
    Fix { finding: usize, fix: usize },
    WriteOut { ghost: usize },
    Rule { code: String },
    Files { files: Vec<SourceFile> },
    Format(()),
    Outline(()),
}

/// The callbacks of the editor.
pub(super) fn host(
    playground: Playground,
    view: ViewState,
    pending: StoredValue<Pending>,
    text: &'static Text,
) -> Host {
    let typed = move || {
        playground.typing();
        push_soon(playground, pending);
    };
    let changed = move |name: String, source| {
        if let Some(file) = playground.file_named(&name) {
            playground.typed(file, source);
        }
    };
    let seen = move |from, to| playground.seen.set((from, to));
    let ask = move |json: String| {
        future_to_promise(async move {
            let answered = match serde_json::from_str(&json) {
                Ok(question) => answer(playground, view, text, question).await,
                Err(_) => None,
            };
            Ok(answered.map_or(JsValue::UNDEFINED, JsValue::from))
        })
    };
    Host { typed: Box::new(typed), changed: Box::new(changed), seen: Box::new(seen), ask: Box::new(ask) }
}

async fn answer(playground: Playground, view: ViewState, text: &'static Text, question: Question) -> Option<String> {
    match question {
        Question::Complete(place) => assist::completion(playground, &place).await,
        Question::Hover(place) => assist::hover(playground, &place, text).await,
        Question::Rename { file, offset, name, apply } => {
            let found = rename::rename(playground, &Place { file, offset }, name).await;
            if apply && !found.edits.is_empty() {
                rename::apply(&found, playground, text);
                return None;
            }
            rename::to_json(&found, playground)
        }
        Question::Define(place) => {
            if !assist::define(playground, &place).await {
                playground.say(text.no_definition, None);
            }
            None
        }
        Question::Took(place) => {
            if let Some(asked) = place.in_texts(playground) {
                playground.list_took(asked.file, asked.offset);
            }
            None
        }
        Question::Fix { finding, fix } => {
            playground.fix(finding, fix);
            autosave(playground);
            None
        }
        Question::WriteOut { ghost } => {
            playground.write_ghost(ghost, view.defaults.get_untracked());
            autosave(playground);
            None
        }
        Question::Format(()) => {
            playground.format(move || autosave(playground));
            None
        }
        Question::Outline(()) => {
            view.outline.set(true);
            None
        }
        Question::Rule { code } => {
            view.show_rule(&code);
            None
        }
        Question::Files { files } => {
            bring(playground, text, files);
            None
        }
    }
}

/// The texts that the editor shows, by their names in `app/js/host.ts`.
pub(super) fn texts(text: &'static Text) -> [(&'static str, &'static str); 11] {
    [
        ("label", text.editor_label),
        ("documentation", text.documentation),
        ("writeOut", text.write_out_named),
        ("rename", text.rename),
        ("renamePlaces", text.rename_places),
        ("renameDo", text.rename_do),
        ("actions", text.actions),
        ("noActions", text.no_actions),
        ("about", text.about_code),
        ("line", text.at_line),
        ("cancel", text.cancel),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_read_as_the_editor_writes_them() {
        let read = |json: &str| serde_json::from_str::<Question>(json).unwrap();
        assert!(matches!(read(r#"{"format":null}"#), Question::Format(())));
        assert!(matches!(read(r#"{"writeOut":{"ghost":3}}"#), Question::WriteOut { ghost: 3 }));
        let rename = read(r#"{"rename":{"file":"a.yaml","offset":7,"name":"b","apply":false}}"#);
        assert!(matches!(rename, Question::Rename { offset: 7, apply: false, .. }), "{rename:?}");
        let files = read(r#"{"files":{"files":[{"name":"a.json","text":"{}"}]}}"#);
        assert!(matches!(files, Question::Files { files } if files.len() == 1));
    }
}
