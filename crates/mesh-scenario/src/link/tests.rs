use proptest::prelude::*;

use super::*;
use crate::{Scenario, SourceFile, presets};

fn envelope(files: &[(&str, &str)], seed: Option<u64>) -> Envelope {
    let file = |(name, text): &(&str, &str)| SourceFile { name: (*name).into(), text: (*text).into() };
    let scenario = Scenario { files: files.iter().map(file).collect(), seed };
    Envelope { scenario, engine: "0.1.0".into(), digest: "0123456789abcdef".into() }
}

/// A link as it was published. If this test fails, every link that anybody holds is broken: mend the code.
#[test]
fn a_link_of_format_1_opens_for_ever() {
    let link = include_str!("golden-1.txt").trim();
    let expected = envelope(&[("카나리.yaml", "kind: VirtualService\n# 안녕 🚀\nspec:\n  hosts:\n  - x\n")], Some(7));
    assert_eq!(decode(link), Ok(expected));
}

#[test]
fn a_link_opens_with_what_stands_around_it() {
    let envelope = envelope(&[("a.yaml", "kind: Service\n")], None);
    let link = encode(&envelope);
    for around in
        [link.clone(), format!("http://127.0.0.1:3000/#{link}"), format!(" https://x.example/c/{link}?view=graph\n")]
    {
        assert_eq!(decode(&around).as_ref(), Ok(&envelope), "{around}");
    }
    assert!(link.ends_with(|last: char| last.is_ascii_alphanumeric()));
}

#[test]
fn presets_fit_where_any_program_takes_a_link() {
    for preset in presets() {
        let link = encode(&Envelope::new(preset.scenario(), "0123456789abcdef".into()));
        println!("{}: {} characters", preset.slug, link.len());
        assert!(link.len() <= 1_900, "{}: {} characters", preset.slug, link.len());
        assert_eq!(decode(&link).map(|envelope| envelope.scenario), Ok(preset.scenario()));
    }
}

#[test]
fn what_is_no_link_says_what_to_do() {
    let link = encode(&envelope(&[("a", "b")], None));
    assert_eq!(decode(&link[..link.len() - 1]), Err(LinkError::CutOff));
    assert_eq!(decode(&link.replacen("1.", "2.", 1)), Err(LinkError::Version("2".into())));
    for other in ["", "nonsense", "graph", "v1.abc", "12345.abc", "http://127.0.0.1:3000/s/abc"] {
        assert_eq!(decode(other), Err(LinkError::NotALink), "{other}");
    }
    assert_eq!(decode("1.카나리"), Err(LinkError::Damaged));
    assert_eq!(decode(&"x".repeat(MAX_LINK + 1)), Err(LinkError::TooLarge));
    for error in [
        LinkError::NotALink,
        LinkError::CutOff,
        LinkError::Damaged,
        LinkError::TooLarge,
        LinkError::Version("2".into()),
        LinkError::Dictionary(9),
    ] {
        assert!(error.to_string().ends_with('.'), "{error}");
    }
}

fn sealed(bytes: &[u8]) -> String {
    format!("1.{}{}", URL_SAFE_NO_PAD.encode(bytes), checksum::of(bytes))
}

#[test]
fn a_bomb_is_not_unpacked() {
    let mut bytes = vec![DICTIONARY];
    bytes.extend(deflate::pack(&vec![b' '; MAX_ENVELOPE + 1]));
    assert_eq!(decode(&sealed(&bytes)), Err(LinkError::TooLarge));
}

#[test]
fn one_mebibyte_exactly_is_unpacked() {
    let around = envelope(&[("a.yaml", "")], None).to_json().len();
    let full = envelope(&[("a.yaml", &"#".repeat(MAX_ENVELOPE - around))], None);
    assert_eq!(decode(&encode(&full)), Ok(full));
    let over = envelope(&[("a.yaml", &"#".repeat(MAX_ENVELOPE - around + 1))], None);
    assert_eq!(decode(&encode(&over)), Err(LinkError::TooLarge));
    let saved = recover(&encode(&over)).unwrap();
    assert!(saved.files[0].text.len() < MAX_ENVELOPE && !saved.complete);
}

#[test]
fn a_stranger_with_a_right_checksum_is_refused() {
    assert!(matches!(decode(&sealed(&[])), Err(LinkError::CutOff)));
    assert!(matches!(decode(&sealed(&[9, 1, 2])), Err(LinkError::Dictionary(9))));
    assert!(matches!(decode(&sealed(&[DICTIONARY, 255, 255])), Err(LinkError::Content(_))));
    let mut bytes = vec![DICTIONARY];
    bytes.extend(deflate::pack(b"[]"));
    assert_eq!(decode(&sealed(&bytes)), Ok(Envelope::default()), "an empty list is an envelope without fields");
}

proptest! {
    #[test]
    fn whatever_was_packed_is_unpacked(
        files in proptest::collection::vec((".{0,12}", "(?s).{0,400}"), 0..4),
        seed: Option<u64>,
    ) {
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let envelope = envelope(&files, seed);
        prop_assert_eq!(decode(&encode(&envelope)), Ok(envelope));
    }

    #[test]
    fn nothing_makes_it_panic(link in ".{0,80}", bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        let _ = decode(&link);
        let _ = recover(&link);
        let _ = recover(&format!("1.{link}"));
        let link = sealed(&[&[DICTIONARY], bytes.as_slice()].concat());
        let _ = decode(&link);
        let _ = recover(&link);
    }
}
