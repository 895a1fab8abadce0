//! Whether intervals hold the truth, and tests cry wolf, as often as they say: thousands of samples of known populations,
//! always the same ones. Those of quantiles, drivers and matched differences are beside what they test.

use super::{
    mean::{Mean, MeanChange},
    nps::{Nps, NpsChange},
    share::{Share, real},
};

const DRAWS: u32 = 4_000;

/// A number 0..1 after another, always the same ones (Knuth's linear congruential numbers).
pub(super) fn chance(state: &mut u64) -> f64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    real(*state >> 11) / real(1 << 53)
}

/// How often something is so in so many draws.
fn rate(mut is: impl FnMut() -> bool) -> f64 {
    f64::from((0..DRAWS).map(|_| u32::from(is())).sum::<u32>()) / f64::from(DRAWS)
}

/// `n` people of whom each is a promoter or a detractor with these chances.
fn people(state: &mut u64, n: u32, promoters: f64, detractors: f64) -> Nps {
    let mut nps = Nps::default();
    for _ in 0..n {
        match chance(state) {
            drawn if drawn < promoters => nps.promoters += 1,
            drawn if drawn < promoters + detractors => nps.detractors += 1,
            _ => nps.passives += 1,
        }
    }
    nps
}

fn share(state: &mut u64, n: u32, p: f64) -> Share {
    Share::new((0..n).map(|_| u64::from(chance(state) < p)).sum(), n.into())
}

/// Ratings from 1 to 10 of which most are high, as ratings are: the greater of two dice.
fn ratings(state: &mut u64, n: u32) -> Mean {
    let mut die = || {
        let drawn = chance(state) * 10.0;
        (1..=10_u8).find(|side| drawn < f64::from(*side)).unwrap_or(10)
    };
    (0..n).map(|_| Mean::of(die().max(die()), 1)).sum()
}

#[test]
fn an_interval_of_nps_holds_the_truth_as_often_as_it_says() {
    let mut state = 1;
    for (p, d) in [(0.5, 0.2), (0.88, 0.03), (0.3, 0.3), (0.1, 0.7)] {
        for n in [10, 30, 100, 1_000] {
            let truth = 100.0 * (p - d);
            let held = rate(|| {
                let (low, high) = people(&mut state, n, p, d).interval().unwrap();
                (low..=high).contains(&truth)
            });
            assert!((0.93..=0.99).contains(&held), "{p} {d} of {n}: {held}");
        }
    }
}

#[test]
fn an_interval_of_a_share_holds_the_truth_as_often_as_it_says() {
    let mut state = 2;
    for n in [10, 30, 100, 1_000] {
        let shares = [0.02, 0.08, 0.15, 0.25, 0.4, 0.5, 0.65, 0.9];
        let held = shares.map(|p| {
            rate(|| {
                let (low, high) = share(&mut state, n, p).interval().unwrap();
                (low..=high).contains(&p)
            })
        });
        // Counts are whole: of few, single shares are held more or less often, all together as they should be.
        assert!(held.iter().all(|held| (0.89..=1.0).contains(held)), "{n}: {held:?}");
        let together = held.iter().sum::<f64>() / 8.0;
        assert!((0.94..=0.975).contains(&together), "{n}: {together}");
    }
}

#[test]
fn an_interval_of_a_mean_holds_the_truth_as_often_as_it_says() {
    let mut state = 3;
    // The mean of the greater of two dice of ten sides.
    let truth = (1..=10).map(|side| f64::from(side * (2 * side - 1))).sum::<f64>() / 100.0;
    for n in [10, 30, 200] {
        let held = rate(|| {
            let (low, high) = ratings(&mut state, n).interval().unwrap();
            (low..=high).contains(&truth)
        });
        assert!((0.93..=0.965).contains(&held), "{n}: {held}");
    }
}

#[test]
fn changes_that_are_none_are_called_real_no_more_often_than_said() {
    let mut state = 4;
    for (n, m) in [(30, 50), (200, 120)] {
        let nps = rate(|| {
            let (one, other) = (people(&mut state, n, 0.5, 0.2), people(&mut state, m, 0.5, 0.2));
            NpsChange::between(one, other).unwrap().significant
        });
        let mean = rate(|| {
            let (one, other) = (ratings(&mut state, n), ratings(&mut state, m));
            MeanChange::between(one, other).unwrap().significant
        });
        for (name, rate) in [("nps", nps), ("mean", mean)] {
            assert!((0.03..=0.065).contains(&rate), "{name} of {n} and {m}: {rate}");
        }
    }
}
