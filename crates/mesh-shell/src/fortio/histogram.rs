//! fortio's histogram and how Go prints its figures (`stats/stats.go`).

/// Where its buckets end, in steps of the resolution.
const ENDS: [i32; 54] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 120, 140,
    160, 180, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 900, 1000, 2000, 3000, 4000, 5000, 7500, 10_000,
    20_000, 30_000, 40_000, 50_000,
];

/// Figures and how many of them lie where.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Histogram {
    pub(super) count: u64,
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) sum: f64,
    squares: f64,
    offset: f64,
    divider: f64,
    buckets: Vec<u64>,
}

/// A bucket as it is printed.
struct Bucket {
    start: f64,
    end: f64,
    percent: f64,
    count: u64,
}

impl Histogram {
    pub(super) fn new(offset: f64, divider: f64) -> Self {
        let buckets = vec![0; ENDS.len() + 1];
        Self { count: 0, min: 0.0, max: 0.0, sum: 0.0, squares: 0.0, offset, divider, buckets }
    }

    /// Takes a figure.
    pub(super) fn record(&mut self, value: f64) {
        if self.count == 0 || value < self.min {
            self.min = value;
        }
        if self.count == 0 || value > self.max {
            self.max = value;
        }
        self.count += 1;
        self.sum += value;
        self.squares += value * value;
        let scaled = (value - self.offset) / self.divider;
        let at = ENDS.iter().position(|end| scaled <= f64::from(*end) + 1e-12).unwrap_or(ENDS.len());
        if let Some(bucket) = self.buckets.get_mut(at) {
            *bucket += 1;
        }
    }

    pub(super) fn average(&self) -> f64 {
        if self.count == 0 { 0.0 } else { self.sum / self.count as f64 }
    }

    fn deviation(&self) -> f64 {
        if self.count == 0 {
            return 0.0;
        }
        let count = self.count as f64;
        ((self.squares - self.sum * self.sum / count) / count).max(0.0).sqrt()
    }

    /// Of the figures in the first bucket, which is for those that are not above the offset, the share in percent.
    pub(super) fn share_of_first(&self) -> f64 {
        let first = self.buckets.first().copied().unwrap_or_default();
        if self.count == 0 { 0.0 } else { 100.0 * first as f64 / self.count as f64 }
    }

    /// `Counter.Print`.
    pub(super) fn line(&self, title: &str) -> String {
        let (average, deviation) = (general(self.average(), Some(8)), general(self.deviation(), Some(4)));
        let (min, max, sum) = (general(self.min, None), general(self.max, None), general(self.sum, Some(9)));
        format!("{title} : count {} avg {average} +/- {deviation} min {min} max {max} sum {sum}\n", self.count)
    }

    fn exported(&self) -> Vec<Bucket> {
        let mut out: Vec<Bucket> = Vec::new();
        let (mut before, mut total) = (0, 0);
        for (at, count) in self.buckets.iter().enumerate() {
            let end = ENDS.get(at).copied();
            if *count > 0 {
                total += count;
                let scaled = |value: i32| self.divider * f64::from(value) + self.offset;
                out.push(Bucket {
                    start: if out.is_empty() { self.min } else { scaled(before) },
                    end: end.map_or(self.max, scaled),
                    percent: 100.0 * total as f64 / self.count as f64,
                    count: *count,
                });
            }
            before = end.unwrap_or(before);
        }
        if let Some(last) = out.last_mut() {
            last.end = self.max;
        }
        out
    }

    /// `HistogramData.Print`.
    pub(super) fn text(&self, title: &str, percentiles: &[f64]) -> String {
        if self.count == 0 {
            return format!("{title} : no data\n");
        }
        let mut out = self.line(title);
        out.push_str("# range, mid point, percentile, count\n");
        let buckets = self.exported();
        for (at, bucket) in buckets.iter().enumerate() {
            let sign = if at == 0 { ">=" } else { ">" };
            let six = |value| general(value, Some(6));
            let (start, end, middle) = (six(bucket.start), six(bucket.end), six((bucket.start + bucket.end) / 2.0));
            out.push_str(&format!("{sign} {start} <= {end} , {middle} , {:.2}, {}\n", bucket.percent, bucket.count));
        }
        out.push_str(&self.targets(percentiles));
        out
    }

    /// The lines of the percentiles.
    pub(super) fn targets(&self, percentiles: &[f64]) -> String {
        let buckets = self.exported();
        let line = |percentile: &f64| {
            let value = general(self.percentile(&buckets, *percentile), Some(6));
            format!("# target {}% {value}\n", general(*percentile, None))
        };
        if buckets.is_empty() { String::new() } else { percentiles.iter().map(line).collect() }
    }

    fn percentile(&self, buckets: &[Bucket], percentile: f64) -> f64 {
        let mut before = 100.0 / self.count as f64;
        if percentile <= before {
            return self.min;
        }
        for bucket in buckets {
            if percentile <= bucket.percent {
                let part = (percentile - before) / (bucket.percent - before);
                return bucket.start + part * (bucket.end - bucket.start);
            }
            before = bucket.percent;
        }
        self.max
    }
}

/// A number as Go's `%g` prints it: with so many digits, or as many as tell it from others.
pub(super) fn general(value: f64, digits: Option<usize>) -> String {
    if value == 0.0 || !value.is_finite() {
        return if value.is_finite() { "0".to_owned() } else { "NaN".to_owned() };
    }
    let exact = match digits {
        Some(digits) => format!("{value:.*e}", digits.saturating_sub(1)),
        None => format!("{value:e}"),
    };
    let (mantissa, exponent) = exact.split_once('e').unwrap_or((&exact, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let mut figures: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let kept = figures.trim_end_matches('0').len().max(1);
    figures.truncate(kept);
    // `strconv.FormatFloat` with 'g': what has no digits given is decided as if it had six.
    let limit = digits.map_or(6, |digits| i32::try_from(digits).unwrap_or(i32::MAX));
    if exponent < -4 || exponent >= limit {
        let rest = figures.get(1..).filter(|rest| !rest.is_empty()).map_or(String::new(), |rest| format!(".{rest}"));
        let first = figures.get(..1).unwrap_or("0");
        let direction = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{first}{rest}e{direction}{:02}", exponent.abs());
    }
    if exponent < 0 {
        let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or_default());
        return format!("{sign}0.{zeros}{figures}");
    }
    let whole = usize::try_from(exponent + 1).unwrap_or(1);
    while figures.len() < whole {
        figures.push('0');
    }
    let (before, after) = figures.split_at_checked(whole).unwrap_or((&figures, ""));
    if after.is_empty() { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_go_prints_them() {
        // Value | digits | Go's own text.
        for (value, digits, expected) in [
            (0.0056869, Some(8), "0.0056869"),
            (0.000499, None, "0.000499"),
            (0.00001, None, "1e-05"),
            (817.0, None, "817"),
            (14598.0, Some(9), "14598"),
            (334.161_23, Some(5), "334.16"),
            (1_234_567.0, Some(6), "1.23457e+06"),
            (99.9, None, "99.9"),
            (0.0, Some(4), "0"),
            (100.0, Some(6), "100"),
        ] {
            assert_eq!(general(value, digits), expected, "{value}");
        }
    }

    /// Twenty calls of which three are refused at once.
    #[test]
    fn figures_fall_into_buckets_and_percentiles_between_them() {
        let mut histogram = Histogram::new(0.0, 0.001);
        for _ in 0..3 {
            histogram.record(0.001);
        }
        for _ in 0..17 {
            histogram.record(0.0205);
        }
        let text = histogram.text("Aggregated Function Time", &[50.0, 99.0]);
        assert_eq!(
            text,
            "Aggregated Function Time : count 20 avg 0.017575 +/- 0.006963 min 0.001 max 0.0205 sum 0.3515\n\
             # range, mid point, percentile, count\n\
             >= 0.001 <= 0.001 , 0.001 , 15.00, 3\n\
             > 0.02 <= 0.0205 , 0.02025 , 100.00, 17\n\
             # target 50% 0.0202059\n\
             # target 99% 0.0204941\n"
        );
        assert_eq!(Histogram::new(0.0, 0.001).text("Error cases", &[50.0]), "Error cases : no data\n");
    }
}
