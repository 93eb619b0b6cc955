//! The path of a field, cheap to make: an edit makes one for each piece of each rule.

use std::fmt;

/// Steps below the resource, `spec.http[0].route[1]`; none for the resource itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FieldPath {
    steps: [Option<Step>; DEPTH],
}

/// The deepest: `spec.subsets[0]`, `trafficPolicy`, `portLevelSettings[0]`, `loadBalancer`.
const DEPTH: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    field: &'static str,
    index: Option<u32>,
}

impl FieldPath {
    /// A field of the resource.
    #[must_use]
    pub fn of(field: &'static str) -> Self {
        Self::default().field(field)
    }

    /// An item of a list of the resource.
    #[must_use]
    pub fn item_of(field: &'static str, index: usize) -> Self {
        Self::default().item(field, index)
    }

    /// A field of this one. Where that is deeper than any path of the control plane, the path stays as it is.
    #[must_use]
    pub fn field(self, field: &'static str) -> Self {
        self.step(Step { field, index: None })
    }

    /// An item of a list in this one; as deep as [`FieldPath::field`].
    #[must_use]
    pub fn item(self, field: &'static str, index: usize) -> Self {
        self.step(Step { field, index: u32::try_from(index).ok() })
    }

    fn step(mut self, step: Step) -> Self {
        if let Some(free) = self.steps.iter_mut().find(|step| step.is_none()) {
            *free = Some(step);
        }
        self
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, Step { field, index }) in self.steps.iter().flatten().enumerate() {
            let dot = if place > 0 { "." } else { "" };
            write!(formatter, "{dot}{field}")?;
            if let Some(index) = index {
                write!(formatter, "[{index}]")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_as_in_messages() {
        let port = FieldPath::item_of("spec.subsets", 1).field("trafficPolicy").item("portLevelSettings", 0);
        assert_eq!(port.field("tls").to_string(), "spec.subsets[1].trafficPolicy.portLevelSettings[0].tls");
        assert_eq!(FieldPath::of("spec.http").to_string(), "spec.http");
        assert_eq!(FieldPath::default().to_string(), "");
    }
}
