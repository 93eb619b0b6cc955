//! Which labels something asks for: `matchLabels`, `matchExpressions`, and the writing of URLs (`a=b,c!=d,e in (f,g)`).

use serde_json::Value;

use super::json;
use super::kind::{BUDGETS, Kind, SERVICES};
use super::pod::Labels;
use crate::api::labels;

/// What is asked of one label besides equality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Requirement {
    pub(crate) key: String,
    /// `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`.
    pub(crate) operator: String,
    pub(crate) values: Vec<String>,
}

/// A label selector.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selector {
    /// Labels with the value that they must have.
    pub(crate) equal: Labels,
    pub(crate) requirements: Vec<Requirement>,
}

impl Requirement {
    /// Reads an entry of `matchExpressions`.
    pub(crate) fn new(value: &Value) -> Self {
        let values = json::list(value, "values").iter().filter_map(|value| value.as_str().map(str::to_owned));
        Self {
            key: json::text(value, "key").to_owned(),
            operator: json::text(value, "operator").to_owned(),
            values: values.collect(),
        }
    }

    /// Whether a label's value (`None` where there is no such label) meets it.
    pub(crate) fn met(&self, value: Option<&str>) -> bool {
        let number = |text: Option<&str>| text.and_then(|text| text.parse::<i64>().ok());
        let bound = || number(self.values.first().map(String::as_str));
        match self.operator.as_str() {
            "In" => value.is_some_and(|value| self.values.iter().any(|known| known == value)),
            "NotIn" => !value.is_some_and(|value| self.values.iter().any(|known| known == value)),
            "Exists" => value.is_some(),
            "DoesNotExist" => value.is_none(),
            "Gt" => number(value).zip(bound()).is_some_and(|(value, bound)| value > bound),
            "Lt" => number(value).zip(bound()).is_some_and(|(value, bound)| value < bound),
            _ => false,
        }
    }
}

impl Selector {
    /// A `metav1.LabelSelector`.
    pub(crate) fn new(value: &Value) -> Self {
        let requirements = json::list(value, "matchExpressions").iter().map(Requirement::new).collect();
        Self { equal: super::pod_labels(value, "matchLabels"), requirements }
    }

    /// What an object that selects pods asks for; `None` for one that selects none.
    pub(crate) fn of(kind: Kind, object: &Value) -> Option<Self> {
        let selector = json::at(object, "spec/selector")?;
        match kind {
            SERVICES if selector.as_object().is_some_and(serde_json::Map::is_empty) => None,
            SERVICES => Some(Self { equal: super::pod_labels(object, "spec/selector"), requirements: Vec::new() }),
            BUDGETS => Some(Self::new(selector)),
            _ => None,
        }
    }

    /// The first label with a value.
    pub(crate) fn first(&self) -> Option<(&String, &String)> {
        self.equal.iter().next()
    }

    /// Whether labels meet it.
    pub(crate) fn selects(&self, labels: &Labels) -> bool {
        self.equal.iter().all(|(key, value)| labels.get(key) == Some(value))
            && self.requirements.iter().all(|asked| asked.met(labels.get(&asked.key).map(String::as_str)))
    }

    /// Reads what a URL writes.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut selector = Self::default();
        for labels::Requirement { key, operator, values } in labels::parse(text)? {
            let operator = match (operator, values.as_slice()) {
                (labels::Operator::In, [value]) if !selector.equal.contains_key(&key) => {
                    selector.equal.insert(key, value.clone());
                    continue;
                }
                (labels::Operator::In, _) => "In",
                (labels::Operator::NotIn, _) => "NotIn",
                (labels::Operator::Exists, _) => "Exists",
                (labels::Operator::DoesNotExist, _) => "DoesNotExist",
                (labels::Operator::GreaterThan, _) => "Gt",
                (labels::Operator::LessThan, _) => "Lt",
            };
            selector.requirements.push(Requirement { key, operator: operator.to_owned(), values });
        }
        Ok(selector)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_of_urls_are_read() {
        let labels: Labels = [("app", "web"), ("tier", "front")].map(|(k, v)| (k.to_owned(), v.to_owned())).into();
        let cases =
            [("app=web", true), ("app==web,tier!=front", false), ("app in (web, api),tier", true), ("!tier", false)];
        for (text, wanted) in cases.into_iter().chain([
            ("tier notin (back)", true),
            ("", true),
            ("zone!=a", true),
            ("app=web,app=api", false),
        ]) {
            assert_eq!(Selector::parse(text).unwrap().selects(&labels), wanted, "{text}");
        }
    }
}
