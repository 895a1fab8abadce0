//! Histories: what each customer bought, packed by hundreds of customers, so that every figure of retention can be counted
//! anew by any definition without looking at single purchases: some ten bytes a purchase, in the order of time.

use std::collections::{BTreeMap, BTreeSet};

use super::cut::{Dimension, Filters};

/// Customers whose histories are packed together: those whose ids differ in the last eight bits.
pub const BLOCK: i64 = 256;

/// The block that a customer is in.
#[must_use]
pub const fn block_of(customer: i64) -> i64 {
    customer.div_euclid(BLOCK)
}

/// A word of a block, by its place; nought is none.
pub type Word = u32;

/// One purchase, or return of goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purchase {
    /// Microseconds since 1970 (UTC).
    pub at: i64,
    /// In ten-thousandths of the currency's unit; a return is not above nought.
    pub amount: i128,
    /// Its currency.
    pub currency: Word,
    /// Where it was bought.
    pub store: Word,
    /// Of the goods.
    pub category: Word,
}

/// A customer with their purchases in the order of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buyer {
    /// The key of the customer.
    pub id: i64,
    /// The company's own group.
    pub segment: Word,
    /// Who looks after them.
    pub manager: Word,
    /// The road they came by.
    pub channel: Word,
    /// A, B or C of the last twelve months.
    pub value_class: Word,
    /// In the order of time.
    pub purchases: Vec<Purchase>,
}

/// Customers packed together, with the words their histories name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    words: Vec<String>,
    places: BTreeMap<String, Word>,
    /// In the order of their ids.
    pub buyers: Vec<Buyer>,
}

/// What was read is not a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a block of purchase histories is damaged")]
pub struct BadBlock;

impl Buyer {
    /// The word of a dimension that customers have one of.
    #[must_use]
    pub const fn attribute(&self, dimension: Dimension) -> Word {
        match dimension {
            Dimension::Segment => self.segment,
            Dimension::Manager => self.manager,
            Dimension::Channel => self.channel,
            Dimension::ValueClass => self.value_class,
            _ => 0,
        }
    }
}

/// The dimensions that customers are divided by.
pub const ATTRIBUTES: [Dimension; 4] =
    [Dimension::Segment, Dimension::Manager, Dimension::Channel, Dimension::ValueClass];

/// The dimensions that can limit which purchases are counted.
pub const OF_PURCHASES: [Dimension; 2] = [Dimension::Store, Dimension::Category];

impl Block {
    /// The place of a word, which is added where it is new; none and the empty word are nought.
    pub fn place(&mut self, word: Option<&str>) -> Word {
        let Some(word) = word.filter(|word| !word.is_empty()) else { return 0 };
        let word = super::facts::kept(word);
        if let Some(place) = self.places.get(word) {
            return *place;
        }
        self.words.push(word.to_owned());
        let place = Word::try_from(self.words.len()).unwrap_or(0);
        self.places.insert(word.to_owned(), place);
        place
    }

    /// A word by its place; empty of none.
    #[must_use]
    pub fn word(&self, place: Word) -> &str {
        let at = usize::try_from(place).ok().and_then(|place| place.checked_sub(1));
        at.and_then(|at| self.words.get(at)).map_or("", String::as_str)
    }

    /// A block of these customers and those of another that are none of `replaced`.
    #[must_use]
    pub fn with(mut self, other: &Self, replaced: &BTreeSet<i64>) -> Self {
        for buyer in other.buyers.iter().filter(|buyer| !replaced.contains(&buyer.id)) {
            let mut word = |place| self.place(Some(other.word(place)));
            let mut copy = buyer.clone();
            copy.segment = word(buyer.segment);
            copy.manager = word(buyer.manager);
            copy.channel = word(buyer.channel);
            copy.value_class = word(buyer.value_class);
            for purchase in &mut copy.purchases {
                purchase.currency = word(purchase.currency);
                purchase.store = word(purchase.store);
                purchase.category = word(purchase.category);
            }
            self.buyers.push(copy);
        }
        self.buyers.sort_by_key(|buyer| buyer.id);
        self
    }

    /// Keeps only the customers and purchases of some filters; whoever has no purchase left goes too. Filters by what is
    /// of answers (survey, language) say nothing of customers and are not looked at.
    pub fn narrow(&mut self, filters: &Filters) {
        if filters.is_empty() {
            return;
        }
        let places = |dimension| -> Option<BTreeSet<Word>> {
            let values = filters.of(dimension)?;
            let place = |value: &String| match super::facts::kept(value) {
                "" => Some(0),
                word => self.places.get(word).copied(),
            };
            Some(values.iter().filter_map(place).collect())
        };
        let attributes = ATTRIBUTES.map(|dimension| (dimension, places(dimension)));
        let (stores, categories) = (places(Dimension::Store), places(Dimension::Category));
        let allowed = |places: &Option<BTreeSet<Word>>, place: Word| {
            places.as_ref().is_none_or(|places| places.contains(&place))
        };
        self.buyers.retain_mut(|buyer| {
            if !attributes.iter().all(|(dimension, places)| allowed(places, buyer.attribute(*dimension))) {
                return false;
            }
            buyer.purchases.retain(|purchase| {
                allowed(&stores, purchase.store) && allowed(&categories, purchase.category)
            });
            !buyer.purchases.is_empty()
        });
    }

    /// The moments of the first and the last purchase.
    #[must_use]
    pub fn span(&self) -> Option<(i64, i64)> {
        let moments = || self.buyers.iter().flat_map(|buyer| &buyer.purchases).map(|purchase| purchase.at);
        moments().min().zip(moments().max())
    }

    /// The values of dimensions that occur, as `segment:VIP`; of each at most `most`.
    #[must_use]
    pub fn values(&self, most: usize) -> Vec<String> {
        let mut values = Vec::new();
        for dimension in ATTRIBUTES.into_iter().chain(OF_PURCHASES) {
            let mut places = BTreeSet::new();
            for buyer in &self.buyers {
                match dimension {
                    Dimension::Store => places.extend(buyer.purchases.iter().map(|one| one.store)),
                    Dimension::Category => places.extend(buyer.purchases.iter().map(|one| one.category)),
                    other => {
                        places.insert(buyer.attribute(other));
                    }
                }
            }
            places.remove(&0);
            values.extend(
                places.into_iter().take(most).map(|place| format!("{dimension}:{}", self.word(place))),
            );
        }
        values
    }

    /// Packs it: the words, then each customer with numbers as few bytes as they need.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut data = Vec::new();
        put(&mut data, length(self.words.len()));
        for word in &self.words {
            put(&mut data, length(word.len()));
            data.extend_from_slice(word.as_bytes());
        }
        put(&mut data, length(self.buyers.len()));
        let mut id = 0;
        for buyer in &self.buyers {
            put(&mut data, folded(i128::from(buyer.id) - id));
            id = buyer.id.into();
            for word in [buyer.segment, buyer.manager, buyer.channel, buyer.value_class] {
                put(&mut data, word.into());
            }
            put(&mut data, length(buyer.purchases.len()));
            let mut at = 0;
            for purchase in &buyer.purchases {
                put(&mut data, folded(i128::from(purchase.at) - at));
                at = purchase.at.into();
                put(&mut data, folded(purchase.amount));
                for word in [purchase.currency, purchase.store, purchase.category] {
                    put(&mut data, word.into());
                }
            }
        }
        data
    }

    /// Unpacks it.
    ///
    /// # Errors
    /// [`BadBlock`] where something else was written.
    pub fn read(mut data: &[u8]) -> Result<Self, BadBlock> {
        let data = &mut data;
        let mut block = Self::default();
        for _ in 0..take(data)? {
            let length = usize::try_from(take(data)?).map_err(|_| BadBlock)?;
            let (word, rest) = data.split_at_checked(length).ok_or(BadBlock)?;
            *data = rest;
            let word = std::str::from_utf8(word).map_err(|_| BadBlock)?;
            block.place(Some(word));
        }
        let mut id = 0;
        for _ in 0..take(data)? {
            id = number(take(data)?, id)?;
            let (segment, manager, channel, value_class) =
                (word(data)?, word(data)?, word(data)?, word(data)?);
            let count = usize::try_from(take(data)?).map_err(|_| BadBlock)?;
            let mut purchases = Vec::with_capacity(count.min(data.len()));
            let mut at = 0;
            for _ in 0..count {
                at = number(take(data)?, at)?;
                let amount = unfolded(take(data)?)?;
                let (currency, store, category) = (word(data)?, word(data)?, word(data)?);
                purchases.push(Purchase { at, amount, currency, store, category });
            }
            block.buyers.push(Buyer { id, segment, manager, channel, value_class, purchases });
        }
        if data.is_empty() { Ok(block) } else { Err(BadBlock) }
    }
}

fn length(length: usize) -> u128 {
    u128::try_from(length).unwrap_or(0)
}

/// Small numbers of either sign become small numbers without one.
const fn folded(number: i128) -> u128 {
    if number < 0 { (number.unsigned_abs() << 1) - 1 } else { number.unsigned_abs() << 1 }
}

fn unfolded(folded: u128) -> Result<i128, BadBlock> {
    let half = i128::try_from(folded >> 1).map_err(|_| BadBlock)?;
    Ok(if folded & 1 == 1 { -half - 1 } else { half })
}

fn number(folded: u128, before: i64) -> Result<i64, BadBlock> {
    let sum = i128::from(before).checked_add(unfolded(folded)?).ok_or(BadBlock)?;
    i64::try_from(sum).map_err(|_| BadBlock)
}

/// Seven bits in a byte, the lowest first; the eighth says that more follow.
fn put(data: &mut Vec<u8>, mut number: u128) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or(0);
        number >>= 7;
        if number == 0 {
            data.push(low);
            return;
        }
        data.push(low | 0x80);
    }
}

fn take(data: &mut &[u8]) -> Result<u128, BadBlock> {
    // Nearly all numbers fit eight bytes, and those are summed faster.
    let mut low: u64 = 0;
    let mut shift = 0;
    while shift < 63 {
        let (byte, rest) = data.split_first().ok_or(BadBlock)?;
        *data = rest;
        low |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(low.into());
        }
        shift += 7;
    }
    let mut number = u128::from(low);
    while shift < 126 {
        let (byte, rest) = data.split_first().ok_or(BadBlock)?;
        *data = rest;
        number |= u128::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
        shift += 7;
    }
    Err(BadBlock)
}

fn word(data: &mut &[u8]) -> Result<Word, BadBlock> {
    Word::try_from(take(data)?).map_err(|_| BadBlock)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block() -> Block {
        let mut block = Block::default();
        for id in [256, 300, 511] {
            let (segment, currency) = (block.place(Some("VIP")), block.place(Some("RUB")));
            let purchase = |at, amount| Purchase { at, amount, currency, store: 0, category: segment };
            let purchases =
                vec![purchase(-5, -1), purchase(id, i128::from(i64::MAX) * 3), purchase(i64::MAX, 0)];
            block.buyers.push(Buyer { id, segment, manager: 0, channel: 0, value_class: 0, purchases });
        }
        block
    }

    #[test]
    fn a_block_is_read_as_it_was_written() {
        let block = block();
        assert_eq!(Block::read(&block.write()), Ok(block.clone()));
        assert_eq!(Block::read(&Block::default().write()), Ok(Block::default()));
        assert_eq!(block.span(), Some((-5, i64::MAX)));
    }

    #[test]
    fn what_is_damaged_is_refused() {
        let data = block().write();
        for end in 0..data.len() {
            assert_eq!(Block::read(&data[..end]), Err(BadBlock), "{end}");
        }
        assert_eq!(Block::read(&[0xff; 40]), Err(BadBlock));
    }

    #[test]
    fn customers_are_replaced_and_their_words_move_along() {
        let mut new = Block::default();
        let segment = new.place(Some("Опт"));
        let buyer = Buyer { id: 300, segment, manager: 0, channel: 0, value_class: 0, purchases: vec![] };
        new.buyers.push(buyer);
        let all = new.with(&block(), &BTreeSet::from([300, 511]));
        let told: Vec<_> = all.buyers.iter().map(|buyer| (buyer.id, all.word(buyer.segment))).collect();
        assert_eq!(told, [(256, "VIP"), (300, "Опт")]);
        assert_eq!(all.word(all.buyers[0].purchases[0].currency), "RUB");
    }

    #[test]
    fn filters_keep_customers_and_their_purchases() {
        let mut narrowed = block();
        narrowed.narrow(&Filters::default().with(Dimension::Segment, "VIP").with(Dimension::Store, ""));
        assert_eq!(narrowed, block());
        narrowed.narrow(&Filters::default().with(Dimension::Category, "Чай"));
        assert!(narrowed.buyers.is_empty());
    }
}
