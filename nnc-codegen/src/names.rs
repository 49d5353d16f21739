//! Names as each language writes them.

/// `vlanId` and `HEV_SOCKS5_TUNNEL` as `vlan_id` and `hev_socks5_tunnel`.
pub fn snake(name: &str) -> String {
    let mut out = String::new();
    let mut before_was_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && before_was_lower {
            out.push('_');
        }
        before_was_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// `HEV_SOCKS5_TUNNEL` and `vlanId` as `HevSocks5Tunnel` and `VlanId`.
pub fn pascal(name: &str) -> String {
    let all_upper = !name.chars().any(|c| c.is_ascii_lowercase());
    let mut out = String::new();
    let mut start = true;
    for c in name.chars() {
        if c == '_' {
            start = true;
        } else if start {
            out.push(c.to_ascii_uppercase());
            start = false;
        } else {
            out.push(if all_upper { c.to_ascii_lowercase() } else { c });
        }
    }
    out
}

/// `vlanId` as `VLAN_ID`.
pub fn shout(name: &str) -> String {
    snake(name).to_ascii_uppercase()
}

/// Whether a name cannot name a method everywhere: after a dot every host allows more than for a field.
pub fn is_reserved_method(snake_name: &str) -> bool {
    !matches!(snake_name, "delete" | "switch") && is_reserved(snake_name)
}

/// Whether a name is a word of Rust, Python or TypeScript and so cannot name a field everywhere.
pub fn is_reserved(snake_name: &str) -> bool {
    const WORDS: &[&str] = &[
        "abstract",
        "and",
        "as",
        "assert",
        "async",
        "await",
        "become",
        "box",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "crate",
        "debugger",
        "def",
        "default",
        "del",
        "delete",
        "do",
        "dyn",
        "elif",
        "else",
        "enum",
        "except",
        "export",
        "extends",
        "extern",
        "false",
        "final",
        "finally",
        "fn",
        "for",
        "from",
        "function",
        "gen",
        "global",
        "if",
        "impl",
        "import",
        "in",
        "instanceof",
        "is",
        "lambda",
        "let",
        "loop",
        "macro",
        "match",
        "mod",
        "move",
        "mut",
        "new",
        "none",
        "nonlocal",
        "not",
        "null",
        "or",
        "override",
        "pass",
        "priv",
        "pub",
        "raise",
        "ref",
        "return",
        "self",
        "static",
        "struct",
        "super",
        "switch",
        "this",
        "throw",
        "trait",
        "true",
        "try",
        "type",
        "typeof",
        "unsafe",
        "unsized",
        "use",
        "var",
        "virtual",
        "void",
        "where",
        "while",
        "with",
        "yield",
    ];
    WORDS.contains(&snake_name)
}

/// A word of an enum as uniffi writes it in Kotlin: `HEV_SOCKS5_TUNNEL` stays, through `HevSocks5Tunnel`.
pub fn shout_word(word: &str) -> String {
    shout(&pascal(word))
}
