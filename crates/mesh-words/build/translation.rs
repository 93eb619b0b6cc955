//! Holds the catalogue of another language against the English one.

use crate::catalogue::{Catalogue, Piece, Sentence};

impl Catalogue {
    /// This catalogue with the arguments in the order of `english`, which code hands them over in.
    ///
    /// It has the same sentences, and each of them the same arguments. What only chooses between words in English (`host`,
    /// `hosts`) may be left out: another language may have no plural.
    pub(crate) fn held_against(mut self, english: &Self) -> Result<Self, String> {
        let unknown: Vec<_> = self.sentences.keys().filter(|key| !english.sentences.contains_key(*key)).collect();
        let missing: Vec<_> = english.sentences.keys().filter(|key| !self.sentences.contains_key(*key)).collect();
        if !unknown.is_empty() || !missing.is_empty() {
            return Err(format!("it lacks {missing:?}, and the English catalogue has no {unknown:?}"));
        }
        for (key, sentence) in &mut self.sentences {
            if let Some(english) = english.sentences.get(key) {
                sentence.reorder_as(english).map_err(|what| format!("`{key}`: {what}"))?;
            }
        }
        Ok(self)
    }
}

impl Sentence {
    fn reorder_as(&mut self, english: &Self) -> Result<(), String> {
        let mut said = vec![false; english.arguments.len()];
        english.pieces.iter().for_each(|piece| piece.note_said(&mut said));
        for (argument, said) in english.arguments.iter().zip(said) {
            if said && !self.arguments.contains(argument) {
                return Err(format!("${argument} is missing"));
            }
        }
        let place = |own: &String| english.arguments.iter().position(|argument| argument == own);
        let places =
            self.arguments.iter().map(|own| place(own).ok_or_else(|| format!("there is no ${own} in English")));
        let places = places.collect::<Result<Vec<_>, _>>()?;
        self.pieces.iter_mut().for_each(|piece| piece.renumber(&places));
        self.arguments.clone_from(&english.arguments);
        Ok(())
    }
}

impl Piece {
    /// Notes which arguments are said, in whatever case.
    fn note_said(&self, said: &mut [bool]) {
        match self {
            Self::Text(_) | Self::Particle { .. } => {}
            Self::Argument(argument) | Self::List(argument, _) => {
                if let Some(said) = said.get_mut(*argument) {
                    *said = true;
                }
            }
            Self::Select { variants, .. } => {
                variants.iter().flat_map(|(_, pieces)| pieces).for_each(|piece| piece.note_said(said));
            }
        }
    }

    fn renumber(&mut self, places: &[usize]) {
        match self {
            Self::Text(_) | Self::Particle { .. } => {}
            Self::Argument(argument) | Self::List(argument, _) => *argument = places[*argument],
            Self::Select { argument, variants, .. } => {
                *argument = places[*argument];
                variants.iter_mut().flat_map(|(_, pieces)| pieces).for_each(|piece| piece.renumber(places));
            }
        }
    }
}
