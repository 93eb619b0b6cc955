//! The texts of other languages than English: files, which the server holds and a browser is handed behind the sentences of its
//! language, so that nobody loads a language that they do not read.

use std::sync::OnceLock;

use super::Text;
use super::told::Told as _;

static OTHER: OnceLock<Text> = OnceLock::new();

/// Takes the texts that stand behind the sentences of a language; what it gives are the sentences alone.
#[cfg(feature = "csr")]
pub(crate) fn install(mut handed_over: String) -> String {
    if let Some(end) = handed_over.find(mesh_view::BEHIND_SENTENCES) {
        let texts = handed_over.split_off(end).split_off(mesh_view::BEHIND_SENTENCES.len());
        // The page shows them as long as it lives.
        OTHER.set(Text::told(&mut texts.leak().split('\n'))).ok();
        handed_over.push('\n');
    }
    handed_over
}

/// The texts of the language that this page speaks, for what knows no context. A server speaks several: only what no server
/// does asks for it.
pub(crate) fn spoken() -> &'static Text {
    if cfg!(feature = "csr") { OTHER.get().unwrap_or(&super::en::TEXT) } else { &super::en::TEXT }
}

#[cfg(feature = "csr")]
pub(super) fn text() -> &'static Text {
    spoken()
}

#[cfg(not(feature = "csr"))]
pub(super) fn text() -> &'static Text {
    OTHER.get_or_init(|| Text::told(&mut mesh_view::texts(include_str!("ko.txt")).leak().split('\n')))
}

#[cfg(all(test, not(feature = "csr")))]
mod tests {
    use crate::Language;
    use crate::text::told::Named as _;

    /// The names in a file, in its order.
    fn names(file: &str) -> Vec<&str> {
        let is_name = |line: &&str| !line.starts_with([' ', '#']);
        file.lines().filter(is_name).filter_map(|line| line.split_once(" =")).map(|(name, _)| name).collect()
    }

    fn named(language: Language) -> Vec<(String, Vec<&'static str>)> {
        let mut named = Vec::new();
        crate::text::texts_in(language).named("", &mut named);
        named
    }

    #[test]
    fn each_language_has_the_fields_of_the_english_one_in_their_order() {
        let expected = named(Language::En);
        let names = names(include_str!("ko.txt"));
        for (at, (expected, _)) in expected.iter().enumerate() {
            let before = at.checked_sub(1).map_or("nothing", |before| names[before]);
            assert_eq!(names.get(at), Some(&expected.as_str()), "ko.txt, behind `{before}`");
        }
        assert_eq!(names.len(), expected.len(), "ko.txt has more behind its last one");
    }

    /// The places to be filled in of a text.
    fn places(text: &str) -> Vec<&str> {
        let mut places: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(it, _)| it).collect();
        places.retain(|place| place.parse::<u8>().is_ok());
        places.sort_unstable();
        places
    }

    #[test]
    fn each_text_has_the_places_and_rows_of_the_english_one() {
        for ((name, english), (_, korean)) in named(Language::En).iter().zip(named(Language::Ko)) {
            assert_eq!(english.len(), korean.len(), "{name}");
            for (english, korean) in english.iter().zip(korean) {
                assert_eq!(places(english), places(korean), "{name}: {korean}");
                assert_eq!(english.is_empty(), korean.is_empty(), "{name}");
            }
        }
    }

    /// Names, keys, commands and expressions are the same in every language.
    const THE_SAME: &[&str] = &[
        "ko",
        "Mesh Playground",
        "Istio 1.32 · Envoy 1.40",
        "{0}/{1}",
        "Istio 1.8~1.10",
        "{0} · {1}",
        "● Ready",
        "✕ NotReady",
        "VirtualService",
        "kubectl get pods -o wide",
        "kubectl get nodes",
        "kubectl get deployments",
        "kubectl get events",
        "consecutiveErrors",
        "apiVersion",
        ".",
        "e",
        "o",
        "g",
        "Shift+F10",
        "/",
        "t",
        "?",
        "Esc",
        "F8",
        "F2",
        "Ctrl Shift O",
        "Shift Alt F",
        "Ctrl F",
        "Ctrl Z",
        "DC",
        "DI",
        "DPE",
        "FI",
        "NC",
        "NR",
        "RL",
        "SI",
        "UC",
        "UF",
        "UH",
        "UMSDR",
        "UO",
        "UPE",
        "UR",
        "URX",
        "UT",
        "EN",
        "Read this page in English",
        "rt > 1000",
        "! healthy",
        "healthy",
        "name = unknown",
        "rank <= 2",
        "%error > 0",
        "cb",
        "idle",
        "app, name, namespace, service, version, workload",
        "node",
        "app, service, workload, unknown",
        "httpin, httpout",
        "rank",
        "label:tier",
        "healthy, idle, sidecar, trafficsource, se",
        "cb, vs, ts, tcpts, rr, rto, fi, mirroring",
        "rps, %error, rt, %httptraffic",
        "http, grpc, tcp, %httperr, %grpcerr",
        "traffic, mirror, mtls",
        "{0} ~ {1}",
        "p95",
        "YAML",
        "Kiali JSON",
        "1 2 3 … Enter →",
        // What a lesson says itself is filled in.
        "{0}",
        "+{0} −{1}",
    ];

    #[test]
    fn no_text_is_left_in_english() {
        for (name, texts) in named(Language::Ko) {
            for text in texts {
                let is_korean = text.contains(|letter| ('가'..='힣').contains(&letter));
                assert!(is_korean || text.is_empty() || THE_SAME.contains(&text), "{name}: {text}");
            }
        }
    }
}
