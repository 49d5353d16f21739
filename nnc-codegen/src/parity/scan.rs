//! Reads surfaces out of the texts of each language. The generated files are regular, so a line at a time does.

use std::collections::{BTreeMap, BTreeSet};

use super::surface::{Surface, spelled};

/// The text between the first `(` and its partner, and what comes after.
fn parenthesised(text: &str) -> Option<(&str, &str)> {
    let open = text.find('(')?;
    let mut depth = 0_usize;
    for (at, c) in text.get(open..)?.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return Some((text.get(open + 1..open + at)?, text.get(open + at + 1..)?));
                }
            }
            _ => {}
        }
    }
    None
}

/// The names of parameters: what stands before `:` or `=`, between commas that no bracket holds.
fn parameters(text: &str) -> BTreeSet<String> {
    let mut depth = 0_i32;
    let mut parts = vec![String::new()];
    for c in text.chars() {
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' | '>' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    let name = |part: &String| {
        let name = part.split([':', '=']).next().unwrap_or_default().trim();
        (!name.is_empty() && !matches!(name, "self" | "*" | "/")).then(|| spelled(name))
    };
    parts.iter().filter_map(name).collect()
}

/// The word after a prefix, if the text starts with it.
fn word_after<'a>(text: &'a str, prefixes: &[&str]) -> Option<&'a str> {
    let rest = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix))?;
    let end = rest
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '`'))
        .unwrap_or(rest.len());
    rest.get(..end).filter(|word| !word.is_empty())
}

/// `index.d.ts`: classes, interfaces of records and arguments, constant objects of enums.
pub(super) fn typescript(text: &str) -> Surface {
    let mut surface = Surface::default();
    let mut interfaces: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut calls: Vec<(String, String, String)> = Vec::new();
    let mut class = String::new();
    let mut interface: Option<String> = None;
    let mut words: Option<String> = None;
    for line in text.lines() {
        if let Some(name) = word_after(line, &["export declare class "]) {
            class = name.to_owned();
        } else if let Some(name) = word_after(line, &["export interface "]) {
            interfaces.entry(name.to_owned()).or_default();
            interface = Some(name.to_owned());
        } else if let Some(name) = word_after(line, &["export declare const "]) {
            words = Some(name.to_owned());
        } else if let Some(name) = word_after(line, &["export declare function ", "export function "]) {
            calls.push((String::new(), name.to_owned(), line.to_owned()));
        } else if line.starts_with('}') {
            class.clear();
            interface = None;
            words = None;
        } else if let Some(member) = line
            .strip_prefix("  ")
            .filter(|member| !member.starts_with([' ', '/', '*']))
        {
            let member = member.strip_prefix("readonly ").unwrap_or(member);
            let Some(name) = word_after(member, &[""]) else {
                continue;
            };
            if let Some(interface) = &interface {
                interfaces
                    .entry(interface.clone())
                    .or_default()
                    .insert(spelled(name));
            } else if let Some(words) = &words {
                surface
                    .enums
                    .entry(words.clone())
                    .or_default()
                    .insert(name.to_ascii_lowercase());
            } else if !class.is_empty() {
                let member = member.strip_prefix("get ").unwrap_or(member);
                let Some(name) = word_after(member, &[""]) else {
                    continue;
                };
                calls.push((class.clone(), name.to_owned(), member.to_owned()));
            }
        }
    }
    for (class, name, line) in calls {
        if matches!(name.as_str(), "private" | "constructor") {
            continue;
        }
        // One object of arguments, perhaps something beside it, and how the call is waited for.
        let mut arguments = BTreeSet::new();
        if let Some((taken, _)) = parenthesised(&line) {
            for part in taken.split(',') {
                let Some((name, ty)) = part.split_once(':') else {
                    continue;
                };
                if ty.trim() == "CallOptions" {
                    continue;
                }
                match interfaces
                    .get(ty.trim())
                    .filter(|_| ty.trim().ends_with("Arguments"))
                {
                    Some(fields) => arguments.extend(fields.iter().cloned()),
                    None => drop(arguments.insert(spelled(name.trim().trim_end_matches('?')))),
                }
            }
        }
        surface
            .handles
            .entry(class)
            .or_default()
            .insert(spelled(&name), arguments);
    }
    surface.records = interfaces;
    surface
}

/// Python's classes with their methods, and functions.
pub(super) fn python_handles(text: &str) -> Surface {
    let mut surface = Surface::default();
    let mut class = String::new();
    for line in text.lines() {
        if let Some(name) = word_after(line, &["class "]) {
            class = name.to_owned();
        } else if let Some(name) = word_after(line, &["def ", "async def "]) {
            method(&mut surface, "", name, line);
        } else if let Some(name) = word_after(line, &["    def ", "    async def "]) {
            method(&mut surface, &class, name, line);
        }
    }
    surface
}

fn method(surface: &mut Surface, class: &str, name: &str, line: &str) {
    if name.starts_with('_') {
        return;
    }
    let arguments = parenthesised(line)
        .map(|(taken, _)| parameters(taken))
        .unwrap_or_default();
    surface
        .handles
        .entry(class.to_owned())
        .or_default()
        .insert(spelled(name), arguments);
}

/// Python's records: classes whose properties are fields.
pub(super) fn python_records(text: &str) -> Surface {
    let mut surface = Surface::default();
    let mut class = String::new();
    let mut property = false;
    for line in text.lines() {
        if let Some(name) = word_after(line, &["class "]) {
            class = name.to_owned();
        } else if line.trim() == "@property" {
            property = true;
        } else if let Some(name) = word_after(line, &["    def "])
            && std::mem::take(&mut property)
        {
            let fields = surface.records.entry(class.clone()).or_default();
            fields.insert(spelled(name));
        }
    }
    surface
}

/// Python's enums.
pub(super) fn python_enums(text: &str) -> Surface {
    let mut surface = Surface::default();
    let mut class = String::new();
    for line in text.lines() {
        if let Some(name) = word_after(line, &["class "]) {
            class = name.to_owned();
        } else if let Some(word) = word_after(line, &["    "])
            && line.contains(" = ")
        {
            surface
                .enums
                .entry(class.clone())
                .or_default()
                .insert(word.to_ascii_lowercase());
        }
    }
    surface
}

/// Kotlin's classes with their functions and properties.
pub(super) fn kotlin(text: &str) -> Surface {
    classes(
        text,
        &["public class ", "public object "],
        &["public suspend fun ", "public fun "],
        &["public val "],
    )
}

/// Swift's classes with their functions and properties.
pub(super) fn swift(text: &str) -> Surface {
    classes(
        text,
        &["public final class ", "public enum "],
        &["public func ", "public static func "],
        &["public var "],
    )
}

fn classes(text: &str, heads: &[&str], functions: &[&str], properties: &[&str]) -> Surface {
    let mut surface = Surface::default();
    let mut class = String::new();
    for line in text.lines() {
        let member = line.trim_start();
        if let Some(name) = word_after(line, heads) {
            class = name.to_owned();
        } else if line.starts_with('}') {
            class.clear();
        } else if let Some(name) = word_after(member, functions) {
            let inherited = matches!(name, "close");
            if !inherited {
                method(&mut surface, &class, name, member);
            }
        } else if let Some(name) = word_after(member, properties) {
            surface
                .handles
                .entry(class.clone())
                .or_default()
                .insert(spelled(name), BTreeSet::new());
        }
    }
    surface
}

/// What uniffi is given for Kotlin and Swift: records and enums in Rust.
pub(super) fn uniffi(text: &str) -> Surface {
    let mut surface = Surface::default();
    let (mut record, mut words) = (None, None);
    for line in text.lines() {
        if let Some(name) = word_after(line, &["pub struct "]) {
            record = Some(name.to_owned());
        } else if let Some(name) = word_after(line, &["pub enum "]) {
            words = Some(name.to_owned());
        } else if line.starts_with('}') {
            (record, words) = (None, None);
        } else if let (Some(record), Some(name)) = (&record, word_after(line, &["    pub "])) {
            surface
                .records
                .entry(record.clone())
                .or_default()
                .insert(spelled(name));
        } else if let (Some(words), Some(word)) = (&words, word_after(line, &["    "])) {
            surface
                .enums
                .entry(words.clone())
                .or_default()
                .insert(spelled(word));
        }
    }
    surface
}
