//! The demo company's customers: who they are, where they buy, and how often.

use chrono::{DateTime, Utc};

use super::{
    DAYS, Ground,
    chance::{Chance, days},
    names::{feminine, latin},
    story::Store,
    words::Words,
};
use crate::store::seeds::{CustomerRow, Standing};

/// How a customer buys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    Occasional,
    Regular,
    Corporate,
}

/// A customer before their purchases are known.
#[derive(Debug)]
pub struct Person {
    pub row: CustomerRow,
    pub habit: Habit,
    pub home: Store,
    /// The first purchase of the two years.
    pub begins: DateTime<Utc>,
    /// Days between two purchases.
    pub gap: f64,
    /// How kindly they rate, on the scale of ratings.
    pub temper: f64,
    /// How readily they answer a letter.
    pub answers: f64,
}

/// The customers in the order of their registration.
pub fn people(ground: &Ground<'_>, words: &Words, chance: &mut Chance) -> Vec<Person> {
    let mut registered: Vec<(DateTime<Utc>, DateTime<Utc>, Store)> = (0..ground.customers)
        .map(|_| {
            let place = chance.weighted(&Store::WEIGHTS);
            let home = Store::ALL.get(place).copied().unwrap_or(Store::Online);
            let old = home.opened_days_ago() > DAYS && chance.happens(0.38);
            if old {
                let begins = ground.now - days(DAYS - chance.between(0.0, 90.0));
                (begins - days(chance.between(5.0, 900.0)), begins, home)
            } else {
                // More come each month than in the month before.
                let ago = home.opened_days_ago().min(DAYS) * (1.0 - chance.unit().powf(0.62));
                let begins = ground.now - days(ago);
                (begins, begins, home)
            }
        })
        .collect();
    registered.sort_by_key(|(at, _, _)| *at);
    registered
        .into_iter()
        .zip(1..)
        .map(|((at, begins, home), id)| person(id, at, begins, home, words, chance))
        .collect()
}

fn person(
    id: i64,
    registered_at: DateTime<Utc>,
    begins: DateTime<Utc>,
    home: Store,
    words: &Words,
    chance: &mut Chance,
) -> Person {
    let woman = chance.happens(0.64);
    let surname = chance.pick(&words.names.surnames);
    let (first, last) = if woman {
        (chance.pick(&words.names.women), feminine(&surname))
    } else {
        (chance.pick(&words.names.men), surname)
    };
    let (habit, gap) = match chance.weighted(&[60.0, 32.0, 8.0]) {
        0 => (Habit::Occasional, chance.between(60.0, 150.0)),
        1 => (Habit::Regular, chance.between(22.0, 55.0)),
        _ => (Habit::Corporate, chance.between(20.0, 45.0)),
    };
    let segment = words.company.segments.get(match habit {
        Habit::Occasional => 0,
        Habit::Regular => 1,
        Habit::Corporate => 2,
    });
    let manager = (habit == Habit::Corporate).then(|| chance.pick(&words.company.managers));
    let channel = if home == Store::Online {
        words.company.channels.get(chance.weighted(&[0.0, 80.0, 4.0, 16.0])).cloned()
    } else {
        words.company.channels.get(chance.weighted(&[82.0, 12.0, 6.0])).cloned()
    };
    let english = chance.happens(0.04);
    let city = home.city().map_or_else(
        || {
            let place = chance.weighted(&Store::WEIGHTS);
            Store::ALL.get(place).and_then(|store| store.city()).unwrap_or("Тверь").to_owned()
        },
        str::to_owned,
    );
    let email =
        format!("{}.{}{id}@customer.example", latin(&first).chars().next().unwrap_or('a'), latin(&last),);
    let phone = format!("+7 000 {:03}-{:02}-{:02}", chance.below(1000), chance.below(100), chance.below(100));
    let row = CustomerRow {
        id,
        external_id: format!("К-{id:05}"),
        name: format!("{first} {last}"),
        email: chance.happens(0.95).then_some(email),
        phone: chance.happens(0.9).then_some(phone),
        language: Some(if english { "en" } else { "ru" }),
        segment: segment.cloned(),
        manager,
        channel,
        city: Some(city),
        consent: chance.happens(0.91),
        registered_at: Some(registered_at),
        unsubscribed_at: None,
        bounced_at: None,
        standing: Standing::Customer,
        created_at: registered_at,
        updated_at: registered_at,
    };
    Person {
        row,
        habit,
        home,
        begins,
        gap,
        temper: chance.normal() * 0.75,
        answers: chance.between(0.05, 0.34),
    }
}
