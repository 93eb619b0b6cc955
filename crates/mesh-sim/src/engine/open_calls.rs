//! The calls that an app has under way for a request.

use crate::slab::SlotId;

/// The calls that an app has under way for a request, in the order in which it made them. Most apps make one at a time: that
/// one takes no memory of its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct OpenCalls {
    first: Option<SlotId>,
    others: Vec<SlotId>,
}

impl OpenCalls {
    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// A call begins.
    pub(crate) fn push(&mut self, call: SlotId) {
        if self.is_empty() {
            self.first = Some(call);
        } else {
            self.others.push(call);
        }
    }

    /// A call is over.
    pub(crate) fn remove(&mut self, call: SlotId) {
        if self.first != Some(call) {
            self.others.retain(|other| *other != call);
        } else if self.others.is_empty() {
            self.first = None;
        } else {
            self.first = Some(self.others.remove(0));
        }
    }

    /// All of them.
    pub(crate) fn into_iter(self) -> impl Iterator<Item = SlotId> {
        self.first.into_iter().chain(self.others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slab::Slab;

    #[test]
    fn calls_stay_in_the_order_in_which_they_were_made() {
        let mut slab = Slab::default();
        let calls: Vec<SlotId> = (0..4).map(|number| slab.insert(number)).collect();
        let mut open = OpenCalls::default();
        for call in &calls {
            open.push(*call);
        }
        open.remove(calls[0]);
        open.remove(calls[2]);
        assert_eq!(open.clone().into_iter().collect::<Vec<_>>(), [calls[1], calls[3]]);
        open.remove(calls[3]);
        assert!(!open.is_empty());
        open.remove(calls[1]);
        assert!(open.is_empty());
    }
}
