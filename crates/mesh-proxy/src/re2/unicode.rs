//! `\\p{…}`: general categories and scripts (RE2's unicode_groups.cc), as far as Latin-1 goes.

use super::class::Class;

type Ranges = &'static [(char, char)];

/// The categories of Latin-1's characters.
const CATEGORIES: &[(&str, Ranges)] = &[
    ("Cc", &[('\u{0}', '\u{1f}'), ('\u{7f}', '\u{9f}')]),
    ("Cf", &[('\u{ad}', '\u{ad}')]),
    ("Ll", &[('a', 'z'), ('\u{b5}', '\u{b5}'), ('\u{df}', '\u{f6}'), ('\u{f8}', '\u{ff}')]),
    ("Lo", &[('\u{aa}', '\u{aa}'), ('\u{ba}', '\u{ba}')]),
    ("Lu", &[('A', 'Z'), ('\u{c0}', '\u{d6}'), ('\u{d8}', '\u{de}')]),
    ("Nd", &[('0', '9')]),
    ("No", &[('\u{b2}', '\u{b3}'), ('\u{b9}', '\u{b9}'), ('\u{bc}', '\u{be}')]),
    ("Pc", &[('_', '_')]),
    ("Pd", &[('-', '-')]),
    ("Pe", &[(')', ')'), (']', ']'), ('}', '}')]),
    ("Pf", &[('\u{bb}', '\u{bb}')]),
    ("Pi", &[('\u{ab}', '\u{ab}')]),
    (
        "Po",
        &[
            ('!', '#'),
            ('%', '\''),
            ('*', '*'),
            (',', ','),
            ('.', '/'),
            (':', ';'),
            ('?', '@'),
            ('\\', '\\'),
            ('\u{a1}', '\u{a1}'),
            ('\u{a7}', '\u{a7}'),
            ('\u{b6}', '\u{b7}'),
            ('\u{bf}', '\u{bf}'),
        ],
    ),
    ("Ps", &[('(', '('), ('[', '['), ('{', '{')]),
    ("Sc", &[('$', '$'), ('\u{a2}', '\u{a5}')]),
    (
        "Sk",
        &[
            ('^', '^'),
            ('`', '`'),
            ('\u{a8}', '\u{a8}'),
            ('\u{af}', '\u{af}'),
            ('\u{b4}', '\u{b4}'),
            ('\u{b8}', '\u{b8}'),
        ],
    ),
    (
        "Sm",
        &[
            ('+', '+'),
            ('<', '>'),
            ('|', '|'),
            ('~', '~'),
            ('\u{ac}', '\u{ac}'),
            ('\u{b1}', '\u{b1}'),
            ('\u{d7}', '\u{d7}'),
            ('\u{f7}', '\u{f7}'),
        ],
    ),
    ("So", &[('\u{a6}', '\u{a6}'), ('\u{a9}', '\u{a9}'), ('\u{ae}', '\u{ae}'), ('\u{b0}', '\u{b0}')]),
    ("Zs", &[('\u{20}', '\u{20}'), ('\u{a0}', '\u{a0}')]),
];

/// Categories that Latin-1 has no character of.
const EMPTY_CATEGORIES: &[&str] = &["Co", "Cs", "Lm", "Lt", "Mc", "Me", "Mn", "Nl", "Zl", "Zp", "M"];

/// Latin-1's letters of the Latin script; all of its other characters are common to several.
const LATIN: Ranges = &[
    ('A', 'Z'),
    ('a', 'z'),
    ('\u{aa}', '\u{aa}'),
    ('\u{ba}', '\u{ba}'),
    ('\u{c0}', '\u{d6}'),
    ('\u{d8}', '\u{f6}'),
    ('\u{f8}', '\u{ff}'),
];

/// All other scripts: Latin-1 has no character of theirs.
const SCRIPTS: &str = "\
    Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak Bengali \
    Bhaiksuki Bopomofo Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian \
    Chakma Cham Cherokee Chorasmian Coptic Cuneiform Cypriot Cypro_Minoan Cyrillic Deseret Devanagari \
    Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs Elbasan Elymaic Ethiopic Georgian Glagolitic Gothic \
    Grantha Greek Gujarati Gunjala_Gondi Gurmukhi Han Hangul Hanifi_Rohingya Hanunoo Hatran Hebrew \
    Hiragana Imperial_Aramaic Inherited Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi \
    Kannada Katakana Kawi Kayah_Li Kharoshthi Khitan_Small_Script Khmer Khojki Khudawadi Lao Lepcha \
    Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen \
    Masaram_Gondi Medefaidrin Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi \
    Mongolian Mro Multani Myanmar Nabataean Nag_Mundari Nandinagari New_Tai_Lue Newa Nko Nushu \
    Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Old_Hungarian Old_Italic Old_North_Arabian Old_Permic \
    Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya Osage Osmanya Pahawh_Hmong \
    Palmyrene Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada \
    Shavian Siddham SignWriting Sinhala Sogdian Sora_Sompeng Soyombo Sundanese Syloti_Nagri Syriac \
    Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Takri Tamil Tangsa Tangut Telugu Thaana Thai Tibetan \
    Tifinagh Tirhuta Toto Ugaritic Vai Vithkuqi Wancho Warang_Citi Yezidi Yi Zanabazar_Square";

/// The characters of a category or script; `None` where RE2 knows none of this name.
pub(super) fn group(name: &str) -> Option<Class> {
    match name {
        "Any" => return Some(Class::default().negated()),
        "Latin" => return Some(Class::of(LATIN)),
        "Common" => return Some(Class::of(LATIN).negated()),
        _ if EMPTY_CATEGORIES.contains(&name) => return Some(Class::default()),
        _ if SCRIPTS.split(' ').any(|script| script == name) => return Some(Class::default()),
        _ => {}
    }
    // A single letter is all categories that begin with it.
    let mut found = CATEGORIES.iter().filter(|(category, _)| !name.is_empty() && category.starts_with(name)).peekable();
    found.peek()?;
    let mut class = Class::default();
    found.for_each(|(_, ranges)| class.merge(&Class::of(ranges)));
    Some(class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_one_category() {
        for code in 0..=0xFF {
            let category = |(_, ranges): &&(&str, Ranges)| {
                ranges.iter().any(|(low, high)| u32::from(*low) <= code && code <= u32::from(*high))
            };
            assert_eq!(CATEGORIES.iter().filter(category).count(), 1, "{code:#x}");
        }
    }

    #[test]
    fn groups_are_found_by_name() {
        for known in
            ["L", "Lu", "N", "Zs", "M", "Any", "Greek", "Latin", "Common", "Yi", "Zanabazar_Square", "Adlam", "Cs"]
        {
            assert!(group(known).is_some(), "{known}");
        }
        for unknown in ["", "X", "Lx", "LC", "greek", "Adlam Ahom", "L&", "Cn"] {
            assert!(group(unknown).is_none(), "{unknown}");
        }
    }
}
