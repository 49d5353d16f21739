//! Secrets that are looked for, in every form that a program could put them into.

/// A secret, and the forms in which it is looked for.
pub(crate) struct Canary {
    name: &'static str,
    forms: Vec<(&'static str, Vec<u8>)>,
}

impl Canary {
    /// A secret that is text.
    pub(crate) fn text(name: &'static str, text: &str) -> Self {
        let mut forms = forms_of(text.as_bytes());
        let in_json = |text: &str| inside(&serde_json::to_string(text).unwrap());
        let in_debug = |text: &str| inside(&format!("{text:?}"));
        forms.extend([
            ("in JSON", in_json(text).into_bytes()),
            ("in JSON in JSON", in_json(&in_json(text)).into_bytes()),
            ("in Debug", in_debug(text).into_bytes()),
            ("in Debug of Debug", in_debug(&in_debug(text)).into_bytes()),
        ]);
        let percent = text.bytes().map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02x}"),
        });
        forms.push(("in a URL", percent.collect::<String>().into_bytes()));
        Self { name, forms }
    }

    /// A secret that is bytes.
    pub(crate) fn bytes(name: &'static str, bytes: &[u8]) -> Self {
        Self {
            name,
            forms: forms_of(bytes),
        }
    }

    /// The forms in which it stands there, whatever the case and the line breaks.
    pub(crate) fn found_in(&self, place: &[u8]) -> Vec<String> {
        let place = condensed(place);
        let found = self
            .forms
            .iter()
            .filter(|(_, form)| holds(&place, &condensed(form)));
        found.map(|(form, _)| format!("{} {form}", self.name)).collect()
    }
}

/// In lower case and without white space.
fn condensed(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_ascii_lowercase();
    bytes.retain(|byte| !byte.is_ascii_whitespace());
    bytes
}

/// Without the quotes around it.
fn inside(quoted: &str) -> String {
    quoted[1..quoted.len() - 1].to_owned()
}

fn forms_of(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let each =
        |write: fn(&u8) -> String, between: &str| bytes.iter().map(write).collect::<Vec<_>>().join(between);
    let mut forms = vec![
        ("as it is", bytes.to_vec()),
        ("as hex", each(|byte| format!("{byte:02x}"), "").into_bytes()),
        (
            "as hex with colons",
            each(|byte| format!("{byte:02x}"), ":").into_bytes(),
        ),
        ("as numbers", each(u8::to_string, ", ").into_bytes()),
        ("as escaped bytes", bytes.escape_ascii().to_string().into_bytes()),
    ];
    // In base64 text looks different after 0, 1 or 2 other bytes; what its neighbours touch is left out.
    for before in 0..3 {
        let shifted = [&b"\0\0"[..before], bytes].concat();
        let whole = shifted.len() / 3 * 4;
        let text = base64(&shifted);
        let skip = if before == 0 { 0 } else { before + 1 };
        forms.push(("in base64", text.as_bytes()[skip..whole].to_vec()));
    }
    forms
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number = (0..3).fold(0u32, |sum, at| {
            sum << 8 | u32::from(three.get(at).copied().unwrap_or(0))
        });
        for at in 0..=three.len() {
            text.push(char::from(DIGITS[(number >> (18 - 6 * at)) as usize & 63]));
        }
    }
    text
}

fn holds(place: &[u8], needle: &[u8]) -> bool {
    let (Some(first), Some(last)) = (needle.first(), place.len().checked_sub(needle.len())) else {
        return false;
    };
    (0..=last).any(|at| place[at] == *first && place[at..].starts_with(needle))
}

#[test]
fn a_canary_is_found_in_every_form() {
    let text = "ca\"na\\ry of~a=secret/0123";
    let canary = Canary::text("it", text);
    let planted = [
        format!("..{text}.."),
        text.to_uppercase(),
        serde_json::json!({ "a": text }).to_string(),
        format!("{:?}", Some(text)),
        format!("{:?}", text.as_bytes()),
        format!("{:#?}", text.as_bytes()),
        format!("{:#?}", text.as_bytes().escape_ascii().to_string()),
        text.bytes().map(|byte| format!("{byte:02X}")).collect(),
        base64(text.as_bytes()),
        base64(format!("admin:{text}").as_bytes()),
        base64(format!("x:{text}!").as_bytes()),
        base64(format!("root:{text}!").as_bytes()),
        "ca%22na%5Cry%20of~a%3Dsecret%2F0123".to_owned(),
    ];
    for place in &planted {
        assert_ne!(canary.found_in(place.as_bytes()), [""; 0], "{place}");
    }
    assert_eq!(canary.found_in(b"ca\"na\\ry of~a=secret/012"), [""; 0]);
    assert_eq!(base64(b"Man is"), "TWFuIGlz");
    assert_eq!(base64(b"Ma"), "TWE");
}
