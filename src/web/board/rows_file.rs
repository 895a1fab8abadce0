//! The rows behind a figure as a file: CSV as it is read, a workbook by way of a file without a name.

use std::{fs::File, io::Read as _};

use actix_web::{
    HttpResponse,
    http::header,
    web::{self, Bytes},
};
use futures_util::stream;

use crate::{
    domain::{cut::Cut, facts::Subject},
    reports::rows::{Book, Rows, csv_head, csv_rows},
    store::Pool,
    web::failure::Failure,
};

/// Bytes of a workbook that are sent at a time.
const PIECE: usize = 256 * 1024;

/// A file of rows by the ending of its name.
pub async fn file(
    pool: &Pool,
    subject: Subject,
    cut: Cut,
    rows: Rows,
    ending: &str,
) -> Result<HttpResponse, Failure> {
    let name = format!("{subject}_{}_{}.{ending}", cut.period.from(), cut.period.to());
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    match ending {
        "csv" => {
            let begun = Reading { pool: pool.clone(), rows, begun: false };
            Ok(answer.content_type("text/csv; charset=utf-8").streaming(stream::try_unfold(begun, piece)))
        }
        "xlsx" => {
            let file = workbook(pool, rows).await?;
            let pieces = stream::try_unfold(file, |file| async move {
                let (file, bytes) = web::block(move || read(file)).await.map_err(Failure::fault)??;
                Ok::<_, Failure>(if bytes.is_empty() { None } else { Some((bytes, file)) })
            });
            Ok(answer
                .content_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
                .streaming(pieces))
        }
        _ => Err(Failure::NotFound),
    }
}

struct Reading {
    pool: Pool,
    rows: Rows,
    begun: bool,
}

/// The next bytes of the CSV. The connection goes back in between: a slow reader holds none.
async fn piece(mut reading: Reading) -> Result<Option<(Bytes, Reading)>, Failure> {
    if !reading.begun {
        reading.begun = true;
        let head = csv_head(&reading.rows).map_err(Failure::fault)?;
        return Ok(Some((Bytes::from(head), reading)));
    }
    let batch = reading.rows.next(&mut *reading.pool.get().await?).await?;
    let Some(batch) = batch else { return Ok(None) };
    let bytes = csv_rows(&reading.rows, &batch).map_err(Failure::fault)?;
    Ok(Some((Bytes::from(bytes), reading)))
}

async fn workbook(pool: &Pool, mut rows: Rows) -> Result<File, Failure> {
    let mut book = Book::new(&rows);
    loop {
        let batch = rows.next(&mut *pool.get().await?).await?;
        let Some(batch) = batch else { break };
        // Other requests of this thread go on while the rows are written.
        (rows, book) = web::block(move || book.add(&rows, &batch).map(|()| (rows, book)))
            .await
            .map_err(Failure::fault)?
            .map_err(Failure::fault)?;
    }
    web::block(move || book.finish()).await.map_err(Failure::fault)?.map_err(Failure::fault)
}

fn read(mut file: File) -> Result<(File, Bytes), Failure> {
    let mut bytes = vec![0; PIECE];
    let count = file.read(&mut bytes).map_err(Failure::fault)?;
    bytes.truncate(count);
    Ok((file, Bytes::from(bytes)))
}
