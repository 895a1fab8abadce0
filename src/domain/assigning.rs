//! Handing out complaints by load: who gets the next one.

use serde::{Deserialize, Serialize};

/// The least and the most that a capacity may be.
pub const CAPACITIES: std::ops::RangeInclusive<u16> = 1..=500;

/// Whether and how complaints that nobody has are handed out by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assigning {
    /// Off until an administrator switches it on.
    pub on: bool,
    /// The running complaints that one handler gets at most; what is more stays free.
    pub capacity: u16,
}

impl Default for Assigning {
    fn default() -> Self {
        Self { on: false, capacity: 20 }
    }
}

/// Somebody complaints may be handed to, and how many that run they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Who.
    pub id: i64,
    /// Complaints whose clocks run; those that wait for the customer or are put off cost no work now.
    pub running: i64,
}

/// The one who has the fewest and room for another; of several the one with the lowest number, so that it is always
/// the same. `capacity` none: there is always room.
#[must_use]
pub fn lightest(loads: &mut [Load], capacity: Option<u16>) -> Option<&mut Load> {
    loads
        .iter_mut()
        .filter(|load| capacity.is_none_or(|most| load.running < i64::from(most)))
        .min_by_key(|load| (load.running, load.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lightest_with_room_gets_it() {
        let mut loads = [Load { id: 1, running: 3 }, Load { id: 2, running: 1 }, Load { id: 3, running: 1 }];
        assert_eq!(lightest(&mut loads, Some(3)).map(|load| load.id), Some(2));
        assert_eq!(lightest(&mut loads, Some(1)), None);
        assert_eq!(lightest(&mut loads, None).map(|load| load.id), Some(2));
        assert_eq!(lightest(&mut [], None), None);
    }
}
