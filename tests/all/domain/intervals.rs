//! Whether intervals hold the truth as often as they say: drawn samples, the same each time.

use otklik::domain::{drivers::Random, mean::Mean, nps::Nps, share::Share};

const DRAWS: u32 = 3_000;

fn holds(interval: Option<(f64, f64)>, truth: f64) -> bool {
    interval.is_some_and(|(low, high)| (low..=high).contains(&truth))
}

/// How often of all draws.
fn coverage(mut draw: impl FnMut() -> bool) -> f64 {
    let held: u32 = (0..DRAWS).map(|_| u32::from(draw())).sum();
    f64::from(held) / f64::from(DRAWS)
}

#[test]
fn the_interval_of_nps_holds_its_truth() {
    let mut random = Random::new(1);
    // Promoters and detractors of a hundred: scores of 30, 85, 93 and −40, among few and many.
    for (n, promoters, detractors) in
        [(10, 50, 20), (10, 88, 3), (30, 88, 3), (50, 95, 2), (100, 50, 20), (100, 20, 60), (400, 50, 20)]
    {
        let truth = f64::from(promoters) - f64::from(detractors);
        let held = coverage(|| {
            let mut nps = Nps::default();
            for _ in 0..n {
                match u32::try_from(random.below(100)).unwrap() {
                    drawn if drawn < promoters => nps.promoters += 1,
                    drawn if drawn < promoters + detractors => nps.detractors += 1,
                    _ => nps.passives += 1,
                }
            }
            holds(nps.interval(), truth)
        });
        assert!((0.935..=0.995).contains(&held), "{truth} among {n}: {held}");
    }
}

#[test]
fn the_interval_of_a_share_holds_its_truth_on_average() {
    let mut random = Random::new(2);
    let mut all = Vec::new();
    for n in [10u64, 30, 100, 400] {
        for percent in [2u32, 5, 13, 30, 50, 71, 92] {
            let held = coverage(|| {
                let count = (0..n).filter(|_| random.below(100) < usize::try_from(percent).unwrap()).count();
                holds(Share::new(u64::try_from(count).unwrap(), n).interval(), f64::from(percent) / 100.0)
            });
            // Counts are whole numbers, so that the coverage of a single share goes up and down.
            assert!(held > 0.83, "{percent} % of {n}: {held}");
            all.push(held);
        }
    }
    let mean = all.iter().sum::<f64>() / f64::from(u32::try_from(all.len()).unwrap());
    assert!((0.94..=0.97).contains(&mean), "{mean}");
}

#[test]
fn the_interval_of_a_mean_holds_its_truth() {
    let mut random = Random::new(3);
    // How many of ten gave each score: evenly spread, and the pile at the top that real surveys have.
    for scores in [&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9][..], &[2, 6, 7, 8, 8, 9, 9, 10, 10, 10]] {
        let truth = scores.iter().copied().map(f64::from).sum::<f64>() / 10.0;
        // Among ten with a pile at the top the textbook interval holds less than it says; page and files mark so few.
        for (n, least) in [(10, 0.88), (30, 0.92), (200, 0.935)] {
            let held = coverage(|| {
                let mean: Mean = (0..n).map(|_| Mean::of(scores[random.below(10)], 1)).sum();
                holds(mean.interval(), truth)
            });
            assert!((least..=0.97).contains(&held), "{truth} among {n}: {held}");
        }
    }
}
