//! The hidden truth of the demo company: its stores, how well each did what in which month, and when people buy.

use chrono::{DateTime, Datelike as _, Utc};

/// Where things are sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    Pokrovka,
    Sokol,
    Liteyny,
    Kazan,
    Yekaterinburg,
    NizhnyNovgorod,
    Novosibirsk,
    Online,
}

impl Store {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Pokrovka,
        Self::Sokol,
        Self::Liteyny,
        Self::Kazan,
        Self::Yekaterinburg,
        Self::NizhnyNovgorod,
        Self::Novosibirsk,
        Self::Online,
    ];

    /// The share of the company's customers that are its own.
    pub const WEIGHTS: [f64; 8] = [17.0, 11.0, 15.0, 10.0, 10.0, 9.0, 6.0, 22.0];

    /// As receipts name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pokrovka => "Москва, Покровка",
            Self::Sokol => "Москва, Сокол",
            Self::Liteyny => "Петербург, Литейный",
            Self::Kazan => "Казань",
            Self::Yekaterinburg => "Екатеринбург",
            Self::NizhnyNovgorod => "Нижний Новгород",
            Self::Novosibirsk => "Новосибирск",
            Self::Online => "Интернет-магазин",
        }
    }

    /// Where its customers live; those of the online store anywhere.
    #[must_use]
    pub const fn city(self) -> Option<&'static str> {
        match self {
            Self::Pokrovka | Self::Sokol => Some("Москва"),
            Self::Liteyny => Some("Санкт-Петербург"),
            Self::Kazan => Some("Казань"),
            Self::Yekaterinburg => Some("Екатеринбург"),
            Self::NizhnyNovgorod => Some("Нижний Новгород"),
            Self::Novosibirsk => Some("Новосибирск"),
            Self::Online => None,
        }
    }

    /// Days before the founding at which it opened, where that is less than the two years told.
    #[must_use]
    pub const fn opened_days_ago(self) -> f64 {
        match self {
            Self::Novosibirsk => 270.0,
            _ => 10_000.0,
        }
    }
}

/// Parameters in the order of the preset; the story knows no others.
pub const TOPICS: [&str; 6] = ["price", "assortment", "delivery", "payment", "service", "extras"];

/// When the online store's courier service failed, in days before the founding: from, to.
pub const BROKEN_DELIVERY: (f64, f64) = (215.0, 122.0);

/// What an even-tempered customer would rate, 0 to 10, so many days before the founding.
///
/// The story: prices rose ten months ago and a card softened it; the online store's delivery failed for three months and
/// was mended by another courier; Казань widened its shelves; Новосибирск opened and learns; Екатеринбург lost its old
/// staff two months ago and nobody has seen it yet.
#[must_use]
pub fn quality(store: Store, topic: &str, days_ago: f64) -> f64 {
    let within = |from: f64, to: f64| days_ago <= from && days_ago > to;
    match topic {
        "price" => {
            let rise = if within(300.0, 110.0) {
                -1.3
            } else if days_ago <= 110.0 {
                -0.5
            } else {
                0.0
            };
            let place = if store == Store::NizhnyNovgorod { -0.7 } else { 0.0 };
            8.0 + rise + place
        }
        "assortment" => match store {
            Store::Kazan if days_ago > 365.0 => 7.2,
            Store::Kazan => 9.1,
            Store::Novosibirsk => 8.0,
            _ => 8.7,
        },
        "delivery" => match store {
            Store::Online if within(BROKEN_DELIVERY.0, BROKEN_DELIVERY.1) => 4.1,
            Store::Online if days_ago <= BROKEN_DELIVERY.1 => 9.1,
            Store::Online => 8.3,
            _ => 8.6,
        },
        "payment" => match store {
            Store::Novosibirsk if days_ago > 210.0 => 7.4,
            _ => 9.3,
        },
        "service" => match store {
            Store::Yekaterinburg if days_ago <= 60.0 => 5.6,
            Store::Online if within(BROKEN_DELIVERY.0, BROKEN_DELIVERY.1) => 7.0,
            Store::Novosibirsk => 9.0 - days_ago / 150.0,
            Store::Sokol => 9.4,
            _ => 8.9,
        },
        "extras" => match store {
            Store::Liteyny => 9.1,
            _ => 8.2,
        },
        _ => 8.0,
    }
}

/// How much more or less is bought in this month than in a usual one: tea and presents sell in winter and in March.
#[must_use]
pub fn season(at: DateTime<Utc>) -> f64 {
    match at.month() {
        12 => 1.8,
        11 => 1.25,
        2 | 3 => 1.2,
        1 | 10 => 1.05,
        6 | 7 => 0.7,
        8 => 0.8,
        _ => 1.0,
    }
}

/// Days from ordering online to the parcel.
#[must_use]
pub fn usual_delivery_days(days_ago: f64) -> f64 {
    let broken = days_ago <= BROKEN_DELIVERY.0 && days_ago > BROKEN_DELIVERY.1;
    if broken { 8.5 } else { 2.6 }
}
