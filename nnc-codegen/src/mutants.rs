//! Small mistakes that could be made in a validator, so that tests can show that they would be noticed.

use std::collections::BTreeMap;

use crate::ir::{Base, CrossRule, Family, Ir, Kind, Pair};
use crate::pattern::Pattern;

/// Which rule of a field a mutant changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Fewest characters.
    MinLength,
    /// Most characters.
    MaxLength,
    /// What the whole text matches.
    Pattern,
    /// The smallest number.
    Min,
    /// The largest number.
    Max,
    /// Fewest items.
    MinItems,
    /// Most items.
    MaxItems,
    /// No two items are equal.
    UniqueItems,
    /// The address family.
    Family,
    /// No bits after the prefix length.
    HostBits,
    /// The field must be there.
    Required,
    /// Exactly one field is given; the field is empty.
    ExactlyOne,
    /// Fields that nobody knows are refused; the field is empty.
    Closed,
    /// The rule between fields with this place in its record; the field is where its finding stands.
    Cross(usize),
}

/// What a mutant makes of a rule.
#[derive(Debug, Clone)]
pub enum Change {
    /// Another number.
    Number(i64),
    /// Another pattern.
    Pattern(Pattern),
    /// Another family; `None` takes both.
    Family(Option<Family>),
    /// Another rule between fields.
    Cross(CrossRule),
    /// The rule is gone.
    Dropped,
}

/// One mistake.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// Its number, from 1.
    pub id: u32,
    /// In which record.
    pub record: String,
    /// In which field of it.
    pub field: String,
    /// In which rule.
    pub rule: Rule,
    /// What it becomes.
    pub change: Change,
}

/// The mistakes that an emitter writes into its output, next to the truth; none in what is checked in.
#[derive(Debug, Clone, Default)]
pub struct Mutants {
    /// All of them; a mutant's number is its place here plus one.
    pub list: Vec<Mutant>,
}

impl Mutants {
    /// The mistakes in one rule.
    pub fn of<'a>(&'a self, record: &'a str, field: &'a str, rule: Rule) -> impl Iterator<Item = &'a Mutant> {
        self.list
            .iter()
            .filter(move |m| m.rule == rule && m.field == field && m.record == record)
    }

    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Every mistake of the kinds above that changes what a schema means.
    pub fn all(ir: &Ir) -> Self {
        let mut all = Self::default();
        let mut others: BTreeMap<(String, u32), Vec<Pattern>> = BTreeMap::new();
        for record in ir.modelled() {
            all.add(&record.name, "", Rule::Closed, Change::Dropped);
            if record.one_of {
                all.add(&record.name, "", Rule::ExactlyOne, Change::Dropped);
            }
            for (place, rule) in record.cross_rules.iter().enumerate() {
                let mut add = |change| all.add(&record.name, rule.field(), Rule::Cross(place), change);
                add(Change::Dropped);
                for other in misread(rule) {
                    add(Change::Cross(other));
                }
            }
            for field in &record.fields {
                let mut add = |rule, change| all.add(&record.name, &field.name, rule, change);
                let rules = &field.rules;
                if let Some((min, max)) = rules.length {
                    around(u64::from(min), |n| add(Rule::MinLength, Change::Number(n)));
                    around(u64::from(max), |n| add(Rule::MaxLength, Change::Number(n)));
                }
                if let Some((min, max)) = rules.range {
                    for n in [min - 1, min + 1] {
                        add(Rule::Min, Change::Number(n));
                    }
                    for n in [max - 1, max + 1] {
                        add(Rule::Max, Change::Number(n));
                    }
                }
                if let Some((min, max)) = rules.items {
                    around(u64::from(min), |n| add(Rule::MinItems, Change::Number(n)));
                    around(u64::from(max), |n| add(Rule::MaxItems, Change::Number(n)));
                }
                if let Some(pattern) = &rules.pattern {
                    add(Rule::Pattern, Change::Dropped);
                    // A longer text is refused for its length, and its pattern not looked at.
                    let longest = rules.length.map_or(u32::MAX, |(_, max)| max);
                    for other in others
                        .entry((pattern.text(), longest))
                        .or_insert_with(|| pattern.mutants(longest))
                    {
                        add(Rule::Pattern, Change::Pattern(other.clone()));
                    }
                }
                if rules.unique_items {
                    add(Rule::UniqueItems, Change::Dropped);
                }
                match rules.family {
                    Some(Family::V4) => {
                        add(Rule::Family, Change::Family(None));
                        add(Rule::Family, Change::Family(Some(Family::V6)));
                    }
                    Some(Family::V6) => {
                        add(Rule::Family, Change::Family(None));
                        add(Rule::Family, Change::Family(Some(Family::V4)));
                    }
                    None => {}
                }
                if rules.no_host_bits {
                    add(Rule::HostBits, Change::Dropped);
                }
                let required = !field.ty.nullable && field.default.is_none() && record.kind != Kind::Patch;
                if required && !matches!(field.ty.base, Base::Union(_)) {
                    add(Rule::Required, Change::Dropped);
                }
            }
        }
        all
    }

    /// As [`all`](Self::all), but of the mistakes in a pattern that many fields share, all in the first field, and in each
    /// other one that it is dropped.
    pub fn some(ir: &Ir) -> Self {
        let mut seen: BTreeMap<String, (String, String)> = BTreeMap::new();
        let mut some = Self::default();
        for mutant in Self::all(ir).list {
            if let Change::Pattern(pattern) = &mutant.change {
                let place = (mutant.record.clone(), mutant.field.clone());
                let first = seen.entry(pattern.text()).or_insert_with(|| place.clone());
                if *first != place {
                    continue;
                }
            }
            some.add(&mutant.record, &mutant.field, mutant.rule, mutant.change);
        }
        some
    }

    fn add(&mut self, record: &str, field: &str, rule: Rule, change: Change) {
        let id = u32::try_from(self.list.len() + 1).unwrap_or(u32::MAX);
        self.list.push(Mutant {
            id,
            record: record.to_owned(),
            field: field.to_owned(),
            rule,
            change,
        });
    }
}

/// How a rule between fields could be misread.
fn misread(rule: &CrossRule) -> Vec<CrossRule> {
    let each = |pair: &Pair, of: fn(Pair) -> CrossRule| {
        let without = (0..pair.words.len()).map(|at| {
            let mut fewer = pair.clone();
            fewer.words.remove(at);
            of(fewer)
        });
        // Without its only word it would mean any, which is the mistake below.
        let without: Vec<_> = without.filter(|_| pair.words.len() > 1).collect();
        let any = Pair {
            words: Vec::new(),
            ..pair.clone()
        };
        let any = (!pair.words.is_empty()).then(|| of(any));
        without.into_iter().chain(any).collect::<Vec<_>>()
    };
    match rule {
        CrossRule::Ordered { lower, upper, equal } => vec![
            CrossRule::Ordered {
                lower: upper.clone(),
                upper: lower.clone(),
                equal: *equal,
            },
            CrossRule::Ordered {
                lower: lower.clone(),
                upper: upper.clone(),
                equal: !equal,
            },
        ],
        CrossRule::Requires(pair) => each(pair, CrossRule::Requires),
        CrossRule::Excludes(pair) => each(pair, CrossRule::Excludes),
    }
}

/// One less, where there is less, and one more.
fn around(n: u64, mut each: impl FnMut(i64)) {
    let n = i64::try_from(n).unwrap_or(i64::MAX - 1);
    if n > 0 {
        each(n - 1);
    }
    each(n + 1);
}
