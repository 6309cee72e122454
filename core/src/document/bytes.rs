//! Compact bytes, for what machines hand to each other.

use crate::number::Number;

/// Writes values one after another.
#[derive(Debug, Default)]
pub(crate) struct ByteWriter(Vec<u8>);

/// Reads them again in the same order; `None` where the bytes do not say what is asked for.
#[derive(Debug)]
pub(crate) struct ByteReader<'b>(&'b [u8]);

impl ByteWriter {
    /// Seven bits a byte, the lowest first.
    pub(crate) fn whole(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.byte((value & 0x7f) | 0x80);
            value >>= 7;
        }
        self.byte(value);
    }

    pub(crate) fn size(&mut self, value: usize) {
        self.whole(u64::try_from(value).unwrap_or(u64::MAX));
    }

    /// The sign is the lowest bit.
    pub(crate) fn signed(&mut self, value: i64) {
        let twice = value.unsigned_abs().wrapping_mul(2);
        self.whole(if value < 0 { twice.wrapping_sub(1) } else { twice });
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.size(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(crate) fn number(&mut self, number: &Number) {
        let (above, below) = number.to_bytes();
        self.bytes(&above);
        self.bytes(&below);
    }

    /// A value, or that there is none.
    pub(crate) fn option<T>(&mut self, value: Option<&T>, write: impl FnOnce(&mut Self, &T)) {
        self.whole(u64::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    pub(crate) fn list<T>(&mut self, items: impl Iterator<Item = T> + Clone, mut write: impl FnMut(&mut Self, T)) {
        self.size(items.clone().count());
        items.for_each(|item| write(self, item));
    }

    fn byte(&mut self, value: u64) {
        self.0.push(u8::try_from(value & 0xff).unwrap_or(0));
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.0
    }
}

impl<'b> ByteReader<'b> {
    pub(crate) const fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    /// Whether all was read.
    pub(crate) const fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn whole(&mut self) -> Option<u64> {
        let mut value = 0;
        for at in 0..10 {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            let bits = u64::from(byte & 0x7f);
            // The tenth byte has room for one bit.
            if at == 9 && bits > 1 {
                return None;
            }
            value |= bits << (7 * at);
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    pub(crate) fn size(&mut self) -> Option<usize> {
        usize::try_from(self.whole()?).ok()
    }

    pub(crate) fn signed(&mut self) -> Option<i64> {
        let twice = self.whole()?;
        let half = i64::try_from(twice >> 1).ok()?;
        Some(if twice & 1 == 1 { -half - 1 } else { half })
    }

    pub(crate) fn bytes(&mut self) -> Option<&'b [u8]> {
        let size = self.size()?;
        let (bytes, rest) = self.0.split_at_checked(size)?;
        self.0 = rest;
        Some(bytes)
    }

    pub(crate) fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    pub(crate) fn number(&mut self) -> Option<Number> {
        let (above, below) = (self.bytes()?, self.bytes()?);
        Number::from_bytes(above, below)
    }

    pub(crate) fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.whole()? {
            0 => Some(None),
            1 => read(self).map(Some),
            _ => None,
        }
    }

    pub(crate) fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let size = self.size()?;
        // Every item takes a byte at least.
        if size > self.0.len() {
            return None;
        }
        (0..size).map(|_| read(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let third = Number::integer(-1).div(&Number::integer(3)).unwrap().unwrap();
        let mut writer = ByteWriter::default();
        for value in [0, 1, 127, 128, u64::MAX] {
            writer.whole(value);
        }
        for value in [0, -1, 1, i64::MIN, i64::MAX] {
            writer.signed(value);
        }
        writer.text("đơn vị");
        writer.number(&third);
        writer.list([Some(7), None].iter(), |writer, item| {
            writer.option(item.as_ref(), |writer, item| writer.whole(*item));
        });
        let bytes = writer.finish();
        let mut reader = ByteReader::new(&bytes);
        for value in [0, 1, 127, 128, u64::MAX] {
            assert_eq!(reader.whole(), Some(value));
        }
        for value in [0, -1, 1, i64::MIN, i64::MAX] {
            assert_eq!(reader.signed(), Some(value));
        }
        assert_eq!(reader.text(), Some("đơn vị"));
        assert_eq!(reader.number(), Some(third));
        assert_eq!(reader.list(|reader| reader.option(ByteReader::whole)), Some(vec![Some(7), None]));
        assert!(reader.is_done());
    }

    #[test]
    fn damaged_bytes_are_nothing() {
        assert_eq!(ByteReader::new(&[0xff; 10]).whole(), None);
        assert_eq!(ByteReader::new(&[5, b'a']).text(), None);
        assert_eq!(ByteReader::new(&[1, 0xff]).text(), None);
        assert_eq!(ByteReader::new(&[0x80, 0x80, 0x04]).list(ByteReader::whole), None);
        // A divisor of zero, and one below it.
        assert_eq!(ByteReader::new(&[1, 1, 1, 0]).number(), None);
        assert_eq!(ByteReader::new(&[1, 1, 1, 0xff]).number(), None);
    }
}
