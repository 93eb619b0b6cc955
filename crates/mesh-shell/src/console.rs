//! What a command line has printed: pieces of text with their time and their stream.

/// So many bytes are kept of what one command line prints.
pub const MAX_OUTPUT: usize = 4 << 20;

/// Where text is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// A text that was printed at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The simulated time, nanoseconds since 0.
    pub at: u64,
    /// Where to.
    pub stream: Stream,
    /// The text, with its line feeds.
    pub text: String,
}

/// What has been printed so far, in order. What is more than [`MAX_OUTPUT`] is dropped, see [`Console::is_cut`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Console {
    pieces: Vec<Piece>,
    bytes: usize,
    cut: bool,
}

impl Console {
    /// Prints a text as it is.
    pub fn print(&mut self, at: u64, stream: Stream, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.cut || self.bytes + text.len() > MAX_OUTPUT {
            self.cut = true;
            return;
        }
        self.bytes += text.len();
        match self.pieces.last_mut() {
            Some(last) if last.at == at && last.stream == stream => last.text.push_str(text),
            _ => self.pieces.push(Piece { at, stream, text: text.to_owned() }),
        }
    }

    /// Prints what another has printed.
    pub fn append(&mut self, other: Console) {
        for piece in other.pieces {
            self.print(piece.at, piece.stream, &piece.text);
        }
    }

    /// The pieces so far.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Takes the pieces out.
    pub fn take(&mut self) -> Vec<Piece> {
        std::mem::take(self).pieces
    }

    /// Whether nothing has been printed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether more was printed than is kept.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// All of one stream.
    #[must_use]
    pub fn text(&self, stream: Stream) -> String {
        self.pieces.iter().filter(|piece| piece.stream == stream).map(|piece| piece.text.as_str()).collect()
    }

    /// When each line came and where it was printed, in order.
    #[must_use]
    pub fn lines(&self) -> Vec<(u64, Stream)> {
        let mut lines = Vec::new();
        for piece in &self.pieces {
            for _ in piece.text.split_inclusive('\n') {
                lines.push((piece.at, piece.stream));
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_kept_apart_and_lines_know_their_time() {
        let mut console = Console::default();
        console.print(1, Stream::Out, "a\nb\n");
        console.print(2, Stream::Err, "c\n");
        console.print(2, Stream::Out, "d");
        assert_eq!(console.text(Stream::Out), "a\nb\nd");
        assert_eq!(console.text(Stream::Err), "c\n");
        assert_eq!(console.lines(), [(1, Stream::Out), (1, Stream::Out), (2, Stream::Err), (2, Stream::Out)]);
    }

    #[test]
    fn output_is_bounded() {
        let mut console = Console::default();
        let text = "x".repeat(MAX_OUTPUT / 2);
        for _ in 0..3 {
            console.print(0, Stream::Out, &text);
        }
        assert!(console.is_cut());
        assert_eq!(console.text(Stream::Out).len(), MAX_OUTPUT);
    }
}
