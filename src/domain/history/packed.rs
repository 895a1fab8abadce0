//! Numbers of a block as bytes: single ones of seven bits a byte, and whole columns.

use super::{BadBlock, Purchase, Word};
use crate::domain::facts::Codes;

/// Microseconds of a second: moments are mostly whole seconds apart.
pub(super) const SECOND: u64 = 1_000_000;
/// Ten-thousandths of a whole unit of money, which amounts are often made of.
pub(super) const WHOLE: u64 = 10_000;

/// Numbers as the distance from the least of them, in steps of `coarse` or of a hundredth of it where all are so far
/// apart; those that are too far apart for that, each in sixteen bytes.
pub(super) fn put_column(data: &mut Vec<u8>, numbers: &[i128], coarse: u64) {
    let Some(base) = numbers.iter().copied().min() else { return };
    let apart = || numbers.iter().map(|number| number.abs_diff(base));
    let units = [coarse, coarse / 100, 1].into_iter().filter(|unit| *unit > 0);
    let unit = units.into_iter().find(|unit| apart().all(|one| one.is_multiple_of(u128::from(*unit))));
    let unit = unit.unwrap_or(1);
    let codes: Option<Vec<u64>> = apart().map(|one| u64::try_from(one / u128::from(unit)).ok()).collect();
    let Some(codes) = codes else {
        data.push(0);
        numbers.iter().for_each(|number| data.extend(number.to_le_bytes()));
        return;
    };
    data.push(1);
    put(data, folded(base));
    put(data, unit.into());
    Codes::of(&codes).write(data);
}

/// The way back from [`put_column`].
pub(super) enum PackedColumn<'a> {
    Raw(&'a [[u8; 16]]),
    Packed { base: i128, unit: u64, codes: Codes },
}

impl<'a> PackedColumn<'a> {
    pub(super) fn take(data: &mut &'a [u8], rows: usize) -> Result<Self, BadBlock> {
        if rows == 0 {
            return Ok(Self::Raw(&[]));
        }
        let (sort, rest) = data.split_first().ok_or(BadBlock)?;
        *data = rest;
        let mut bytes = |width: usize| -> Result<&'a [u8], BadBlock> {
            let length = rows.checked_mul(width).ok_or(BadBlock)?;
            let (bytes, rest) = data.split_at_checked(length).ok_or(BadBlock)?;
            *data = rest;
            Ok(bytes)
        };
        if *sort == 0 {
            return Ok(Self::Raw(bytes(16)?.as_chunks().0));
        }
        let base = unfolded(take(data)?)?;
        let unit = u64::try_from(take(data)?).map_err(|_| BadBlock)?;
        let width = usize::from(*data.first().ok_or(BadBlock)?);
        let length = rows.checked_mul(width).and_then(|length| length.checked_add(1)).ok_or(BadBlock)?;
        let (bytes, rest) = data.split_at_checked(length).ok_or(BadBlock)?;
        *data = rest;
        Ok(Self::Packed { base, unit, codes: Codes::read(bytes).map_err(|_| BadBlock)? })
    }

    /// Puts the numbers into the purchases, as far as they fit.
    pub(super) fn fill(
        &self,
        all: &mut [Purchase],
        mut put: impl FnMut(&mut Purchase, i128) -> bool,
    ) -> Result<(), BadBlock> {
        let mut good = true;
        match self {
            Self::Raw(numbers) => {
                for (one, number) in all.iter_mut().zip(*numbers) {
                    good &= put(one, i128::from_le_bytes(*number));
                }
            }
            Self::Packed { base, unit, codes } => {
                let (mut rest, unit) = (all.iter_mut(), i128::from(*unit));
                codes.each(|code| {
                    let number = i128::from(code).checked_mul(unit).and_then(|far| far.checked_add(*base));
                    good &= rest.next().zip(number).is_some_and(|(one, number)| put(one, number));
                });
            }
        }
        if good { Ok(()) } else { Err(BadBlock) }
    }
}

pub(super) fn length(length: usize) -> u128 {
    u128::try_from(length).unwrap_or(0)
}

/// Small numbers of either sign become small numbers without one.
pub(super) const fn folded(number: i128) -> u128 {
    if number < 0 { (number.unsigned_abs() << 1) - 1 } else { number.unsigned_abs() << 1 }
}

fn unfolded(folded: u128) -> Result<i128, BadBlock> {
    let half = i128::try_from(folded >> 1).map_err(|_| BadBlock)?;
    Ok(if folded & 1 == 1 { -half - 1 } else { half })
}

pub(super) fn number(folded: u128, before: i64) -> Result<i64, BadBlock> {
    let sum = i128::from(before).checked_add(unfolded(folded)?).ok_or(BadBlock)?;
    i64::try_from(sum).map_err(|_| BadBlock)
}

/// Seven bits in a byte, the lowest first; the eighth says that more follow.
pub(super) fn put(data: &mut Vec<u8>, mut number: u128) {
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

pub(super) fn take(data: &mut &[u8]) -> Result<u128, BadBlock> {
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

pub(super) fn word(data: &mut &[u8]) -> Result<Word, BadBlock> {
    Word::try_from(take(data)?).map_err(|_| BadBlock)
}
