//! Sentences as data, and how they are read.

use std::{
    borrow::Cow,
    fmt::{self, Display, Formatter},
};

use serde::{Deserialize, Serialize};

use crate::argument::{Argument, clipped};
use crate::catalogue::{Piece, Sentence};

/// More characters of what others say are not kept.
const LONGEST: usize = 2_000;

/// Something that people read. `Display` gives English.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Words {
    /// A sentence of the catalogue, made by [`say!`](crate::say).
    Ours(Sentence, Vec<Argument>),
    /// What Istio, Kubernetes or Envoy say, word for word.
    Theirs(Cow<'static, str>),
    /// Sentences one after the other.
    Several(Vec<Words>),
}

impl Words {
    /// What Istio, Kubernetes or Envoy say, word for word: it is the same in every language.
    pub fn theirs(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Theirs(clipped(text.into(), LONGEST))
    }

    /// This, and then that.
    #[must_use]
    pub fn and(self, more: Self) -> Self {
        match self {
            Self::Several(mut sentences) => {
                sentences.push(more);
                Self::Several(sentences)
            }
            first => Self::Several(vec![first, more]),
        }
    }

    /// Whether any of it is a sentence of the catalogue.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        match self {
            Self::Ours(..) => true,
            Self::Theirs(_) => false,
            Self::Several(sentences) => sentences.iter().any(Self::is_ours),
        }
    }
}

impl Default for Words {
    /// Nothing is said.
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl Display for Words {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ours(sentence, arguments) => write_pieces(sentence.english(), arguments, out),
            Self::Theirs(text) => out.write_str(text),
            Self::Several(sentences) => {
                for (index, sentence) in sentences.iter().enumerate() {
                    out.write_str(if index == 0 { "" } else { " " })?;
                    sentence.fmt(out)?;
                }
                Ok(())
            }
        }
    }
}

impl Display for Argument {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => out.write_str(text),
            Self::Number(number) => number.fmt(out),
            Self::Words(words) => words.fmt(out),
            Self::List(items) => write_list(items, None, out),
        }
    }
}

impl PartialEq<str> for Words {
    fn eq(&self, other: &str) -> bool {
        let text = self.to_string();
        text == other
    }
}

impl PartialEq<&str> for Words {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

fn write_pieces(pieces: &[Piece], arguments: &[Argument], out: &mut Formatter<'_>) -> fmt::Result {
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.write_str(text)?,
            Piece::Argument(index) => arguments.get(*index).map_or(Ok(()), |argument| argument.fmt(out))?,
            Piece::List(index, word) => match arguments.get(*index) {
                Some(Argument::List(items)) => write_list(items, Some(word), out)?,
                Some(argument) => argument.fmt(out)?,
                None => {}
            },
            Piece::Select { argument, variants, default } => {
                let argument = arguments.get(*argument);
                let fits = |key: &str| match argument {
                    Some(Argument::Number(number)) => *number == 1 && key == "one" || number.to_string() == key,
                    Some(Argument::Text(text)) => text == key,
                    _ => false,
                };
                let chosen = variants.iter().find(|(key, _)| fits(key)).or_else(|| variants.get(*default));
                chosen.map_or(Ok(()), |(_, pieces)| write_pieces(pieces, arguments, out))?;
            }
        }
    }
    Ok(())
}

/// `a, b and c`, or `a, b, c` without a word for the last.
fn write_list(items: &[Argument], word: Option<&str>, out: &mut Formatter<'_>) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        match word {
            _ if index == 0 => {}
            Some(word) if index + 1 == items.len() => write!(out, " {word} ")?,
            _ => out.write_str(", ")?,
        }
        item.fmt(out)?;
    }
    Ok(())
}
