//! `links`: one link for each open invitation, for SMS, receipts and parcels.

use std::{
    fs::{File, OpenOptions},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use chrono::{SecondsFormat, Utc};
use clap::ValueEnum;
use serde_json::json;

use super::{Database, Ending, Fault, invite::Kind};
use crate::{
    actions::hand_out_links::{HandedOut, hand_out_links},
    config::Config,
    domain::{questionnaire::SurveyKind, token::Keys},
    store::{
        Connection,
        invitations::{Open, Which},
        pool,
    },
};

const COLUMNS: [&str; 7] =
    ["invitation", "kind", "customer_external_id", "purchase_external_id", "token", "url", "expires_at"];

/// How links are written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A table with a header line
    Csv,
}

/// Hands out every open link that was not handed out before, and cancels the letters of these invitations that have
/// not left, so that nobody is asked twice. Customers with a telephone but without a working address get an invitation
/// here, by the same rules as a letter.
#[derive(clap::Args)]
pub struct Args {
    /// The survey
    #[arg(long, value_enum)]
    kind: Kind,
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// Write into this file instead of standard output
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Also links that were handed out before
    #[arg(long)]
    again: bool,
    /// Only invitations whose letter has not left
    #[arg(long)]
    unsent: bool,
    /// Print one JSON object about what was done
    #[arg(long, requires = "out")]
    json: bool,
}

pub async fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    let Args { kind, format: Format::Csv, out, again, unsent, json } = args;
    let kind = kind.survey();
    let which = Which { handed_out: again, sent: !unsent };
    let database = Database::open(&config).await?;
    let mut connection = pool::connect(database.url()).await?;
    let done = match &out {
        Some(path) => into_file(&mut connection, &config, kind, which, path).await?,
        None => {
            write_links(&mut connection, &config, kind, which, BufWriter::new(std::io::stdout())).await?.0
        }
    };
    let HandedOut { links, made, letters_cancelled } = done;
    if json {
        super::say(format_args!(
            "{}",
            json!({"links": links, "made": made, "letters_cancelled": letters_cancelled})
        ));
    } else {
        super::note(format_args!(
            "{links} links, {made} of them for customers without mail; {letters_cancelled} letters cancelled"
        ));
    }
    Ok(Ending::Done)
}

/// Writes beside the path and puts the whole file in its place at the end; only its owner may read it.
async fn into_file(
    connection: &mut Connection,
    config: &Config,
    kind: SurveyKind,
    which: Which,
    path: &Path,
) -> Result<HandedOut, Fault> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut name = path.file_name().ok_or_else(|| format!("{} names no file", path.display()))?.to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let problem = |problem: std::io::Error| format!("{}: {problem}", part.display());
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part);
    let written = write_links(connection, config, kind, which, BufWriter::new(file.map_err(problem)?)).await;
    let (done, file) = match written {
        Ok(written) => written,
        Err(fault) => {
            // What is in it was not handed out.
            std::fs::remove_file(&part).map_err(problem)?;
            return Err(fault);
        }
    };
    file.into_inner().map_err(|error| problem(error.into_error())).and_then(|file: File| {
        file.sync_all().and_then(|()| std::fs::rename(&part, path)).map_err(problem)
    })?;
    Ok(done)
}

/// Every line is with the taker before the transaction that marks it ends.
async fn write_links<W: Write>(
    connection: &mut Connection,
    config: &Config,
    kind: SurveyKind,
    which: Which,
    to: W,
) -> Result<(HandedOut, W), Fault> {
    let keys = Keys::new(config.secret_bytes(), None);
    let mut table = csv::WriterBuilder::new().from_writer(to);
    table.write_record(COLUMNS)?;
    let take = |page: &[Open]| {
        for one in page {
            let token = keys.sign(one.id);
            table.write_record([
                &one.id.to_string(),
                &one.kind,
                &one.customer_external_id,
                one.purchase_external_id.as_deref().unwrap_or_default(),
                token.as_str(),
                config.form_url(token.as_str()).as_str(),
                &one.expires_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            ])?;
        }
        table.flush()
    };
    let done = hand_out_links(connection, kind, config.time_zone, which, Utc::now(), take).await?;
    let to = table.into_inner().map_err(|error| error.into_error())?;
    Ok((done, to))
}
