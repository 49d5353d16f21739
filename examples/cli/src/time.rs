//! Moments on the command line.

/// Milliseconds since 1970, from that number itself or from an RFC 3339 time in UTC such as `2026-11-21T14:00:00Z`.
pub(crate) fn parse(text: &str) -> Result<u64, String> {
    if let Ok(milliseconds) = text.parse() {
        return Ok(milliseconds);
    }
    moment(text).ok_or_else(|| {
        "a time is a number of milliseconds since 1970, or written like 2026-11-21T14:00:00Z".to_owned()
    })
}

fn moment(text: &str) -> Option<u64> {
    let text = text.strip_suffix('Z')?;
    let (date, time) = text.split_once('T')?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let [year, month, day] = numbers(date, '-')?;
    let [hour, minute, second] = numbers(time, ':')?;
    let valid = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !valid || fraction.is_empty() || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let milliseconds: u64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let whole_years: u64 = (1970..year).map(|year| 365 + u64::from(leap(year))).sum();
    let whole_months: u64 = (1..month).map(|month| days(year, month)).sum();
    let seconds = ((whole_years + whole_months + day - 1) * 24 + hour) * 3600 + minute * 60 + second;
    Some(seconds * 1000 + milliseconds)
}

fn numbers(text: &str, separator: char) -> Option<[u64; 3]> {
    let read = |part: &str| part.bytes().all(|digit| digit.is_ascii_digit()).then(|| part.parse().ok())?;
    let parts: Vec<u64> = text.split(separator).map(read).collect::<Option<_>>()?;
    parts.try_into().ok()
}

fn leap(year: u64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days(year: u64, month: u64) -> u64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u64::from(leap(year)),
        _ => 31,
    }
}

/// A moment for people.
pub(crate) fn show(milliseconds: u64) -> String {
    let (mut left, seconds) = (milliseconds / 86_400_000, milliseconds / 1000 % 86_400);
    let mut year = 1970;
    while left >= 365 + u64::from(leap(year)) {
        left -= 365 + u64::from(leap(year));
        year += 1;
    }
    let mut month = 1;
    while left >= days(year, month) {
        left -= days(year, month);
        month += 1;
    }
    format!(
        "{year:04}-{month:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        left + 1,
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
        milliseconds % 1000
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_shown_alike() {
        for (text, milliseconds) in [
            ("1970-01-01T00:00:00.000Z", 0),
            ("2000-02-29T23:59:59.999Z", 951_868_799_999),
            ("2026-11-21T14:00:00.000Z", 1_795_269_600_000),
            ("2100-03-01T00:00:00.001Z", 4_107_542_400_001),
        ] {
            assert_eq!(parse(text), Ok(milliseconds), "{text}");
            assert_eq!(show(milliseconds), text);
        }
        assert_eq!(parse("1795269600000"), Ok(1_795_269_600_000));
        assert_eq!(parse("2026-11-21T14:00:00Z"), Ok(1_795_269_600_000));
        assert_eq!(parse("2026-11-21T14:00:00.5Z"), Ok(1_795_269_600_500));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "yesterday",
            "2026-11-21",
            "2026-11-21T14:00:00",
            "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:00.Z",
            "-1",
            "1.5",
            "+2026-01-01T00:00:00Z",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
