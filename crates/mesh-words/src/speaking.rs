//! Which language a program with several speaks: its own, and another one while something is done for somebody.

use std::cell::Cell;
use std::sync::OnceLock;

use crate::Language;

static OWN: OnceLock<Language> = OnceLock::new();

thread_local! {
    static FOR_SOMEBODY: Cell<Option<Language>> = const { Cell::new(None) };
}

/// Decides what this process speaks where nothing else is asked for. The first word counts; without one it is English.
pub fn speak(language: Language) {
    OWN.set(language).ok();
}

/// Does something on this thread with all sentences that are said meanwhile in a language.
pub fn speaking<T>(language: Language, what: impl FnOnce() -> T) -> T {
    // Also given back where what is done panics: the thread goes on with somebody else.
    struct Before(Option<Language>);
    impl Drop for Before {
        fn drop(&mut self) {
            FOR_SOMEBODY.set(self.0);
        }
    }
    let _before = Before(FOR_SOMEBODY.replace(Some(language)));
    what()
}

pub(crate) fn spoken_here() -> Language {
    FOR_SOMEBODY.get().or_else(|| OWN.get().copied()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_spoken_while_something_is_done() {
        let inner = speaking(Language::Ko, || (spoken_here(), speaking(Language::En, spoken_here), spoken_here()));
        assert_eq!(inner, (Language::Ko, Language::En, Language::Ko));
        assert_eq!(spoken_here(), Language::En);
    }

    #[test]
    fn a_panic_leaves_no_language_behind() {
        let failed = std::panic::catch_unwind(|| speaking(Language::Ko, || panic!("on purpose")));
        assert!(failed.is_err());
        assert_eq!(spoken_here(), Language::En);
    }
}
