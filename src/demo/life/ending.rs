//! How the demo company's complaints end: what lay behind them, what was asked for, what was given.

use chrono::{DateTime, Utc};

use super::{Case, Desk};
use crate::demo::chance::Chance;
use crate::domain::{complaint::Resolution, remedy::Remedy};

/// Second-level causes by the parameter complained of, the usual ones first.
const CAUSES: [(&str, &[&str]); 6] = [
    ("price", &["price.mismatch", "price.discount", "price.too_high"]),
    ("assortment", &["assortment.out_of_stock", "assortment.wrong_item", "assortment.narrow"]),
    ("delivery", &["delivery.late", "delivery.damaged", "delivery.incomplete", "delivery.courier"]),
    ("payment", &["payment.charged_twice", "payment.refund_late", "payment.receipt"]),
    ("service", &["service.rude", "service.slow", "service.incompetent", "service.no_answer"]),
    ("extras", &["extras.assembly", "extras.imposed", "extras.training"]),
];
/// What turns out to lie behind it all the same.
const OTHERS: [&str; 6] = [
    "quality.spoiled",
    "quality.not_as_described",
    "information.promise",
    "information.wrong",
    "website.checkout",
    "other",
];

/// The end of one of them.
struct Ending {
    cause: &'static str,
    /// None where nobody noted it.
    sought: Option<Remedy>,
    /// None of what was not upheld.
    given: Option<Remedy>,
    /// Whole roubles.
    paid: Option<u32>,
}

impl Desk<'_> {
    /// What lay behind it, how it ended and what the customer got.
    pub(super) fn put_outcome(
        &mut self,
        case: &mut Case,
        at: DateTime<Utc>,
        topic: &str,
        resolution: Resolution,
        chance: &mut Chance,
    ) {
        let ending = ending(topic, resolution, chance);
        case.row.root_cause = Some(ending.cause);
        self.field(case, at, "root_cause", None, case.row.root_cause.map(str::to_owned));
        case.row.resolution = Some(resolution.code());
        self.field(case, at, "resolution", None, case.row.resolution.map(str::to_owned));
        let before = case.row.remedy_sought;
        case.row.remedy_sought = ending.sought.map(|remedy| remedy.code()).or(before);
        if case.row.remedy_sought != before {
            let after = case.row.remedy_sought.map(str::to_owned);
            self.field(case, at, "remedy_sought", before.map(str::to_owned), after);
        }
        if let Some(given) = ending.given {
            case.row.remedy_given = Some(given.code());
            self.field(case, at, "remedy_given", None, Some(given.code().to_owned()));
        }
        if let Some(paid) = ending.paid {
            case.row.compensation_currency = Some("RUB");
            self.field(case, at, "compensation", None, Some(format!("{paid}.00 RUB")));
            case.row.compensation = Some(format!("{paid}.00"));
        }
    }

    /// The outcome of one that is open again stays in its history alone.
    pub(super) fn take_off(&mut self, case: &mut Case, at: DateTime<Utc>) {
        case.row.resolved_at = None;
        let paid = case.row.compensation.take().map(|paid| format!("{paid} RUB"));
        case.row.compensation_currency = None;
        let gone = [
            ("root_cause", case.row.root_cause.take().map(str::to_owned)),
            ("resolution", case.row.resolution.take().map(str::to_owned)),
            ("remedy_given", case.row.remedy_given.take().map(str::to_owned)),
            ("compensation", paid),
        ];
        for (field, old) in gone {
            if old.is_some() {
                self.field(case, at, field, old, None);
            }
        }
    }
}

fn ending(topic: &str, resolution: Resolution, chance: &mut Chance) -> Ending {
    let own = CAUSES.iter().find(|(code, _)| *code == topic).map(|(_, causes)| *causes);
    let among = own.filter(|_| chance.happens(0.82)).unwrap_or(&OTHERS);
    // The first of two draws the smaller: the usual ones come up more often.
    let place = chance.below(among.len()).min(chance.below(among.len()));
    let cause = among.get(place).copied().unwrap_or("other");
    let given = match resolution {
        Resolution::Upheld => match chance.weighted(&[30.0, 20.0, 15.0, 10.0, 10.0, 15.0]) {
            0 => Remedy::Refund,
            1 => Remedy::Replacement,
            2 => Remedy::PriceReduction,
            3 => Remedy::Redo,
            4 => Remedy::Compensation,
            _ => Remedy::Apology,
        },
        Resolution::PartlyUpheld => match chance.weighted(&[35.0, 25.0, 20.0, 20.0]) {
            0 => Remedy::PriceReduction,
            1 => Remedy::Voucher,
            2 => Remedy::Explanation,
            _ => Remedy::Apology,
        },
        Resolution::Goodwill => match chance.weighted(&[60.0, 15.0, 25.0]) {
            0 => Remedy::Voucher,
            1 => Remedy::Compensation,
            _ => Remedy::Apology,
        },
        Resolution::Withdrawn | Resolution::NotAComplaint => Remedy::Nothing,
        Resolution::Rejected => {
            let sought = chance.happens(0.7).then_some(Remedy::Refund);
            return Ending { cause, sought, given: None, paid: None };
        }
    };
    let sought = match resolution {
        Resolution::Withdrawn | Resolution::NotAComplaint => Remedy::Nothing,
        _ if chance.happens(0.6) => given,
        _ => Remedy::Refund,
    };
    let paid = given.is_money().then(|| {
        let tens = u32::try_from(chance.below(240)).unwrap_or_default();
        300 + 10 * tens
    });
    Ending { cause, sought: Some(sought), given: Some(given), paid }
}
