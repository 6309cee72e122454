//! Every kernel against the meaning of its step, lane by lane.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{Across, Cut, Reduce, Reg, Relation, Step, Table};
use crate::column::{Column, State, StateSet, Value};
use crate::number::{Number, NumberError, Rounding, RoundingMode};

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

/// Truths and places of tables, amounts, or anything: most kernels take all lanes or none.
fn numbers(width: usize) -> impl Strategy<Value = Vec<Number>> {
    let place = (-2i64..5).prop_map(Number::integer);
    let amount = (-200i64..200, 0u32..3).prop_map(|(num, scale)| Number::decimal(num, scale));
    prop_oneof![
        3 => proptest::collection::vec(place, width),
        4 => proptest::collection::vec(amount, width),
        2 => proptest::collection::vec(number(), width),
    ]
}

fn lanes(width: usize) -> impl Strategy<Value = Lanes> {
    let uniform = prop_oneof![3 => Just(State::Present), 1 => state()].prop_map(move |state| vec![state; width]);
    let states = prop_oneof![uniform, proptest::collection::vec(state(), width)];
    let above = (numbers(width), states).prop_map(|(numbers, states)| {
        numbers.into_iter().zip(states).map(|(number, state)| Value { number, state }).collect::<Vec<_>>()
    });
    let below = proptest::collection::vec((-5i64..30).prop_map(|num| Value::present(Number::integer(num))), width);
    (above, proptest::option::of(below)).prop_map(|(above, below)| Lanes { above, below })
}

impl Lanes {
    fn column(&self) -> Column {
        let width = self.above.len();
        let mut above = Column::default();
        above.assign(self.above.clone());
        // Kernels are quicker where all lanes are known to be in one state.
        above.states.settle();
        let Some(below) = &self.below else { return above };
        let mut divisor = Column::default();
        divisor.assign(below.clone());
        divisor.states.settle();
        let mut quotient = Column::default();
        let step = Step::Divide(Reg(0), Reg(1));
        if step.kernel(&[above.clone(), divisor], width, &mut quotient) { quotient } else { above }
    }
}

fn modes() -> impl Strategy<Value = Rounding> {
    let mode = proptest::sample::select(vec![
        RoundingMode::HalfUp,
        RoundingMode::HalfEven,
        RoundingMode::Down,
        RoundingMode::Up,
        RoundingMode::Floor,
        RoundingMode::Ceil,
    ]);
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
    let weights = proptest::collection::vec(prop_oneof![3 => Just(0), 2 => -300i64..300], 1..=3);
    let sum = (weights, states()).prop_map(move |(weights, skip)| {
        let weights =
            weights.into_iter().map(|weight| if weight == 0 { Number::ONE } else { Number::decimal(weight, 2) });
        Step::Across(Across::sum([a, b, c].into_iter().zip(weights).collect(), skip))
    });
    // The limits of a figure, the one case of these that has a kernel.
    let two = proptest::sample::select(vec![Reduce::Least, Reduce::Greatest])
        .prop_map(move |reduce| Step::Across(Across::plain(reduce, &[a, b], StateSet::NONE)));
    let unlike = (proptest::sample::select(vec![Reduce::Least, Reduce::Greatest]), states(), number(), any::<bool>());
    let unlike = unlike.prop_map(move |(reduce, skip, weight, first)| {
        let weights = if first { [weight, Number::ONE] } else { [Number::ONE, weight] };
        Step::Across(Across { reduce, terms: [a, b].into_iter().zip(weights).collect(), skip })
    });
    prop_oneof![
        sum,
        two,
        unlike,
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
        table().prop_map(move |table| Step::Lookup { at: a, table }),
        across,
    ]
}

/// What holds a step apart in the count of kernels that ran.
fn kind(step: &Step) -> String {
    let name = format!("{step:?}");
    let name = name.split([' ', '(']).next().unwrap_or_default().to_owned();
    match step {
        Step::Across(across) if across.reduce.is_mean() => format!("{name} mean"),
        Step::Across(across) if across.reduce != Reduce::Sum => format!("{name} of two"),
        _ => name,
    }
}

#[test]
fn kernels_mean_what_steps_mean() {
    const CASES: u32 = 6_000;
    let mut runner = TestRunner::new(Config { cases: CASES, source_file: Some(file!()), ..Config::default() });
    let ran = RefCell::new(BTreeMap::<String, [u32; 2]>::new());
    let outcome = runner.run(&(step(), proptest::collection::vec(lanes(5), 3)), |(step, lanes)| {
        let columns: Vec<_> = lanes.iter().map(Lanes::column).collect();
        let mut out = Column::default();
        let runs = step.kernel(&columns, 5, &mut out);
        ran.borrow_mut().entry(kind(&step)).or_default()[usize::from(runs)] += 1;
        if !runs {
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
        Ok(())
    });
    if let Err(problem) = outcome {
        panic!("{problem}");
    }
    // A kernel that never ran would agree with anything.
    for (kind, [_, ran]) in ran.into_inner() {
        if kind != "Across mean" {
            assert!(ran >= 10, "the kernel of {kind} ran {ran} times");
        }
    }
}

#[test]
fn only_a_lane_that_counts_can_overflow() {
    let huge = Number::parse_exact(&"9".repeat(1_200)).unwrap();
    let (a, b) = (Reg(0), Reg(1));
    for step in [Step::Multiply(a, b), Step::Power(a, b), Step::Exponential(a)] {
        let meaning = |state| step.meaning(|_| Value { number: huge.clone(), state });
        assert_eq!(meaning(State::Present), Err(NumberError::Overflow), "{step:?}");
        assert_eq!(meaning(State::Missing), Ok(Value::absent(State::Missing)), "{step:?}");
    }
}
