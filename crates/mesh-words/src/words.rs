//! Sentences as data, and how they are read.

use std::{
    borrow::Cow,
    fmt::{self, Display, Formatter},
};

use serde::{Deserialize, Serialize};

use crate::argument::{Argument, clipped};
use crate::catalogue::Sentence;
use crate::pattern;

/// More characters of what others say are not kept.
const LONGEST: usize = 2_000;

/// Something that people read. `Display` gives English, or the language that is spoken ([`speaking`](crate::speaking),
/// [`speak`](crate::speak), [`install`](crate::install)).
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
            Self::Ours(sentence, arguments) => pattern::write(sentence.pattern(), arguments, out),
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
            Self::List(items) => pattern::write_list(items, None, out),
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
