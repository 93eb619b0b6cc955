//! How the Korean sentences are said. Here because a crate cannot use a macro that it includes by its own name.

use std::fs;
use std::path::Path;

use mesh_words::{Argument, Language, Words, say, speaking};

fn korean(words: &Words) -> String {
    speaking(Language::Ko, || words.to_string())
}

#[test]
fn particles_follow_what_is_filled_in() {
    for (name, other, sentence) in [
        ("v1", "reviews", "v1은 없고 reviews가 있습니다"),
        ("reviews", "v1", "reviews는 없고 v1이 있습니다"),
        ("`app`", "DNS", "`app`은 없고 DNS가 있습니다"),
        ("파드", "서브셋", "파드는 없고 서브셋이 있습니다"),
    ] {
        assert_eq!(korean(&say!("example-none", name, other)), sentence);
    }
}

#[test]
fn a_particle_goes_by_a_sentence_before_it_too() {
    let name = say!("example-count", count = 3);
    let words = say!("example-none", name, other = 7);
    assert_eq!(korean(&words), "파드 3개는 없고 7이 있습니다");
    assert_eq!(words, "there is no 3 pods, only 7");
}

#[test]
fn a_list_is_joined_in_korean() {
    let of = |names: &[&str]| korean(&say!("example-list", names = names.to_vec()));
    assert_eq!(of(&["v1", "v2", "v3"]), "v1, v2 및 v3, v1, v2 또는 v3, v1, v2, v3을 봅니다");
    assert_eq!(of(&["v1", "v2"]), "v1 및 v2, v1 또는 v2, v1, v2를 봅니다");
}

#[test]
fn what_others_say_stays_theirs() {
    let words = say!("example-count", count = 0).and(Words::theirs("Referenced host not found"));
    assert_eq!(korean(&words), "파드 없음 Referenced host not found");
}

#[test]
fn the_arguments_stand_where_korean_wants_them() {
    let words = say!("no-cluster-subset", host = "reviews", subset = "v3");
    assert_eq!(words, "no DestinationRule for reviews defines subset v3");
    assert_eq!(korean(&words), "reviews의 서브셋 v3을 정의하는 DestinationRule이 없습니다");
    let words = say!("step-weight", drawn = 31, total = 100, cluster = "v1", weight = 90);
    assert_eq!(korean(&words), "100 중 31 추첨: v1, 가중치 90");
    let none = say!("page-checks-summary", holding = 2, failing = 1, waiting = 0);
    assert_eq!(korean(&none), "2개 통과, 1개 실패.");
}

#[test]
fn a_language_has_no_words_of_another() {
    let list = Argument::from(vec!["v1", "v2"]);
    let words = say!("command-check-missed", routes = list);
    assert!(words.to_string().contains(" and ") && !korean(&words).contains(" and "), "{}", korean(&words));
}

/// Particles of two forms: which of them stands behind something that is filled in is not known in the file.
const ALTERNATING: &[&str] =
    &["이", "가", "을", "를", "은", "는", "과", "와", "으로", "로", "이나", "나", "이라는", "라는"];

#[test]
fn no_particle_behind_a_place_is_a_guess() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue/ko");
    let mut read = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        for line in fs::read_to_string(&path).unwrap().lines().filter(|line| !line.starts_with('#')) {
            read += 1;
            assert!(
                !line.contains("(가)") && !line.contains("(를)") && !line.contains("(는)"),
                "{}: {line}",
                path.display()
            );
            let mut places = line.split(" }");
            let mut place = places.next().unwrap_or_default();
            for behind in places {
                let is_particle = std::mem::replace(&mut place, behind).contains("PARTICLE(");
                // Behind a bracket it goes by the word before it, which is there.
                let word = if is_particle { "" } else { behind.trim_start_matches(['`', '"', '\'']) };
                let word = word.split([' ', '.', ',', ':', ')']).next().unwrap_or_default();
                assert!(!ALTERNATING.contains(&word), "{}: {word} in {line}", path.display());
            }
        }
    }
    assert!(read > 600, "{read} lines");
}
