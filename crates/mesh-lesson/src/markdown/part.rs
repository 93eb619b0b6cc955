//! The parts of a step that stand in fences.

use mesh_view::{Block, Choice, Inline, Span};
use mesh_words::say;

use crate::fault::{Faults, WORDS};

/// What a fence holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Predict,
    Check,
    Hint,
    Mistake,
    After,
}

/// Their names.
pub(super) const KINDS: &[&str] = &["predict", "check", "hint", "mistake", "after"];

/// Languages of code.
pub(super) const LANGUAGES: &[&str] = &[
    "yaml",
    "json",
    "sh",
    "shell",
    "bash",
    "console",
    "text",
    "http",
    "dockerfile",
    "diff",
    "go",
    "python",
    "javascript",
];

impl Kind {
    /// That of a word.
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "predict" => Self::Predict,
            "check" => Self::Check,
            "hint" => Self::Hint,
            "mistake" => Self::Mistake,
            "after" => Self::After,
            _ => return None,
        })
    }

    /// Whether it has a name.
    pub(super) fn has_id(self) -> bool {
        matches!(self, Self::Predict | Self::Check | Self::Mistake)
    }

    /// How its fence begins.
    pub(super) fn wanted(self) -> &'static str {
        match self {
            Self::Predict => "predict some-name",
            Self::Check => "check some-name",
            Self::Hint => "hint",
            Self::Mistake => "mistake some-name",
            Self::After => "after",
        }
    }
}

/// What is asked, and what can be chosen: the items of the list that it ends with. Without one nothing can.
pub(super) fn choices(mut blocks: Vec<Block>, at: Span, faults: &mut Faults) -> (Vec<Block>, Vec<Choice>) {
    let Some(Block::List { items, .. }) = blocks.pop_if(|block| matches!(block, Block::List { .. })) else {
        return (blocks, Vec::new());
    };
    let choice = |item: Vec<Block>| {
        let paragraph = |block: Block| match block {
            Block::Paragraph(words) => Some(words),
            _ => None,
        };
        let [text, reply] = <[Block; 2]>::try_from(item).ok()?;
        Some(Choice { text: paragraph(text)?, reply: paragraph(reply)? })
    };
    let count = items.len();
    let choices: Vec<Choice> = items.into_iter().filter_map(choice).collect();
    if choices.len() < count || count < 2 {
        faults.at(WORDS, at, say!("lesson-choices"));
    }
    (blocks, choices)
}

/// The words of inlines, without marks.
pub(crate) fn plain(inlines: &[Inline]) -> String {
    let piece = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.clone(),
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link { text: inner, .. } => plain(inner),
        Inline::Figure { .. } => "0".to_owned(),
    };
    inlines.iter().map(piece).collect()
}
