//! As much JSON as the lines of this program need.

/// `{"key":"value"}`.
pub(crate) fn object(key: &str, value: &str) -> String {
    let mut out = format!("{{\"{key}\":");
    put_string(&mut out, value);
    out.push('}');
    out
}

/// A string with its quotes.
pub(crate) fn put_string(out: &mut String, value: &str) {
    out.push('"');
    let plain = value
        .find(|c: char| c < ' ' || c == '"' || c == '\\')
        .unwrap_or(value.len());
    let (plain, value) = value.split_at_checked(plain).unwrap_or(("", value));
    out.push_str(plain);
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// The members of an object whose values are strings, numbers or other scalars; `None` for anything else.
pub(crate) fn members(text: &str) -> Option<Vec<(String, String)>> {
    let mut rest = text.trim().strip_prefix('{')?.trim_start();
    let mut out = Vec::new();
    if let Some(end) = rest.strip_prefix('}') {
        return end.is_empty().then_some(out);
    }
    loop {
        let (key, after) = string(rest)?;
        let after = after.trim_start().strip_prefix(':')?.trim_start();
        let (value, after) = match string(after) {
            Some(value) => value,
            None => {
                let end = after.find([',', '}'])?;
                (after.get(..end)?.trim().to_owned(), after.get(end..)?)
            }
        };
        out.push((key, value));
        let after = after.trim_start();
        match after.strip_prefix(',') {
            Some(next) => rest = next.trim_start(),
            None => return (after == "}").then_some(out),
        }
    }
}

/// The string at the start of a text, and what follows.
fn string(text: &str) -> Option<(String, &str)> {
    let mut chars = text.strip_prefix('"')?.chars();
    let mut out = String::new();
    loop {
        match chars.next()? {
            '"' => return Some((out, chars.as_str())),
            '\\' => out.push(match chars.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'u' => unicode(&mut chars)?,
                c => c,
            }),
            c => out.push(c),
        }
    }
}

fn unicode(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let mut four = || {
        let digits = chars.as_str().get(..4)?;
        *chars = chars.as_str().get(4..)?.chars();
        u32::from_str_radix(digits, 16).ok()
    };
    let first = four()?;
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first);
    }
    *chars = chars.as_str().strip_prefix("\\u")?.chars();
    let digits = chars.as_str().get(..4)?;
    *chars = chars.as_str().get(4..)?.chars();
    let second = u32::from_str_radix(digits, 16).ok()?.checked_sub(0xdc00)?;
    char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + second)
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(digit(byte >> 4));
        out.push(digit(*byte));
    }
    out
}

/// Hexadecimal digits as bytes; space between bytes is allowed.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let mut digits = Vec::new();
    for c in text.chars().filter(|c| !c.is_ascii_whitespace()) {
        digits.push(u8::try_from(c.to_digit(16)?).ok()?);
    }
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty()
        .then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}
