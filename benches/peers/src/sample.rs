//! The input of every measurement: rows like those of `/ip/firewall/mangle`, 14 properties each.

/// How many rows one input has.
pub const ROWS: usize = 10_000;

/// The properties of row `n`.
pub fn fields(n: usize) -> [(&'static str, String); 14] {
    [
        (".id", format!("*{n:X}")),
        ("chain", "prerouting".to_owned()),
        ("action", "mark-routing".to_owned()),
        ("new-routing-mark", format!("nnc-service-{}", n % 200)),
        ("passthrough", "false".to_owned()),
        (
            "src-mac-address",
            format!("02:00:00:00:{:02X}:{:02X}", (n >> 8) & 255, n & 255),
        ),
        ("dst-address-type", "!local".to_owned()),
        ("log", "false".to_owned()),
        ("log-prefix", String::new()),
        ("bytes", (n * 1517).to_string()),
        ("packets", n.to_string()),
        ("invalid", "false".to_owned()),
        ("disabled", "false".to_owned()),
        ("comment", format!("nnc:8f3a:tor-usa-{n}:mark")),
    ]
}

/// All rows as a router sends them.
pub fn encoded() -> Vec<u8> {
    let mut bytes = Vec::new();
    for n in 0..ROWS {
        let mut sentence = routeros_wire::SentenceWriter::new(&mut bytes);
        sentence.reply("!re").tag("17");
        for (key, value) in fields(n) {
            sentence.attribute(key, value);
        }
        sentence.finish().expect("short words");
    }
    bytes
}
