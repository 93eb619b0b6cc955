//! Writes the Rust of a catalogue.

use std::fmt::Write as _;

use crate::catalogue::{Catalogue, Piece, Sentence};

/// The patterns of all sentences, a line each in the order of their keys: what `src/pattern.rs` reads.
pub(crate) fn patterns(catalogue: &Catalogue) -> String {
    catalogue.sentences.values().map(|sentence| pattern(&sentence.pieces) + "\n").collect()
}

/// The code that `src/catalogue.rs` includes.
pub(crate) fn code(english: &Catalogue) -> String {
    let mut keys = String::new();
    let mut types = String::new();
    let mut arms = String::new();
    for (index, (key, sentence)) in english.sentences.iter().enumerate() {
        let name = type_name(key);
        writeln!(keys, "    {key:?},").ok();
        types.push_str(&declaration(&name, index, sentence));
        writeln!(arms, "    ({key:?} $($arguments:tt)*) => {{ $crate::say!(@ {name} $($arguments)*) }};").ok();
    }
    format!(
        r#"/// The keys of all sentences, sorted.
pub(crate) static KEYS: &[&str] = &[
{keys}];

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

fn pattern(pieces: &[Piece]) -> String {
    pieces.iter().map(piece).collect()
}

/// Text as it is; what is filled in behind a control character, with numbers and lengths as single characters.
fn piece(piece: &Piece) -> String {
    match piece {
        Piece::Text(text) => text.clone(),
        Piece::Argument(argument) => format!("\u{1}{}", number(*argument)),
        Piece::List(argument, word) => format!("\u{2}{}{}", number(*argument), counted(word)),
        Piece::Particle { consonant, vowel } => format!("\u{4}{}{}", counted(consonant), counted(vowel)),
        Piece::Select { argument, variants, default } => {
            let numbers = [*argument, *default, variants.len()].map(number);
            let variants = variants.iter().map(|(key, pieces)| counted(key) + &counted(&pattern(pieces)));
            format!("\u{3}{}{}", String::from_iter(numbers), variants.collect::<String>())
        }
    }
}

/// A text behind its length in bytes.
fn counted(text: &str) -> String {
    format!("{}{text}", number(text.len()))
}

/// A number as a character: from `0` on, none of which is a control character.
fn number(number: usize) -> char {
    u32::try_from(number).ok().and_then(|number| char::from_u32(number + u32::from('0'))).unwrap_or('0')
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
