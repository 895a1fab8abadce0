//! Drivers against a count of their own: every subset regressed by normal equations, all orders averaged.

use super::*;

fn moments(rows: &[Vec<i64>]) -> Vec<i64> {
    rows.iter().fold(vec![0; Moments::width(rows[0].len())], |mut all, row| {
        all.iter_mut().zip(Moments::of(row)).for_each(|(slot, amount)| *slot += amount);
        all
    })
}

fn drivers(rows: &[Vec<i64>]) -> Result<Drivers, CannotTell> {
    Drivers::of(&moments(rows), rows[0].len() - 1, rows)
}

/// About normal, by twelve uniform numbers.
fn normal(random: &mut Random) -> f64 {
    (0..12)
        .map(|_| f64::from(u32::try_from(random.below(1 << 30)).unwrap()) / f64::from(1 << 30))
        .sum::<f64>()
        - 6.0
}

fn rated(value: f64) -> i64 {
    (0..=10)
        .min_by(|one, other| {
            let far = |rating: &i64| (value - f64::from(i32::try_from(*rating).unwrap())).abs();
            far(one).total_cmp(&far(other))
        })
        .unwrap()
}

/// Answers whose ratings share a mood; the score follows some of them by these weights.
fn told(random: &mut Random, count: usize, mood: f64, weights: &[f64]) -> Vec<Vec<i64>> {
    (0..count)
        .map(|_| {
            let shared = normal(random) * mood.sqrt();
            let ratings: Vec<i64> = weights
                .iter()
                .map(|_| rated(6.5 + 1.8 * (shared + normal(random) * (1.0 - mood).sqrt())))
                .collect();
            let pull: f64 = weights
                .iter()
                .zip(&ratings)
                .map(|(weight, rating)| weight * (f64::from(i32::try_from(*rating).unwrap()) - 6.5))
                .sum();
            let score = rated(6.5 + pull + normal(random) * 1.2);
            std::iter::once(score).chain(ratings).collect()
        })
        .collect()
}

/// R² of a regression of the first number on some others with an intercept, from the answers themselves.
fn brute_r2(rows: &[Vec<i64>], of: &[usize]) -> f64 {
    let real = |number: i64| f64::from(i32::try_from(number).unwrap());
    let size = of.len() + 1;
    let mut matrix = vec![vec![0.0; size + 1]; size];
    for row in rows {
        let values: Vec<f64> = std::iter::once(1.0).chain(of.iter().map(|place| real(row[*place]))).collect();
        for one in 0..size {
            for other in 0..size {
                matrix[one][other] += values[one] * values[other];
            }
            matrix[one][size] += values[one] * real(row[0]);
        }
    }
    for pivot in 0..size {
        let best = (pivot..size)
            .max_by(|one, other| matrix[*one][pivot].abs().total_cmp(&matrix[*other][pivot].abs()))
            .unwrap();
        matrix.swap(pivot, best);
        for row in 0..size {
            if row != pivot {
                let times = matrix[row][pivot] / matrix[pivot][pivot];
                let known = matrix[pivot].clone();
                for (slot, amount) in matrix[row].iter_mut().zip(&known).skip(pivot) {
                    *slot -= times * amount;
                }
            }
        }
    }
    let solved: Vec<f64> = (0..size).map(|row| matrix[row][size] / matrix[row][row]).collect();
    let mean = rows.iter().map(|row| real(row[0])).sum::<f64>() / share(rows.len());
    let (mut left, mut all) = (0.0, 0.0);
    for row in rows {
        let guess = solved[0]
            + of.iter().zip(&solved[1..]).map(|(place, weight)| weight * real(row[*place])).sum::<f64>();
        left += (real(row[0]) - guess).powi(2);
        all += (real(row[0]) - mean).powi(2);
    }
    1.0 - left / all
}

fn share(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

fn orders(of: &[usize]) -> Vec<Vec<usize>> {
    if of.is_empty() {
        return vec![Vec::new()];
    }
    of.iter()
        .flat_map(|first| {
            let rest: Vec<usize> = of.iter().copied().filter(|other| other != first).collect();
            orders(&rest).into_iter().map(move |order| std::iter::once(*first).chain(order).collect())
        })
        .collect()
}

#[test]
fn shares_are_those_of_all_regressions_in_all_orders() {
    let mut random = Random::new(7);
    for (mood, weights) in
        [(0.5, &[0.5, 0.3, 0.0, -0.2][..]), (0.0, &[0.4, 0.4, 0.1]), (0.8, &[0.6, 0.1, 0.0, 0.2, 0.1])]
    {
        let rows = told(&mut random, 80, mood, weights);
        let places: Vec<usize> = (1..=weights.len()).collect();
        let all = orders(&places);
        let mut wanted = vec![0.0; weights.len()];
        for order in &all {
            let mut known = 0.0;
            for taken in 1..=order.len() {
                let r2 = brute_r2(&rows, &order[..taken]);
                wanted[order[taken - 1] - 1] += (r2 - known) / share(all.len());
                known = r2;
            }
        }
        let whole = brute_r2(&rows, &places);
        let found = drivers(&rows).unwrap();
        assert!((found.r2 - whole).abs() < 1e-9, "{} {whole}", found.r2);
        for driver in &found.all {
            assert!((driver.share * whole - wanted[driver.place]).abs() < 1e-9, "{driver:?} {wanted:?}");
        }
        assert!((found.all.iter().map(|driver| driver.share).sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(found.all.windows(2).all(|two| two[0].share >= two[1].share));
    }
}

#[test]
fn parameters_that_do_not_correlate_have_the_squares_of_their_correlations() {
    // All combinations of three ratings, twice; the score is 4 and 2 for the first two, and 1 for an odd sum, which no
    // single rating tells: variances 4, 1 and ¼, so R² is 20/21, of which the first has 4/5 and the second 1/5.
    let rows: Vec<Vec<i64>> = (0..16)
        .map(|number| {
            let (one, two, three) = (number & 1, number >> 1 & 1, number >> 2 & 1);
            vec![4 * one + 2 * two + (one + two + three) % 2, one, two, three]
        })
        .collect();
    let found = drivers(&rows).unwrap();
    assert!((found.r2 - 20.0 / 21.0).abs() < 1e-12);
    let told: Vec<(usize, String)> =
        found.all.iter().map(|driver| (driver.place, format!("{:.4}", driver.share.abs()))).collect();
    assert_eq!(told, [(0, "0.8000".to_owned()), (1, "0.2000".to_owned()), (2, "0.0000".to_owned())]);
    for driver in &found.all {
        assert!((driver.share * found.r2 - driver.correlation.powi(2)).abs() < 1e-12);
        assert!((driver.coefficient.unwrap() - driver.correlation).abs() < 1e-12);
        assert!((driver.inflation.unwrap() - 1.0).abs() < 1e-12);
    }
    assert_eq!(found.all.iter().map(|driver| driver.significant).collect::<Vec<_>>(), [true, true, false]);
    assert!(!found.moves_together());
    // 1 − (1 − 20/21) · 15/12.
    assert!((found.adjusted - (1.0 - 15.0 / (21.0 * 12.0))).abs() < 1e-12);
}

#[test]
fn a_parameter_that_only_moves_with_others_stays_grey() {
    let mut random = Random::new(11);
    let (mut alarms, mut seen, mut credit) = (0, 0, 0.0);
    for _ in 0..60 {
        let rows = told(&mut random, 150, 0.4, &[0.5, 0.4, 0.0]);
        let found = Drivers::of(&moments(&rows), 3, &[]).unwrap();
        let of = |place| found.all.iter().find(|driver| driver.place == place).unwrap();
        alarms += usize::from(of(2).significant);
        seen += usize::from(of(0).significant);
        credit += of(2).share / 60.0;
    }
    assert!(alarms <= 7, "{alarms} of 60 alarms");
    assert_eq!(seen, 60);
    // The shares alone would have hidden it.
    assert!(credit > 0.04, "{credit}");
}

#[test]
fn what_lowers_the_score_is_told_as_such() {
    let mut random = Random::new(3);
    let found = drivers(&told(&mut random, 300, 0.0, &[0.5, -0.4])).unwrap();
    let negative: Vec<usize> =
        found.all.iter().filter(|driver| driver.is_negative()).map(|driver| driver.place).collect();
    assert_eq!(negative, [1]);
    let driver = found.all.iter().find(|driver| driver.place == 1).unwrap();
    assert!(driver.correlation < 0.0 && driver.share > 0.0);
    assert_eq!(found.advice(driver, 10.0, 50.0), None);
}

#[test]
fn ratings_that_are_the_same_share_alike_and_are_warned_of() {
    let mut random = Random::new(5);
    let rows: Vec<Vec<i64>> = told(&mut random, 120, 0.0, &[0.5, 0.3])
        .into_iter()
        .map(|row| vec![row[0], row[1], row[1], row[2]])
        .collect();
    let found = drivers(&rows).unwrap();
    let of = |place| found.all.iter().find(|driver| driver.place == place).unwrap();
    assert!((of(0).share - of(1).share).abs() < 1e-9);
    assert!(of(0).inflation.is_none() && of(1).inflation.is_none() && of(2).inflation.is_some());
    assert!(found.moves_together());
    assert!(!of(0).significant, "neither adds anything to the other");
    for driver in &found.all {
        let (low, high) = driver.interval.unwrap();
        assert!(
            [driver.share, driver.p, driver.correlation, low, high].iter().all(|value| value.is_finite())
        );
    }
    let mood = drivers(&told(&mut random, 300, 0.75, &[0.4, 0.2, 0.2])).unwrap();
    assert!(mood.moves_together() && mood.together.unwrap() > 0.6);
    let apart = drivers(&told(&mut random, 300, 0.1, &[0.4, 0.2, 0.2])).unwrap();
    assert!(!apart.moves_together());
}

#[test]
fn what_cannot_be_told_is_said() {
    let mut random = Random::new(9);
    let rows = told(&mut random, 60, 0.2, &[0.5, 0.3]);
    assert_eq!(drivers(&rows[..9]).map(|found| found.n), Err(CannotTell::TooFew));
    assert_eq!(drivers(&rows[..10]).map(|found| found.n), Ok(10));
    let wide: Vec<Vec<i64>> = told(&mut random, 14, 0.0, &[0.3; 5]);
    assert_eq!(drivers(&wide).map(|found| found.n), Err(CannotTell::TooFew));
    let with =
        |change: &dyn Fn(&Vec<i64>) -> Vec<i64>| -> Vec<Vec<i64>> { rows.iter().map(change).collect() };
    assert_eq!(
        drivers(&with(&|row| vec![7, row[1], row[2]])).map(|found| found.n),
        Err(CannotTell::SameScore)
    );
    assert_eq!(drivers(&with(&|row| vec![row[0], 5, 5])).map(|found| found.n), Err(CannotTell::SameRatings));
    let one = drivers(&with(&|row| vec![row[0], 5, row[2]])).unwrap();
    assert_eq!((one.constant.as_slice(), one.all.len(), one.all[0].place), (&[0][..], 1, 1));
    assert!((one.all[0].share - 1.0).abs() < 1e-12);
    let square: Vec<Vec<i64>> =
        (0..16).map(|number| vec![number & 1, number >> 1 & 1, number >> 2 & 1]).collect();
    assert_eq!(drivers(&square).map(|found| found.n), Err(CannotTell::Nothing));
    assert_eq!(Drivers::of(&[], 3, &[]), Err(CannotTell::TooFew));
    // A score that the ratings tell exactly.
    let exact = drivers(&with(&|row| vec![row[1] + row[2], row[1], row[2]])).unwrap();
    assert!((exact.r2 - 1.0).abs() < 1e-9 && exact.all.iter().all(|driver| driver.significant));
}

#[test]
fn intervals_hold_the_true_share_about_as_often_as_they_say() {
    let weights = [0.5, 0.3, 0.1];
    let truth = Drivers::of(&moments(&told(&mut Random::new(1), 60_000, 0.3, &weights)), 3, &[]).unwrap();
    let mut random = Random::new(2);
    let (mut held, mut all, mut r2) = (0, 0, 0);
    for _ in 0..80 {
        let found = drivers(&told(&mut random, 150, 0.3, &weights)).unwrap();
        for driver in &found.all {
            let share = truth.all.iter().find(|other| other.place == driver.place).unwrap().share;
            let (low, high) = driver.interval.unwrap();
            held += usize::from((low..=high).contains(&share));
            all += 1;
        }
        let (low, high) = found.r2_interval.unwrap();
        r2 += usize::from((low..=high).contains(&truth.r2));
    }
    let (held, r2) = (share(held) / share(all), share(r2) / 80.0);
    assert!((0.88..=0.99).contains(&held), "shares: {held}");
    assert!(r2 >= 0.86, "R2: {r2}");
}

#[test]
fn the_same_answers_have_the_same_intervals_and_more_answers_narrower_ones() {
    let mut random = Random::new(21);
    let rows = told(&mut random, 1_600, 0.3, &[0.5, 0.3, 0.1]);
    assert_eq!(drivers(&rows), drivers(&rows));
    let width = |found: &Drivers| {
        let (low, high) = found.all[0].interval.unwrap();
        high - low
    };
    let all = drivers(&rows).unwrap();
    let sampled = Drivers::of(&moments(&rows), 3, &rows[..400]).unwrap();
    let few = drivers(&rows[..400]).unwrap();
    assert!((width(&sampled) / width(&all) - 1.0).abs() < 0.35, "{} {}", width(&sampled), width(&all));
    assert!(width(&few) / width(&sampled) > 1.5, "{} {}", width(&few), width(&sampled));
    assert_eq!((sampled.r2, sampled.resampled), (all.r2, 400));
}

#[test]
fn many_parameters_are_told_too() {
    let weights: Vec<f64> = (0..12).map(|place| if place < 4 { 0.25 } else { 0.0 }).collect();
    let rows = told(&mut Random::new(31), 250, 0.2, &weights);
    let found = drivers(&rows).unwrap();
    assert_eq!(found.all.len(), 12);
    assert!((found.all.iter().map(|driver| driver.share).sum::<f64>() - 1.0).abs() < 1e-9);
    for driver in &found.all {
        let (low, high) = driver.interval.unwrap();
        assert!(low <= driver.share && driver.share <= high, "{driver:?}");
    }
    assert!(found.all[..4].iter().all(|driver| driver.place < 4));
}
