//! Signals by their names and numbers (`moby/sys/signal`, signal(7)).

/// A signal, by its number on Linux.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signal(pub i32);

impl Signal {
    /// Ends a process that cannot say no.
    pub const KILL: Signal = Signal(9);
    /// Asks a process to end.
    pub const TERM: Signal = Signal(15);
    /// What Ctrl-C sends.
    pub const INTERRUPT: Signal = Signal(2);

    /// Reads `15`, `TERM` or `SIGTERM`.
    #[must_use]
    pub fn read(text: &str) -> Option<Signal> {
        if let Ok(number) = text.parse::<i32>() {
            return (1..=64)
                .contains(&number)
                .then_some(Signal(number))
                .or_else(|| (number > 64).then_some(Signal(number)));
        }
        let upper = text.to_ascii_uppercase();
        let name = upper.strip_prefix("SIG").unwrap_or(&upper);
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, number)| Signal(*number))
    }

    /// Whether a process that has not said otherwise ignores it.
    pub(crate) fn is_ignored_by_default(self) -> bool {
        matches!(self.0, 17 | 18 | 23 | 28)
    }
}

const NAMES: [(&str, i32); 31] = [
    ("HUP", 1),
    ("INT", 2),
    ("QUIT", 3),
    ("ILL", 4),
    ("TRAP", 5),
    ("ABRT", 6),
    ("BUS", 7),
    ("FPE", 8),
    ("KILL", 9),
    ("USR1", 10),
    ("SEGV", 11),
    ("USR2", 12),
    ("PIPE", 13),
    ("ALRM", 14),
    ("TERM", 15),
    ("STKFLT", 16),
    ("CHLD", 17),
    ("CONT", 18),
    ("STOP", 19),
    ("TSTP", 20),
    ("TTIN", 21),
    ("TTOU", 22),
    ("URG", 23),
    ("XCPU", 24),
    ("XFSZ", 25),
    ("VTALRM", 26),
    ("PROF", 27),
    ("WINCH", 28),
    ("IO", 29),
    ("PWR", 30),
    ("SYS", 31),
];

/// The name of a signal, without `SIG`.
pub(crate) fn name(signal: Signal) -> String {
    let known = NAMES.iter().find(|(_, number)| *number == signal.0);
    known.map_or_else(|| signal.0.to_string(), |(name, _)| (*name).to_owned())
}
