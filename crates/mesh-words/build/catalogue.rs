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
    /// `{ AND($names) }`, `{ OR($names) }`: a list with this word before its last item.
    List(usize, &'static str),
    /// `{ $count -> [one] … *[other] … }`
    Select {
        argument: usize,
        variants: Vec<(String, Vec<Piece>)>,
        default: usize,
    },
}

impl Catalogue {
    /// All `.ftl` files of a folder.
    pub(crate) fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
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
                let pieces = pieces(&pattern, &mut arguments).map_err(|what| format!("{place}: `{key}`: {what}"))?;
                if sentences.insert(key.clone(), Sentence { pieces, arguments }).is_some() {
                    return Err(format!("{place}: `{key}` stands twice in the catalogue").into());
                }
            }
        }
        Ok(Self { sentences })
    }
}

fn pieces(pattern: &Pattern<&str>, arguments: &mut Vec<String>) -> Result<Vec<Piece>, String> {
    let mut pieces: Vec<Piece> = Vec::new();
    for element in &pattern.elements {
        let piece = match element {
            // A sentence is one line, however it is broken in the file.
            PatternElement::TextElement { value } => Piece::Text(value.replace('\n', " ")),
            PatternElement::Placeable { expression } => piece(expression, arguments)?,
        };
        match (pieces.last_mut(), piece) {
            (Some(Piece::Text(text)), Piece::Text(more)) => text.push_str(&more),
            (_, piece) => pieces.push(piece),
        }
    }
    Ok(pieces)
}

fn piece(expression: &Expression<&str>, arguments: &mut Vec<String>) -> Result<Piece, String> {
    match expression {
        Expression::Inline(InlineExpression::StringLiteral { value }) => Ok(Piece::Text((*value).to_owned())),
        Expression::Inline(InlineExpression::FunctionReference { id, arguments: call }) => {
            let word = match id.name {
                "AND" => "and",
                "OR" => "or",
                other => return Err(format!("there is no function {other}: use AND or OR")),
            };
            match call.positional.as_slice() {
                [list] => Ok(Piece::List(argument(list, arguments)?, word)),
                _ => Err(format!("{} takes one list", id.name)),
            }
        }
        Expression::Inline(inline) => Ok(Piece::Argument(argument(inline, arguments)?)),
        Expression::Select { selector, variants } => {
            let argument = argument(selector, arguments)?;
            let default = variants.iter().position(|variant| variant.default).unwrap_or_default();
            let variants = variants
                .iter()
                .map(|variant| {
                    let (VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name }) = &variant.key;
                    Ok(((*name).to_owned(), pieces(&variant.value, arguments)?))
                })
                .collect::<Result<Vec<_>, String>>()?;
            Ok(Piece::Select { argument, variants, default })
        }
    }
}

/// The number of a variable, `$name`.
fn argument(expression: &InlineExpression<&str>, arguments: &mut Vec<String>) -> Result<usize, String> {
    match expression {
        InlineExpression::VariableReference { id } => {
            let name = id.name.replace('-', "_");
            Ok(arguments.iter().position(|known| *known == name).unwrap_or_else(|| {
                arguments.push(name);
                arguments.len() - 1
            }))
        }
        InlineExpression::Placeable { expression } => match &**expression {
            Expression::Inline(inline) => argument(inline, arguments),
            Expression::Select { .. } => Err("a choice inside a choice's selector".to_owned()),
        },
        _ => Err("only $arguments, \"text\", AND($list) and OR($list) may stand in braces".to_owned()),
    }
}
