//! Writes the Rust of a catalogue.

use std::fmt::Write as _;

use crate::catalogue::{Catalogue, Piece, Sentence};

/// The code that `src/catalogue.rs` includes.
pub(crate) fn code(english: &Catalogue) -> String {
    let mut keys = String::new();
    let mut patterns = String::new();
    let mut types = String::new();
    let mut arms = String::new();
    for (index, (key, sentence)) in english.sentences.iter().enumerate() {
        let name = type_name(key);
        writeln!(keys, "    {key:?},").ok();
        writeln!(patterns, "    {},", literal(&sentence.pieces)).ok();
        types.push_str(&declaration(&name, index, sentence));
        writeln!(arms, "    ({key:?} $($arguments:tt)*) => {{ $crate::say!(@ {name} $($arguments)*) }};").ok();
    }
    format!(
        r#"/// The keys of all sentences, sorted.
pub(crate) static KEYS: &[&str] = &[
{keys}];

/// The patterns of the English sentences, in the order of their keys.
pub(crate) static ENGLISH: &[&[Piece]] = &[
{patterns}];

/// A type for each sentence: its fields are its arguments.
#[doc(hidden)]
pub mod sentence {{
    use crate::{{Argument, Sentence, Words}};
{types}}}

/// A sentence of the catalogue: its key, and its arguments by name (`name = value`, or `name` alone for a variable of
/// that name). What the catalogue does not have does not compile.
#[macro_export]
macro_rules! say {{
    (@ $sentence:ident $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        $crate::Words::from($crate::sentence::$sentence {{ $($name: $crate::argument!($name $(, $value)?)),* }})
    }};
{arms}    ($key:literal $($rest:tt)*) => {{ compile_error!(concat!("the catalogue has no sentence ", $key)) }};
}}
"#
    )
}

fn declaration(name: &str, index: usize, sentence: &Sentence) -> String {
    let fields: String = sentence.arguments.iter().map(|argument| format!("pub {argument}: Argument, ")).collect();
    let values: String = sentence.arguments.iter().map(|argument| format!("sentence.{argument}, ")).collect();
    let sentence = if sentence.arguments.is_empty() { "_" } else { "sentence" };
    format!(
        "
    #[allow(missing_docs)]
    pub struct {name} {{ {fields}}}
    impl From<{name}> for Words {{
        fn from({sentence}: {name}) -> Self {{
            Words::Ours(Sentence({index}), vec![{values}])
        }}
    }}
"
    )
}

fn literal(pieces: &[Piece]) -> String {
    let pieces: Vec<String> = pieces.iter().map(piece).collect();
    format!("&[{}]", pieces.join(", "))
}

fn piece(piece: &Piece) -> String {
    match piece {
        Piece::Text(text) => format!("Piece::Text({text:?})"),
        Piece::Argument(argument) => format!("Piece::Argument({argument})"),
        Piece::List(argument, word) => format!("Piece::List({argument}, {word:?})"),
        Piece::Select { argument, variants, default } => {
            let variants: Vec<String> =
                variants.iter().map(|(key, pieces)| format!("({key:?}, {})", literal(pieces))).collect();
            format!(
                "Piece::Select {{ argument: {argument}, variants: &[{}], default: {default} }}",
                variants.join(", ")
            )
        }
    }
}

/// `unknown-field` as `UnknownField`.
fn type_name(key: &str) -> String {
    key.split(['-', '_'])
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
        })
        .collect()
}
