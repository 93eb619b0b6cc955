//! The languages that sentences are said in, and which of them somebody wants.

use serde::{Deserialize, Serialize};

/// A language that sentences are said in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
}

impl Language {
    /// All of them, the default one first.
    pub const ALL: [Self; 2] = [Self::En, Self::Ko];

    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
        }
    }

    /// The language of a tag such as `ko`, `ko-KR` or `ko_KR.UTF-8`: what stands before the region decides.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_', '.']).next()?;
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// The one that a list like that of `Accept-Language` likes best (RFC 9110, 12.5.4): the highest `q`, the earlier of two
    /// that are liked alike. None where it names none of ours.
    #[must_use]
    pub fn accepted(list: &str) -> Option<Self> {
        let mut best: Option<(u16, Self)> = None;
        for range in list.split(',').take(MOST_RANGES) {
            let mut parts = range.split(';').map(str::trim);
            let Some(language) =
                parts.next().and_then(|tag| if tag == "*" { Some(Self::default()) } else { Self::of_tag(tag) })
            else {
                continue;
            };
            let liked = parts
                .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
                .map_or(1_000, thousandths);
            if liked > best.map_or(0, |(liked, _)| liked) {
                best = Some((liked, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

/// More of a list is not looked at: browsers send a handful.
const MOST_RANGES: usize = 64;

/// A weight, `1`, `0.8` or `0.123`, in thousandths; 0 for what is none.
fn thousandths(weight: &str) -> u16 {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    let digits = part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    match whole {
        "1" if digits && part.bytes().all(|byte| byte == b'0') => 1_000,
        "0" if digits => format!("{part:0<3}").parse().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{self, En, Ko};

    #[test]
    fn a_tag_names_a_language_by_its_first_part() {
        for (tag, language) in [
            ("ko", Some(Ko)),
            ("ko-KR", Some(Ko)),
            ("KO-kr", Some(Ko)),
            ("ko_KR.UTF-8", Some(Ko)),
            ("en", Some(En)),
            ("en-GB", Some(En)),
            (" ko ", Some(Ko)),
            ("kok", None),
            ("fr", None),
            ("", None),
        ] {
            assert_eq!(Language::of_tag(tag), language, "{tag}");
        }
    }

    #[test]
    fn the_language_that_is_liked_best_is_taken() {
        for (list, language) in [
            ("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", Some(Ko)),
            ("en-US,en;q=0.9,ko;q=0.8", Some(En)),
            ("fr, ko;q=0.3, en;q=0.5", Some(En)),
            ("fr, de;q=0.9, ko;q=0.1", Some(Ko)),
            ("en;q=0, ko;q=0.001", Some(Ko)),
            ("ko;q=0", None),
            ("en;q=0.5, ko;q=0.5", Some(En)),
            ("ko;q=0.5, en;q=0.5", Some(Ko)),
            ("ko;q=nonsense, en;q=0.1", Some(En)),
            ("*", Some(En)),
            ("ko, *;q=0.1", Some(Ko)),
            ("fr", None),
            ("", None),
            (";;,,;q=", None),
        ] {
            assert_eq!(Language::accepted(list), language, "{list}");
        }
    }

    #[test]
    fn a_list_of_any_length_is_read() {
        assert_eq!(Language::accepted(&"fr,".repeat(100_000)), None);
        assert_eq!(Language::accepted(&format!("ko,{}", "en;q=0.1,".repeat(1_000))), Some(Ko));
    }
}
