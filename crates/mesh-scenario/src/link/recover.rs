//! What can be saved of a link that cannot be opened.
//!
//! Packing is read from its beginning on, so all that stands before the first wrong character is there.

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};
use mesh_config::SourceFile;

use super::deflate::{End, unpack_as_far_as_possible};
use super::{DICTIONARY, LinkError, MAX_LINK, checksum, files, parts};

/// Takes what is left of bytes that were cut in their middle.
const LENIENT: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, NO_PAD.with_decode_allow_trailing_bits(true));

/// What can be read of a damaged link. Nothing vouches for it: a changed character may have changed the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// The files; the text of the last one may end early.
    pub files: Vec<SourceFile>,
    /// Whether the packing came to its end: as much text as there was, though perhaps not the same.
    pub complete: bool,
}

/// Saves what can be saved: of a link of any length its first 64 KiB, of any text its first 1 MiB. `None` where no
/// file of the link can be read.
#[must_use]
pub fn recover(link: &str) -> Option<Recovered> {
    let start = link.trim_start();
    let start = start.rsplit_once(['#', '/']).map_or(start, |(_, behind)| behind);
    let within = (0..=MAX_LINK.min(start.len())).rev().find(|end| start.is_char_boundary(*end))?;
    let (_, payload) = parts(start.get(..within)?)?;
    let read = Read::of(payload);
    let files = read.files.files;
    let is_empty = files.iter().all(|file| file.text.trim().is_empty());
    (!is_empty).then_some(Recovered { files, complete: read.end == End::Whole })
}

/// Why a payload whose checksum is wrong cannot be opened.
pub(super) fn diagnose(payload: &str) -> LinkError {
    let read = Read::of(payload);
    // What was only cut off reads without a fault up to its end; a changed character soon makes nonsense.
    let is_sound = !read.is_foreign && read.files.is_sound;
    match read.end {
        End::Short if is_sound => LinkError::CutOff,
        End::Whole if is_sound && read.behind < checksum::LENGTH => LinkError::CutOff,
        _ => LinkError::Damaged,
    }
}

/// A payload as far as it can be read.
struct Read {
    files: files::Begun,
    end: End,
    /// Whether it holds characters that no link holds.
    is_foreign: bool,
    /// Characters behind the packing: those of the checksum.
    behind: usize,
}

impl Read {
    fn of(payload: &str) -> Self {
        let is_ours = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let mut length = payload.bytes().take_while(|byte| is_ours(byte)).count();
        let is_foreign = length < payload.len();
        if length % 4 == 1 {
            // Six bits are no byte.
            length -= 1;
        }
        let bytes = LENIENT.decode(payload.get(..length).unwrap_or_default()).unwrap_or_default();
        let Some((&DICTIONARY, stream)) = bytes.split_first() else {
            // Of a dictionary that is not known nothing can be unpacked; without any byte it is cut off.
            let end = if bytes.is_empty() { End::Short } else { End::Broken };
            return Self { files: files::begun(&[]), end, is_foreign, behind: 0 };
        };
        let unpacked = unpack_as_far_as_possible(stream);
        let packed = ((1 + unpacked.used) * 8).div_ceil(6);
        Self {
            files: files::begun(&unpacked.bytes),
            end: unpacked.end,
            is_foreign,
            behind: payload.len().saturating_sub(packed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Envelope, decode, encode};
    use super::*;
    use crate::{Scenario, preset};

    fn link() -> (Scenario, String) {
        let scenario = preset("circuit-breaking").unwrap().scenario();
        let link = encode(&Envelope::new(scenario.clone(), "0123456789abcdef".to_owned()));
        (scenario, link)
    }

    /// Whether every recovered text begins the text of the file of its name.
    fn begins(recovered: &Recovered, scenario: &Scenario) -> bool {
        recovered.files.iter().all(|file| {
            scenario.files.iter().any(|whole| whole.name == file.name && whole.text.starts_with(&file.text))
        })
    }

    #[test]
    fn wherever_a_link_is_cut_off_its_beginning_is_saved() {
        let (scenario, link) = link();
        let mut most = 0;
        for length in 2..link.len() {
            let cut = &link[..length];
            assert_eq!(decode(cut), Err(LinkError::CutOff), "after {length} of {}", link.len());
            let Some(recovered) = recover(cut) else { continue };
            assert!(begins(&recovered, &scenario), "after {length} of {}", link.len());
            let read: usize = recovered.files.iter().map(|file| file.text.len()).sum();
            assert!(read >= most, "more of the link is no less of the text");
            most = read;
        }
        assert_eq!(most, scenario.files.iter().map(|file| file.text.len()).sum::<usize>());
    }

    #[test]
    fn a_wrong_checksum_leaves_the_whole_text() {
        let (scenario, link) = link();
        let other = if link.ends_with('0') { '1' } else { '0' };
        let changed = format!("{}{other}", &link[..link.len() - 1]);
        assert_eq!(decode(&changed), Err(LinkError::Damaged));
        assert_eq!(recover(&changed), Some(Recovered { files: scenario.files, complete: true }));
    }

    #[test]
    fn before_a_changed_character_everything_is_saved() {
        let (scenario, link) = link();
        let middle = link.len() / 2;
        for foreign in ["…", "%20", "é"] {
            let changed = format!("http://127.0.0.1:3000/#{}{foreign}{}", &link[..middle], &link[middle..]);
            assert_eq!(decode(&changed), Err(LinkError::Damaged), "{foreign}");
            let recovered = recover(&changed).unwrap();
            assert!(begins(&recovered, &scenario) && !recovered.complete, "{foreign}");
        }
    }

    #[test]
    fn any_changed_character_is_an_error_and_none_makes_it_panic() {
        let (_, link) = link();
        for place in 2..link.len() {
            for other in ['A', '_'] {
                let mut changed = link.clone();
                changed.replace_range(place..=place, &other.to_string());
                if changed != link && !changed.eq_ignore_ascii_case(&link) {
                    assert!(decode(&changed).is_err(), "{place}");
                }
                let _ = recover(&changed);
            }
        }
    }

    #[test]
    fn a_link_of_a_later_format_is_read_if_it_is_packed_as_ever() {
        let (scenario, link) = link();
        let later = link.replacen("1.", "2.", 1);
        assert_eq!(decode(&later), Err(LinkError::Version("2".into())));
        assert_eq!(recover(&later).map(|recovered| recovered.files), Some(scenario.files));
        assert_eq!(recover("2.abcdef"), None);
    }

    #[test]
    fn what_holds_no_text_gives_nothing() {
        let empty = encode(&Envelope::new(
            Scenario::new(vec![SourceFile { name: "a".into(), text: " \n".into() }]),
            String::new(),
        ));
        for link in ["", "nonsense", "1.", "1.A", "1.AQ", "graph", "a.b", "99999.AQ", "1.카나리", &empty] {
            assert_eq!(recover(link), None, "{link}");
        }
    }

    #[test]
    fn a_link_without_end_gives_its_first_64_kib() {
        let (scenario, link) = link();
        let endless = format!("{}{}", &link[..link.len() - 7], "A".repeat(10 * MAX_LINK));
        assert_eq!(decode(&endless), Err(LinkError::TooLarge));
        assert_eq!(recover(&endless).map(|recovered| recovered.files), Some(scenario.files));
    }
}
