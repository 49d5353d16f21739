//! As much JSON as the lines of this program need.

/// Appends `{"key":"value"}`.
pub(crate) fn put_object(out: &mut String, key: &str, value: &str) {
    put_key(out, key);
    put_string(out, value);
    out.push('}');
}

/// Appends `{"key":"hexadecimal digits"}`.
pub(crate) fn put_hex_object(out: &mut String, key: &str, bytes: &[u8]) {
    put_key(out, key);
    out.push('"');
    put_hex(out, bytes);
    out.push_str("\"}");
}

fn put_key(out: &mut String, key: &str) {
    out.push_str("{\"");
    out.push_str(key);
    out.push_str("\":");
}

/// Appends a string with its quotes.
pub(crate) fn put_string(out: &mut String, value: &str) {
    out.push('"');
    let mut rest = value;
    // What needs no escape is taken whole.
    while let Some(at) = rest
        .bytes()
        .position(|byte| byte < b' ' || byte == b'"' || byte == b'\\')
    {
        let (plain, special) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut chars = special.chars();
        match chars.next() {
            Some(c @ ('"' | '\\')) => out.extend(['\\', c]),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
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

/// Two digits for each byte.
const PAIRS: [[u8; 2]; 256] = {
    let digits = b"0123456789abcdef";
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        pairs[byte] = [digits[byte >> 4], digits[byte & 15]];
        byte += 1;
    }
    pairs
};

fn put_hex(out: &mut String, bytes: &[u8]) {
    out.reserve(bytes.len() * 2);
    let mut digits = [[0; 2]; 64];
    for chunk in bytes.chunks(digits.len()) {
        digits
            .iter_mut()
            .zip(chunk)
            .for_each(|(pair, byte)| *pair = PAIRS[usize::from(*byte)]);
        let written = digits.as_flattened().get(..chunk.len() * 2).unwrap_or_default();
        out.push_str(std::str::from_utf8(written).unwrap_or_default());
    }
}

/// Hexadecimal digits as bytes; space between bytes is allowed.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let mut digits = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let value = |digit: u8| u8::try_from(char::from(digit).to_digit(16)?).ok();
    let mut out = Vec::with_capacity(text.len() / 2);
    while let Some(high) = digits.next() {
        out.push(value(high)? << 4 | value(digits.next()?)?);
    }
    Some(out)
}
