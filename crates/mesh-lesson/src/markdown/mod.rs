//! The words of a lesson: `lesson.<language>.md`.

mod blocks;
mod front;
mod inline;
mod part;
mod typed;

use mesh_view::{Block, Inline, Span};
use mesh_words::say;

use crate::fault::{Faults, WORDS, span};
use blocks::{Piece, Reader};
pub(crate) use front::{Front, TITLE};
pub(crate) use part::plain;
use part::{Kind, choices};
pub(crate) use typed::{Place, TypedNumber};

/// Steps of a lesson, at most.
const MOST_STEPS: usize = 40;

/// The words of a lesson in one language.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    /// As in `lesson.<language>.md`.
    pub(crate) language: String,
    /// Where its file begins.
    pub(crate) span: Span,
    pub(crate) front: Front,
    pub(crate) steps: Vec<WrittenStep>,
}

/// The words of a step.
#[derive(Clone, Debug, Default)]
pub(crate) struct WrittenStep {
    pub(crate) id: String,
    pub(crate) title: String,
    /// Its heading.
    pub(crate) span: Span,
    pub(crate) text: Vec<Block>,
    pub(crate) predictions: Vec<WrittenPrediction>,
    pub(crate) checks: Vec<Named<Vec<Inline>>>,
    pub(crate) hints: Vec<(Vec<Block>, Span)>,
    pub(crate) mistakes: Vec<Named<Vec<Block>>>,
    pub(crate) after: Vec<Block>,
    /// Figures that its words show.
    pub(crate) figures: Vec<WrittenFigure>,
    /// Numbers that its words say, with where.
    pub(crate) numbers: Vec<(TypedNumber, Place)>,
    /// Where links lead that name a step.
    pub(crate) anchors: Vec<(String, Span)>,
}

/// Words of a part with a name.
#[derive(Clone, Debug)]
pub(crate) struct Named<T> {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) words: T,
}

/// The words of a prediction.
#[derive(Clone, Debug)]
pub(crate) struct WrittenPrediction {
    pub(crate) id: String,
    pub(crate) span: Span,
    pub(crate) text: Vec<Block>,
    /// Empty where it ends with no list.
    pub(crate) choices: Vec<mesh_view::Choice>,
}

/// What a check has seen, in a text.
#[derive(Clone, Debug)]
pub(crate) struct WrittenFigure {
    pub(crate) check: String,
    /// From 0.
    pub(crate) figure: u32,
    pub(crate) span: Span,
}

/// Whether a text is a name of a step or of a part.
pub(crate) fn is_id(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.len() <= 60 && text.bytes().all(is_letter) && !text.starts_with('-')
}

/// Reads the words of a lesson.
pub(crate) fn read(language: &str, text: &str, file: u32, faults: &mut Faults) -> Written {
    let (front, body) = front::read(text, file, faults);
    let mut written = Written { language: language.to_owned(), span: span(file, 0..0), front, ..Written::default() };
    for (piece, place) in Reader::new(text, body..text.len(), file, faults).pieces() {
        let at = span(file, place);
        if let Piece::Heading { level: 2, id, title } = piece {
            if written.steps.len() == MOST_STEPS {
                faults.at(WORDS, at, say!("lesson-many-names", most = MOST_STEPS));
                break;
            }
            let id = id.filter(|id| is_id(id)).unwrap_or_else(|| {
                faults.at(WORDS, at, say!("lesson-heading-id"));
                String::new()
            });
            if !id.is_empty() && written.steps.iter().any(|step| step.id == id) {
                faults.at(WORDS, at, say!("lesson-name-taken", name = &id));
            }
            written.steps.push(WrittenStep { id, title, span: at, ..WrittenStep::default() });
            continue;
        }
        let Some(step) = written.steps.last_mut() else {
            faults.at(WORDS, at, say!("lesson-before-heading"));
            continue;
        };
        match piece {
            Piece::Heading { .. } => faults.at(WORDS, at, say!("lesson-heading-level")),
            Piece::Block(block) => step.text.push(block),
            Piece::Fence { info, body } => step.part(text, &info, (body, at), faults),
            Piece::Figure(figure) => step.figures.push(figure),
            Piece::Number(number) => step.numbers.push((number, Place::Words)),
            Piece::Anchor(address) => step.anchors.push((address, at)),
        }
    }
    written
}

impl WrittenStep {
    /// Takes the fence of a part.
    fn part(&mut self, text: &str, info: &str, (body, at): (std::ops::Range<usize>, Span), faults: &mut Faults) {
        let mut words = info.split_whitespace();
        let Some(kind) = words.next().and_then(Kind::of) else { return };
        let id = words.next().map(str::to_owned);
        if words.next().is_some() || id.is_some() != kind.has_id() || id.as_deref().is_some_and(|id| !is_id(id)) {
            faults.at(WORDS, at, say!("lesson-fence-id", fence = info, wanted = kind.wanted()));
            return;
        }
        let (mut blocks, mut numbers) = (Vec::new(), Vec::new());
        for (piece, place) in Reader::new(text, body, at.file, faults).pieces() {
            let place = span(at.file, place);
            match piece {
                Piece::Block(block) => blocks.push(block),
                Piece::Figure(figure) => self.figures.push(figure),
                Piece::Number(number) => numbers.push(number),
                Piece::Anchor(address) => self.anchors.push((address, place)),
                Piece::Heading { .. } => faults.at(WORDS, place, say!("lesson-heading-level")),
                Piece::Fence { info, .. } => faults.at(WORDS, place, say!("lesson-fence-inside", fence = info)),
            }
        }
        if blocks.is_empty() {
            faults.at(WORDS, at, say!("lesson-fence-empty", fence = info));
        }
        let name = id.unwrap_or_default();
        let is_taken = match kind {
            Kind::Predict => self.predictions.iter().any(|it| it.id == name),
            Kind::Check => self.checks.iter().any(|it| it.name == name),
            Kind::Mistake => self.mistakes.iter().any(|it| it.name == name),
            Kind::Hint => self.hints.len() == 3,
            Kind::After => !self.after.is_empty(),
        };
        if is_taken {
            faults.at(WORDS, at, say!("lesson-fence-again", fence = info));
            return;
        }
        let place = if kind == Kind::After { Place::After } else { Place::Words };
        let first = self.numbers.len();
        self.numbers.extend(numbers.into_iter().map(|number| (number, place.clone())));
        match kind {
            Kind::Predict => {
                let (text, choices) = choices(blocks, at, faults);
                typed::tell_choices(self.numbers.get_mut(first..).unwrap_or_default(), &name, &choices);
                self.predictions.push(WrittenPrediction { id: name, span: at, text, choices });
            }
            Kind::Check => match <[Block; 1]>::try_from(blocks) {
                Ok([Block::Paragraph(words)]) => self.checks.push(Named { name, span: at, words }),
                _ => faults.at(WORDS, at, say!("lesson-check-line")),
            },
            Kind::Hint => self.hints.push((blocks, at)),
            Kind::Mistake => self.mistakes.push(Named { name, span: at, words: blocks }),
            Kind::After => self.after = blocks,
        }
    }
}
