//! Purchase histories: written anew whole for every customer whose purchases or attributes changed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    domain::{
        cut::Grain,
        facts::Subject,
        history::{BLOCK, block_of},
    },
    store::{
        Connection, Result,
        facts::{self, queue, state},
        histories,
        transactions::transaction,
    },
};

/// Blocks in memory at a time while customers are folded in.
const TOGETHER: usize = 64;
/// Blocks in one transaction while all are built anew.
const AT_ONCE: i64 = 100;

/// Puts these customers, in order, into their blocks as their rows are now.
pub async fn fold(connection: &mut Connection, customers: &[i64]) -> Result<()> {
    let of_blocks: Vec<_> = customers.chunk_by(|one, next| block_of(*one) == block_of(*next)).collect();
    for some in of_blocks.chunks(TOGETHER) {
        let numbers: Vec<i64> = some
            .iter()
            .filter_map(|customers| customers.first())
            .map(|customer| block_of(*customer))
            .collect();
        let ids: Vec<i64> = some.iter().flat_map(|customers| customers.iter().copied()).collect();
        let replaced: BTreeSet<i64> = ids.iter().copied().collect();
        let mut made = histories::made(connection, &ids).await?;
        let mut stored = histories::read(connection, &numbers).await?;
        let mut written = BTreeMap::new();
        for number in numbers {
            let (new, old) =
                (made.remove(&number).unwrap_or_default(), stored.remove(&number).unwrap_or_default());
            let block = new.with(&old, &replaced);
            if block != old {
                written.insert(number, block);
            }
        }
        histories::replace(connection, &written).await?;
    }
    Ok(())
}

/// Builds all of them anew; one that was stopped begins again.
pub async fn rebuild(connection: &mut Connection, zone: Tz, now: DateTime<Utc>) -> Result<()> {
    let today = Grain::Month.start(now.with_timezone(&zone).date_naive());
    state::rebuilt(connection, Subject::Customers, zone, Some(today), now).await?;
    let (first, last) = histories::ends(connection).await?.unwrap_or((0, -1));
    histories::clear_outside(connection, first, last).await?;
    let mut from = first;
    while from <= last {
        let to = from.saturating_add(AT_ONCE);
        transaction(connection, async |connection| {
            facts::lock(connection).await?;
            queue::drop_histories(connection, from.saturating_mul(BLOCK), to.saturating_mul(BLOCK)).await?;
            let mut blocks = histories::made_between(connection, from, to).await?;
            for number in from..to.min(last.saturating_add(1)) {
                // Whose customers are gone is written as empty, which takes it out.
                blocks.entry(number).or_default();
            }
            histories::replace(connection, &blocks).await
        })
        .await?;
        from = to;
    }
    state::rebuilt(connection, Subject::Customers, zone, None, now).await
}
