//! Regular expressions as Go's `regexp/syntax` judges them, which is how Istio's admission does.
//!
//! The same syntax as Envoy's RE2; the words of the errors are Go's.

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

type SyntaxError<'a> = (&'static str, &'a str);

/// What a repetition operator would apply to.
#[derive(Clone, Copy)]
enum Before {
    Nothing,
    Atom,
    /// An atom that is repeated already, by the operator that starts at this byte.
    Repeated(usize),
}

fn syntax(pattern: &str) -> Result<(), SyntaxError<'_>> {
    let mut depth = 0_usize;
    let mut before = Before::Nothing;
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let at = pattern.len() - rest.len();
        let mut after = &rest[first.len_utf8()..];
        let repetition = repetition_length(rest)?;
        if repetition > 0 {
            after = &rest[repetition..];
            before = match before {
                Before::Nothing => return Err(("missing argument to repetition operator", &rest[..repetition])),
                Before::Repeated(start) => {
                    return Err(("invalid nested repetition operator", &pattern[start..at + repetition]));
                }
                Before::Atom => Before::Repeated(at),
            };
            rest = after;
            continue;
        }
        before = match first {
            '(' => {
                let opens;
                (after, opens) = group(rest)?;
                depth += usize::from(opens);
                Before::Nothing
            }
            ')' => {
                depth = depth.checked_sub(1).ok_or(("unexpected )", pattern))?;
                Before::Atom
            }
            '|' => Before::Nothing,
            '[' => {
                after = class(rest)?;
                Before::Atom
            }
            '\\' => {
                after = escape(rest)?;
                Before::Atom
            }
            _ => Before::Atom,
        };
        rest = after;
    }
    if depth > 0 { Err(("missing closing )", pattern)) } else { Ok(()) }
}

/// The length of the repetition operator at the start of a text, 0 if there is none.
fn repetition_length(rest: &str) -> Result<usize, SyntaxError<'_>> {
    let length = match rest.as_bytes().first() {
        Some(b'*' | b'+' | b'?') => 1,
        Some(b'{') => match braces_length(rest) {
            Some(length) if !is_valid_repetition(&rest[..length]) => {
                return Err(("invalid repeat count", &rest[..length]));
            }
            Some(length) => length,
            None => return Ok(0),
        },
        _ => return Ok(0),
    };
    Ok(length + usize::from(rest[length..].starts_with('?')))
}

/// What follows the opening of a group, and whether it opens one: `(?i)` only sets flags.
fn group(rest: &str) -> Result<(&str, bool), SyntaxError<'_>> {
    let Some(inside) = rest.strip_prefix("(?") else {
        return Ok((&rest[1..], true));
    };
    let named =
        inside.strip_prefix("P<").or_else(|| inside.strip_prefix('<').filter(|name| !name.starts_with(['=', '!'])));
    if let Some(name) = named {
        let Some(end) = name.find('>') else { return Err(("invalid named capture", rest)) };
        let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
        if end == 0 || !name[..end].chars().all(is_word) {
            let length = rest.len() - name.len() + end + 1;
            return Err(("invalid named capture", &rest[..length]));
        }
        return Ok((&name[end + 1..], true));
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
    Err(("missing closing )", rest))
}

fn class(rest: &str) -> Result<&str, SyntaxError<'_>> {
    let mut at = 1;
    let bytes = rest.as_bytes();
    if bytes.get(at) == Some(&b'^') {
        at += 1;
    }
    let start = at;
    let mut low: Option<char> = None;
    while at < bytes.len() {
        let tail = &rest[at..];
        if tail.starts_with(']') && at > start {
            return Ok(&tail[1..]);
        }
        if let Some(posix) = tail.strip_prefix("[:")
            && let Some(end) = posix.find(":]")
        {
            let name = &tail[..end + 4];
            if !is_posix_class(&posix[..end]) {
                return Err(("invalid character class range", name));
            }
            at += end + 4;
            low = None;
            continue;
        }
        let range =
            tail.strip_prefix('-').filter(|after| low.is_some() && !after.starts_with(']') && !after.is_empty());
        let (item_at, is_range) = if range.is_some() { (at + 1, true) } else { (at, false) };
        let item = &rest[item_at..];
        let (character, length) = if item.starts_with('\\') {
            let left = escape(item)?;
            let length = item.len() - left.len();
            (escaped_literal(&item[..length]), length)
        } else {
            let character = item.chars().next().unwrap_or_default();
            (Some(character), character.len_utf8())
        };
        if is_range {
            match (low, character) {
                (Some(low), Some(high)) if low <= high => {}
                _ => return Err(("invalid character class range", &rest[at - 1..item_at + length])),
            }
        }
        low = if is_range { None } else { character };
        at = item_at + length;
    }
    Err(("missing closing ]", rest))
}

fn is_posix_class(name: &str) -> bool {
    matches!(
        name.trim_start_matches('^'),
        "alnum"
            | "alpha"
            | "ascii"
            | "blank"
            | "cntrl"
            | "digit"
            | "graph"
            | "lower"
            | "print"
            | "punct"
            | "space"
            | "upper"
            | "word"
            | "xdigit"
    )
}

/// The character that an escape stands for; none for a class as `\d`.
fn escaped_literal(escape: &str) -> Option<char> {
    match escape.chars().nth(1)? {
        'd' | 'D' | 's' | 'S' | 'w' | 'W' | 'p' | 'P' => None,
        'n' => Some('\n'),
        't' => Some('\t'),
        'r' => Some('\r'),
        'f' => Some('\u{c}'),
        'v' => Some('\u{b}'),
        'a' => Some('\u{7}'),
        'x' => {
            let digits = escape[2..].trim_start_matches('{').trim_end_matches('}');
            u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
        }
        character => Some(character),
    }
}

fn escape(rest: &str) -> Result<&str, SyntaxError<'_>> {
    let Some(character) = rest[1..].chars().next() else {
        return Err(("trailing backslash at end of expression", ""));
    };
    let after = &rest[1 + character.len_utf8()..];
    match character {
        'Q' => Ok(after.split_once("\\E").map_or("", |(_, tail)| tail)),
        'p' | 'P' => property(rest, after),
        'x' => hexadecimal(rest, after),
        '1'..='7' | '0' => {
            // An octal escape wants a 0 first or three digits: `\1` is a back-reference, which RE2 lacks.
            let digits = after.bytes().take(2).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
            if character != '0' && digits == 0 {
                return Err(("invalid escape sequence", &rest[..2]));
            }
            Ok(&after[digits..])
        }
        'A' | 'b' | 'B' | 'C' | 'z' | 'd' | 'D' | 's' | 'S' | 'w' | 'W' | 'a' | 'f' | 'n' | 'r' | 't' | 'v' | 'E' => {
            Ok(after)
        }
        _ if character.is_ascii() && !character.is_ascii_alphanumeric() => Ok(after),
        _ => Err(("invalid escape sequence", &rest[..1 + character.len_utf8()])),
    }
}

fn property<'a>(rest: &'a str, after: &'a str) -> Result<&'a str, SyntaxError<'a>> {
    let Some(name) = after.strip_prefix('{') else {
        let length = after.chars().next().map_or(0, char::len_utf8);
        return if length == 0 { Err(("invalid character class range", rest)) } else { Ok(&after[length..]) };
    };
    name.find('}').map(|end| &name[end + 1..]).ok_or(("invalid character class range", rest))
}

fn hexadecimal<'a>(rest: &'a str, after: &'a str) -> Result<&'a str, SyntaxError<'a>> {
    if let Some(digits) = after.strip_prefix('{') {
        let end =
            digits.find('}').filter(|end| *end > 0 && digits[..*end].bytes().all(|byte| byte.is_ascii_hexdigit()));
        return end.map(|end| &digits[end + 1..]).ok_or(("invalid escape sequence", rest));
    }
    let two = after.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    if two { Ok(&after[2..]) } else { Err(("invalid escape sequence", rest)) }
}

/// The length of `{n}`, `{n,}` or `{n,m}` at the start of a text; anything else is a literal brace.
fn braces_length(rest: &str) -> Option<usize> {
    let end = rest.find('}')?;
    let (low, high) = rest.get(1..end)?.split_once(',').unwrap_or((&rest[1..end], ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (!low.is_empty() && digits(low) && digits(high)).then_some(end + 1)
}

fn is_valid_repetition(operator: &str) -> bool {
    let inside = &operator[1..operator.len() - 1];
    let (low, high) = inside.split_once(',').unwrap_or((inside, inside));
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number <= REPEAT_LIMIT);
    match (number(low), high.is_empty(), number(high)) {
        (Some(_), true, _) => true,
        (Some(low), false, Some(high)) => low <= high,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::syntax;

    #[test]
    fn what_go_accepts_is_accepted() {
        for pattern in [
            "",
            "a.*b",
            "^/v[0-9]+$",
            "(?i)abc",
            "(a|b)?c{2,3}",
            "[^]a]",
            "[[:alpha:]-]",
            r"\d+\.\pL",
            "a{,3}",
            "(?P<x>y)",
            "x{",
            r"[\w-]+",
        ] {
            assert_eq!(syntax(pattern), Ok(()), "{pattern}");
        }
    }

    #[test]
    fn what_go_refuses_is_refused_in_its_words() {
        for (pattern, what, part) in [
            ("[", "missing closing ]", "["),
            ("(", "missing closing )", "("),
            ("(a", "missing closing )", "(a"),
            ("a)", "unexpected )", "a)"),
            ("*a", "missing argument to repetition operator", "*"),
            ("a**", "invalid nested repetition operator", "**"),
            ("(?!x)", "invalid or unsupported Perl syntax", "(?!"),
            ("(?=x)", "invalid or unsupported Perl syntax", "(?="),
            ("(?<=x)", "invalid or unsupported Perl syntax", "(?<"),
            ("a{2,1}", "invalid repeat count", "{2,1}"),
            ("a{1001}", "invalid repeat count", "{1001}"),
            ("[b-a]", "invalid character class range", "b-a"),
            (r"\1", "invalid escape sequence", r"\1"),
            ("a\\", "trailing backslash at end of expression", ""),
        ] {
            assert_eq!(syntax(pattern), Err((what, part)), "{pattern}");
        }
    }
}
