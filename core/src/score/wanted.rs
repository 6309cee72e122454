//! Which registers are computed: those that some detail of the results reads, and what they hang on.

use super::Detail;
use crate::plan::{Plan, Role, ShownValue};
use crate::program::Need;
use crate::step::Reg;

/// The registers that a level of detail reads, and what it asks of them.
pub(crate) fn wanted(plan: &Plan, detail: Detail) -> impl Iterator<Item = (Reg, Need)> {
    let mut wanted = vec![plan.total.printed, plan.maximum.printed, plan.index.printed];
    // Of these only the states are read.
    let mut states = vec![plan.total.onward];
    wanted.extend(&plan.not_rated);
    wanted.extend(plan.gates.iter().map(|gate| gate.when));
    wanted.extend(plan.classes.iter().flat_map(|classes| [classes.before, classes.after]));
    wanted.extend(plan.classes.iter().flat_map(|classes| &classes.quotas).map(|quota| quota.register));
    for ranking in &plan.rankings {
        wanted.extend(ranking.within.iter().chain(&ranking.filter).chain(&ranking.margin));
        wanted.extend(ranking.keys.iter().map(|(register, _)| *register));
    }
    wanted.extend(plan.outputs.iter().map(|output| output.printed));
    wanted.extend(plan.checks.iter().flat_map(|check| check.residual.into_iter().chain([check.condition])));
    wanted.extend(plan.refusals.iter().flat_map(|refusal| refusal.found.into_iter().chain([refusal.when])));
    for key in &plan.keys {
        match key.role {
            Role::Points { under, printed } => wanted.extend([under, printed]),
            Role::Pin { under } | Role::Class { under } => wanted.push(under),
            _ => {}
        }
    }
    if detail != Detail::Totals {
        for indicator in &plan.indicators {
            states.push(indicator.condition);
            wanted.push(indicator.points.printed);
            wanted.extend(indicator.maximum.map(|maximum| maximum.printed));
            wanted.extend(indicator.index);
            if let Some(leaf) = &indicator.leaf {
                wanted.extend(leaf.applies);
                match leaf.value {
                    ShownValue::Number(register, _)
                    | ShownValue::Boolean(register)
                    | ShownValue::InPlaceOf(register, _) => {
                        wanted.push(register);
                    }
                    _ => {}
                }
            }
        }
    }
    if detail == Detail::Ledger {
        plan.ledger.registers(|register| wanted.push(register));
    }
    let exact = wanted.into_iter().map(|register| (register, Need::Exact));
    states.into_iter().map(|register| (register, Need::Enclosed)).chain(exact)
}
