//! Hours and worked time as people write them in a form.

use super::{DAY, Interval};

/// Reads the hours of a day: `9:00-13:00, 14-18`, nothing for a closed one. Dashes of any length; `24` is the end of the
/// day. Only the shape is judged here, [`super::Calendar::validate`] judges the rest. `None` for anything else.
#[must_use]
pub fn read_hours(text: &str) -> Option<Vec<Interval>> {
    text.split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (opens, closes) = part.split_once(['-', '–', '—', '−'])?;
            Some(Interval { opens: read_minute(opens)?, closes: read_minute(closes)? })
        })
        .collect()
}

/// Writes them so that [`read_hours`] reads the same.
#[must_use]
pub fn write_hours(hours: &[Interval]) -> String {
    let parts: Vec<String> = hours
        .iter()
        .map(|hours| format!("{}–{}", write_minutes(hours.opens.into()), write_minutes(hours.closes.into())))
        .collect();
    parts.join(", ")
}

/// Reads worked time in minutes: `4` hours, `1:30`; `None` for anything else.
#[must_use]
pub fn read_minutes(text: &str) -> Option<u32> {
    let (hours, minutes) = text.trim().split_once([':', '.']).unwrap_or((text.trim(), "00"));
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !digits(hours, 4) || !digits(minutes, 2) || minutes.len() != 2 {
        return None;
    }
    let minutes: u32 = minutes.parse().ok().filter(|minutes| *minutes < 60)?;
    Some(hours.parse::<u32>().ok()? * 60 + minutes)
}

/// Writes minutes as `1:30`.
#[must_use]
pub fn write_minutes(minutes: u32) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

fn read_minute(text: &str) -> Option<u16> {
    read_minutes(text).and_then(|minute| u16::try_from(minute).ok()).filter(|minute| *minute <= DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        let hours = |opens: u16, closes: u16| Interval { opens, closes };
        assert_eq!(read_hours(" "), Some(vec![]));
        assert_eq!(read_hours("9-18"), Some(vec![hours(540, 1080)]));
        assert_eq!(read_hours("9:00–13:00, 14.30 — 18:00"), Some(vec![hours(540, 780), hours(870, 1080)]));
        assert_eq!(read_hours("0-24;"), Some(vec![hours(0, 1440)]));
        for text in [
            "9",
            "9-",
            "9-18-20",
            "25-26",
            "9:60-10",
            "9:5-10",
            "с 9 до 18",
            "-9-18",
            "9-18 9-18",
            "+9-18",
            "99999-1",
        ] {
            assert_eq!(read_hours(text), None, "{text}");
        }
        for text in ["", "9:00–18:00", "0:00–24:00", "9:00–13:00, 14:30–18:00"] {
            assert_eq!(read_hours(text).map(|hours| write_hours(&hours)).as_deref(), Some(text));
        }
    }

    #[test]
    fn worked_time_is_read_in_hours() {
        assert_eq!(read_minutes("4"), Some(240));
        assert_eq!(read_minutes(" 1:30 "), Some(90));
        assert_eq!(read_minutes("0:01"), Some(1));
        for text in ["", "-1", "1:", ":30", "1:3", "1:60", "99999", "четыре", "1e3", "1 30"] {
            assert_eq!(read_minutes(text), None, "{text}");
        }
        assert_eq!(write_minutes(5_405), "90:05");
    }
}
