//! Amounts of cpu and memory (k8s.io/apimachinery/pkg/api/resource): `250m`, `1.5`, `64Mi`, `1e3`.

use serde_json::Value;

/// An amount in thousandths, rounded up; `None` for what is none.
pub(crate) fn milli(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => parse(&number.to_string()),
        Value::String(text) => parse(text),
        _ => None,
    }
}

/// An amount in whole units, rounded up.
pub(crate) fn whole(value: &Value) -> Option<i64> {
    milli(value).map(|milli| milli.div_euclid(1000) + i64::from(milli.rem_euclid(1000) > 0))
}

fn parse(text: &str) -> Option<i64> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '+' || c == '-')).unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let factor: i128 = match suffix {
        "m" => 1,
        "" => 1000,
        "k" => 1_000_000,
        "M" => 1_000_000_000,
        "G" => 1_000_000_000_000,
        "T" => 1_000_000_000_000_000,
        "Ki" => 1000 << 10,
        "Mi" => 1000 << 20,
        "Gi" => 1000 << 30,
        "Ti" => 1000 << 40,
        other => 1000 * 10_i128.checked_pow(other.strip_prefix(['e', 'E'])?.parse().ok()?)?,
    };
    let (negative, number) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number.strip_prefix('+').unwrap_or(number)),
    };
    let (before, after) = number.split_once('.').unwrap_or((number, ""));
    if before.is_empty() && after.is_empty() || after.len() > 15 {
        return None;
    }
    let digits: i128 = format!("{before}{after}").parse().ok()?;
    let scale = 10_i128.checked_pow(u32::try_from(after.len()).ok()?)?;
    let amount = digits.checked_mul(factor)?;
    let rounded = amount / scale + i128::from(amount % scale > 0);
    i64::try_from(if negative { -rounded } else { rounded }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn amounts_are_read() {
        let cases = [
            ("250m", Some(250)),
            ("1.5", Some(1500)),
            ("2", Some(2000)),
            ("1Ki", Some(1_024_000)),
            ("0.0001", Some(1)),
        ];
        for (text, wanted) in
            cases.into_iter().chain([("1e3", Some(1_000_000)), ("-1", Some(-1000)), ("lots", None), ("", None)])
        {
            assert_eq!(milli(&json!(text)), wanted, "{text}");
        }
        assert_eq!((milli(&json!(2)), whole(&json!("1500m"))), (Some(2000), Some(2)));
    }
}
