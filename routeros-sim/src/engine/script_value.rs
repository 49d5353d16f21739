//! Values of the scripting language, and what operators make of them.

use regex_lite::Regex;

use crate::script::Operator;
use crate::value::parse_duration;

/// Bytes a text that a script makes may have.
const MAX_TEXT: usize = 16 << 10;

/// Values a list that a script makes may have.
const MAX_LIST: usize = 4096;

/// A value of the scripting language.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Nothing,
    Bool(bool),
    Text(String),
    List(Vec<Value>),
}

impl Value {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Bool(value) => value.to_string(),
            Self::Text(text) => text.clone(),
            Self::List(values) => values.iter().map(Self::text).collect::<Vec<_>>().join(","),
        }
    }

    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            other => crate::value::parse_bool(&other.text()),
        }
    }

    pub(super) fn number(&self) -> Option<i64> {
        self.text().parse().ok()
    }
}

/// What an operator makes of two values.
pub(super) fn combine(operator: Operator, left: Value, right: Value) -> Result<Value, String> {
    let numbers = || match (left.number(), right.number()) {
        (Some(a), Some(b)) => Ok((a, b)),
        _ => Err("cannot compute with what is no number".to_owned()),
    };
    let order = || match (left.number(), right.number()) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => match (parse_duration(&left.text()), parse_duration(&right.text())) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => left.text().cmp(&right.text()),
        },
    };
    Ok(match operator {
        Operator::Equal => Value::Bool(same(&left, &right)),
        Operator::NotEqual => Value::Bool(!same(&left, &right)),
        Operator::Less => Value::Bool(order().is_lt()),
        Operator::Greater => Value::Bool(order().is_gt()),
        Operator::Matches => {
            let pattern = Regex::new(&right.text()).map_err(|_| "bad regular expression".to_owned())?;
            Value::Bool(left != Value::Nothing && pattern.is_match(&left.text()))
        }
        Operator::And | Operator::Or => match (left.truth(), right.truth()) {
            (Some(a), Some(b)) => Value::Bool(if operator == Operator::And { a && b } else { a || b }),
            _ => return Err("cannot join what is not boolean".to_owned()),
        },
        Operator::Add => numbers().map(|(a, b)| Value::Text(a.wrapping_add(b).to_string()))?,
        Operator::Subtract => numbers().map(|(a, b)| Value::Text(a.wrapping_sub(b).to_string()))?,
        Operator::Multiply => numbers().map(|(a, b)| Value::Text(a.wrapping_mul(b).to_string()))?,
        Operator::Join => short(left.text() + &right.text())?,
        Operator::List => {
            let mut values = match left {
                Value::List(values) => values,
                Value::Nothing => Vec::new(),
                one => vec![one],
            };
            match right {
                Value::List(more) => values.extend(more),
                one => values.push(one),
            }
            if values.len() > MAX_LIST {
                return Err("the list is too long".to_owned());
            }
            Value::List(values)
        }
    })
}

/// A text, unless it has grown too long.
pub(super) fn short(text: String) -> Result<Value, String> {
    if text.len() > MAX_TEXT {
        Err("the text is too long".to_owned())
    } else {
        Ok(Value::Text(text))
    }
}

fn same(left: &Value, right: &Value) -> bool {
    left.text() == right.text()
        || matches!((left.truth(), right.truth()), (Some(a), Some(b)) if a == b)
        || matches!(
            (parse_duration(&left.text()), parse_duration(&right.text())),
            (Some(a), Some(b)) if a == b
        )
}
