//! The three ways in which links are written: a table, a sheet of labels, a folder of pictures.

use std::{
    io::{Error, Result, Write},
    path::PathBuf,
};

use chrono::SecondsFormat;

use crate::{
    config::Config,
    domain::{
        language::Language,
        questionnaire::SurveyKind,
        token::{Keys, ShortLink},
    },
    store::invitations::Open,
    web::{
        links,
        sheet::{self, Label, Sheet},
    },
};

const COLUMNS: [&str; 8] = [
    "invitation",
    "kind",
    "customer_external_id",
    "purchase_external_id",
    "token",
    "url",
    "expires_at",
    "short_url",
];

/// Takes links, a page at a time; what it has taken is out of our hands.
pub trait Links {
    fn take(&mut self, page: &[Open]) -> Result<()>;
}

/// The addresses of invitations.
struct Addresses<'a> {
    config: &'a Config,
    keys: Keys,
}

impl<'a> Addresses<'a> {
    fn new(config: &'a Config) -> Self {
        Self { config, keys: Keys::new(config.secret_bytes(), None) }
    }

    fn short(&self, invitation: i64) -> String {
        let code = self.keys.short_code(ShortLink::Invitation, invitation);
        self.config.short_url(&links::short_form(&code)).into()
    }
}

/// A table with a header line.
pub struct Table<'a, W: Write> {
    addresses: Addresses<'a>,
    table: csv::Writer<W>,
}

impl<'a, W: Write> Table<'a, W> {
    pub fn begin(config: &'a Config, to: W) -> Result<Self> {
        let mut table = csv::WriterBuilder::new().from_writer(to);
        table.write_record(COLUMNS)?;
        Ok(Self { addresses: Addresses::new(config), table })
    }

    pub fn end(self) -> Result<W> {
        self.table.into_inner().map_err(|error| error.into_error())
    }
}

impl<W: Write> Links for Table<'_, W> {
    fn take(&mut self, page: &[Open]) -> Result<()> {
        for one in page {
            let token = self.addresses.keys.sign(one.id);
            self.table.write_record([
                &one.id.to_string(),
                &one.kind,
                &one.customer_external_id,
                one.purchase_external_id.as_deref().unwrap_or_default(),
                token.as_str(),
                self.addresses.config.form_url(token.as_str()).as_str(),
                &one.expires_at.to_rfc3339_opts(SecondsFormat::Secs, true),
                &self.addresses.short(one.id),
            ])?;
        }
        self.table.flush()
    }
}

/// A page of labels to print.
pub struct Printed<'a, W> {
    addresses: Addresses<'a>,
    sheet: Sheet,
    to: W,
}

impl<'a, W: Write> Printed<'a, W> {
    pub fn begin(config: &'a Config, marks: bool, mut to: W) -> Result<Self> {
        let sheet = Sheet::new(config.language, marks);
        to.write_all(sheet.head().as_bytes())?;
        Ok(Self { addresses: Addresses::new(config), sheet, to })
    }

    pub fn end(mut self) -> Result<W> {
        self.to.write_all(self.sheet.tail().as_bytes())?;
        self.to.flush()?;
        Ok(self.to)
    }
}

impl<W: Write> Links for Printed<'_, W> {
    fn take(&mut self, page: &[Open]) -> Result<()> {
        for one in page {
            let label = Label {
                language: one
                    .language
                    .as_deref()
                    .and_then(Language::parse)
                    .unwrap_or(self.addresses.config.language),
                kind: SurveyKind::parse(&one.kind).unwrap_or(SurveyKind::Purchase),
                brand: &self.addresses.config.company,
                address: &self.addresses.short(one.id),
                order_number: one.purchase_external_id.as_deref(),
            };
            let drawn = self.sheet.label(&label).map_err(Error::other)?;
            self.to.write_all(drawn.as_bytes())?;
        }
        self.to.flush()
    }
}

/// A folder with a picture for each invitation.
pub struct Folder<'a> {
    addresses: Addresses<'a>,
    folder: PathBuf,
}

impl<'a> Folder<'a> {
    pub fn new(config: &'a Config, folder: PathBuf) -> Self {
        Self { addresses: Addresses::new(config), folder }
    }
}

impl Links for Folder<'_> {
    fn take(&mut self, page: &[Open]) -> Result<()> {
        for one in page {
            let picture = sheet::svg(&self.addresses.short(one.id)).map_err(Error::other)?;
            std::fs::write(self.folder.join(format!("{}.svg", one.id)), picture)?;
        }
        Ok(())
    }
}
