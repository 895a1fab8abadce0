//! A figure's last steps in a small picture: a line with the intervals behind it. Colours come from the style sheet.

use maud::{Markup, html};

/// One step: the figure and its interval; a step without a figure is a gap.
pub type Step = (Option<f64>, Option<(f64, f64)>);

const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 56.0;
const EDGE: f64 = 5.0;

/// The picture with its name for those who do not see it; nothing of fewer than two figures. A last step that is not whole
/// hangs by a dashed line and ends in a ring.
#[must_use]
pub fn spark(name: &str, steps: &[Step], last_is_whole: bool) -> Markup {
    let known: Vec<(f64, f64)> = steps
        .iter()
        .filter_map(|(value, interval)| value.map(|value| interval.unwrap_or((value, value))))
        .collect();
    if known.len() < 2 {
        return html! {};
    }
    let low = known.iter().map(|(low, _)| *low).fold(f64::INFINITY, f64::min);
    let high = known.iter().map(|(_, high)| *high).fold(f64::NEG_INFINITY, f64::max);
    let across = f64::from(u32::try_from(steps.len().saturating_sub(1)).unwrap_or(1)).max(1.0);
    let x =
        |place: usize| EDGE + (WIDTH - 2.0 * EDGE) * f64::from(u32::try_from(place).unwrap_or(0)) / across;
    let y = |value: f64| {
        let part = if high > low { (value - low) / (high - low) } else { 0.5 };
        HEIGHT - EDGE - (HEIGHT - 2.0 * EDGE) * part
    };
    let shown: Vec<_> = steps
        .iter()
        .enumerate()
        .filter_map(|(place, (value, interval))| value.map(|value| (place, value, *interval)))
        .collect();
    let (mut path, mut dashed) = (String::new(), String::new());
    let end = steps.len().saturating_sub(1);
    let mut last = None;
    for (place, value, _) in &shown {
        // A line is never drawn over a gap.
        let joined = last.is_some_and(|last: usize| last + 1 == *place);
        let at = format!("{:.1} {:.1}", x(*place), y(*value));
        if *place == end && !last_is_whole {
            if let Some((_, before, _)) = shown.iter().rev().nth(1).filter(|_| joined) {
                dashed = format!("M{:.1} {:.1}L{at}", x(place.saturating_sub(1)), y(*before));
            }
        } else {
            path.push_str(&format!("{}{at}", if joined { "L" } else { "M" }));
        }
        last = Some(*place);
    }
    html! {
        svg.spark viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-label=(name) {
            @for (place, _, interval) in &shown {
                @if let Some((from, to)) = interval {
                    line.spark-interval x1=(format!("{:.1}", x(*place))) x2=(format!("{:.1}", x(*place))) y1=(format!("{:.1}", y(*from))) y2=(format!("{:.1}", y(*to))) {}
                }
            }
            path.spark-line d=(path) {}
            @if !dashed.is_empty() { path.spark-line.spark-dashed d=(dashed) {} }
            @if let Some((place, value, _)) = shown.last() {
                @let ring = *place == end && !last_is_whole;
                circle.spark-end.spark-ring[ring] cx=(format!("{:.1}", x(*place))) cy=(format!("{:.1}", y(*value))) r="3.5" {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_broken_at_a_gap_and_needs_two_figures() {
        let step = |value: f64| (Some(value), Some((value - 1.0, value + 1.0)));
        assert_eq!(spark("x", &[step(1.0), (None, None)], true).into_string(), "");
        let drawn = spark("NPS <1>", &[step(1.0), step(2.0), (None, None), step(3.0)], true).into_string();
        assert_eq!(drawn.matches('M').count(), 2, "{drawn}");
        assert_eq!(drawn.matches("spark-interval").count(), 3);
        assert!(drawn.contains("NPS &lt;1&gt;") && !drawn.contains("NaN"));
        let flat = spark("x", &[(Some(0.0), None), (Some(0.0), None)], true).into_string();
        assert!(!flat.contains("NaN"), "{flat}");
        let running = spark("x", &[step(1.0), step(2.0), step(0.5)], false).into_string();
        assert!(running.contains("spark-dashed") && running.contains("spark-ring"), "{running}");
        assert_eq!(running.matches('L').count(), 2, "{running}");
    }
}
