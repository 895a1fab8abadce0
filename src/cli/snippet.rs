//! `snippet`: a signed link for the shop's own 'thank you' page, as finished HTML.

use chrono::{TimeDelta, Utc};

use super::{Ending, Fault};
use crate::{
    config::Config,
    domain::{
        language::Language,
        questionnaire::SurveyKind,
        snippet::{KINDS, LONGEST, Signed},
        text::one_line,
        token::Keys,
    },
    web::sheet::snippet,
};

/// Longest number of a customer or an order that a link takes.
const LONGEST_ID: usize = 200;

/// The link asks for nothing on the server: a shop makes its own by the key and the few lines of code on the page of
/// links. This prints one to try, or to compare with.
#[derive(clap::Args)]
pub struct Args {
    /// The company's own id of the customer
    #[arg(long)]
    customer: String,
    /// The company's own id of the purchase
    #[arg(long, default_value = "")]
    order: String,
    /// The survey: purchase or relationship
    #[arg(long, value_parser = kind, default_value = "purchase")]
    kind: SurveyKind,
    /// Days that the link works
    #[arg(long, default_value = "14", value_parser = clap::value_parser!(u16).range(1..=30))]
    days: u16,
    /// The language of the shop's page: ru or en (default: OTKLIK_LANGUAGE)
    #[arg(long, value_parser = language)]
    language: Option<Language>,
    /// Print the address alone
    #[arg(long)]
    url: bool,
}

fn kind(code: &str) -> Result<SurveyKind, String> {
    KINDS.into_iter().find(|kind| kind.code() == code).ok_or_else(|| "purchase or relationship".to_owned())
}

fn language(code: &str) -> Result<Language, String> {
    Language::parse(code).ok_or_else(|| "ru or en".to_owned())
}

pub fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    for (name, id) in [("--customer", &args.customer), ("--order", &args.order)] {
        if one_line(id, LONGEST_ID) != *id {
            return Err(format!("{name}: a number of one line and at most {LONGEST_ID} characters").into());
        }
    }
    if args.customer.is_empty() || args.order.is_empty() && args.kind == SurveyKind::Purchase {
        return Err("a purchase is asked about by --customer and --order".into());
    }
    let ends = Utc::now() + TimeDelta::days(i64::from(args.days)).min(LONGEST);
    let signed =
        Signed { customer: args.customer, order: args.order, expires: ends.timestamp(), kind: args.kind };
    let language = args.language.unwrap_or(config.language);
    let key = Keys::new(config.secret_bytes(), None).shared_key();
    let address = snippet::address(&config.base_url, &signed, &key, language);
    if args.url {
        super::say(format_args!("{address}"));
    } else {
        super::say(format_args!("{}", snippet::ready(language, &config.company, &address)));
    }
    Ok(Ending::Done)
}
