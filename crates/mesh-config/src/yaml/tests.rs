//! What the tree says of good, broken and hostile texts.

use super::*;
use crate::{Diagnostic, LineIndex, Position, Span};

fn read(text: &str) -> (Vec<Node>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let nodes = chunks(text).flat_map(|chunk| read_chunk(chunk, 0, &mut diagnostics)).collect();
    (nodes, diagnostics)
}

fn only(text: &str) -> Node {
    let (mut nodes, diagnostics) = read(text);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    nodes.remove(0)
}

fn slice(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

#[test]
fn spans_cover_what_was_written() {
    let text = "# top\na:\n  b: 'x y'\n  c: [1, {d: e}]\n  f: |\n    line\n\n  g:\nh: \"\\u00e9\"\n";
    let node = only(text);
    let at = |path: &str| slice(text, node.at(path).unwrap().span);
    assert_eq!(at("a.b"), "'x y'");
    assert_eq!(at("a.c"), "[1, {d: e}]");
    assert_eq!(at("a.c[1].d"), "e");
    assert_eq!(at("a.f"), "line");
    assert_eq!(at("a.g"), "");
    assert_eq!(node.at("a.g").unwrap().span.start as usize, text.find("g:").unwrap() + 2);
    assert_eq!(node.at("h").unwrap().text(), Some("é"));
    assert_eq!(slice(text, node.at("a").unwrap().span), "b: 'x y'\n  c: [1, {d: e}]\n  f: |\n    line\n\n  g:");
    assert_eq!(slice(text, node.entry("h").unwrap().key.span), "h");
}

#[test]
fn korean_and_emoji_keep_their_places() {
    let text = "# 카나리 🚀\n이름: 값\nrocket: 🚀 # end\nlast: x\n";
    let node = only(text);
    assert_eq!(slice(text, node.at("이름").unwrap().span), "값");
    assert_eq!(slice(text, node.at("rocket").unwrap().span), "🚀");
    let index = LineIndex::new(text);
    assert_eq!(index.position(text, node.at("이름").unwrap().span.end), Position { line: 2, column: 6 });
    assert_eq!(index.position(text, node.at("rocket").unwrap().span.end), Position { line: 3, column: 11 });
}

#[test]
fn a_broken_document_leaves_the_others_alone() {
    for broken in
        ["a: [1, 2", "a: 'x", "a: b: c", "a:\n\tb: 1", "- a\nb: 1", "a: *no", "? [", "a: }", "a: \"\\q\"", "@x: 1"]
    {
        let text = format!("one: 1\n---\n{broken}\n---\nthree: 3\n");
        let (nodes, diagnostics) = read(&text);
        assert!(!diagnostics.is_empty(), "{broken}");
        assert_eq!(nodes.first().unwrap().at("one").and_then(Node::text), Some("1"), "{broken}");
        assert_eq!(nodes.last().unwrap().at("three").and_then(Node::text), Some("3"), "{broken}");
        let in_second =
            |d: &Diagnostic| (11..11 + broken.len() as u32 + 1).contains(&d.span.start) && d.span.end > d.span.start;
        assert!(diagnostics.iter().all(in_second), "{broken}: {diagnostics:?}");
    }
}

#[test]
fn messages_name_the_cure() {
    for (text, part) in [
        ("a:\n\tb: 1", "spaces"),
        ("a: 'x", "closing quote"),
        ("a: [1", "add `]`"),
        ("a: b: c", "second `: `"),
        ("a: @x", "put the value in quotes"),
        ("a: *x", "refers to no anchor"),
        ("a: 1\na: 2", "there twice"),
        ("a: 1\n  b: 2", "second `: `"),
        ("a:\n  b: 1\n c: 2", "indent"),
    ] {
        let (_, diagnostics) = read(text);
        assert!(diagnostics[0].message.to_string().contains(part), "{text}: {}", diagnostics[0].message);
    }
}

#[test]
fn aliases_and_merge_keys() {
    let node = only("base: &base {a: 1, b: 2}\nx:\n  <<: *base\n  b: 3\nw: {<<: [*base, {c: 4}]}\nz: *base\n");
    assert_eq!(node.at("x.a").and_then(Node::text), Some("1"));
    assert_eq!(node.at("x.b").and_then(Node::text), Some("3"));
    assert_eq!(node.at("w.c").and_then(Node::text), Some("4"));
    assert_eq!(node.at("z.b").and_then(Node::text), Some("2"));
    assert!(node.at("x.<<").is_none());
}

#[test]
fn keys_that_yaml_takes_for_booleans_are_their_text() {
    let node = only("y: 1\nOff: 2\n\"on\": 3\n");
    assert_eq!(node.at("true").and_then(Node::text), Some("1"));
    assert_eq!(node.at("false").and_then(Node::text), Some("2"));
    assert_eq!(node.at("on").and_then(Node::text), Some("3"));
}

#[test]
fn json_is_read_too() {
    let node = only("{\"a\": [1, true, null, \"x\\n\"],\n\t\"b\": {\"c\": -1.5e3}}\n");
    assert_eq!(node.at("a[3]").and_then(Node::text), Some("x\n"));
    assert_eq!(node.at("b.c").unwrap().scalar().unwrap().as_number(), Some(-1500.0));
}

#[test]
fn windows_line_ends_and_a_byte_order_mark() {
    let node = only("\u{feff}a: 1\r\nb:\r\n- x\r\n");
    assert_eq!(node.at("a").and_then(Node::text), Some("1"));
    assert_eq!(node.at("b[0]").and_then(Node::text), Some("x"));
}

#[test]
fn hostile_texts_end_in_a_diagnostic() {
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned()
        + &('b'..='j')
            .map(|letter| {
                let before = (letter as u8 - 1) as char;
                format!("{letter}: &{letter} [{}]\n", format!("*{before},").repeat(10).trim_end_matches(','))
            })
            .collect::<String>();
    let brackets = "[".repeat(20_000);
    let braces = "{a: ".repeat(20_000);
    let dashes = "- ".repeat(20_000);
    let line = "x".repeat(256 << 10);
    let key = format!("{line}: 1");
    let anchors = "&a ".repeat(10_000);
    let quotes = "'".repeat(100_001);
    for text in [bomb, brackets, braces, dashes, key, anchors, quotes, "*a: *b".to_owned(), "&a [*a]".to_owned()] {
        let (_, diagnostics) = read(&text);
        assert!(!diagnostics.is_empty(), "{}", &text[..40.min(text.len())]);
        assert!(diagnostics.iter().all(|diagnostic| diagnostic.message.to_string().len() < 400));
    }
    assert!(read(&line).1.is_empty());
}
