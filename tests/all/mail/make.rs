//! Sample letters.

use chrono::{NaiveDate, TimeZone, Utc};
use otklik::domain::{language::Language, questionnaire::SurveyKind};
use otklik::mail::compose::{Bar, Chart, Digest, Line};
use otklik::mail::post::{Outgoing, Party, message_id};
use otklik::mail::{Addressed, Alert, Case, Composed, Deadline, Letter, StaffWords, Survey, compose};
use url::Url;

/// A name as bad as they come: markup, quotes, a header of its own, a turn of direction.
pub const HOSTILE: &str = "<b>&\"Анна\r\nBcc: all@example.org\u{202e} \\";

pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// A survey on a purchase.
pub fn survey() -> Survey {
    Survey {
        kind: SurveyKind::Purchase,
        form: url("https://otklik.example/s/a1B2c3D4"),
        store: Some("Тверская, 5".to_owned()),
        purchased_on: Some(day(11, 19)),
        complaint: None,
        open_until: day(12, 20),
    }
}

/// A survey with what is known to its kind and nothing else.
pub fn survey_of(kind: SurveyKind) -> Survey {
    let complaint = (kind == SurveyKind::Resolution).then(|| "1024".to_owned());
    match kind {
        SurveyKind::Purchase => survey(),
        _ => Survey { kind, store: None, purchased_on: None, complaint, ..survey() },
    }
}

pub fn case() -> Case {
    Case { number: "1024".to_owned(), answer_by: Some(day(11, 24)) }
}

pub fn staff_words(text: &str) -> StaffWords {
    StaffWords {
        number: "1024".to_owned(), staff_name: "Мария Орлова".to_owned(), text: text.to_owned()
    }
}

/// A deadline of the company that was missed, and one of the law that approaches.
pub fn alert() -> Alert {
    let missed = Deadline {
        number: "1024".to_owned(),
        customer: "Пётр Волков".to_owned(),
        clock: "resolution",
        claim: String::new(),
        missed: true,
        day: day(11, 24),
        time: chrono::NaiveTime::from_hms_opt(18, 0, 0),
    };
    let law = Deadline {
        number: "1025".to_owned(),
        clock: "claim",
        claim: "Возврат денег за товар".to_owned(),
        missed: false,
        time: None,
        ..missed.clone()
    };
    Alert { deadlines: vec![missed, law], page: url("https://otklik.example/desk/alerts") }
}

/// A week in which NPS fell.
pub fn digest() -> Digest {
    let line = |title: &str, figure: &str, note: &str| Line {
        title: title.to_owned(),
        figure: figure.to_owned(),
        note: note.to_owned(),
        url: url("https://otklik.example/board/nps?from=2026-11-16&to=2026-11-23"),
    };
    let bar =
        |label: &str, figure: &str, span| Bar { label: label.to_owned(), figure: figure.to_owned(), span };
    Digest {
        from: day(11, 16),
        till: day(11, 22),
        view: Some("Центр".to_owned()),
        main: vec![
            line("NPS", "+31,0", "NPS снизился на 15,2 — это больше случайного колебания."),
            line("Удовлетворённость", "71,4 %", "По 96 ответам."),
        ],
        better: vec![],
        worse: vec![line("Доставка", "6,91", "−0,84, было 7,75.")],
        calm: false,
        chart: Some(Chart {
            title: "NPS".to_owned(),
            low: "+8,1".to_owned(),
            high: "+58,4".to_owned(),
            steps: vec![
                bar("9 нояб.", "+46,2", Some((500, 1000))),
                bar("12 нояб.", "–", None),
                bar("16 нояб.", "+31,0", Some((0, 605))),
            ],
        }),
        is_empty: false,
        page: url("https://otklik.example/board/overview?from=2026-11-16&to=2026-11-23"),
        report: Some(url("https://otklik.example/board/nps?from=2026-11-16&to=2026-11-23")),
    }
}

/// Every letter there is, by a name of its own.
pub fn letters() -> Vec<(String, Letter)> {
    let text = "Мы проверили заказ: курьер перепутал адрес.\nДеньги вернутся на карту за 3 дня.\n\nПростите нас, пожалуйста.";
    let surveys = SurveyKind::all().iter().flat_map(|kind| {
        [
            (format!("{kind}-invitation"), Letter::Invitation(survey_of(*kind))),
            (format!("{kind}-reminder"), Letter::Reminder(survey_of(*kind))),
        ]
    });
    surveys
        .chain([
            ("acknowledgement".to_owned(), Letter::Acknowledgement(case())),
            ("alert".to_owned(), Letter::Alert(alert())),
            ("digest".to_owned(), Letter::Digest(Box::new(digest()))),
            ("reply".to_owned(), Letter::Reply(staff_words(text))),
            ("resolved".to_owned(), Letter::Resolved(staff_words(text))),
            ("rejected".to_owned(), Letter::Rejected(staff_words(text))),
        ])
        .collect()
}

pub fn addressed(language: Language) -> Addressed {
    Addressed {
        brand: "Чай и кофе".to_owned(),
        colour: None,
        language,
        recipient_name: Some("Анна".to_owned()),
        unsubscribe: Some(url("https://otklik.example/s/a1B2c3D4/unsubscribe")),
        answers_are_read: true,
        pixel: None,
    }
}

pub fn written(letter: &Letter, addressed: &Addressed) -> Composed {
    compose(letter, addressed).unwrap()
}

pub fn outgoing(to: &str) -> Outgoing {
    Outgoing {
        message_id: message_id(7, "otklik.example", b"key"),
        from: party("Чай и кофе", "hello@shop.example"),
        reply_to: Some(party("Забота", "care@shop.example")),
        return_path: None,
        unsubscribe_by_mail: None,
        to: party("Анна Петрова", to),
        composed: written(&Letter::Invitation(survey()), &addressed(Language::Russian)),
        files: Vec::new(),
        in_reply_to: None,
        references: Vec::new(),
        date: Utc.with_ymd_and_hms(2026, 11, 21, 9, 30, 0).unwrap(),
        auto_submitted: true,
    }
}

pub fn party(name: &str, address: &str) -> Party {
    Party { name: Some(name.to_owned()), address: address.to_owned() }
}

pub fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}
