//! Reads the `.ftl` files of a language (Project Fluent, <https://projectfluent.org/fluent/guide/>).

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey},
    parser,
};

/// The sentences of a language by key.
pub(crate) struct Catalogue {
    pub(crate) sentences: BTreeMap<String, Sentence>,
}

/// What stands before the last item of a list: `and`, `or`.
#[derive(Clone, Copy)]
pub(crate) struct ListWords {
    pub(crate) and: &'static str,
    pub(crate) or: &'static str,
}

/// Korean particles that have two forms, behind a consonant and behind a vowel.
const PARTICLES: &[&str] = &[
    "이/가",
    "을/를",
    "은/는",
    "과/와",
    "으로/로",
    "이라/라",
    "이나/나",
    "이고/고",
    "이며/며",
    "이라는/라는",
    "이라고/라고",
    "이어야/여야",
    "이면/면",
    "이지만/지만",
    "이므로/므로",
    "이라서/라서",
    "이었/였",
    "이든/든",
    "이란/란",
];

/// A sentence of a catalogue.
pub(crate) struct Sentence {
    pub(crate) pieces: Vec<Piece>,
    /// In the order in which they first stand in it.
    pub(crate) arguments: Vec<String>,
}

/// A part of a sentence.
pub(crate) enum Piece {
    Text(String),
    /// `{ $name }`
    Argument(usize),
    /// `{ AND($names) }`, `{ OR($names) }`: a list with its language's word before its last item.
    List(usize, &'static str),
    /// `{ PARTICLE("이/가") }`: the form that the last sound before it asks for.
    Particle {
        consonant: &'static str,
        vowel: &'static str,
    },
    /// `{ $count -> [one] … *[other] … }`
    Select {
        argument: usize,
        variants: Vec<(String, Vec<Piece>)>,
        default: usize,
    },
}

impl Catalogue {
    /// All `.ftl` files of a folder.
    pub(crate) fn read(folder: &Path, words: ListWords) -> Result<Self, Box<dyn Error>> {
        let mut files =
            fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
        files.sort();
        let mut sentences = BTreeMap::new();
        for file in files {
            let text = fs::read_to_string(&file)?;
            let place = file.display();
            let resource = parser::parse(text.as_str()).map_err(|(_, errors)| format!("{place}: {errors:?}"))?;
            for entry in resource.body {
                let Entry::Message(message) = entry else { continue };
                let key = message.id.name.to_owned();
                let pattern = message.value.ok_or_else(|| format!("{place}: `{key}` has no text"))?;
                let mut arguments = Vec::new();
                let pieces = pieces(&pattern, &mut Reader { words, arguments: &mut arguments })
                    .map_err(|what| format!("{place}: `{key}`: {what}"))?;
                if sentences.insert(key.clone(), Sentence { pieces, arguments }).is_some() {
                    return Err(format!("{place}: `{key}` stands twice in the catalogue").into());
                }
            }
        }
        Ok(Self { sentences })
    }
}

/// What is known while a sentence is read.
struct Reader<'a> {
    words: ListWords,
    arguments: &'a mut Vec<String>,
}

fn pieces(pattern: &Pattern<&str>, reader: &mut Reader<'_>) -> Result<Vec<Piece>, String> {
    let mut pieces: Vec<Piece> = Vec::new();
    for element in &pattern.elements {
        let piece = match element {
            // A sentence is one line, however it is broken in the file.
            PatternElement::TextElement { value } => Piece::Text(value.replace('\n', " ")),
            PatternElement::Placeable { expression } => piece(expression, reader)?,
        };
        match (pieces.last_mut(), piece) {
            (Some(Piece::Text(text)), Piece::Text(more)) => text.push_str(&more),
            (_, piece) => pieces.push(piece),
        }
    }
    Ok(pieces)
}

fn piece(expression: &Expression<&str>, reader: &mut Reader<'_>) -> Result<Piece, String> {
    match expression {
        Expression::Inline(inline) => inline_piece(inline, reader),
        Expression::Select { selector, variants } => {
            let argument = argument(selector, reader)?;
            let default = variants.iter().position(|variant| variant.default).unwrap_or_default();
            let variants = variants
                .iter()
                .map(|variant| {
                    let (VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name }) = &variant.key;
                    Ok(((*name).to_owned(), pieces(&variant.value, reader)?))
                })
                .collect::<Result<Vec<_>, String>>()?;
            Ok(Piece::Select { argument, variants, default })
        }
    }
}

fn inline_piece(inline: &InlineExpression<&str>, reader: &mut Reader<'_>) -> Result<Piece, String> {
    let (id, call) = match inline {
        InlineExpression::StringLiteral { value } => return Ok(Piece::Text((*value).to_owned())),
        InlineExpression::FunctionReference { id, arguments } => (id, arguments),
        inline => return Ok(Piece::Argument(argument(inline, reader)?)),
    };
    match (id.name, call.positional.as_slice()) {
        ("AND", [list]) => Ok(Piece::List(argument(list, reader)?, reader.words.and)),
        ("OR", [list]) => Ok(Piece::List(argument(list, reader)?, reader.words.or)),
        ("PARTICLE", [InlineExpression::StringLiteral { value: forms }]) => {
            let known = PARTICLES.iter().find(|known| *known == forms).and_then(|known| known.split_once('/'));
            let (consonant, vowel) = known.ok_or_else(|| format!("{forms} is none of {PARTICLES:?}"))?;
            Ok(Piece::Particle { consonant, vowel })
        }
        (name, _) => Err(format!("{name} is not known so: use AND($list), OR($list) or PARTICLE(\"이/가\")")),
    }
}

/// The number of a variable, `$name`.
fn argument(expression: &InlineExpression<&str>, reader: &mut Reader<'_>) -> Result<usize, String> {
    match expression {
        InlineExpression::VariableReference { id } => {
            let name = id.name.replace('-', "_");
            let known = reader.arguments.iter().position(|known| *known == name);
            Ok(known.unwrap_or_else(|| {
                reader.arguments.push(name);
                reader.arguments.len() - 1
            }))
        }
        InlineExpression::Placeable { expression } => match &**expression {
            Expression::Inline(inline) => argument(inline, reader),
            Expression::Select { .. } => Err("a choice inside a choice's selector".to_owned()),
        },
        _ => Err("only $arguments, \"text\", AND($list), OR($list) and PARTICLE(…) may stand in braces".to_owned()),
    }
}
