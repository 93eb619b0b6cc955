//! How a pattern becomes a sentence. The build writes patterns (`build/generate.rs`): text as it is; what is filled in behind a
//! control character, with numbers and lengths as single characters.

use std::fmt::{self, Formatter, Write as _};

use crate::argument::Argument;
use crate::particle::particle;

/// `{ $name }`
const ARGUMENT: char = '\u{1}';
/// `{ AND($names) }`
const LIST: char = '\u{2}';
/// `{ $count -> [one] … *[other] … }`
const SELECT: char = '\u{3}';

/// `{ PARTICLE("이/가") }`
const PARTICLE: char = '\u{4}';

/// Says a pattern with its arguments.
pub(crate) fn write(pattern: &str, arguments: &[Argument], out: &mut Formatter<'_>) -> fmt::Result {
    let mut said = String::new();
    say(pattern, arguments, &mut said)?;
    out.write_str(&said)
}

/// Says it behind what is said already, which particles look back at.
fn say(pattern: &str, arguments: &[Argument], said: &mut String) -> fmt::Result {
    let mut rest = Rest(pattern);
    while let Some(next) = rest.character() {
        match next {
            ARGUMENT => rest.argument(arguments).map_or(Ok(()), |argument| write!(said, "{argument}"))?,
            LIST => {
                let (argument, word) = (rest.argument(arguments), rest.counted());
                match argument {
                    Some(Argument::List(items)) => write_list(items, Some(word), said)?,
                    Some(argument) => write!(said, "{argument}")?,
                    None => {}
                }
            }
            SELECT => {
                let argument = rest.argument(arguments);
                let (default, variants) = (rest.number(), rest.number());
                let (mut chosen, mut fits) = ("", false);
                for variant in 0..variants {
                    let (key, pattern) = (rest.counted(), rest.counted());
                    let is_it = !fits && is_said_for(key, argument);
                    if is_it || !fits && variant == default {
                        chosen = pattern;
                    }
                    fits |= is_it;
                }
                say(chosen, arguments, said)?;
            }
            PARTICLE => {
                let (behind_consonant, behind_vowel) = (rest.counted(), rest.counted());
                said.push_str(particle(said, behind_consonant, behind_vowel));
            }
            text => said.push(text),
        }
    }
    Ok(())
}

/// Whether a variant is the one for an argument: the same text, `one` for 1.
fn is_said_for(key: &str, argument: Option<&Argument>) -> bool {
    match argument {
        Some(Argument::Number(number)) => *number == 1 && key == "one" || number.to_string() == key,
        Some(Argument::Text(text)) => text == key,
        _ => false,
    }
}

/// `a, b and c`, or `a, b, c` without a word for the last.
pub(crate) fn write_list(items: &[Argument], word: Option<&str>, out: &mut impl fmt::Write) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        match word {
            _ if index == 0 => {}
            Some(word) if index + 1 == items.len() => write!(out, " {word} ")?,
            _ => out.write_str(", ")?,
        }
        write!(out, "{item}")?;
    }
    Ok(())
}

/// What of a pattern is not said yet.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn character(&mut self) -> Option<char> {
        let mut characters = self.0.chars();
        let next = characters.next();
        self.0 = characters.as_str();
        next
    }

    fn number(&mut self) -> usize {
        self.character().map_or(0, |number| u32::from(number).saturating_sub(u32::from('0')) as usize)
    }

    fn counted(&mut self) -> &'a str {
        let length = self.number();
        let (text, rest) = self.0.split_at_checked(length).unwrap_or((self.0, ""));
        self.0 = rest;
        text
    }

    fn argument<'b>(&mut self, arguments: &'b [Argument]) -> Option<&'b Argument> {
        arguments.get(self.number())
    }
}
