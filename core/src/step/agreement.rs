//! Every kernel against the meaning of its step, lane by lane.

use proptest::prelude::*;

use super::{Across, Cut, Reduce, Reg, Relation, Step, Table};
use crate::column::{Column, Form, State, StateSet, Value};
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
            if out.form != Form::Wide {
                prop_assert!(out.num[lane].unsigned_abs() <= out.bound, "the bound does not hold");
            }
        }
    }
}

/// Two terms of any reduction: weights, what is skipped, and means are not taken for the least or greatest of two.
#[test]
fn pairs_are_reduced_as_they_mean() {
    let column = |numbers: [i64; 4], states: [State; 4]| {
        let values = numbers.map(Number::integer).into_iter().zip(states);
        let mut column = Column::default();
        column.assign(values.map(|(number, state)| Value { number, state }).collect());
        column
    };
    let (there, away) = (State::Present, State::NotApplicable);
    let columns = [column([2, 8, 3, 5], [there; 4]), column([4, 2, 9, 7], [there, there, there, away])];
    let reduces = [Reduce::Sum, Reduce::Least, Reduce::Greatest, Reduce::Best(1), Reduce::Best(2)];
    let means = [Reduce::Harmonic, Reduce::Geometric];
    for reduce in reduces.into_iter().chain(means) {
        for (one, other) in [(1, 1), (3, 1), (1, 3), (3, 3)] {
            for skip in [StateSet::NONE, StateSet::NOT_APPLICABLE] {
                let terms = [(Reg(0), Number::integer(one)), (Reg(1), Number::integer(other))];
                let step = Step::Across(Across { reduce, terms: terms.into_iter().collect(), skip });
                let mut out = Column::default();
                if !step.kernel(&columns, 4, &mut out) {
                    continue;
                }
                for lane in 0..4 {
                    let meant = step.meaning(|register| columns[register.index()].value(lane)).unwrap();
                    assert_eq!(out.value(lane), meant, "{step:?}, lane {lane}");
                }
            }
        }
    }
}

/// Columns of which one may be enclosed, and what their lanes are exactly.
fn with_a_sum(lanes: &[Lanes], weights: &[Number], place: Option<usize>) -> (Vec<Column>, Vec<Vec<Value>>) {
    let mut columns: Vec<_> = lanes.iter().map(Lanes::column).collect();
    let mut exact: Vec<Vec<_>> = columns.iter().map(|column| (0..5).map(|lane| column.value(lane)).collect()).collect();
    let terms = [Reg(0), Reg(1), Reg(2)].into_iter().zip(weights.iter().cloned()).collect();
    let sum = Step::Across(Across::sum(terms, StateSet::NONE));
    let mut out = Column::default();
    if let Some(place) = place
        && sum.enclose(&columns, 5, &mut out)
        && out.form == Form::Enclosed
    {
        let meanings = (0..5).map(|lane| sum.meaning(|register| exact[register.index()][lane].clone()).unwrap());
        exact[place] = meanings.collect();
        columns[place] = out;
    }
    (columns, exact)
}

/// Whether a column lies about the exact lanes, and what it says of itself is so.
fn check_ends(column: &Column, exact: &[Value]) {
    for (lane, exact) in exact.iter().enumerate() {
        let higher = if column.form == Form::Enclosed { &column.den } else { &column.num };
        let [low, high] = [column.num[lane], higher[lane]].map(|end| Number::decimal(end, column.scale));
        let number = &exact.number;
        assert!(low <= *number && *number <= high, "lane {lane}: {number} does not lie from {low} to {high}");
        assert_eq!(column.state(lane), exact.state, "lane {lane}");
        let sizes = [column.num[lane], higher[lane]].map(i64::unsigned_abs);
        assert!(sizes.into_iter().all(|size| size <= column.bound), "the bound does not hold");
        let (_, below) = number.to_bytes();
        let bits = below.len() * 8 - below.last().map_or(0, |byte| byte.leading_zeros() as usize);
        assert!(number.is_integer() || bits as u64 <= column.bits, "{bits} bits of {number}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn ends_lie_about_what_steps_mean(
        step in step(),
        lanes in proptest::collection::vec(lanes(5), 3),
        weights in proptest::collection::vec(number(), 3),
        place in proptest::option::of(0usize..3),
    ) {
        let (columns, exact) = with_a_sum(&lanes, &weights, place);
        let is_asked = !matches!(step, Step::Select { .. }) || columns[0].form != Form::Enclosed;
        let mut out = Column::default();
        if is_asked && step.enclose(&columns, 5, &mut out) {
            let meant: Vec<_> =
                (0..5).map(|lane| step.meaning(|register| exact[register.index()][lane].clone()).unwrap()).collect();
            check_ends(&out, &meant);
        }
    }
}

const DECIMALS: Reg = Reg(0);
const QUOTIENT: Reg = Reg(1);
const SUM: Reg = Reg(2);
const WHOLES: Reg = Reg(3);
const DIVISORS: Reg = Reg(4);
const HALVES: Reg = Reg(5);

/// Small numbers in columns of all forms, of which the sum is enclosed.
fn small_columns() -> (Vec<Column>, Vec<Vec<Value>>) {
    let values = |texts: [&str; 5]| texts.map(|text| Value::present(Number::parse_exact(text).unwrap())).to_vec();
    let plain = |above| Lanes { above: values(above), below: None };
    let quotient = |above, below| Lanes { above: values(above), below: Some(values(below)) };
    let lanes = [
        plain(["1.5", "-2.25", "0", "7", "0.3"]),
        quotient(["1", "2", "-5", "1", "4.5"], ["3", "7", "9", "6", "11"]),
        quotient(["0.2", "6", "-8", "1", "5"], ["13", "17", "19", "23", "29"]),
        plain(["1", "-2", "5", "7", "3"]),
        plain(["3", "7", "-11", "13", "0"]),
        quotient(["1", "-3", "5", "7", "9"], ["2", "4", "8", "5", "25"]),
    ];
    let (columns, exact) = with_a_sum(&lanes, &[Number::ONE, Number::decimal(25, 1), Number::ONE], Some(2));
    assert_eq!(
        [DECIMALS, QUOTIENT, SUM].map(|at| columns[at.index()].form),
        [Form::Fixed, Form::Ratio, Form::Enclosed]
    );
    (columns, exact)
}

/// The ends of a step, about its exact lanes.
fn enclosed(step: &Step) -> Column {
    let (columns, exact) = small_columns();
    let mut out = Column::default();
    assert!(step.enclose(&columns, 5, &mut out), "{step:?}");
    let meant = (0..5).map(|lane| step.meaning(|register| exact[register.index()][lane].clone()).unwrap());
    check_ends(&out, &meant.collect::<Vec<_>>());
    out
}

fn across<const N: usize>(reduce: Reduce, terms: [(Reg, Number); N]) -> Step {
    Step::Across(Across { reduce, terms: terms.into_iter().collect(), skip: StateSet::NONE })
}

#[test]
fn ends_of_small_numbers_are_near() {
    let over = |den| Number::ratio(1, den, 0).unwrap();
    let mixed = || [(DECIMALS, Number::ONE), (QUOTIENT, Number::integer(-3)), (SUM, Number::decimal(-5, 1))];
    for step in [
        Step::Add(QUOTIENT, SUM),
        Step::Subtract(SUM, QUOTIENT),
        Step::Subtract(DECIMALS, QUOTIENT),
        Step::Multiply(QUOTIENT, DECIMALS),
        Step::Multiply(DECIMALS, QUOTIENT),
        Step::Multiply(WHOLES, QUOTIENT),
        Step::Multiply(SUM, DECIMALS),
        Step::Multiply(DECIMALS, SUM),
        Step::Multiply(SUM, QUOTIENT),
        Step::Multiply(QUOTIENT, SUM),
        Step::Divide(SUM, DECIMALS),
        Step::Divide(QUOTIENT, DECIMALS),
        Step::Divide(WHOLES, DIVISORS),
        Step::Select { when: DECIMALS, then: QUOTIENT, otherwise: SUM },
        Step::Choose { on: SUM, states: StateSet::of(&[State::Present]), then: SUM, otherwise: QUOTIENT },
        across(Reduce::Sum, mixed()),
        across(Reduce::Least, mixed()),
        across(Reduce::Greatest, mixed()),
        across(Reduce::Sum, [(QUOTIENT, over(3)), (SUM, over(3))]),
        across(Reduce::Sum, [(DECIMALS, over(9_973))]),
        across(Reduce::Sum, [(SUM, Number::integer(-1))]),
    ] {
        let out = enclosed(&step);
        assert_eq!(out.form, Form::Enclosed, "{step:?}");
        let apart = out.num.iter().zip(&out.den).map(|(low, high)| high - low).max();
        // Nothing here multiplies by more than a few hundred what lies between two neighbours.
        assert!(out.scale >= 14 && apart < Some(500), "{step:?}: {apart:?} of 10^-{}", out.scale);
        assert!(out.bits <= 160, "{step:?}: {} bits", out.bits);
    }
}

/// Where decimals hold what comes out, both ends are that.
#[test]
fn what_is_short_is_not_cut() {
    for step in [
        Step::Add(DECIMALS, WHOLES),
        Step::Subtract(DECIMALS, DECIMALS),
        Step::Multiply(DECIMALS, WHOLES),
        Step::Multiply(HALVES, DECIMALS),
        Step::Select { when: DECIMALS, then: DECIMALS, otherwise: WHOLES },
        across(Reduce::Sum, [(DECIMALS, Number::ONE), (DECIMALS, Number::decimal(125, 2))]),
        across(Reduce::Sum, [(HALVES, Number::ONE), (HALVES, Number::integer(-3))]),
        across(Reduce::Least, [(DECIMALS, Number::ONE), (DECIMALS, Number::decimal(5, 1))]),
    ] {
        assert_eq!(enclosed(&step).form, Form::Fixed, "{step:?}");
    }
}

/// What lies from 10 to 13 may be less than what lies from 11 to 14, or greater.
#[test]
fn ends_that_overlap_decide_no_order() {
    let column = |low, high| {
        let mut column = Column::constant(&Value::present(Number::integer(low)), 1);
        (column.form, column.den, column.bound) = (Form::Enclosed, vec![high], 14);
        column
    };
    let columns = [column(10, 13), column(11, 14)];
    for relation in [Relation::Less, Relation::AtMost, Relation::Greater, Relation::AtLeast] {
        for (a, b) in [(Reg(0), Reg(1)), (Reg(1), Reg(0))] {
            let open = Step::Compare(relation, a, b).decide(&columns, 1, &mut Column::default());
            assert_eq!(open.as_deref(), Some(&[0][..]), "{relation:?}");
        }
    }
}

/// Two that lie about the same may differ: what is asked is their numbers.
#[test]
fn ends_never_decide_equality() {
    let (columns, _) = small_columns();
    for relation in [Relation::Equal, Relation::NotEqual] {
        for (a, b) in [(SUM, SUM), (SUM, DECIMALS), (QUOTIENT, SUM)] {
            assert!(Step::Compare(relation, a, b).decide(&columns, 5, &mut Column::default()).is_none());
        }
    }
    assert!(Step::Compare(Relation::Less, SUM, DECIMALS).decide(&columns, 5, &mut Column::default()).is_some());
}
