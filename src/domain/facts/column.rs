//! One field of the facts of a day, packed: a small number for each fact, and the words once.

use std::collections::HashMap;

use super::codes::Codes;

/// What a field of a fact holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A name or a code.
    Word(String),
    /// A whole number: a score, a count, minutes, minor units of money.
    Number(i64),
}

/// Why bytes are not a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a column of facts")]
pub struct BadColumn;

/// The values of one field, one for each fact of a day in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// Words: each fact has the number of one of them, from 1; 0 is none.
    Words {
        /// The words that any fact has.
        words: Vec<String>,
        /// Their numbers.
        codes: Codes,
    },
    /// Numbers: each fact has one, counted from the least; 0 is none.
    Numbers {
        /// One less than the least, so that it stands for 'none'.
        base: i64,
        /// What is to be added to it.
        codes: Codes,
    },
}

impl Column {
    /// Packs the values of a field, in the order of the facts. One word among numbers makes words of all.
    #[must_use]
    pub fn pack(values: &[Option<Value>]) -> Self {
        if values.iter().flatten().any(|value| matches!(value, Value::Word(_))) {
            let mut places: HashMap<String, u64> = HashMap::new();
            let mut words = Vec::new();
            let codes: Vec<u64> = values
                .iter()
                .map(|value| {
                    let word = match value {
                        None => return 0,
                        Some(Value::Word(word)) => word.clone(),
                        Some(Value::Number(number)) => number.to_string(),
                    };
                    *places.entry(word).or_insert_with_key(|word| {
                        words.push(word.clone());
                        u64::try_from(words.len()).unwrap_or(0)
                    })
                })
                .collect();
            return Self::Words { words, codes: Codes::of(&codes) };
        }
        let number = |value: &Option<Value>| match value {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        };
        Self::of_numbers(&values.iter().map(number).collect::<Vec<_>>())
    }

    fn of_numbers(numbers: &[Option<i64>]) -> Self {
        let base = numbers.iter().flatten().min().copied().unwrap_or(0).saturating_sub(1);
        let codes: Vec<u64> =
            numbers.iter().map(|number| number.map_or(0, |number| number.abs_diff(base))).collect();
        Self::Numbers { base, codes: Codes::of(&codes) }
    }

    /// The column of facts in a new order: where each of them stood in the old one, if it did, and what others have, by
    /// their new places in order. As if all were packed anew, but nothing is unpacked; none where no fact has anything.
    #[must_use]
    pub fn spliced(old: Option<&Self>, order: &[Option<usize>], fresh: &[(usize, &Value)]) -> Option<Self> {
        let numbers = fresh.iter().all(|(_, value)| matches!(value, Value::Number(_)));
        let named = fresh.iter().all(|(_, value)| matches!(value, Value::Word(_)));
        let known = |at: &Option<usize>| old.and_then(|old| old.number((*at)?));
        let column = match old {
            None | Some(Self::Numbers { .. }) if numbers => {
                let mut all: Vec<Option<i64>> = order.iter().map(known).collect();
                for (place, value) in fresh {
                    if let (Some(slot), Value::Number(number)) = (all.get_mut(*place), value) {
                        *slot = Some(*number);
                    }
                }
                all.iter().any(Option::is_some).then(|| Self::of_numbers(&all))
            }
            None => Some(Self::respelled(&[], None, order, fresh)),
            Some(Self::Words { words, codes }) if named => {
                Some(Self::respelled(words, Some(codes), order, fresh))
            }
            Some(old) => {
                let mut all: Vec<Option<Value>> = order.iter().map(|at| old.value((*at)?)).collect();
                for (place, value) in fresh {
                    if let Some(slot) = all.get_mut(*place) {
                        *slot = Some((*value).clone());
                    }
                }
                all.iter().any(Option::is_some).then(|| Self::pack(&all))
            }
        };
        column.filter(|column| match column {
            Self::Words { words, .. } => !words.is_empty(),
            Self::Numbers { .. } => true,
        })
    }

    /// Words in a new order, numbered anew as they come.
    fn respelled(
        old: &[String],
        codes: Option<&Codes>,
        order: &[Option<usize>],
        fresh: &[(usize, &Value)],
    ) -> Self {
        let mut renamed = vec![0u64; old.len()];
        let mut places: HashMap<&str, u64> = HashMap::new();
        let mut words: Vec<String> = Vec::new();
        let numbers: HashMap<usize, String> = fresh
            .iter()
            .filter_map(|(place, value)| match value {
                Value::Number(number) => Some((*place, number.to_string())),
                Value::Word(_) => None,
            })
            .collect();
        let mut fresh = fresh.iter().peekable();
        let mut all = Vec::with_capacity(order.len());
        for (row, at) in order.iter().enumerate() {
            let mut told = None;
            while let Some((_, value)) = fresh.next_if(|(place, _)| *place == row) {
                told = match value {
                    Value::Word(word) => Some(word.as_str()),
                    Value::Number(_) => numbers.get(&row).map(String::as_str),
                };
            }
            let code = at.zip(codes).map_or(0, |(at, codes)| codes.get(at));
            let known = usize::try_from(code).ok().and_then(|code| code.checked_sub(1));
            let place = match (told, known) {
                (None, None) => 0,
                (None, Some(known)) if renamed.get(known).is_some_and(|place| *place > 0) => {
                    renamed.get(known).copied().unwrap_or(0)
                }
                (told, known) => {
                    let word = told.or_else(|| old.get(known?).map(String::as_str)).unwrap_or_default();
                    let place = *places.entry(word).or_insert_with(|| {
                        words.push(word.to_owned());
                        u64::try_from(words.len()).unwrap_or(0)
                    });
                    if let Some(slot) = known.filter(|_| told.is_none()).and_then(|at| renamed.get_mut(at)) {
                        *slot = place;
                    }
                    place
                }
            };
            all.push(place);
        }
        Self::Words { words, codes: Codes::of(&all) }
    }

    /// The columns of parts that follow one another, as if their values had been packed together; a part without a column
    /// has so many facts that have nothing.
    #[must_use]
    pub fn joined(parts: &[(Option<&Self>, usize)]) -> Self {
        let rows = parts.iter().map(|(_, rows)| rows).sum();
        let columns = || parts.iter().filter_map(|(column, _)| *column);
        if columns().all(|column| matches!(column, Self::Numbers { .. })) {
            let bases = columns().filter_map(|column| match column {
                Self::Numbers { base, codes } if codes.len() > 0 => Some(*base),
                _ => None,
            });
            let least = bases.min().unwrap_or(-1);
            let mut all: Vec<u64> = Vec::with_capacity(rows);
            for (column, rows) in parts {
                let end = all.len() + rows;
                if let Some(Self::Numbers { base, codes }) = column {
                    let more = base.abs_diff(least);
                    codes.each(|code| all.push(if code == 0 { 0 } else { code.saturating_add(more) }));
                }
                all.resize(end, 0);
            }
            return Self::Numbers { base: least, codes: Codes::of(&all) };
        }
        let mut places: HashMap<String, u64> = HashMap::new();
        let mut words: Vec<String> = Vec::new();
        let mut place = |word: &str| match places.get(word) {
            Some(place) => *place,
            None => {
                words.push(word.to_owned());
                let place = u64::try_from(words.len()).unwrap_or(0);
                places.insert(word.to_owned(), place);
                place
            }
        };
        let mut all: Vec<u64> = Vec::with_capacity(rows);
        for (column, rows) in parts {
            let end = all.len() + rows;
            match column {
                Some(Self::Words { words, codes }) => {
                    let here: Vec<u64> =
                        std::iter::once(0).chain(words.iter().map(|word| place(word))).collect();
                    let of = |code| usize::try_from(code).ok().and_then(|code: usize| here.get(code));
                    codes.each(|code| all.push(of(code).copied().unwrap_or(0)));
                }
                Some(numbers) => {
                    let word = |at| numbers.number(at).map(|number| number.to_string());
                    all.extend((0..*rows).map(|at| word(at).map_or(0, |word| place(&word))));
                }
                None => {}
            }
            all.resize(end, 0);
        }
        Self::Words { words, codes: Codes::of(&all) }
    }

    /// The numbers of the facts at some places, in their order; none of words.
    pub(super) fn numbers(&self, places: &[u32], mut see: impl FnMut(Option<i64>)) {
        match self {
            Self::Numbers { base, codes } => {
                codes.at(places, |code| see(base.checked_add_unsigned(code).filter(|_| code > 0)));
            }
            Self::Words { .. } => places.iter().for_each(|_| see(None)),
        }
    }

    /// Whether each of the facts at some places has anything, in their order.
    pub(super) fn present(&self, places: &[u32], mut see: impl FnMut(bool)) {
        let (Self::Words { codes, .. } | Self::Numbers { codes, .. }) = self;
        codes.at(places, |code| see(code > 0));
    }

    /// What a fact has; none behind the end.
    #[must_use]
    pub fn value(&self, at: usize) -> Option<Value> {
        self.word(at).map(|word| Value::Word(word.to_owned())).or_else(|| self.number(at).map(Value::Number))
    }

    /// The word of a fact.
    #[must_use]
    pub fn word(&self, at: usize) -> Option<&str> {
        match self {
            Self::Words { words, codes } => {
                let place = usize::try_from(codes.get(at).checked_sub(1)?).ok()?;
                words.get(place).map(String::as_str)
            }
            Self::Numbers { .. } => None,
        }
    }

    /// The number of a fact.
    #[must_use]
    pub fn number(&self, at: usize) -> Option<i64> {
        match self {
            Self::Numbers { base, codes } => match codes.get(at) {
                0 => None,
                code => base.checked_add_unsigned(code),
            },
            Self::Words { .. } => None,
        }
    }

    /// How many facts it is of.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Words { codes, .. } | Self::Numbers { codes, .. } => codes.len(),
        }
    }

    /// Whether it is of no fact.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// As bytes: a letter for the sort, what is common to all, the width and the codes, least byte first.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        match self {
            Self::Words { words, codes } => {
                bytes.push(b'w');
                bytes.extend(u32::try_from(words.len()).unwrap_or(u32::MAX).to_le_bytes());
                for word in words {
                    bytes.extend(u32::try_from(word.len()).unwrap_or(u32::MAX).to_le_bytes());
                    bytes.extend(word.as_bytes());
                }
                codes.write(&mut bytes);
            }
            Self::Numbers { base, codes } => {
                bytes.push(b'n');
                bytes.extend(base.to_le_bytes());
                codes.write(&mut bytes);
            }
        }
        bytes
    }

    /// The way back from [`Column::write`].
    ///
    /// # Errors
    /// [`BadColumn`] for bytes that no column writes.
    pub fn read(bytes: &[u8]) -> Result<Self, BadColumn> {
        let (sort, rest) = bytes.split_first().ok_or(BadColumn)?;
        match sort {
            b'n' => {
                let (base, codes) = rest.split_first_chunk().ok_or(BadColumn)?;
                Ok(Self::Numbers { base: i64::from_le_bytes(*base), codes: Codes::read(codes)? })
            }
            b'w' => {
                let (count, mut rest) = length(rest)?;
                let mut words = Vec::new();
                for _ in 0..count {
                    let (long, after) = length(rest)?;
                    let (word, after) = after.split_at_checked(long).ok_or(BadColumn)?;
                    words.push(std::str::from_utf8(word).map_err(|_| BadColumn)?.to_owned());
                    rest = after;
                }
                Ok(Self::Words { words, codes: Codes::read(rest)? })
            }
            _ => Err(BadColumn),
        }
    }
}

fn length(bytes: &[u8]) -> Result<(usize, &[u8]), BadColumn> {
    let (long, rest) = bytes.split_first_chunk().ok_or(BadColumn)?;
    Ok((usize::try_from(u32::from_le_bytes(*long)).map_err(|_| BadColumn)?, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_numbers_take_a_byte_each() {
        let scores: Vec<_> = (0..=10).map(|score| Some(Value::Number(score))).collect();
        assert_eq!(Column::pack(&scores).write().len(), 1 + 8 + 1 + 11);
    }

    #[test]
    fn broken_bytes_are_refused() {
        for bytes in [&b""[..], b"x", b"n123", b"w\x01\0\0\0\xff\0\0\0a", b"w\x01\0\0\0\x01\0\0\0\xff\x01"] {
            assert_eq!(Column::read(bytes), Err(BadColumn), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn parts_that_are_joined_are_as_if_packed_together(
            parts in proptest::collection::vec(
                proptest::collection::vec(proptest::option::of(prop_oneof![
                    3 => (-3i64..300).prop_map(Value::Number),
                    1 => "[a-c]".prop_map(Value::Word),
                ]), 1..20), 0..5),
            only_numbers in any::<bool>(),
        ) {
            let parts: Vec<Vec<_>> = parts
                .into_iter()
                .map(|part| part.into_iter().map(|value| value.filter(|value| !only_numbers || matches!(value, Value::Number(_)))).collect())
                .collect();
            let columns: Vec<_> = parts
                .iter()
                .map(|part| (part.iter().any(Option::is_some).then(|| Column::pack(part)), part.len()))
                .collect();
            let joined = Column::joined(&columns.iter().map(|(column, rows)| (column.as_ref(), *rows)).collect::<Vec<_>>());
            prop_assert_eq!(joined, Column::pack(&parts.concat()));
        }

        #[test]
        fn what_is_packed_comes_back(
            numbers in proptest::collection::vec(proptest::option::of(any::<i64>().prop_filter("the very least is 'none'", |n| *n > i64::MIN + 1)), 0..50),
            words in proptest::collection::vec(proptest::option::of(".{1,12}"), 0..50),
        ) {
            let numbers: Vec<_> = numbers.into_iter().map(|number| number.map(Value::Number)).collect();
            let words: Vec<_> = words.into_iter().map(|word| word.map(Value::Word)).collect();
            for values in [numbers, words] {
                let column = Column::read(&Column::pack(&values).write()).expect("a column");
                let back: Vec<_> = (0..values.len()).map(|at| column.value(at)).collect();
                prop_assert_eq!(back, values);
            }
        }
    }
}
