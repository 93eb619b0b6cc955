//! The sentences of all languages, as the build read them.

use std::sync::OnceLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

#[cfg(not(feature = "handed-over"))]
use crate::Language;

include!(concat!(env!("OUT_DIR"), "/sentences.rs"));

/// The patterns of a language, a line for each key.
struct Catalogue {
    patterns: std::borrow::Cow<'static, str>,
    /// Where each line ends.
    ends: Vec<usize>,
}

impl Catalogue {
    fn new(patterns: std::borrow::Cow<'static, str>) -> Self {
        let ends = patterns.match_indices('\n').map(|(end, _)| end).collect();
        Self { patterns, ends }
    }

    fn pattern(&self, index: usize) -> &str {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| end + 1);
        self.ends.get(index).and_then(|end| self.patterns.get(start..*end)).unwrap_or_default()
    }
}

static HANDED_OVER: OnceLock<Catalogue> = OnceLock::new();

/// Hands a program the patterns of the language that it speaks, of the same build: for one that is compiled without them
/// (`handed-over`), so that each reader loads one language, once.
pub fn install(patterns: String) {
    HANDED_OVER.set(Catalogue::new(patterns.into())).ok();
}

#[cfg(feature = "handed-over")]
fn spoken() -> &'static Catalogue {
    HANDED_OVER.get_or_init(|| Catalogue::new("".into()))
}

#[cfg(not(feature = "handed-over"))]
fn spoken() -> &'static Catalogue {
    HANDED_OVER.get().unwrap_or_else(|| compiled_in(crate::speaking::spoken_here()))
}

/// The sentences of a language, for programs that speak several.
#[cfg(not(feature = "handed-over"))]
fn compiled_in(language: Language) -> &'static Catalogue {
    static ENGLISH: OnceLock<Catalogue> = OnceLock::new();
    static KOREAN: OnceLock<Catalogue> = OnceLock::new();
    let catalogue = match language {
        Language::En => &ENGLISH,
        Language::Ko => &KOREAN,
    };
    catalogue.get_or_init(|| Catalogue::new(language.patterns().into()))
}

#[cfg(not(feature = "handed-over"))]
impl Language {
    /// The patterns of its sentences, as a program that has none ([`install`]) is handed them.
    #[must_use]
    pub fn patterns(self) -> &'static str {
        match self {
            Self::En => include_str!(concat!(env!("OUT_DIR"), "/en.txt")),
            Self::Ko => include_str!(concat!(env!("OUT_DIR"), "/ko.txt")),
        }
    }
}

/// A sentence of the catalogue, by the number of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sentence(pub(crate) u16);

impl Sentence {
    /// Its key in the catalogue.
    #[must_use]
    pub fn key(self) -> &'static str {
        KEYS.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// How it is said, for `pattern.rs`.
    pub(crate) fn pattern(self) -> &'static str {
        spoken().pattern(usize::from(self.0))
    }
}

/// The key where people read it; between programs of one build, which have the same keys, the number.
impl Serialize for Sentence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(self.key())
        } else {
            serializer.serialize_u16(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Sentence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return u16::deserialize(deserializer).map(Sentence);
        }
        let key = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let index = KEYS.binary_search(&&*key).ok().and_then(|index| u16::try_from(index).ok());
        index.map(Sentence).ok_or_else(|| D::Error::custom(format_args!("the catalogue has no sentence `{key}`")))
    }
}
