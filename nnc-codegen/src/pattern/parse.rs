//! Reads and writes patterns.

/// An inclusive range of characters.
pub type Range = (char, char);

/// Most repetitions that a pattern may count.
const MOST_REPETITIONS: u32 = 1024;

/// What a pattern says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// One character out of sorted, disjoint ranges.
    Class(Vec<Range>),
    /// One after the other; empty matches the empty text.
    Sequence(Vec<Node>),
    /// One or the other.
    Either(Vec<Node>),
    /// Several times; `None` is without end.
    Repeat(Box<Node>, u32, Option<u32>),
}

/// Reads a pattern.
pub(super) fn parse(source: &str) -> Result<Node, String> {
    let mut body = source.strip_prefix('^').unwrap_or(source);
    if body.ends_with('$') && !body.ends_with("\\$") {
        body = body.strip_suffix('$').unwrap_or(body);
    }
    let mut reader = Reader {
        rest: body.chars().collect(),
        at: 0,
        depth: 0,
    };
    let node = reader.either()?;
    match reader.peek() {
        None => Ok(node),
        Some(c) => Err(format!("{c:?} closes nothing")),
    }
}

struct Reader {
    rest: Vec<char>,
    at: usize,
    depth: u32,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek();
        self.at += usize::from(c.is_some());
        c
    }

    fn eat(&mut self, wanted: char) -> bool {
        let hit = self.peek() == Some(wanted);
        self.at += usize::from(hit);
        hit
    }

    fn either(&mut self) -> Result<Node, String> {
        let mut ways = vec![self.sequence()?];
        while self.eat('|') {
            ways.push(self.sequence()?);
        }
        Ok(match ways.len() {
            1 => ways.remove(0),
            _ => Node::Either(ways),
        })
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut parts = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            let atom = self.atom()?;
            parts.push(self.repetition(atom)?);
        }
        Ok(match parts.len() {
            1 => parts.remove(0),
            _ => Node::Sequence(parts),
        })
    }

    fn atom(&mut self) -> Result<Node, String> {
        match self.next() {
            Some('(') => {
                if self.peek() == Some('?') {
                    return Err(
                        "groups that start with (? are not in the dialect; write a plain group".to_owned(),
                    );
                }
                self.depth += 1;
                if self.depth > 20 {
                    return Err("groups are nested deeper than 20".to_owned());
                }
                let inner = self.either()?;
                self.depth -= 1;
                if !self.eat(')') {
                    return Err("a group is not closed".to_owned());
                }
                Ok(inner)
            }
            Some('[') => self.class(),
            Some('\\') => self.escaped().map(|c| Node::Class(vec![(c, c)])),
            Some('.') => {
                Err("`.` means different things in different languages; list the characters".to_owned())
            }
            Some(c @ ('^' | '$')) => Err(format!(
                "`{c}` inside a pattern is not in the dialect; patterns match whole values"
            )),
            Some(c @ ('*' | '+' | '?' | '{')) => Err(format!("`{c}` repeats nothing")),
            Some(c @ (']' | '}')) => Err(format!("`{c}` closes nothing; write `\\{c}` for the character")),
            Some(c) => literal(c).map(|c| Node::Class(vec![(c, c)])),
            None => Err("the pattern ends too early".to_owned()),
        }
    }

    fn escaped(&mut self) -> Result<char, String> {
        match self.next() {
            Some(c) if c.is_ascii_punctuation() => Ok(c),
            Some(c) => Err(format!("`\\{c}` is not in the dialect; list the characters")),
            None => Err("the pattern ends with a backslash".to_owned()),
        }
    }

    fn class(&mut self) -> Result<Node, String> {
        if self.peek() == Some('^') {
            return Err("`[^` is not in the dialect; list the characters that are allowed".to_owned());
        }
        let mut ranges: Vec<Range> = Vec::new();
        loop {
            let first = match self.next() {
                None => return Err("a class is not closed".to_owned()),
                Some(']') if ranges.is_empty() => return Err("a class is empty".to_owned()),
                Some(']') => break,
                Some('[') => return Err("write `\\[` for the character inside a class".to_owned()),
                Some('\\') => self.escaped()?,
                Some(c) => literal(c)?,
            };
            let ranged = self.peek() == Some('-') && self.rest.get(self.at + 1).is_some_and(|c| *c != ']');
            let last = if ranged {
                self.at += 1;
                match self.next() {
                    Some('\\') => self.escaped()?,
                    Some(c) => literal(c)?,
                    None => return Err("a class is not closed".to_owned()),
                }
            } else {
                first
            };
            if last < first {
                return Err(format!("the range {first}-{last} runs backwards"));
            }
            ranges.push((first, last));
        }
        ranges.sort_unstable();
        if let Some(pair) = ranges.windows(2).find(|w| matches!(w, [a, b] if a.1 >= b.0)) {
            return Err(format!("the ranges {pair:?} of a class overlap"));
        }
        Ok(Node::Class(ranges))
    }

    fn repetition(&mut self, atom: Node) -> Result<Node, String> {
        let (least, most) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => return self.counted(atom),
            _ => return Ok(atom),
        };
        self.at += 1;
        self.once_only(Node::Repeat(Box::new(atom), least, most))
    }

    fn counted(&mut self, atom: Node) -> Result<Node, String> {
        self.at += 1;
        let least = self.number()?;
        let most = if self.eat(',') {
            if self.peek() == Some('}') {
                None
            } else {
                Some(self.number()?)
            }
        } else {
            Some(least)
        };
        if !self.eat('}') {
            return Err("a repetition is not closed".to_owned());
        }
        if most.is_some_and(|most| most < least || most == 0) {
            return Err("a repetition's upper bound is below its lower bound, or zero".to_owned());
        }
        self.once_only(Node::Repeat(Box::new(atom), least, most))
    }

    fn once_only(&self, node: Node) -> Result<Node, String> {
        match self.peek() {
            Some(c @ ('?' | '*' | '+' | '{')) => Err(format!(
                "`{c}` after a repetition (lazy or possessive) is not in the dialect; use a group"
            )),
            _ => Ok(node),
        }
    }

    fn number(&mut self) -> Result<u32, String> {
        let mut digits = String::new();
        while let Some(c) = self.peek().filter(char::is_ascii_digit) {
            digits.push(c);
            self.at += 1;
        }
        match digits.parse::<u32>() {
            Ok(n) if n <= MOST_REPETITIONS => Ok(n),
            Ok(_) => Err(format!("more than {MOST_REPETITIONS} repetitions")),
            Err(_) => Err("a repetition lacks its number".to_owned()),
        }
    }
}

fn literal(c: char) -> Result<char, String> {
    if c.is_control() || c == '\u{2028}' || c == '\u{2029}' {
        Err(format!("the character {c:?} cannot stand in a pattern"))
    } else {
        Ok(c)
    }
}

/// Writes a pattern so that every engine reads it alike.
pub(super) fn text(node: &Node) -> String {
    match node {
        Node::Class(ranges) => class_text(ranges),
        Node::Sequence(parts) => parts.iter().map(part_text).collect(),
        Node::Either(ways) => ways.iter().map(text).collect::<Vec<_>>().join("|"),
        Node::Repeat(inner, least, most) => {
            let inner_text = match **inner {
                Node::Class(_) => text(inner),
                _ => format!("(?:{})", text(inner)),
            };
            let count = match (least, most) {
                (0, Some(1)) => "?".to_owned(),
                (0, None) => "*".to_owned(),
                (1, None) => "+".to_owned(),
                (n, None) => format!("{{{n},}}"),
                (n, Some(m)) if n == m => format!("{{{n}}}"),
                (n, Some(m)) => format!("{{{n},{m}}}"),
            };
            format!("{inner_text}{count}")
        }
    }
}

fn part_text(node: &Node) -> String {
    match node {
        Node::Either(_) => format!("(?:{})", text(node)),
        _ => text(node),
    }
}

fn class_text(ranges: &[Range]) -> String {
    if let [(first, last)] = ranges
        && first == last
    {
        return quoted(*first, "\\^$.*+?()[]{}|/");
    }
    let inner: String = ranges
        .iter()
        .map(|&(first, last)| {
            let (from, to) = (quoted(first, "\\^[]-"), quoted(last, "\\^[]-"));
            if first == last {
                from
            } else {
                format!("{from}-{to}")
            }
        })
        .collect();
    format!("[{inner}]")
}

fn quoted(c: char, special: &str) -> String {
    if special.contains(c) {
        format!("\\{c}")
    } else {
        c.to_string()
    }
}

/// Hands out every pattern that differs by one edge of a class or one count of a repetition.
pub(super) fn variants(node: &Node, each: &mut dyn FnMut(Node)) {
    match node {
        Node::Class(ranges) => {
            for (at, &(first, last)) in ranges.iter().enumerate() {
                for (from, to) in [
                    (before(first), Some(last)),
                    (after(first), Some(last)),
                    (Some(first), before(last)),
                    (Some(first), after(last)),
                ] {
                    let mut changed = ranges.clone();
                    match (from, to) {
                        (Some(from), Some(to)) if from <= to => {
                            if let Some(range) = changed.get_mut(at) {
                                *range = (from, to);
                            }
                        }
                        _ => {
                            changed.remove(at);
                        }
                    }
                    if !changed.is_empty() {
                        each(Node::Class(merged(changed)));
                    }
                }
            }
        }
        Node::Sequence(parts) => within(parts, &mut |parts| each(Node::Sequence(parts))),
        Node::Either(ways) => within(ways, &mut |ways| each(Node::Either(ways))),
        Node::Repeat(inner, least, most) => {
            let counts = [
                (least.checked_sub(1), Some(*most)),
                (Some(least + 1), Some(*most)),
                (Some(*least), most.map(|m| Some(m - 1))),
                (Some(*least), most.map(|m| Some(m + 1))),
            ];
            for (low, high) in counts {
                if let (Some(low), Some(high)) = (low, high)
                    && high.is_none_or(|h| h >= low && h > 0)
                {
                    each(Node::Repeat(inner.clone(), low, high));
                }
            }
            variants(inner, &mut |inner| {
                each(Node::Repeat(Box::new(inner), *least, *most))
            });
        }
    }
}

fn within(parts: &[Node], each: &mut dyn FnMut(Vec<Node>)) {
    for (at, part) in parts.iter().enumerate() {
        variants(part, &mut |other| {
            let mut changed = parts.to_vec();
            if let Some(place) = changed.get_mut(at) {
                *place = other;
            }
            each(changed);
        });
    }
}

fn before(c: char) -> Option<char> {
    u32::from(c).checked_sub(1).and_then(char::from_u32)
}

fn after(c: char) -> Option<char> {
    char::from_u32(u32::from(c) + 1)
}

/// Sorts ranges and joins those that overlap.
fn merged(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut out: Vec<Range> = Vec::new();
    for (first, last) in ranges {
        match out.last_mut() {
            Some(previous) if first <= previous.1 => previous.1 = previous.1.max(last),
            _ => out.push((first, last)),
        }
    }
    out
}
