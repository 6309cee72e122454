//! The places of panics in the source, taken out of the data.

use walrus::ir::Value;
use walrus::{ConstExpr, DataKind, Module};

/// The length of a place: where the path of its file stands, how long that is, a line and a column.
const PLACE: usize = 16;

/// Blanks what says where a panic comes from, once panics are traps and say nothing.
pub(crate) fn blank(module: &mut Module) {
    let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for id in segments {
        let data = module.data.get_mut(id);
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = data.kind else { continue };
        let places: Vec<_> = (0..data.value.len())
            .step_by(4)
            .filter_map(|at| Some((at, path(&data.value, usize::try_from(start).ok()?, at)?)))
            .collect();
        for (at, (from, length)) in places {
            data.value[at..at + PLACE].fill(0);
            data.value[from..from + length].fill(0);
        }
    }
}

/// Where in the data the path of a place stands, if a place stands there at all.
fn path(data: &[u8], start: usize, at: usize) -> Option<(usize, usize)> {
    let number = |at: usize| Some(u32::from_le_bytes(*data.get(at..)?.first_chunk()?) as usize);
    let (from, length) = (number(at)?.checked_sub(start)?, number(at + 4)?);
    let (line, column) = (number(at + 8)?, number(at + 12)?);
    let file = data.get(from..from.checked_add(length)?)?;
    let named = file.ends_with(b".rs") && file.iter().all(u8::is_ascii_graphic);
    (named && (1..100_000).contains(&line) && (1..1_000).contains(&column)).then_some((from, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_are_blanked() {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let file = |path: &str| {
            let numbers = [64 + 16_u32, u32::try_from(path.len()).unwrap_or(0), 12, 5];
            let mut data: Vec<u8> = numbers.into_iter().flat_map(u32::to_le_bytes).collect();
            data.extend(path.bytes());
            data
        };
        for (path, blanked) in [("core/src/tree.rs", true), ("core/src/tree.md", false)] {
            let offset = ConstExpr::Value(Value::I32(64));
            let data = module.data.add(DataKind::Active { memory, offset }, file(path));
            blank(&mut module);
            let expected = if blanked { vec![0; PLACE + path.len()] } else { file(path) };
            assert_eq!(module.data.get(data).value, expected, "{path}");
        }
    }
}
