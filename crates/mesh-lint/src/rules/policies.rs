//! Which settings of a DestinationRule hold for a subset and a port (`GetPortLevelTrafficPolicy`,
//! `MergeSubsetTrafficPolicy`).

use crate::field::Field;

/// A block of a policy, such as `loadBalancer`, as it holds for a port: the port's own settings replace all around them.
/// Without a port what holds for ports without settings of their own.
pub(crate) fn block<'a>(rule: Field<'a>, subset: Option<Field<'a>>, port: Option<i64>, name: &str) -> Field<'a> {
    let subset = subset.map(|subset| subset.get("trafficPolicy"));
    if let Some(subset) = subset {
        if let Some(own) = of_port(subset, port) {
            return own.get(name);
        }
        if subset.get(name).present() {
            return subset.get(name);
        }
    }
    of_port(rule, port).unwrap_or(rule).get(name)
}

fn of_port(policy: Field<'_>, port: Option<i64>) -> Option<Field<'_>> {
    let port = port?;
    policy.get("portLevelSettings").items().find(|own| own.get("port").get("number").integer() == port)
}
