//! As much JSON as the lines of this program need.

/// Appends `{"key":"value"}`.
pub(crate) fn put_object(out: &mut Vec<u8>, key: &str, value: &str) {
    put_key(out, key);
    put_string(out, value);
    out.push(b'}');
}

/// Appends `{"key":"hexadecimal digits"}`.
pub(crate) fn put_hex_object(out: &mut Vec<u8>, key: &str, bytes: &[u8]) {
    put_key(out, key);
    out.push(b'"');
    put_hex(out, bytes);
    out.extend_from_slice(b"\"}");
}

fn put_key(out: &mut Vec<u8>, key: &str) {
    out.extend_from_slice(b"{\"");
    out.extend_from_slice(key.as_bytes());
    out.extend_from_slice(b"\":");
}

/// A string with its quotes.
pub(crate) fn quoted(value: &str) -> String {
    let mut out = Vec::with_capacity(value.len() + 2);
    put_string(&mut out, value);
    String::from_utf8(out).unwrap_or_default()
}

/// Appends a string with its quotes.
fn put_string(out: &mut Vec<u8>, value: &str) {
    out.push(b'"');
    let mut rest = value;
    // What needs no escape is taken whole.
    while let Some(at) = rest
        .bytes()
        .position(|byte| byte < b' ' || byte == b'"' || byte == b'\\')
    {
        let (plain, special) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.extend_from_slice(plain.as_bytes());
        let mut chars = special.chars();
        match chars.next() {
            Some('"') => out.extend_from_slice(b"\\\""),
            Some('\\') => out.extend_from_slice(b"\\\\"),
            Some('\n') => out.extend_from_slice(b"\\n"),
            Some('\r') => out.extend_from_slice(b"\\r"),
            Some('\t') => out.extend_from_slice(b"\\t"),
            Some(c) => out.extend_from_slice(format!("\\u{:04x}", u32::from(c)).as_bytes()),
            None => {}
        }
        rest = chars.as_str();
    }
    out.extend_from_slice(rest.as_bytes());
    out.push(b'"');
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

/// As many bytes as are written at once.
const HEX_BLOCK: usize = 16;

/// The two digits of each byte. Arithmetic without a table: compilers make vector instructions of it.
#[inline]
fn hex_digits(bytes: &[u8; HEX_BLOCK]) -> [[u8; 2]; HEX_BLOCK] {
    let digit = |nibble: u8| nibble + b'0' + if nibble > 9 { b'a' - b'0' - 10 } else { 0 };
    bytes.map(|byte| [digit(byte >> 4), digit(byte & 15)])
}

fn put_hex(out: &mut Vec<u8>, bytes: &[u8]) {
    out.reserve((bytes.len() + HEX_BLOCK) * 2);
    let (blocks, rest) = bytes.as_chunks();
    for block in blocks {
        out.extend_from_slice(hex_digits(block).as_flattened());
    }
    let mut last = [0; HEX_BLOCK];
    last.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
    let digits = hex_digits(&last);
    out.extend_from_slice(digits.as_flattened().get(..rest.len() * 2).unwrap_or_default());
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

#[cfg(test)]
mod tests {
    use super::{members, put_hex, quoted, unhex};

    #[test]
    fn hexadecimal_digits_are_bytes_and_back() {
        let bytes: Vec<u8> = (0..=255).rev().collect();
        for length in 0..bytes.len() {
            let mut digits = Vec::new();
            put_hex(&mut digits, &bytes[..length]);
            let expected: String = bytes[..length].iter().map(|byte| format!("{byte:02x}")).collect();
            let digits = String::from_utf8(digits).unwrap();
            assert_eq!(digits, expected);
            assert_eq!(unhex(&digits).unwrap(), bytes[..length]);
        }
        assert_eq!(unhex("0a F1\t"), Some(vec![0x0a, 0xf1]));
        assert_eq!(unhex("0g"), None);
        assert_eq!(unhex("123"), None);
    }

    #[test]
    fn strings_are_quoted_and_read_again() {
        for text in ["", "plain", "\"\\\n\r\t\u{1}\u{7f}", "ä\u{10ffff}b\0"] {
            let object = format!("{{\"key\":{}}}", quoted(text));
            assert_eq!(members(&object), Some(vec![("key".into(), text.into())]));
        }
    }
}
