//! Amounts of memory as Kubernetes and people write them.

use mesh_words::say;

use super::Failure;

/// Reads `64MiB`, `256Mi`, `1GiB`, `1.5Gi`, `4096` (bytes).
pub(crate) fn parse_bytes(text: &str) -> Result<u64, Failure> {
    let wrong = || Failure::from(say!("flag-bytes", text));
    let trimmed = text.trim();
    let digits = trimmed.find(|next: char| !next.is_ascii_digit() && next != '.').unwrap_or(trimmed.len());
    let (number, unit) = trimmed.split_at(digits);
    let factor = match unit.trim_start().trim_end_matches(['B', 'b']) {
        "" => 1.0,
        "Ki" | "K" => f64::from(1 << 10),
        "Mi" | "M" => f64::from(1 << 20),
        "Gi" | "G" => f64::from(1 << 30),
        _ => return Err(wrong()),
    };
    let bytes = number.parse::<f64>().map_err(|_| wrong())? * factor;
    // Beyond 2^53 a float is no longer exact, and no machine has as much.
    if bytes < 1.0 || bytes > (1_u64 << 53) as f64 { Err(wrong()) } else { Ok(bytes as u64) }
}

#[cfg(test)]
mod tests {
    use super::parse_bytes;

    #[test]
    fn amounts_are_read_with_their_units() {
        assert_eq!(parse_bytes("4096"), Ok(4096));
        assert_eq!(parse_bytes("256MiB"), Ok(256 << 20));
        assert_eq!(parse_bytes("64Mi"), Ok(64 << 20));
        assert_eq!(parse_bytes("1.5 GiB"), Ok(3 << 29));
    }

    #[test]
    fn what_is_no_amount_says_what_would_be() {
        for text in ["", "MiB", "-1MiB", "0", "1TiB", "1.2.3Mi", "99999999999GiB", "nan"] {
            assert!(parse_bytes(text).unwrap_err().to_string().contains("256MiB"), "{text}");
        }
    }
}
