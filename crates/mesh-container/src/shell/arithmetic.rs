//! `$((…))` (dash's `arith_yacc.c`).

use super::variables::Variables;

/// The value of an expression, or what is wrong with it.
pub(super) fn value(text: &str, variables: &mut Variables) -> Result<i64, String> {
    let mut reader = Reader { rest: text.trim_start(), variables, depth: 0 };
    let value = reader.assignment().map_err(|why| format!("{why}: \"{text}\""))?;
    match reader.rest.is_empty() {
        true => Ok(value),
        false => Err(format!("expecting EOF: \"{text}\"")),
    }
}

struct Reader<'a> {
    rest: &'a str,
    variables: &'a mut Variables,
    depth: usize,
}

/// Operators by rank, the weakest first; longer ones before those that they begin with.
const RANKS: [&[&str]; 10] = [
    &["||"],
    &["&&"],
    &["|"],
    &["^"],
    &["&"],
    &["==", "!="],
    &["<=", ">=", "<", ">"],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "%"],
];

type Value = Result<i64, &'static str>;

impl Reader<'_> {
    fn take(&mut self, operator: &str) -> bool {
        match self.rest.strip_prefix(operator) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn assignment(&mut self) -> Value {
        self.depth += 1;
        if self.depth > 40 {
            return Err("nested too deeply");
        }
        let name: String = self.rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        if super::is_name(&name) {
            let behind = self.rest.get(name.len()..).unwrap_or_default().trim_start();
            for operator in ["=", "+=", "-=", "*=", "/=", "%="] {
                let Some(rest) = behind.strip_prefix(operator).filter(|rest| !rest.starts_with('=')) else { continue };
                self.rest = rest.trim_start();
                let right = self.assignment()?;
                let left = self.variable(&name);
                let value = match operator {
                    "=" => right,
                    operator => apply(operator.trim_end_matches('='), left, right)?,
                };
                self.variables.set(&name, value.to_string());
                self.depth -= 1;
                return Ok(value);
            }
        }
        let condition = self.ranked(0)?;
        let value = if self.take("?") {
            let (yes, _) = (self.assignment()?, ());
            if !self.take(":") {
                return Err("expecting ':'");
            }
            let no = self.assignment()?;
            if condition != 0 { yes } else { no }
        } else {
            condition
        };
        self.depth -= 1;
        Ok(value)
    }

    fn ranked(&mut self, rank: usize) -> Value {
        let Some(operators) = RANKS.get(rank) else { return self.unary() };
        let mut left = self.ranked(rank + 1)?;
        loop {
            let fits = |operator: &&&str| {
                self.rest.strip_prefix(**operator).is_some_and(|rest| {
                    // `a || b` is no `a | (| b)`, and `a <= b` no `a < (= b)`.
                    !(operator.len() == 1
                        && rest.starts_with(['|', '&', '=', '<', '>'])
                        && !"+-*/%".contains(**operator))
                })
            };
            let Some(operator) = operators.iter().find(fits).copied() else { return Ok(left) };
            self.take(operator);
            let right = self.ranked(rank + 1)?;
            left = apply(operator, left, right)?;
        }
    }

    fn unary(&mut self) -> Value {
        self.depth += 1;
        if self.depth > 40 {
            return Err("nested too deeply");
        }
        let value = if self.take("!") {
            i64::from(self.unary()? == 0)
        } else if self.take("-") {
            self.unary()?.wrapping_neg()
        } else if self.take("~") {
            !self.unary()?
        } else if self.take("+") {
            self.unary()?
        } else if self.take("(") {
            let value = self.assignment()?;
            if !self.take(")") {
                return Err("expecting ')'");
            }
            value
        } else {
            let word: String = self.rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if word.is_empty() {
                return Err("expecting primary");
            }
            self.rest = self.rest.get(word.len()..).unwrap_or_default().trim_start();
            match number(&word) {
                Some(number) => number,
                None if super::is_name(&word) => self.variable(&word),
                None => return Err("expecting primary"),
            }
        };
        self.depth -= 1;
        Ok(value)
    }

    fn variable(&self, name: &str) -> i64 {
        self.variables.get(name).and_then(number).unwrap_or(0)
    }
}

fn number(text: &str) -> Option<i64> {
    let text = text.trim();
    match text.strip_prefix("0x") {
        Some(digits) => i64::from_str_radix(digits, 16).ok(),
        None if text.len() > 1 && text.starts_with('0') => i64::from_str_radix(text, 8).ok(),
        None => text.parse().ok(),
    }
}

fn apply(operator: &str, a: i64, b: i64) -> Value {
    let shift = |b: i64| u32::try_from(b & 63).unwrap_or(0);
    Ok(match operator {
        "||" => i64::from(a != 0 || b != 0),
        "&&" => i64::from(a != 0 && b != 0),
        "|" => a | b,
        "^" => a ^ b,
        "&" => a & b,
        "==" => i64::from(a == b),
        "!=" => i64::from(a != b),
        "<=" => i64::from(a <= b),
        ">=" => i64::from(a >= b),
        "<" => i64::from(a < b),
        ">" => i64::from(a > b),
        "<<" => a.wrapping_shl(shift(b)),
        ">>" => a.wrapping_shr(shift(b)),
        "+" => a.wrapping_add(b),
        "-" => a.wrapping_sub(b),
        "*" => a.wrapping_mul(b),
        "/" => a.checked_div(b).ok_or("division by zero")?,
        _ => a.checked_rem(b).ok_or("division by zero")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_have_values() {
        let mut variables = Variables::default();
        variables.set("i", "4".to_owned());
        for (text, wanted) in [
            ("1+2*3", Ok(7)),
            (" (1+2)*3 ", Ok(9)),
            ("i+1", Ok(5)),
            ("i=7", Ok(7)),
            ("i == 7 && 1", Ok(1)),
            ("-3 % 2", Ok(-1)),
            ("1 ? 2 : 3", Ok(2)),
            ("1/0", Err("division by zero: \"1/0\"")),
            ("1+", Err("expecting primary: \"1+\"")),
        ] {
            assert_eq!(value(text, &mut variables), wanted.map_err(str::to_owned), "{text}");
        }
    }
}
