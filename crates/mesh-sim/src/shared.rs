//! Parts of a run's state that its snapshots share until the run changes them.

use std::collections::BTreeSet;
use std::sync::Arc;

/// A part of a state: the run's own, or one that snapshots hold too. Changing a shared one copies it first, so a snapshot costs
/// what is changed after it. Not a plain `Arc`: `Arc::make_mut` would count atomically at every event.
#[derive(Debug)]
pub(crate) enum Shared<T> {
    /// Nobody else's.
    Own(Box<T>),
    /// Held by others too, or once was.
    Shared(Arc<T>),
}

impl<T: Default> Default for Shared<T> {
    fn default() -> Self {
        Self::Own(Box::default())
    }
}

impl<T: Clone> Clone for Shared<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Own(own) => Self::Own(own.clone()),
            Self::Shared(shared) => Self::Shared(shared.clone()),
        }
    }
}

impl<T: Clone> Shared<T> {
    /// As it is.
    pub(crate) fn get(&self) -> &T {
        match self {
            Self::Own(own) => own,
            Self::Shared(shared) => shared,
        }
    }

    /// To change it: copied first where others hold it.
    pub(crate) fn get_mut(&mut self) -> &mut T {
        if let Self::Shared(shared) = self {
            *self = Self::Own(Box::new((**shared).clone()));
        }
        match self {
            Self::Own(own) => own,
            Self::Shared(shared) => Arc::make_mut(shared),
        }
    }

    /// Another holder of it.
    pub(crate) fn share(&mut self) -> Self
    where
        T: Default,
    {
        if let Self::Own(own) = self {
            *self = Self::Shared(Arc::from(std::mem::take(own)));
        }
        self.clone()
    }

    /// Whether it was not among these parts yet, each of which is held once however many share it.
    pub(crate) fn is_new_among(&self, known: &mut BTreeSet<usize>) -> bool {
        known.insert(std::ptr::from_ref(self.get()).addr())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_copied_when_it_is_changed_and_only_then() {
        let mut run = Shared::Own(Box::new(vec![1]));
        let before = run.share();
        let mut known = BTreeSet::new();
        assert!(before.is_new_among(&mut known) && !run.is_new_among(&mut known));
        run.get_mut().push(2);
        assert!(run.is_new_among(&mut known));
        assert_eq!((before.get().as_slice(), run.get().as_slice()), (&[1][..], &[1, 2][..]));
        assert!(matches!(run, Shared::Own(_)));
    }
}
