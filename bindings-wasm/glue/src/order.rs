//! The functions of the module in an order that compresses well.

use std::collections::HashMap;

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Instruction};
use wasmparser::{CodeSectionReader, FunctionBody, FunctionSectionReader, Operator, Parser, Payload};

/// How many bytes are looked at together.
const WINDOW: usize = 6;

/// What stands in more functions than this says nothing about which are alike.
const COMMON: usize = 200;

/// How many bytes before a function it is likened to: half of what compression looks back at.
const NEAR: usize = 16_000;

/// What is added to the length of every function, so that the shortest are not all alike.
const SHORT: usize = 50;

type Failed = Box<dyn std::error::Error>;

/// The module with functions that are alike beside each other: compression only looks back 32 kB.
pub(crate) fn by_likeness(module: &[u8]) -> Result<Vec<u8>, Failed> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => imported = section.count(),
            Payload::CodeSectionEntry(body) => bodies.push(body.range()),
            _ => {}
        }
    }
    let texts: Vec<&[u8]> = bodies.into_iter().map(|range| &module[range]).collect();
    let order = chain(&texts);
    let mut new = vec![0; order.len()];
    for (now, before) in (imported..).zip(&order) {
        new[*before] = now;
    }
    let mut written = wasm_encoder::Module::new();
    let mut reordered = Reordered { imported, order, new };
    reordered.parse_core_module(&mut written, Parser::new(0), module).map_err(|error| error.to_string())?;
    Ok(written.finish())
}

/// Positions, each followed by the one whose text is most like those just before it.
fn chain(texts: &[&[u8]]) -> Vec<usize> {
    let mut pieces: Vec<Vec<&[u8]>> = texts.iter().map(|text| text.windows(WINDOW).collect()).collect();
    let mut holders: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (at, pieces) in pieces.iter_mut().enumerate() {
        pieces.sort_unstable();
        pieces.dedup();
        for piece in pieces {
            holders.entry(piece).or_default().push(at);
        }
    }
    // Those that say something, with how often they stand among the last texts.
    holders.retain(|_, holders| (2..=COMMON).contains(&holders.len()));
    let mut near: HashMap<&[u8], usize> = HashMap::new();
    let mut shared = vec![0_usize; texts.len()];
    let mut left: Vec<usize> = (0..texts.len()).collect();
    let (mut order, mut oldest, mut length) = (Vec::with_capacity(texts.len()), 0, 0);
    loop {
        let alike = |at: usize| (shared[at], pieces[at].len() + SHORT);
        // `a / b` is compared with `c / d` as `a * d` with `c * b`; where nothing is shared, the longest comes next.
        let better = |a: usize, b: usize| {
            let ((in_a, of_a), (in_b, of_b)) = (alike(a), alike(b));
            (in_a * of_b).cmp(&(in_b * of_a)).then(texts[a].len().cmp(&texts[b].len())).then(b.cmp(&a))
        };
        let Some(next) = (0..left.len()).max_by(|a, b| better(left[*a], left[*b])) else { return order };
        let at = left.swap_remove(next);
        order.push(at);
        length += texts[at].len();
        for (piece, holders) in pieces[at].iter().filter_map(|piece| holders.get_key_value(piece)) {
            let times = near.entry(piece).or_default();
            *times += 1;
            if *times == 1 {
                holders.iter().for_each(|holder| shared[*holder] += 1);
            }
        }
        while length > NEAR && oldest + 1 < order.len() {
            let gone = order[oldest];
            oldest += 1;
            length -= texts[gone].len();
            for (piece, holders) in pieces[gone].iter().filter_map(|piece| holders.get_key_value(piece)) {
                let times = near.entry(piece).or_default();
                *times -= 1;
                if *times == 0 {
                    holders.iter().for_each(|holder| shared[*holder] -= 1);
                }
            }
        }
    }
}

/// Writes the module again, its functions in another order.
struct Reordered {
    imported: u32,
    /// Where each function stood before, among those with a body.
    order: Vec<usize>,
    /// Which index each of them has now.
    new: Vec<u32>,
}

impl Reencode for Reordered {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        Ok(match function.checked_sub(self.imported) {
            Some(local) => self.new[local as usize],
            None => function,
        })
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let types = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for before in &self.order {
            functions.function(types[*before]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for before in self.order.clone() {
            self.parse_function_body(code, bodies[before].clone())?;
        }
        Ok(())
    }

    /// As it is, without an `else` that has nothing in it.
    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        let mut operators = body.get_operators_reader()?;
        let mut waiting = None;
        while !operators.eof() {
            let operator = operators.read()?;
            if waiting.take().is_some() && !matches!(operator, Operator::End) {
                function.instruction(&Instruction::Else);
            }
            if matches!(operator, Operator::Else) {
                waiting = Some(operator);
            } else {
                function.instruction(&self.instruction(operator)?);
            }
        }
        code.function(&function);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use walrus::ir::{Instr, Value};
    use walrus::{ExportItem, FunctionBuilder, Module, ValType};

    use super::*;

    #[test]
    fn every_function_stays_what_it_is() -> Result<(), Failed> {
        let mut module = Module::default();
        for number in 0..50 {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            let mut body = function.func_body();
            // Two kinds of functions, and by their lengths one of each in turn.
            for _ in 0..4 + number / 2 {
                if number % 2 == 0 {
                    body.i32_const(1).drop()
                } else {
                    body.i64_const(2).drop()
                };
            }
            body.i32_const(number);
            let function = function.finish(Vec::new(), &mut module.funcs);
            module.exports.add(&number.to_string(), function);
        }
        let before = module.emit_wasm();
        let after = by_likeness(&before)?;
        wasmparser::validate(&after)?;
        assert_ne!(before, after);
        let read = Module::from_buffer(&after).map_err(|error| error.to_string())?;
        for export in read.exports.iter() {
            let ExportItem::Function(id) = export.item else { continue };
            let function = read.funcs.get(id).kind.unwrap_local();
            let last = function.block(function.entry_block()).instrs.last().map(|(instr, _)| instr);
            let Some(Instr::Const(number)) = last else { return Err(format!("{last:?}").into()) };
            assert!(matches!(number.value, Value::I32(value) if value.to_string() == export.name));
        }
        Ok(())
    }
}
