//! Regular expressions as Go's `regexp/syntax` judges them, which is how Istio's admission does.
//!
//! The same syntax as Envoy's RE2; follows Go's parser step by step, for the words of the errors are Go's.

mod class;
mod escape;
mod unicode;

use escape::{escape, perl_class, unicode_class};

const LONGEST: usize = 1024;
const REPEAT_LIMIT: u32 = 1000;

/// Checks a regular expression of a place in the resource.
pub(crate) fn validate(pattern: &str, place: &str) -> Result<(), String> {
    if pattern.len() > LONGEST {
        return Err(format!("{place:?}: regex is too large, max length allowed is 1024"));
    }
    syntax(pattern).map_err(|(what, part)| {
        format!(
            "{place:?}: error parsing regexp: {what}: `{part}`; \
             Istio uses RE2 style regex-based match (https://github.com/google/re2/wiki/Syntax)"
        )
    })
}

/// What is wrong and with which part of the pattern.
type SyntaxError<'a> = (&'static str, &'a str);

/// Counted repetitions inside something, each with those inside it.
#[derive(Default)]
struct Repeats(Vec<(u32, Repeats)>);

impl Repeats {
    /// Whether they multiply to no more than a limit.
    fn are_within(&self, limit: u32) -> bool {
        self.0.iter().all(|(times, inside)| *times <= limit && inside.are_within(limit / (*times).max(1)))
    }
}

/// What stands between two parentheses so far. What a repetition would apply to is the last one; there is none at the
/// beginning and after a bar.
#[derive(Default)]
struct Group {
    before: Repeats,
    last: Option<Repeats>,
}

impl Group {
    fn push(&mut self, item: Repeats) {
        let last = self.last.replace(item);
        self.before.0.extend(last.into_iter().flat_map(|last| last.0));
    }

    fn bar(&mut self) {
        let last = self.last.take();
        self.before.0.extend(last.into_iter().flat_map(|last| last.0));
    }

    fn close(mut self) -> Repeats {
        self.bar();
        self.before
    }
}

fn syntax(pattern: &str) -> Result<(), SyntaxError<'_>> {
    let mut groups = Vec::new();
    let mut group = Group::default();
    let mut rest = pattern;
    let mut repeated = None;
    while let Some(first) = rest.chars().next() {
        let mut after = &rest[first.len_utf8()..];
        let mut repeats = None;
        match first {
            '(' => {
                let opens;
                (after, opens) = parenthesis(rest)?;
                if opens {
                    groups.push(std::mem::take(&mut group));
                }
            }
            ')' => {
                let outer = groups.pop().ok_or(("unexpected )", pattern))?;
                let inner = std::mem::replace(&mut group, outer);
                group.push(inner.close());
            }
            '|' => group.bar(),
            '[' => {
                after = class::class(rest)?;
                group.push(Repeats::default());
            }
            '*' | '+' | '?' => {
                after = repeat(None, rest, after, repeated, &mut group)?;
                repeats = Some(rest);
            }
            '{' => match counts(rest) {
                Some((counts, tail)) => {
                    let Some(times) = counts.times() else { return Err(("invalid repeat count", cut(rest, tail))) };
                    after = repeat(Some(times), rest, tail, repeated, &mut group)?;
                    repeats = Some(rest);
                }
                None => group.push(Repeats::default()),
            },
            '\\' => {
                after = backslash(rest)?;
                // An empty quotation is nothing to repeat.
                if !(rest.starts_with("\\Q") && matches!(&rest[2..rest.len() - after.len()], "" | "\\E")) {
                    group.push(Repeats::default());
                }
            }
            _ => group.push(Repeats::default()),
        }
        repeated = repeats;
        rest = after;
    }
    if groups.is_empty() { Ok(()) } else { Err(("missing closing )", pattern)) }
}

/// What of a text stands before its end.
fn cut<'a>(text: &'a str, end: &str) -> &'a str {
    text.get(..text.len().saturating_sub(end.len())).unwrap_or_default()
}

/// Repeats what was read last, by an operator that begins at `before`; gives what follows the operator.
fn repeat<'a>(
    times: Option<u32>,
    before: &'a str,
    after: &'a str,
    repeated: Option<&'a str>,
    group: &mut Group,
) -> Result<&'a str, SyntaxError<'a>> {
    let after = after.strip_prefix('?').unwrap_or(after);
    if let Some(start) = repeated {
        return Err(("invalid nested repetition operator", cut(start, after)));
    }
    let Some(inside) = group.last.take() else {
        return Err(("missing argument to repetition operator", cut(before, after)));
    };
    let item = match times {
        Some(times) => Repeats(vec![(times, inside)]),
        None => inside,
    };
    if times.is_some_and(|times| times >= 2) && !item.are_within(REPEAT_LIMIT) {
        return Err(("invalid repeat count", cut(before, after)));
    }
    group.last = Some(item);
    Ok(after)
}

/// The numbers of `{n}`, `{n,}` or `{n,m}`.
struct Counts {
    least: u32,
    most: Option<u32>,
}

impl Counts {
    /// How often it repeats at most, of what has no end at least; none for what is refused.
    fn times(&self) -> Option<u32> {
        let is_valid =
            self.least <= REPEAT_LIMIT && self.most.is_none_or(|most| most <= REPEAT_LIMIT && self.least <= most);
        is_valid.then(|| self.most.unwrap_or(self.least))
    }
}

/// The counts at the start of a text and what follows; none where the brace stands for itself.
fn counts(text: &str) -> Option<(Counts, &str)> {
    let (inside, after) = text.strip_prefix('{')?.split_once('}')?;
    let (least, most) = match inside.split_once(',') {
        Some((least, "")) => (number(least)?, None),
        Some((least, most)) => (number(least)?, Some(number(most)?)),
        None => (number(inside)?, Some(number(inside)?)),
    };
    Some((Counts { least, most }, after))
}

fn number(digits: &str) -> Option<u32> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = is_number && (digits.len() == 1 || !digits.starts_with('0'));
    is_plain.then(|| digits.parse().unwrap_or(u32::MAX))
}

/// What follows the opening of a group, and whether it opens one: `(?i)` only sets flags.
fn parenthesis(rest: &str) -> Result<(&str, bool), SyntaxError<'_>> {
    let Some(inside) = rest.strip_prefix("(?") else { return Ok((&rest[1..], true)) };
    let named = inside.strip_prefix("P<").filter(|name| !name.is_empty());
    if let Some(name) = named.or_else(|| inside.strip_prefix('<').filter(|name| !name.is_empty())) {
        let Some((name, after)) = name.split_once('>') else { return Err(("invalid named capture", rest)) };
        let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
        if name.is_empty() || !name.chars().all(is_word) {
            return Err(("invalid named capture", cut(rest, after)));
        }
        return Ok((after, true));
    }
    let (mut negated, mut has_flag) = (false, false);
    for (at, character) in inside.char_indices() {
        match character {
            'i' | 'm' | 's' | 'U' => has_flag = true,
            '-' if !negated => (negated, has_flag) = (true, false),
            ':' | ')' if !negated || has_flag => return Ok((&inside[at + 1..], character == ':')),
            _ => return Err(("invalid or unsupported Perl syntax", &rest[..2 + at + character.len_utf8()])),
        }
    }
    Err(("invalid or unsupported Perl syntax", rest))
}

fn backslash(rest: &str) -> Result<&str, SyntaxError<'_>> {
    match rest.as_bytes().get(1) {
        Some(b'A' | b'b' | b'B' | b'z') => return Ok(&rest[2..]),
        Some(b'C') => return Err(("invalid escape sequence", &rest[..2])),
        Some(b'Q') => return Ok(rest[2..].split_once("\\E").map_or("", |(_, tail)| tail)),
        _ => {}
    }
    if let Some(after) = unicode_class(rest)?.or_else(|| perl_class(rest)) {
        return Ok(after);
    }
    escape(rest).map(|(_, after)| after)
}

#[cfg(test)]
mod tests;
