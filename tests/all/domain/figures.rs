//! Scores, ratings and shares: bounds, sums, and the plain recount that they must agree with.

use otklik::domain::mean::Mean;
use otklik::domain::nps::{Nps, NpsCategory, NpsChange, NpsScore};
use otklik::domain::rating::{Rating, Scale, Tally};
use otklik::domain::share::Share;
use proptest::prelude::*;

fn groups() -> impl Strategy<Value = Nps> {
    (0..5_000u64, 0..5_000u64, 0..5_000u64).prop_map(|(promoters, passives, detractors)| Nps {
        promoters,
        passives,
        detractors,
    })
}

fn scales() -> impl Strategy<Value = Scale> {
    prop::sample::select(&["0-10", "1-5", "1-10", "0-2"][..]).prop_map(|text| Scale::parse(text).unwrap())
}

proptest! {
    #[test]
    fn a_number_is_a_score_just_when_it_is_on_the_scale(number: i64, near in -20..30i64) {
        for number in [number, near] {
            let score = NpsScore::parse(&number.to_string());
            prop_assert_eq!(score.is_ok(), (0..=10).contains(&number));
            if let Ok(score) = score {
                prop_assert_eq!(i64::from(score.get()), number);
            }
        }
    }

    #[test]
    fn reading_a_score_never_panics(text: String) {
        let _ = NpsScore::parse(&text);
        let _ = Rating::parse(&text, Scale::ONE_TO_FIVE);
    }

    #[test]
    fn a_score_lies_in_its_interval_and_both_on_the_scale(group in groups()) {
        // A single answer says so little that its own score may lie outside; it is never shown.
        prop_assume!(group.n() > 1);
        let score = group.score().unwrap();
        let (low, high) = group.interval().unwrap();
        prop_assert!(-100.0 <= low && low < high && high <= 100.0);
        prop_assert!((-100.0..=100.0).contains(&score));
        // Adjusting pulls the centre towards 0 by less than the interval reaches, whatever the group.
        prop_assert!(low <= score && score <= high, "{low} {score} {high}");
    }

    #[test]
    fn praise_and_blame_are_mirrored(group in groups()) {
        prop_assume!(group.n() > 0);
        let mirrored = Nps { promoters: group.detractors, detractors: group.promoters, ..group };
        let ((low, high), (mirrored_low, mirrored_high)) = (group.interval().unwrap(), mirrored.interval().unwrap());
        prop_assert!((low + mirrored_high).abs() < 1e-9 && (high + mirrored_low).abs() < 1e-9);
    }

    #[test]
    fn counting_scores_agrees_with_a_plain_recount(scores in prop::collection::vec(0..=10i64, 0..200)) {
        let scores: Vec<NpsScore> = scores.into_iter().map(|score| score.try_into().unwrap()).collect();
        let nps: Nps = scores.iter().copied().collect();
        let of = |category| u64::try_from(scores.iter().filter(|score| score.category() == category).count()).unwrap();
        prop_assert_eq!(nps.promoters, of(NpsCategory::Promoter));
        prop_assert_eq!(nps.passives, of(NpsCategory::Passive));
        prop_assert_eq!(nps.detractors, of(NpsCategory::Detractor));
        let (left, right) = scores.split_at(scores.len() / 2);
        prop_assert_eq!(left.iter().copied().collect::<Nps>() + right.iter().copied().collect::<Nps>(), nps);
    }

    #[test]
    fn a_change_turned_round_is_the_same_change_back(now in groups(), before in groups()) {
        prop_assume!(now.n() > 0 && before.n() > 0);
        let (there, back) = (NpsChange::between(now, before).unwrap(), NpsChange::between(before, now).unwrap());
        prop_assert!((there.difference + back.difference).abs() < 1e-9 && (there.z + back.z).abs() < 1e-9);
        prop_assert!((there.p - back.p).abs() < 1e-9 && (0.0..=1.0).contains(&there.p));
        prop_assert_eq!(there.significant, there.z.abs() > 1.959_963_984_540_054);
    }

    #[test]
    fn a_share_lies_in_its_interval(count in 0..10_000u64, more in 0..10_000u64) {
        prop_assume!(count + more > 0);
        let share = Share::new(count, count + more);
        let (low, high) = share.interval().unwrap();
        let value = share.value().unwrap();
        prop_assert!(0.0 <= low && low <= value && value <= high && high <= 1.0);
    }

    #[test]
    fn a_rating_survives_its_code(scale in scales(), code in prop::option::of(-3..13i16)) {
        match Rating::from_code(code, scale) {
            Ok(rating) => prop_assert_eq!(rating.code(), code),
            Err(_) => prop_assert!(!code.is_some_and(|code| code == -1 || u8::try_from(code).is_ok_and(|code| scale.contains(code)))),
        }
    }

    #[test]
    fn a_tally_agrees_with_a_plain_recount(scale in scales(), codes in prop::collection::vec(prop::option::of(-1..=10i16), 0..200)) {
        let ratings: Vec<Rating> = codes.into_iter().filter_map(|code| Rating::from_code(code, scale).ok()).collect();
        let mut tally = Tally::new(scale);
        ratings.iter().for_each(|rating| tally.add(*rating));
        let scores: Vec<f64> = ratings
            .iter()
            .filter_map(|rating| match rating { Rating::Score(score) => Some(f64::from(*score)), _ => None })
            .collect();
        let n = f64::from(u32::try_from(scores.len()).unwrap());
        prop_assert_eq!(tally.n(), u64::try_from(scores.len()).unwrap());
        prop_assert_eq!(tally.distribution().iter().map(|(_, share)| share.count()).sum::<u64>(), tally.n());
        prop_assert_eq!(tally.mean().is_some(), n > 0.0);
        if let Some(mean) = tally.mean() {
            prop_assert!((mean - scores.iter().sum::<f64>() / n).abs() < 1e-9);
        }
        if let (Some(deviation), Some((low, high)), Some(mean)) = (tally.deviation(), tally.interval(), tally.mean()) {
            let wanted = (scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
            prop_assert!((deviation - wanted).abs() < 1e-9);
            prop_assert!(low <= mean && mean <= high && f64::from(scale.low()) <= low && high <= f64::from(scale.high()));
        }
    }

    #[test]
    fn sums_may_be_added_in_any_order(values in prop::collection::vec((0..=100u8, 1..1000u64), 0..50)) {
        let parts: Vec<Mean> = values.iter().map(|(value, count)| Mean::of(*value, *count)).collect();
        let there: Mean = parts.iter().copied().sum();
        let back: Mean = parts.iter().rev().copied().sum();
        prop_assert_eq!(there, back);
    }
}
