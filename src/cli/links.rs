//! `links`: one link for each open invitation, for SMS, receipts and parcels: as a table, a sheet to print, or pictures.

mod written;

use std::{
    ffi::OsString,
    fs::{DirBuilder, File, OpenOptions},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use chrono::Utc;
use clap::ValueEnum;
use serde_json::json;

use self::written::{Folder, Links, Printed, Table};
use super::{Database, Ending, Fault};
use crate::{
    actions::hand_out_links::{HandedOut, hand_out_links},
    config::Config,
    domain::questionnaire::SurveyKind,
    store::{
        Connection,
        invitations::{Open, Which},
        pool,
    },
};

/// How links are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table with a header line
    Csv,
    /// A page to print with 24 labels on A4, each with its QR code; print it into PDF from any browser
    Qr,
    /// A folder with the QR code of each invitation as INVITATION.svg
    Svg,
}

/// Hands out every open link that was not handed out before, and cancels the letters of these invitations that have
/// not left, so that nobody is asked twice. Of the survey about a purchase, buyers with a telephone but without a working
/// address get an invitation here, by the same rules as a letter.
#[derive(clap::Args)]
pub struct Args {
    /// The survey: purchase, relationship, inactive, exit, resolution or staff
    #[arg(long, value_parser = kind)]
    kind: SurveyKind,
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// Write into this file (svg: this new folder) instead of standard output
    #[arg(long, value_name = "PATH", required_if_eq("format", "svg"))]
    out: Option<PathBuf>,
    /// Draw marks to cut along around the labels
    #[arg(long)]
    cut_marks: bool,
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

fn kind(code: &str) -> Result<SurveyKind, String> {
    SurveyKind::parse(code)
        .ok_or_else(|| "purchase, relationship, inactive, exit, resolution or staff".to_owned())
}

pub async fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    let database = Database::open(&config).await?;
    let mut connection = pool::connect(database.url()).await?;
    let connection = &mut connection;
    let done = match (args.format, &args.out) {
        (Format::Svg, Some(path)) => into_folder(connection, &config, &args, path).await?,
        (Format::Svg, None) => return Err("--format svg needs --out FOLDER".into()),
        (_, Some(path)) => into_file(connection, &config, &args, path).await?,
        (_, None) => write(connection, &config, &args, BufWriter::new(std::io::stdout())).await?.0,
    };
    let HandedOut { links, made, letters_cancelled } = done;
    if args.json {
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
    args: &Args,
    path: &Path,
) -> Result<HandedOut, Fault> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let part = path.with_file_name(beside(path)?);
    let problem = |problem: std::io::Error| format!("{}: {problem}", part.display());
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part);
    let written = write(connection, config, args, BufWriter::new(file.map_err(problem)?)).await;
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

/// The same for a folder, which must not be there yet.
async fn into_folder(
    connection: &mut Connection,
    config: &Config,
    args: &Args,
    path: &Path,
) -> Result<HandedOut, Fault> {
    use std::os::unix::fs::DirBuilderExt as _;
    if path.exists() {
        return Err(format!("{} is there already; name a new folder", path.display()).into());
    }
    let part = path.with_file_name(beside(path)?);
    let problem = |problem: std::io::Error| format!("{}: {problem}", part.display());
    if part.exists() {
        // Left by a command that was stopped: nothing in it was handed out.
        std::fs::remove_dir_all(&part).map_err(problem)?;
    }
    DirBuilder::new().mode(0o700).create(&part).map_err(problem)?;
    let mut folder = Folder::new(config, part.clone());
    match hand_out(connection, config, args, &mut folder).await {
        Ok(done) => {
            std::fs::rename(&part, path).map_err(problem)?;
            Ok(done)
        }
        Err(fault) => {
            std::fs::remove_dir_all(&part).map_err(problem)?;
            Err(fault)
        }
    }
}

fn beside(path: &Path) -> Result<OsString, String> {
    let mut name = path.file_name().ok_or_else(|| format!("{} names no file", path.display()))?.to_owned();
    name.push(".part");
    Ok(name)
}

async fn write<W: Write>(
    connection: &mut Connection,
    config: &Config,
    args: &Args,
    to: W,
) -> Result<(HandedOut, W), Fault> {
    if args.format == Format::Qr {
        let mut sheet = Printed::begin(config, args.cut_marks, to)?;
        let done = hand_out(connection, config, args, &mut sheet).await?;
        return Ok((done, sheet.end()?));
    }
    let mut table = Table::begin(config, to)?;
    let done = hand_out(connection, config, args, &mut table).await?;
    Ok((done, table.end()?))
}

/// Every line is with the taker before the transaction that marks it ends.
async fn hand_out(
    connection: &mut Connection,
    config: &Config,
    args: &Args,
    taker: &mut impl Links,
) -> Result<HandedOut, Fault> {
    let which = Which { handed_out: args.again, sent: !args.unsent };
    let take = |page: &[Open]| taker.take(page);
    Ok(hand_out_links(connection, args.kind, config.time_zone, which, Utc::now(), take).await?)
}
