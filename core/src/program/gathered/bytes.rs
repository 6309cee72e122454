//! What rows came to, as bytes.

use super::{Gathered, Numbers};
use crate::document::{ByteReader, ByteWriter};
use crate::sort::Set;

impl Gathered {
    pub(crate) fn write(&self, writer: &mut ByteWriter) {
        for counts in [&self.rows, &self.skipped, &self.hits] {
            writer.list(counts.iter(), |writer, count| writer.signed(*count));
        }
        match &self.numbers {
            Numbers::Fixed { scale, bound, num } => {
                writer.whole(0);
                writer.whole(u64::from(*scale));
                writer.whole(*bound);
                writer.list(num.iter(), |writer, num| writer.signed(*num));
            }
            Numbers::Wide(wide) => {
                writer.whole(1);
                writer.list(wide.iter(), ByteWriter::number);
            }
        }
        writer.list(self.different.iter(), |writer, different| writer.list(different.iter(), ByteWriter::number));
        writer.list(self.outermost.iter(), |writer, outermost| {
            writer.option(outermost.as_ref(), |writer, (key, value)| {
                writer.number(key);
                writer.number(value);
            });
        });
        writer.list(self.overflows.iter(), |writer, lane| writer.size(*lane));
    }

    /// What was written of a fold like this one, for so many lanes.
    pub(crate) fn read(&self, reader: &mut ByteReader<'_>, lanes: usize) -> Option<Self> {
        let mut own = Self::new(self.reduction);
        own.reserve(lanes);
        let sizes = [own.rows.len(), own.skipped.len(), own.hits.len(), own.different.len(), own.outermost.len()];
        let numbers = own.numbers.len();
        for counts in [&mut own.rows, &mut own.skipped, &mut own.hits] {
            *counts = reader.list(|reader| reader.signed().filter(|count| *count >= 0))?;
        }
        own.numbers = match reader.whole()? {
            0 => {
                let (scale, bound) = (u32::try_from(reader.whole()?).ok()?, reader.whole()?);
                let num = reader.list(|reader| reader.signed().filter(|num| num.unsigned_abs() <= bound))?;
                i64::try_from(bound).ok()?;
                Numbers::Fixed { scale, bound, num }
            }
            1 => Numbers::Wide(reader.list(ByteReader::number)?),
            _ => return None,
        };
        own.different = reader.list(|reader| Some(reader.list(ByteReader::number)?.into_iter().collect()))?;
        own.outermost = reader.list(|reader| reader.option(|reader| reader.number().zip(reader.number())))?;
        own.overflows =
            reader.list(|reader| reader.size().filter(|lane| *lane < lanes))?.into_iter().collect::<Set<_>>();
        let found = [own.rows.len(), own.skipped.len(), own.hits.len(), own.different.len(), own.outermost.len()];
        (found == sizes && own.numbers.len() == numbers).then_some(own)
    }
}
