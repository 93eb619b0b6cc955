//! How sentences are read. Here because a crate cannot use a macro that it includes by its own name.

use mesh_words::{Words, say};

#[test]
fn a_number_chooses_between_one_and_several() {
    assert_eq!(say!("example-count", count = 1_u32), "1 pod");
    assert_eq!(say!("example-count", count = 12_usize), "12 pods");
    assert_eq!(say!("example-count", count = 0), "no pods");
}

#[test]
fn a_list_ends_with_its_word() {
    let of = |names: &[&str]| say!("example-list", names = names.to_vec());
    assert_eq!(of(&["v1", "v2", "v3"]), "v1, v2 and v3; v1, v2 or v3; v1, v2, v3");
    assert_eq!(of(&["v1"]), "v1; v1; v1");
    assert_eq!(of(&[]), "; ; ");
}

#[test]
fn a_sentence_may_stand_in_a_sentence_and_after_one() {
    let count = say!("example-count", count = 2);
    let words = say!("example-none", name = count, other = 3).and(Words::theirs("Not found"));
    assert_eq!(words, "there is no 2 pods, only 3 Not found");
    assert!(words.is_ours());
    assert!(!Words::theirs("Not found").is_ours());
}

#[test]
fn what_crosses_is_the_key_and_the_arguments() {
    let words = say!("example-none", name = "v3", other = vec!["v1", "v2"]);
    let text = serde_json::to_string(&words).expect("text");
    assert_eq!(text, r#"{"ours":["example-none",[{"text":"v3"},{"list":[{"text":"v1"},{"text":"v2"}]}]]}"#);
    assert_eq!(serde_json::from_str::<Words>(&text).expect("words"), words);
    assert!(serde_json::from_str::<Words>(r#"{"ours":["no-such-key",[]]}"#).is_err());
}
