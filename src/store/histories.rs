//! Purchase histories as they are stored: blocks of customers, put there by the roll-up alone.
//!
//! A customer's history is written anew whole from their purchases whenever one of them changes, so folding twice changes
//! nothing, and a block is what its customers' rows say whenever it was last written. Ten million purchases of a million
//! customers are some 4,000 rows and 130 MB; no page ever reads a purchase.

use std::collections::{BTreeMap, BTreeSet};

use bigdecimal::{BigDecimal, ToPrimitive as _};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Binary, Nullable, Numeric, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::TryStreamExt as _;

use super::{Result, facts::months, statement::prepared};
use crate::domain::{
    history::{BLOCK, Block, Buyer, Purchase, block_of},
    period::Period,
};

/// Values of a dimension that a block names for the choices of filters.
const MOST_VALUES: usize = 50;

#[derive(QueryableByName)]
struct Bought {
    #[diesel(sql_type = BigInt)]
    customer_id: i64,
    #[diesel(sql_type = Nullable<Text>)]
    segment: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    manager: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    channel: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    value_class: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    purchased_at: DateTime<Utc>,
    #[diesel(sql_type = Numeric)]
    amount: BigDecimal,
    #[diesel(sql_type = Text)]
    currency: String,
    #[diesel(sql_type = Nullable<Text>)]
    store: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    category: Option<String>,
}

const COLUMNS: &str =
    "SELECT p.customer_id, c.segment, c.manager, c.channel, c.value_class, p.purchased_at, p.amount,
        p.currency, p.store, p.category
 FROM purchases p JOIN customers c ON c.id = p.customer_id";

/// Adds the rows of customers to their blocks, one row in memory at a time.
fn add(blocks: &mut BTreeMap<i64, Block>, row: &Bought) {
    let block = blocks.entry(block_of(row.customer_id)).or_default();
    if block.buyers.last().is_none_or(|last| last.id != row.customer_id) {
        let (segment, manager) = (block.place(row.segment.as_deref()), block.place(row.manager.as_deref()));
        let (channel, class) = (block.place(row.channel.as_deref()), block.place(row.value_class.as_deref()));
        block.add(Buyer::new(row.customer_id, segment, manager, channel, class), []);
    }
    let purchase = Purchase {
        at: row.purchased_at.timestamp_micros(),
        // The column has four decimals, and fewer digits before them than would not fit.
        amount: (&row.amount * BigDecimal::from(10_000)).to_i128().unwrap_or(0),
        currency: block.place(Some(&row.currency)),
        store: block.place(row.store.as_deref()),
        category: block.place(row.category.as_deref()),
    };
    block.bought(purchase);
}

/// The histories of some customers as their purchases have them now.
///
/// # Errors
/// When the database does not answer.
pub async fn made(connection: &mut AsyncPgConnection, customers: &[i64]) -> Result<BTreeMap<i64, Block>> {
    let mut blocks = BTreeMap::new();
    let mut rows = prepared(format!(
        "{COLUMNS} WHERE p.customer_id = ANY ($1) ORDER BY p.customer_id, p.purchased_at, p.id"
    ))
    .bind::<Array<BigInt>, _>(customers)
    .load_stream::<Bought>(connection)
    .await?;
    while let Some(row) = rows.try_next().await? {
        add(&mut blocks, &row);
    }
    Ok(blocks)
}

/// The histories of all customers of blocks from one to before another.
///
/// # Errors
/// When the database does not answer.
pub async fn made_between(
    connection: &mut AsyncPgConnection,
    from: i64,
    to: i64,
) -> Result<BTreeMap<i64, Block>> {
    let mut blocks = BTreeMap::new();
    let mut rows = prepared(format!(
        "{COLUMNS} WHERE p.customer_id >= $1 AND p.customer_id < $2 ORDER BY p.customer_id, p.purchased_at, p.id"
    ))
    .bind::<BigInt, _>(from.saturating_mul(BLOCK))
    .bind::<BigInt, _>(to.saturating_mul(BLOCK))
    .load_stream::<Bought>(connection)
    .await?;
    while let Some(row) = rows.try_next().await? {
        add(&mut blocks, &row);
    }
    Ok(blocks)
}

/// The blocks of the first and of the last customer there is; none where there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn ends(connection: &mut AsyncPgConnection) -> Result<Option<(i64, i64)>> {
    #[derive(QueryableByName)]
    struct Ends {
        #[diesel(sql_type = Nullable<BigInt>)]
        first: Option<i64>,
        #[diesel(sql_type = Nullable<BigInt>)]
        last: Option<i64>,
    }
    let ends: Ends =
        prepared("SELECT min(id) AS first, max(id) AS last FROM customers").get_result(connection).await?;
    Ok(ends.first.zip(ends.last).map(|(first, last)| (block_of(first), block_of(last))))
}

#[derive(QueryableByName)]
struct Stored {
    #[diesel(sql_type = BigInt)]
    block: i64,
    #[diesel(sql_type = Binary)]
    data: Vec<u8>,
}

/// Some blocks as they stand.
///
/// # Errors
/// When the database does not answer, or holds what is not a block.
pub async fn read(connection: &mut AsyncPgConnection, blocks: &[i64]) -> Result<BTreeMap<i64, Block>> {
    let rows: Vec<Stored> = prepared("SELECT block, data FROM purchase_histories WHERE block = ANY ($1)")
        .bind::<Array<BigInt>, _>(blocks)
        .get_results(connection)
        .await?;
    rows.into_iter().map(|row| Ok((row.block, Block::read(&row.data)?))).collect()
}

/// Shows every block, in order; one is in memory at a time.
///
/// # Errors
/// As [`read`].
pub async fn each(connection: &mut AsyncPgConnection, mut see: impl FnMut(Block)) -> Result<()> {
    let mut rows = prepared("SELECT block, data FROM purchase_histories ORDER BY block")
        .load_stream::<Stored>(connection)
        .await?;
    while let Some(row) = rows.try_next().await? {
        see(Block::read(&row.data)?);
    }
    Ok(())
}

/// Writes blocks in place of what they were; an empty one is taken out.
///
/// # Errors
/// When the database does not answer.
pub async fn replace(connection: &mut AsyncPgConnection, blocks: &BTreeMap<i64, Block>) -> Result<()> {
    for (number, block) in blocks {
        let moment = DateTime::<Utc>::from_timestamp_micros;
        let ends = block.span().and_then(|(first, last)| moment(first).zip(moment(last)));
        let Some((first, last)) = ends else {
            prepared("DELETE FROM purchase_histories WHERE block = $1")
                .bind::<BigInt, _>(*number)
                .execute(connection)
                .await?;
            continue;
        };
        prepared(
            "INSERT INTO purchase_histories (block, first_at, last_at, words, data) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (block) DO UPDATE SET first_at = excluded.first_at, last_at = excluded.last_at,
                 words = excluded.words, data = excluded.data",
        )
        .bind::<BigInt, _>(*number)
        .bind::<Timestamptz, _>(first)
        .bind::<Timestamptz, _>(last)
        .bind::<Array<Text>, _>(block.values(MOST_VALUES))
        .bind::<Binary, _>(block.write())
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// Takes out the blocks that no customer is in any more: those outside of a first and a last one.
///
/// # Errors
/// When the database does not answer.
pub async fn clear_outside(connection: &mut AsyncPgConnection, first: i64, last: i64) -> Result<()> {
    prepared("DELETE FROM purchase_histories WHERE block < $1 OR block > $2")
        .bind::<BigInt, _>(first)
        .bind::<BigInt, _>(last)
        .execute(connection)
        .await?;
    Ok(())
}

/// The days from the first to the last purchase; none where nobody bought.
///
/// # Errors
/// When the database does not answer.
pub async fn span(connection: &mut AsyncPgConnection, zone: Tz) -> Result<Option<Period>> {
    #[derive(QueryableByName)]
    struct Ends {
        #[diesel(sql_type = Nullable<Timestamptz>)]
        first: Option<DateTime<Utc>>,
        #[diesel(sql_type = Nullable<Timestamptz>)]
        last: Option<DateTime<Utc>>,
    }
    let ends: Ends = prepared("SELECT min(first_at) AS first, max(last_at) AS last FROM purchase_histories")
        .get_result(connection)
        .await?;
    let day = |at: DateTime<Utc>| -> NaiveDate { at.with_timezone(&zone).date_naive() };
    let ends = ends.first.zip(ends.last);
    Ok(ends.and_then(|(first, last)| Period::new(day(first), day(last).succ_opt()?).ok()))
}

/// The values of dimensions that histories name, in order, of each at most `most`.
///
/// # Errors
/// When the database does not answer.
pub async fn words(connection: &mut AsyncPgConnection, most: usize) -> Result<Vec<months::Word>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        word: String,
    }
    let rows: Vec<Row> =
        prepared("SELECT DISTINCT unnest(words) AS word FROM purchase_histories ORDER BY word")
            .get_results(connection)
            .await?;
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        if let Some((dimension, word)) = row.word.split_once(':') {
            let words = known.entry(dimension.to_owned()).or_default();
            if words.len() < most {
                words.insert(word.to_owned());
            }
        }
    }
    Ok(known
        .into_iter()
        .flat_map(|(dimension, words)| {
            words.into_iter().map(move |word| months::Word { dimension: dimension.clone(), word })
        })
        .collect())
}
