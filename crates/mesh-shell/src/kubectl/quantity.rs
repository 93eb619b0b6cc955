//! Quantities: `100m`, `1Gi`, `2` (`k8s.io/apimachinery/pkg/api/resource.Quantity`).

/// A quantity in thousandths; `None` where the text is none.
pub(crate) fn parse(text: &str) -> Option<i128> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '+' | '-')).unwrap_or(text.len());
    let (number, suffix) = (text.get(..end)?, text.get(end..)?);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let negative = whole.starts_with('-');
    let whole = whole.trim_start_matches(['-', '+']);
    if whole.is_empty() && fraction.is_empty() || number.matches('.').count() > 1 {
        return None;
    }
    let factor: i128 = match suffix {
        "m" => 1,
        "" => 1_000,
        "k" => 1_000_000,
        "M" => 1_000_000_000,
        "G" => 1_000_000_000_000,
        "T" => 1_000_000_000_000_000,
        "Ki" => 1_000 << 10,
        "Mi" => 1_000 << 20,
        "Gi" => 1_000 << 30,
        "Ti" => 1_000 << 40,
        _ => return None,
    };
    let digits: String = fraction.chars().take(9).collect();
    let scale = 10_i128.pow(u32::try_from(digits.len()).ok()?);
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: i128 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    let value = whole.checked_mul(scale)?.checked_add(part)?.checked_mul(factor)? / scale;
    Some(if negative { -value } else { value })
}

/// A sum of quantities as it is written: in the unit of the largest part that leaves no remainder.
pub(crate) fn show(thousandths: i128, binary: bool) -> String {
    if thousandths % 1_000 != 0 {
        return format!("{thousandths}m");
    }
    let whole = thousandths / 1_000;
    let units: &[(&str, i128)] = if binary {
        &[("Ti", 1 << 40), ("Gi", 1 << 30), ("Mi", 1 << 20), ("Ki", 1 << 10)]
    } else {
        &[("T", 1_000_000_000_000), ("G", 1_000_000_000), ("M", 1_000_000), ("k", 1_000)]
    };
    let unit = units.iter().find(|(_, size)| whole != 0 && whole % size == 0);
    unit.map_or(whole.to_string(), |(unit, size)| format!("{}{unit}", whole / size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_and_written() {
        for (text, value) in [
            ("100m", Some(100)),
            ("2", Some(2_000)),
            ("0.5", Some(500)),
            ("1Ki", Some(1_024_000)),
            ("x", None),
            ("-1Gi", Some(-(1_000 << 30))),
        ] {
            assert_eq!(parse(text), value, "{text}");
        }
        assert_eq!(show(100, false), "100m");
        assert_eq!(show(4_000, false), "4");
        assert_eq!(show((64 << 20) * 1_000, true), "64Mi");
        assert_eq!(show(0, true), "0");
    }
}
