//! Against what Go says.

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
        r"[\p{greek}\P{^Lu}]",
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
        ("(?<=x)", "invalid named capture", "(?<=x)"),
        ("(?<", "invalid or unsupported Perl syntax", "(?<"),
        ("a{2,1}", "invalid repeat count", "{2,1}"),
        ("a{1001}", "invalid repeat count", "{1001}"),
        ("[b-a]", "invalid character class range", "b-a"),
        (r"\1", "invalid escape sequence", r"\1"),
        (r"a{1,1001}", "invalid repeat count", "{1,1001}"),
        ("(a{100}){100}", "invalid repeat count", "{100}"),
        (r"\C", "invalid escape sequence", r"\C"),
        (r"[\b]", "invalid escape sequence", r"\b"),
        (r"\x{110000}", "invalid escape sequence", r"\x{110000"),
        (r"\pX", "invalid character class range", r"\pX"),
        (r"\p{Foo}", "invalid character class range", r"\p{Foo}"),
        ("[[:foo:]]", "invalid character class range", "[:foo:]"),
        ("(?P<a-b>x)", "invalid named capture", "(?P<a-b>"),
        ("a\\", "trailing backslash at end of expression", ""),
    ] {
        assert_eq!(syntax(pattern), Err((what, part)), "{pattern}");
    }
}
