//! RE2's rules as a table.

use super::{FullMatch, Substitution};

/// Pattern, texts that it takes, texts that it does not.
const ACCEPTED: &[(&str, &[&str], &[&str])] = &[
    ("abc", &["abc"], &["abcd", "xabc", "ABC", ""]),
    ("a|bc", &["a", "bc"], &["abc", "ac"]),
    ("", &[""], &["a"]),
    ("/api/v[0-9]+/.*", &["/api/v1/", "/api/v12/x/y"], &["/api/v/", "/api/v1"]),
    (r"\d\w\s", &["1a ", "1_\t"], &["٣a ", "1a\u{b}", "1a\u{a0}"]),
    (r"\D\W\S", &["a-b", "éb"], &["1-b", "é-b"]),
    (r"[\d]", &["7"], &["٣"]),
    ("(?i)/User", &["/user", "/USER"], &["/users", "/u\u{17f}er"]),
    ("(?i)k", &["k", "K"], &["\u{212a}"]),
    ("(?i)[^k]", &["a"], &["k", "K"]),
    ("(?i)[[:^upper:]]", &["1"], &["a", "A"]),
    ("(?i)\\W", &["-"], &["k"]),
    ("a(?i)b", &["ab", "aB"], &["AB"]),
    ("(a(?i)b)c", &["aBc"], &["aBC"]),
    ("(?i:a)b", &["Ab"], &["aB"]),
    ("(?i)a(?-i)b", &["Ab"], &["aB"]),
    ("a.b", &["axb"], &["a\nb", "ab", "aéb"]),
    ("(?s)a.b", &["a\nb"], &["ab"]),
    ("(?s-i:a.b)", &["a\nb"], &["A\nb"]),
    ("a$", &["a"], &["a\n"]),
    ("(?m)a$\nb", &["a\nb"], &["ab"]),
    ("(?m)a\n^b", &["a\nb"], &["ab"]),
    (r"\Aa\z", &["a"], &["a\n"]),
    (r"\ba\b", &["a"], &["b"]),
    (r"a\Bb", &["ab"], &["a"]),
    (r"\Qa.b*\E+", &["a.b*", "a.b***"], &["axb", "a.b"]),
    (r"\Qa.b", &["a.b"], &["axb"]),
    (r"\123\0\x41\x{c3}\xa9", &["S\0Aé"], &["S0Aé"]),
    (r"\.\/\-\_\~\ ", &["./-_~ "], &["x/-_~ "]),
    ("a{,3}", &["a{,3}"], &["a", "aaa"]),
    ("a{", &["a{"], &["a"]),
    ("{", &["{"], &[""]),
    ("a{b}", &["a{b}"], &["ab"]),
    ("a{01}", &["a{01}"], &["a"]),
    ("a}", &["a}"], &["a"]),
    ("a]", &["a]"], &["a"]),
    ("a{2}", &["aa"], &["a", "aaa"]),
    ("a{2,}", &["aa", "aaaaa"], &["a"]),
    ("a{1,2}?", &["a", "aa"], &["aaa"]),
    ("a{1000}", &[], &["a"]),
    ("[[]", &["["], &["]"]),
    ("[]a]", &["]", "a"], &["["]),
    ("[^]a]", &["b"], &["]", "a"]),
    ("[a&&b]", &["a", "b", "&"], &["c", ""]),
    ("[a~~b]", &["a", "~", "b"], &["c"]),
    ("[a-]", &["a", "-"], &["b"]),
    ("[-a]", &["a", "-"], &["b"]),
    ("[a-c-e]", &["b", "-", "e"], &["d"]),
    (r"[\d-z]", &["5", "-", "z"], &["y"]),
    ("[[:alpha:]_]", &["a", "Z", "_"], &["1", "é"]),
    ("[[:^digit:]]", &["a"], &["1"]),
    ("a{9999999999}", &["a{9999999999}"], &["a"]),
    ("a(?i)*b", &["b", "aaB"], &["A"]),
    ("a*(?i)+b", &["b", "aab"], &["A"]),
    (r"a\Q\E*", &["", "aa"], &["b"]),
    (r"\Qab\E*", &["a", "abb"], &["abab"]),
    ("[[:word:]]+", &["a_1"], &["-"]),
    ("[[:a]", &["[", ":", "a"], &["b"]),
    ("[^a]", &["\n", "b"], &["a"]),
    (r"[\n\t\x41-\x43]", &["\n", "B"], &["n"]),
    (r"[^\x00-\xff]", &[], &["a", ""]),
    ("(?P<name>a)b", &["ab"], &["a"]),
    ("(?<name>a)b", &["ab"], &["a"]),
    ("(?P<n>a)(?P<n>b)", &["ab"], &["a"]),
    ("()", &[""], &["a"]),
    ("a||b", &["a", "", "b"], &["ab"]),
    ("(|a)*", &["", "aa"], &["b"]),
    ("^*a", &["a"], &["b"]),
    ("(a*)*", &["", "aaa"], &["b"]),
    ("한글.*", &["한글!"], &["글"]),
    // Each byte is a character.
    (".", &["a"], &["é"]),
    ("..", &["é"], &["한"]),
    (r"\C{3}", &["한", "a\nb"], &["é"]),
    ("[é]", &[], &["é"]),
    ("[é]+", &["é"], &["ê"]),
    ("[가-힣]+", &["한글", "ß"], &["abc"]),
    ("(?i)é", &["é"], &["É"]),
    (r"\pN+", &["12", "1"], &["٣", "a"]),
    (r"\p{Lu}\P{Lu}", &["A1"], &["a1", "AB"]),
    (r"(?i)\p{Lu}\P{Lu}", &["a1"], &["ab"]),
    (r"[\p{^Greek}\d]", &["a"], &[""]),
    (r"\p{Greek}", &[], &["α", "a"]),
    (r"\p{Latin}\p{Common}", &["a1", "é"], &["1a"]),
    ("(?U)a+", &["aaa"], &["b"]),
];

/// Pattern, and the beginning of the message.
const REFUSED: &[(&str, &str)] = &[
    ("*a", "no argument for repetition operator: *"),
    ("(+a)", "no argument for repetition operator: +"),
    ("a|?b", "no argument for repetition operator: ?"),
    ("{2}", "no argument for repetition operator: {2}"),
    ("a**", "bad repetition operator: **"),
    ("a+?*", "bad repetition operator"),
    ("a{2}{3}", "bad repetition operator"),
    ("a{1001}", "invalid repetition size: {1001}"),
    ("a{2,1}", "invalid repetition size: {2,1}"),
    ("(a{100}){100}", "bad repetition operator"),
    ("(a", "missing )"),
    ("a)", "unexpected )"),
    ("[a", "missing ]"),
    ("[]", "missing ]"),
    ("[a--b]", "invalid character class range: a--"),
    ("[z-a]", "invalid character class range: z-a"),
    ("[[:foo:]]", "invalid character class range: [:foo:]"),
    ("[a-\\d]", "invalid escape sequence: \\d"),
    ("a\\", "trailing \\"),
    (r"\1", "invalid escape sequence: \\1"),
    (r"\8", "invalid escape sequence: \\8"),
    (r"\y", "invalid escape sequence: \\y"),
    (r"\Z", "invalid escape sequence: \\Z"),
    (r"\h", "invalid escape sequence: \\h"),
    (r"\x4", "invalid escape sequence: \\x4"),
    (r"\x{100}", "invalid escape sequence"),
    (r"\400", "invalid escape sequence: \\4"),
    (r"\u0041", "invalid escape sequence: \\u"),
    (r"[\b]", "invalid escape sequence: \\b"),
    ("(?=a)", "invalid perl operator: (?="),
    ("(?!a)", "invalid perl operator: (?!"),
    ("(?<=a)", "invalid perl operator: (?<="),
    ("(?x)a", "invalid perl operator: (?x"),
    ("(?R)a", "invalid perl operator"),
    ("(?i-)a", "invalid perl operator"),
    ("(?P=a)", "invalid perl operator"),
    ("(?P<é>b)", "invalid named capture group"),
    ("(?P<n", "invalid named capture group"),
    ("(?P<>b)", "invalid named capture group"),
    (r"\pX", "invalid character class range: \\pX"),
    (r"\p{greek}", "invalid character class range: \\p{greek}"),
    (r"[\P{L]", "invalid character class range: \\P"),
    (r"\p", "invalid character class range: \\p"),
];

#[test]
fn what_re2_takes_is_taken() {
    for (pattern, taken, left) in ACCEPTED {
        let regex = FullMatch::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        for text in *taken {
            assert!(regex.matches(text), "{pattern:?} must take {text:?}");
        }
        for text in *left {
            assert!(!regex.matches(text), "{pattern:?} must not take {text:?}");
        }
    }
}

#[test]
fn what_cannot_be_had_is_refused_with_a_reason() {
    for (pattern, message) in REFUSED {
        match FullMatch::new(pattern) {
            Ok(_) => panic!("{pattern:?} must be refused"),
            Err(error) => assert!(error.to_string().starts_with(message), "{pattern:?}: {error}"),
        }
    }
}

#[test]
fn deep_patterns_are_refused_and_not_followed() {
    let deep = format!("{}a{}", "(".repeat(5000), ")".repeat(5000));
    assert!(FullMatch::new(&deep).is_err());
    let below = format!("{}a{}", "(".repeat(100), ")".repeat(100));
    assert!(FullMatch::new(&below).is_ok_and(|regex| regex.matches("a")));
    assert!(FullMatch::new(&"(a{10}){10}".repeat(2000)).is_err());
}

#[test]
fn substitutions_replace_all_matches() {
    for (pattern, replacement, text, result) in [
        ("b", "-", "abcb", "a-c-"),
        ("^/api/v([0-9]+)/(.*)$", r"/\2/v\1", "/api/v3/x/y", "/x/y/v3"),
        ("^/[^/]+", "/z", "/a/b", "/z/b"),
        ("b*", "-", "abc", "-a-c-"),
        ("a", r"\0\\", "ba", "ba\\"),
        ("(a)|(b)", r"[\1\2]", "ab", "[a][b]"),
        ("x", "y", "abc", "abc"),
    ] {
        let substitution = Substitution::new(pattern, replacement).expect("it is right");
        assert_eq!(substitution.replace_all(text), result, "{pattern} -> {replacement}");
    }
    assert!(Substitution::new("a", r"\1").is_err());
    assert!(Substitution::new("a", r"\x").is_err());
    assert!(Substitution::new("a", "\\").is_err());
}
