//! Adding files, removing them, and putting them back.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;

use super::{Problem, Refused, Typed, answer, doer};
use crate::{
    actions::{
        attach_files::{Given, attach_files, remove_file},
        complaint_step::Refusal,
    },
    domain::{attachment, text},
    store::Connection,
    web::{
        desk::card,
        entry::see_other,
        failure::Failure,
        guarded::{Guarded, GuardedParts, LargestBody},
        house::House,
        links,
        multipart::Parts,
        visitor::{Handler, Person},
    },
};

const DEED: &str = "attach";

/// Somewhat too much is refused with words, and only far more ends the request: a day's files and as much again fit.
pub const LARGEST_BODY: LargestBody = LargestBody(48 << 20);

/// The field for files.
const FIELD: &str = "new";

/// The files that were chosen in a form.
fn given(parts: &Parts) -> Vec<Given> {
    let files = parts.files(FIELD);
    files.map(|(name, bytes)| Given { name: name.to_owned(), content: bytes.to_vec() }).collect()
}

/// A file that is far too large did not come at all; it is told with those that were refused.
fn too_large(parts: &Parts) -> Option<(String, attachment::Refused)> {
    parts
        .cut(FIELD)
        .map(|name| (text::one_line(name, attachment::LONGEST_NAME), attachment::Refused::TooLarge))
}

/// Keeps the files that were chosen beside words, and ticks them in their form: whatever becomes of the words, no browser
/// chooses a file a second time by itself. Answers what was not taken.
pub async fn enclose(
    connection: &mut Connection,
    house: &House,
    visitor: &Person,
    number: i64,
    parts: &Parts,
    typed: &mut Typed,
) -> Result<Option<Problem>, Failure> {
    let files = given(parts);
    let told = |mut refused: Vec<_>| {
        refused.extend(too_large(parts));
        (!refused.is_empty()).then_some(Problem::Files(refused))
    };
    if files.is_empty() {
        return Ok(told(Vec::new()));
    }
    match attach_files(connection, number, doer(visitor), &files, house.now()).await {
        Ok(attached) => {
            attached.files.iter().for_each(|file| typed.put("file", file.to_string()));
            Ok(told(attached.refused))
        }
        Err(Refusal::Unknown) => Err(Failure::NotFound),
        Err(Refusal::Store(error)) => Err(error.into()),
        Err(refusal) => Ok(Some(Problem::Refusal(refusal))),
    }
}

/// The files that are ticked in a form.
pub fn ticked(typed: &Typed) -> Vec<i64> {
    typed.all("file").filter_map(|file| file.parse().ok()).collect()
}

pub async fn post(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    parts: GuardedParts,
) -> Result<HttpResponse, Failure> {
    let files = given(&parts.0);
    let typed = Typed::default();
    if files.is_empty() && too_large(&parts.0).is_none() {
        let refused = Refused { deed: DEED, problem: Problem::Missing(vec![FIELD]), seen: None, typed };
        return card::refuse(&house, &visitor, *number, refused).await;
    }
    let mut connection = house.connection().await?;
    let done = attach_files(&mut connection, *number, doer(&visitor), &files, house.now()).await;
    drop(connection);
    match done {
        Ok(mut attached) => {
            attached.refused.extend(too_large(&parts.0));
            if attached.refused.is_empty() {
                return Ok(see_other(&format!("{}#files", links::complaint(*number))));
            }
            let refused =
                Refused { deed: DEED, problem: Problem::Files(attached.refused), seen: None, typed };
            card::refuse(&house, &visitor, *number, refused).await
        }
        Err(refusal) => answer(&house, &visitor, *number, Err(refusal), DEED, None, typed).await,
    }
}

#[derive(Deserialize)]
pub struct Detach {
    #[serde(default)]
    file: i64,
    #[serde(default)]
    back: bool,
}

pub async fn detach(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Detach>,
) -> Result<HttpResponse, Failure> {
    let Detach { file, back } = form.0;
    let mut connection = house.connection().await?;
    let done = remove_file(&mut connection, *number, doer(&visitor), file, back, house.now()).await;
    drop(connection);
    answer(&house, &visitor, *number, done, DEED, None, Typed::default()).await
}
