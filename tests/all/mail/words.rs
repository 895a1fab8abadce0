//! What letters say, in both languages and both halves.

use otklik::domain::{
    brand::{Colour, ENOUGH_CONTRAST},
    language::Language,
    questionnaire::SurveyKind,
};
use otklik::mail::Letter;
use scraper::{Html, Selector};

use super::make::{HOSTILE, addressed, case, letters, staff_words, survey, survey_of, url, written};

#[test]
fn every_letter_reads_as_its_snapshot() {
    for (name, letter) in letters() {
        for language in Language::all().iter().copied() {
            let mut to = addressed(language);
            // Letters on a complaint are no survey: there is nothing to unsubscribe from.
            if !matches!(letter, Letter::Invitation(_) | Letter::Reminder(_)) {
                to.unsubscribe = None;
            }
            let composed = written(&letter, &to);
            let title = format!("{name}.{}", language.code());
            insta::assert_snapshot!(
                format!("{title}.txt"),
                format!("Subject: {}\n\n{}", composed.subject, composed.text)
            );
            // The frame is the same in both languages and for a reminder.
            if language == Language::Russian && !matches!(letter, Letter::Reminder(_)) {
                insta::assert_snapshot!(format!("{title}.html"), composed.html.replace('>', ">\n"));
            }
        }
    }
}

#[test]
fn both_halves_carry_the_same_words() {
    for (name, letter) in letters() {
        for language in Language::all().iter().copied() {
            let composed = written(&letter, &addressed(language));
            let shown = spoken(&composed.html);
            for line in composed.text.lines().filter(|line| !line.trim().is_empty()) {
                let only_in_text = line == "-- "
                    || line.contains("https://")
                    || line.starts_with("Оцените от 0")
                    || line.starts_with("Score from 0");
                assert!(
                    only_in_text || shown.contains(line.trim()),
                    "{name}.{}: the HTML lacks `{line}`",
                    language.code()
                );
            }
        }
    }
}

#[test]
fn an_invitation_carries_eleven_scores_that_only_preselect() {
    let composed = written(&Letter::Invitation(survey()), &addressed(Language::Russian));
    let page = Html::parse_document(&composed.html);
    let links: Vec<_> = page.select(&selector("td.score a")).collect();
    assert_eq!(links.len(), 11);
    for (score, link) in links.iter().enumerate() {
        let href = link.attr("href").unwrap();
        assert_eq!(href, format!("https://otklik.example/s/a1B2c3D4?nps={score}"));
        assert_eq!(link.attr("aria-label"), Some(format!("{score} из 10").as_str()));
        assert!(link.attr("style").unwrap().contains("height:44px"));
    }
    assert_eq!(composed.text.matches("https://otklik.example/s/a1B2c3D4\n").count(), 1);
    assert!(!composed.text.contains("nps="));
}

#[test]
fn a_form_address_with_a_query_keeps_it() {
    let mut asked = survey();
    asked.form = url("https://otklik.example/s/a1?lang=ru&x=<");
    let composed = written(&Letter::Invitation(asked), &addressed(Language::Russian));
    let page = Html::parse_document(&composed.html);
    let ten = page.select(&selector("td.score a")).next_back().unwrap();
    assert_eq!(ten.attr("href"), Some("https://otklik.example/s/a1?lang=ru&x=%3C&nps=10"));
}

#[test]
fn names_with_markup_and_line_breaks_stay_words() {
    for (_, letter) in letters() {
        let letter = hostile(letter);
        for language in Language::all().iter().copied() {
            let mut to = addressed(language);
            to.brand = HOSTILE.to_owned();
            to.recipient_name = Some(HOSTILE.to_owned());
            let composed = written(&letter, &to);
            assert!(!composed.html.contains("<b>"), "{}", composed.html);
            assert!(composed.html.contains("&lt;b&gt;&amp;"));
            assert!(!composed.subject.contains(['\r', '\n']));
            assert!(!composed.text.contains('\r'));
            assert!(!composed.text.contains("\nBcc:"));
            assert!(!composed.text.contains('\u{202e}'));
            let page = Html::parse_document(&composed.html);
            assert_eq!(page.select(&selector("b, script, img")).count(), 0);
        }
    }
}

#[test]
fn staff_text_keeps_its_lines_and_nothing_else() {
    let text = "Первая <строка>\r\nвторая & «третья»\r\n\r\n\u{0}Конец.";
    let composed = written(&Letter::Reply(staff_words(text)), &addressed(Language::Russian));
    assert!(composed.text.contains("Первая <строка>\nвторая & «третья»\n\nКонец."));
    assert!(composed.html.contains("Первая &lt;строка&gt;<br>вторая &amp; «третья»"));
}

#[test]
fn a_reply_that_greets_is_not_greeted_again() {
    for (text, times) in [("Добрый день, Анна!\n\nВсё решено.", 0), ("Всё решено.", 1)]
    {
        let letter = Letter::Reply(staff_words(text));
        let composed = written(&letter, &addressed(Language::Russian));
        assert_eq!(composed.text.matches("Здравствуйте").count(), times, "{text}");
    }
}

#[test]
fn a_company_is_quoted_once() {
    let mut to = addressed(Language::Russian);
    for (brand, expected) in [("Чай и кофе", "компании «Чай и кофе»."), ("ООО «Чай»", "компании ООО «Чай».")]
    {
        to.brand = brand.to_owned();
        let composed = written(&Letter::Invitation(survey()), &to);
        assert!(composed.text.contains(expected), "{}", composed.text);
    }
}

#[test]
fn a_name_that_is_an_advertisement_is_not_greeted() {
    for name in ["Выигрыш: https://spam.example", "WWW.spam.example", "a@b.ru", " "] {
        let mut to = addressed(Language::Russian);
        to.recipient_name = Some(name.to_owned());
        let composed = written(&Letter::Acknowledgement(case()), &to);
        assert!(composed.text.starts_with("Здравствуйте!\n"), "{name}");
    }
}

#[test]
fn what_is_not_known_is_not_spoken_of() {
    let mut asked = survey();
    for (store, date, expected) in [
        (true, true, "19\u{a0}ноября вы сделали у нас покупку (Тверская, 5)."),
        (false, true, "19\u{a0}ноября вы сделали у нас покупку."),
        (true, false, "Недавно вы сделали у нас покупку (Тверская, 5)."),
        (false, false, "Недавно вы сделали у нас покупку."),
    ] {
        asked.store = store.then(|| "Тверская, 5".to_owned());
        asked.purchased_on = date.then(|| super::make::day(11, 19));
        let letter = Letter::Invitation(asked.clone());
        let composed = written(&letter, &addressed(Language::Russian));
        assert!(composed.text.contains(expected), "{}", composed.text);
    }
}

#[test]
fn a_letter_promises_no_reader_where_there_is_none() {
    let mut to = addressed(Language::English);
    to.answers_are_read = false;
    to.unsubscribe = None;
    for (name, letter) in letters() {
        let composed = written(&letter, &to);
        assert!(!composed.text.contains("answer this letter"), "{name}");
        assert!(!composed.html.contains("Unsubscribe"), "{name}");
        assert_eq!(composed.list_unsubscribe, None);
    }
}

#[test]
fn letters_are_light_and_load_nothing() {
    for (name, letter) in letters() {
        let mut to = addressed(Language::Russian);
        to.brand = "Ы".repeat(120);
        to.recipient_name = Some("Ю".repeat(60));
        let composed = written(&letter, &to);
        assert!(composed.html.len() < 60 * 1024, "{name}: {}", composed.html.len());
        let page = Html::parse_document(&composed.html);
        let loading = selector("img, link, script, iframe, object, video, audio, [src], [background]");
        assert_eq!(page.select(&loading).count(), 0, "{name}");
        assert!(!composed.html.contains("url("), "{name}");
        assert_eq!(page.select(&selector("table:not([role=presentation])")).count(), 0);
        assert_eq!(page.select(&selector("html[lang=ru]")).count(), 1);
    }
}

#[test]
fn a_letter_offers_what_its_kind_asks() {
    let form = "https://otklik.example/s/a1B2c3D4";
    for kind in SurveyKind::all().iter().copied() {
        for letter in [Letter::Invitation(survey_of(kind)), Letter::Reminder(survey_of(kind))] {
            for language in Language::all().iter().copied() {
                let composed = written(&letter, &addressed(language));
                let page = Html::parse_document(&composed.html);
                let links: Vec<_> = page
                    .select(&selector("td.card a"))
                    .map(|link| link.attr("href").unwrap().replace(form, ""))
                    .collect();
                let expected: Vec<String> = match kind {
                    SurveyKind::Purchase | SurveyKind::Relationship | SurveyKind::Staff => {
                        (0..=10).map(|score| format!("?nps={score}")).chain([String::new()]).collect()
                    }
                    SurveyKind::Resolution => vec!["?solved=yes".to_owned(), "?solved=no".to_owned()],
                    SurveyKind::Inactive | SurveyKind::Exit => vec![String::new()],
                };
                assert_eq!(links, expected, "{kind}");
                assert!(composed.text.contains(form), "{kind}");
                for link in page.select(&selector("a")) {
                    assert!(!link.text().collect::<String>().trim().is_empty(), "a link without words");
                }
            }
        }
    }
}

#[test]
fn only_a_survey_on_a_purchase_speaks_of_one() {
    for kind in SurveyKind::all().iter().copied().filter(|kind| *kind != SurveyKind::Purchase) {
        for letter in [Letter::Invitation(survey_of(kind)), Letter::Reminder(survey_of(kind))] {
            for (language, word) in [(Language::Russian, "покупк"), (Language::English, "purchase")] {
                let composed = written(&letter, &addressed(language));
                let all = format!("{} {}", composed.subject, composed.text).to_lowercase();
                assert!(!all.contains(word), "{kind}: {all}");
                let number = all.contains("1024");
                assert_eq!(number, kind == SurveyKind::Resolution, "{kind}: {all}");
            }
        }
    }
}

#[test]
fn a_resolution_without_a_number_is_still_a_letter() {
    let mut asked = survey_of(SurveyKind::Resolution);
    asked.complaint = None;
    for (language, subject) in
        [(Language::Russian, "Ваш вопрос решён?"), (Language::English, "Is your matter solved?")]
    {
        assert_eq!(written(&Letter::Invitation(asked.clone()), &addressed(language)).subject, subject);
    }
}

/// Every colour of text in a letter against the ground it stands on, in light and in dark, for colours as companies
/// choose them: too pale, too dark, garish.
#[test]
fn words_of_a_letter_can_be_read_in_every_colour() {
    for chosen in [None, Some("#ffee00"), Some("#000000"), Some("#ffffff"), Some("#d5003a"), Some("#1b5fb3")]
    {
        for (name, letter) in letters() {
            let mut to = addressed(Language::Russian);
            to.colour = chosen.map(|colour| Colour::parse(colour).unwrap());
            let composed = written(&letter, &to);
            let page = Html::parse_document(&composed.html);
            for link in page.select(&selector("td.card a")) {
                let style = link.attr("style").unwrap();
                let ground = property(style, "background-color").unwrap_or("#ffffff");
                readable(&name, property(style, "color").unwrap(), ground);
            }
            let brand = page.select(&selector("td.brand")).next().unwrap().attr("style").unwrap();
            readable(&name, property(brand, "color").unwrap(), "#f2f4f7");
            let (_, dark) = composed.html.split_once("prefers-color-scheme:dark").unwrap();
            for (rule, ground) in [(".brand,.link{", "#1e242d"), (".score a{", ""), (".button a{", "")] {
                let style = dark.split_once(rule).unwrap().1.split_once('}').unwrap().0;
                let ground = property(style, "background-color").unwrap_or(ground);
                readable(&name, property(style, "color").unwrap(), ground);
            }
        }
    }
}

#[test]
fn a_letter_loads_a_picture_only_when_told_to() {
    let mut to = addressed(Language::Russian);
    to.pixel = Some(url("https://otklik.example/s/a1B2c3D4/o.gif"));
    let composed = written(&Letter::Invitation(survey()), &to);
    let page = Html::parse_document(&composed.html);
    let pictures: Vec<_> = page.select(&selector("img")).collect();
    assert_eq!(pictures.len(), 1);
    assert_eq!(pictures[0].attr("src"), Some("https://otklik.example/s/a1B2c3D4/o.gif"));
    assert_eq!(pictures[0].attr("alt"), Some(""));
}

/// The value of a property, without its importance.
fn property<'a>(style: &'a str, name: &str) -> Option<&'a str> {
    let mut all = style.split(';').filter_map(|one| one.split_once(':'));
    all.find(|(one, _)| one.trim() == name).map(|(_, value)| value.trim().trim_end_matches("!important"))
}

fn readable(name: &str, text: &str, ground: &str) {
    let contrast = Colour::parse(text).unwrap().contrast(Colour::parse(ground).unwrap());
    assert!(contrast >= ENOUGH_CONTRAST, "{name}: {text} on {ground} is {contrast:.2}");
}

fn hostile(letter: Letter) -> Letter {
    match letter {
        Letter::Invitation(mut survey) => {
            survey.store = Some(HOSTILE.to_owned());
            survey.complaint = survey.complaint.map(|_| HOSTILE.to_owned());
            Letter::Invitation(survey)
        }
        Letter::Reminder(mut survey) => {
            survey.store = Some(HOSTILE.to_owned());
            survey.complaint = survey.complaint.map(|_| HOSTILE.to_owned());
            Letter::Reminder(survey)
        }
        Letter::Acknowledgement(mut case) => {
            case.number = HOSTILE.to_owned();
            Letter::Acknowledgement(case)
        }
        Letter::Reply(mut words) => {
            words.staff_name = HOSTILE.to_owned();
            words.number = HOSTILE.to_owned();
            Letter::Reply(words)
        }
        Letter::Resolved(mut words) => {
            words.staff_name = HOSTILE.to_owned();
            words.number = HOSTILE.to_owned();
            Letter::Resolved(words)
        }
        Letter::Rejected(mut words) => {
            words.staff_name = HOSTILE.to_owned();
            words.number = HOSTILE.to_owned();
            Letter::Rejected(words)
        }
        Letter::Alert(mut alert) => {
            for deadline in &mut alert.deadlines {
                deadline.customer = HOSTILE.to_owned();
                deadline.number = HOSTILE.to_owned();
                deadline.claim = HOSTILE.to_owned();
            }
            Letter::Alert(alert)
        }
        Letter::Digest(mut digest) => {
            digest.view = Some(HOSTILE.to_owned());
            for line in digest.main.iter_mut().chain(&mut digest.worse) {
                line.title = HOSTILE.to_owned();
                line.note = HOSTILE.to_owned();
            }
            Letter::Digest(digest)
        }
    }
}

fn spoken(html: &str) -> String {
    let page = Html::parse_document(&html.replace("<br>", "\n"));
    let texts = page.select(&selector("body")).next().unwrap().text();
    texts.collect::<Vec<_>>().join("\n")
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

#[test]
fn both_languages_have_the_same_words() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/letters");
    let keys = |name: &str| -> Vec<String> {
        std::fs::read_to_string(format!("{folder}/{name}"))
            .unwrap()
            .lines()
            .filter(|line| line.starts_with(|letter: char| letter.is_ascii_lowercase()))
            .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
            .collect()
    };
    let surveys = SurveyKind::all().iter().map(|kind| kind.code());
    for name in surveys.chain([
        "acknowledgement",
        "alert",
        "digest",
        "reply",
        "resolved",
        "rejected",
        "shared",
        "surveys",
    ]) {
        let russian = keys(&format!("{name}.ru.ftl"));
        assert!(!russian.is_empty());
        assert_eq!(russian, keys(&format!("{name}.en.ftl")), "{name}");
    }
}

#[test]
fn every_month_has_its_words() {
    for language in Language::all().iter().copied() {
        let mut subjects = std::collections::BTreeSet::new();
        for month in 1..=12 {
            let mut asked = survey();
            asked.purchased_on = Some(super::make::day(month, 1));
            subjects.insert(written(&Letter::Invitation(asked), &addressed(language)).subject);
        }
        assert_eq!(subjects.len(), 12, "{subjects:?}");
    }
}
