//! Every kernel against the meaning of its step, lane by lane.

use proptest::prelude::*;

use super::{Across, Cut, Reduce, Reg, Relation, Step, Table};
use crate::column::{Column, State, StateSet, Value};
use crate::number::{Number, Rounding, RoundingMode};

const STATES: [State; 5] = [State::Present, State::NotApplicable, State::Empty, State::Missing, State::Pending];

fn number() -> impl Strategy<Value = Number> {
    let small = (-200i64..200, 0u32..3).prop_map(|(num, scale)| Number::decimal(num, scale));
    let large = (any::<i64>(), 0u32..6).prop_map(|(num, scale)| Number::decimal(num, scale));
    let ratio = (-300i128..300, 1i128..40).prop_map(|(num, den)| Number::ratio(num, den, 1).unwrap_or(Number::ZERO));
    prop_oneof![6 => small, 1 => large, 2 => ratio]
}

fn state() -> impl Strategy<Value = State> {
    prop_oneof![6 => Just(State::Present), 4 => proptest::sample::select(&STATES[..])]
}

/// A column in one of its forms: integers, quotients (by a division), or numbers.
#[derive(Clone, Debug)]
struct Lanes {
    above: Vec<Value>,
    /// Divisors, which make it a quotient.
    below: Option<Vec<Value>>,
}

fn lanes(width: usize) -> impl Strategy<Value = Lanes> {
    let uniform = (proptest::collection::vec(number(), width), state())
        .prop_map(|(numbers, state)| numbers.into_iter().map(|number| Value { number, state }).collect::<Vec<_>>());
    let mixed =
        proptest::collection::vec((number(), state()).prop_map(|(number, state)| Value { number, state }), width);
    let above = prop_oneof![uniform, mixed];
    let below = proptest::collection::vec((-5i64..30).prop_map(|num| Value::present(Number::integer(num))), width);
    (above, proptest::option::of(below)).prop_map(|(above, below)| Lanes { above, below })
}

impl Lanes {
    fn column(&self) -> Column {
        let width = self.above.len();
        let mut above = Column::default();
        above.assign(self.above.clone());
        let Some(below) = &self.below else { return above };
        let mut divisor = Column::default();
        divisor.assign(below.clone());
        let mut quotient = Column::default();
        let step = Step::Divide(Reg(0), Reg(1));
        if step.kernel(&[above.clone(), divisor], width, &mut quotient) { quotient } else { above }
    }
}

fn modes() -> impl Strategy<Value = Rounding> {
    let mode = proptest::sample::select(&RoundingMode::ALL[..]);
    (0u32..5, mode).prop_map(|(digits, mode)| Rounding { digits, mode })
}

fn relation() -> impl Strategy<Value = Relation> {
    proptest::sample::select(vec![
        Relation::Equal,
        Relation::NotEqual,
        Relation::Less,
        Relation::AtMost,
        Relation::Greater,
        Relation::AtLeast,
    ])
}

fn states() -> impl Strategy<Value = StateSet> {
    proptest::sample::subsequence(STATES.to_vec(), 0..=5).prop_map(|states| StateSet::of(&states))
}

fn cuts() -> impl Strategy<Value = Box<[Cut]>> {
    proptest::collection::vec((number(), any::<bool>()).prop_map(|(at, beyond)| Cut { at, beyond }), 0..5).prop_map(
        |mut cuts| {
            cuts.sort();
            cuts.dedup();
            cuts.into()
        },
    )
}

fn table() -> impl Strategy<Value = Table> {
    proptest::collection::vec((number(), state()).prop_map(|(number, state)| Value { number, state }), 1..6)
        .prop_map(Table::new)
}

/// A step on the registers 0, 1 and 2.
fn step() -> impl Strategy<Value = Step> {
    let (a, b, c) = (Reg(0), Reg(1), Reg(2));
    let reduce = proptest::sample::select(vec![
        Reduce::Sum,
        Reduce::Least,
        Reduce::Greatest,
        Reduce::Best(1),
        Reduce::Best(2),
        Reduce::Harmonic,
        Reduce::Geometric,
    ]);
    let weights = proptest::collection::vec(prop_oneof![Just(Number::ONE), number()], 1..=3);
    let across = (reduce, weights, states()).prop_map(move |(reduce, weights, skip)| {
        let terms = [a, b, c].into_iter().zip(weights).collect();
        Step::Across(Across { reduce, terms, skip })
    });
    prop_oneof![
        Just(Step::Add(a, b)),
        Just(Step::Subtract(a, b)),
        Just(Step::Multiply(a, b)),
        Just(Step::Divide(a, b)),
        Just(Step::Absolute(a)),
        Just(Step::And(a, b)),
        Just(Step::Or(a, b)),
        Just(Step::Not(a)),
        modes().prop_map(move |rounding| Step::Round(a, rounding)),
        relation().prop_map(move |relation| Step::Compare(relation, a, b)),
        Just(Step::Select { when: a, then: b, otherwise: c }),
        states().prop_map(move |states| Step::Choose { on: a, states, then: b, otherwise: c }),
        states().prop_map(move |states| Step::Is(a, states)),
        cuts().prop_map(move |cuts| Step::Segment { of: a, cuts }),
        table().prop_map(move |table| Step::Lookup { at: a, table: Box::new(table) }),
        across,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn kernels_mean_what_steps_mean(step in step(), lanes in proptest::collection::vec(lanes(5), 3)) {
        let columns: Vec<_> = lanes.iter().map(Lanes::column).collect();
        let mut out = Column::default();
        if !step.kernel(&columns, 5, &mut out) {
            return Ok(());
        }
        for lane in 0..5 {
            let Ok(meant) = step.meaning(|register| columns[register.index()].value(lane)) else {
                return Err(TestCaseError::fail("a kernel gave what has no meaning"));
            };
            let found = out.value(lane);
            prop_assert_eq!(found.state, meant.state, "lane {}", lane);
            prop_assert_eq!(&found.number, &meant.number, "lane {} is {:?}", lane, meant.state);
            if out.form != crate::column::Form::Wide {
                prop_assert!(out.num[lane].unsigned_abs() <= out.bound, "the bound does not hold");
            }
        }
    }
}
