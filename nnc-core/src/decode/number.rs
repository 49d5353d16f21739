//! Numbers of JSON, exactly.

use std::fmt;

/// A JSON number as `digits * 10^exponent`, without leading or trailing zeros in the digits.
///
/// ```
/// use nnc_core::decode::Number;
/// assert_eq!(Number::parse("1.50e1").unwrap().integer(), Some(15));
/// assert_eq!(Number::parse("-0").unwrap().integer(), Some(0));
/// assert_eq!(Number::parse("1.5").unwrap().integer(), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Number {
    /// Most digits before the decimal point that an integer may have to be given as one; more are out of any range.
    const MOST_DIGITS: i64 = 30;

    /// Reads a number that follows JSON's grammar; `None` for anything that does not.
    pub fn parse(text: &str) -> Option<Self> {
        let negative = text.starts_with('-');
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((_, "")) => return None,
            Some((whole, fraction)) => (whole, fraction),
            None => (mantissa, ""),
        };
        let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || (whole.len() > 1 && whole.starts_with('0'))
            || !plain(whole)
            || !plain(fraction)
        {
            return None;
        }
        let all = format!("{whole}{fraction}");
        let significant = all.trim_end_matches('0');
        let dropped = i64::try_from(all.len() - significant.len()).ok()?;
        let digits = significant.trim_start_matches('0').to_owned();
        let shift = i64::try_from(fraction.len()).ok()?;
        let exponent = exponent.saturating_sub(shift).saturating_add(dropped);
        Some(if digits.is_empty() {
            Self {
                negative: false,
                digits,
                exponent: 0,
            }
        } else {
            Self {
                negative,
                digits,
                exponent,
            }
        })
    }

    /// Whether it has no fraction.
    pub fn is_integral(&self) -> bool {
        self.exponent >= 0
    }

    /// The integer that it is. `None` where it has a fraction, and where it is so large that it is out of every range.
    pub fn integer(&self) -> Option<i128> {
        if self.digits.is_empty() {
            return Some(0);
        }
        let length = i64::try_from(self.digits.len()).ok()?;
        if self.exponent < 0 || length.saturating_add(self.exponent) > Self::MOST_DIGITS {
            return None;
        }
        let zeros = "0".repeat(usize::try_from(self.exponent).ok()?);
        let value: i128 = format!("{}{zeros}", self.digits).parse().ok()?;
        Some(if self.negative { -value } else { value })
    }
}

impl fmt::Display for Number {
    /// As JSON writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        match (self.digits.as_str(), self.exponent) {
            ("", _) => f.write_str("0"),
            (digits, 0) => write!(f, "{sign}{digits}"),
            (digits, exponent) => write!(f, "{sign}{digits}e{exponent}"),
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        // An integer follows JSON's grammar.
        Self::parse(&value.to_string()).unwrap_or(Self {
            negative: false,
            digits: String::new(),
            exponent: 0,
        })
    }
}

fn read_exponent(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // Saturates: an exponent with more digits than a document can balance is as good as infinite.
    let size = digits.bytes().fold(0_i64, |n, b| {
        n.saturating_mul(10).saturating_add(i64::from(b - b'0'))
    });
    Some(if negative { -size } else { size })
}
