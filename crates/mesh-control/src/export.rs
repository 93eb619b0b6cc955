//! Who sees a resource: `exportTo` (`pkg/config/visibility`).

use mesh_ordered::OrderedSet;

/// The value of an `exportTo`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportTo(OrderedSet<String>);

impl ExportTo {
    /// Collects the entries as written: `*`, `.`, `~` or a namespace.
    pub fn new<'a>(entries: impl IntoIterator<Item = &'a str>) -> Self {
        Self(entries.into_iter().map(|entry| entry.trim().to_owned()).collect())
    }

    /// Visible everywhere.
    #[must_use]
    pub fn public() -> Self {
        Self::new(["*"])
    }

    /// Visible in its own namespace only.
    #[must_use]
    pub fn private() -> Self {
        Self::new(["."])
    }

    /// The same with `.` replaced by the namespace it means.
    #[must_use]
    pub fn resolved(&self, namespace: &str) -> Self {
        Self::new(self.0.iter().map(|entry| if entry == "." { namespace } else { entry.as_str() }))
    }

    /// Whether nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether an entry is among them, literally.
    #[must_use]
    pub fn contains(&self, entry: &str) -> bool {
        self.0.contains(entry)
    }

    /// `*` is among them.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.contains("*")
    }

    /// `~`: nobody sees it.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.contains("~")
    }

    /// Whether everything `other` lists is listed here.
    #[must_use]
    pub fn superset_of(&self, other: &Self) -> bool {
        self.0.is_superset(&other.0)
    }

    /// Whether a resource of `owner` is seen from `namespace`.
    #[must_use]
    pub fn visible_from(&self, owner: &str, namespace: &str) -> bool {
        self.is_public() || (self.contains(".") && owner == namespace) || self.contains(namespace)
    }

    /// The namespaces named, `.` as `owner`.
    pub fn namespaces<'a>(&'a self, owner: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().map(move |entry| if entry == "." { owner } else { entry.as_str() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_means_the_owners_namespace() {
        let private = ExportTo::private();
        assert!(private.visible_from("shop", "shop"));
        assert!(!private.visible_from("shop", "default"));
        assert!(ExportTo::new(["default"]).visible_from("shop", "default"));
        assert!(private.resolved("shop").contains("shop"));
    }
}
