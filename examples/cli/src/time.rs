//! Moments on the command line.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Milliseconds since 1970, from that number itself or from an RFC 3339 time such as `2026-11-21T14:00:00Z`.
pub(crate) fn parse(text: &str) -> Result<u64, String> {
    if let Ok(milliseconds) = text.parse() {
        return Ok(milliseconds);
    }
    let moment = OffsetDateTime::parse(text, &Rfc3339).ok();
    moment
        .and_then(|moment| u64::try_from(moment.unix_timestamp_nanos() / 1_000_000).ok())
        .ok_or_else(|| {
            "a time is a number of milliseconds since 1970, or written like 2026-11-21T14:00:00Z".to_owned()
        })
}

/// A moment for people; what no calendar holds is shown as its number.
pub(crate) fn show(milliseconds: u64) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(milliseconds) * 1_000_000)
        .ok()
        .and_then(|moment| moment.format(&Rfc3339).ok())
        .unwrap_or_else(|| milliseconds.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_shown_alike() {
        for (text, milliseconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T23:59:59.999Z", 951_868_799_999),
            ("2026-11-21T14:00:00Z", 1_795_269_600_000),
        ] {
            assert_eq!(parse(text), Ok(milliseconds), "{text}");
            assert_eq!(show(milliseconds), text);
        }
        assert_eq!(parse("1795269600000"), Ok(1_795_269_600_000));
        assert_eq!(parse("2026-11-21T15:00:00+01:00"), Ok(1_795_269_600_000));
        assert_eq!(show(u64::MAX), u64::MAX.to_string());
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "yesterday",
            "2026-11-21",
            "2026-02-29T00:00:00Z",
            "1969-01-01T00:00:00Z",
            "-1",
            "1.5",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
