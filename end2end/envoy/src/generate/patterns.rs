//! Patterns of RE2 and texts.

use crate::random::Random;

/// What patterns are made of.
const ATOMS: &[&str] = &[
    "a",
    "b",
    "k",
    "S",
    "1",
    "_",
    "-",
    "/",
    ".",
    "é",
    "ß",
    "한",
    "^",
    "$",
    r"\d",
    r"\D",
    r"\w",
    r"\W",
    r"\s",
    r"\S",
    r"\b",
    r"\B",
    r"\A",
    r"\z",
    r"\Z",
    r"\C",
    r"\pN",
    r"\PL",
    r"\p{Greek}",
    r"\.",
    r"\-",
    r"\x41",
    r"\x{3b1}",
    r"\101",
    r"\0",
    r"\1",
    r"\h",
    r"\Qa.b\E",
    r"\Q+",
    r"\E",
    "[ab]",
    "[^a]",
    "[a-k]",
    "[k-s]",
    "[[:alpha:]]",
    "[[:^space:]]",
    "[[:word:]]",
    r"[\d-]",
    r"[^\w]",
    r"[\W_]",
    "[]a]",
    "[^]a]",
    "[a",
    "[]",
    "[z-a]",
    r"[\x{61}-\x{7a}]",
    "[é-ü]",
    "[-a]",
    "[a&&b]",
    "[[a]",
    r"[\Qa\E]",
    r"[\b]",
    r"[\pL]",
    "{",
    "}",
    "]",
    "a{",
    "{2}",
    "{,2}",
    r"\a",
    r"\f",
    r"\t",
    r"\v",
    r"\_",
    r"\é",
    r"\x4",
    r"\x{}",
    r"\x{110000}",
    r"\u0041",
    r"\k",
    r"\K",
    r"\G",
    r"\R",
    r"\X",
    r"\/",
    r"\@",
    " ",
    "#",
];

/// What comes behind an atom.
const REPEATS: &[&str] = &[
    "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0}", "{0,}", "{2,}?", "{1000}", "{1001}", "{2,1}", "{01}",
    "{ 2}", "{,2}", "**", "*+", "++", "?+", "{2}{3}", "{2}*", "{,}", "{1,2,3}",
];

/// How groups begin.
const GROUPS: &[&str] = &[
    "(", "(?:", "(?i)(", "(?i:", "(?s:", "(?m:", "(?U:", "(?-i:", "(?i-s:", "(?im)(", "(?P<n>", "(?<n>", "(?P<é>",
    "(?P<1n>", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?x:", "(?#", "(?P=n", "(?i-i:", "(?ii:", "(?-:", "(?", "(?P",
    "(?P<",
];

/// A pattern; many are wrong. None is empty, which Envoy refuses before RE2 sees it.
pub fn pattern(random: &mut Random) -> String {
    let mut text = random.pick(&["", "", "a", "(?i)a", "."]).to_owned();
    if random.percent(20) {
        text.push_str(random.pick(&["(?i)", "(?s)", "(?m)", "(?U)", "(?is)", "(?i-m)", "^", r"\A", "(?-i)"]));
    }
    append(&mut text, random, 0);
    if text.is_empty() { "a*".to_owned() } else { text }
}

fn append(text: &mut String, random: &mut Random, depth: u32) {
    for branch in 0..1 + random.below(2) * random.below(2) {
        if branch > 0 {
            text.push('|');
        }
        for _ in 0..random.below(4) {
            if depth < 2 && random.percent(20) {
                text.push_str(if random.percent(60) { random.pick(&GROUPS[..10]) } else { random.pick(GROUPS) });
                append(text, random, depth + 1);
                if !random.percent(3) {
                    text.push(')');
                }
            } else {
                // Letters more often than anything else: else nothing would match.
                text.push_str(if random.percent(45) { random.pick(&ATOMS[..12]) } else { random.pick(ATOMS) });
            }
            if random.percent(25) {
                text.push_str(if random.percent(70) { random.pick(&REPEATS[..10]) } else { random.pick(REPEATS) });
            }
        }
    }
}

/// Texts that can stand in a header, and tell patterns apart.
pub const TEXTS: &[&str] = &[
    "",
    "a",
    "b",
    "ab",
    "ba",
    "aa",
    "aab",
    "abb",
    "abab",
    "k",
    "K",
    "\u{212a}",
    "s",
    "S",
    "\u{17f}",
    "1",
    "11",
    "a1",
    "1a",
    "_",
    "-",
    "a-b",
    "/",
    "a/b",
    "a.b",
    "a.b.b",
    "axb",
    ".",
    "A",
    "AB",
    "aB",
    "é",
    "É",
    "aé",
    "éé",
    "ß",
    "\u{1e9e}",
    "한",
    "한한",
    "a한",
    "α",
    "Α",
    "{",
    "}",
    "]",
    "a{",
    "a]",
    "a{,2}",
    "{2}",
    "+",
    "a+",
    "a b",
    "[",
    "&",
    "#",
    "@",
    "\u{a0}",
    "٣",
    "bk",
    "kS",
    "Sk",
    "ks",
    "1_",
    "_1",
    "--",
    "//",
    "..",
    "a{01}",
    "a{ 2}",
    "Q",
    "E",
    "x41",
    "e",
    "N",
    "L",
    "\u{1f600}",
    "aaaa",
    "bbbb",
    "ü",
    "z",
    "abk",
    "a_1",
    "\u{130}",
    "\u{131}",
    "i",
    "I",
    "ǅ",
    "ς",
    "σ",
    "Σ",
];
