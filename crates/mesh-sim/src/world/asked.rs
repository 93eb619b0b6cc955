//! Addresses that clients asked for and that no configuration names.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use mesh_proxy::proxy::AddressId;

/// Where their ids begin: those of pushes stay below.
const FIRST: u32 = 1 << 31;

/// Bytes of one beside its text, about.
const BYTES: usize = 120;

/// The addresses that clients of a chain of worlds asked for. Ids are never given anew. Which address gets which id
/// depends on who asks first, so nothing but looking an address up may be made of an id.
#[derive(Debug, Default)]
pub(crate) struct AskedAddresses {
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    texts: Vec<Arc<str>>,
    ids: BTreeMap<Arc<str>, AddressId>,
    bytes: usize,
}

impl AskedAddresses {
    /// The id of an address, a new one if nobody asked for it yet. `None`: there are no more ids.
    pub(crate) fn id(&self, address: &str) -> Option<AddressId> {
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(id) = table.ids.get(address) {
            return Some(*id);
        }
        let id = AddressId(u32::try_from(table.texts.len()).ok()?.checked_add(FIRST)?);
        let text: Arc<str> = address.into();
        table.texts.push(text.clone());
        table.ids.insert(text, id);
        table.bytes += BYTES + address.len();
        Some(id)
    }

    /// The text of an id; `None` for ids of pushes.
    pub(crate) fn text(&self, id: AddressId) -> Option<Arc<str>> {
        let place = id.0.checked_sub(FIRST)?;
        let table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        table.texts.get(place as usize).cloned()
    }

    /// Bytes that it takes, about.
    pub(crate) fn bytes(&self) -> u64 {
        self.table.lock().unwrap_or_else(PoisonError::into_inner).bytes as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_its_id() {
        let asked = AskedAddresses::default();
        let first = asked.id("10.1.0.5:80").unwrap();
        assert_ne!(asked.id("10.1.0.6:80"), Some(first));
        assert_eq!(asked.id("10.1.0.5:80"), Some(first));
        assert_eq!(asked.text(first).as_deref(), Some("10.1.0.5:80"));
        assert_eq!(asked.text(AddressId(0)), None);
        assert_eq!(asked.bytes(), 2 * (120 + 11));
    }
}
