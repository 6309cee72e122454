//! Workload W2: the points of units as columns in memory, read from the files that `benches/peers/points/data.py` makes.

use std::fs;
use std::io;
use std::path::Path;

use chamdiem::Period;
use chamdiem::frame::{Frame, FrameColumn, FrameOptions, Values};

/// How many decimals the points have.
const SCALE: u32 = 2;

/// The columns as a program in Rust would hold them.
#[derive(Clone, Debug)]
pub struct Points {
    units: Vec<String>,
    groups: Vec<String>,
    group_of: Vec<u32>,
    leaves: Vec<(String, Vec<i64>)>,
}

impl Points {
    /// Reads the files of a folder.
    ///
    /// # Errors
    ///
    /// Those of reading, and files that do not fit together.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let lines =
            |name| Ok::<_, io::Error>(fs::read_to_string(folder.join(name))?.lines().map(str::to_owned).collect());
        let (units, groups, leaves): (Vec<String>, Vec<String>, Vec<String>) =
            (lines("units.txt")?, lines("groups.txt")?, lines("leaves.txt")?);
        let group_of: Vec<u32> = fs::read(folder.join("groups.bin"))?.into_iter().map(u32::from).collect();
        let bytes = fs::read(folder.join("points.bin"))?;
        let (numbers, rest) = bytes.as_chunks::<8>();
        let numbers: Vec<i64> = numbers.iter().copied().map(i64::from_le_bytes).collect();
        if !rest.is_empty()
            || units.is_empty()
            || group_of.len() != units.len()
            || numbers.len() != units.len() * leaves.len()
        {
            return Err(io::Error::other("the files do not fit together"));
        }
        let leaves = leaves.into_iter().zip(numbers.chunks(units.len()).map(<[i64]>::to_vec)).collect();
        Ok(Self { units, groups, group_of, leaves })
    }

    /// The ids of the units.
    pub fn units(&self) -> &[String] {
        &self.units
    }

    /// The columns as a frame, without a copy of the points.
    pub fn frame(&self) -> Frame<'_> {
        let words = self.groups.iter().map(|group| group.as_str().into()).collect();
        let frame = Frame::new(self.units.len())
            .with(FrameColumn::texts("unit", self.units.iter().map(|unit| Some(unit.as_str()))))
            .with(FrameColumn::new("group", Values::Texts { codes: self.group_of.as_slice().into(), words }));
        self.leaves.iter().fold(frame, |frame, (leaf, numbers)| {
            frame.with(FrameColumn::new(
                leaf.as_str(),
                Values::Scaled { numbers: numbers.as_slice().into(), scale: SCALE },
            ))
        })
    }
}

/// The round that the frame is of.
pub fn options() -> FrameOptions {
    FrameOptions::default().with_period(Period { id: "2026".to_owned(), kind: None, from: None, until: None })
}
