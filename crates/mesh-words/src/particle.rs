//! Which form of a Korean particle stands behind a word: it goes by the word's last sound, as a Korean reads it.
//!
//! Hangul says it itself (Unicode, chapter 3.12: the final consonant is a syllable's number modulo 28). Digits are read in
//! Sino-Korean (영 일 이 …), letters by their names (엘 엠 엔 알 end in a consonant), words of Latin letters as the rules
//! for loanwords write them (외래어 표기법): `reviews` 리뷰스, `pod` 파드, `subset` 서브셋, `table` 테이블.

/// What the last sound of a word is, as far as particles ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LastSound {
    Vowel,
    /// ㄹ, behind which 로 stands, not 으로.
    Rieul,
    Consonant,
}

use LastSound::{Consonant, Rieul, Vowel};

/// Which of the two forms of a particle stands behind a text: `이` or `가`, `으로` or `로`.
#[must_use]
pub fn particle<'a>(text: &str, behind_consonant: &'a str, behind_vowel: &'a str) -> &'a str {
    match last_sound(text) {
        Vowel => behind_vowel,
        Rieul if behind_consonant.starts_with("으로") => behind_vowel,
        Rieul | Consonant => behind_consonant,
    }
}

/// More of a text is not looked at: its end is what is heard.
const LONGEST_END: usize = 64;

pub(crate) fn last_sound(text: &str) -> LastSound {
    let start = text.char_indices().rev().nth(LONGEST_END).map_or(0, |(at, _)| at);
    let mut text = text.get(start..).unwrap_or_default();
    loop {
        text = text.trim_end_matches(is_silent);
        // What is said in brackets behind a word is not what the particle goes by.
        match text.strip_suffix(')').and_then(|inner| inner.rfind('(')).and_then(|open| text.get(..open)) {
            Some(before) if before.contains(char::is_alphanumeric) => text = before,
            Some(before) => text = text.get(before.len() + 1..text.len() - 1).unwrap_or_default(),
            None if text.ends_with(')') => text = text.get(..text.len() - 1).unwrap_or_default(),
            None => break,
        }
    }
    let Some(last) = text.chars().next_back() else { return Vowel };
    match last {
        '가'..='힣' => match (u32::from(last) - u32::from('가')) % 28 {
            0 => Vowel,
            8 => Rieul,
            _ => Consonant,
        },
        '1' | '7' | '8' => Rieul,
        '0' | '3' | '6' => Consonant,
        last if last.is_ascii_alphabetic() => of_letters(text),
        // 이, 사, 오, 구; 퍼센트, 별표, 슬래시; what other scripts are read as is anybody's guess.
        _ => Vowel,
    }
}

/// What is not read: quotes, points, brackets.
fn is_silent(character: char) -> bool {
    !character.is_alphanumeric() && !matches!(character, '%' | '*' | '/' | '+' | '&' | '$' | '@' | ')')
}

/// The last word of a text that ends in a Latin letter.
fn of_letters(text: &str) -> LastSound {
    let before = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let letters = text.get(before.len()..).unwrap_or_default();
    if before.trim_end_matches(' ').ends_with(|digit: char| digit.is_ascii_digit())
        && let Some(sound) = of_unit(letters)
    {
        return sound;
    }
    // `clusterIP` ends with `IP`, `VirtualService` with `Service`, `DNS` and `GET` are words of their own.
    let bytes = letters.as_bytes();
    let is_capital = |byte: &u8| byte.is_ascii_uppercase();
    let tail = bytes.iter().rev().take_while(|byte| !is_capital(byte)).count();
    let (capitals, word) = match tail {
        0 => (true, bytes.len() - bytes.iter().rev().take_while(|byte| is_capital(byte)).count()),
        tail => (false, (bytes.len() - tail).saturating_sub(1)),
    };
    let word = letters.get(word..).unwrap_or_default().to_ascii_lowercase();
    let is_word = word.contains(['a', 'e', 'i', 'o', 'u', 'y']) && word.len() > 1;
    match is_word && !(capitals && word.len() < 4 && !matches!(word.as_str(), "get" | "put")) && word != "ip" {
        true => of_word(&word),
        false => of_letter(word.bytes().next_back().unwrap_or_default()),
    }
}

/// A unit behind a number: 초, 밀리초, 분, 시간, 바이트, 배.
fn of_unit(unit: &str) -> Option<LastSound> {
    match unit {
        "s" | "ms" | "us" | "ns" | "x" | "B" | "KB" | "MB" | "GB" | "KiB" | "MiB" | "GiB" | "Mi" | "Gi" | "Ki" => {
            Some(Vowel)
        }
        "m" | "h" => Some(Consonant),
        _ => None,
    }
}

/// A letter by its name: 엘, 엠, 엔, 알; all others end in a vowel.
fn of_letter(letter: u8) -> LastSound {
    match letter {
        b'l' | b'r' => Rieul,
        b'm' | b'n' => Consonant,
        _ => Vowel,
    }
}

/// Words that are written otherwise than their letters suggest.
const EXCEPTIONS: &[(&str, LastSound)] = &[
    ("bit", Vowel),
    ("check", Vowel),
    ("github", Vowel),
    ("hub", Vowel),
    ("loop", Vowel),
    ("prototype", Consonant),
    ("template", Consonant),
    ("type", Consonant),
];

/// A lower-case English word, as it is written in Hangul.
fn of_word(word: &str) -> LastSound {
    if let Some((_, sound)) = EXCEPTIONS.iter().find(|(known, _)| *known == word) {
        return *sound;
    }
    let mut letters = word.bytes().rev();
    let (last, before, third) =
        (letters.next().unwrap_or_default(), letters.next().unwrap_or_default(), letters.next().unwrap_or_default());
    let is_vowel = |letter: u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    match last {
        // 테이블, 룰, 존, 네임: the e is not heard.
        b'e' => match before {
            b'l' => Rieul,
            b'm' | b'n' => Consonant,
            _ => Vowel,
        },
        b'l' => Rieul,
        b'm' | b'n' => Consonant,
        b'g' if before == b'n' => Consonant,
        // 락, 북; but 링크, 브레이크.
        b'k' if before == b'c' || before == b'o' && third == b'o' => Consonant,
        // 트래픽, 스펙; 웹, 잡; 앱, 그룹; but 싱크, 헬프.
        b'c' | b'b' | b'p' if is_vowel(before) || before == last => Consonant,
        // 서브셋, 시크릿, 타임아웃; but 루트, 클라이언트.
        b't' if is_vowel(before) && (!is_vowel(third) || third == b'o' && before == b'u') => Consonant,
        _ => Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name, and it with 이/가, 을/를 and 으로/로.
    const READ: &[(&str, &str, &str)] = &[
        // Hangul
        ("파드", "가", "로"),
        ("서비스", "가", "로"),
        ("서브셋", "이", "으로"),
        ("레이블", "이", "로"),
        ("요청", "이", "으로"),
        ("강", "이", "으로"),
        // digits
        ("v0", "이", "으로"),
        ("v1", "이", "로"),
        ("v2", "가", "로"),
        ("v3", "이", "으로"),
        ("v4", "가", "로"),
        ("v5", "가", "로"),
        ("v6", "이", "으로"),
        ("v7", "이", "로"),
        ("v8", "이", "로"),
        ("v9", "가", "로"),
        ("10", "이", "으로"),
        ("503", "이", "으로"),
        ("0.1", "이", "로"),
        ("spec.http[0]", "이", "으로"),
        ("HTTP/2", "가", "로"),
        // letters by their names
        ("DNS", "가", "로"),
        ("URL", "이", "로"),
        ("TCP", "가", "로"),
        ("VM", "이", "으로"),
        ("SNI", "가", "로"),
        ("UH", "가", "로"),
        ("NR", "이", "로"),
        ("L", "이", "로"),
        ("M", "이", "으로"),
        ("N", "이", "으로"),
        ("R", "이", "로"),
        ("A", "가", "로"),
        ("http", "가", "로"),
        ("tls", "가", "로"),
        ("svc", "가", "로"),
        ("clusterIP", "가", "로"),
        ("5xx", "가", "로"),
        // words
        ("reviews", "가", "로"),
        ("pod", "가", "로"),
        ("gateway", "가", "로"),
        ("productpage", "가", "로"),
        ("details", "가", "로"),
        ("ratings", "가", "로"),
        ("staff-service", "가", "로"),
        ("api-gateway", "가", "로"),
        ("risky", "가", "로"),
        ("stable", "이", "로"),
        ("canary", "가", "로"),
        ("VirtualService", "가", "로"),
        ("DestinationRule", "이", "로"),
        ("AuthorizationPolicy", "가", "로"),
        ("Sidecar", "가", "로"),
        ("maxEjectionPercent", "가", "로"),
        ("outlierDetection", "이", "으로"),
        ("timeout", "이", "으로"),
        ("subset", "이", "으로"),
        ("Secret", "이", "으로"),
        ("client", "가", "로"),
        ("host", "가", "로"),
        ("root", "가", "로"),
        ("template", "이", "으로"),
        ("delegate", "가", "로"),
        ("traffic", "이", "으로"),
        ("app", "이", "으로"),
        ("group", "이", "으로"),
        ("web", "이", "으로"),
        ("GitHub", "가", "로"),
        ("block", "이", "으로"),
        ("check", "가", "로"),
        ("network", "가", "로"),
        ("pending", "이", "으로"),
        ("config", "가", "로"),
        ("mesh", "가", "로"),
        ("node-name", "이", "으로"),
        ("zone", "이", "으로"),
        ("role", "이", "로"),
        ("core", "가", "로"),
        ("node", "가", "로"),
        ("ROUND_ROBIN", "이", "으로"),
        ("LEAST_REQUEST", "가", "로"),
        ("PASSTHROUGH", "가", "로"),
        ("GET", "이", "으로"),
        ("POST", "가", "로"),
        ("reviews.default.svc.cluster.local", "이", "로"),
        ("shop.example.com", "이", "으로"),
        ("mesh.yaml", "이", "로"),
        // units and signs
        ("90 %", "가", "로"),
        ("30s", "가", "로"),
        ("250ms", "가", "로"),
        ("12.5 ms", "가", "로"),
        ("2m", "이", "으로"),
        ("1h", "이", "으로"),
        ("256 MiB", "가", "로"),
        ("*", "가", "로"),
        ("/", "가", "로"),
        // what is not read
        ("`v1`", "이", "로"),
        ("\"reviews\"", "가", "로"),
        ("“subset”", "이", "으로"),
        ("파드(Pod)", "가", "로"),
        ("Gateway shop (server 1)", "이", "으로"),
        ("(v1)", "이", "로"),
        ("v1.", "이", "로"),
        (")", "가", "로"),
        ("", "가", "로"),
        ("…", "가", "로"),
    ];

    #[test]
    fn a_particle_goes_by_the_last_sound() {
        for (name, subject, direction) in READ {
            let said = (particle(name, "이", "가"), particle(name, "으로", "로"));
            assert_eq!(said, (*subject, *direction), "{name}");
        }
    }

    #[test]
    fn all_particles_but_that_of_direction_take_rieul_for_a_consonant() {
        for (consonant, vowel) in
            [("이", "가"), ("을", "를"), ("은", "는"), ("과", "와"), ("이라", "라"), ("이나", "나")]
        {
            assert_eq!(particle("URL", consonant, vowel), consonant);
            assert_eq!(particle("DNS", consonant, vowel), vowel);
            assert_eq!(particle("VM", consonant, vowel), consonant);
        }
    }

    #[test]
    fn a_text_of_any_length_is_read_by_its_end() {
        assert_eq!(last_sound(&format!("{}v1", "가".repeat(100_000))), Rieul);
        assert_eq!(last_sound(&"(".repeat(100_000)), Vowel);
        assert_eq!(last_sound(&")".repeat(100_000)), Vowel);
        assert_eq!(last_sound(&"()".repeat(100_000)), Vowel);
    }
}
