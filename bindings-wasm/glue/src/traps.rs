//! What only ends the module, made short.
//!
//! A panic says what happened and where, on a standard error that a module in JavaScript does not have: all that comes
//! out is a trap. So the trap is all that is kept. What is checked is checked as before.

use std::collections::{HashMap, HashSet};

use walrus::ir::{Block, BrIf, IfElse, Instr, InstrLocId, InstrSeqId, InstrSeqType, UnaryOp, Unop, Unreachable};
use walrus::{FunctionId, FunctionKind, LocalFunction, Module};

/// Puts a trap wherever a function is called that only ever ends in one.
pub(crate) fn shorten(module: &mut Module) {
    let traps = trapping(module);
    for (id, function) in module.funcs.iter_local_mut() {
        let entry = function.entry_block();
        if traps.contains(&id) {
            function.block_mut(entry).instrs = vec![trap()];
        } else {
            Body { function, traps: &traps }.shorten(entry);
        }
    }
    walrus::passes::gc::run(module);
}

fn trap() -> (Instr, InstrLocId) {
    (Instr::Unreachable(Unreachable {}), InstrLocId::default())
}

/// The functions that never return and call nothing outside of the module, which could throw something else.
fn trapping(module: &Module) -> HashSet<FunctionId> {
    let local = || module.funcs.iter_local();
    let mut outside: HashSet<FunctionId> =
        module.funcs.iter().filter(|f| matches!(f.kind, FunctionKind::Import(_))).map(walrus::Function::id).collect();
    let calls: HashMap<FunctionId, Vec<FunctionId>> = local().map(|(id, function)| (id, called(function))).collect();
    let mut count = 0;
    while outside.len() > count {
        count = outside.len();
        let reached = calls.iter().filter(|(_, called)| called.iter().any(|id| outside.contains(id)));
        outside.extend(reached.map(|(id, _)| *id).collect::<Vec<_>>());
    }
    let mut traps = HashSet::new();
    loop {
        let found: Vec<FunctionId> = local()
            .filter(|(id, _)| !traps.contains(id) && !outside.contains(id))
            .filter(|(_, function)| !returns(function, &traps))
            .map(|(id, _)| id)
            .collect();
        if found.is_empty() {
            return traps;
        }
        traps.extend(found);
    }
}

/// Every sequence of a function, those around others first.
fn sequences(function: &LocalFunction) -> Vec<InstrSeqId> {
    let mut found = vec![function.entry_block()];
    let mut at = 0;
    while at < found.len() {
        let inner = function.block(found[at]).instrs.iter().flat_map(|(instr, _)| within(instr));
        let inner: Vec<_> = inner.collect();
        found.extend(inner);
        at += 1;
    }
    found
}

/// The sequences inside an instruction.
fn within(instr: &Instr) -> Vec<InstrSeqId> {
    match instr {
        Instr::Block(block) => vec![block.seq],
        Instr::Loop(block) => vec![block.seq],
        Instr::IfElse(both) => vec![both.consequent, both.alternative],
        _ => Vec::new(),
    }
}

fn called(function: &LocalFunction) -> Vec<FunctionId> {
    let instructions = sequences(function).into_iter().flat_map(|seq| &function.block(seq).instrs);
    instructions
        .filter_map(|(instr, _)| match instr {
            Instr::Call(call) => Some(call.func),
            Instr::ReturnCall(call) => Some(call.func),
            _ => None,
        })
        .collect()
}

/// Whether a function may come to its end.
fn returns(function: &LocalFunction, traps: &HashSet<FunctionId>) -> bool {
    let mut targets = HashSet::new();
    for seq in sequences(function) {
        for (instr, _) in &function.block(seq).instrs {
            match instr {
                Instr::Return(_) | Instr::ReturnCall(_) | Instr::ReturnCallIndirect(_) => return true,
                Instr::Br(to) => drop(targets.insert(to.block)),
                Instr::BrIf(to) => drop(targets.insert(to.block)),
                Instr::BrTable(to) => targets.extend(to.blocks.iter().chain([&to.default])),
                _ => {}
            }
        }
    }
    let entry = function.entry_block();
    targets.contains(&entry) || goes_on(function, entry, &targets, traps)
}

/// Whether a sequence may come to its end.
fn goes_on(
    function: &LocalFunction,
    seq: InstrSeqId,
    targets: &HashSet<InstrSeqId>,
    traps: &HashSet<FunctionId>,
) -> bool {
    let left = |seq: InstrSeqId| targets.contains(&seq) || goes_on(function, seq, targets, traps);
    function.block(seq).instrs.iter().all(|(instr, _)| match instr {
        Instr::Unreachable(_) | Instr::Br(_) | Instr::BrTable(_) => false,
        Instr::Call(call) => !traps.contains(&call.func),
        Instr::Block(block) => left(block.seq),
        Instr::Loop(block) => goes_on(function, block.seq, targets, traps),
        Instr::IfElse(both) => left(both.consequent) || left(both.alternative),
        _ => true,
    })
}

/// A function that is shortened.
struct Body<'m> {
    function: &'m mut LocalFunction,
    traps: &'m HashSet<FunctionId>,
}

impl Body<'_> {
    /// Shortens a sequence and all that is in it.
    fn shorten(&mut self, seq: InstrSeqId) {
        self.cut(seq);
        let mut at = 0;
        while at < self.function.block(seq).instrs.len() {
            let instr = self.function.block(seq).instrs[at].0.clone();
            if let Instr::Block(block) = &instr {
                let ends = matches!(self.function.block(seq).instrs.get(at + 1), Some((Instr::Unreachable(_), _)));
                if self.opened(block, ends) {
                    let inner = std::mem::take(&mut self.function.block_mut(block.seq).instrs);
                    self.function.block_mut(seq).instrs.splice(at..=at, inner);
                    self.cut(seq);
                    continue;
                }
            }
            for inner in within(&instr) {
                self.shorten(inner);
            }
            at += 1;
        }
        self.cut(seq);
    }

    /// Ends a sequence at its first trap. What only leads up to that is left out: nobody sees it.
    fn cut(&mut self, seq: InstrSeqId) {
        let instrs = &mut self.function.block_mut(seq).instrs;
        let ends = |(instr, _): &(Instr, InstrLocId)| match instr {
            Instr::Unreachable(_) => true,
            Instr::Call(call) => self.traps.contains(&call.func),
            _ => false,
        };
        let Some(mut end) = instrs.iter().position(ends) else { return };
        while end > 0 && leads_up(&instrs[end - 1].0) {
            end -= 1;
        }
        instrs.truncate(end);
        instrs.push(trap());
    }

    /// Makes a block one whose instructions can stand where it stands, when nothing but traps needs its end.
    fn opened(&mut self, block: &Block, ends: bool) -> bool {
        let id = block.seq;
        if self.function.block(id).ty != InstrSeqType::Simple(None) {
            return false;
        }
        self.cut(id);
        // A last jump over a trap is a trap on the contrary.
        let instrs = &mut self.function.block_mut(id).instrs;
        if let [.., (Instr::BrIf(BrIf { block: to }), _), (Instr::Unreachable(_), _)] = instrs.as_slice()
            && *to == id
        {
            instrs.truncate(instrs.len() - 2);
            instrs.push((Instr::Unop(Unop { op: UnaryOp::I32Eqz }), InstrLocId::default()));
            let checked = self.trap_if();
            self.function.block_mut(id).instrs.push(checked);
        }
        if !ends {
            return !self
                .inner(id)
                .into_iter()
                .any(|seq| self.function.block(seq).instrs.iter().any(|(instr, _)| leads_to(instr, id)));
        }
        let mut free = true;
        for seq in self.inner(id) {
            for at in 0..self.function.block(seq).instrs.len() {
                match &self.function.block(seq).instrs[at].0 {
                    Instr::Br(to) if to.block == id => self.function.block_mut(seq).instrs[at] = trap(),
                    Instr::BrIf(to) if to.block == id => {
                        let checked = self.trap_if();
                        self.function.block_mut(seq).instrs[at] = checked;
                    }
                    Instr::BrTable(_) if leads_to(&self.function.block(seq).instrs[at].0, id) => free = false,
                    _ => {}
                }
            }
        }
        free
    }

    /// A sequence with all that is in it.
    fn inner(&self, id: InstrSeqId) -> Vec<InstrSeqId> {
        let mut found = vec![id];
        let mut at = 0;
        while at < found.len() {
            let inner: Vec<_> =
                self.function.block(found[at]).instrs.iter().flat_map(|(instr, _)| within(instr)).collect();
            found.extend(inner);
            at += 1;
        }
        found
    }

    /// A trap on a condition.
    fn trap_if(&mut self) -> (Instr, InstrLocId) {
        let builder = self.function.builder_mut();
        let consequent = builder.dangling_instr_seq(None).unreachable().id();
        let alternative = builder.dangling_instr_seq(None).id();
        (Instr::IfElse(IfElse { consequent, alternative }), InstrLocId::default())
    }
}

/// Whether an instruction jumps to the end of a sequence.
fn leads_to(instr: &Instr, id: InstrSeqId) -> bool {
    match instr {
        Instr::Br(to) => to.block == id,
        Instr::BrIf(to) => to.block == id,
        Instr::BrTable(to) => to.default == id || to.blocks.contains(&id),
        _ => false,
    }
}

/// Whether an instruction only changes what is gone after a trap.
fn leads_up(instr: &Instr) -> bool {
    matches!(
        instr,
        Instr::LocalGet(_)
            | Instr::LocalSet(_)
            | Instr::LocalTee(_)
            | Instr::GlobalGet(_)
            | Instr::GlobalSet(_)
            | Instr::Const(_)
            | Instr::Binop(_)
            | Instr::Unop(_)
            | Instr::Select(_)
            | Instr::Drop(_)
            | Instr::Load(_)
            | Instr::Store(_)
            | Instr::MemoryCopy(_)
            | Instr::MemoryFill(_)
    )
}

#[cfg(test)]
mod tests {
    use walrus::{FunctionBuilder, ValType};

    use super::*;

    /// `checked(x)` gives `x`, and calls what panics where `x` is 0.
    fn module() -> Module {
        let mut module = Module::default();
        let mut panic = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[]);
        panic.func_body().unreachable();
        let said = module.locals.add(ValType::I32);
        let panic = panic.finish(vec![said], &mut module.funcs);
        let mut checked = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        let x = module.locals.add(ValType::I32);
        let mut body = checked.func_body();
        body.block(None, |inner| {
            let end = inner.id();
            inner.local_get(x).br_if(end).i32_const(7).call(panic).unreachable();
        });
        body.local_get(x);
        let checked = checked.finish(vec![x], &mut module.funcs);
        module.exports.add("checked", checked);
        module
    }

    #[test]
    fn a_check_stays_and_what_it_would_say_goes() {
        let mut module = module();
        shorten(&mut module);
        let functions: Vec<_> = module.funcs.iter_local().map(|(_, function)| function).collect();
        let [checked] = functions.as_slice() else { panic!("{} functions are left", functions.len()) };
        let body: Vec<_> = checked.block(checked.entry_block()).instrs.iter().map(|(instr, _)| instr).collect();
        let [Instr::LocalGet(_), Instr::Unop(not), Instr::IfElse(both), Instr::LocalGet(_)] = body.as_slice() else {
            panic!("{body:?}")
        };
        assert!(matches!(not.op, UnaryOp::I32Eqz));
        let [trap] = checked.block(both.consequent).instrs.as_slice() else { panic!("{body:?}") };
        assert!(matches!(trap.0, Instr::Unreachable(_)) && checked.block(both.alternative).instrs.is_empty());
        assert!(wasmparser::validate(&module.emit_wasm()).is_ok());
    }

    #[test]
    fn what_calls_outside_of_the_module_stays() {
        let mut module = module();
        let ty = module.types.add(&[], &[]);
        let (throw, _) = module.add_import_func("outside", "throw", ty);
        let panic = trapping(&module).into_iter().next();
        let Some(panic) = panic else { panic!("nothing traps") };
        module.funcs.get_mut(panic).kind.unwrap_local_mut().builder_mut().func_body().call_at(0, throw);
        assert!(trapping(&module).is_empty());
    }
}
