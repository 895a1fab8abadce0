//! Histories: what each customer bought, packed by hundreds of customers, so that every figure of retention can be counted
//! anew by any definition without looking at single purchases: some ten bytes a purchase, in the order of time.

mod packed;

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

use self::packed::{PackedColumn, SECOND, WHOLE, folded, length, number, put, put_column, take, word};
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

/// A customer; [`Block::of`] tells what they bought.
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
    purchases: Range<usize>,
}

/// Customers packed together, with the words their histories name.
#[derive(Debug, Clone, Default)]
pub struct Block {
    words: Vec<String>,
    /// The places of the words, once one was looked for: reading alone needs none.
    places: HashMap<String, Word>,
    /// In the order of their ids.
    pub buyers: Vec<Buyer>,
    /// Of one customer after another, of each in the order of time.
    purchases: Vec<Purchase>,
}

impl PartialEq for Block {
    fn eq(&self, other: &Self) -> bool {
        (&self.words, &self.buyers, &self.purchases) == (&other.words, &other.buyers, &other.purchases)
    }
}

/// What was read is not a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a block of purchase histories is damaged")]
pub struct BadBlock;

impl Buyer {
    /// A customer who bought nothing yet.
    #[must_use]
    pub const fn new(id: i64, segment: Word, manager: Word, channel: Word, value_class: Word) -> Self {
        Self { id, segment, manager, channel, value_class, purchases: 0..0 }
    }

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
        if self.places.len() < self.words.len() {
            self.places = self.words.iter().cloned().zip(1..).collect();
        }
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

    /// What a customer of it bought, in the order of time.
    #[must_use]
    pub fn of(&self, buyer: &Buyer) -> &[Purchase] {
        self.purchases.get(buyer.purchases.clone()).unwrap_or_default()
    }

    /// Adds a customer behind those it has, with what they bought.
    pub fn add(&mut self, mut buyer: Buyer, purchases: impl IntoIterator<Item = Purchase>) {
        let from = self.purchases.len();
        self.purchases.extend(purchases);
        buyer.purchases = from..self.purchases.len();
        self.buyers.push(buyer);
    }

    /// Adds a purchase to the customer who was added last.
    pub fn bought(&mut self, purchase: Purchase) {
        if let Some(last) = self.buyers.last_mut() {
            self.purchases.push(purchase);
            last.purchases.end = self.purchases.len();
        }
    }

    /// A block of these customers and those of another that are none of `replaced`.
    #[must_use]
    pub fn with(mut self, other: &Self, replaced: &BTreeSet<i64>) -> Self {
        let mut parts: Vec<(Buyer, Vec<Purchase>)> =
            self.buyers.iter().map(|buyer| (buyer.clone(), self.of(buyer).to_vec())).collect();
        for buyer in other.buyers.iter().filter(|buyer| !replaced.contains(&buyer.id)) {
            let mut word = |place| self.place(Some(other.word(place)));
            let mut copy = buyer.clone();
            copy.segment = word(buyer.segment);
            copy.manager = word(buyer.manager);
            copy.channel = word(buyer.channel);
            copy.value_class = word(buyer.value_class);
            let mut purchases = other.of(buyer).to_vec();
            for purchase in &mut purchases {
                purchase.currency = word(purchase.currency);
                purchase.store = word(purchase.store);
                purchase.category = word(purchase.category);
            }
            parts.push((copy, purchases));
        }
        parts.sort_by_key(|(buyer, _)| buyer.id);
        let mut all = Self { words: self.words, places: self.places, ..Self::default() };
        parts.into_iter().for_each(|(buyer, purchases)| all.add(buyer, purchases));
        all
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
                word => (1..).zip(&self.words).find(|(_, known)| *known == word).map(|(place, _)| place),
            };
            Some(values.iter().filter_map(place).collect())
        };
        let attributes = ATTRIBUTES.map(|dimension| (dimension, places(dimension)));
        let (stores, categories) = (places(Dimension::Store), places(Dimension::Category));
        let allowed = |places: &Option<BTreeSet<Word>>, place: Word| {
            places.as_ref().is_none_or(|places| places.contains(&place))
        };
        self.buyers.retain(|buyer| {
            attributes.iter().all(|(dimension, places)| allowed(places, buyer.attribute(*dimension)))
        });
        if stores.is_none() && categories.is_none() {
            return;
        }
        let (buyers, purchases) = (std::mem::take(&mut self.buyers), std::mem::take(&mut self.purchases));
        for buyer in buyers {
            let all = purchases.get(buyer.purchases.clone()).unwrap_or_default();
            let counted = |one: &&Purchase| allowed(&stores, one.store) && allowed(&categories, one.category);
            let mut left = all.iter().filter(counted).copied().peekable();
            if left.peek().is_some() {
                self.add(buyer, left);
            }
        }
    }

    /// The moments of the first and the last purchase.
    #[must_use]
    pub fn span(&self) -> Option<(i64, i64)> {
        let moments = || self.purchases.iter().map(|purchase| purchase.at);
        moments().min().zip(moments().max())
    }

    /// The values of dimensions that occur, as `segment:VIP`; of each at most `most`.
    #[must_use]
    pub fn values(&self, most: usize) -> Vec<String> {
        let mut values = Vec::new();
        for dimension in ATTRIBUTES.into_iter().chain(OF_PURCHASES) {
            let mut places: BTreeSet<Word> = match dimension {
                Dimension::Store => self.purchases.iter().map(|one| one.store).collect(),
                Dimension::Category => self.purchases.iter().map(|one| one.category).collect(),
                other => self.buyers.iter().map(|buyer| buyer.attribute(other)).collect(),
            };
            places.remove(&0);
            values.extend(
                places.into_iter().take(most).map(|place| format!("{dimension}:{}", self.word(place))),
            );
        }
        values
    }

    /// Packs it: the words, then the customers with numbers as few bytes as they need, then what they bought, column by
    /// column, each in as many bytes as its largest number needs.
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
        }
        let all = || self.buyers.iter().flat_map(|buyer| self.of(buyer));
        let column = |of: fn(&Purchase) -> i128| all().map(of).collect::<Vec<_>>();
        put_column(&mut data, &column(|one| one.at.into()), SECOND);
        put_column(&mut data, &column(|one| one.amount), WHOLE);
        put_column(&mut data, &column(|one| one.currency.into()), 1);
        put_column(&mut data, &column(|one| one.store.into()), 1);
        put_column(&mut data, &column(|one| one.category.into()), 1);
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
            block.words.push(std::str::from_utf8(word).map_err(|_| BadBlock)?.to_owned());
        }
        let (mut id, mut rows) = (0, 0_usize);
        for _ in 0..take(data)? {
            id = number(take(data)?, id)?;
            let (segment, manager, channel, value_class) =
                (word(data)?, word(data)?, word(data)?, word(data)?);
            let count = usize::try_from(take(data)?).map_err(|_| BadBlock)?;
            let end = rows.checked_add(count).ok_or(BadBlock)?;
            block.buyers.push(Buyer { id, segment, manager, channel, value_class, purchases: rows..end });
            rows = end;
        }
        let at = PackedColumn::take(data, rows)?;
        let amount = PackedColumn::take(data, rows)?;
        let words = [(); 3].map(|()| PackedColumn::take(data, rows));
        let [Ok(currency), Ok(store), Ok(category)] = words else { return Err(BadBlock) };
        if !data.is_empty() {
            return Err(BadBlock);
        }
        block.purchases = vec![Purchase { at: 0, amount: 0, currency: 0, store: 0, category: 0 }; rows];
        let all = &mut block.purchases;
        at.fill(all, |one, number| i64::try_from(number).map(|number| one.at = number).is_ok())?;
        amount.fill(all, |one, number| {
            one.amount = number;
            true
        })?;
        currency.fill(all, |one, number| Word::try_from(number).map(|word| one.currency = word).is_ok())?;
        store.fill(all, |one, number| Word::try_from(number).map(|word| one.store = word).is_ok())?;
        category.fill(all, |one, number| Word::try_from(number).map(|word| one.category = word).is_ok())?;
        Ok(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block() -> Block {
        let mut block = Block::default();
        for id in [256, 300, 511] {
            let (segment, currency) = (block.place(Some("VIP")), block.place(Some("RUB")));
            let purchase = |at, amount| Purchase { at, amount, currency, store: 0, category: segment };
            let purchases = [purchase(-5, -1), purchase(id, i128::from(i64::MAX) * 3), purchase(i64::MAX, 0)];
            block.add(Buyer::new(id, segment, 0, 0, 0), purchases);
        }
        block
    }

    #[test]
    fn a_block_is_read_as_it_was_written() {
        let block = block();
        assert_eq!(Block::read(&block.write()), Ok(block.clone()));
        assert_eq!(Block::read(&Block::default().write()), Ok(Block::default()));
        let mut close = Block::default();
        close.add(Buyer::new(-7, 0, 0, 0, 0), []);
        assert_eq!(Block::read(&close.write()), Ok(close));
        assert_eq!(block.span(), Some((-5, i64::MAX)));
    }

    #[test]
    fn usual_purchases_take_some_eleven_bytes() {
        let mut block = Block::default();
        let currency = block.place(Some("RUB"));
        let purchases = (0..1_000_i64).map(|number| Purchase {
            at: 1_700_000_000_123_456 + number * 3_601 * 1_000_000,
            amount: i128::from(number * 100 * 777),
            currency,
            store: 0,
            category: 0,
        });
        block.add(Buyer::new(1, 0, 0, 0, 0), purchases);
        let data = block.write();
        assert_eq!(Block::read(&data), Ok(block));
        assert!(data.len() < 11_100, "{}", data.len());
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
        new.add(Buyer::new(300, segment, 0, 0, 0), []);
        let all = new.with(&block(), &BTreeSet::from([300, 511]));
        let told: Vec<_> = all.buyers.iter().map(|buyer| (buyer.id, all.word(buyer.segment))).collect();
        assert_eq!(told, [(256, "VIP"), (300, "Опт")]);
        assert_eq!(all.word(all.of(&all.buyers[0])[0].currency), "RUB");
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
