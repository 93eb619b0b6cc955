//! Decimal numbers as floating-point ones, to the last bit as the standard library reads them.
//!
//! The standard library's reader brings a table of 10 KB that nothing compresses, to be fast for numbers of seventeen
//! digits. People write short ones, for which one exact division does; all others are computed digit by digit.

use std::cmp::Ordering;

/// Digits that can decide how a number is rounded: more are only looked at for not being zero.
const MOST_DIGITS: usize = 770;
/// Powers of ten that are exact.
const EXACT_POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];
/// Whole numbers of so many digits are exact.
const EXACT_DIGITS: usize = 15;

/// The number that is nearest to a decimal one, of two as near the even one; `None` for what [`str::parse`] refuses.
#[must_use]
pub fn parse_float(text: &str) -> Option<f64> {
    let (is_negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let is = |name: &str| text.eq_ignore_ascii_case(name);
    let magnitude = if is("inf") || is("infinity") {
        f64::INFINITY
    } else if is("nan") {
        f64::NAN
    } else {
        Decimal::read(text)?.nearest()
    };
    Some(if is_negative { -magnitude } else { magnitude })
}

/// A whole number of `digits` times ten to the power of `exponent`.
struct Decimal {
    /// Neither the first nor the last is 0.
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    fn read(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() && fraction.is_empty() || !is_number(whole) || !is_number(fraction) {
            return None;
        }
        let all = whole.bytes().chain(fraction.bytes()).map(|byte| byte - b'0');
        let mut digits: Vec<u8> = all.skip_while(|digit| *digit == 0).collect();
        let mut exponent = exponent.saturating_sub(i64::try_from(fraction.len()).ok()?);
        while digits.last() == Some(&0) {
            digits.pop();
            exponent = exponent.saturating_add(1);
        }
        let further = digits.len().saturating_sub(MOST_DIGITS);
        if further > 0 {
            digits.truncate(MOST_DIGITS);
            // The last digit that was left out is none of 0: what is left is a little less than the number.
            digits.push(1);
            exponent = exponent.saturating_add(i64::try_from(further).ok()? - 1);
        }
        Some(Self { digits, exponent })
    }

    fn nearest(&self) -> f64 {
        let power = usize::try_from(self.exponent.unsigned_abs()).ok().and_then(|power| EXACT_POWERS.get(power));
        if let Some(power) = power
            && self.digits.len() <= EXACT_DIGITS
        {
            let whole = self.digits.iter().fold(0_u64, |whole, digit| whole * 10 + u64::from(*digit)) as f64;
            return if self.exponent < 0 { whole / power } else { whole * power };
        }
        match self.exponent.saturating_add(i64::try_from(self.digits.len()).unwrap_or(i64::MAX)) {
            _ if self.digits.is_empty() => 0.0,
            ..-330 => 0.0,
            -330..=310 => self.quotient().nearest(),
            311.. => f64::INFINITY,
        }
    }

    /// The number as the quotient of two whole ones, to more bits than a floating-point number has.
    fn quotient(&self) -> Binary {
        let (mut over, mut under) = (Natural::default(), Natural(vec![1]));
        for digit in &self.digits {
            over.times_and(10, u32::from(*digit));
        }
        let scaled = if self.exponent < 0 { &mut under } else { &mut over };
        let power = self.exponent.unsigned_abs();
        (0..power / 9).for_each(|_| scaled.times_and(1_000_000_000, 0));
        (0..power % 9).for_each(|_| scaled.times_and(10, 0));

        // So that the quotient has 64 or 65 bits.
        let exponent = over.bits() - under.bits() - 64;
        let shifted = if exponent < 0 { &mut over } else { &mut under };
        shifted.shift_left(exponent.unsigned_abs());
        under.shift_left(64);
        let mut bits = 0_u128;
        for _ in 0..=64 {
            bits <<= 1;
            if over.cmp(&under) != Ordering::Less {
                over.minus(&under);
                bits |= 1;
            }
            under.halve();
        }
        // What is left stands for a bit below the last one: enough to tell more than half from half.
        Binary { bits: bits << 1 | u128::from(over.bits() > 0), exponent: exponent - 1 }
    }
}

/// The digits behind an `e`; what is far outside of all floating-point numbers is as good as any other such number.
fn read_exponent(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = digits.bytes().fold(0_i64, |number, byte| (number * 10 + i64::from(byte - b'0')).min(1 << 40));
    Some(sign * number)
}

/// `bits` times two to the power of `exponent`.
struct Binary {
    bits: u128,
    exponent: i64,
}

impl Binary {
    fn nearest(&self) -> f64 {
        const FRACTION_BITS: i64 = 52;
        const LEAST_EXPONENT: i64 = -1074;
        let length = 128 - i64::from(self.bits.leading_zeros());
        // The exponent of the last bit that is kept.
        let last = (self.exponent + length - FRACTION_BITS - 1).max(LEAST_EXPONENT);
        let dropped = u32::try_from(last - self.exponent).unwrap_or(0);
        let mut kept = self.bits.checked_shr(dropped).unwrap_or(0);
        let rest = self.bits - (kept << dropped);
        let half = 1_u128 << (dropped - 1);
        if rest > half || rest == half && kept & 1 == 1 {
            kept += 1;
        }
        // A fraction that has become a bit longer adds one to the exponent that stands above it.
        let is_normal = kept >> FRACTION_BITS != 0;
        let biased = if is_normal { last - LEAST_EXPONENT } else { 0 };
        let all = ((biased as u64) << FRACTION_BITS).wrapping_add(kept as u64);
        if all >= f64::INFINITY.to_bits() { f64::INFINITY } else { f64::from_bits(all) }
    }
}

/// A natural number, its least 32 bits first.
#[derive(Default)]
struct Natural(Vec<u32>);

impl Natural {
    fn bits(&self) -> i64 {
        let Some(place) = self.0.iter().rposition(|word| *word != 0) else { return 0 };
        let highest = self.0.get(place).map_or(0, |word| 32 - word.leading_zeros());
        place as i64 * 32 + i64::from(highest)
    }

    fn times_and(&mut self, factor: u32, more: u32) {
        let mut carry = u64::from(more);
        for word in &mut self.0 {
            carry += u64::from(*word) * u64::from(factor);
            *word = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn shift_left(&mut self, bits: u64) {
        self.times_and(1 << (bits % 32), 0);
        self.0.splice(0..0, (0..bits / 32).map(|_| 0));
    }

    fn halve(&mut self) {
        let mut carry = 0;
        for word in self.0.iter_mut().rev() {
            let low = *word << 31;
            *word = *word >> 1 | carry;
            carry = low;
        }
    }

    fn cmp(&self, other: &Self) -> Ordering {
        self.bits().cmp(&other.bits()).then_with(|| {
            let length = self.0.len().max(other.0.len());
            let word = |number: &Self, place: usize| number.0.get(place).copied().unwrap_or(0);
            let places = (0..length).rev().map(|place| word(self, place).cmp(&word(other, place)));
            places.fold(Ordering::Equal, Ordering::then)
        })
    }

    /// Takes away a number that is not greater.
    fn minus(&mut self, other: &Self) {
        let mut borrow = false;
        for (place, word) in self.0.iter_mut().enumerate() {
            let taken = other.0.get(place).copied().unwrap_or(0);
            let (less, first) = word.overflowing_sub(taken);
            let (less, second) = less.overflowing_sub(u32::from(borrow));
            *word = less;
            borrow = first || second;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn same(text: &str) {
        let (ours, theirs) = (parse_float(text), text.parse::<f64>().ok());
        assert_eq!(ours.map(f64::to_bits), theirs.map(f64::to_bits), "{text}: {ours:?}, {theirs:?}");
    }

    #[test]
    fn what_is_hard_to_read() {
        for text in [
            "",
            "+",
            "-",
            ".",
            "e5",
            "1e",
            "1e+",
            "1.5.2",
            "1_0",
            " 1",
            "1 ",
            "0x10",
            "1e1e1",
            "infinit",
            "na",
            "--1",
            "+-1",
            "0",
            "-0",
            "+0.0e0",
            "000",
            ".5",
            "5.",
            "00012.500",
            "inf",
            "-INF",
            "Infinity",
            "NaN",
            "-nan",
            "1e22",
            "1e23",
            "123456789012345e22",
            "9007199254740993",
            "9007199254740992.5",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.797693134862315808e308",
            "1.8e308",
            "1e309",
            "1e999999999999999999999",
            "0e999999999999999999999",
            "1e-999999999999999999999",
            "4.9406564584124654e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "2.225073858507201e-308",
            "6.8985312699999999999e22",
            "0.1",
            "0.3",
            "123.456e-7",
            "8.5e-3",
        ] {
            same(text);
        }
        let one_and_a_half_ulp = format!("9007199254740993{}", "0".repeat(800));
        same(&one_and_a_half_ulp);
        same(&format!("{one_and_a_half_ulp}1"));
        same(&format!("9007199254740993.{}1", "0".repeat(900)));
        same(&format!("0.{}1", "0".repeat(400)));
        same(&format!("{}e-1000", "9".repeat(1000)));
        same(&"9".repeat(400));
    }

    proptest! {
        #[test]
        fn every_float_as_it_is_written(bits: u64) {
            let number = f64::from_bits(bits);
            same(&format!("{number}"));
            same(&format!("{number:e}"));
            same(&format!("{number:.30e}"));
        }

        #[test]
        fn what_stands_between_two_floats(bits in 0..f64::MAX.to_bits(), more in "[0-9]{0,3}") {
            // The number in the middle, in all its digits, and what is a little more.
            let (below, above) = (f64::from_bits(bits), f64::from_bits(bits + 1));
            let half = above - below;
            let middle = format!("{:.1100}", below / 4.0 + half / 8.0);
            same(&middle);
            same(&format!("{middle}{more}"));
        }

        #[test]
        fn any_digits(text in "[+-]?[0-9]{0,25}\\.?[0-9]{0,25}(e[+-]?[0-9]{1,3})?") {
            same(&text);
        }
    }
}
