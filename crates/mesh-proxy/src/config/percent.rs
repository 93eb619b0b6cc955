//! Shares: `envoy.type.v3.Percent`, `FractionalPercent` and the runtime wrapper around it.

use serde::{Deserialize, Serialize};

use super::json::{double, is_default};

/// A share of 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Percent {
    /// From 0 to 100.
    #[serde(serialize_with = "double::serialize", skip_serializing_if = "is_default")]
    pub value: f64,
}

/// What a [`FractionalPercent`] is a share of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Denominator {
    /// Percent.
    #[default]
    Hundred,
    /// Hundredths of a percent.
    TenThousand,
    /// Ten thousandths of a percent.
    Million,
}

/// A share as a fraction with one of three denominators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FractionalPercent {
    /// Above the denominator means always.
    #[serde(skip_serializing_if = "is_default")]
    pub numerator: u32,
    /// What the numerator counts.
    #[serde(skip_serializing_if = "is_default")]
    pub denominator: Denominator,
}

impl FractionalPercent {
    /// The whole.
    pub const ALWAYS: FractionalPercent = FractionalPercent { numerator: 100, denominator: Denominator::Hundred };

    /// The denominator as a number.
    #[must_use]
    pub fn denominator(self) -> u64 {
        match self.denominator {
            Denominator::Hundred => 100,
            Denominator::TenThousand => 10_000,
            Denominator::Million => 1_000_000,
        }
    }

    /// Whether a random number falls in the share: Envoy's `ProtobufPercentHelper::evaluateFractionalPercent`.
    #[must_use]
    pub fn contains(self, random: u64) -> bool {
        random % self.denominator() < u64::from(self.numerator)
    }

    /// The share in percent, for people.
    #[must_use]
    pub fn percent(self) -> f64 {
        (f64::from(self.numerator) * 100.0 / self.denominator() as f64).min(100.0)
    }
}

/// A share that a runtime key could override; there is no runtime here, so it is its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuntimeFractionalPercent {
    /// The share where the runtime does not say otherwise; absent means none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_value: Option<FractionalPercent>,
    /// The key that is not looked up.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub runtime_key: String,
}

impl RuntimeFractionalPercent {
    /// A share without a runtime key.
    #[must_use]
    pub fn new(share: FractionalPercent) -> Self {
        Self { default_value: Some(share), runtime_key: String::new() }
    }

    /// The share in force.
    #[must_use]
    pub fn share(&self) -> FractionalPercent {
        self.default_value.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_share_contains_its_numerator_of_every_whole(numerator in 0u32..12_000, hundred: bool, from in any::<u32>()) {
            let denominator = if hundred { Denominator::Hundred } else { Denominator::TenThousand };
            let share = FractionalPercent { numerator, denominator };
            let whole = u64::from(from)..u64::from(from) + share.denominator();
            let contained = whole.filter(|random| share.contains(*random)).count() as u64;
            prop_assert_eq!(contained, u64::from(numerator).min(share.denominator()));
            prop_assert!((share.percent() - contained as f64 * 100.0 / share.denominator() as f64).abs() < 1e-9);
        }
    }
}
