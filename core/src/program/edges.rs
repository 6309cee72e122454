//! Figures at the edge of a rounding, a band or a comparison: their ends decide none of them wrongly.

use num_integer::Integer as _;
use proptest::prelude::*;

use super::{Builder, Context, Definition, Fault, HeadValues, Need, Program, Statistics};
use crate::column::{Column, Form, State, StateSet, Texts, Value};
use crate::number::{Number, Rounding, RoundingMode};
use crate::step::{Across, Cut, Reduce, Reg, Relation, Step};

/// Runs a program on inputs for some wanted registers.
fn run(program: &Program, inputs: &[(Reg, Vec<Value>)], wanted: &[Reg]) -> (Vec<Column>, Vec<Fault>) {
    let width = inputs[0].1.len();
    let mut columns = program.registers(width);
    for (input, values) in inputs {
        columns[input.index()].assign(values.clone());
    }
    let (statistics, head, texts) = (Statistics::default(), HeadValues::default(), Texts::default());
    let context = Context {
        rows: &[],
        outside: &[],
        statistics: &statistics,
        stage: 0,
        calendar: None,
        head: &head,
        texts: &texts,
    };
    let needs = program.needs(wanted.iter().map(|register| (*register, Need::Exact)));
    let mut faults = Vec::new();
    program.run(&mut columns, width, &context, &needs, &mut vec![true; program.len()], &mut faults);
    (columns, faults)
}

/// The lanes in which the ends of what it reads do not decide a register.
fn undecided(program: &Program, columns: &[Column], register: Reg) -> Option<Vec<usize>> {
    let Definition::Step(step) = &program.definitions()[register.index()] else { return None };
    step.decide(&columns[..register.index()], columns[register.index()].num.len(), &mut Column::default())
}

fn integers(numbers: &[i64]) -> Vec<Value> {
    numbers.iter().map(|number| Value::present(Number::integer(*number))).collect()
}

/// Denominators without common factors: of a sum of counts, and of large ones.
const DENOMINATORS: [&[i64]; 4] = [
    &[397, 389, 383, 379, 373, 367, 359],
    &[9_999_999_967, 9_999_999_943],
    &[999_999_937, 999_999_893, 999_999_883],
    &[999_999_937, 999_999_893, 999_999_883, 999_999_797],
];

/// The numerators of a sum that is one part of the product of the denominators above a whole number.
fn one_above(denominators: &[i64]) -> Vec<i64> {
    let all: i128 = denominators.iter().map(|den| i128::from(*den)).product();
    let inverse = |den: &i64| {
        let den = i128::from(*den);
        (all / den % den).extended_gcd(&den).x.rem_euclid(den)
    };
    denominators.iter().map(|den| i64::try_from(inverse(den)).unwrap()).collect()
}

fn fraction(num: i64, den: i64) -> Number {
    Number::ratio(i128::from(num), i128::from(den), 0).unwrap()
}

/// A mean of fractions in six lanes: exactly at an edge; one part of the product of the denominators above it and below
/// it, which is 10^-18 to 10^-36; the same two below 0; and far from it.
struct Planted {
    inputs: Vec<(Reg, Vec<Value>)>,
    mean: Reg,
    exact: [Number; 5],
}

impl Planted {
    /// Fractions with some denominators, each so many times, about an edge.
    fn new(builder: &mut Builder, edge: &Number, dens: &[i64], times: i64) -> Self {
        let weight = Number::integer(times);
        let (mut inputs, mut terms, mut sum) = (Vec::new(), Vec::new(), Number::ZERO);
        for (num, den) in one_above(dens).into_iter().zip(dens) {
            sum = sum.add(&fraction(num, *den)).unwrap();
            let (above, below) = (builder.input(), builder.input());
            let lanes = [0, num, -num, -num, num, num / 3].map(|num| num * times);
            inputs.extend([(above, integers(&lanes)), (below, integers(&[*den; 6]))]);
            terms.push((builder.divide(above, below), Number::ONE));
        }
        // Three times 1, in fractions that no decimals hold.
        for (num, den) in [(1, 3), (2, 3), (1, 7), (6, 7), (4, 9), (5, 9)] {
            terms.push((builder.number(fraction(num, den)), weight.clone()));
        }
        let whole = sum.round(Rounding { digits: 0, mode: RoundingMode::Floor }).unwrap();
        let (near, three) = (sum.sub(&whole).unwrap(), Number::integer(3));
        let (zero, one, minus) = (Number::ZERO, Number::ONE, Number::integer(-1));
        let far = fraction(1_003, 1_000);
        let rests = [(&one, &zero), (&one, &one), (&one, &minus), (&minus, &minus), (&minus, &one), (&far, &zero)];
        let rest = |(edges, wholes): (&Number, &Number)| {
            let rest = edge.mul(edges).and_then(|edge| edge.sub(&whole.mul(wholes)?)?.sub(&three));
            Value::present(rest.unwrap())
        };
        let register = builder.input();
        inputs.push((register, rests.map(rest).to_vec()));
        terms.push((register, weight.clone()));
        let sum = builder.sum(terms, StateSet::NOT_APPLICABLE);
        let many = builder.number(weight);
        let mean = builder.divide(sum, many);
        let (above, below) = (edge.add(&near).unwrap(), edge.sub(&near).unwrap());
        let (below_0, above_0) = (above.neg(), below.neg());
        Self { inputs, mean, exact: [edge.clone(), above, below, below_0, above_0] }
    }
}

/// An edge at which a mode decides: a half or a whole step.
fn edge_of(rounding: Rounding) -> Number {
    let is_half = matches!(rounding.mode, RoundingMode::HalfUp | RoundingMode::HalfEven);
    Number::decimal(if is_half { 12_345 } else { 12_340 }, rounding.digits + 1)
}

/// Lets a mean at the edge of a rounding decide everything that its ends can decide elsewhere.
fn check_edge(rounding: Rounding, dens: &[i64], times: i64) {
    let edge = edge_of(rounding);
    let mut builder = Builder::default();
    let Planted { inputs, mean, exact } = Planted::new(&mut builder, &edge, dens, times);
    let round = builder.round(mean, rounding);
    let at = builder.number(edge.clone());
    let cuts = [false, true].map(|beyond| Cut { at: edge.clone(), beyond });
    let segment = builder.segment(mean, cuts.into());
    let compared = [Relation::Less, Relation::AtMost, Relation::Greater, Relation::AtLeast]
        .map(|relation| (relation, builder.compare(relation, mean, at)));
    let program = builder.finish();
    let mut wanted = vec![round, segment];
    wanted.extend(compared.map(|(_, register)| register));
    let (columns, faults) = run(&program, &inputs, &wanted);
    assert_eq!(columns[mean.index()].form, Form::Enclosed);
    assert_eq!(faults, Vec::new());
    let about = format!("{rounding:?}, over {dens:?}, {times} times");
    for register in wanted {
        // Below 0 only the rounding has an edge.
        let planted = if register == round { &[0, 1, 2, 3, 4][..] } else { &[0, 1, 2] };
        assert_eq!(undecided(&program, &columns, register).as_deref(), Some(planted), "{about}");
    }
    for (lane, exact) in exact.iter().enumerate() {
        let found = |register: Reg| columns[register.index()].value(lane).number;
        assert_eq!(found(round), exact.round(rounding).unwrap(), "{about}: {exact}");
        let passed = i64::from(*exact >= edge) + i64::from(*exact > edge);
        assert_eq!(found(segment), Number::integer(passed), "{about}: {exact}");
        for (relation, register) in compared {
            let holds = Number::from_bool(relation.holds(exact.cmp(&edge)));
            assert_eq!(found(register), holds, "{about}: {exact} {relation:?} {edge}");
        }
    }
}

#[test]
fn what_lies_at_an_edge_is_computed_exactly() {
    for (digits, mode) in (0..5).flat_map(|digits| RoundingMode::ALL.map(|mode| (digits, mode))) {
        for (dens, times) in DENOMINATORS.into_iter().flat_map(|dens| [1, 3, 100].map(|times| (dens, times))) {
            check_edge(Rounding { digits, mode }, dens, times);
        }
    }
}

/// A hundred denominators of 60 bits come to a number beyond the limit: that is told, enclosed or not.
#[test]
fn what_has_no_exact_figure_has_none_enclosed() {
    let mut builder = Builder::default();
    let mut inputs = Vec::new();
    let mut terms = Vec::new();
    for at in 0..100 {
        let den = builder.input();
        inputs.push((den, integers(&[(1 << 60) - 1 - 2 * at])));
        let one = builder.number(Number::ONE);
        terms.push((builder.divide(one, den), Number::ONE));
    }
    let sum = builder.sum(terms, StateSet::NONE);
    let round = builder.round(sum, Rounding::SHOWN);
    let program = builder.finish();
    let (_, faults) = run(&program, &inputs, &[round]);
    assert_eq!(faults.iter().map(|fault| fault.register).collect::<Vec<_>>(), [sum]);
}

/// Quotients may be as large as what is divided: their sum is more than 64 bits hold at the decimals of each.
#[test]
fn large_quotients_do_not_wrap() {
    let mut builder = Builder::default();
    let (million, one, three) = (builder.input(), builder.input(), builder.input());
    let inputs = [(million, integers(&[1_000_000])), (one, integers(&[1])), (three, integers(&[3]))];
    let mut terms = vec![(builder.divide(one, three), Number::ONE)];
    terms.extend((0..30).map(|_| (builder.divide(million, one), Number::ONE)));
    let sum = builder.sum(terms, StateSet::NONE);
    let round = builder.round(sum, Rounding { digits: 2, mode: RoundingMode::HalfUp });
    let program = builder.finish();
    let (columns, _) = run(&program, &inputs, &[round]);
    assert_eq!(columns[sum.index()].form, Form::Enclosed);
    assert_eq!(columns[round.index()].value(0).number, Number::decimal(3_000_000_033, 2));
}

const RELATIONS: [Relation; 5] =
    [Relation::Less, Relation::AtMost, Relation::Greater, Relation::AtLeast, Relation::Equal];

const STATES: [State; 5] = [State::Present, State::NotApplicable, State::Empty, State::Missing, State::Pending];

/// Steps on what was made before, each from a few numbers that are thrown.
fn build(throws: &[[usize; 6]]) -> (Program, Vec<Reg>, Vec<Reg>) {
    let mut builder = Builder::default();
    let inputs: Vec<Reg> = (0..8).map(|_| builder.input()).collect();
    let mut made: Vec<Reg> = (0..4).map(|at| builder.divide(inputs[at], inputs[at + 4])).collect();
    made.extend(&inputs[..2]);
    let zero = builder.number(Number::ZERO);
    let mut truths = vec![builder.compare(Relation::Less, inputs[0], zero)];
    let mut decided = Vec::new();
    let weights =
        [(1, 1), (1, 1), (1, 7), (-2, 1), (5, 100), (3, 4)].map(|(num, den)| Number::ratio(num, den, 0).unwrap());
    let sets =
        [StateSet::NOT_APPLICABLE, StateSet::NONE, StateSet::ABSENT, StateSet::of(&[State::Missing, State::Present])];
    for [kind, a, b, c, d, e] in throws.iter().copied() {
        let of = |at: usize| made[at % made.len()];
        let set = sets[e % sets.len()];
        let (x, y, z) = (of(a), of(b), of(c));
        let weight = |at: usize| weights[at % weights.len()].clone();
        let constant = |builder: &mut Builder, at: usize| {
            let halves = i64::try_from(at % 41).unwrap_or(0) - 20;
            builder.number(Number::decimal(halves * 5, 1))
        };
        let new = match kind % 16 {
            0..=3 => {
                let reduce = [Reduce::Sum, Reduce::Sum, Reduce::Least, Reduce::Greatest][d % 4];
                let terms = [(x, weight(d)), (y, weight(e)), (z, weight(a)), (of(d), weight(b))];
                builder.step(Step::Across(Across { reduce, terms: terms.into_iter().collect(), skip: set }))
            }
            4 => builder.add(x, y),
            5 => builder.subtract(x, y),
            6 => builder.multiply(x, inputs[b % inputs.len()]),
            7 => builder.divide(x, inputs[b % inputs.len()]),
            8 => {
                let limit = constant(&mut builder, c);
                if d % 2 == 0 { builder.least(x, limit) } else { builder.greatest(limit, x) }
            }
            9 => builder.select(truths[d % truths.len()], x, y),
            10 => builder.choose(z, set, x, y),
            11 => {
                let digits = u32::try_from(d % 5).unwrap_or(0);
                let rounded =
                    builder.round(x, Rounding { digits, mode: RoundingMode::ALL[e % RoundingMode::ALL.len()] });
                decided.push(rounded);
                rounded
            }
            12 => {
                let cuts = [b, c].map(|at| Number::decimal(i64::try_from(at % 60).unwrap_or(0) - 20, 1));
                let mut cuts = cuts.map(|at| Cut { at, beyond: d % 2 == 0 });
                cuts.sort();
                let segment = builder.segment(x, cuts.into());
                decided.push(segment);
                segment
            }
            // A sum and the same in another order, in which other quotients are cut: what lies between them is 0.
            13 | 14 => {
                let terms = [(x, weight(d)), (y, weight(e)), (z, weight(a))];
                let mut other = builder.number(Number::ZERO);
                for (term, weight) in terms.iter().rev() {
                    let times = builder.number(weight.clone());
                    let weighted = builder.multiply(*term, times);
                    other = builder.add(weighted, other);
                }
                let sum = builder.sum(terms.into(), StateSet::NONE);
                decided.push(builder.compare(RELATIONS[d % 4], sum, other));
                let rest = builder.sum(vec![(sum, weight(b)), (other, weight(b).neg())], StateSet::NONE);
                decided.push(
                    builder.round(rest, Rounding { digits: 2, mode: RoundingMode::ALL[e % RoundingMode::ALL.len()] }),
                );
                sum
            }
            _ => {
                let relation = RELATIONS[d % 5];
                let other = if e % 2 == 0 { y } else { constant(&mut builder, c) };
                let truth = builder.compare(relation, x, other);
                truths.push(truth);
                decided.push(truth);
                continue;
            }
        };
        made.push(new);
    }
    if let Some(last) = made.last() {
        let rounding = Rounding { digits: 2, mode: RoundingMode::HalfUp };
        decided.push(builder.round(*last, rounding));
    }
    (builder.finish(), inputs, decided)
}

fn value() -> impl Strategy<Value = Value> {
    let small = (-60i64..60, 0u32..3).prop_map(|(num, scale)| Number::decimal(num, scale));
    let large = (any::<i64>(), 0u32..6).prop_map(|(num, scale)| Number::decimal(num, scale));
    let number = prop_oneof![8 => small, 1 => large];
    let state = prop_oneof![5 => Just(State::Present), 1 => proptest::sample::select(&STATES[..])];
    (number, state).prop_map(|(number, state)| Value { number, state })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_enclosed_changes_nothing(
        throws in proptest::collection::vec(any::<[u16; 6]>(), 1..24),
        values in proptest::collection::vec(proptest::collection::vec(value(), 5), 8),
    ) {
        let throws: Vec<_> = throws.into_iter().map(|throw| throw.map(usize::from)).collect();
        let (program, registers, decided) = build(&throws);
        let inputs: Vec<_> = registers.into_iter().zip(values).collect();
        let (found, faults) = run(&program, &inputs, &decided);
        let mut slow = program.clone();
        slow.run_by_meaning();
        let (expected, told) = run(&slow, &inputs, &decided);
        prop_assert_eq!(faults, told);
        for register in decided {
            for lane in 0..5 {
                let (found, expected) = (&found[register.index()], &expected[register.index()]);
                prop_assert_eq!(found.value(lane), expected.value(lane), "lane {}", lane);
            }
        }
    }
}

/// What a step asks of a quotient, of a number, of a truth and of itself, where it is rounded: `-` nothing, `e` an
/// enclosed figure, `x` an exact one.
fn asked(build: impl Fn(&mut Builder, [Reg; 3]) -> Reg) -> String {
    let mut builder = Builder::default();
    let [above, below, other] = [0; 3].map(|_| builder.input());
    let quotient = builder.divide(above, below);
    let truth = builder.compare(Relation::Equal, other, above);
    let made = build(&mut builder, [quotient, other, truth]);
    let round = builder.round(made, Rounding { digits: 2, mode: RoundingMode::HalfUp });
    let program = builder.finish();
    let needs = program.needs([(round, Need::Exact)].into_iter());
    let letter = |register: Reg| match needs[register.index()] {
        Need::Nothing => '-',
        Need::Enclosed => 'e',
        Need::Exact => 'x',
    };
    [quotient, other, truth, made].map(letter).into_iter().collect()
}

/// It changes no figure, but exact sums of quotients are long.
#[test]
fn no_more_is_asked_than_a_rounding_sees() {
    let across = |reduce| {
        move |builder: &mut Builder, [q, n, _]: [Reg; 3]| {
            builder.step(Step::Across(Across::plain(reduce, &[q, n], StateSet::NONE)))
        }
    };
    assert_eq!(asked(|_, [q, ..]| q), "e--e");
    assert_eq!(asked(|builder, [q, n, _]| builder.add(q, n)), "ee-e");
    assert_eq!(asked(|builder, [q, n, _]| builder.subtract(n, q)), "ee-e");
    assert_eq!(asked(|builder, [q, n, _]| builder.multiply(q, n)), "ee-e");
    assert_eq!(asked(|builder, [q, n, _]| builder.divide(q, n)), "ex-e");
    assert_eq!(asked(|builder, [q, n, t]| builder.select(t, q, n)), "exxe");
    assert_eq!(asked(|builder, [q, n, t]| builder.choose(t, StateSet::ABSENT, q, n)), "exee");
    for reduce in [Reduce::Sum, Reduce::Least, Reduce::Greatest] {
        assert_eq!(asked(across(reduce)), "ee-e", "{reduce:?}");
    }
    for reduce in [Reduce::Best(2), Reduce::Harmonic, Reduce::Geometric] {
        assert_eq!(asked(across(reduce)), "xx-e", "{reduce:?}");
    }
    assert_eq!(asked(|builder, [q, n, _]| builder.compare(Relation::Less, q, n)), "ee-e");
    assert_eq!(asked(|builder, [q, n, _]| builder.compare(Relation::NotEqual, q, n)), "xx-e");
}
