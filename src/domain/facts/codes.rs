//! The codes of a column: a small whole number for each fact.

use super::BadColumn;

/// Small whole numbers, in as few bytes as the largest of them needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Codes {
    /// One byte each.
    Byte(Vec<u8>),
    /// Two bytes each.
    Pair(Vec<u16>),
    /// Four bytes each.
    Four(Vec<u32>),
    /// Eight bytes each.
    Eight(Vec<u64>),
}

impl Codes {
    pub(in crate::domain) fn of(codes: &[u64]) -> Self {
        fn narrow<T: TryFrom<u64>>(codes: &[u64]) -> Option<Vec<T>> {
            codes.iter().map(|code| T::try_from(*code).ok()).collect()
        }
        narrow(codes)
            .map(Self::Byte)
            .or_else(|| narrow(codes).map(Self::Pair))
            .or_else(|| narrow(codes).map(Self::Four))
            .unwrap_or_else(|| Self::Eight(codes.to_vec()))
    }

    /// The number at a place; 0 behind the end.
    #[must_use]
    pub fn get(&self, at: usize) -> u64 {
        match self {
            Self::Byte(codes) => codes.get(at).copied().map_or(0, u64::from),
            Self::Pair(codes) => codes.get(at).copied().map_or(0, u64::from),
            Self::Four(codes) => codes.get(at).copied().map_or(0, u64::from),
            Self::Eight(codes) => codes.get(at).copied().unwrap_or(0),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Byte(codes) => codes.len(),
            Self::Pair(codes) => codes.len(),
            Self::Four(codes) => codes.len(),
            Self::Eight(codes) => codes.len(),
        }
    }

    /// Every code in order: one loop for each width, which knows what it reads.
    pub(in crate::domain) fn each(&self, mut see: impl FnMut(u64)) {
        match self {
            Self::Byte(codes) => codes.iter().for_each(|code| see(u64::from(*code))),
            Self::Pair(codes) => codes.iter().for_each(|code| see(u64::from(*code))),
            Self::Four(codes) => codes.iter().for_each(|code| see(u64::from(*code))),
            Self::Eight(codes) => codes.iter().for_each(|code| see(*code)),
        }
    }

    /// The codes at some places, in their order; 0 behind the end.
    pub(super) fn at(&self, places: &[u32], mut see: impl FnMut(u64)) {
        fn among<T: Copy + Into<u64>>(codes: &[T], places: &[u32], mut see: impl FnMut(u64)) {
            for place in places {
                let code = usize::try_from(*place).ok().and_then(|place| codes.get(place));
                see(code.map_or(0, |code| (*code).into()));
            }
        }
        match self {
            Self::Byte(codes) => among(codes, places, &mut see),
            Self::Pair(codes) => among(codes, places, &mut see),
            Self::Four(codes) => among(codes, places, &mut see),
            Self::Eight(codes) => among(codes, places, &mut see),
        }
    }

    /// Strikes out of a mask what has another code than wanted. Of bytes, each code is judged once.
    pub(super) fn narrow(&self, mask: &mut [bool], wanted: impl Fn(u64) -> bool) {
        fn among<T: Copy + Into<u64>>(codes: &[T], mask: &mut [bool], wanted: impl Fn(u64) -> bool) {
            for (keep, code) in mask.iter_mut().zip(codes) {
                *keep = *keep && wanted((*code).into());
            }
        }
        match self {
            Self::Byte(codes) => {
                let mut judged = [false; 256];
                (0..).zip(&mut judged).for_each(|(code, keep)| *keep = wanted(code));
                if judged.iter().all(|keep| *keep) {
                    return;
                }
                for (keep, code) in mask.iter_mut().zip(codes) {
                    *keep &= judged.get(usize::from(*code)).copied().unwrap_or(false);
                }
            }
            Self::Pair(codes) => among(codes, mask, &wanted),
            Self::Four(codes) => among(codes, mask, &wanted),
            Self::Eight(codes) => among(codes, mask, &wanted),
        }
        if self.len() < mask.len() && !wanted(0) {
            mask.iter_mut().skip(self.len()).for_each(|keep| *keep = false);
        }
    }

    pub(in crate::domain) fn write(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Byte(codes) => {
                bytes.push(1);
                bytes.extend(codes);
            }
            Self::Pair(codes) => {
                bytes.push(2);
                codes.iter().for_each(|code| bytes.extend(code.to_le_bytes()));
            }
            Self::Four(codes) => {
                bytes.push(4);
                codes.iter().for_each(|code| bytes.extend(code.to_le_bytes()));
            }
            Self::Eight(codes) => {
                bytes.push(8);
                codes.iter().for_each(|code| bytes.extend(code.to_le_bytes()));
            }
        }
    }

    pub(in crate::domain) fn read(bytes: &[u8]) -> Result<Self, BadColumn> {
        let (width, bytes) = bytes.split_first().ok_or(BadColumn)?;
        match width {
            1 => Ok(Self::Byte(bytes.to_vec())),
            2 => Ok(Self::Pair(bytes.as_chunks().0.iter().map(|code| u16::from_le_bytes(*code)).collect())),
            4 => Ok(Self::Four(bytes.as_chunks().0.iter().map(|code| u32::from_le_bytes(*code)).collect())),
            8 => Ok(Self::Eight(bytes.as_chunks().0.iter().map(|code| u64::from_le_bytes(*code)).collect())),
            _ => Err(BadColumn),
        }
    }
}
