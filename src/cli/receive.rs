//! `receive`: takes in one letter from standard input, as a mail server pipes it.

use std::io::Read as _;

use chrono::Utc;

use super::{Database, Ending, Fault};
use crate::{
    actions::receive_mail::receive_mail, config::Config, domain::token::Keys, store::pool, web::mail_in,
};

/// Exit codes are those that mail servers know (sysexits): 0 the letter is kept; 65 it is empty or larger than
/// `OTKLIK_MAIL_LARGEST` and is not, so that the mail server returns it; 75 it is not kept now, and should be given again later.
#[derive(clap::Args)]
pub struct Args {
    /// The envelope's recipient, where the mail server knows it (Postfix: ${original_recipient})
    #[arg(long, value_name = "ADDRESS")]
    recipient: Option<String>,
    /// Prints the token of the posted road, POST /mail/incoming, and reads nothing
    #[arg(long)]
    token: bool,
}

pub async fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    let keys = Keys::new(config.secret_bytes(), None);
    if args.token {
        super::say(format_args!("{}", mail_in::token(&keys)));
        return Ok(Ending::Done);
    }
    let Some(raw) = letter(config.mail_largest)? else {
        super::note(format_args!(
            "otklik: no letter, or one of more than {} MB; it is not kept",
            config.mail_largest / 1024 / 1024
        ));
        return Ok(Ending::NotTaken);
    };
    let database = Database::open(&config).await?;
    let mut connection = pool::connect(database.url()).await?;
    let taken = receive_mail(&mut connection, &keys, &raw, args.recipient.as_deref(), Utc::now()).await?;
    match taken.done {
        Some(done) => super::say(format_args!("{}: {}, {}", taken.id, done.kind, done.outcome)),
        None if taken.known => super::say(format_args!("{}: known already", taken.id)),
        None => super::say(format_args!("{}: kept, read later", taken.id)),
    }
    Ok(Ending::Done)
}

/// The letter on standard input; `None` where there is none, or where it is too large.
fn letter(largest: usize) -> std::io::Result<Option<Vec<u8>>> {
    let most = u64::try_from(largest).unwrap_or(u64::MAX);
    let mut raw = Vec::new();
    std::io::stdin().lock().take(most.saturating_add(1)).read_to_end(&mut raw)?;
    let fits = !raw.trim_ascii().is_empty() && raw.len() <= largest;
    Ok(fits.then_some(raw))
}
